/**
 * Small pictures of local files.
 *
 * Knows: how to read a raster image or one frame of a video, and shrink it. Does not know: rows. A picture is made when
 * its row comes into sight, one at a time, in moments when the page has nothing else to do. An SVG is never drawn,
 * nothing leads to a local file, and what cannot be read has no picture.
 */

import { Task, TaskStatus } from '@lit/task';
import type { ReactiveControllerHost } from 'lit';
import type { Upload } from '../engine/index.js';
import { sizeOfImage } from './image-size.js';

/** Pixels of a side: enough for a sharp picture on a dense screen. */
const SIDE = 96;
/** Larger images cost more to read than a small picture is worth. Of a video, little is read. */
const MOST_BYTES = 64 * 2 ** 20;
/** An image is unpacked as a whole: 64 million pixels are 256 MB. */
const MOST_PIXELS = 64 * 10 ** 6;
/** Milliseconds that a video may take. */
const LONGEST = 5000;
/** Pictures that are kept at most, in rows out of sight among them. */
const MOST_KEPT = 200;

type Picture = Task<readonly [File], HTMLCanvasElement>;

export class Pictures {
  readonly #host: ReactiveControllerHost;
  readonly #pictures = new Map<Upload, Picture>();
  /** One picture at a time: a hundred photos must not be unpacked side by side. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** The picture of an upload's file, once there is one. */
  of(upload: Upload): HTMLCanvasElement | undefined {
    const picture = this.#pictures.get(upload);
    return picture?.status === TaskStatus.COMPLETE ? picture.value : undefined;
  }

  /** A row came into sight: makes its picture, where there can be one. The host is updated then. */
  want(upload: Upload): void {
    const { file } = upload;
    const draw = file && wayToDraw(file);
    if (file === undefined || draw === undefined) return;
    const known = this.#pictures.get(upload);
    if (known !== undefined) {
      // The last that was in sight is the last to go.
      this.#pictures.delete(upload);
      this.#pictures.set(upload, known);
      return;
    }
    const picture: Picture = new Task(this.#host, {
      autoRun: false,
      task: ([file]: readonly [File], { signal }) => draw(file, signal),
    });
    this.#pictures.set(upload, picture);
    this.#turn = this.#turn.then(async () => {
      await idle();
      if (this.#pictures.get(upload) === picture) await picture.run([file]);
    });
    const [oldest] = this.#pictures.keys();
    if (this.#pictures.size > MOST_KEPT && oldest) this.free(oldest);
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
}

type Draw = (file: File, signal: AbortSignal) => Promise<HTMLCanvasElement>;

const wayToDraw = ({ type, size }: File): Draw | undefined => {
  if (/^image\/(?!svg)/i.test(type))
    return size <= MOST_BYTES ? drawImage : undefined;
  return /^video\//i.test(type) ? drawFrame : undefined;
};

/** When nothing else is to be done, or a second later. Not every browser tells. */
const idle = (): Promise<void> =>
  new Promise((resolve) => {
    const done = () => resolve();
    if ('requestIdleCallback' in window)
      requestIdleCallback(done, { timeout: 1000 });
    else setTimeout(done);
  });

const drawImage: Draw = async (file, signal) => {
  const { width, height } = (await sizeOfImage(file)) ?? {
    width: 0,
    height: 0,
  };
  const short = Math.min(width, height);
  const long = Math.max(width, height);
  if (short === 0 || long * short > MOST_PIXELS)
    throw new Error('It is too large, or does not say how large it is.');
  signal.throwIfAborted();
  // It may be turned while it is unpacked: then its width is its height. It is never enlarged, whichever it is.
  const resizeHeight = Math.ceil((SIDE * long) / short);
  const image = await createImageBitmap(
    file,
    resizeHeight > short ? {} : { resizeHeight, resizeQuality: 'medium' },
  );
  try {
    signal.throwIfAborted();
    return square(image, image.width, image.height);
  } finally {
    image.close();
  }
};

/** The only address that a local file ever gets: of a video that is in no page, until its frame is there. */
const drawFrame: Draw = async (file, signal) => {
  const video = document.createElement('video');
  const url = URL.createObjectURL(file);
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LONGEST)]);
  try {
    const isReady = heard(video, 'loadeddata', limit);
    video.muted = true;
    video.preload = 'metadata';
    video.src = url;
    await isReady;
    // The very first frame is often black.
    const isThere = heard(video, 'seeked', limit);
    video.currentTime = Math.min(1, video.duration / 10);
    await isThere;
    return square(video, video.videoWidth, video.videoHeight);
  } finally {
    video.removeAttribute('src');
    video.load();
    URL.revokeObjectURL(url);
  }
};

const heard = (
  video: HTMLVideoElement,
  type: string,
  signal: AbortSignal,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const fail = () => reject(new Error('It cannot be read.'));
    signal.throwIfAborted();
    video.addEventListener(type, () => resolve(), { once: true, signal });
    video.addEventListener('error', fail, { once: true, signal });
    signal.addEventListener('abort', fail, { once: true });
  });

/** The middle, as a square. */
const square = (
  image: CanvasImageSource,
  width: number,
  height: number,
): HTMLCanvasElement => {
  const side = Math.min(width, height);
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext('2d');
  if (context === null || side === 0) throw new Error('There is no picture.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    image,
    (width - side) / 2,
    (height - side) / 2,
    side,
    side,
    0,
    0,
    SIDE,
    SIDE,
  );
  return canvas;
};
