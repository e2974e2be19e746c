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
  const put = (checkpoint: Checkpoint): Promise<void> =>
    open()('readwrite', (kept) => {
      kept.put(checkpoint, checkpoint.key);
      // Said aloud: a page that goes right now would take a transaction back that only waits for its end.
      kept.transaction.commit?.();
      return promisifyRequest(kept.transaction);
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
    async save(checkpoint) {
      try {
        await put(checkpoint);
      } catch (error) {
        // Storage is short: the page needs it more than old uploads do.
        if ((error as Error).name === 'QuotaExceededError') await clear(open());
        // Not every browser keeps what another one does. Without the handle, the file has to be chosen again.
        else if (checkpoint.handle !== undefined)
          await put({ ...checkpoint, handle: undefined });
        else throw error;
      }
    },
    remove: (key) => del(key, open()),
    clear: () => clear(open()),
  };
};
