/**
 * The world as a page has it: where everything comes in that a test may own instead.
 *
 * Knows: which part is shared by all queues of a page. Does not know: what any of it is used for.
 */

import { indexedDbStore } from './checkpoint-store.js';
import { pageLinks } from './links.js';
import { paceOf } from './pace.js';
import { realClock } from './pauser.js';
import { pageReachability } from './reachability.js';
import { noSignals } from './signals.js';
import type { Environment } from './trying.js';

/** One for all queues of a page: a browser keeps each connection until the page is gone. */
const pageStore = indexedDbStore();

export const pageEnvironment = (): Environment => ({
  fetch: (...request) => globalThis.fetch(...request),
  clock: realClock,
  random: Math.random,
  signals: noSignals,
  reachability: pageReachability,
  paceOf,
  links: pageLinks,
  store: globalThis.indexedDB === undefined ? undefined : pageStore,
  locks: globalThis.navigator?.locks,
});
