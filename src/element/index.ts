/**
 * The element's doorway: the class, its tag, its types. Importing it does nothing.
 *
 * Knows: what is public. Does not know: how anything is done.
 */

export { define } from './define.js';
export {
  type ProgressDetail,
  UploadEvent,
  type UploaderEventMap,
  type WaitDetail,
} from './events.js';
export type { Format } from './format.js';
export { KommoUploader } from './kommo-uploader.js';
export type { Message, Messages } from './messages.js';
export { pageSignals } from './page-signals.js';
export type { AddOptions } from './read-options.js';
export type { RenderRow } from './upload-list.js';
export type { Look } from './uploader-options.js';
