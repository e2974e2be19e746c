/**
 * One upload's checkpoint: when it is written, and that a tab is the only one that goes on with it.
 *
 * Knows: the store and the lock. Does not know: what the data means. Nothing that fails here reaches an upload: a page
 * without storage uploads as well, it only cannot go on after a reload.
 */

import type { Checkpoint, CheckpointStore } from './checkpoint.js';
import type { Clock } from './pauser.js';
import type { Signals } from './signals.js';

/** What the engine needs of the Web Locks API. Its own names are those of a page's types: Node's have none of them. */
export interface Locks {
  request(
    name: string,
    options: LockRequest,
    held: (lock: object | null) => Promise<void> | undefined,
  ): Promise<unknown>;
}

interface LockRequest {
  readonly ifAvailable?: boolean;
  readonly signal?: AbortSignal;
}

/** At most one write a second, except those that have to be there before going on. */
const PAUSE = 1000;

/** The world outside, as far as a keeper needs it. */
export interface Ports {
  readonly store: CheckpointStore;
  readonly locks: Locks | undefined;
  readonly clock: Clock;
  readonly signals: Signals;
}

/** A storage that hangs must not hold an upload: after this time it counts as none. */
const PATIENCE = 3000;

/**
 * What this page is at, and what it is just done with. Two uploaders of one page never share an upload: the second one
 * simply keeps nothing.
 */
const atHand = new WeakMap<object, Map<string, Promise<void> | 'held'>>();

/** The keys that this page is at, in one browser. */
export const keysAtHand = ({
  store,
  locks,
}: Pick<Ports, 'store' | 'locks'>): Map<string, Promise<void> | 'held'> => {
  const browser = locks ?? store;
  const keys = atHand.get(browser) ?? new Map();
  atHand.set(browser, keys);
  return keys;
};

export class Keeper {
  readonly key: string;
  readonly #ports: Ports;
  readonly #describe: () => Checkpoint | undefined;
  /** Whether anything is kept: from a claim to its end. */
  #isKept = false;
  #writtenAt = Number.NEGATIVE_INFINITY;
  #timer: unknown;
  #stopListening: (() => void) | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #unlock: (() => void) | undefined;
  /** Settles when the lock is free again, which is later than it was given back. */
  #freed: Promise<unknown> | undefined;

  constructor(
    key: string,
    ports: Ports,
    describe: () => Checkpoint | undefined,
  ) {
    this.key = key;
    this.#ports = ports;
    this.#describe = describe;
  }

  /** Whether this tab may go on with it now. Where nobody else can be known of, it may. */
  async claim(): Promise<boolean> {
    const keys = keysAtHand(this.#ports);
    if (!this.#isKept) {
      for (
        let before = keys.get(this.key);
        before;
        before = keys.get(this.key)
      ) {
        if (before === 'held') return true;
        await before;
      }
      keys.set(this.key, 'held');
      this.#isKept = true;
      // The page may be gone at any moment: then what is due is written at once.
      this.#stopListening = this.#ports.signals.onHide?.(() => {
        if (this.#timer !== undefined) void this.now();
        // Its turn comes in a moment: then that waits for nothing either.
        queueMicrotask(() => this.#ports.store.flush?.());
      });
    }
    if (this.#unlock !== undefined || this.#ports.locks === undefined)
      return true;
    return this.#request({ ifAvailable: true });
  }

  /** Resolves when no other tab holds it any more. */
  async claimLater(signal: AbortSignal): Promise<void> {
    if (this.#unlock === undefined) await this.#request({ signal });
  }

  /** What is written down just now, maybe by another tab: `null` is nothing, `undefined` that nobody can tell. */
  find(): Promise<Checkpoint | null | undefined> {
    return this.#inTurn(
      async () => (await this.#ports.store.find(this.key)) ?? null,
    );
  }

  /** Written before going on. */
  async now(): Promise<void> {
    this.#stopTimer();
    if (!this.#isKept) return;
    this.#writtenAt = this.#ports.clock.now();
    const checkpoint = this.#describe();
    if (checkpoint !== undefined)
      await this.#inTurn(() => this.#ports.store.save(checkpoint));
  }

  /** Written within a second; meanwhile the upload goes on. */
  soon(): void {
    if (!this.#isKept || this.#timer !== undefined) return;
    const { clock } = this.#ports;
    const wait = this.#writtenAt + PAUSE - clock.now();
    if (wait <= 0) void this.now();
    else this.#timer = clock.setTimeout(() => void this.now(), wait);
  }

  /** Nothing is left to go on with, until it is claimed again. */
  async end(): Promise<void> {
    if (!this.#isKept) return;
    // What another tab is at is that tab's to remove.
    const isOurs =
      this.#unlock !== undefined || this.#ports.locks === undefined;
    const unlock = this.#unlock;
    const freed = this.#freed;
    this.#unlock = undefined;
    // What is over may still have to be taken away when the page goes.
    const stopListening = this.#stopListening;
    this.#stopListening = undefined;
    this.#letGo();
    const keys = keysAtHand(this.#ports);
    const gone = (
      isOurs
        ? this.#inTurn(() => this.#ports.store.remove(this.key))
        : Promise.resolve()
    ).then(async () => {
      stopListening?.();
      unlock?.();
      // Also one that is still asked for: it is given, and given back, later.
      await freed;
      keys.delete(this.key);
    });
    keys.set(this.key, gone);
    await gone;
  }

  /** Somebody else may have it; what is written down stays. */
  release(): void {
    this.#letGo();
    this.#unlock?.();
    this.#unlock = undefined;
  }

  #letGo(): void {
    this.#stopTimer();
    this.#stopListening?.();
    this.#stopListening = undefined;
    if (this.#isKept) keysAtHand(this.#ports).delete(this.key);
    this.#isKept = false;
  }

  #stopTimer(): void {
    this.#ports.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** One after another: a write that is on its way must not come back from the dead. Fails as `undefined`. */
  #inTurn<T>(act: () => Promise<T>): Promise<T | undefined> {
    const done = this.#last.then(act).catch(() => undefined);
    this.#last = done;
    const { clock } = this.#ports;
    return new Promise((resolve) => {
      const timer = clock.setTimeout(() => resolve(undefined), PATIENCE);
      void done.then((value) => {
        clock.clearTimeout(timer);
        resolve(value);
      });
    });
  }

  #request(options: LockRequest): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const held = (lock: object | null) => {
        resolve(lock !== null);
        if (lock === null) return;
        // It ended while the lock was on its way: only now it is known whose it was to remove.
        if (!this.#isKept)
          return this.#inTurn(() => this.#ports.store.remove(this.key));
        return new Promise<void>((unlock) => {
          this.#unlock = unlock;
        });
      };
      this.#freed = this.#ports.locks
        ?.request(`kommo-uploader ${this.key}`, options, held)
        // A page that may not lock (a frame without storage) is alone as far as it can know.
        .catch((error) =>
          options.signal?.aborted ? reject(error) : resolve(true),
        );
    });
  }
}
