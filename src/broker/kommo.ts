/**
 * What the broker asks of Kommo, with an account's token and at its pace.
 *
 * Knows: the CRM host of an account, where its drive is, which calls there are. Does not know: who asked for it.
 */

import type { House } from './house.js';
import type { Account } from './options.js';
import type { Place } from './pace.js';
import { Problem } from './problem.js';
import { fieldOf, type UpstreamAnswer } from './upstream.js';

/** Seconds that the address of an account's drive is believed. */
const DRIVE_KEPT = 60 * 60;

type Shared = Pick<
  House,
  | 'options'
  | 'hosts'
  | 'tokens'
  | 'upstream'
  | 'pace'
  | 'store'
  | 'askingForDrive'
>;

const accountOf = ({ options }: Shared, id: number): Account => {
  const account = options.accounts.find((each) => each.id === id);
  if (account === undefined)
    throw new Problem(403, 'forbidden', 'This account is not served here.');
  return account;
};

/** One call with the account's token. A token that is refused is renewed once. */
const call = async (
  house: Shared,
  place: Place,
  id: number,
  url: URL,
  init: { method?: string; body?: string; headers?: Record<string, string> },
): Promise<UpstreamAnswer> => {
  const send = async (token: string) => {
    await house.pace.turn(place, id);
    return house.upstream.json(url, {
      ...init,
      headers: { ...init.headers, Authorization: `Bearer ${token}` },
    });
  };
  const token = await house.tokens.accessToken(id);
  let answer = await send(token);
  if (answer.status === 401) {
    const fresh = await house.tokens.accessToken(id, token);
    if (fresh !== token) answer = await send(fresh);
  }
  if (answer.status === 429)
    await house.pace.slowDown(place, id, answer.headers.get('Retry-After'));
  return answer;
};

/** The account that a token belongs to, as the CRM itself says. */
export const askAccount = async (
  { upstream, hosts }: Pick<House, 'upstream' | 'hosts'>,
  host: string,
  token: string,
): Promise<number | undefined> => {
  const { status, json } = await upstream.json(
    new URL(`${hosts.originOf(host)}/api/v4/account`),
    { headers: { Authorization: `Bearer ${token}` } },
  );
  const id = fieldOf(json, 'id');
  return status === 200 && Number.isSafeInteger(id)
    ? (id as number)
    : undefined;
};

/** The origin of an account's drive. */
const driveOrigin = async (house: Shared, id: number): Promise<string> => {
  const kept = house.hosts.origin(await house.store.get(`drive:${id}`));
  if (kept !== undefined) return kept;
  const running = house.askingForDrive.get(id);
  if (running !== undefined) return running;
  const asked = askDriveOrigin(house, id).finally(() =>
    house.askingForDrive.delete(id),
  );
  house.askingForDrive.set(id, asked);
  return asked;
};

const askDriveOrigin = async (house: Shared, id: number): Promise<string> => {
  const { host } = accountOf(house, id);
  const { status, json, headers } = await call(
    house,
    'crm',
    id,
    new URL(`${house.hosts.originOf(host)}/api/v4/account?with=drive_url`),
    {},
  );
  if (status !== 200) throw refusal(status, headers);
  const given = fieldOf(json, 'drive_url');
  const origin = house.hosts.origin(
    typeof given === 'string' ? given.replace(/\/$/, '') : given,
  );
  if (origin === undefined)
    throw new Problem(
      502,
      'forbidden-upstream',
      'The drive has an address that is not allowed.',
    );
  await house.store.put(`drive:${id}`, origin, DRIVE_KEPT);
  return origin;
};

/** A call to the CRM host. */
export const askCrm = async (
  house: Shared,
  id: number,
  path: string,
  init: { method?: string; body?: string } = {},
): Promise<UpstreamAnswer> =>
  call(
    house,
    'crm',
    id,
    new URL(`${house.hosts.originOf(accountOf(house, id).host)}${path}`),
    { ...init, headers: { 'Content-Type': 'application/json' } },
  );

/** A call to the drive. */
export const askDrive = async (
  house: Shared,
  id: number,
  path: string,
  init: { method?: string; body?: string } = {},
): Promise<UpstreamAnswer> =>
  call(house, 'drive', id, new URL(`${await driveOrigin(house, id)}${path}`), {
    ...init,
    headers: { 'Content-Type': 'application/json' },
  });

/** The session that a file came with, as its record says. */
export const askFileSession = async (
  house: Shared,
  account: number,
  uuid: string,
): Promise<number | string | undefined> => {
  const { status, json } = await askDrive(
    house,
    account,
    `/v1.0/files/${uuid}`,
  );
  const session = fieldOf(json, 'session_id');
  return status === 200 &&
    (Number.isSafeInteger(session) || typeof session === 'string')
    ? (session as number | string)
    : undefined;
};

/** A "no" of Kommo's, without its words and addresses. */
export const refusal = (status: number, headers: Headers): Problem => {
  const retryAfter = /^\d{1,6}$/.exec(headers.get('Retry-After') ?? '')?.[0];
  return new Problem(
    status >= 400 && status <= 599 ? status : 502,
    'upstream-refused',
    'Kommo refused this request.',
    retryAfter === undefined ? {} : { retryAfter: Number(retryAfter) },
  );
};
