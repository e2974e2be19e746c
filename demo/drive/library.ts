/**
 * Finished files and their versions.
 *
 * Knows: which versions a file has, which one is active, and where its bytes are. Does not know: sessions, or HTTP.
 * Documents are read once and kept; each change is written before it is seen.
 */
import { Refusal } from './refusal.js';
import type { DriveStorage } from './storage.js';
import { Turns } from './waiting.js';

export interface Actor {
  id: number;
  type: string;
}

export interface StoredPreview {
  blob: string;
  size: number;
  mime: string;
  width: number;
  height: number;
}

export interface StoredVersion {
  uuid: string;
  session_id: number;
  name: string;
  extension: string;
  mime: string;
  size: number;
  blob: string;
  created_at: number;
  created_by: Actor;
  updated_at: number;
  previews: StoredPreview[] | null;
}

export interface StoredFile {
  uuid: string;
  active: string;
  versions: StoredVersion[];
  trashed_at: number | null;
}

/** A version together with the file that it belongs to. */
export interface Found {
  file: StoredFile;
  version: StoredVersion;
}

export class Library {
  readonly #storage: DriveStorage;
  readonly #turns = new Turns();
  readonly #files = new Map<string, StoredFile>();
  /** Version uuid to file uuid. */
  readonly #fileOf = new Map<string, string>();
  #loaded: Promise<void> | undefined;

  constructor(storage: DriveStorage) {
    this.#storage = storage;
  }

  /** All files, oldest first. */
  async all(): Promise<StoredFile[]> {
    await this.#load();
    return [...this.#files.values()];
  }

  /**
   * A file's uuid finds its active version, a version's uuid that version: the
   * vendor's documentation and sample disagree about which one `uuid` is.
   */
  async find(uuid: string): Promise<Found | undefined> {
    await this.#load();
    const file =
      this.#files.get(uuid) ?? this.#files.get(this.#fileOf.get(uuid) ?? '');
    if (!file) return undefined;
    const wanted = file.uuid === uuid ? file.active : uuid;
    const version = file.versions.find((version) => version.uuid === wanted);
    return version && { file, version };
  }

  async get(uuid: string): Promise<Found> {
    const found = await this.find(uuid);
    if (!found) throw new Refusal(404, 'There is no such file.');
    return found;
  }

  /** Adds a version and makes it the active one; adding it twice changes nothing. */
  async add(fileUuid: string, version: StoredVersion): Promise<void> {
    await this.#load();
    await this.#turns.run(fileUuid, async () => {
      if (this.#fileOf.has(version.uuid)) return;
      const before = this.#files.get(fileUuid);
      await this.#write({
        uuid: fileUuid,
        active: version.uuid,
        versions: [...(before?.versions ?? []), version],
        trashed_at: before?.trashed_at ?? null,
      });
    });
  }

  /** Changes a version; `update` sees its newest state. */
  async updateVersion(
    uuid: string,
    update: (version: StoredVersion) => StoredVersion,
  ): Promise<void> {
    const { file } = await this.get(uuid);
    await this.#turns.run(file.uuid, async () => {
      const { file, version } = await this.get(uuid);
      const changed = update(version);
      await this.#write({
        ...file,
        versions: file.versions.map((each) =>
          each.uuid === changed.uuid ? changed : each,
        ),
      });
    });
  }

  /** Changes a file as a whole: its active version, its place in the trash. */
  async updateFile(
    uuid: string,
    update: (file: StoredFile) => StoredFile,
  ): Promise<void> {
    const { file } = await this.get(uuid);
    await this.#turns.run(file.uuid, async () => {
      const { file: newest } = await this.get(file.uuid);
      await this.#write(update(newest));
    });
  }

  /** Forgets what was read; the storage is the truth. */
  forget(): void {
    this.#files.clear();
    this.#fileOf.clear();
    this.#loaded = undefined;
  }

  async #write(file: StoredFile): Promise<void> {
    await this.#storage.writeDocument('file', file.uuid, file);
    this.#remember(file);
  }

  #remember(file: StoredFile): void {
    this.#files.set(file.uuid, file);
    for (const version of file.versions) {
      this.#fileOf.set(version.uuid, file.uuid);
    }
  }

  #load(): Promise<void> {
    this.#loaded ??= this.#readAll().catch((error: unknown) => {
      this.forget();
      throw error;
    });
    return this.#loaded;
  }

  async #readAll(): Promise<void> {
    const keys = await this.#storage.listDocuments('file');
    const files: StoredFile[] = [];
    for (const key of keys) {
      const file = await this.#storage.readDocument('file', key);
      if (file) files.push(file as StoredFile);
    }
    const born = (file: StoredFile): number =>
      file.versions[0]?.session_id ?? 0;
    files.sort((a, b) => born(a) - born(b));
    for (const file of files) this.#remember(file);
  }
}
