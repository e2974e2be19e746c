/**
 * Waiting, as values: a clock that tests can own, and a switch that holds an upload between two parts.
 *
 * Knows: time and promises. Does not know: why anybody waits. Imports nothing.
 */

/** The clock of an upload: the real one by default, a test's own otherwise. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
}

export const realClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, ms) => globalThis.setTimeout(callback, ms),
  clearTimeout: (timer) => globalThis.clearTimeout(timer as number),
};

/** The longest a browser's timer can wait; beyond it, it fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;

export interface Interruptible {
  clock: Clock;
  /** Ends the waiting with the signal's reason. */
  signal: AbortSignal;
  /** Registers something that ends the waiting early, and gives back how to unregister it. */
  wakers?: readonly ((wake: () => void) => () => void)[];
}

/** Waits `ms`, or until something wakes it, or until the signal aborts it (then it throws the reason). */
export const delay = (
  ms: number,
  { clock, signal, wakers = [] }: Interruptible,
): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const stops: (() => void)[] = [];
    const finish = (settle: () => void) => () => {
      for (const stop of stops.splice(0)) stop();
      settle();
    };
    const wake = finish(resolve);
    const abort = finish(() => reject(signal.reason));
    const timer =
      ms === Number.POSITIVE_INFINITY
        ? undefined
        : clock.setTimeout(wake, Math.min(Math.max(0, ms), LONGEST_TIMER));
    stops.push(() => clock.clearTimeout(timer));
    signal.addEventListener('abort', abort, { once: true });
    stops.push(() => signal.removeEventListener('abort', abort));
    for (const waker of wakers) stops.push(waker(wake));
  });

/** A signal that ends with another one, or when its time is over; `end` it in any case. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Whether it was the time that ended it. */
  readonly isOver: boolean;
  end(): void;
}

export const timeLimit = (
  ms: number,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): TimeLimit => {
  const ended = new AbortController();
  const cut = () => ended.abort(signal.reason);
  if (signal.aborted) cut();
  signal.addEventListener('abort', cut, { once: true });
  let isOver = false;
  const timer = clock.setTimeout(() => {
    isOver = true;
    ended.abort();
  }, ms);
  return {
    signal: ended.signal,
    get isOver() {
      return isOver;
    },
    end: () => {
      clock.clearTimeout(timer);
      signal.removeEventListener('abort', cut);
    },
  };
};

/** Holds a loop between two of its turns. The loop asks; nobody starts or stops it from outside. */
export class Pauser {
  #paused = false;
  readonly #listeners = new Set<() => void>();

  get paused(): boolean {
    return this.#paused;
  }

  pause(): void {
    this.#set(true);
  }

  resume(): void {
    this.#set(false);
  }

  /** A waker for `delay`: called at each change. */
  readonly changed = (wake: () => void): (() => void) => {
    this.#listeners.add(wake);
    return () => this.#listeners.delete(wake);
  };

  #set(paused: boolean): void {
    if (this.#paused === paused) return;
    this.#paused = paused;
    for (const listener of [...this.#listeners]) listener();
  }
}
