/**
 * Which pages may ask and read: a list of exact origins.
 *
 * Knows: headers. Does not know: who asks. An origin is no proof of anything outside a browser; tickets are.
 */

/** What an answer's headers may tell a page. */
const EXPOSED = 'Retry-After, X-Request-Id, Content-Range, Accept-Ranges';
const ASKABLE = 'Authorization, Content-Type, X-Auth-Token';
/** Seconds that a browser may keep a preflight: the longest that browsers heed. */
const KEPT = 7200;

export class Cors {
  readonly #origins: ReadonlySet<string>;
  readonly #credentials: boolean;

  constructor(origins: readonly string[], credentials: boolean) {
    this.#origins = new Set(origins);
    this.#credentials = credentials;
  }

  /** Whether a page of this origin may ask. What is no page has no origin. */
  allows(origin: string | null): boolean {
    return (
      origin === null || this.#origins.has(origin) || this.#origins.has('*')
    );
  }

  /** Every answer gets these, whatever its status. */
  mark(headers: Headers, origin: string | null): void {
    headers.append('Vary', 'Origin');
    if (origin === null || !this.allows(origin)) return;
    headers.set('Access-Control-Allow-Origin', origin);
    headers.set('Access-Control-Expose-Headers', EXPOSED);
    if (this.#credentials)
      headers.set('Access-Control-Allow-Credentials', 'true');
  }

  /** Answers a preflight. `mark` adds the rest. */
  preflight(origin: string | null, methods: string): Response {
    const headers = new Headers();
    if (origin !== null && this.allows(origin)) {
      headers.set('Access-Control-Allow-Methods', methods);
      headers.set('Access-Control-Allow-Headers', ASKABLE);
      headers.set('Access-Control-Max-Age', String(KEPT));
    }
    return new Response(null, { status: 204, headers });
  }
}
