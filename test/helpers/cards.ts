/**
 * The CRM's cards in this process: which files each one has, and what it was asked.
 *
 * Knows: `GET` and `PUT` of a card's files. Does not know: the drive, or any single test.
 */

export interface AskedOfCard {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly uuids: readonly string[];
  readonly authorization: string | null;
}

/** What a card answers instead: a status, or nothing at all after it did what was asked. */
type Fault =
  | number
  | { status: number; retryAfter: number }
  | 'lost'
  | 'silence';

export class Cards {
  readonly asked: AskedOfCard[] = [];
  /** What meets the next requests, in order; `undefined` lets one by. */
  readonly faults: (Fault | undefined)[] = [];
  /** Uuids that no card takes. */
  readonly refused = new Set<string>();
  readonly #files = new Map<string, Set<string>>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  filesOf(path: string): readonly string[] {
    return [...(this.#files.get(path) ?? [])];
  }

  get puts(): readonly AskedOfCard[] {
    return this.asked.filter(({ method }) => method === 'PUT');
  }

  /** Answers what goes to a card, and gives everything else on. */
  readonly before =
    (drive: typeof fetch): typeof fetch =>
    async (input, init) => {
      const { pathname } = new URL(String(input));
      if (!pathname.startsWith('/api/v4/')) return drive(input, init);
      const answer = this.#answer(pathname, init ?? {});
      if (answer !== undefined) return answer;
      return new Promise((_, reject) => {
        const { signal } = init ?? {};
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
    };

  /** Nothing where no answer comes until nobody waits any more. */
  #answer(path: string, init: RequestInit): Response | undefined {
    const method = init.method ?? 'GET';
    const body = init.body === undefined ? [] : JSON.parse(String(init.body));
    const uuids = (body as { file_uuid: string }[]).map((one) => one.file_uuid);
    this.asked.push({
      at: this.#now(),
      method,
      path,
      uuids,
      authorization: new Headers(init.headers).get('Authorization'),
    });
    const fault = this.faults.shift();
    if (fault === 'silence') return undefined;
    if (typeof fault === 'number')
      return Response.json({ detail: `No: ${fault}` }, { status: fault });
    if (typeof fault === 'object') {
      const { status, retryAfter } = fault;
      const headers = { 'Retry-After': String(retryAfter) };
      return new Response('', { status, headers });
    }
    if (uuids.some((uuid) => this.refused.has(uuid)))
      return Response.json({ detail: 'No such file' }, { status: 400 });
    const files = this.#files.get(path) ?? new Set();
    this.#files.set(path, files);
    for (const uuid of uuids) files.add(uuid);
    if (fault === 'lost') throw new TypeError('Failed to fetch');
    if (method === 'PUT') return Response.json({});
    return Response.json({
      _embedded: { files: [...files].map((file_uuid) => ({ file_uuid })) },
    });
  }
}
