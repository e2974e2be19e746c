/**
 * No answer: is the address wrong, or the network away?
 *
 * Knows: which origins ever answered anything that could be read. Does not know: requests, or what to tell a person.
 * Before the first answer ever read, an address is more likely wrong (a typing mistake, no CORS) than out of order,
 * and the page's author must see it at once and not after a quarter of an hour.
 */

/** Milliseconds of trying after which an address that never answered is called unreachable. */
const UNREACHABLE_AFTER = 30_000;

export class Reachability {
  readonly #answered = new Set<string>();

  /** Something was read from there. */
  answered(origin: string): void {
    this.#answered.add(origin);
  }

  /** Whether to give up on an address from which nothing was ever read. */
  isUnreachable(origin: string, spent: number, isOver: boolean): boolean {
    return (
      !this.#answered.has(origin) && (isOver || spent >= UNREACHABLE_AFTER)
    );
  }
}

/** What this page knows; uploads share it. */
export const pageReachability = new Reachability();
