/**
 * The stand-in's doorway for tests and pages: nothing here needs Node. With sockets it is in `server.ts`.
 */
export { type Crm, createCrm } from './crm.js';
export type {
  AccountOptions,
  CrmOptions,
  IntegrationOptions,
} from './options.js';
