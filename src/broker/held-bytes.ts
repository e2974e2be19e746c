/**
 * The bytes that all requests of this instance hold at once, and their cap.
 *
 * Knows: numbers. They are taken before a body is read, so that the cap holds before the memory is used.
 */

import { Problem } from './problem.js';

export class HeldBytes {
  readonly #cap: number;
  #held = 0;
  #peak = 0;

  constructor(cap: number) {
    this.#cap = cap;
  }

  get held(): number {
    return this.#held;
  }

  /** The most that was ever held. */
  get peak(): number {
    return this.#peak;
  }

  /** Takes room for so many bytes, or throws 503. What it gives lets them go, once. */
  take(bytes: number): () => void {
    if (this.#held + bytes > this.#cap)
      throw new Problem(503, 'busy', 'Too many parts are on their way.', {
        retryAfter: 1,
        close: true,
      });
    this.#held += bytes;
    this.#peak = Math.max(this.#peak, this.#held);
    let isTaken = true;
    return () => {
      if (isTaken) this.#held -= bytes;
      isTaken = false;
    };
  }
}
