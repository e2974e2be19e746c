/**
 * The two calls that OAuth is made of: a code or a refresh token for a pair.
 *
 * Knows: the vendor's token endpoint and its answer. Does not know: where pairs are kept, and when one is due.
 */

import type { Hosts } from './hosts.js';
import type { Account, Integration } from './options.js';
import { Problem } from './problem.js';
import { fieldOf, type Upstream } from './upstream.js';
import type { Pair } from './vault.js';

/** The vendor refuses this code or refresh token for good. */
export class GrantRefused extends Error {
  override readonly name = 'GrantRefused';
}

export type Exchange = (
  account: Account,
  what:
    | { grant_type: 'authorization_code'; code: string }
    | { grant_type: 'refresh_token'; refresh_token: string },
) => Promise<Pair>;

export const exchangeAt =
  (
    integration: Integration,
    hosts: Hosts,
    upstream: Upstream,
    now: () => number,
  ): Exchange =>
  async (account, what) => {
    const { clientId, clientSecret, redirectUri } = integration;
    const obtainedAt = now();
    const { status, json } = await upstream.json(
      new URL(`${hosts.originOf(account.host)}/oauth2/access_token`),
      {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({
          client_id: clientId,
          client_secret: clientSecret,
          ...what,
          redirect_uri: redirectUri,
        }),
      },
    );
    if (status === 400 || status === 401) throw new GrantRefused();
    const accessToken = fieldOf(json, 'access_token');
    const refreshToken = fieldOf(json, 'refresh_token');
    const expiresIn = fieldOf(json, 'expires_in');
    if (
      status !== 200 ||
      !isToken(accessToken) ||
      !isToken(refreshToken) ||
      !Number.isSafeInteger(expiresIn)
    )
      throw new Problem(502, 'upstream-failed', 'Kommo gave no tokens.');
    return {
      accessToken,
      refreshToken,
      obtainedAt,
      expiresAt: obtainedAt + (expiresIn as number) * 1000,
    };
  };

const isToken = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]{1,8192}$/.test(value);
