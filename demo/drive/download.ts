/**
 * Stored bytes as an answer: whole or in ranges, and never as a page.
 *
 * Knows: headers and ranges (RFC 9110). Does not know: the history of a file.
 */
import { Refusal } from './refusal.js';
import type { DriveStorage } from './storage.js';

export interface Deliverable {
  blob: string;
  size: number;
  mime: string;
  disposition: string;
}

/** The first and last byte wanted; `undefined` for the whole. */
export function parseRange(
  header: string | null,
  size: number,
): { start: number; end: number } | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (!match) return undefined; // several ranges or another unit: the whole file
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(last) < Number(first)) {
    return undefined;
  }
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end =
    first === '' || last === '' ? size : Math.min(Number(last) + 1, size);
  if (start >= size || start >= end) {
    throw new Refusal(416, 'The range starts after the end.', {
      headers: { 'Content-Range': `bytes */${size}` },
    });
  }
  return { start, end };
}

export async function deliver(
  storage: DriveStorage,
  file: Deliverable,
  range: { start: number; end: number } | undefined,
  ranges: boolean,
): Promise<Response> {
  const { start, end } = range ?? { start: 0, end: file.size };
  return new Response(await storage.readBlob(file.blob, start, end), {
    status: range ? 206 : 200,
    headers: {
      'Content-Type': file.mime,
      'Content-Length': String(end - start),
      'Content-Disposition': file.disposition,
      // An uploaded .html or .svg must not run on this origin.
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Cache-Control': 'private, no-cache',
      'Accept-Ranges': ranges ? 'bytes' : 'none',
      ...(range && {
        'Content-Range': `bytes ${start}-${end - 1}/${file.size}`,
      }),
    },
  });
}
