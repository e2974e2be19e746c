/**
 * OAuth pairs in the store, encrypted.
 *
 * Knows: how a pair is sealed, and that it is bound to its account: who can write to the store still cannot hand one
 * account's pair to another. Does not know: how a pair is got or refreshed.
 */

import type { Seals } from './seals.js';
import type { Store } from './store/store.js';

export interface Pair {
  accessToken: string;
  refreshToken: string;
  /** All in milliseconds since 1970. */
  obtainedAt: number;
  expiresAt: number;
}

/** A refresh token lives three months. */
const LIFE = 90 * 24 * 60 * 60;

export class Vault {
  readonly #store: Store;
  readonly #seals: Seals;

  constructor(store: Store, seals: Seals) {
    this.#store = store;
    this.#seals = seals;
  }

  async read(account: number): Promise<Pair | undefined> {
    const sealed = await this.#store.get(placeOf(account));
    if (sealed === undefined) return undefined;
    const found = await this.#seals.openKept('pair', sealed);
    if (found === undefined || found.payload.sub !== placeOf(account))
      return undefined;
    const pair = found.payload.pair as Pair;
    // From now on the new key is enough.
    if (found.isOld) await this.write(account, pair);
    return pair;
  }

  async write(account: number, pair: Pair): Promise<void> {
    const sub = placeOf(account);
    await this.#store.put(
      sub,
      await this.#seals.seal('pair', { sub, pair }),
      LIFE,
    );
  }

  async remove(account: number): Promise<void> {
    await this.#store.remove(placeOf(account));
  }
}

const placeOf = (account: number) => `pair:${account}`;
