/**
 * When to try again: back-off, `Retry-After`, and the clock of time spent trying.
 *
 * Knows: durations. Does not know: whether to try again (`next-step.ts`), or what is tried.
 * The clock counts what was planned, not what passed: a laptop that slept an hour spent no hour trying, and a timer
 * that fires late is one late try, not many failures.
 */

const SECOND = 1000;
const FIRST_STEP = SECOND;
const LONGEST_STEP = 30 * SECOND;
const LONGEST_RETRY_AFTER = 600 * SECOND;

/**
 * Milliseconds that a `Retry-After` header asks for (seconds or a date), ten minutes at most. Zero or a time that is
 * over asks for nothing: then the back-off decides, or a drive that is down would be asked without a pause.
 */
export const retryAfterOf = (
  header: string | null | undefined,
  now: number,
): number | undefined => {
  const text = header?.trim();
  if (!text) return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text)
    ? Number(text) * SECOND
    : Date.parse(text) - now;
  return ms > 0 ? Math.min(ms, LONGEST_RETRY_AFTER) : undefined;
};

/** No answer within this time is no answer: 30 s, and the part's size at 8 KiB a second. */
export const stallTime = (bytes: number): number =>
  (30 + bytes / 8192) * SECOND;

/** How often and when anything was tried. */
export interface Tries {
  requests: number;
  lastTried: number | undefined;
}

export class Retry {
  readonly #retryFor: number;
  readonly #random: () => number;
  #tries = 0;
  #spent = 0;

  /** @param retryFor how long to try without progress, in milliseconds of trying. */
  constructor(retryFor: number, random: () => number = Math.random) {
    this.#retryFor = retryFor;
    this.#random = random;
  }

  /** Milliseconds spent trying since the last progress. */
  get spent(): number {
    return this.#spent;
  }

  /** Tries without progress so far. */
  get tries(): number {
    return this.#tries;
  }

  get isOver(): boolean {
    return this.#spent >= this.#retryFor;
  }

  /** Something moved: everything starts from the beginning. */
  progress(): void {
    this.#tries = 0;
    this.#spent = 0;
  }

  /** A try came to nothing after `ms`. */
  failed(ms: number): void {
    this.#tries += 1;
    this.#spent += ms;
  }

  /** Planned waiting counts as trying, unless somebody asked for it or there is no network. */
  waits(ms: number): void {
    this.#spent += ms;
  }

  /** How long to wait before the next try: full jitter, so that a crowd does not come back in step. */
  backOff(): number {
    const step = Math.min(
      LONGEST_STEP,
      FIRST_STEP * 2 ** Math.max(0, this.#tries - 1),
    );
    return Math.round(this.#random() * step);
  }
}
