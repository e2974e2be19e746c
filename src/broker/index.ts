/**
 * The broker's doorway: everything that runs anywhere. What needs Node is behind `node/index.ts`.
 *
 * Knows: what is public. Does not know: pages, elements, engines.
 */

export { anyOf, pageTicket, widgetToken } from './authorize.js';
export { type Broker, createBroker, type Surroundings } from './broker.js';
export type {
  Authorize,
  Doorman,
  Entity,
  EntityType,
  Grant,
} from './grants.js';
export type { Health } from './health.js';
export type { LogLine } from './log.js';
export {
  type Account,
  type BrokerOptions,
  BrokerOptionsError,
  type Budget,
  type Budgets,
  type InspectMeta,
  type Integration,
  type Limits,
  type WidgetOptions,
} from './options.js';
export { memoryStore } from './store/memory-store.js';
export { type RedisClient, redisStore } from './store/redis-store.js';
export type { Store } from './store/store.js';
export {
  type IssueOptions,
  issueTicket,
  type StandaloneIssueOptions,
} from './tickets.js';
