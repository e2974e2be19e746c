/**
 * What the page asked for, checked: numbers, sizes, addresses.
 *
 * Knows: every option of an upload, its unit and its default. Does not know: attributes, or when options are taken
 * (an upload keeps those it was added with). What cannot be understood is an `OptionError` that says what was expected.
 */

import { isLocalPage, parseUrl } from './addresses.js';
import type { OpenSession } from './drive.js';
import { OptionError } from './errors.js';

/** What a page is told when it is asked for an access token. */
export interface TokenRequest {
  /** The one that a 401 just came for: another one is needed. `undefined`: one that was kept will do. */
  readonly refused: string | undefined;
}

/** An access token, or how to get one: asked before each session, and once more when the answer is 401. */
export type AccessToken =
  | string
  | ((request: TokenRequest) => string | Promise<string>);

/** Changes a file before its session is opened. What it throws is shown, and ends the upload as `prepare-failed`. */
export type Prepare = (
  file: File,
  options: { signal: AbortSignal },
) => File | Promise<File>;

/** When the stored bytes are read back and compared: after a part had to be sent twice, always, or never. */
export type Verify = 'repeated' | 'always' | 'never';

type Maybe<T> = { [K in keyof T]?: T[K] | undefined };

/** How files are uploaded. */
export type UploadOptions = Maybe<{
  /** Where a session is opened: the broker's address, or the drive's `/v1.0/sessions`. */
  sessionUrl: string;
  /** Opens a session instead of `sessionUrl`. */
  openSession: OpenSession;
  /** Asked before each session. */
  accessToken: AccessToken;
  /** Sends cookies with session and link requests. Default `false`. */
  withCredentials: boolean;
  /** Sends the access token with parts too, which costs a preflight for each part. Default `false`. */
  bearerOnParts: boolean;
  /** Further origins where parts may go: a list, or text with spaces between. */
  allowedOrigins: string | readonly string[];
  /**
   * Parts in flight at most, for all uploads to one drive: a whole number from 1. Default: as many as the drive answers
   * well, two at first and up to six.
   */
  concurrency: number | string;
  /** Seconds to try without progress; only time spent trying counts. Default 900. */
  retryFor: number | string;
  /** Asks the drive for previews. Default `false`. */
  withPreview: boolean;
  /** The upload becomes a new version of this file. */
  fileUuid: string;
  /** When the stored bytes are read back and compared. Default `repeated`. */
  verify: Verify;
  /** Changes a file before its session is opened. */
  prepare: Prepare;
  /**
   * Where the finished file is linked to a card, such as `/api/v4/leads/123/files`. A promise of it, for a card that
   * is not saved yet: its file waits, and nothing of it is sent before. Rejected, it fails as `prepare-failed`.
   */
  linkUrl: string | PromiseLike<string>;
}>;

/** What belongs to one file. */
export type FileOptions = UploadOptions &
  Maybe<{
    /** The name to store it under, instead of the file's own. */
    name: string;
    /** The file's path in a dropped folder. */
    path: string;
    /**
     * Who may go on with it after a reload: a text such as the user's id, so that two people at one computer never go
     * on with each other's uploads. Without it nothing is kept.
     */
    resumeScope: string;
    /** A file handle, where the browser gave one: after a reload nobody has to pick the file again. */
    handle: unknown;
    /** Waits for `start()`. */
    manual: boolean;
    /** Anything of the page's own; kept with the upload, sent nowhere. */
    meta: unknown;
  }>;

/** Options as the engine uses them. */
export interface CheckedOptions {
  readonly sessionUrl: string | undefined;
  /** Names the drive: the origin of `sessionUrl`, or one word for all that `openSession` opens. */
  readonly drive: string;
  readonly openSession: OpenSession | undefined;
  readonly accessToken: AccessToken | undefined;
  readonly withCredentials: boolean;
  readonly bearerOnParts: boolean;
  readonly allowedOrigins: readonly string[];
  readonly concurrency: number | undefined;
  /** Milliseconds. */
  readonly retryFor: number;
  readonly withPreview: boolean;
  readonly fileUuid: string | undefined;
  readonly verify: Verify;
  readonly prepare: Prepare | undefined;
  readonly linkUrl: string | undefined;
  /** The card is not saved yet: `linkUrl` comes of this. */
  readonly laterLinkUrl: PromiseLike<string> | undefined;
}

