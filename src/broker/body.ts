/**
 * Reads what a request carries: whole, in time, and never more than it may have.
 *
 * Knows: streams, limits, clocks. Does not know: routes. What is too large by its own word is refused unread, and what
 * turns out another length than it said is never given on.
 */

import { chunksOf } from './chunks.js';
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
  // A length that is known needs its bytes once: they are written where they stay.
  let bytes = new Uint8Array(announced ?? 0);
  let size = 0;
  const chunks = chunksOf(request);
  const start = performance.now();
  try {
    for (;;) {
      const chunk = await inTime(
        chunks?.next(),
        Math.min(
          limits.bodyMs,
          limits.graceMs + (size / limits.bytesPerSecond) * 1000,
        ) -
          (performance.now() - start),
      );
      if (chunk === undefined) break;
      const end = size + chunk.byteLength;
      if (end > limit) throw tooLarge(limit);
      if (announced !== undefined && end > announced) throw wrongLength();
      if (end > bytes.byteLength)
        bytes = grown(bytes, Math.min(limit, Math.max(end, 2 * size)));
      bytes.set(chunk, size);
      size = end;
    }
  } catch (error) {
    chunks?.stop();
    if (error instanceof Problem) throw error;
    throw brokeOff();
  }
  if (announced !== undefined && size !== announced) throw wrongLength();
  if (!mayBeWhole(request)) throw brokeOff();
  return size === bytes.byteLength ? bytes : bytes.slice(0, size);
};

const grown = (
  bytes: Uint8Array<ArrayBuffer>,
  length: number,
): Uint8Array<ArrayBuffer> => {
  const larger = new Uint8Array(length);
  larger.set(bytes);
  return larger;
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

const inTime = <T>(
  promise: Promise<T> | undefined,
  milliseconds: number,
): Promise<T | undefined> =>
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
    Promise.resolve(promise)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
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
