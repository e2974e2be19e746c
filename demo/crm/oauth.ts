/**
 * The CRM's half of OAuth: codes and refresh tokens that work once, access tokens that end.
 *
 * Knows: what was given to whom, and what of it was used. Does not know: routes.
 */
import type { CrmOptions } from './options.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface Given {
  account: number;
  until: number;
}

export interface TokenAnswer {
  token_type: 'Bearer';
  expires_in: number;
  server_time: number;
  access_token: string;
  refresh_token: string;
}

export class OAuth {
  readonly #options: CrmOptions;
  readonly #now: () => number;
  readonly #codes = new Map<string, Given>();
  readonly #refresh = new Map<string, Given>();
  readonly #access = new Map<string, Given>();
  /** How often each grant was exchanged, refused ones among them. */
  readonly counts = { code: 0, refresh: 0, refused: 0 };

  constructor(options: CrmOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** A code for an account: 20 minutes, once. */
  code(account: number): string {
    const code = `def502${randomHex(60)}`;
    this.#codes.set(code, { account, until: this.#now() + 20 * MINUTE });
    return code;
  }

  /** Exchanges a code or a refresh token; `undefined` where it is used, over, or not ours. */
  exchange(body: Record<string, unknown>): TokenAnswer | undefined {
    const { integration } = this.#options;
    const isOurs =
      body.client_id === integration.client_id &&
      body.client_secret === integration.client_secret &&
      body.redirect_uri === integration.redirect_uri;
    const given = isOurs ? this.#take(body) : undefined;
    if (given === undefined || given.until <= this.#now()) {
      this.counts.refused++;
      return undefined;
    }
    return this.#pair(given.account);
  }

  /** The account of an access token that is still good. */
  accountOf(token: string | undefined): number | undefined {
    const given = this.#access.get(token ?? '');
    return given && given.until > this.#now() ? given.account : undefined;
  }

  /** All access tokens end now. */
  expire(): void {
    this.#access.clear();
  }

  /** Nothing that an account was given works any more. */
  revoke(account: number): void {
    for (const map of [this.#access, this.#refresh, this.#codes])
      for (const [token, given] of map)
        if (given.account === account) map.delete(token);
  }

  #take(body: Record<string, unknown>): Given | undefined {
    const isCode = body.grant_type === 'authorization_code';
    if (!isCode && body.grant_type !== 'refresh_token') return undefined;
    const map = isCode ? this.#codes : this.#refresh;
    const token = String(isCode ? body.code : body.refresh_token);
    const given = map.get(token);
    map.delete(token);
    if (given !== undefined) this.counts[isCode ? 'code' : 'refresh']++;
    return given;
  }

  #pair(account: number): TokenAnswer {
    const { accessTokenLife = 86_400, refreshTokenLife = (90 * DAY) / 1000 } =
      this.#options;
    const now = this.#now();
    const answer: TokenAnswer = {
      token_type: 'Bearer',
      expires_in: accessTokenLife,
      server_time: Math.floor(now / 1000),
      access_token: `access-${randomHex(40)}`,
      refresh_token: `refresh-${randomHex(40)}`,
    };
    this.#access.set(answer.access_token, {
      account,
      until: now + accessTokenLife * 1000,
    });
    this.#refresh.set(answer.refresh_token, {
      account,
      until: now + refreshTokenLife * 1000,
    });
    return answer;
  }
}

export const randomHex = (digits: number): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(digits / 2)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
