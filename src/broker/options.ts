/**
 * What a broker is told, checked all at once.
 *
 * Knows: every option, its default, and when to refuse to start. Does not know: where options come from.
 */

import type { Authorize } from './grants.js';
import { Hosts, isHostName } from './hosts.js';
import { keyBytes, looksRandom } from './keys.js';
import type { LogLine } from './log.js';
import type { Store } from './store/store.js';

/** An account that is served. */
export interface Account {
  /** The id that `/api/v4/account` gives. */
  id: number;
  /** Its host, as `example.kommo.com`. */
  host: string;
  /** A long-lived token of a private integration, instead of OAuth. */
  token?: string;
}

/** The integration as Kommo knows it. */
export interface Integration {
  clientId: string;
  clientSecret: string;
  /** Exactly as it stands in the integration: the broker's `/oauth/callback`. */
  redirectUri: string;
}

/** Milliseconds, all of them. */
export interface TokenTimes {
  /** To wait for another process's refresh (20,000). */
  patience: number;
  /** Between two looks at it (200). */
  look: number;
  /** Before an unsaved pair is stored again, doubled each time (1000). */
  retry: number;
}

/** What the host's `inspect` is told about a file. */
export interface InspectMeta {
  account: number;
  file_name: string;
  file_size: number;
  content_type?: string;
}

/** Bytes and requests in one UTC day. `Infinity` for no limit. */
export interface Budget {
  bytes: number;
  requests: number;
}

/** One budget for each ticket (or user), one for each client's address, one for each account. */
export interface Budgets {
  ticket: Budget;
  client: Budget;
  account: Budget;
}

/** How long things may take, and how slow they may be. */
export interface Limits {
  /** Milliseconds that `authorize` has (10,000). */
  authorizeMs: number;
  /** Milliseconds for a whole body (120,000). */
  bodyMs: number;
  /** Bytes a second that a body must come with (8192). */
  bytesPerSecond: number;
  /** Milliseconds before slowness counts (5000). */
  graceMs: number;
  /** Milliseconds for an answer of Kommo's (60,000). */
  upstreamMs: number;
}

/** What users of the widget may, whom the CRM vouches for. */
export interface WidgetOptions {
  /** Bytes that one file of a widget's user may have (300 MiB). */
  maxFileSize: number;
  /** Sessions that a widget's user may open in a day (10,000). */
  maxFiles: number;
  /** What may be uploaded, as in a grant (everything). */
  types: readonly string[];
  /** Seconds that a ticket of `POST /ticket` lives (900). */
  lifetime: number;
}

/** What a broker is told; what is left out is as in the brackets. */
export interface BrokerOptions {
  /** 32 random bytes as hexadecimal digits or base64: `openssl rand -base64 32`. */
  key: string;
  /** The key before this one, whose tokens are still read for 24 hours. */
  oldKey?: string | undefined;
  /** The accounts that are served, and no others. */
  accounts: readonly Account[];
  /** Needed unless each account has a `token`. */
  integration?: Integration | undefined;
  /** Who may. Ready ones: `widgetToken()`, `pageTicket()`, `anyOf(…)`. */
  authorize: Authorize;
  /** Exact origins of the pages that may ask. */
  origins: readonly string[];
  /** Where pairs, counters and tokens that work once are kept. */
  store: Store;
  /** Says that no second instance runs: needed with a store that cannot be shared. */
  singleInstance?: boolean | undefined;
  /** The address that pages reach the broker at (the request's own). */
  publicUrl?: string | undefined;
  /** Parts and downloads go through the broker (off). */
  relay?: boolean | undefined;
  /** Files can be linked to cards (off). */
  links?: boolean | undefined;
  /** Cookies are read, by `authorize` (off). */
  credentials?: boolean | undefined;
  /** Pages get the whole record, other people's ids and all links (off). */
  fullRecord?: boolean | undefined;
  /** Host names that may be called beside Kommo's. */
  hosts?: readonly string[] | undefined;
  /** This computer may be called, and any page may ask. Refuses to start with NODE_ENV=production. */
  dev?: boolean | undefined;
  /** The address of the client, for its budget: only the host knows which proxies it trusts. */
  clientAddress?: ((request: Request) => string | undefined) | undefined;
  /** Looks at a file's first part, with relay; `false` refuses the file. */
  inspect?:
    | ((firstPart: Uint8Array, meta: InspectMeta) => boolean | Promise<boolean>)
    | undefined;
  /** Budgets of pages (1 GiB, 20,000 requests; for an account ten times the requests). */
  budgets?: { [name in keyof Budgets]?: Partial<Budget> } | undefined;
  /** Budgets of users that the CRM vouches for (no limit). */
  userBudgets?: { [name in keyof Budgets]?: Partial<Budget> } | undefined;
  /** Bytes of parts held at once by all requests of this instance (64 MiB). */
  maxHeldBytes?: number | undefined;
  /** What users of the widget may. */
  widget?: Partial<WidgetOptions> | undefined;
  /** How long things may take. */
  limits?: Partial<Limits> | undefined;
  /** How long a refresh of another process is waited for, and when an unsaved pair is stored again. */
  refresh?: TokenTimes | undefined;
  /** Gets each line of the log as an object (a JSON line on the console). */
  log?: ((line: LogLine) => void) | undefined;
  /** How Kommo is reached (`fetch`). */
  fetch?: typeof fetch | undefined;
  /** Milliseconds since 1970 (the clock). */
  now?: (() => number) | undefined;
}

