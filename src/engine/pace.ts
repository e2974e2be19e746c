/**
 * How many at once, and whether anybody may send just now: one pace and one gate for each drive.
 *
 * Knows: how many uploads are active, and until when the drive asked for quiet. Does not know: uploads, what an answer
 * means for one of them, or whose request leaves next (`turns.ts`). Uploads that talk to the same drive share one,
 * whichever element they belong to.
 */

import { Turns } from './turns.js';

const BLOCK = 5 * 60_000;
const TRIAL = 60_000;
const RECENTLY = 60_000;

/** How many uploads may send to one drive at once, and when. */
export class Pace {
  #active = 0;
  #heldUntil = 0;
  #blocked = false;
  #blockedAt = 0;
  #limitedAt = Number.NEGATIVE_INFINITY;
  readonly #freed = new Set<() => void>();
  readonly #opened = new Set<() => void>();
  /** Requests take turns once they may leave at all. */
  readonly turns = new Turns(() => this.#free());

  /** Uploads that send or wait for an answer. */
  get active(): number {
    return this.#active;
  }

  /** Takes a place, if one is free for an upload that asked for so many parts at once. */
  enter(asked?: number): boolean {
    if (this.#active >= this.turns.places(asked)) return false;
    this.#active += 1;
    return true;
  }

  /** Takes a place in any case. */
  comeBack(): void {
    this.#active += 1;
  }

  /** Gives a place back. */
  leave(): void {
    this.#active -= 1;
    this.#free();
  }

  /** Calls back each time a place was given back, or there may be more of them. */
  onFree(callback: () => void): () => void {
    this.#freed.add(callback);
    return () => this.#freed.delete(callback);
  }

  /** Milliseconds until a request may leave; 0 is now. */
  hold(now: number): number {
    return Math.max(0, this.#heldUntil - now);
  }

  /** A request leaves. After a block, the first one tries alone: the others wait for its answer, a minute at most. */
  sends(now: number): void {
    if (this.#blocked) this.#heldUntil = now + TRIAL;
  }

  /** A waker for `delay`: called when the gate opens early. */
  readonly opened = (wake: () => void): (() => void) => {
    this.#opened.add(wake);
    return () => this.#opened.delete(wake);
  };

  /** The drive said 429: everybody is quiet for as long as it asked. */
  limited(now: number, retryAfter = 0): void {
    this.#limitedAt = now;
    this.#heldUntil = Math.max(this.#heldUntil, now + retryAfter);
  }

  /** Whether a 403 that comes now may be Kommo's block of an address. */
  wasLimited(now: number): boolean {
    return this.#blocked || now - this.#limitedAt <= RECENTLY;
  }

  /** The drive blocks this address: everybody waits five minutes, then one tries. */
  block(now: number): void {
    this.#blocked = true;
    this.#blockedAt = now;
    this.#heldUntil = now + BLOCK;
  }

  /** The drive answered as it should what was sent at `sent`: a block is over, unless it came after that. */
  answered(sent: number): void {
    if (!this.#blocked || sent <= this.#blockedAt) return;
    this.#blocked = false;
    this.#heldUntil = 0;
    for (const wake of [...this.#opened]) wake();
  }

  #free(): void {
    for (const callback of [...this.#freed]) callback();
  }
}

const shared = new Map<string, Pace>();

/** The pace of one drive, the same for everybody who names it. */
export const paceOf = (drive: string): Pace => {
  let pace = shared.get(drive);
  if (pace === undefined) {
    pace = new Pace();
    shared.set(drive, pace);
  }
  return pace;
};
