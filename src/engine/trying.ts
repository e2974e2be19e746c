/**
 * One request, tried until there is an answer to act on.
 *
 * Knows: the gate in front of a request (pause, pace), the waits between two tries, and which failure ends them.
 * Does not know: what is sent or what the answer is good for; `next-step.ts` judges, this module waits.
 */

import type { CheckpointStore } from './checkpoint.js';
import {
  ConnectionError,
  RefusedError,
  ResponseError,
  type UploadError,
  type UploadErrorCode,
} from './errors.js';
import type { Locks } from './keeper.js';
import type { Links } from './links.js';
import { type Known, type Step, tracesOf } from './next-step.js';
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
  fetch: typeof fetch;
  clock: Clock;
  random: () => number;
  signals: Signals;
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

/** While the page is sure to be offline, one request is tried this often anyway: some browsers lie. */
const OFFLINE_STEP = 30_000;

export class Trying {
  readonly #env: Environment;
  readonly #pace: Pace;
  readonly #pauser: Pauser;
  readonly #signal: AbortSignal;
  readonly #events: RunEvents;
  readonly #retry: Retry;
  readonly #tries: Tries;

  constructor(
    env: Environment,
    run: {
      pace: Pace;
      pauser: Pauser;
      signal: AbortSignal;
      events: RunEvents;
      retry: Retry;
      tries: Tries;
    },
  ) {
    this.#env = env;
    this.#pace = run.pace;
    this.#pauser = run.pauser;
    this.#signal = run.signal;
    this.#events = run.events;
    this.#retry = run.retry;
    this.#tries = run.tries;
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
      await this.#gate(() => {
        this.#pace.sends(clock.now());
        this.#events.trying(request.phase, isAgain);
      });
      isAgain = true;
      const started = clock.now();
      this.#tries.requests += 1;
      this.#tries.lastTried = started;
      const stallAfter = stallTime(request.bytes);
      const wire = {
        fetch: this.#env.fetch,
        clock,
        signal: this.#signal,
        stallAfter,
      };
      const answer = await request.send(wire, askTokenAgain);
      const now = clock.now();
      askTokenAgain = false;

      if (answer.kind !== 'none')
        this.#env.reachability.answered(request.origin);
      const limitedRecently = this.#pace.wasLimited(now);
      const step = request.judge(answer, {
        limitedRecently,
        oddBefore,
        canAskToken: request.hasToken && !hasAskedAgain,
      });
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
          this.#pace.block(now);
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
            tried: Math.min(now - started, stallAfter),
            silence: {
              tries: silence?.tries ?? 0,
              lasted: now - (silence?.since ?? now),
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
    return this.#gate(() => this.#events.trying('uploading', false));
  }

  /** Waits until a request may leave, and calls `go` in the same turn: nobody can pause in between. */
  async #gate(go: () => void): Promise<void> {
    const { clock } = this.#env;
    const wakers = [this.#pauser.changed, this.#pace.opened];
    for (;;) {
      this.#signal.throwIfAborted();
      if (this.#pauser.paused) {
        this.#events.paused();
        await delay(Number.POSITIVE_INFINITY, {
          clock,
          signal: this.#signal,
          wakers,
        });
        continue;
      }
      const now = clock.now();
      const hold = this.#pace.hold(now);
      if (hold <= 0) return go();
      this.#events.waiting('drive', now + hold);
      await delay(hold, { clock, signal: this.#signal, wakers });
    }
  }

  async #waitAfter(
    answer: Answer,
    step: Extract<Step, { do: 'again' }>,
    { origin, phase }: Request,
    { tried, silence }: { tried: number; silence: Silence },
  ): Promise<void> {
    const { clock, signals, reachability } = this.#env;
    const isNetwork = answer.kind === 'none';
    const isOffline = isNetwork && !signals.online;
    this.#retry.failed(isOffline ? 0 : tried);
    const asked = step.retryAfter;
    const ms = asked ?? (isOffline ? OFFLINE_STEP : this.#retry.backOff());
    // Everybody slows down, also where this upload gives up.
    const isLimited = step.because === 'rate-limited';
    if (isLimited) this.#pace.limited(clock.now(), ms);
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
    if (isLimited) {
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

const MESSAGES: Partial<Record<UploadErrorCode, string>> = {
  unreachable:
    'No answer could be read from the address. It may be wrong, or not allow this page (CORS).',
  'blocked-response':
    'Something answers, but the browser may not show what: a size limit, a proxy, or missing CORS headers.',
  timeout: 'There was no answer for too long.',
  'rate-limited': 'The drive asked to slow down for too long.',
  'server-error': 'The drive failed for too long.',
  unauthorized: 'The access token was not accepted.',
  forbidden:
    'The access token lacks the scope "Access to files", or the drive does not allow this.',
  'session-refused': 'The drive refused to take this file.',
  refused: 'The drive refused a part of the file.',
  'link-refused': 'The card did not take the file.',
  'part-too-large':
    'A part is larger than the drive or something before it takes.',
  'bad-response': 'The answer was not what the drive promises.',
  redirected: 'The drive answered with a redirect, which is never followed.',
  integrity: 'What is stored is not what the file holds.',
};

/** The error of a code, with what a support ticket may know of the answer. */
export const failure = (
  code: UploadErrorCode,
  answer?: Answer,
): UploadError => {
  const message = MESSAGES[code] ?? code;
  const cause = answer?.kind === 'none' ? answer.cause : undefined;
  const details = {
    ...(answer ? tracesOf(answer) : {}),
    ...(cause === undefined ? {} : { cause }),
  };
  switch (code) {
    case 'unreachable':
    case 'timeout':
    case 'blocked-response':
      return new ConnectionError(code, message, details, true);
    case 'bad-response':
    case 'redirected':
    case 'integrity':
      return new ResponseError(code, message, details);
    default:
      return new RefusedError(
        code,
        message,
        details,
        code === 'rate-limited' || code === 'server-error',
      );
  }
};
