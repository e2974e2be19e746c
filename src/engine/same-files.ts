/**
 * Which uploads are of the same file.
 *
 * Knows: what identifies a picked file. Does not know: what a second one means (the element decides).
 */

import type { FileIdentity } from './checkpoint.js';
import type { Upload } from './upload.js';

/** The name is the end of the path. */
type Identity = Omit<FileIdentity, 'name'>;

const keyOf = ({ path, size, lastModified }: Identity): string =>
  JSON.stringify([path, size, lastModified]);

export class SameFiles {
  readonly #byKey = new Map<string, Set<Upload>>();
  readonly #keys = new WeakMap<Upload, string>();

  of(identity: Identity): readonly Upload[] {
    return [...(this.#byKey.get(keyOf(identity)) ?? [])];
  }

  add(upload: Upload, identity: Identity): void {
    const key = keyOf(identity);
    this.#keys.set(upload, key);
    this.#byKey.set(key, (this.#byKey.get(key) ?? new Set()).add(upload));
  }

  remove(upload: Upload): void {
    const key = this.#keys.get(upload) ?? '';
    const same = this.#byKey.get(key);
    same?.delete(upload);
    if (same?.size === 0) this.#byKey.delete(key);
  }
}
