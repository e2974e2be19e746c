/**
 * The way to small pictures of local files. Most uploads need none, so that the code for them is loaded with the first
 * row that can have one; in the one-file build it is there already.
 *
 * Knows: which files may have a picture, and what came into sight meanwhile. Does not know: how pictures are made
 * (`pictures.ts`). Where that code cannot be loaded, rows keep their icons.
 */

import type { ReactiveControllerHost } from 'lit';
import type { Upload } from '../engine/index.js';
import type { Pictures } from './pictures.js';

/** Fetches what makes pictures. */
export type PicturesLoader = () => Promise<typeof Pictures>;

export class Previews {
  readonly #host: ReactiveControllerHost;
  /** Nothing once it was called: where it fails, the next would fail too. */
  #load: PicturesLoader | undefined;
  #pictures: Pictures | undefined;
  /** In sight while the code is on its way. */
  readonly #wanted = new Set<Upload>();
  #isComing = false;

  constructor(
    host: ReactiveControllerHost,
    load: PicturesLoader = async () => (await import('./pictures.js')).Pictures,
  ) {
    this.#host = host;
    this.#load = load;
  }

  /** The picture of an upload's file, once there is one. */
  of(upload: Upload): HTMLCanvasElement | undefined {
    return this.#pictures?.of(upload);
  }

  /** A row came into sight: makes its picture, where there can be one. The host is updated then. */
  want(upload: Upload): void {
    if (!/^(image|video)\//i.test(upload.file?.type ?? '')) return;
    this.#pictures?.want(upload);
    if (this.#load !== undefined) void this.#fetch(this.#load);
    if (this.#isComing) this.#wanted.add(upload);
  }

  /** Frees the picture of a row that is gone. */
  free(upload: Upload): void {
    this.#wanted.delete(upload);
    this.#pictures?.free(upload);
  }

  /** Frees all. */
  clear(): void {
    this.#wanted.clear();
    this.#pictures?.clear();
  }

  async #fetch(load: PicturesLoader): Promise<void> {
    this.#load = undefined;
    this.#isComing = true;
    try {
      this.#pictures = new (await load())(this.#host);
      for (const upload of this.#wanted) this.#pictures.want(upload);
    } catch {
      console.warn(
        'kommo-uploader: the code for small pictures could not be loaded. Icons stand in.',
      );
    }
    this.#isComing = false;
    this.#wanted.clear();
  }
}
