/**
 * The gate in front of each request of a run.
 *
 * Knows: what closes it: a pause, quiet that the drive asked for, others whose turn it is. Does not know: what is sent,
 * or what comes back.
 */

import type { Pace } from './pace.js';
import { type Clock, delay, type Pauser } from './pauser.js';
import type { Turn } from './turns.js';

/** What others may see of whoever waits. */
export interface GateEvents {
  paused(): void;
  waiting(waitingFor: 'drive', until: number): void;
}

export class Gate {
  readonly #clock: Clock;
  readonly #pace: Pace;
  readonly #pauser: Pauser;
  readonly #signal: AbortSignal;
  readonly #events: GateEvents;

  constructor(run: {
    clock: Clock;
    pace: Pace;
    pauser: Pauser;
    signal: AbortSignal;
    events: GateEvents;
  }) {
    this.#clock = run.clock;
    this.#pace = run.pace;
    this.#pauser = run.pauser;
    this.#signal = run.signal;
    this.#events = run.events;
  }

  /** Waits until it is open, for a request until it is its turn, and calls `go` at once: nobody can pause in between. */
  async pass(go: () => void, turn?: Turn): Promise<void> {
    const wakers = [this.#pauser.changed, this.#pace.opened];
    if (turn) wakers.push(turn.comes);
    try {
      for (;;) {
        this.#signal.throwIfAborted();
        const wait = this.#wait(turn);
        if (wait <= 0) return go();
        await delay(wait, { clock: this.#clock, signal: this.#signal, wakers });
      }
    } finally {
      if (turn) this.#pace.turns.leave(turn);
    }
  }

  /** Milliseconds until somebody has to look again. Who may not send anyway holds nobody up in the line. */
  #wait(turn: Turn | undefined): number {
    const now = this.#clock.now();
    const { turns } = this.#pace;
    const hold = this.#pace.hold(now);
    if (this.#pauser.paused || hold > 0) {
      if (turn) turns.leave(turn);
      if (this.#pauser.paused) {
        this.#events.paused();
        return Number.POSITIVE_INFINITY;
      }
      this.#events.waiting('drive', now + hold);
      return hold;
    }
    return turn ? turns.take(turn, now) : 0;
  }
}
