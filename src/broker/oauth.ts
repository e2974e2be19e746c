/**
 * `GET /oauth/callback` and `POST /hooks/disconnected`: how an account comes and goes.
 *
 * Knows: the two ways that reach the callback. A browser that an administrator started at our link brings a `state`
 * that its own cookie knows; the CRM's install call brings none and waits three seconds. Does not know: refreshing.
 * No address in a query is ever gone to: `referer` must be the host of an account that is served.
 */

import type { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { readBytes, readForm } from './body.js';
import type { BrokerContext, BrokerEnv, House } from './house.js';
import { askAccount } from './kommo.js';
import { GrantRefused } from './oauth-exchange.js';
import type { Account } from './options.js';
import { Problem } from './problem.js';
import { fieldOf } from './upstream.js';

const COOKIE = 'kommo-uploader-state';
const STATE_LIFE = 10 * 60;
/** The install call is open to the world, and each costs a call to Kommo. */
const INSTALLS_A_MINUTE = 10;
/** The code works once: where the account cannot be asked at once, it is asked again. */
const TRIES = 3;

/** A link for an administrator's browser: it works once, for ten minutes. */
export const installLink = async (
  house: House,
  account: number,
): Promise<string> => {
  const { integration, accounts } = house.options;
  if (integration === undefined || !accounts.some(({ id }) => id === account))
    throw new TypeError('There is no such account to connect.');
  const start = await house.seals.seal(
    'install',
    { account, jti: crypto.randomUUID() },
    house.now() + STATE_LIFE * 1000,
  );
  return `${integration.redirectUri}?start=${start}`;
};

export function oauthRoutes(app: Hono<BrokerEnv>, house: House): void {
  app.get('/oauth/callback', async (c) => {
    c.env.visit.route = 'oauth';
    c.header('Cache-Control', 'no-store');
    c.header('Referrer-Policy', 'no-referrer');
    await house.budgets.chargeClient(house.options.clientAddress(c.req.raw));
    if (house.options.integration === undefined)
      throw new Problem(404, 'not-found', 'There is nothing here.');
    if (c.req.query('start') !== undefined) return start(c, house);
    if (c.req.query('state') !== undefined) return finish(c, house);
    if (c.req.query('from_widget') !== undefined) return installed(c, house);
    throw new Problem(400, 'bad-request', 'This is no way to come here.');
  });

  app.post('/hooks/disconnected', async (c) => {
    c.env.visit.route = 'disconnected';
    await house.budgets.chargeClient(house.options.clientAddress(c.req.raw));
    const account = await disconnectedAccount(c, house);
    c.env.visit.account = account.id;
    await house.tokens.disconnect(account.id);
    return c.body(null, 200);
  });
}

/** The administrator's browser: gets its cookie, and goes to Kommo. */
async function start(c: BrokerContext, house: House): Promise<Response> {
  const claims = await house.seals.open('install', c.req.query('start'));
  const account = house.options.accounts.find(
    ({ id }) => id === claims?.account,
  );
  if (claims === undefined || account === undefined)
    throw new Problem(403, 'expired', 'This link is over.');
  if (!(await house.store.putIfAbsent(`start:${claims.jti}`, '1', STATE_LIFE)))
    throw new Problem(403, 'expired', 'This link was used.');
  const state = randomText();
  await house.store.put(`state:${state}`, String(account.id), STATE_LIFE);
  setCookie(c, COOKIE, state, {
    prefix: 'host',
    secure: true,
    path: '/',
    httpOnly: true,
    // Kommo leads the browser back: strict would leave the cookie at home.
    sameSite: 'Lax',
    maxAge: STATE_LIFE,
  });
  return c.redirect(authorizationPage(house, account, state), 302);
}

/** Where an administrator says yes: at the domain of the account, or where a host is not Kommo's, there. */
const authorizationPage = (
  { options, hosts }: House,
  { host }: Account,
  state: string,
): string => {
  const domain = /\.(kommo\.com|amocrm\.(?:ru|com))$/.exec(host)?.[1];
  const page = new URL(
    `${domain === undefined ? hosts.originOf(host) : `https://www.${domain}`}/oauth`,
  );
  page.searchParams.set('client_id', options.integration?.clientId ?? '');
  page.searchParams.set('state', state);
  return page.href;
};

/** The browser comes back from Kommo. */
async function finish(c: BrokerContext, house: House): Promise<Response> {
  const state = c.req.query('state') ?? '';
  const cookie = getCookie(c, COOKIE, 'host');
  deleteCookie(c, COOKIE, { prefix: 'host', secure: true, path: '/' });
  const isState = /^[0-9a-f]{64}$/.test(state);
  if (!isState || !(await isSameText(cookie ?? '', state)))
    throw new Problem(403, 'forbidden', 'This browser did not begin here.');
  const id = await house.store.get(`state:${state}`);
  const isFirst = await house.store.putIfAbsent(
    `state-used:${state}`,
    '1',
    STATE_LIFE,
  );
  if (id === undefined || !isFirst)
    throw new Problem(403, 'expired', 'This link was used, or is over.');
  await house.store.remove(`state:${state}`);
  const { account, code } = callOf(c, house);
  if (String(account.id) !== id)
    throw new Problem(403, 'forbidden', 'This is another account.');
  c.env.visit.account = account.id;
  await connect(house, account, code);
  return c.text('The account is connected. This window can be closed.\n');
}

/** The CRM's own call. It waits three seconds and never comes again: answered first, exchanged then. */
async function installed(c: BrokerContext, house: House): Promise<Response> {
  const { account, code } = callOf(c, house);
  c.env.visit.account = account.id;
  const minute = Math.floor(house.now() / 60_000);
  const calls = await house.store.increment(
    `installs:${account.id}:${minute}`,
    1,
    120,
  );
  if (calls > INSTALLS_A_MINUTE)
    throw new Problem(429, 'busy', 'Too many installations at once.', {
      retryAfter: 60,
    });
  c.env.visit.later(
    connect(house, account, code).catch((error: unknown) =>
      house.log.trouble('install-failed', error, { account: account.id }),
    ),
  );
  return c.body(null, 200);
}

/** Code and account of a call. Of any other host than those of the served accounts, nothing is believed. */
function callOf(
  c: BrokerContext,
  { options, hosts }: House,
): { account: Account; code: string } {
  const code = c.req.query('code') ?? '';
  const referer = c.req.query('referer') ?? '';
  const clientId = c.req.query('client_id');
  const account = hosts.isHost(referer)
    ? options.accounts.find(({ host }) => host === referer)
    : undefined;
  if (account === undefined)
    throw new Problem(403, 'forbidden', 'This account is not served here.');
  if (account.token !== undefined)
    throw new Problem(403, 'forbidden', 'This account has a token of its own.');
  if (clientId !== undefined && clientId !== options.integration?.clientId)
    throw new Problem(403, 'forbidden', 'This is another integration.');
  if (!/^[\x21-\x7e]{1,4096}$/.test(code))
    throw new Problem(400, 'bad-request', 'There is no code.');
  return { account, code };
}

async function connect(
  house: House,
  account: Account,
  code: string,
): Promise<void> {
  try {
    await house.tokens.connect(account, code, async (token) => {
      for (let tries = 1; ; tries++)
        try {
          return (await askAccount(house, account.host, token)) === account.id;
        } catch (error) {
          if (tries === TRIES) throw error;
        }
    });
  } catch (error) {
    if (!(error instanceof GrantRefused)) throw error;
    throw new Problem(403, 'forbidden', 'Kommo does not accept this code.');
  }
}

/** The account of a disconnect call whose signature is the vendor's. */
async function disconnectedAccount(
  c: BrokerContext,
  house: House,
): Promise<Account> {
  const fields = await hookFields(c, house);
  const account_id = fields('account_id');
  const client_uuid = fields('client_uuid');
  const account = house.options.accounts.find(
    ({ id }) => String(id) === account_id,
  );
  const { integration } = house.options;
  if (
    account === undefined ||
    integration === undefined ||
    client_uuid !== integration.clientId ||
    !(await isSigned(
      integration.clientSecret,
      `${client_uuid}|${account_id}`,
      fields('signature'),
    ))
  )
    throw new Problem(403, 'forbidden', 'This call is not signed.');
  return account;
}

/** The call's fields, in its address or in a form or JSON body: the vendor names them and not where they are. */
async function hookFields(
  c: BrokerContext,
  { options: { limits } }: House,
): Promise<(name: string) => string> {
  const type = c.req.header('content-type') ?? '';
  if (type.startsWith('application/json')) {
    const text = new TextDecoder().decode(
      await readBytes(c.req.raw, 16 * 1024, limits),
    );
    let body: unknown;
    try {
      body = JSON.parse(text);
    } catch {
      throw new Problem(400, 'bad-request', 'The body is not JSON.');
    }
    return (name) => String(fieldOf(body, name) ?? c.req.query(name) ?? '');
  }
  const form = await readForm(c.req.raw, limits);
  return (name) => form.get(name) ?? c.req.query(name) ?? '';
}

/** Compared by WebCrypto, which takes the same time for every wrong one. */
async function isSigned(
  secret: string,
  text: string,
  signature: string,
): Promise<boolean> {
  if (!/^[0-9a-f]{64}$/i.test(signature)) return false;
  const encoder = new TextEncoder();
  const key = await crypto.subtle.importKey(
    'raw',
    encoder.encode(secret),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['verify'],
  );
  const bytes = Uint8Array.from({ length: 32 }, (_, at) =>
    Number.parseInt(signature.slice(2 * at, 2 * at + 2), 16),
  );
  return crypto.subtle.verify('HMAC', key, bytes, encoder.encode(text));
}

/** Two texts compared by their signatures under a key of the moment: how long it takes tells nothing. */
async function isSameText(a: string, b: string): Promise<boolean> {
  const encoder = new TextEncoder();
  const key = await crypto.subtle.generateKey(
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign', 'verify'],
  );
  const signature = await crypto.subtle.sign('HMAC', key, encoder.encode(a));
  return crypto.subtle.verify('HMAC', key, signature, encoder.encode(b));
}

const randomText = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