/** All options, each with a value. */
export interface CheckedOptions {
  accounts: readonly Account[];
  integration: Integration | undefined;
  authorize: Authorize;
  /** `*` in `dev` only. */
  origins: readonly string[];
  publicUrl: string | undefined;
  relay: boolean;
  links: boolean;
  credentials: boolean;
  fullRecord: boolean;
  clientAddress: (request: Request) => string | undefined;
  inspect: BrokerOptions['inspect'];
  budgets: { page: Budgets; user: Budgets };
  maxHeldBytes: number;
  widget: WidgetOptions;
  limits: Limits;
}

/** The broker does not start. Every mistake is in `mistakes`, a sentence each. */
export class BrokerOptionsError extends Error {
  override readonly name = 'BrokerOptionsError';
  /** A sentence for each. */
  readonly mistakes: readonly string[];

  constructor(mistakes: readonly string[]) {
    super(`The broker does not start:\n- ${mistakes.join('\n- ')}`);
    this.mistakes = mistakes;
  }
}

/** A part is never larger than this, whatever the drive says. */
export const LARGEST_PART = 4 * 1024 * 1024;

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

const isCount = (value: unknown) =>
  Number.isSafeInteger(value) && (value as number) > 0;

/** Throws a BrokerOptionsError that names every mistake. */
export const checkOptions = (
  given: BrokerOptions,
  environment: Readonly<Record<string, string | undefined>>,
): CheckedOptions => {
  const mistakes: string[] = [];
  const say = (isWrong: boolean, sentence: string) => {
    if (isWrong) mistakes.push(sentence);
  };
  const dev = given.dev === true;
  checkKeys(given, say);
  say(
    dev && environment.NODE_ENV === 'production',
    'dev must not be on with NODE_ENV=production.',
  );
  say(
    !(given.hosts ?? []).every(isHostName),
    'hosts must be whole host names, as files.example.com.',
  );
  checkAccounts(given, new Hosts({ hosts: given.hosts, dev }), say);
  checkIntegration(given, dev, say);
  say(typeof given.authorize !== 'function', 'authorize must be a function.');
  checkOrigins(given, dev, say);
  checkStore(given, say);
  say(
    given.publicUrl !== undefined && !isOwnAddress(given.publicUrl, dev),
    'publicUrl must be an https address without path, query and a slash at its end.',
  );
  const held = given.maxHeldBytes ?? 64 * MIB;
  say(
    !(isCount(held) && held >= LARGEST_PART),
    `maxHeldBytes must be at least ${LARGEST_PART}, the largest part.`,
  );
  const budgets = {
    page: budgetsOf(given.budgets, 20_000, GIB),
    user: budgetsOf(given.userBudgets, Number.POSITIVE_INFINITY),
  };
  for (const kind of [budgets.page, budgets.user])
    for (const [scope, { bytes, requests }] of Object.entries(kind))
      say(
        !(bytes > 0 && requests > 0),
        `budgets: ${scope} must have bytes and requests above 0.`,
      );
  if (mistakes.length > 0) throw new BrokerOptionsError(mistakes);
  return {
    accounts: given.accounts.map((account) => ({ ...account })),
    integration: given.integration,
    authorize: given.authorize,
    origins: given.origins ?? ['*'],
    publicUrl: given.publicUrl,
    relay: given.relay === true,
    links: given.links === true,
    credentials: given.credentials === true,
    fullRecord: given.fullRecord === true,
    clientAddress: given.clientAddress ?? (() => undefined),
    inspect: given.inspect,
    budgets,
    maxHeldBytes: held,
    widget: {
      maxFileSize: 300 * MIB,
      maxFiles: 10_000,
      types: ['*/*'],
      lifetime: 900,
      ...given.widget,
    },
    limits: {
      authorizeMs: 10_000,
      bodyMs: 120_000,
      bytesPerSecond: 8192,
      graceMs: 5000,
      upstreamMs: 60_000,
      ...given.limits,
    },
  };
};

