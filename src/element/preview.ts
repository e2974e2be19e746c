/**
 * Small pictures of local files.
 *
 * Knows: how to read a raster image and shrink it. Does not know: rows. An SVG is never drawn, nothing leads to a
 * local file, and what cannot be read has no picture.
 */

import { Task, TaskStatus } from '@lit/task';
import type { ReactiveControllerHost } from 'lit';
import type { Upload } from '../engine/index.js';

/** Pixels of a side: enough for a sharp picture on a dense screen. */
const SIDE = 96;
/** Larger files cost more to read than a small picture is worth. */
const LARGEST = 64 * 2 ** 20;

type Picture = Task<readonly [File], HTMLCanvasElement>;

export class Previews {
  readonly #host: ReactiveControllerHost;
  readonly #pictures = new Map<Upload, Picture>();
  /** One picture at a time: a hundred photos must not be unpacked side by side. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** The picture of an upload's file, once there is one; the host is updated then. */
  of(upload: Upload): HTMLCanvasElement | undefined {
    const { file } = upload;
    if (file === undefined || !isDrawable(file)) return undefined;
    let picture = this.#pictures.get(upload);
    if (picture === undefined) {
      picture = new Task(this.#host, {
        autoRun: false,
        task: ([image]: readonly [File], { signal }) => draw(image, signal),
      });
      this.#pictures.set(upload, picture);
      this.#line(picture, upload, file);
    }
    return picture.status === TaskStatus.COMPLETE ? picture.value : undefined;
  }

  /** Frees the picture of a row that is gone. */
  free(upload: Upload): void {
    const picture = this.#pictures.get(upload);
    if (picture === undefined) return;
    picture.abort();
    this.#host.removeController(picture);
    this.#pictures.delete(upload);
  }

  /** Frees all. */
  clear(): void {
    for (const upload of [...this.#pictures.keys()]) this.free(upload);
  }

  #line(picture: Picture, upload: Upload, file: File): void {
    this.#turn = this.#turn.then(() =>
      this.#pictures.get(upload) === picture ? picture.run([file]) : undefined,
    );
  }
}

const isDrawable = ({ type, size }: File): boolean =>
  /^image\/(?!svg)/i.test(type) && size > 0 && size <= LARGEST;

/** The middle of the image, as a square. */
const draw = async (
  file: File,
  signal: AbortSignal,
): Promise<HTMLCanvasElement> => {
  signal.throwIfAborted();
  const image = await createImageBitmap(file);
  try {
    signal.throwIfAborted();
    const side = Math.min(image.width, image.height);
    const canvas = document.createElement('canvas');
    canvas.width = SIDE;
    canvas.height = SIDE;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('There is no canvas.');
    context.imageSmoothingQuality = 'high';
    context.drawImage(
      image,
      (image.width - side) / 2,
      (image.height - side) / 2,
      side,
      side,
      0,
      0,
      SIDE,
      SIDE,
    );
    return canvas;
  } finally {
    image.close();
  }
};