const DEFAULT_RETRY_FOR = 900;
const VERIFY: readonly Verify[] = ['repeated', 'always', 'never'];

/** What is frozen stays as it is, and may be for thousands of files. */
const checked = new WeakMap<UploadOptions, CheckedOptions>();

/** Checks the options of an upload; throws an `OptionError` for the first that cannot be understood. */
export const checkOptions = (asked: UploadOptions): CheckedOptions => {
  const known = checked.get(asked);
  if (known !== undefined) return known;
  const options = check(asked);
  if (Object.isFrozen(asked)) checked.set(asked, options);
  return options;
};

const check = (asked: UploadOptions): CheckedOptions => {
  const openSession = functionOr('open-session', asked.openSession);
  const sessionUrl =
    openSession === undefined
      ? addressOf('session-url', asked.sessionUrl)
      : undefined;
  if (openSession === undefined && sessionUrl === undefined)
    throw new OptionError(
      'session-url',
      'Set session-url or openSession: nobody knows where to upload.',
    );
  const verify = asked.verify ?? 'repeated';
  if (!VERIFY.includes(verify))
    throw new OptionError(
      'verify',
      `verify is ${VERIFY.join(', ')}; received ${shown(verify)}.`,
    );
  return {
    sessionUrl,
    drive:
      sessionUrl === undefined ? 'openSession' : new URL(sessionUrl).origin,
    openSession,
    accessToken: checkToken(asked.accessToken),
    withCredentials: asked.withCredentials ?? false,
    bearerOnParts: asked.bearerOnParts ?? false,
    allowedOrigins: originsOf(asked.allowedOrigins),
    concurrency: wholeNumber('concurrency', asked.concurrency, 1),
    retryFor:
      (secondsOf('retry-for', asked.retryFor) ?? DEFAULT_RETRY_FOR) * 1000,
    withPreview: asked.withPreview ?? false,
    fileUuid: textOr('file-uuid', asked.fileUuid),
    verify,
    prepare: functionOr('prepare', asked.prepare),
    ...linkUrlOf(asked.linkUrl),
  };
};

/** Where a card is, or will be. */
export const linkUrlOf = (
  asked: UploadOptions['linkUrl'],
): Pick<CheckedOptions, 'linkUrl' | 'laterLinkUrl'> =>
  typeof asked === 'object' && asked !== null
    ? { linkUrl: undefined, laterLinkUrl: asked }
    : { linkUrl: addressOf('link-url', asked), laterLinkUrl: undefined };

/** What a page accepts. */
export type Limits = Maybe<{
  maxFiles: number;
  minFileSize: number;
  maxFileSize: number;
  maxTotalSize: number;
}>;

/** Limits as the page writes them: numbers, or text such as `10 MB`. */
export type AskedLimits = {
  [K in keyof Limits]?: number | string | null | undefined;
};

/** Checks limits; throws an `OptionError` for the first that cannot be understood. */
export const checkLimits = (asked: AskedLimits): Limits => ({
  maxFiles: wholeNumber('max-files', asked.maxFiles, 1),
  minFileSize: sizeOf('min-file-size', asked.minFileSize),
  maxFileSize: sizeOf('max-file-size', asked.maxFileSize),
  maxTotalSize: sizeOf('max-total-size', asked.maxTotalSize),
});

const UNITS = new Map([
  ['', 1],
  ['b', 1],
  ...['k', 'm', 'g', 't'].flatMap((letter, index): [string, number][] => [
    [`${letter}b`, 1000 ** (index + 1)],
    [`${letter}ib`, 1024 ** (index + 1)],
  ]),
]);

type Asked = number | string | null | undefined;

