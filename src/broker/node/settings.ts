/**
 * The broker's settings from environment variables, checked all at once.
 *
 * Knows: the variables and what is wrong with a value. Does not know: what an option does; those are checked by the
 * broker itself, and its mistakes are told with the ones from here. No mistake quotes a value: it may be a secret.
 */

import { anyOf, pageTicket, widgetToken } from '../authorize.js';
import type { Authorize } from '../grants.js';
import {
  type Account,
  type BrokerOptions,
  BrokerOptionsError,
  checkOptions,
} from '../options.js';
import type { Store } from '../store/store.js';
import { clientAddress } from './client-address.js';

/** Environment variables, as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What is needed beside the options: the store is opened only when all else is right. */
export interface Settings {
  options: Omit<BrokerOptions, 'store'>;
  store:
    | { kind: 'redis'; url: string }
    | { kind: 'files'; folder: string }
    | { kind: 'memory' };
  port: number;
  host: string;
}

/** Every variable, for `--help`. */
export const VARIABLES: readonly (readonly [name: string, meaning: string])[] =
  [
    ['BROKER_KEY', '32 random bytes, hexadecimal or base64 (required)'],
    ['BROKER_KEY_OLD', 'the key before, still read for 24 hours'],
    [
      'ACCOUNTS',
      'id=host, as 123=example.kommo.com; several with commas (required)',
    ],
    ['TOKEN_<id>', 'the long-lived token of an account, instead of OAuth'],
    ['CLIENT_ID', "the integration's id"],
    ['CLIENT_SECRET', "the integration's secret"],
    [
      'REDIRECT_URI',
      "the integration's redirect URI (PUBLIC_URL/oauth/callback)",
    ],
    ['ORIGINS', 'exact origins of the pages, with commas (required)'],
    ['PUBLIC_URL', 'the https address that pages reach the broker at'],
    ['AUTHORIZE', 'ticket, widget or both (both)'],
    ['RELAY', 'true: parts and downloads go through the broker (false)'],
    ['LINKS', 'true: files can be linked to cards (false)'],
    ['CREDENTIALS', 'true: cookies are read (false)'],
    ['FULL_RECORD', 'true: pages get whole records (false)'],
    ['HOSTS', "host names that may be called beside Kommo's, with commas"],
    ['REDIS_URL', 'the store of several instances: redis:// or rediss://'],
    ['STORE_DIR', 'a folder as the store of a single instance'],
    [
      'SINGLE_INSTANCE',
      'true: there is no second instance (needed without Redis)',
    ],
    [
      'PAGE_BYTES_A_DAY',
      'bytes a day for each ticket, client and account (1 GiB)',
    ],
    ['MAX_HELD_BYTES', 'bytes of parts held at once (64 MiB)'],
    ['TRUSTED_PROXIES', 'how many proxies of yours stand in front (0)'],
    ['PORT', 'the port; 0 takes a free one (8080)'],
    ['HOST', 'where to listen (127.0.0.1)'],
    ['DEV', 'true: this computer may be called, any page may ask (false)'],
  ];

