/**
 * Storage that counts bytes and keeps none, for uploads that are larger than the disk.
 *
 * Knows: names and sizes; documents are in memory. Whoever wants the bytes back is told that they are gone.
 */
import { memoryStorage } from './memory-storage.js';
import { BytesGone, type DriveStorage, type StagedBlob } from './storage.js';

/** Makes an empty storage; it forgets everything with the process. */
export function countingStorage(): DriveStorage {
  const sizes = new Map<string, number>();
  const sizeOf = (name: string): number => {
    const size = sizes.get(name);
    if (size === undefined) throw new Error('no such blob');
    return size;
  };

  return {
    ...memoryStorage(),

    async stageBlob(): Promise<StagedBlob> {
      let size = 0;
      return {
        get size() {
          return size;
        },
        async write(chunk) {
          size += chunk.byteLength;
        },
        async keep(name, keepSize = size) {
          sizes.set(name, keepSize);
        },
        async discard() {},
      };
    },
    async listBlobs(folder) {
      const prefix = `${folder}/`;
      return [...sizes]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, size]) => ({ name: name.slice(prefix.length), size }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async readBlob(name, start, end) {
      sizeOf(name);
      if (end <= start) return new Blob([]).stream();
      throw new BytesGone('bytes were only counted');
    },
    async joinBlobs(names, to) {
      sizes.set(
        to,
        names.map(sizeOf).reduce((sum, size) => sum + size, 0),
      );
    },
    async removeBlob(name) {
      sizes.delete(name);
    },
    async removeBlobs(folder) {
      for (const name of [...sizes.keys()]) {
        if (name.startsWith(`${folder}/`)) sizes.delete(name);
      }
    },
  };
}
