/**
 * A clock for tests, in which minutes pass as soon as nothing else happens.
 *
 * Knows: timers, and how many requests are on their way. Does not know: what anybody waits for. The earliest timer
 * fires when no request has been on its way for a moment, or when one hangs without end; so a test of a quarter of an
 * hour takes milliseconds, and a slow machine only makes it slower, not wrong: while this thread gets no time, the
 * turns that a request may take are not counted.
 */

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/**
 * Real milliseconds in which a request that is answered at all is answered by a drive in this process, also on a
 * machine that has much else to do. A test that wants silence says so (`nobodyAnswers`) and has not to wait.
 */
const HANGS_AFTER = 3000;
const HANGS_AFTER_TURNS = 2000;
const QUIET_TURNS = 3;

export class SimClock {
  #now: number;
  readonly #hangsAfter: number;
  #turns = 0;
  #inFlight = 0;
  #lastMove = performance.now();
  #isRunning = false;
  readonly #timers = new Set<Timer>();
  readonly #channel = new MessageChannel();

  constructor({
    start = 1_800_000_000_000,
    hangsAfter = HANGS_AFTER,
  }: { start?: number | undefined; hangsAfter?: number | undefined } = {}) {
    this.#now = start;
    this.#hangsAfter = hangsAfter;
    this.#channel.port1.onmessage = () => this.#turn();
  }

  readonly now = (): number => this.#now;

  readonly setTimeout = (callback: () => void, ms: number): unknown => {
    const timer = { due: this.#now + ms, callback };
    this.#timers.add(timer);
    this.#run();
    return timer;
  };

  readonly clearTimeout = (timer: unknown): void => {
    this.#timers.delete(timer as Timer);
  };

  /** A fetch whose requests hold the clock still while they are on their way. */
  readonly watch =
    (fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
    (...request) =>
      this.hold(() => fetch(...request));

  /** Holds the clock still while this is under way, for what the engine does not ask by its own `fetch`. */
  readonly hold = async <T>(task: () => Promise<T>): Promise<T> => {
    this.#inFlight += 1;
    this.#moved();
    try {
      return await task();
    } finally {
      this.#inFlight -= 1;
      this.#moved();
      this.#run();
    }
  };

  /** For a watched fetch: a request that is never answered. The clock goes on, and nobody has to wait for that. */
  readonly nobodyAnswers = (signal?: AbortSignal | null): Promise<never> => {
    this.#inFlight -= 1;
    this.#moved();
    this.#run();
    return new Promise((_, reject) => {
      const end = () => {
        this.#inFlight += 1;
        reject(signal?.reason);
      };
      if (signal?.aborted) end();
      else signal?.addEventListener('abort', end, { once: true });
    });
  };

  /** Lets time pass: what is due fires, one after another. */
  advance(ms: number): void {
    const until = this.#now + ms;
    for (;;) {
      const next = this.#earliest();
      if (next === undefined || next.due > until) break;
      this.#fire(next);
    }
    this.#now = Math.max(this.#now, until);
  }

  close(): void {
    this.#timers.clear();
    this.#channel.port1.close();
  }

  #moved(): void {
    this.#turns = 0;
    this.#lastMove = performance.now();
  }

  #run(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#moved();
    this.#channel.port2.postMessage(null);
  }

  #turn(): void {
    const next = this.#earliest();
    // Where nothing hangs, an answer has to come first, and wakes it.
    const isHeld =
      this.#inFlight > 0 && this.#hangsAfter === Number.POSITIVE_INFINITY;
    if (next === undefined || (isHeld && next.due > this.#now)) {
      this.#isRunning = false;
      return;
    }
    this.#turns += 1;
    const isQuiet = this.#inFlight === 0 && this.#turns > QUIET_TURNS;
    const hangs =
      this.#inFlight > 0 &&
      this.#turns > HANGS_AFTER_TURNS &&
      performance.now() - this.#lastMove > this.#hangsAfter;
    // What is due at this very moment waits for nobody.
    if (next.due <= this.#now || isQuiet || hangs) {
      this.#fire(next);
      this.#moved();
    }
    this.#channel.port2.postMessage(null);
  }

  #earliest(): Timer | undefined {
    let earliest: Timer | undefined;
    for (const timer of this.#timers)
      if (earliest === undefined || timer.due < earliest.due) earliest = timer;
    return earliest;
  }

  #fire(timer: Timer): void {
    this.#timers.delete(timer);
    this.#now = Math.max(this.#now, timer.due);
    timer.callback();
  }
}
