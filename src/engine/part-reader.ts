/**
 * A file, read part by part, one part ahead of the network.
 *
 * Knows: slices, and that a file on disk can change or go. Does not know: where parts travel. A part is read into
 * memory and its length checked before it is sent: then a changed file is a read error in every browser, while a
 * file-backed request body looks like a network failure in one, hangs in another, and mixes bytes in a third.
 */

import { FileError } from './errors.js';

/** What is read: a File, or anything of its shape. */
export type Readable = Pick<Blob, 'size' | 'slice'>;

type Part = Uint8Array<ArrayBuffer>;

export class PartReader {
  readonly #file: Readable;
  #ahead: { offset: number; end: number; part: Promise<Part> } | undefined;

  constructor(file: Readable) {
    this.#file = file;
  }

  /** The bytes from `offset` to `end`: those that were read ahead, where they are just these. */
  read(offset: number, end: number): Promise<Part> {
    const ready = this.#ahead;
    this.#ahead = undefined;
    return ready?.offset === offset && ready.end === end
      ? ready.part
      : this.bytes(offset, end);
  }

  /**
   * Reads the part of this size that begins at `offset`, so that it is there when it is due. Asking for it takes as long
   * as sending a part: so it is done when the part before has left.
   */
  readAhead(offset: number, size: number): void {
    const end = Math.min(offset + size, this.#file.size);
    if (offset < end) this.#keep(offset, end, this.bytes(offset, end));
  }

  /** The bytes from `offset` to `end`, which are kept for whoever reads just these as the next part. */
  peek(offset: number, end: number): Promise<Part> {
    const part = this.bytes(offset, end);
    this.#keep(offset, end, part);
    return part;
  }

  /** The bytes from `offset` to `end`, checked. */
  async bytes(offset: number, end: number): Promise<Part> {
    let buffer: ArrayBuffer;
    try {
      buffer = await this.#file.slice(offset, end).arrayBuffer();
    } catch (cause) {
      throw new FileError(
        'file-unreadable',
        'The file can no longer be read.',
        { cause },
      );
    }
    if (buffer.byteLength !== end - offset)
      throw new FileError(
        'file-changed',
        'The file has changed since it was picked.',
      );
    return new Uint8Array(buffer);
  }

  #keep(offset: number, end: number, part: Promise<Part>): void {
    // Whoever reads this part will see the failure; nobody may ever read it.
    part.catch(() => {});
    this.#ahead = { offset, end, part };
  }
}
