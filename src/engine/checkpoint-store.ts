/**
 * Checkpoints in IndexedDB, where only this origin can read them.
 *
 * Knows: how long they are kept, and what to do where storage is short. Does not know: what they say, or when they
 * are written (`keeper.ts`).
 */

import {
  clear,
  createStore,
  del,
  entries,
  get,
  promisifyRequest,
} from 'idb-keyval';
import type { Checkpoint, CheckpointStore } from './checkpoint.js';

/** A session lives no longer; neither does what is known of it. */
const DAY = 24 * 60 * 60_000;

/** In IndexedDB. A shape that another version wrote is not read: its store has another name. */
export const indexedDbStore = (name = 'kommo-uploader-1'): CheckpointStore => {
  let store: ReturnType<typeof createStore> | undefined;
  // Opened late: importing this must not touch the page, and some pages may not touch storage at all.
  const open = () => {
    store ??= createStore(name, 'checkpoints');
    return store;
  };
  const put = (due: Due): Promise<void> =>
    open()('readwrite', (kept) => {
      for (const [key, checkpoint] of due)
        if (checkpoint === undefined) kept.delete(key);
        else kept.put(checkpoint, key);
      // Said aloud: a page that goes right now would take a transaction back that only waits for its end.
      kept.transaction.commit?.();
      return promisifyRequest(kept.transaction);
    });
  const writes = new Writes(async (due) => {
    try {
      await put(due);
    } catch (error) {
      const checkpoints = [...due.values()];
      // Storage is short: the page needs it more than old uploads do.
      if ((error as Error).name === 'QuotaExceededError') await clear(open());
      // Not every browser keeps what another one does. Without the handle, the file has to be chosen again.
      else if (checkpoints.some((each) => each?.handle !== undefined))
        await put(withoutHandles(due));
      else throw error;
    }
  });
  return {
    async load(scope, now) {
      const all = await entries<string, Checkpoint>(open());
      const old = all.filter(([, { since }]) => now - since > DAY);
      await Promise.all(old.map(([key]) => del(key, open())));
      return all
        .map(([, checkpoint]) => checkpoint)
        .filter((each) => each.scope === scope && now - each.since <= DAY)
        .sort((a, b) => a.since - b.since);
    },
    find: (key) => get<Checkpoint>(key, open()),
    save: (checkpoint) => writes.write(checkpoint.key, checkpoint),
    remove: (key) => writes.write(key),
    clear: () => clear(open()),
    flush: () => writes.flush(),
  };
};

const withoutHandles = (due: Due): Due =>
  new Map(
    [...due].map(([key, checkpoint]) => [
      key,
      checkpoint && { ...checkpoint, handle: undefined },
    ]),
  );

type Due = ReadonlyMap<string, Checkpoint | undefined>;

/**
 * What is due while something is being written is written next, all at once: of many small files, each written down and
 * taken away again, a transaction for each would cost more than sending them. No timer: those of a hidden page are late.
 */
class Writes {
  readonly #commit: (due: Due) => Promise<void>;
  #due = new Map<string, Checkpoint | undefined>();
  #next: Promise<void> | undefined;
  #go = (): void => {};
  #running = 0;

  constructor(commit: (due: Due) => Promise<void>) {
    this.#commit = commit;
  }

  /** Without a checkpoint, what is there is taken away. */
  write(key: string, checkpoint?: Checkpoint): Promise<void> {
    this.#due.set(key, checkpoint);
    this.#next ??= new Promise<void>((resolve) => {
      this.#go = resolve;
    }).then(() => this.#write());
    if (this.#running === 0) this.flush();
    return this.#next;
  }

  /** Waits for nothing any more. */
  flush(): void {
    this.#go();
  }

  async #write(): Promise<void> {
    const due = this.#due;
    this.#due = new Map();
    this.#next = undefined;
    this.#running += 1;
    try {
      await this.#commit(due);
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.flush();
    }
  }
}
