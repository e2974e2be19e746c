/**
 * One pace for each account, across all instances.
 *
 * Knows: counters and marks in the store. The CRM host is called at most 5 times a second; the drive until it says
 * "slow down", and then nobody calls it before the time that it named. Does not know: what is asked.
 */

import { Problem } from './problem.js';
import type { Store } from './store/store.js';

/** The vendor allows 7 and blocks an address that goes on. */
const CRM_CALLS = 5;
/** Seconds that a call may wait for its turn. */
const PATIENCE = 5;
const USUAL_WAIT = 5;
const LONGEST_WAIT = 600;

export type Place = 'crm' | 'drive';

export class Pace {
  readonly #store: Store;
  readonly #now: () => number;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /** Resolves when this account may be called; throws 429 where that is too far off. */
  async turn(place: Place, account: number): Promise<void> {
    const until = Number((await this.#store.get(mark(place, account))) ?? 0);
    const wait = Math.ceil((until - this.#now()) / 1000);
    if (wait > 0) throw waits(wait);
    if (place === 'drive') return;
    const start = this.#now();
    for (;;) {
      const second = Math.floor(this.#now() / 1000);
      const key = `pace:${account}:${second}`;
      if ((await this.#store.increment(key, 1, 5)) <= CRM_CALLS) return;
      if (this.#now() - start > PATIENCE * 1000) throw waits(1);
      await new Promise((resolve) =>
        setTimeout(resolve, 1000 - (this.#now() % 1000)),
      );
    }
  }

  /** The place said 429: everyone waits. Gives the seconds. */
  async slowDown(
    place: Place,
    account: number,
    retryAfter: string | null,
  ): Promise<number> {
    const seconds = secondsOf(retryAfter, this.#now()) ?? USUAL_WAIT;
    const until = this.#now() + seconds * 1000;
    await this.#store.put(mark(place, account), String(until), seconds);
    return seconds;
  }
}

const mark = (place: Place, account: number) => `wait:${place}:${account}`;

const waits = (retryAfter: number) =>
  new Problem(429, 'drive-waits', 'Kommo asked to slow down.', { retryAfter });

/** `Retry-After` in seconds: a number or a date, at most ten minutes. */
export const secondsOf = (
  header: string | null,
  now: number,
): number | undefined => {
  if (header === null) return undefined;
  const text = header.trim();
  const seconds = /^\d{1,9}$/.test(text)
    ? Number(text)
    : Math.ceil((Date.parse(text) - now) / 1000);
  return Number.isFinite(seconds)
    ? Math.min(LONGEST_WAIT, Math.max(1, seconds))
    : undefined;
};
