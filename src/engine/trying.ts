/**
 * One request, tried until there is an answer to act on.
 *
 * Knows: the waits between two tries, and which failure ends them. Before each of them is a gate (`gate.ts`).
 * Does not know: what is sent or what the answer is good for; `next-step.ts` judges, this module waits.
 */

import type { CheckpointStore } from './checkpoint.js';
import { failure } from './failure.js';
import { Gate } from './gate.js';
import type { Locks } from './keeper.js';
import type { Links } from './links.js';
import type { Known, Step } from './next-step.js';
import type { Pace } from './pace.js';
import { type Clock, delay, type Pauser } from './pauser.js';
import {
  answersAtAll,
  isSuspicious,
  type Reachability,
  type Silence,
} from './reachability.js';
import { type Retry, stallTime, type Tries } from './retry.js';
import type { Signals } from './signals.js';
import { type Hint, Turn } from './turns.js';
import type { Answer, Wire } from './wire.js';

/** What an upload is waiting for. */
export type WaitingFor =
  | 'network'
  | 'drive'
  | 'other-tab'
  | 'file'
  | 'permission'
  | 'card';

/** The world outside: one place where everything comes in that a test may own. */
export interface Environment {
  /** How requests are sent: the page's own `fetch`. */
  fetch: typeof fetch;
  clock: Clock;
  /** From 0 to 1, as `Math.random`: pauses between tries differ a little. */
  random: () => number;
  /** What the page says of the network and of itself. */
  signals: Signals;
  /** Shared by all uploads of a page. */
  reachability: Reachability;
  /** The pace of a drive; uploads that name the same drive share one. */
  paceOf: (drive: string) => Pace;
  /** Where checkpoints are kept; `undefined` keeps none. */
  store: CheckpointStore | undefined;
  /** So that one tab at a time goes on with an upload. */
  locks: Locks | undefined;
  /** Links of the page, so that all of them keep to one rate. */
  links: Links;
}

/** What a request is part of. */
export type Phase = 'opening' | 'uploading' | 'linking';

/** What others may see of a run. */
export interface RunEvents {
  /** Work on a request begins: for a session, a part or a link; after a try that failed, again. */
  trying(phase: Phase, isAgain: boolean): void;
  /** `answersHidden`: something answers there, but the browser may not show what. */
  waiting(
    waitingFor: WaitingFor,
    until?: number,
    answersHidden?: boolean,
  ): void;
  paused(): void;
}

/** A request that can be sent as often as needed. */
export interface Request {
  phase: Phase;
  /** Where it goes, as far as anybody knows. */
  origin: string;
  /** Bytes of its body: a larger one may take longer. */
  bytes: number;
  send(wire: Wire, askTokenAgain: boolean): Promise<Answer>;
  judge(answer: Answer, known: Known): Step;
  /** Whether there is a token to be asked for once more. */
  hasToken: boolean;
}

/** A step that ends the trying. */
export type Decision = Exclude<
  Step,
  { do: 'again' | 'ask-token' | 'blocked' | 'fail' }
>;

/** What one try has to know of those before it. */
type Before = Omit<Known, 'limitedRecently'> & { askTokenAgain: boolean };

/** What came of one try. */
interface Outcome {
  readonly answer: Answer;
  readonly step: Step;
  /** When it left. */
  readonly started: number;
  /** Milliseconds to wait before the next one, where there is one. */
  readonly wait: number;
}

/** While the page is sure to be offline, one request is tried this often anyway: some browsers lie. */
const OFFLINE_STEP = 30_000;

export class Trying {
  readonly #env: Environment;
  readonly #pace: Pace;
  readonly #gate: Gate;
  readonly #pauser: Pauser;
  readonly #signal: AbortSignal;
  readonly #events: RunEvents;
  readonly #retry: Retry;
  readonly #tries: Tries;
  readonly #asked: number | undefined;

  constructor(
    env: Environment,
    run: {
      pace: Pace;
      pauser: Pauser;
      signal: AbortSignal;
      events: RunEvents;
      retry: Retry;
      tries: Tries;
      /** How many parts the upload wants to travel at once. */
      asked?: number | undefined;
    },
  ) {
    this.#env = env;
    this.#pace = run.pace;
    this.#gate = new Gate({ clock: env.clock, ...run });
    this.#pauser = run.pauser;
    this.#signal = run.signal;
    this.#events = run.events;
    this.#retry = run.retry;
    this.#tries = run.tries;
    this.#asked = run.asked;
  }

