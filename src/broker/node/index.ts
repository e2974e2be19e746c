/**
 * The broker's doorway for Node: a server on a port and a store on the disk. The rest is in `../index.ts`.
 *
 * Knows: what is public. Does not know: the command line (`command.ts`).
 */

export { fileStore } from '../store/file-store.js';
export { clientAddress } from './client-address.js';
export { nodeFetch } from './node-fetch.js';
export {
  type RunningBroker,
  type ServeOptions,
  serveBroker,
} from './server.js';
export { type Environment, readSettings, type Settings } from './settings.js';
