/**
 * The engine's doorway: nothing outside this folder imports any other file of it.
 *
 * Knows: what is public. Does not know: pages. Works in windows, workers and Node.
 */

export { isLocalPage, readableLink } from './addresses.js';
export {
  attachmentNoteParams,
  type CardFile,
  type Entity,
  fileFieldValue,
} from './card.js';
export type { Checkpoint, CheckpointStore } from './checkpoint.js';
export type { Diagnosis } from './diagnosis.js';
export type { OpenSession } from './drive.js';
export {
  AddressError,
  ConnectionError,
  FileError,
  OptionError,
  PrepareError,
  RefusedError,
  RejectedFileError,
  ResponseError,
  UploadError,
  type UploadErrorCode,
  type UploadErrorDetails,
} from './errors.js';
export {
  type Author,
  type FileLink,
  type FilePreview,
  type FileVersion,
  isFileVersion,
  type SessionRequest,
  type UploadSession,
} from './file-version.js';
export { Links } from './links.js';
export {
  type AccessToken,
  type AskedLimits,
  checkLimits,
  checkOptions,
  type FileOptions,
  type Limits,
  type Prepare,
  type TokenRequest,
  type UploadOptions,
  type Verify,
} from './options.js';
export { Pace } from './pace.js';
export type { Clock } from './pauser.js';
export { Reachability } from './reachability.js';
export type { Signals } from './signals.js';
export type { Leftover } from './standing.js';
export type { QueueStatus } from './totals.js';
export type { Environment, WaitingFor } from './trying.js';
export type { Upload } from './upload.js';
export type { Doing } from './upload-file.js';
export {
  type IdleDetail,
  type QueueObserver,
  UploadQueue,
} from './upload-queue.js';
export {
  isActive,
  isEnded,
  type UploadState,
  type UploadStatus,
} from './upload-state.js';
