/**
 * What the routes share, and what each request carries through them.
 *
 * Knows: types. Does not know: what a route does with any of it.
 */

import type { Context } from 'hono';
import type { Budgeting } from './budgets.js';
import type { Doorman } from './grants.js';
import type { HeldBytes } from './held-bytes.js';
import type { Hosts } from './hosts.js';
import type { Log } from './log.js';
import type { CheckedOptions } from './options.js';
import type { Ownership } from './ownership.js';
import type { Pace } from './pace.js';
import type { Seals } from './seals.js';
import type { Store } from './store/store.js';
import type { TokenKeeper } from './tokens.js';
import type { Upstream } from './upstream.js';

export interface House {
  readonly options: CheckedOptions;
  readonly hosts: Hosts;
  readonly seals: Seals;
  readonly store: Store;
  readonly log: Log;
  readonly doorman: Doorman;
  readonly tokens: TokenKeeper;
  readonly upstream: Upstream;
  readonly pace: Pace;
  readonly budgets: Budgeting;
  readonly held: HeldBytes;
  readonly ownership: Ownership;
  /** Where each account's drive is, while it is being asked: many requests at once ask once. */
  readonly askingForDrive: Map<number, Promise<string>>;
  now(): number;
}

/** One request on its way, for the log. */
export interface Visit {
  readonly requestId: string;
  route: string;
  account?: number;
  bytes?: number;
  code?: string;
  /** Lets work go on after the answer. */
  later(work: Promise<unknown>): void;
}

export interface BrokerEnv {
  Bindings: { visit: Visit };
}

export type BrokerContext = Context<BrokerEnv>;
