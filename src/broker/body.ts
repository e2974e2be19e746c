/**
 * Reads what a request carries: whole, in time, and never more than it may have.
 *
 * Knows: streams, limits, clocks. Does not know: routes. What is too large by its own word is refused unread, and what
 * turns out another length than it said is never given on.
 */

import type { Limits } from './options.js';
import { Problem } from './problem.js';
import { cannotTell, mayBeWhole } from './wholeness.js';

const LARGEST_JSON = 16 * 1024;

/** The length that a request announces; `undefined` where it announces none. */
export const announcedLength = (request: Request): number | undefined => {
  const text = request.headers.get('Content-Length');
  if (text === null) return undefined;
  if (!/^\d{1,15}$/.test(text))
    throw new Problem(400, 'bad-request', 'The length is no number.', {
      close: true,
    });
  return Number(text);
};

const tooLarge = (limit: number) =>
  new Problem(413, 'too-large', `The body has more than ${limit} bytes.`, {
    close: true,
  });

/** All bytes of a body, at most `limit`. */
export const readBytes = async (
  request: Request,
  limit: number,
  limits: Limits,
): Promise<Uint8Array<ArrayBuffer>> => {
  const announced = announcedLength(request);
  if (announced !== undefined && announced > limit) throw tooLarge(limit);
  if (announced === undefined && cannotTell(request))
    throw new Problem(411, 'length-required', 'The body says no length.', {
      close: true,
    });
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  if (reader !== undefined) {
    const start = performance.now();
    try {
      for (;;) {
        const { done, value } = await inTime(
          reader.read(),
          Math.min(
            limits.bodyMs,
            limits.graceMs + (size / limits.bytesPerSecond) * 1000,
          ) -
            (performance.now() - start),
        );
        if (done) break;
        size += value.byteLength;
        if (size > limit) throw tooLarge(limit);
        if (announced !== undefined && size > announced) throw wrongLength();
        chunks.push(value);
      }
    } catch (error) {
      void reader.cancel().catch(() => {});
      if (error instanceof Problem) throw error;
      throw brokeOff();
    }
  }
  if (announced !== undefined && size !== announced) throw wrongLength();
  if (!mayBeWhole(request)) throw brokeOff();
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
};

const brokeOff = () =>
  new Problem(400, 'body-incomplete', 'The body broke off.', { close: true });

const wrongLength = () =>
  new Problem(
    400,
    'body-incomplete',
    'The body has another length than it says.',
    { close: true },
  );

const inTime = <T>(promise: Promise<T>, milliseconds: number): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(
      () =>
        reject(
          new Problem(408, 'too-slow', 'The body came too slowly.', {
            close: true,
          }),
        ),
      Math.max(0, milliseconds),
    );
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });

/** A small JSON body. Only with its own type: a form of another site cannot send that unasked. */
export const readJson = async (
  request: Request,
  limits: Limits,
): Promise<unknown> => {
  const type = request.headers.get('Content-Type') ?? '';
  if (!/^application\/json *(?:; *charset="?utf-8"?)?$/i.test(type.trim()))
    throw new Problem(415, 'unsupported-type', 'The body must be JSON.', {
      close: true,
    });
  const bytes = await readBytes(request, LARGEST_JSON, limits);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Problem(400, 'bad-request', 'The body is not JSON.');
  }
};

/** A small body of a form, as a server sends it. */
export const readForm = async (
  request: Request,
  limits: Limits,
): Promise<URLSearchParams> => {
  const bytes = await readBytes(request, LARGEST_JSON, limits);
  return new URLSearchParams(new TextDecoder().decode(bytes));
};
