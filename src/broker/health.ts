/**
 * `GET /healthz`: the store, the pairs, and when tokens end. 503 when something is red.
 *
 * Knows: what red is. Does not know: how to mend it. The answer has no secret, so that a monitor needs none; it is
 * kept for a few seconds, so that asking costs nothing.
 */

import type { Hono } from 'hono';
import type { BrokerEnv, House } from './house.js';
import type { PairHealth } from './tokens.js';

const KEPT = 3000;
const DAY = 24 * 60 * 60 * 1000;
/** A long-lived token that ends sooner is warned about. */
const WARN_BEFORE = 14 * DAY;

/** How the broker is: `red` when the store fails or an account has no token that works. */
export interface Health {
  status: 'ok' | 'red';
  store: 'ok' | 'failing';
  accounts: {
    account: number;
    status: PairHealth['status'] | 'unknown';
    token_ends?: string;
  }[];
  warnings: string[];
}

export const healthOf = async (house: House): Promise<Health> => {
  const store = await storeHealth(house);
  const accounts: Health['accounts'] = [];
  const warnings: string[] = [];
  for (const { id, token } of house.options.accounts) {
    const found = await house.tokens
      .health(id)
      .catch(() => ({ status: 'unknown' as const, ends: undefined }));
    accounts.push({
      account: id,
      status: found.status,
      ...(found.ends === undefined
        ? {}
        : { token_ends: new Date(found.ends).toISOString() }),
    });
    if (token === undefined || found.ends === undefined) continue;
    const left = found.ends - house.now();
    if (left <= WARN_BEFORE)
      warnings.push(
        `The token of account ${id} ends in ${Math.max(0, Math.floor(left / DAY))} days.`,
      );
  }
  const isFine = accounts.every(
    ({ status }) => status === 'ok' || status === 'long-lived',
  );
  return {
    status: store === 'ok' && isFine ? 'ok' : 'red',
    store,
    accounts,
    warnings,
  };
};

const storeHealth = async ({ store }: House): Promise<Health['store']> => {
  const key = `health:${crypto.randomUUID()}`;
  try {
    await store.put(key, key, 10);
    const isKept = (await store.get(key)) === key;
    await store.remove(key);
    return isKept ? 'ok' : 'failing';
  } catch {
    return 'failing';
  }
};

export function healthRoutes(app: Hono<BrokerEnv>, house: House): void {
  let last: { at: number; health: Promise<Health> } | undefined;
  app.get('/healthz', async (c) => {
    c.env.visit.route = 'healthz';
    if (last === undefined || house.now() - last.at >= KEPT)
      last = { at: house.now(), health: healthOf(house) };
    const health = await last.health;
    c.header('Cache-Control', 'no-store');
    return c.json(health, health.status === 'ok' ? 200 : 503);
  });
}
