/**
 * How fast bytes are acknowledged.
 *
 * Knows: time while something is sent. Does not know: what is sent. Standing still (paused, waiting) is not slowness,
 * so that time is left out.
 */

import type { Clock } from './pauser.js';

/** Seconds after which an old reading has lost most of its weight. */
const MEMORY = 3;

export class Speedometer {
  readonly #clock: Clock;
  #since: number | undefined;
  #speed = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Bytes a second. */
  get speed(): number {
    return this.#speed;
  }

  going(): void {
    this.#since ??= this.#clock.now();
  }

  standing(): void {
    this.#since = undefined;
  }

  moved(bytes: number): void {
    const now = this.#clock.now();
    const seconds = Math.max(0.001, (now - (this.#since ?? now)) / 1000);
    const weight = this.#speed === 0 ? 1 : 1 - Math.exp(-seconds / MEMORY);
    this.#speed += (bytes / seconds - this.#speed) * weight;
    this.#since = now;
  }
}
