/**
 * A store in the memory of one process: for tests, and for a broker that runs alone with a long-lived token.
 *
 * Knows: a map and times. After a restart it knows nothing any more, OAuth pairs included.
 */

import type { Store } from './store.js';

interface Kept {
  value: string;
  /** Milliseconds since 1970. */
  until: number;
}

/** How many entries there may be before the expired ones are looked for. */
const SWEEP_FROM = 1000;

/** A store in the memory of this process: it ends with it. */
export const memoryStore = ({
  now = Date.now,
}: {
  now?: () => number;
} = {}): Store => {
  const kept = new Map<string, Kept>();
  let sweepAt = SWEEP_FROM;
  const find = (key: string): Kept | undefined => {
    const found = kept.get(key);
    return found !== undefined && found.until > now() ? found : undefined;
  };
  const keep = (key: string, value: string, until: number) => {
    kept.set(key, { value, until });
    if (kept.size < sweepAt) return;
    for (const [each, entry] of kept)
      if (entry.until <= now()) kept.delete(each);
    sweepAt = Math.max(SWEEP_FROM, 2 * kept.size);
  };
  return {
    isShared: false,
    async get(key) {
      return find(key)?.value;
    },
    async put(key, value, ttl) {
      keep(key, value, now() + ttl * 1000);
    },
    async putIfAbsent(key, value, ttl) {
      if (find(key) !== undefined) return false;
      keep(key, value, now() + ttl * 1000);
      return true;
    },
    async increment(key, by, ttl) {
      const found = find(key);
      const sum = Number(found?.value ?? 0) + by;
      keep(key, String(sum), found?.until ?? now() + ttl * 1000);
      return sum;
    },
    async remove(key) {
      kept.delete(key);
    },
  };
};
