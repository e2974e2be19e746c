/**
 * Draws an element again a few times a second while something in it moves by itself: speeds, times left.
 *
 * Knows: when the element was drawn, and in which states uploads move. Does not know: what it shows.
 */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { UploadQueue } from '../engine/index.js';

/** Milliseconds. */
const TICK = 500;

export class Ticker implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #queue: () => UploadQueue;
  #timer: ReturnType<typeof setTimeout> | undefined;

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
