/**
 * The access token of each account: kept, refreshed once at a time, never lost.
 *
 * Knows: that a refresh token works once. So one refresh runs at a time, in this process and, by a lock in the store,
 * in all of them, and a new pair is stored before it is used. Where storing fails the pair exists only here: it is
 * kept, stored again with growing pauses, and reported. Does not know: HTTP.
 */

import { decodeJwt } from 'jose';
import type { Log } from './log.js';
import { type Exchange, GrantRefused } from './oauth-exchange.js';
import type { Account, TokenTimes } from './options.js';
import { Problem } from './problem.js';
import type { Store } from './store/store.js';
import type { Pair, Vault } from './vault.js';

export type PairStatus =
  | 'ok'
  | 'long-lived'
  | 'missing'
  | 'refused'
  | 'unsaved'
  | 'over';

/** How one account stands, for `/healthz`. */
export interface PairHealth {
  status: PairStatus;
  /** When the access token, or the long-lived one, ends: milliseconds since 1970. */
  ends?: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A token that ends sooner is refreshed first. */
const MARGIN = 5 * MINUTE;
/** A pair that nobody used for so long is refreshed, before its three months are over. */
const IDLE = 30 * DAY;
/** Seconds that a lock lasts: longer than a refresh can take. */
const LOCK = 120;
const LONGEST_PAUSE = 60_000;

const USUAL_TIMES: TokenTimes = { patience: 20_000, look: 200, retry: 1000 };

export class TokenKeeper {
  readonly #accounts: readonly Account[];
  readonly #vault: Vault;
  readonly #store: Store;
  readonly #exchange: Exchange | undefined;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #times: TokenTimes;
  readonly #refreshing = new Map<number, Promise<Pair>>();
  readonly #unsaved = new Map<number, Pair>();
  readonly #refused = new Set<number>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor({
    accounts,
    vault,
    store,
    exchange,
    log,
    now,
    times = USUAL_TIMES,
  }: {
    accounts: readonly Account[];
    vault: Vault;
    store: Store;
    exchange: Exchange | undefined;
    log: Log;
    now: () => number;
    times?: TokenTimes | undefined;
  }) {
    this.#accounts = accounts;
    this.#vault = vault;
    this.#store = store;
    this.#exchange = exchange;
    this.#log = log;
    this.#now = now;
    this.#times = times;
  }

  /** A token that works for the next minutes. `instead` is one that was just refused. */
  async accessToken(id: number, instead?: string): Promise<string> {
    const account = this.#account(id);
    if (account.token !== undefined) return account.token;
    const pair = this.#unsaved.get(id) ?? (await this.#vault.read(id));
    if (pair === undefined) throw notConnected();
    const isGood =
      pair.expiresAt - this.#now() > MARGIN && pair.accessToken !== instead;
    return (isGood ? pair : await this.#refreshOnce(account, pair)).accessToken;
  }

  /** Exchanges a code and keeps the pair, once `isOurs` has seen that it is this account's. */
  async connect(
    account: Account,
    code: string,
    isOurs: (accessToken: string) => Promise<boolean>,
  ): Promise<void> {
    if (this.#exchange === undefined) throw notConnected();
    const pair = await this.#exchange(account, {
      grant_type: 'authorization_code',
      code,
    });
    if (!(await isOurs(pair.accessToken)))
      throw new Problem(403, 'forbidden', 'This is another account.');
    await this.#keep(account.id, pair);
  }

  async disconnect(id: number): Promise<void> {
    this.#unsaved.delete(id);
    this.#refused.delete(id);
    await this.#vault.remove(id);
  }

  /** Refreshes what is idle and stores what is unsaved. To be called about once a day. */
  async maintain(): Promise<void> {
    for (const account of this.#accounts) {
      const { id } = account;
      if (account.token !== undefined) continue;
      try {
        const pair = this.#unsaved.get(id) ?? (await this.#vault.read(id));
        if (pair !== undefined && this.#now() - pair.obtainedAt > IDLE)
          await this.#refreshOnce(account, pair);
      } catch (error) {
        this.#log.trouble('maintain-failed', error, { account: id });
      }
    }
  }

  async health(id: number): Promise<PairHealth> {
    const account = this.#account(id);
    if (account.token !== undefined)
      return healthOf(account.token, this.#now());
    const unsaved = this.#unsaved.get(id);
    if (unsaved !== undefined)
      return { status: 'unsaved', ends: unsaved.expiresAt };
    const pair = await this.#vault.read(id);
    if (pair === undefined) return { status: 'missing' };
    return {
      status: this.#refused.has(id) ? 'refused' : 'ok',
      ends: pair.expiresAt,
    };
  }

  /** Stops what waits. An unsaved pair gets one last try. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    for (const [id, pair] of this.#unsaved)
      await this.#vault.write(id, pair).catch(() => {});
  }

  #account(id: number): Account {
    const account = this.#accounts.find((each) => each.id === id);
    if (account === undefined) throw notConnected();
    return account;
  }

  #refreshOnce(account: Account, stale: Pair): Promise<Pair> {
    const running = this.#refreshing.get(account.id);
    if (running !== undefined) return running;
    const refresh = this.#refreshLocked(account, stale).finally(() =>
      this.#refreshing.delete(account.id),
    );
    this.#refreshing.set(account.id, refresh);
    return refresh;
  }

  async #refreshLocked(account: Account, stale: Pair): Promise<Pair> {
    const lock = `lock:pair:${account.id}`;
    const me = crypto.randomUUID();
    const giveUpAt = this.#now() + this.#times.patience;
    let lockedAt = this.#now();
    while (!(await this.#store.putIfAbsent(lock, me, LOCK))) {
      // Another process is at it, and its pair will do.
      await new Promise((resolve) => setTimeout(resolve, this.#times.look));
      const pair = await this.#vault.read(account.id);
      if (pair && pair.refreshToken !== stale.refreshToken) return pair;
      if (this.#now() > giveUpAt)
        throw new Problem(503, 'busy', 'The access is being renewed.', {
          retryAfter: 2,
        });
      lockedAt = this.#now();
    }
    try {
      const current = this.#unsaved.get(account.id) ??
        (await this.#vault.read(account.id)) ?? { ...stale };
      return current.refreshToken === stale.refreshToken
        ? await this.#refresh(account, current)
        : current;
    } finally {
      // A lock that ran out may be somebody else's by now. An unsaved pair keeps the others away as long as it lasts.
      const isMine = this.#now() - lockedAt < (LOCK / 2) * 1000;
      if (isMine && !this.#unsaved.has(account.id))
        await this.#store.remove(lock).catch(() => {});
    }
  }

  async #refresh(account: Account, pair: Pair): Promise<Pair> {
    if (this.#exchange === undefined) throw notConnected();
    try {
      const fresh = await this.#exchange(account, {
        grant_type: 'refresh_token',
        refresh_token: pair.refreshToken,
      });
      await this.#keep(account.id, fresh);
      return fresh;
    } catch (error) {
      if (!(error instanceof GrantRefused)) throw error;
      // Perhaps a process refreshed whose store failed, and has stored its pair by now.
      const kept = await this.#vault.read(account.id);
      if (kept !== undefined && kept.refreshToken !== pair.refreshToken)
        return kept;
      this.#refused.add(account.id);
      this.#log.trouble('refresh-refused', error, { account: account.id });
      throw notConnected();
    }
  }

  async #keep(id: number, pair: Pair): Promise<void> {
    this.#refused.delete(id);
    // First here: between the answer and the store there is no other copy of it.
    this.#unsaved.set(id, pair);
    try {
      await this.#vault.write(id, pair);
      this.#unsaved.delete(id);
    } catch (error) {
      this.#log.trouble('pair-unsaved', error, { account: id });
      this.#saveLater(id, pair, this.#times.retry);
    }
  }

  #saveLater(id: number, pair: Pair, pause: number): void {
    const timer = setTimeout(async () => {
      this.#timers.delete(timer);
      if (this.#unsaved.get(id) !== pair) return;
      try {
        await this.#vault.write(id, pair);
        if (this.#unsaved.get(id) === pair) this.#unsaved.delete(id);
        await this.#store.remove(`lock:pair:${id}`).catch(() => {});
      } catch (error) {
        this.#log.trouble('pair-unsaved', error, { account: id });
        this.#saveLater(id, pair, Math.min(2 * pause, LONGEST_PAUSE));
      }
    }, pause);
    this.#timers.add(timer);
  }
}

const notConnected = () =>
  new Problem(503, 'not-connected', 'The account is not connected.', {
    retryAfter: 60,
  });

function healthOf(token: string, now: number): PairHealth {
  let exp: number | undefined;
  try {
    ({ exp } = decodeJwt(token));
  } catch {
    // It need not be a JWT. Then nobody knows when it ends.
  }
  if (exp === undefined) return { status: 'long-lived' };
  const ends = exp * 1000;
  return { status: ends > now ? 'long-lived' : 'over', ends };
}
