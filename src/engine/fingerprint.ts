/**
 * A short word for a file's bytes, to tell whether a file that looks the same is the same.
 *
 * Knows: the first and the last bytes. Does not know: who asks. It guards against mistakes, not against people: who
 * uploads is who picks the file.
 */

import type { PartReader } from './part-reader.js';

/** As much of each end as a part usually has. */
const END = 2 ** 17;

/** Two 32-bit FNV-1a hashes with different seeds, over both ends. */
export const fingerprintOf = async (
  reader: PartReader,
  size: number,
): Promise<string> => {
  const first = await reader.bytes(0, Math.min(END, size));
  const last = size <= END ? first : await reader.bytes(size - END, size);
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (const bytes of [first, last])
    for (const byte of bytes) {
      a = Math.imul(a ^ byte, 0x01000193);
      b = Math.imul(b ^ byte, 0x85ebca6b);
      b ^= b >>> 13;
    }
  return `${size}-${(a >>> 0).toString(16)}-${(b >>> 0).toString(16)}`;
};
