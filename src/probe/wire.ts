/**
 * One request and its answer, over `node:http` and `node:https`: a page's headers can be set here, bodies sent in chunks
 * and cut off.
 *
 * Knows: sockets, pace, 429. Follows no redirect and repeats nothing but what was answered 429. Does not know: what is
 * asked. No error of it has an address in it.
 */
import * as http from 'node:http';
import * as https from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'node:tls';

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body as JSON; `undefined` where it is none. */
  readonly json: unknown;
  /** Milliseconds from the request's start to the end of the answer. */
  readonly ms: number;
}

export interface Sending {
  headers?: Record<string, string>;
  body?: Uint8Array;
  /** Without Content-Length, in two chunks. */
  chunked?: boolean;
  /** A 429 is the answer that is looked for. */
  take429?: boolean;
}

export interface WireOptions {
  /** Ends everything that runs. */
  signal: AbortSignal;
  /** Milliseconds between the starts of two requests. */
  gap: number;
  /** Whether anything may be sent there. */
  isAllowed: (url: string) => boolean;
}

/** No answer came, or none that is one. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** A place that is not Kommo's was named. */
export class ForeignAddress extends Error {
  override readonly name = 'ForeignAddress';
}

const LONGEST_ANSWER = 4 * 1024 * 1024;
const TIMEOUT = 30_000;
const MOST_WAITS = 8;

export class Wire {
  readonly #options: WireOptions;
  readonly #agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  };
  #gap: number;
  #free = 0;
  /** When 429 was met last, as `Date.now()`; 0 for never. */
  last429 = 0;
  count429 = 0;

  constructor(options: WireOptions) {
    this.#options = options;
    this.#gap = options.gap;
  }

  get signal(): AbortSignal {
    return this.#options.signal;
  }

  /** Whether anything may be sent there. */
  mayGo(url: string): boolean {
    return this.#options.isAllowed(url);
  }

  /** Lets requests go without a pause between them. */
  async unpaced<T>(task: () => Promise<T>): Promise<T> {
    // Where 429 was met, the pace stays.
    if (this.count429 > 0) return task();
    const gap = this.#gap;
    this.#gap = 0;
    try {
      return await task();
    } finally {
      // A 429 meanwhile has made it larger.
      this.#gap = Math.max(gap, this.#gap);
    }
  }

  /** From now on so many requests a second at most. */
  slowTo(perSecond: number): void {
    this.#gap = Math.max(this.#options.gap, Math.ceil(1250 / perSecond));
  }

  async send(
    method: string,
    url: string,
    sending: Sending = {},
  ): Promise<Answer> {
    for (let waits = 0; ; waits++) {
      await this.#turn();
      const answer = await this.#once(method, url, sending);
      if (answer.status !== 429) return answer;
      this.last429 = Date.now();
      this.count429++;
      if (sending.take429) return answer;
      if (waits === MOST_WAITS) throw new NoAnswer('429 without an end');
      this.#gap = Math.min(2000, Math.max(10, this.#gap) * 2);
      const wait = Number(answer.headers['retry-after']) || 2;
      await pause(Math.min(60, Math.max(1, wait)) * 1000, undefined, {
        signal: this.signal,
      });
    }
  }

  /** Sends the first `after` bytes of a body that says it has all, waits, and breaks the connection. */
  async cut(
    url: string,
    body: Uint8Array,
    after: number,
    headers: Record<string, string>,
    wait: () => Promise<unknown>,
  ): Promise<void> {
    await this.#turn();
    const request = this.#start('POST', url, {
      ...headers,
      'Content-Length': String(body.byteLength),
    });
    request.on('error', () => {});
    request.on('response', (response) => response.resume());
    await new Promise<void>((resolve) => {
      request.on('close', resolve);
      request.write(body.subarray(0, after), () => resolve());
    });
    try {
      await pause(100, undefined, { signal: this.signal });
      await wait();
    } finally {
      request.destroy();
    }
    await pause(200, undefined, { signal: this.signal });
    await wait();
  }

  /** `1.1`, or `2` where the server would speak it. */
  async httpVersion(base: string): Promise<'1.1' | '2'> {
    const { protocol, hostname } = new URL(base);
    if (protocol === 'http:') return '1.1';
    return new Promise((resolve, reject) => {
      const socket = connect({
        host: hostname,
        port: 443,
        servername: hostname,
        ALPNProtocols: ['h2', 'http/1.1'],
        timeout: TIMEOUT,
      });
      const end = (done: () => void) => {
        socket.destroy();
        done();
      };
      socket.on('secureConnect', () => {
        const version = socket.alpnProtocol === 'h2' ? '2' : '1.1';
        end(() => resolve(version));
      });
      for (const event of ['error', 'timeout'])
        socket.on(event, () => end(() => reject(new NoAnswer('no TLS'))));
    });
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  /** Waits until the pace lets the next request go. */
  async #turn(): Promise<void> {
    this.signal.throwIfAborted();
    const now = performance.now();
    const at = Math.max(now, this.#free);
    this.#free = at + this.#gap;
    if (at > now) await pause(at - now, undefined, { signal: this.signal });
  }

  #start(
    method: string,
    url: string,
    headers: Record<string, string>,
  ): http.ClientRequest {
    if (!this.#options.isAllowed(url))
      throw new ForeignAddress('an address outside of Kommo was named');
    const secure = url.startsWith('https:');
    return (secure ? https : http).request(url, {
      ...{ method, headers, signal: this.signal, timeout: TIMEOUT },
      agent: this.#agents[secure ? 'https:' : 'http:'],
    });
  }

  async #once(
    method: string,
    url: string,
    { headers = {}, body, chunked }: Sending,
  ): Promise<Answer> {
    const started = performance.now();
    const length = { 'Content-Length': String(body?.byteLength ?? 0) };
    const request = this.#start(method, url, {
      'User-Agent': 'kommo-uploader-probe',
      ...headers,
      ...((body || method === 'POST') && !chunked ? length : {}),
    });
    try {
      const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
        request.on('response', resolve);
        request.on('error', reject);
        request.on('timeout', () => request.destroy());
      });
      if (body && chunked) {
        const half = Math.ceil(body.byteLength / 2);
        request.write(body.subarray(0, half));
        request.end(body.subarray(half));
      } else request.end(body);
      const response = await answered;
      const read = await readAll(response);
      return {
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: read,
        json: parse(read),
        ms: performance.now() - started,
      };
    } catch (error) {
      request.destroy();
      this.signal.throwIfAborted();
      // What Node says names the address; its code does not.
      const { code } = error as NodeJS.ErrnoException;
      throw new NoAnswer(code ?? 'the connection broke');
    }
  }
}

async function readAll(response: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += (chunk as Buffer).byteLength;
    if (size > LONGEST_ANSWER) throw new NoAnswer('the answer does not end');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
