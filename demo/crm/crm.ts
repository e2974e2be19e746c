/**
 * A stand-in for the CRM: OAuth, the account, cards, and what the CRM itself does to an integration.
 *
 * Knows: the vendor's paths and shapes, read from its documentation alone. Uses web standards only; a server is in
 * `server.ts`. Does not know: the drive, whose address it only hands out.
 */
import { Hono } from 'hono';
import { SignJWT } from 'jose';
import { Cards } from './cards.js';
import { OAuth } from './oauth.js';
import type { AccountOptions, CrmOptions } from './options.js';
import { People, type User } from './people.js';
import { RateLimit } from './rate.js';
import { CardRecords, isCardType } from './sample-cards.js';

export interface Crm {
  /** `address` is where the request comes from: one that goes on after 429 is blocked. */
  fetch(request: Request, address?: string): Promise<Response>;
  readonly oauth: OAuth;
  readonly cards: Cards;
  readonly people: People;
  readonly records: CardRecords;
  /** Every call on `/api/v4`, by method and path. */
  readonly calls: readonly string[];
  /** An administrator installs the integration: the CRM calls it, waits three seconds, and never again. */
  install(account: number): Promise<Response>;
  /** An administrator disconnects it. */
  disconnect(account: number): Promise<Response | undefined>;
  /** The signature of a disconnect call. */
  signature(account: number): Promise<string>;
  /** The one-time token that a widget's request carries, with whatever changes. */
  authToken(
    account: number,
    user: number,
    changes?: Record<string, unknown>,
  ): Promise<string>;
  /** Where the account's pages are. */
  originOf(account: number): string;
}

interface Asker {
  account: AccountOptions;
  /** Whose page it is; an integration is nobody. */
  user?: User;
}

export function createCrm(options: CrmOptions): Crm {
  const { accounts, integration, domain = 'kommo.com' } = options;
  const now = options.now ?? Date.now;
  const send = options.fetch ?? fetch;
  const oauth = new OAuth(options);
  const calls: string[] = [];
  const people = new People();
  const records = new CardRecords(now);
  const cards = new Cards(options.linkStatus, (type, id) => {
    if (!isCardType(type)) return undefined;
    const { fields: _, stage: __, ...known } = records.find(type, id) ?? {};
    return known;
  });
  const rate = new RateLimit(options.rate ?? 7, now);

  const find = (id: number): AccountOptions => {
    const account = accounts.find((each) => each.id === id);
    if (account === undefined) throw new Error(`no account ${id}`);
    return account;
  };
  const hostOf = ({ subdomain }: AccountOptions) =>
    domain.includes(':') ? domain : `${subdomain}.${domain}`;
  const originOf = (id: number) =>
    `${domain.includes(':') ? 'http' : 'https'}://${hostOf(find(id))}`;

  /** Who asks at `/api/v4`: an integration by its token, or the account's own page by its cookie. */
  const askerOf = ({ url, headers, method }: Request): Asker | undefined => {
    const { host, origin } = new URL(url);
    const here = accounts.filter((each) => hostOf(each) === host);
    const authorization = headers.get('authorization');
    if (authorization !== null) {
      const bearer = /^Bearer (\S+)$/.exec(authorization);
      const id = oauth.accountOf(bearer?.[1]);
      // A token of one account is nothing at another one's address.
      const account = here.find((each) => each.id === id);
      return account && { account };
    }
    const [account] = here;
    const user = people.of(headers);
    // A cookie goes along with what other pages of this computer send, too.
    const isOwnPage =
      method === 'GET' || (headers.get('origin') ?? origin) === origin;
    return account && user && isOwnPage ? { account, user } : undefined;
  };

  const app = new Hono<{ Bindings: { address: string } }>();
  app.post('/oauth2/access_token', async (c) => {
    const body = await c.req.json<Record<string, unknown>>().catch(() => ({}));
    const answer = oauth.exchange(body);
    return answer
      ? c.json(answer)
      : c.json({ title: 'Bad Request', hint: 'Token is not valid' }, 400);
  });
  // The page on which an administrator says yes: here everybody does, at once.
  app.get('/oauth', (c) => {
    const [account] = accounts;
    const back = new URL(integration.redirect_uri);
    if (
      account === undefined ||
      c.req.query('client_id') !== integration.client_id
    )
      return c.text('No such integration.', 404);
    back.searchParams.set('code', oauth.code(account.id));
    back.searchParams.set('referer', hostOf(account));
    back.searchParams.set('state', c.req.query('state') ?? '');
    back.searchParams.set('client_id', integration.client_id);
    return c.redirect(back.href, 302);
  });
  app.use('/api/v4/*', async (c, next) => {
    calls.push(`${c.req.method} ${c.req.path}`);
    const asker = askerOf(c.req.raw);
    if (asker === undefined)
      return c.json({ title: 'Unauthorized', status: 401 }, 401, problem);
    const { account, user } = asker;
    const who = `${account.id}:${user?.id ?? 'integration'}`;
    const met = rate.take(who, c.env.address);
    if (met === 429)
      return c.json({ title: 'Too Many Requests', status: 429 }, 429, problem);
    const mayNot = user?.mayEdit === false && c.req.method !== 'GET';
    if (met === 403 || mayNot)
      return c.json({ title: 'Forbidden', status: 403 }, 403, problem);
    await next();
    return undefined;
  });
  app.get('/api/v4/account', (c) => {
    const account = askerOf(c.req.raw)?.account;
    if (account === undefined) return c.json({ title: 'Not Found' }, 404);
    const { id, subdomain, drive_url } = account;
    return c.json({
      id,
      name: subdomain,
      subdomain,
      ...(c.req.query('with') === 'drive_url' ? { drive_url } : {}),
    });
  });
  app.route('/', cards.routes());

  const signature = async (account: number): Promise<string> => {
    const encoder = new TextEncoder();
    const key = await crypto.subtle.importKey(
      'raw',
      encoder.encode(integration.client_secret),
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    );
    const bytes = await crypto.subtle.sign(
      'HMAC',
      key,
      encoder.encode(`${integration.client_id}|${account}`),
    );
    return Array.from(new Uint8Array(bytes), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
  };

  return {
    fetch: async (request, address = 'in-process') =>
      app.fetch(request, { address }),
    ...{ oauth, cards, people, records, calls, originOf, signature },
    async install(id) {
      const url = new URL(integration.redirect_uri);
      url.searchParams.set('code', oauth.code(id));
      url.searchParams.set('referer', hostOf(find(id)));
      url.searchParams.set('client_id', integration.client_id);
      url.searchParams.set('from_widget', '1');
      return send(url.href, { signal: AbortSignal.timeout(3000) });
    },
    async disconnect(id) {
      oauth.revoke(id);
      if (integration.disconnect_hook === undefined) return undefined;
      return send(integration.disconnect_hook, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          account_id: String(id),
          client_uuid: integration.client_id,
          signature: await signature(id),
        }).toString(),
      });
    },
    async authToken(id, user, changes = {}) {
      const iat = Math.floor(now() / 1000);
      return new SignJWT({
        iss: originOf(id),
        aud: new URL(integration.redirect_uri).origin,
        jti: crypto.randomUUID(),
        ...{ iat, nbf: iat, exp: iat + 30 * 60 },
        account_id: id,
        subdomain: find(id).subdomain,
        client_uuid: integration.client_id,
        user_id: user,
        is_admin: false,
        ...changes,
      })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .sign(new TextEncoder().encode(integration.client_secret));
    },
  };
}

const problem = { 'Content-Type': 'application/problem+json' };
