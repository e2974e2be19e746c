/**
 * Storage in a folder of this computer.
 *
 * Knows: files, temporary names and renames. A document or blob appears by a rename, so it is whole or not there,
 * whenever the process dies. (What the machine's own crash leaves is up to the file system: nothing is synced.) Names
 * come from the drive, and are checked again here before they are paths.
 */
import { randomUUID } from 'node:crypto';
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type DriveStorage, type StagedBlob, StorageFull } from './storage.js';

/** Bytes that are read at once when pieces are joined: each reading and writing is a way through the thread pool. */
const stride = 512 * 1024;

/** Opens (or makes) a data folder; what a killed process left half-written is removed. */
export async function diskStorage(root: string): Promise<DriveStorage> {
  const temporary = join(root, 'tmp');
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true, mode: 0o700 });

  const aside = (): string => join(temporary, randomUUID());
  const documentFolder = (kind: string): string =>
    join(root, 'documents', segment(kind));
  const documentPath = (kind: string, key: string): string =>
    join(documentFolder(kind), `${segment(key)}.json`);
  const folderPath = (folder: string): string =>
    join(root, 'blobs', segment(folder));
  const blobPath = (name: string): string => {
    const [folder = '', file = '', ...more] = name.split('/');
    if (more.length > 0) throw new Error('not a blob name');
    return join(folderPath(folder), segment(file));
  };

  /** Moves a finished temporary file to its place; makes the folder if need be. */
  const settle = async (from: string, to: string): Promise<void> => {
    try {
      await rename(from, to);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      await mkdir(join(to, '..'), { recursive: true, mode: 0o700 });
      await rename(from, to);
    }
  };

  return {
    async readDocument(kind, key) {
      const text = await unlessMissing(
        readFile(documentPath(kind, key), 'utf8'),
      );
      return text === undefined ? undefined : JSON.parse(text);
    },
    async writeDocument(kind, key, value) {
      const path = documentPath(kind, key);
      const staged = aside();
      await withRoom(staged, async () => {
        const handle = await open(staged, 'wx', 0o600);
        try {
          await handle.writeFile(JSON.stringify(value));
        } finally {
          await handle.close();
        }
        await settle(staged, path);
      });
    },
    async removeDocument(kind, key) {
      await rm(documentPath(kind, key), { force: true });
    },
    async listDocuments(kind) {
      const names = await unlessMissing(readdir(documentFolder(kind)));
      return (names ?? [])
        .filter((name) => name.endsWith('.json'))
        .map((name) => name.slice(0, -'.json'.length));
    },

    async stageBlob() {
      return new StagedFile(aside(), (from, name) =>
        settle(from, blobPath(name)),
      );
    },
    async listBlobs(folder) {
      const path = folderPath(folder);
      const names = (await unlessMissing(readdir(path))) ?? [];
      return Promise.all(
        names.sort().map(async (name) => ({
          name,
          size: (await stat(join(path, name))).size,
        })),
      );
    },
    async readBlob(name, start, end) {
      if (end <= start) return new Blob([]).stream();
      // Opened here, so that a missing blob is an error now and not in the middle.
      const handle = await open(blobPath(name));
      const stream = handle.createReadStream({ start, end: end - 1 });
      return Readable.toWeb(stream) as ReadableStream<Uint8Array<ArrayBuffer>>;
    },
    async joinBlobs(names, to) {
      const staged = aside();
      await withRoom(staged, async () => {
        // Not by streams: those take a new buffer for each reading.
        const buffer = Buffer.allocUnsafe(stride);
        const target = await open(staged, 'wx', 0o600);
        try {
          for (const name of names)
            await append(await open(blobPath(name)), target, buffer);
        } finally {
          await target.close();
        }
        await settle(staged, blobPath(to));
      });
    },
    async removeBlob(name) {
      await rm(blobPath(name), { force: true });
    },
    async removeBlobs(folder) {
      await rm(folderPath(folder), { recursive: true, force: true });
    },
  };
}

/** Bytes on their way to the disk, in a file that no name leads to yet. */
class StagedFile implements StagedBlob {
  readonly #path: string;
  readonly #settle: (from: string, name: string) => Promise<void>;
  #handle: FileHandle | undefined;
  #size = 0;
  #gone = false;

  constructor(
    path: string,
    settle: (from: string, name: string) => Promise<void>,
  ) {
    this.#path = path;
    this.#settle = settle;
  }

  get size(): number {
    return this.#size;
  }

  async write(chunk: Uint8Array): Promise<void> {
    await withRoom(undefined, async () => {
      await writeAll(await this.#open(), chunk);
      this.#size += chunk.byteLength;
    });
  }

  async keep(name: string, size = this.#size): Promise<void> {
    await withRoom(undefined, async () => {
      const handle = await this.#open();
      if (size < this.#size) await handle.truncate(size);
      await this.#close();
      await this.#settle(this.#path, name);
      this.#gone = true;
    });
  }

  async discard(): Promise<void> {
    await this.#close();
    if (!this.#gone) await rm(this.#path, { force: true });
    this.#gone = true;
  }

  async #open(): Promise<FileHandle> {
    this.#handle ??= await open(this.#path, 'wx', 0o600);
    return this.#handle;
  }

  async #close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }
}

async function writeAll(to: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.byteLength) {
    const { bytesWritten } = await to.write(bytes, written);
    written += bytesWritten;
  }
}

/** All of one file behind what the other has; closes the first. */
async function append(
  from: FileHandle,
  to: FileHandle,
  buffer: Buffer,
): Promise<void> {
  try {
    while (true) {
      const { bytesRead } = await from.read(buffer, 0, buffer.byteLength);
      if (bytesRead === 0) return;
      await writeAll(to, buffer.subarray(0, bytesRead));
    }
  } finally {
    await from.close();
  }
}

/** One name between two slashes: no dots that climb, nothing hidden, not long. */
function segment(name: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,99}$/.test(name)) {
    throw new Error('not a name of this drive');
  }
  return name;
}

/** Runs a task that writes; a full disk gets its own error, and leaves nothing aside. */
async function withRoom<T>(
  staged: string | undefined,
  task: () => Promise<T>,
): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (staged) await rm(staged, { force: true });
    if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error) ?? '')) {
      throw new StorageFull('no room is left', { cause: error });
    }
    throw error;
  }
}

async function unlessMissing<T>(task: Promise<T>): Promise<T | undefined> {
  try {
    return await task;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}
