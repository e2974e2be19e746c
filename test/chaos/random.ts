/** Numbers that look random and are always the same for the same seed (mulberry32). Does not know: anything else. */
export class Random {
  #state: number;

  constructor(seed: number) {
    // Seeds are small and follow each other; their first numbers must not.
    this.#state = Math.imul(seed, 0x9e3779b9) >>> 0;
  }

  /** From 0 up to, not including, 1. */
  readonly next = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.whole(0, values.length - 1)] as T;
  }
}
