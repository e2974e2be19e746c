/**
 * How large the one file is, as the README tells it beside others.
 *
 * Knows the row where that stands. Like the hashes a release writes it; a test bears with two kilobytes until then.
 */
import { brotliCompressSync } from 'node:zlib';

const place = /^(\| what a page loads, brotli \| )(\d+)( kB)/m;

/** As a page loads it: thousands of bytes, packed with brotli. */
export const kilobytesOf = (code: string): number =>
  Math.round(brotliCompressSync(code).length / 1000);

/** What the README says. */
export function sizeTold(readme: string): number {
  const [, , size] = place.exec(readme) ?? [];
  if (size === undefined) throw new Error('The README tells no size.');
  return Number(size);
}

/** The README with the size of this code in it. */
export const withSize = (readme: string, code: string): string =>
  readme.replace(
    place,
    (_, before, _old, after) => `${before}${kilobytesOf(code)}${after}`,
  );
