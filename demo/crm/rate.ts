/**
 * The CRM's limit: so many requests a second, then 429, and for who goes on regardless 403.
 *
 * Knows: numbers and a clock. The vendor names the seven a second and the order of the two answers; how many refusals
 * are too many, and for how long, is this stand-in's guess.
 */

/** Refusals within a minute that end in a block, and how long that lasts. */
const TOO_MANY = 14;
const MINUTE = 60_000;

export class Rate {
  readonly #perSecond: number;
  readonly #now: () => number;
  #second = 0;
  #count = 0;
  #refusals: number[] = [];
  #blockedUntil = 0;

  /** `perSecond` of 0 is no limit. */
  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** What a request meets: nothing, 429 or 403. */
  take(): undefined | 429 | 403 {
    if (this.#perSecond === 0) return undefined;
    const now = this.#now();
    if (now < this.#blockedUntil) return 403;
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#count = 0;
    }
    this.#count += 1;
    if (this.#count <= this.#perSecond) return undefined;
    this.#refusals = this.#refusals.filter((at) => at > now - MINUTE);
    this.#refusals.push(now);
    if (this.#refusals.length < TOO_MANY) return 429;
    this.#blockedUntil = now + 5 * MINUTE;
    this.#refusals = [];
    return 403;
  }
}
