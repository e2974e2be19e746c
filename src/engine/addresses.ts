/**
 * Which URL may get bytes, an access token, or be read.
 *
 * Knows: origins, Kommo's own hosts, and what the page's author allowed. Does not know: what travels there.
 * Nothing here puts an address into a message: addresses of parts are capabilities.
 */

import { AddressError } from './errors.js';

const KOMMO_HOST = /(^|\.)(kommo\.com|amocrm\.ru|amocrm\.com)$/;
const LOCAL_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|.+\.localhost)$/;

/** What decides where the parts of one upload may go. */
export interface AddressRules {
  /** Where the session was opened, or with `openSession` the origin of its `upload_url`. */
  sessionOrigin: string;
  /** Origins that the page's author named. */
  allowedOrigins: readonly string[];
  /** Whether the page itself came by https: then nothing may leave in the clear. */
  securePage: boolean;
}

const isLocal = (url: URL): boolean => LOCAL_HOST.test(url.hostname);

/** Whether this page came by https. In Node there is no page. */
export const isSecurePage = (): boolean =>
  globalThis.location?.protocol === 'https:';

/** Whether a token that stands in the page's own source is excusable: only while developing. */
export const isLocalPage = (): boolean =>
  globalThis.location === undefined ||
  isLocal(new URL(globalThis.location.href));

/** An absolute http(s) URL, relative ones against the page; `undefined` if it is none. */
export const parseUrl = (text: string): URL | undefined => {
  try {
    const url = new URL(text, globalThis.location?.href);
    return url.protocol === 'https:' || url.protocol === 'http:'
      ? url
      : undefined;
  } catch {
    return undefined;
  }
};

/** Whether the parts of an upload, and with `bearerOnParts` its access token, may go to this origin. */
const isAllowedOrigin = (url: URL, rules: AddressRules): boolean =>
  url.origin === rules.sessionOrigin ||
  rules.allowedOrigins.includes(url.origin) ||
  (url.protocol === 'https:' &&
    url.port === '' &&
    KOMMO_HOST.test(url.hostname));

/** The address of a part, or an `AddressError`; no byte leaves before. */
export const partAddress = (
  text: string,
  rules: AddressRules,
  firstOrigin?: string,
): URL => {
  const url = parseUrl(text);
  if (url === undefined)
    throw new AddressError('A part has no usable address.');
  if (url.username !== '' || url.password !== '')
    throw new AddressError('The address of a part carries user information.');
  if (rules.securePage && url.protocol !== 'https:' && !isLocal(url))
    throw new AddressError('The address of a part is not https.');
  if (firstOrigin !== undefined && url.origin !== firstOrigin)
    throw new AddressError(
      'The next part is to go to another origin than the first.',
    );
  if (!isAllowedOrigin(url, rules))
    throw new AddressError(
      `Parts may not go to ${url.origin}. Name it in allowed-origins if they should.`,
    );
  return url;
};

/** A record's link that may be shown or read: https, or http on this computer. */
export const readableLink = (href: unknown): string | undefined => {
  if (typeof href !== 'string') return undefined;
  const url = parseUrl(href);
  if (url === undefined || url.username !== '' || url.password !== '')
    return undefined;
  return url.protocol === 'https:' || isLocal(url) ? url.href : undefined;
};
