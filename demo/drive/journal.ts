/**
 * What the drive was asked and how each request ended, for tests and the demo.
 *
 * Knows: kinds of routes, numbers and sizes. Does not know: URLs, tokens, or names; nothing in here is a secret.
 */

export type RouteKind =
  | 'session'
  | 'part'
  | 'files'
  | 'download'
  | 'preview'
  | 'other';

export interface JournalEntry {
  /** Counts up from 1, in the order of arrival. */
  readonly n: number;
  readonly method: string;
  readonly route: RouteKind;
  readonly session?: number;
  readonly part?: number;
  /**
   * `open` while it runs; `reset` when the drive broke the connection,
   * `aborted` when the client did.
   */
  readonly status: number | 'open' | 'reset' | 'aborted';
  /** Bytes of a part that arrived. */
  readonly bytes?: number;
  /** Whether a part's bytes were taken in, whatever the client was told. */
  readonly taken?: boolean;
  /** The kind of the fault that was played. */
  readonly fault?: string;
}

/** The same entry while its request runs. */
export type OpenEntry = {
  -readonly [K in keyof JournalEntry]: JournalEntry[K];
};

export class Journal {
  readonly #limit: number;
  #entries: OpenEntry[] = [];
  #seen = 0;
  #counts = new Map<string, number>();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The latest requests, oldest first. */
  get entries(): readonly JournalEntry[] {
    return this.#entries.map((entry) => ({ ...entry }));
  }

  /** How many requests of this kind came, also those no longer listed. */
  count(method: string, route?: RouteKind): number {
    if (route) return this.#counts.get(`${method} ${route}`) ?? 0;
    let sum = 0;
    for (const [key, count] of this.#counts) {
      if (key.startsWith(`${method} `)) sum += count;
    }
    return sum;
  }

  /** All counts, by method and kind of route. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  begin(method: string, route: RouteKind): OpenEntry {
    this.#seen += 1;
    const entry: OpenEntry = { n: this.#seen, method, route, status: 'open' };
    const key = `${method} ${route}`;
    // Methods come from outside; the usual ones are few.
    if (this.#counts.has(key) || this.#counts.size < 100) {
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    }
    this.#entries.push(entry);
    if (this.#entries.length > this.#limit) this.#entries.shift();
    return entry;
  }

  clear(): void {
    this.#entries = [];
    this.#counts = new Map();
    this.#seen = 0;
  }
}

/** The kind of a path, and nothing else about it. */
export function routeOf(path: string): RouteKind {
  if (path === '/v1.0/sessions') return 'session';
  if (/^(\/v1\.0\/sessions)?\/upload\//.test(path)) return 'part';
  if (path.startsWith('/v1.0/files')) return 'files';
  if (path.startsWith('/download/')) return 'download';
  if (path.startsWith('/preview/')) return 'preview';
  return 'other';
}
