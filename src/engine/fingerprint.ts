/**
 * A short word for a file's bytes, to tell whether a file that looks the same is the same.
 *
 * Knows: the first and the last bytes. Does not know: who asks. It guards against mistakes, not against people: who
 * uploads is who picks the file.
 */

import type { PartReader } from './part-reader.js';

/** As much of each end as a part usually has. */
const END = 2 ** 17;

/** Two 32-bit hashes in the manner of FNV-1a with different seeds, over both ends. */
export const fingerprintOf = async (
  reader: PartReader,
  size: number,
): Promise<string> => {
  const first = await reader.peek(0, Math.min(END, size));
  // The ends of a small file are the same.
  const last = size > END ? await reader.bytes(size - END, size) : undefined;
  let hash: Hash = [0x811c9dc5, 0x9747b28c];
  for (const bytes of last ? [first, last] : [first]) {
    // Four bytes at once: of a hundred small files this is work that is seen.
    const words = bytes.byteLength >>> 2;
    hash = mixed(hash, new Uint32Array(bytes.buffer, 0, words));
    hash = mixed(hash, bytes.subarray(words * 4));
  }
  return [size, ...hash.map((half) => (half >>> 0).toString(16))].join('-');
};

type Hash = readonly [number, number];

const mixed = ([a, b]: Hash, pieces: Uint32Array | Uint8Array): Hash => {
  let one = a;
  let other = b;
  for (let at = 0; at < pieces.length; at += 1) {
    const piece = pieces[at] as number;
    one = Math.imul(one ^ piece, 0x01000193);
    one ^= one >>> 15;
    other = Math.imul(other ^ piece, 0x85ebca6b);
    other ^= other >>> 13;
  }
  return [one, other];
};