/** Bytes: a number, or text such as `10 MB` (millions) or `10 MiB` (times 1024). */
const sizeOf = (option: string, asked: Asked): number | undefined => {
  if (isMissing(asked)) return undefined;
  const [, digits, unit] =
    /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(String(asked)) ?? [];
  const bytes = Math.round(
    Number(digits) * (UNITS.get(unit?.toLowerCase() ?? '?') ?? Number.NaN),
  );
  if (!Number.isSafeInteger(bytes))
    throw new OptionError(
      option,
      `${option} is bytes, "10 MB" or "10 MiB"; received ${shown(asked)}.`,
    );
  return bytes;
};

const wholeNumber = (
  option: string,
  asked: Asked,
  least: number,
): number | undefined => {
  if (isMissing(asked)) return undefined;
  const number = Number(asked);
  if (!Number.isSafeInteger(number) || number < least)
    throw new OptionError(
      option,
      `${option} is a whole number from ${least}; received ${shown(asked)}.`,
    );
  return number;
};

const secondsOf = (option: string, asked: Asked): number | undefined => {
  if (isMissing(asked)) return undefined;
  const seconds = Number(asked);
  if (!Number.isFinite(seconds) || seconds < 0)
    throw new OptionError(
      option,
      `${option} is seconds, 0 or more; received ${shown(asked)}.`,
    );
  return seconds;
};

const isMissing = (asked: Asked): asked is null | undefined | '' =>
  asked === undefined || asked === null || asked === '';

const addressOf = (
  option: string,
  asked: string | undefined,
): string | undefined => {
  const text = textOr(option, asked);
  if (text === undefined) return undefined;
  const url = parseUrl(text);
  if (url === undefined || url.username !== '' || url.password !== '')
    throw new OptionError(
      option,
      `${option} is not an http(s) address without user information.`,
    );
  return url.href;
};

const originsOf = (
  asked: string | readonly string[] | undefined,
): readonly string[] => {
  const texts =
    typeof asked === 'string'
      ? asked.split(/\s+/).filter(Boolean)
      : (asked ?? []);
  if (!Array.isArray(texts))
    throw new OptionError(
      'allowed-origins',
      `allowed-origins are text or a list; received ${shown(asked)}.`,
    );
  return texts.map((text) => {
    const url =
      typeof text === 'string' && /^https?:/i.test(text)
        ? parseUrl(text)
        : undefined;
    // What no host is named, such as a pattern or two with a comma between, would be an origin that never comes.
    if (url === undefined || !/^([\w.-]+|\[.+\])$/.test(url.hostname))
      throw new OptionError(
        'allowed-origins',
        `allowed-origins are origins such as https://files.example.com; received ${shown(text)}.`,
      );
    return url.origin;
  });
};

const textOr = (option: string, asked: unknown): string | undefined => {
  if (asked === undefined || asked === null || asked === '') return undefined;
  if (typeof asked !== 'string')
    throw new OptionError(
      option,
      `${option} is text; received ${shown(asked)}.`,
    );
  return asked;
};

const functionOr = <T>(option: string, asked: T | undefined): T | undefined => {
  if (asked === undefined || asked === null) return undefined;
  if (typeof asked !== 'function')
    throw new OptionError(
      option,
      `${option} is a function; received ${typeof asked}.`,
    );
  return asked;
};

let warnedOfToken = false;

const checkToken = (
  asked: AccessToken | undefined,
): AccessToken | undefined => {
  if (asked === undefined || asked === null || asked === '') return undefined;
  if (typeof asked !== 'string' && typeof asked !== 'function')
    throw new OptionError(
      'access-token',
      `accessToken is text or a function; received ${typeof asked}.`,
    );
  if (typeof asked === 'string' && !isLocalPage() && !warnedOfToken) {
    warnedOfToken = true;
    console.warn(
      'kommo-uploader: accessToken is a string on a public page, where everybody can read it. ' +
        'Give a function that asks your server for a short-lived one.',
    );
  }
  return asked;
};

const shown = (value: unknown): string =>
  JSON.stringify(value)?.slice(0, 60) ?? typeof value;