  /** Sends the request until its answer decides something; throws what ends the run. */
  async decide(request: Request): Promise<Decision> {
    const { clock } = this.#env;
    let isAgain = false;
    let askTokenAgain = false;
    let hasAskedAgain = false;
    let oddBefore = 0;
    let silence: { tries: number; since: number } | undefined;
    for (;;) {
      const turn = this.#turnOf(request);
      await this.#gate.pass(() => {
        this.#pace.sends(clock.now());
        this.#events.trying(request.phase, isAgain);
      }, turn);
      isAgain = true;
      const canAskToken = request.hasToken && !hasAskedAgain;
      const { answer, step, started, wait } = await this.#once(request, turn, {
        askTokenAgain,
        oddBefore,
        canAskToken,
      });
      askTokenAgain = false;
      oddBefore =
        answer.kind === 'odd' || answer.kind === 'redirected'
          ? oddBefore + 1
          : 0;

      switch (step.do) {
        case 'ask-token':
          askTokenAgain = true;
          hasAskedAgain = true;
          continue;
        case 'blocked':
          continue;
        case 'fail':
          throw failure(step.code, answer);
        case 'again':
          // Without a network there is nothing to be suspicious of.
          silence =
            answer.kind === 'none' && this.#env.signals.online
              ? {
                  tries: (silence?.tries ?? 0) + 1,
                  since: silence?.since ?? started,
                }
              : undefined;
          await this.#waitAfter(answer, step, request, {
            ms: wait,
            silence: {
              tries: silence?.tries ?? 0,
              lasted: clock.now() - (silence?.since ?? clock.now()),
            },
          });
          continue;
        default:
          this.#pace.answered(started);
          return step;
      }
    }
  }

  /** Returns when a part may be made ready: not paused, and the drive has not asked for quiet. */
  ready(): Promise<void> {
    return this.#gate.pass(() => this.#events.trying('uploading', false));
  }

  /** Asks the drive something beside, in its turn like all that is asked. */
  async beside<T>(ask: () => Promise<T>): Promise<T> {
    const turn = new Turn(this.#asked, undefined);
    await this.#gate.pass(() => this.#events.trying('uploading', false), turn);
    try {
      return await ask();
    } finally {
      this.#pace.turns.lands(turn, this.#env.clock.now());
    }
  }

  /** Links are gathered at a pace of their own. */
  #turnOf({ phase, bytes }: Request): Turn | undefined {
    if (phase === 'linking') return undefined;
    return new Turn(this.#asked, phase === 'uploading' ? bytes : undefined);
  }

  /** Sends it once, and slows everybody down where that is due before the turn is given on. */
  async #once(
    request: Request,
    turn: Turn | undefined,
    { askTokenAgain, ...before }: Before,
  ): Promise<Outcome> {
    const { clock, fetch, reachability } = this.#env;
    const started = clock.now();
    this.#tries.requests += 1;
    this.#tries.lastTried = started;
    const stallAfter = stallTime(request.bytes);
    const wire = { fetch, clock, signal: this.#signal, stallAfter };
    let hint: Hint;
    try {
      const answer = await request.send(wire, askTokenAgain);
      const now = clock.now();
      if (answer.kind !== 'none') reachability.answered(request.origin);
      const step = request.judge(answer, {
        ...before,
        limitedRecently: this.#pace.wasLimited(now),
      });
      hint = hintIn(answer, step);
      if (step.do === 'blocked') this.#pace.block(now);
      const tried = Math.min(now - started, stallAfter);
      const wait = this.#waitFor(answer, step, tried);
      return { answer, step, started, wait };
    } finally {
      if (turn) this.#pace.turns.lands(turn, clock.now(), hint);
    }
  }

  /** How long to wait before the next try. After a 429 everybody slows down, also where this upload gives up. */
  #waitFor(answer: Answer, step: Step, tried: number): number {
    if (step.do !== 'again') return 0;
    const isOffline = this.#isOffline(answer);
    this.#retry.failed(isOffline ? 0 : tried);
    const ms =
      step.retryAfter ?? (isOffline ? OFFLINE_STEP : this.#retry.backOff());
    if (step.because === 'rate-limited')
      this.#pace.limited(this.#env.clock.now(), ms);
    return ms;
  }

  #isOffline({ kind }: Answer): boolean {
    return kind === 'none' && !this.#env.signals.online;
  }

  async #waitAfter(
    answer: Answer,
    step: Extract<Step, { do: 'again' }>,
    { origin, phase }: Request,
    { ms, silence }: { ms: number; silence: Silence },
  ): Promise<void> {
    const { clock, signals, reachability } = this.#env;
    const isNetwork = answer.kind === 'none';
    const isOffline = this.#isOffline(answer);
    const asked = step.retryAfter;
    const isHidden =
      phase === 'uploading' &&
      !isOffline &&
      isSuspicious(silence) &&
      (await answersAtAll(origin, { ...this.#env, signal: this.#signal }));
    if (isHidden && !reachability.hasAcknowledged(origin))
      throw failure('blocked-response', answer);
    if (
      isNetwork &&
      reachability.isUnreachable(origin, this.#retry.spent, this.#retry.isOver)
    )
      throw failure('unreachable', answer);
    if (this.#retry.isOver)
      throw failure(isHidden ? 'blocked-response' : step.because, answer);

    const isCounted = asked === undefined && !isOffline;
    if (step.because === 'rate-limited') {
      // It waits at the gate like everybody.
      if (isCounted) this.#retry.waits(ms);
      return;
    }
    if (this.#pauser.paused) return;
    const now = clock.now();
    this.#events.waiting(
      isNetwork && !isHidden ? 'network' : 'drive',
      now + ms,
      isHidden,
    );
    const wakers = [this.#pauser.changed];
    if (asked === undefined) wakers.push((wake) => signals.onWake(wake));
    await delay(ms, { clock, signal: this.#signal, wakers });
    // Woken early, less was spent; a timer that fires late was no time spent trying.
    if (isCounted) this.#retry.waits(Math.min(ms, clock.now() - now));
  }
}

/** What the pace learns of an answer. */
const hintIn = (answer: Answer, step: Step): Hint => {
  if (answer.kind === 'refused' && answer.status === 429) return 'too-fast';
  if (answer.kind === 'refused' && answer.status === 503) return 'too-much';
  return ['again', 'blocked', 'fail', 'ask-token'].includes(step.do)
    ? undefined
    : 'right';
};
