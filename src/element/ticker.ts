/**
 * When an element is drawn again: a few times a second while something in it moves by itself (speeds, times left), and
 * after what happens to uploads.
 *
 * Knows: when the element was drawn, in which states uploads move, and that of hundreds something always does. Does not
 * know: what it shows.
 */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { UploadQueue } from '../engine/index.js';

/** Milliseconds. */
const TICK = 500;
/** Milliseconds between two drawings of bytes that arrive, or of what happens to many: more is work, and not seen. */
const PAUSE = 100;
/** What else happens to so many uploads is drawn with the next frame. */
const FEW = 50;

export class Ticker implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #queue: () => UploadQueue;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    queue: () => UploadQueue,
  ) {
    this.#host = host;
    this.#queue = queue;
    host.addController(this);
  }

  /** Counts up: text that would flicker changes with it. */
  get now(): number {
    return Math.floor(Date.now() / TICK);
  }

  /** Something happened to an upload; `isProgress`: bytes arrived, nothing else. */
  happened(isProgress: boolean): void {
    if (!isProgress && this.#queue().size <= FEW) this.#host.requestUpdate();
    else
      this.#pause ??= setTimeout(() => {
        this.#pause = undefined;
        this.#host.requestUpdate();
      }, PAUSE);
  }

  hostUpdated(): void {
    const queue = this.#queue();
    const moving = queue.count('uploading') + queue.count('waiting');
    if (moving === 0 || !this.#host.isConnected) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#host.requestUpdate();
    }, TICK);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
