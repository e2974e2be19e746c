/**
 * The drive's doorway for tests and pages: nothing here needs Node.
 *
 * Knows: what is public. Does not know: sockets, or disks (`node.ts`).
 */
export { countingStorage } from './counting-storage.js';
export {
  type Client,
  createDrive,
  type Drive,
  type DriveOptions,
} from './drive.js';
export type {
  Fault,
  FaultKind,
  FaultRule,
  Faults,
  FaultTarget,
} from './faults.js';
export type { Journal, JournalEntry, RouteKind } from './journal.js';
export { memoryStorage } from './memory-storage.js';
export {
  type Behaviour,
  behaviourRules,
  checkBehaviour,
  defaultBehaviour,
  OptionError,
} from './options.js';
export { pageFetch } from './page-fetch.js';
export type { Thumbnail, ThumbnailMaker } from './previews.js';
export { readProfile } from './profile.js';
export type { FileRecord } from './records.js';
export { type DriveStorage, StorageFull } from './storage.js';
