/**
 * The CRM's one-time token for a widget's back end (`X-Auth-Token`), verified.
 *
 * Knows: its claims, and that each counts once. Does not know: what its user may do here.
 */

import { jwtVerify } from 'jose';
import type { Hosts } from './hosts.js';
import type { Account, Integration } from './options.js';
import type { Store } from './store/store.js';

/** Whom the CRM vouches for. */
export interface WidgetUser {
  account: number;
  user: number;
  isAdmin: boolean;
}

export interface WidgetTokenHouse {
  integration: Integration | undefined;
  accounts: readonly Account[];
  hosts: Hosts;
  store: Store;
  now: () => number;
}

/** Clocks differ by so many seconds at most. */
const SKEW = 60;
/** The CRM gives a token 30 minutes. */
const LIFE = 30 * 60;

export const readWidgetToken = async (
  { integration, accounts, hosts, store, now }: WidgetTokenHouse,
  request: Request,
): Promise<WidgetUser | null> => {
  const token = request.headers.get('X-Auth-Token');
  const origin = request.headers.get('Origin');
  if (token === null || origin === null || integration === undefined)
    return null;
  if (token.length > 4096 || hosts.origin(origin) === undefined) return null;
  let claims: Record<string, unknown>;
  try {
    ({ payload: claims } = await jwtVerify(
      token,
      new TextEncoder().encode(integration.clientSecret),
      {
        algorithms: ['HS256'],
        issuer: origin,
        clockTolerance: SKEW,
        // A token that says it lives for years would have to be remembered for years.
        maxTokenAge: LIFE,
        requiredClaims: ['exp', 'iat', 'nbf', 'jti', 'iss', 'aud'],
        currentDate: new Date(now()),
      },
    ));
  } catch {
    return null;
  }
  const { aud, jti, client_uuid, account_id, user_id, is_admin } = claims;
  // A list of audiences that has ours among others was made for others too.
  if (aud !== new URL(integration.redirectUri).origin) return null;
  if (client_uuid !== integration.clientId) return null;
  const account = accounts.find(({ id }) => id === account_id);
  if (account === undefined) return null;
  if (hosts.originOf(account.host) !== origin) return null;
  if (!Number.isSafeInteger(user_id) || (user_id as number) <= 0) return null;
  if (typeof jti !== 'string' || jti.length === 0 || jti.length > 200)
    return null;
  const isFirst = await store.putIfAbsent(
    `jti:${account.id}:${jti}`,
    '1',
    LIFE + 2 * SKEW,
  );
  if (!isFirst) return null;
  return {
    account: account.id,
    user: user_id as number,
    isAdmin: is_admin === true,
  };
};
