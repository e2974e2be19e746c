/**
 * Which uploads are of the same file.
 *
 * Knows: what identifies a picked file. Does not know: what a second one means (the element decides).
 */

import type { FileIdentity } from './checkpoint.js';
import type { Upload } from './upload.js';

/** The name is the end of the path. */
type Identity = Omit<FileIdentity, 'name'>;

/** Numbers have no spaces. */
const keyOf = ({ path, size, lastModified }: Identity): string =>
  `${size} ${lastModified} ${path}`;

export class SameFiles {
  readonly #byKey = new Map<string, readonly Upload[]>();
  readonly #keys = new Map<Upload, string>();

  of(identity: Identity): readonly Upload[] {
    return this.#byKey.get(keyOf(identity)) ?? [];
  }

  add(upload: Upload, identity: Identity): void {
    const key = keyOf(identity);
    const others = this.#byKey.get(key);
    this.#keys.set(upload, key);
    this.#byKey.set(key, others === undefined ? [upload] : [...others, upload]);
  }

  remove(upload: Upload): void {
    const key = this.#keys.get(upload);
    if (key === undefined) return;
    this.#keys.delete(upload);
    const others = (this.#byKey.get(key) ?? []).filter(
      (each) => each !== upload,
    );
    if (others.length > 0) this.#byKey.set(key, others);
    else this.#byKey.delete(key);
  }
}
