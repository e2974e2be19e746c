/**
 * Thumbnails, made after an upload was answered.
 *
 * Knows: when one is wanted and where it is kept. Does not know: image formats; the maker is a port, because it needs a
 * native library that no browser has.
 */
import type { Library, StoredPreview } from './library.js';
import type { StoredSession } from './pieces.js';
import type { DriveStorage } from './storage.js';

export interface Thumbnail {
  bytes: Uint8Array;
  mime: string;
  width: number;
  height: number;
}

/** Makes thumbnails; an empty list or a throw means that there is none. */
export type ThumbnailMaker = (
  bytes: ReadableStream<Uint8Array>,
) => Promise<readonly Thumbnail[]>;

/** Formats worth a try; SVG is none, because it is a document that can hold anything. */
const rasters = /^image\/(jpeg|png|webp|gif|avif)$/;
const largestImage = 64 * 1024 * 1024;

export class Previews {
  readonly #storage: DriveStorage;
  readonly #library: Library;
  readonly #make: ThumbnailMaker | undefined;
  /** One at a time: decoding needs memory. */
  #last: Promise<void> = Promise.resolve();

  constructor(
    storage: DriveStorage,
    library: Library,
    make: ThumbnailMaker | undefined,
  ) {
    this.#storage = storage;
    this.#library = library;
    this.#make = make;
  }

  /** Resolves when nothing is being made any more. */
  async settled(): Promise<void> {
    let seen: Promise<void> | undefined;
    while (seen !== this.#last) {
      seen = this.#last;
      await seen;
    }
  }

  want(session: StoredSession): void {
    const make = this.#make;
    if (!make || !session.with_preview || !rasters.test(session.mime)) return;
    if (session.file_size > largestImage) return;
    this.#last = this.#last
      .then(() => this.#add(session.version_uuid, make))
      // A broken image has no preview, and that is all.
      .catch(() => {});
  }

  async #add(uuid: string, make: ThumbnailMaker): Promise<void> {
    const { version } = await this.#library.get(uuid);
    const thumbnails = await make(
      await this.#storage.readBlob(version.blob, 0, version.size),
    );
    const previews: StoredPreview[] = [];
    for (const { bytes, ...rest } of thumbnails) {
      const blob = `previews/${uuid}-${previews.length}`;
      const staged = await this.#storage.stageBlob();
      try {
        await staged.write(bytes);
        await staged.keep(blob);
      } finally {
        await staged.discard();
      }
      previews.push({ ...rest, blob, size: bytes.byteLength });
    }
    if (previews.length === 0) return;
    await this.#library.updateVersion(uuid, (version) => ({
      ...version,
      previews,
    }));
  }
}
