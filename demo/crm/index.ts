/**
 * The stand-in's doorway for tests and pages: nothing here needs Node. With sockets it is in `server.ts`.
 *
 * Knows: what is public. Does not know: routes, or cards.
 */
export { type Crm, createCrm } from './crm.js';
export type {
  AccountOptions,
  CrmOptions,
  IntegrationOptions,
} from './options.js';