/** Throws a BrokerOptionsError that names every mistake. */
export const readSettings = (environment: Environment): Settings => {
  const mistakes: string[] = [];
  const flag = (name: string): boolean => {
    const value = environment[name] ?? '';
    if (!['', 'true', 'false'].includes(value))
      mistakes.push(`${name} must be true or false.`);
    return value === 'true';
  };
  const list = (name: string): string[] =>
    (environment[name] ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  const number = (name: string, fallback: number, least: number): number => {
    const text = environment[name] ?? '';
    if (text === '') return fallback;
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least)) {
      mistakes.push(`${name} must be a whole number, at least ${least}.`);
      return fallback;
    }
    return value;
  };
  const text = (name: string): string | undefined =>
    environment[name] === '' ? undefined : environment[name];

  const accounts = list('ACCOUNTS').map((each): Account => {
    const [, id = '', host = ''] = /^(\d{1,15})=(\S+)$/.exec(each) ?? [];
    if (id === '') mistakes.push('ACCOUNTS must be a list of id=host.');
    const token = text(`TOKEN_${id}`);
    return { id: Number(id), host, ...(token === undefined ? {} : { token }) };
  });
  const publicUrl = text('PUBLIC_URL');
  const clientId = text('CLIENT_ID');
  const clientSecret = text('CLIENT_SECRET');
  const redirectUri =
    text('REDIRECT_URI') ??
    (publicUrl === undefined ? undefined : `${publicUrl}/oauth/callback`);
  const hasIntegration = clientId !== undefined || clientSecret !== undefined;
  const bytes = number('PAGE_BYTES_A_DAY', 2 ** 30, 1);
  const budget = { bytes };
  const options: Settings['options'] = {
    key: text('BROKER_KEY') ?? '',
    oldKey: text('BROKER_KEY_OLD'),
    accounts,
    integration: hasIntegration
      ? {
          clientId: clientId ?? '',
          clientSecret: clientSecret ?? '',
          redirectUri: redirectUri ?? '',
        }
      : undefined,
    authorize: authorizeOf(text('AUTHORIZE') ?? 'both', mistakes),
    origins: list('ORIGINS'),
    publicUrl,
    relay: flag('RELAY'),
    links: flag('LINKS'),
    credentials: flag('CREDENTIALS'),
    fullRecord: flag('FULL_RECORD'),
    dev: flag('DEV'),
    hosts: list('HOSTS'),
    singleInstance: flag('SINGLE_INSTANCE'),
    maxHeldBytes: number('MAX_HELD_BYTES', 64 * 2 ** 20, 1),
    budgets: { ticket: budget, client: budget, account: budget },
    clientAddress: clientAddress({
      trustedProxies: number('TRUSTED_PROXIES', 0, 0),
    }),
  };
  const settings: Settings = {
    options,
    store: storeOf(text('REDIS_URL'), text('STORE_DIR'), mistakes),
    port: number('PORT', 8080, 0),
    host: text('HOST') ?? '127.0.0.1',
  };
  if (settings.port > 65_535) mistakes.push('PORT must be at most 65535.');
  const isShared = settings.store.kind === 'redis';
  mistakes.push(...mistakesOf(options, isShared, environment));
  if (mistakes.length > 0) throw new BrokerOptionsError([...new Set(mistakes)]);
  return settings;
};

const authorizeOf = (choice: string, mistakes: string[]): Authorize => {
  if (choice === 'ticket') return pageTicket();
  if (choice === 'widget') return widgetToken();
  if (choice !== 'both')
    mistakes.push('AUTHORIZE must be ticket, widget or both.');
  return anyOf(pageTicket(), widgetToken());
};

const storeOf = (
  url: string | undefined,
  folder: string | undefined,
  mistakes: string[],
): Settings['store'] => {
  if (url !== undefined && folder !== undefined)
    mistakes.push('REDIS_URL and STORE_DIR: one of them only.');
  if (url !== undefined && !/^rediss?:\/\/\S+$/.test(url))
    mistakes.push('REDIS_URL must start with redis:// or rediss://.');
  if (url !== undefined) return { kind: 'redis', url };
  return folder === undefined ? { kind: 'memory' } : { kind: 'files', folder };
};

/** The broker's own names of options, in the names of the variables. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^key must/, 'BROKER_KEY must'],
  [/^oldKey/, 'BROKER_KEY_OLD'],
  [/^accounts: the token/, 'ACCOUNTS: the TOKEN_<id>'],
  [/^accounts/, 'ACCOUNTS'],
  [/^integration: clientId/, 'CLIENT_ID'],
  [/^integration: clientSecret/, 'CLIENT_SECRET'],
  [/^integration: redirectUri/, 'REDIRECT_URI (or PUBLIC_URL)'],
  [/^integration is missing/, 'CLIENT_ID and CLIENT_SECRET are missing'],
  [/^origins/, 'ORIGINS'],
  [/^publicUrl/, 'PUBLIC_URL'],
  [/^hosts/, 'HOSTS'],
  [/^maxHeldBytes/, 'MAX_HELD_BYTES'],
  [/^dev must/, 'DEV must'],
  [
    /^store cannot be shared.*/,
    'REDIS_URL is missing. Where there is no second instance, say SINGLE_INSTANCE=true.',
  ],
];

const mistakesOf = (
  options: Settings['options'],
  isShared: boolean,
  environment: Environment,
): string[] => {
  const never = async () => {
    throw new Error('Nothing is stored while settings are checked.');
  };
  const store: Store = {
    isShared,
    ...{ get: never, put: never, putIfAbsent: never },
    ...{ increment: never, remove: never },
  };
  try {
    checkOptions({ ...options, store }, environment);
    return [];
  } catch (error) {
    if (!(error instanceof BrokerOptionsError)) throw error;
    return error.mistakes.map((mistake) => {
      const [pattern, name] = NAMES.find(([each]) => each.test(mistake)) ?? [];
      return pattern && name ? mistake.replace(pattern, name) : mistake;
    });
  }
};
