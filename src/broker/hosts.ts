/**
 * Which addresses are Kommo's, and so may be called or believed.
 *
 * Knows: host names, read as text. A name is matched whole, before any parser has put it right, and the parser must
 * then agree: what needs putting right is refused. Does not know: what is asked there.
 */

const KOMMO = /^[a-z0-9-]+\.(?:kommo\.com|amocrm\.ru|amocrm\.com)$/;
const LOCAL = /^(?:localhost|127\.0\.0\.1)(?::\d{1,5})?$/;

/** Scheme, authority, and a rest of visible ASCII. */
const ADDRESS = /^(https?):\/\/([^/?#]+)(?:[/?#][\x21-\x7e]*)?$/;

const LONGEST = 4096;

export class Hosts {
  readonly #given: ReadonlySet<string>;
  readonly #dev: boolean;

  constructor({
    hosts = [],
    dev = false,
  }: {
    /** Whole host names beside Kommo's own. */
    hosts?: readonly string[] | undefined;
    /** Lets this computer in, over http and with a port. */
    dev?: boolean | undefined;
  } = {}) {
    this.#given = new Set(hosts);
    this.#dev = dev;
  }

  /** Whether this is the whole name of a host that may be called. */
  isHost(host: string): boolean {
    return KOMMO.test(host) || this.#given.has(host) || this.#isLocal(host);
  }

  /** An address at such a host, with whatever path; `undefined` for any other text. */
  url(text: unknown): URL | undefined {
    if (typeof text !== 'string' || text.length > LONGEST) return undefined;
    const [, scheme, host = ''] = ADDRESS.exec(text) ?? [];
    if (!this.isHost(host)) return undefined;
    if (scheme !== 'https' && !this.#isLocal(host)) return undefined;
    if (!URL.canParse(text)) return undefined;
    const url = new URL(text);
    const agrees = url.host === host && url.protocol === `${scheme}:`;
    return agrees && url.username === '' && url.password === ''
      ? url
      : undefined;
  }

  /** An address that is nothing but scheme and host. */
  origin(text: unknown): string | undefined {
    const url = this.url(text);
    return url !== undefined && text === url.origin ? url.origin : undefined;
  }

  /** The origin of a host that `isHost` says yes to. */
  originOf(host: string): string {
    return `${this.#isLocal(host) ? 'http' : 'https'}://${host}`;
  }

  #isLocal(host: string): boolean {
    return this.#dev && LOCAL.test(host);
  }
}

/** A name that may be on the list `hosts`: lower case, with a dot, no address of numbers, no port. */
export const isHostName = (host: unknown): host is string =>
  typeof host === 'string' &&
  host.length <= 253 &&
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(
    host,
  ) &&
  !/(?:^|\.)localhost$/.test(host);
