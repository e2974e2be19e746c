/**
 * Whose request leaves next to a drive: a line, in which parts wait for others to be answered, and after a 429 all
 * wait for their time.
 *
 * Knows: what travels, how many may (`width.ts`), and when (`spacing.ts`). Does not know: uploads, or quiet that the
 * drive asked for (`pace.ts`).
 */

import {
  afterAnswer,
  afterLeaving,
  afterRefusal,
  dueAt,
  NO_SPACING,
} from './spacing.js';
import {
  FIRST_WIDTH,
  narrower,
  partsFor,
  type Tempo,
  tempoAfter,
  wider,
} from './width.js';

/** What left in this time before a refusal is looked at, to measure the rate. */
const LOOKED_AT = 2000;

/** What an answer says of the pace: it is right, too fast (429), too much at once (503), or nothing. */
export type Hint = 'right' | 'too-fast' | 'too-much' | undefined;

/** A request that waits for its turn, or travels. */
export class Turn {
  /** How many parts its upload wants to travel at once; `undefined` leaves it to the pace. */
  readonly asked: number | undefined;
  /** Bytes of a part; a session has none, and may travel beside the parts. */
  readonly bytes: number | undefined;
  sent = 0;
  isRefused = false;
  /** Whether it waits for its time, not for others. */
  isSpaced = false;
  wake = (): void => {};

  constructor(asked: number | undefined, bytes: number | undefined) {
    this.asked = asked;
    this.bytes = bytes;
  }

  /** A waker for `delay`: called when it may be its turn. */
  readonly comes = (wake: () => void): (() => void) => {
    this.wake = wake;
    return () => {
      this.wake = () => {};
    };
  };
}

export class Turns {
  readonly #widened: () => void;
  readonly #line = new Set<Turn>();
  readonly #travelling = new Set<Turn>();
  readonly #tempos = new Map<number, Tempo>();
  #recent: Turn[] = [];
  /** The first one that the drive refused since its rate was measured. */
  #refused: Turn | undefined;
  #width = FIRST_WIDTH;
  #widest = FIRST_WIDTH.parts;
  #spacing = NO_SPACING;

  /** @param widened called when more may travel than before. */
  constructor(widened: () => void) {
    this.#widened = widened;
  }

  /**
   * How many uploads may be under way, for who asked for so many parts: as many as ever travelled. After trouble fewer
   * parts travel, but one that waits for its next try keeps no other from trying.
   */
  places(asked: number | undefined): number {
    return asked ?? Math.floor(this.#widest);
  }

  /** Takes the turn (0), or says in how many milliseconds it comes; where nobody knows, it is woken. */
  take(turn: Turn, now: number): number {
    this.#line.add(turn);
    const wait = dueAt(this.#spacing, this.#recent) - now;
    if (wait > 0) turn.isSpaced = true;
    if (this.#first() !== turn) return Number.POSITIVE_INFINITY;
    if (wait > 0) return wait;
    this.#line.delete(turn);
    if (this.#refused) this.#measure(this.#refused, now);
    turn.sent = now;
    this.#recent = this.#recent.filter(({ sent }) => sent > now - LOOKED_AT);
    this.#recent.push(turn);
    this.#travelling.add(turn);
    const hasWaited = turn.isSpaced;
    this.#spacing = afterLeaving(this.#spacing, { now, hasWaited });
    this.#wakeFirst();
    return 0;
  }

  /** Waits no more. */
  leave(turn: Turn): void {
    turn.isSpaced = false;
    if (this.#line.delete(turn)) this.#wakeFirst();
  }

  /** Travels no more: answered, or cut. */
  lands(turn: Turn, now: number, hint?: Hint): void {
    const { sent, bytes } = turn;
    const travelling = this.#parts;
    this.#travelling.delete(turn);
    const trouble = { sent, now, travelling };
    if (hint === 'too-fast') {
      turn.isRefused = true;
      if (sent > this.#spacing.refusedAt) this.#refused ??= turn;
    }
    if (hint === 'right') {
      this.#spacing = afterAnswer(this.#spacing, now);
      this.#width = this.#isLate(bytes, now - sent)
        ? narrower(this.#width, { ...trouble, isLate: true })
        : wider(this.#width, sent);
      this.#widest = Math.max(this.#widest, this.#width.parts);
      this.#widened();
    } else if (hint !== undefined) {
      this.#width = narrower(this.#width, trouble);
    }
    this.#wakeFirst();
  }

  /** When it goes on: by then it is known of most that travelled whether the drive took them. */
  #measure({ sent }: Turn, now: number): void {
    const taken = this.#recent
      .filter(({ isRefused }) => !isRefused)
      .map((turn) => turn.sent);
    this.#spacing = afterRefusal(this.#spacing, { sent, now, taken });
    this.#refused = undefined;
  }

  get #parts(): number {
    let parts = 0;
    for (const { bytes } of this.#travelling)
      if (bytes !== undefined) parts += 1;
    return parts;
  }

  /** Parts of about the same size are compared with each other. */
  #isLate(bytes: number | undefined, took: number): boolean {
    if (bytes === undefined) return false;
    const size = Math.clz32(bytes);
    const { tempo, isLate } = tempoAfter(this.#tempos.get(size), took);
    this.#tempos.set(size, tempo);
    return isLate;
  }

  /**
   * Who may leave next; one session travels beside as many parts as may. No part overtakes another, or one whose upload
   * asked for fewer would wait for as long as others have any.
   */
  #first(): Turn | undefined {
    const parts = this.#parts;
    let isFull = false;
    for (const turn of this.#line) {
      const limit = partsFor(this.#width, turn.asked);
      if (this.#travelling.size > limit) return undefined;
      if (turn.bytes === undefined) return turn;
      isFull ||= parts >= limit;
      if (!isFull) return turn;
    }
    return undefined;
  }

  #wakeFirst(): void {
    this.#first()?.wake();
  }
}
