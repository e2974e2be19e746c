/**
 * The CRM's limit: so many requests a second, then 429, and for an address that goes on regardless 403.
 *
 * Knows: names, addresses and a clock. Does not know: routes. The vendor names the seven a second and the order of the
 * two answers; how many refusals are too many, and for how long, is this stand-in's guess.
 */

/** Refusals within a minute that end in a block, and how long that lasts. */
const TOO_MANY = 10;
const MINUTE = 60_000;

interface Address {
  /** Times of the refusals of the last minute. */
  refused: number[];
  blockedUntil: number;
}

export class RateLimit {
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #counts = new Map<string, number>();
  readonly #addresses = new Map<string, Address>();
  #second = 0;

  /** `perSecond` of 0 is no limit. */
  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** What a request meets: nothing, 429 or 403. `who` is an integration or a user, counted by themselves. */
  take(who: string, address: string): undefined | 429 | 403 {
    if (this.#perSecond === 0) return undefined;
    const now = this.#now();
    const from = this.#addresses.get(address);
    if (from !== undefined && now < from.blockedUntil) return 403;
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#counts.clear();
    }
    const count = (this.#counts.get(who) ?? 0) + 1;
    this.#counts.set(who, count);
    return count > this.#perSecond ? this.#refuse(address, now) : undefined;
  }

  #refuse(address: string, now: number): 429 | 403 {
    const known = this.#addresses.get(address);
    const refused = (known?.refused ?? []).filter((at) => at > now - MINUTE);
    refused.push(now);
    const isBlocked = refused.length > TOO_MANY;
    this.#addresses.set(address, {
      refused: isBlocked ? [] : refused,
      blockedUntil: isBlocked ? now + 5 * MINUTE : 0,
    });
    return isBlocked ? 403 : 429;
  }
}
