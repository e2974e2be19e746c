/**
 * One request and its answer: sent, waited for, read and named.
 *
 * Knows: HTTP, stalls, how much of an answer is read, and where servers put their words. An answer is judged by its body
 * first and by its status second, because the vendor documents one status and sends another. Does not know: what is
 * sent, what an answer means for an upload, or whether to try again.
 */

import type { FileVersion, UploadSession } from './file-version.js';
import { type Clock, timeLimit } from './pauser.js';
import { retryAfterOf } from './retry.js';
import { cleanText } from './text.js';

/** An answer longer than this is not read on: no record is that long. */
const LONGEST_ANSWER = 2 ** 20;

/** So short an answer is read in one go, even if it was packed. */
const SHORT_ANSWER = 2 ** 14;

/** What came back. */
export type Answer =
  | { readonly kind: 'session'; readonly session: UploadSession }
  | { readonly kind: 'next'; readonly nextUrl: string }
  | { readonly kind: 'record'; readonly record: FileVersion }
  /** The file is on the card. */
  | { readonly kind: 'linked' }
  | Refusal
  /** A status of 2xx with a body that is nothing of the above. */
  | ({ readonly kind: 'odd' } & Traces)
  | ({ readonly kind: 'redirected' } & Traces)
  /** Nothing that could be read: reset, stalled, offline, or hidden by the browser. */
  | {
      readonly kind: 'none';
      readonly stalled: boolean;
      readonly cause?: unknown;
    };

/** A status of 4xx or 5xx, with the server's words. */
export interface Refusal extends Traces {
  readonly kind: 'refused';
  readonly status: number;
  /** Milliseconds that the server asks us to wait. */
  readonly retryAfter?: number | undefined;
}

/** What a support ticket needs. */
export interface Traces {
  readonly status?: number | undefined;
  readonly serverText?: string | undefined;
  readonly requestId?: string | undefined;
}

/** How a request leaves. */
export interface Wire {
  fetch: typeof fetch;
  clock: Clock;
  signal: AbortSignal;
  /** Milliseconds without an answer that count as none. */
  stallAfter: number;
}

/**
 * One request and its answer. A stall is no answer; an abort throws the signal's reason; an error that is no network's
 * is a bug or broken input, and is thrown.
 */
export const ask = async (
  { clock, signal, stallAfter }: Wire,
  recognise: (body: unknown) => Answer | undefined,
  request: (signal: AbortSignal) => Promise<Response | Answer>,
): Promise<Answer> => {
  signal.throwIfAborted();
  const limit = timeLimit(stallAfter, { clock, signal });
  try {
    const came = await orAborted(request(limit.signal), limit.signal);
    return 'kind' in came
      ? came
      : await orAborted(read(came, recognise, clock.now()), limit.signal);
  } catch (error) {
    signal.throwIfAborted();
    if (limit.isOver || isNetworkFailure(error))
      return { kind: 'none', stalled: limit.isOver, cause: error };
    throw error;
  } finally {
    limit.end();
  }
};

/** A transport that ignores its signal must not hold the upload: the promise ends with the signal. */
const orAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });

/** `fetch` rejects with a TypeError when there is no answer, and a broken body with that or a DOMException. */
const isNetworkFailure = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof DOMException;

/**
 * In the page's own function a TypeError may just as well be a mistake in its code, which must be seen at once. What
 * browsers and Node say for a failed fetch is known.
 */
export const isPagesNetworkFailure = (error: unknown): boolean =>
  error instanceof DOMException ||
  (error instanceof TypeError &&
    /fetch|network|load failed/i.test(error.message));

const read = async (
  response: Response,
  recognise: (body: unknown) => Answer | undefined,
  now: number,
): Promise<Answer> => {
  const { status } = response;
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    void response.body?.cancel();
    return { kind: 'redirected', status };
  }
  const text = await readText(response);
  const body = parseJson(text);
  const requestId = cleanText(response.headers.get('X-Request-Id') ?? '');
  const traces: Traces = {
    status,
    requestId,
    serverText: wordsIn(body, text, response),
  };
  if (response.ok) return recognise(body) ?? { kind: 'odd', ...traces };
  return {
    kind: 'refused',
    ...traces,
    status,
    retryAfter: retryAfterOf(response.headers.get('Retry-After'), now),
  };
};

/** The body as text; `undefined` when it is longer than any honest answer. */
const readText = async (response: Response): Promise<string | undefined> => {
  const announced = Number(response.headers.get('Content-Length') ?? 0);
  if (announced > 0 && announced <= SHORT_ANSWER) return response.text();
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  let read = 0;
  for (;;) {
    if (announced > LONGEST_ANSWER || read > LONGEST_ANSWER) {
      void reader.cancel().catch(() => {});
      return undefined;
    }
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    read += value.byteLength;
    text += decoder.decode(value, { stream: true });
  }
};

const parseJson = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Where JSON answers keep their words: problem details first, then what APIs usually say. */
const WORDS = [
  'detail',
  'title',
  'message',
  'error_description',
  'hint',
  'error',
];

const wordsIn = (
  body: unknown,
  text: string | undefined,
  response: Response,
): string | undefined => {
  if (typeof body === 'object' && body !== null) {
    const fields = new Map(Object.entries(body));
    const words = WORDS.map((field) => fields.get(field)).find(
      (value) => typeof value === 'string',
    );
    return cleanText((words as string | undefined) ?? '');
  }
  const isMarkup =
    /^\s*</.test(text ?? '') ||
    response.headers.get('Content-Type')?.includes('html');
  return isMarkup
    ? undefined
    : cleanText(typeof body === 'string' ? body : (text ?? ''));
};
