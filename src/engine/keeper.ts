/**
 * One upload's checkpoint: when it is written, and that a tab is the only one that goes on with it.
 *
 * Knows: the store and the lock. Does not know: what the data means. Nothing that fails here reaches an upload: a page
 * without storage uploads as well, it only cannot go on after a reload.
 */

import type { Checkpoint, CheckpointStore } from './checkpoint.js';
import type { Clock } from './pauser.js';
import type { Signals } from './signals.js';

/** What the engine needs of the Web Locks API. */
export type Locks = Pick<LockManager, 'request'>;

/** At most one write a second, except those that have to be there before going on. */
const PAUSE = 1000;

/** The world outside, as far as a keeper needs it. */
export interface Ports {
  readonly store: CheckpointStore;
  readonly locks: Locks | undefined;
  readonly clock: Clock;
  readonly signals: Signals;
}

export class Keeper {
  readonly #store: CheckpointStore;
  readonly #locks: Locks | undefined;
  readonly #clock: Clock;
  readonly #describe: () => Checkpoint | undefined;
  readonly key: string;
  #writtenAt = Number.NEGATIVE_INFINITY;
  readonly #signals: Signals;
  #timer: unknown;
  #stopListening: (() => void) | undefined;
  #isOver = false;
  #last: Promise<void> = Promise.resolve();
  #release: (() => void) | undefined;

  constructor(
    key: string,
    ports: Ports,
    describe: () => Checkpoint | undefined,
  ) {
    this.key = key;
    this.#store = ports.store;
    this.#locks = ports.locks;
    this.#clock = ports.clock;
    this.#signals = ports.signals;
    this.#describe = describe;
  }

  /** Whether this tab may go on with it now; without locks nobody else is known of. */
  async claim(): Promise<boolean> {
    this.#isOver = false;
    // The page may be gone at any moment: then what is due is written at once.
    this.#stopListening ??= this.#signals.onHide?.(() => {
      if (this.#timer !== undefined) void this.now();
    });
    if (this.#release !== undefined || this.#locks === undefined) return true;
    return this.#request({ ifAvailable: true });
  }

  /** Resolves when no other tab holds it any more. */
  async claimLater(signal: AbortSignal): Promise<void> {
    if (this.#release === undefined) await this.#request({ signal });
  }

  /** What is written down just now, maybe by another tab. */
  async find(): Promise<Checkpoint | undefined> {
    try {
      return await this.#store.find(this.key);
    } catch {
      return undefined;
    }
  }

  /** Written before going on. */
  async now(): Promise<void> {
    if (this.#isOver) return;
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writtenAt = this.#clock.now();
    const checkpoint = this.#describe();
    if (checkpoint === undefined) return;
    await this.#inTurn(() => this.#store.save(checkpoint));
  }

  /** Written within a second; meanwhile the upload goes on. */
  soon(): void {
    if (this.#isOver || this.#timer !== undefined) return;
    const wait = this.#writtenAt + PAUSE - this.#clock.now();
    if (wait <= 0) void this.now();
    else this.#timer = this.#clock.setTimeout(() => void this.now(), wait);
  }

  /** Nothing is left to go on with, until it is claimed again. */
  async end(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    // What another tab is at is that tab's to remove.
    const isOurs = this.#release !== undefined || this.#locks === undefined;
    if (isOurs) await this.#inTurn(() => this.#store.remove(this.key));
    this.release();
  }

  /** Another tab may have it. */
  release(): void {
    this.#release?.();
    this.#release = undefined;
  }

  /** One after another: a write that is on its way must not come back from the dead. */
  #inTurn(act: () => Promise<void>): Promise<void> {
    this.#last = this.#last.then(act).catch(() => {});
    return this.#last;
  }

  #request(options: LockOptions): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const held = (lock: Lock | null) => {
        resolve(lock !== null);
        if (lock === null) return;
        return new Promise<void>((release) => {
          this.#release = release;
        });
      };
      this.#locks
        ?.request(`kommo-uploader ${this.key}`, options, held)
        // A page that may not lock (a frame without storage) is alone as far as it can know.
        .catch((error) =>
          options.signal?.aborted ? reject(error) : resolve(true),
        );
    });
  }
}
