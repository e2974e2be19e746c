/**
 * Calls to Kommo: the only place of the broker that sends anything out.
 *
 * Knows: that redirects are never followed, that every call ends in time, and how large an answer may be. Does not
 * know: who may ask. The address is given as a `URL` that `Hosts` let through.
 */

import { Problem } from './problem.js';

/** No answer of an API is longer. */
const LONGEST_ANSWER = 1024 * 1024;

export interface UpstreamAnswer {
  status: number;
  headers: Headers;
  /** `undefined` where the body is no JSON. */
  json: unknown;
}

export class Upstream {
  readonly #fetch: typeof fetch;
  readonly #patience: number;

  constructor(fetcher: typeof fetch, patience: number) {
    this.#fetch = fetcher;
    this.#patience = patience;
  }

  /** Asks and reads JSON. Throws a Problem where there is no usable answer. */
  async json(url: URL, init: RequestInit): Promise<UpstreamAnswer> {
    return this.#inTime(async (signal) => {
      const answer = await this.#ask(url, init, signal);
      const { status, headers } = answer;
      try {
        return { status, headers, json: parse(await readText(answer)) };
      } catch (error) {
        throw failure(error, signal);
      }
    });
  }

  /** Asks for bytes, and gives them as they come. */
  async stream(url: URL, init: RequestInit): Promise<Response> {
    return this.#inTime((signal) => this.#ask(url, init, signal));
  }

  async #inTime<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.#patience);
    try {
      return await work(limit.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  async #ask(
    url: URL,
    init: RequestInit,
    signal: AbortSignal,
  ): Promise<Response> {
    // Called as a bare function: a worker's `fetch` wants no other `this`.
    const send = this.#fetch;
    let answer: Response;
    try {
      answer = await send(url.href, { ...init, redirect: 'manual', signal });
    } catch (error) {
      throw failure(error, signal);
    }
    const { status, type } = answer;
    if (type === 'opaqueredirect' || (status >= 300 && status < 400)) {
      await answer.body?.cancel();
      throw new Problem(
        502,
        'upstream-failed',
        'Kommo answered with a redirect.',
      );
    }
    return answer;
  }
}

/** What went wrong on the line stays here: its message may hold an address. */
const failure = (error: unknown, signal: AbortSignal): Problem => {
  if (error instanceof Problem) return error;
  return signal.aborted
    ? new Problem(504, 'upstream-failed', 'Kommo did not answer in time.')
    : new Problem(502, 'upstream-failed', 'Kommo could not be reached.');
};

const readText = async (answer: Response): Promise<string> => {
  const reader = answer.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > LONGEST_ANSWER) {
      await reader.cancel();
      throw new Problem(502, 'upstream-failed', 'The answer is too long.');
    }
    text += decoder.decode(value, { stream: true });
  }
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** An object's own field; nothing is borrowed from a prototype. */
export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
