/**
 * What a page owes its uploads while they run: it asks before it is left, and keeps the screen on.
 *
 * Knows: which uploads of a queue run here. Does not know: elements, or how a browser asks. It belongs to the queue:
 * one from outside runs on when its element is gone.
 */

import type { Upload, UploadQueue, UploadState } from '../engine/index.js';
import { guardLeaving } from './leave-guard.js';
import { keepAwake } from './wake-lock.js';

const watches = new WeakMap<UploadQueue, RunWatch>();

/** Watches over a queue from now on; of several elements with one queue, the word of the last one goes. */
export const watchOver = (
  queue: UploadQueue,
  { leaveWarning }: { leaveWarning: boolean },
): void => {
  const watch = watches.get(queue) ?? new RunWatch(queue);
  watches.set(queue, watch);
  watch.warn(leaveWarning);
};

const ON_THE_WAY = [
  'opening',
  'uploading',
  'pausing',
  'waiting',
  'linking',
] as const;

class RunWatch {
  readonly #queue: UploadQueue;
  /** What another tab is at goes on there. */
  readonly #elsewhere = new Set<Upload>();
  /** Would be lost with the page, but nothing runs until a person saves the card. */
  readonly #atCard = new Set<Upload>();
  #isRunning = false;
  #isAwake = false;
  #warns = true;

  constructor(queue: UploadQueue) {
    this.#queue = queue;
    queue.subscribe({
      changed: (upload, _, state) => this.#note(upload, state),
      removed: (upload) => this.#note(upload),
    });
    for (const upload of queue.uploads) this.#note(upload, upload);
  }

  warn(warns: boolean): void {
    this.#warns = warns;
    if (this.#isRunning) guardLeaving(this, warns);
  }

  #note(upload: Upload, { waitingFor }: Partial<UploadState> = {}): void {
    mark(this.#elsewhere, upload, waitingFor === 'other-tab');
    mark(this.#atCard, upload, waitingFor === 'card');
    // Counted by the queue, which is ahead of its news: between one upload and the next, something runs all the time.
    let count = -this.#elsewhere.size;
    for (const status of ON_THE_WAY) count += this.#queue.count(status);
    const isRunning = count > 0;
    if (isRunning !== this.#isRunning) {
      this.#isRunning = isRunning;
      guardLeaving(this, isRunning && this.#warns);
    }
    const isAwake = count > this.#atCard.size;
    if (isAwake !== this.#isAwake) {
      this.#isAwake = isAwake;
      keepAwake(this, isAwake);
    }
  }
}

const mark = (set: Set<Upload>, upload: Upload, isIn: boolean): void => {
  if (isIn) set.add(upload);
  else set.delete(upload);
};
