/**
 * Reads stored bytes back and compares them with the file's.
 *
 * Knows: ranges, links of a record, and when equal bytes prove nothing. Does not know: what a difference means
 * (`next-step.ts`). The request carries nothing but a numeric open-ended range, so a browser asks no permission first.
 */

import { readableLink } from './addresses.js';
import { FileError } from './errors.js';
import type { FileVersion } from './file-version.js';
import { PartReader, type Readable } from './part-reader.js';
import { type Clock, timeLimit } from './pauser.js';

const READ_BACK_AT_MOST = 8 * 2 ** 20;
const TAIL = 2 ** 16;
const PATIENCE = 10_000;

/** What is known of the sending, and how to ask. */
export interface TailCheck {
  file: Readable;
  record: FileVersion;
  /** Where the first part started that was sent twice; `undefined` if none was. */
  firstRepeated: number | undefined;
  /** Bytes that were sent more than once: a shift cannot be larger. */
  sentAgain: number;
  fetch: typeof fetch;
  clock: Clock;
  signal: AbortSignal;
}

/** `same` and `different` are certain; `unknown` is all the rest. */
export type TailFinding = 'same' | 'different' | 'unknown';

/** Compares the end of what is stored with the end of the file. */
export const checkTail = async (check: TailCheck): Promise<TailFinding> => {
  const { file, record, firstRepeated } = check;
  if (file.size === 0) return 'same';
  const link = readableLink(
    record._links?.download_version?.href ?? record._links?.download?.href,
  );
  if (link === undefined) return 'unknown';
  const start =
    firstRepeated !== undefined &&
    file.size - firstRepeated <= READ_BACK_AT_MOST
      ? firstRepeated
      : Math.max(0, file.size - TAIL);
  const stored = await download(link, start, file.size - start, check);
  if (stored === undefined) return 'unknown';
  const reader = new PartReader(file);
  if (!areEqual(stored, await reader.bytes(start, file.size)))
    return 'different';
  return (await couldBeShifted(reader, file.size, check.sentAgain))
    ? 'unknown'
    : 'same';
};

/** The stored bytes from `start`; `undefined` unless exactly `length` of them come, in time. */
const download = async (
  link: string,
  start: number,
  length: number,
  { fetch, clock, signal }: TailCheck,
): Promise<Uint8Array | undefined> => {
  const limit = timeLimit(PATIENCE, { clock, signal });
  try {
    const response = await fetch(link, {
      headers: { Range: `bytes=${start}-` },
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: limit.signal,
    });
    if (!response.ok || (response.status !== 206 && start !== 0)) {
      void response.body?.cancel();
      return undefined;
    }
    return await readExactly(response, length);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof FileError) throw error;
    return undefined;
  } finally {
    limit.end();
  }
};

/** A body of another length is `undefined`, and a longer one is not read to its end. */
const readExactly = async (
  response: Response,
  length: number,
): Promise<Uint8Array | undefined> => {
  const bytes = new Uint8Array(length);
  let filled = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const piece = await reader?.read();
    if (piece === undefined || piece.done)
      return filled === length ? bytes : undefined;
    if (filled + piece.value.byteLength > length) {
      void reader?.cancel().catch(() => {});
      return undefined;
    }
    bytes.set(piece.value, filled);
    filled += piece.value.byteLength;
  }
};

const areEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.byteLength === b.byteLength && a.every((byte, index) => byte === b[index]);

/**
 * Whether the file's tail stands earlier in it as well, no farther away than the bytes that were sent again: then a
 * shift of that distance would look the same (zeros, periodic files).
 */
const couldBeShifted = async (
  reader: PartReader,
  size: number,
  sentAgain: number,
): Promise<boolean> => {
  if (sentAgain === 0) return false;
  const tailStart = Math.max(0, size - TAIL);
  const from = Math.max(0, tailStart - sentAgain);
  const window = await reader.bytes(from, size);
  return contains(
    window.subarray(0, window.byteLength - 1),
    window.subarray(tailStart - from),
  );
};

/** Knuth, Morris and Pratt: linear even for the zeros that this is asked about. */
const contains = (text: Uint8Array, pattern: Uint8Array): boolean => {
  const fallback = new Uint32Array(pattern.length);
  for (let at = 1, matched = 0; at < pattern.length; at++) {
    while (matched > 0 && pattern[at] !== pattern[matched])
      matched = fallback[matched - 1] ?? 0;
    if (pattern[at] === pattern[matched]) matched++;
    fallback[at] = matched;
  }
  let matched = 0;
  for (const byte of text) {
    while (matched > 0 && byte !== pattern[matched])
      matched = fallback[matched - 1] ?? 0;
    if (byte === pattern[matched]) matched++;
    if (matched === pattern.length) return true;
  }
  return false;
};
