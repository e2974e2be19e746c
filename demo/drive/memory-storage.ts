/**
 * Storage in memory, for tests without a disk, in a browser or in Node.
 *
 * Knows: bytes and names. With a quota it can be full, as a disk can.
 */
import type { DriveStorage, StagedBlob } from './storage.js';
import { StorageFull } from './storage.js';

/** Makes an empty storage; `quota` is the most bytes that its blobs may have. */
export function memoryStorage(options: { quota?: number } = {}): DriveStorage {
  // Documents are kept as text, so that nobody can change one by holding it.
  const documents = new Map<string, string>();
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>();
  const quota = options.quota ?? Number.POSITIVE_INFINITY;
  let used = 0;

  const claim = (bytes: number): void => {
    if (used + bytes > quota) throw new StorageFull('no room is left');
    used += bytes;
  };
  const put = (name: string, bytes: Uint8Array<ArrayBuffer>): void => {
    used -= blobs.get(name)?.byteLength ?? 0;
    blobs.set(name, bytes);
  };
  const read = (name: string): Uint8Array<ArrayBuffer> => {
    const bytes = blobs.get(name);
    if (!bytes) throw new Error('no such blob');
    return bytes;
  };
  const drop = (name: string): void => {
    used -= blobs.get(name)?.byteLength ?? 0;
    blobs.delete(name);
  };

  return {
    async readDocument(kind, key) {
      const text = documents.get(`${kind}/${key}`);
      return text === undefined ? undefined : JSON.parse(text);
    },
    async writeDocument(kind, key, value) {
      documents.set(`${kind}/${key}`, JSON.stringify(value));
    },
    async removeDocument(kind, key) {
      documents.delete(`${kind}/${key}`);
    },
    async listDocuments(kind) {
      const prefix = `${kind}/`;
      return [...documents.keys()]
        .filter((name) => name.startsWith(prefix))
        .map((name) => name.slice(prefix.length));
    },

    async stageBlob(): Promise<StagedBlob> {
      let chunks: Uint8Array[] = [];
      let size = 0;
      return {
        get size() {
          return size;
        },
        async write(chunk) {
          claim(chunk.byteLength);
          // A copy: whoever sent the bytes may use the buffer again.
          chunks.push(chunk.slice());
          size += chunk.byteLength;
        },
        async keep(name, keepSize = size) {
          put(name, concat(chunks, size).slice(0, keepSize));
          used -= size - keepSize;
          chunks = [];
          size = 0;
        },
        async discard() {
          used -= size;
          chunks = [];
          size = 0;
        },
      };
    },
    async listBlobs(folder) {
      const prefix = `${folder}/`;
      return [...blobs]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, bytes]) => ({
          name: name.slice(prefix.length),
          size: bytes.byteLength,
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async readBlob(name, start, end) {
      const bytes = read(name).slice(start, end);
      return new ReadableStream({
        start(controller) {
          if (bytes.byteLength > 0) controller.enqueue(bytes);
          controller.close();
        },
      });
    },
    async joinBlobs(names, to) {
      const pieces = names.map(read);
      const size = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
      claim(size);
      put(to, concat(pieces, size));
    },
    async removeBlob(name) {
      drop(name);
    },
    async removeBlobs(folder) {
      for (const name of [...blobs.keys()]) {
        if (name.startsWith(`${folder}/`)) drop(name);
      }
    },
  };
}

function concat(
  chunks: readonly Uint8Array[],
  size: number,
): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