type Say = (isWrong: boolean, sentence: string) => void;

function checkKeys({ key, oldKey }: BrokerOptions, say: Say) {
  for (const [name, text] of [
    ['key', key],
    ['oldKey', oldKey],
  ] as const) {
    if (name === 'oldKey' && text === undefined) continue;
    const bytes = keyBytes(text);
    say(
      bytes === undefined || !looksRandom(bytes),
      `${name} must be 32 random bytes, as hexadecimal digits or base64.`,
    );
  }
  say(oldKey !== undefined && key === oldKey, 'oldKey must differ from key.');
}

function checkAccounts({ accounts }: BrokerOptions, hosts: Hosts, say: Say) {
  const list: readonly Account[] = Array.isArray(accounts) ? accounts : [];
  say(list.length === 0, 'accounts must name at least one account.');
  for (const [at, account] of list.entries()) {
    say(!isCount(account?.id), `accounts: number ${at + 1} has no id.`);
    say(
      !hosts.isHost(account?.host ?? ''),
      `accounts: number ${at + 1} has no host of Kommo's, as example.kommo.com.`,
    );
    say(
      account?.token !== undefined && !/^[\x21-\x7e]{10,}$/.test(account.token),
      `accounts: the token of number ${at + 1} is none.`,
    );
  }
  for (const field of ['id', 'host'] as const)
    say(
      new Set(list.map((account) => account?.[field])).size !== list.length,
      `accounts: an ${field} is there twice.`,
    );
}

function checkIntegration(
  { integration, accounts }: BrokerOptions,
  dev: boolean,
  say: Say,
) {
  if (integration === undefined) {
    say(
      Array.isArray(accounts) && accounts.some(({ token }) => !token),
      'integration is missing, and an account has no token of its own.',
    );
    return;
  }
  const { clientId, clientSecret, redirectUri } = integration;
  say(!clientId, 'integration: clientId is missing.');
  say(!clientSecret, 'integration: clientSecret is missing.');
  const isAddress =
    typeof redirectUri === 'string' &&
    redirectUri.endsWith('/oauth/callback') &&
    isOwnAddress(redirectUri.slice(0, -'/oauth/callback'.length), dev);
  say(
    !isAddress,
    'integration: redirectUri must be the https address of /oauth/callback.',
  );
}

function checkOrigins({ origins }: BrokerOptions, dev: boolean, say: Say) {
  if (dev && origins === undefined) return;
  const list: readonly string[] = Array.isArray(origins) ? origins : [];
  say(list.length === 0, 'origins must name at least one origin.');
  for (const origin of list)
    if (origin === '*') say(!dev, 'origins: * is for dev only.');
    else
      say(
        !isOwnAddress(origin, dev),
        'origins must be exact, as https://shop.example, without a slash at the end.',
      );
}

function checkStore({ store, singleInstance }: BrokerOptions, say: Say) {
  if (typeof store?.putIfAbsent !== 'function') {
    say(true, 'store is missing.');
    return;
  }
  say(
    !store.isShared && singleInstance !== true,
    'store cannot be shared: say singleInstance, or take Redis.',
  );
}

const isOwnAddress = (text: unknown, dev: boolean): boolean => {
  if (typeof text !== 'string' || !URL.canParse(text)) return false;
  const url = new URL(text);
  const isLocal = /^(localhost|127\.0\.0\.1)$/.test(url.hostname);
  return (
    url.origin === text &&
    // A parser lets a star stand in a name; a list of exact origins does not.
    /^[a-z0-9.-]+$/.test(url.hostname) &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && dev && isLocal))
  );
};

function budgetsOf(
  given: BrokerOptions['budgets'],
  requests: number,
  bytes = Number.POSITIVE_INFINITY,
): Budgets {
  return {
    ticket: { bytes, requests, ...given?.ticket },
    client: { bytes, requests, ...given?.client },
    account: { bytes, requests: requests * 10, ...given?.account },
  };
}
