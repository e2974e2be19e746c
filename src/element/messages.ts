/**
 * Every text that a person reads or hears: which there are, and what each may mention.
 *
 * Knows: types. Does not know: any language (`locales/`), or where a text is shown. Each text is one whole, so that a
 * language may order it as it likes; none is built from pieces.
 */

import type { UploadErrorCode } from '../engine/index.js';
import type { Format } from './format.js';

interface Named {
  /** As it may stand in a sentence: isolated by invisible marks where it may run against the words beside it. */
  name: string;
}
interface Counted {
  count: number;
}
interface Many {
  /** Whether more than one file can be chosen. */
  multiple: boolean;
}
interface Later {
  /** Seconds until it is tried again, where that is known. */
  seconds: number | undefined;
}

/** What the text for an error may mention. */
export interface ErrorValues {
  /** The limit that was not met, in bytes or files. */
  limit: number | undefined;
  /** The option, type or value that it is about. */
  subject: string | undefined;
}

/** What each text may mention. */
export interface MessageValues extends Record<UploadErrorCode, ErrorValues> {
  dropFiles: Many;
  dropNow: Many;
  chooseFiles: Many;
  /** Instead of `chooseFiles`, where whole folders are chosen. */
  chooseFolder: object;
  /** A folder was dropped, and its files are being found. */
  readingFolder: object;
  /** Nothing is in a folder, or in any below it. */
  folderEmpty: Named;
  /** A folder does not open. */
  folderUnreadable: Named;
  /** A folder was dropped where only one file is taken. */
  folderRefused: Named;
  limitFiles: Counted;
  limitSize: Many & { bytes: number };
  limitTotal: { bytes: number };
  /** As in `accept`: `.pdf`, `image/*`. */
  limitTypes: { types: readonly string[] };

  queued: object;
  opening: object;
  uploading: {
    loaded: number;
    total: number;
    /** Bytes a second, 0 while nobody knows. */
    speed: number;
    /** Seconds, where that can be told. */
    timeLeft: number | undefined;
  };
  startingOver: object;
  healing: object;
  checking: object;
  pausing: object;
  paused: { loaded: number; total: number };
  /** Back after a reload: the file has to be chosen again. */
  pausedForFile: { loaded: number; total: number };
  /** Back after a reload: the browser asks whether the file may be read. */
  pausedForPermission: { loaded: number; total: number };
  /** Another file was chosen for it. */
  otherFile: object;
  waitingForOtherTab: object;
  /** The card that the file is for was never saved. */
  waitingForCard: object;
  waitingForNetwork: Later;
  waitingForDrive: Later;
  /** Something answers, but the browser may not show what. */
  waitingHidden: Later;
  waiting: Later;
  uploaded: { total: number };
  aborted: object;
  /** Uploaded, and on its way to its card. */
  linking: object;
  linked: { total: number };
  /** Uploaded, but not on its card. */
  unlinked: object;

  pauseFile: Named;
  resumeFile: Named;
  chooseAgain: Named;
  retryFile: Named;
  abortFile: Named;
  /** Links what was uploaded to its card again. */
  linkFile: Named;
  removeFile: Named;
  progressOfFile: Named;
  serverSays: object;
  /** How often it was tried, and when last. */
  tried: Counted & { at: Date };
  /** What a support ticket needs. */
  copyDiagnosis: object;
  copiedAloud: object;

  files: object;
  totals: { uploaded: number; count: number; loaded: number; total: number };
  progressOfAll: object;
  startAll: Counted;
  pauseAll: object;
  resumeAll: object;
  retryAll: object;
  abortAll: object;
  clear: object;

  rejected: Counted;
  rejectedMore: Counted;
  /** Files that systems leave in folders (`Thumbs.db`) were left out. */
  leftOut: Counted;
  dismiss: object;

  /** Why a form may not be sent yet: nothing was uploaded, something is on its way, is held, or failed. */
  valueMissing: Many;
  stillUploading: Counted;
  notUploadedYet: Counted;
  uploadsFailed: Counted;

  startedAloud: Named & Counted;
  uploadedAloud: Named & Counted;
  failedAloud: Named & Counted;
  unlinkedAloud: Named & Counted;
  quarterAloud: { share: number };
  doneAloud: { uploaded: number; failed: number; aborted: number };
}

/** A text, or a function that makes it from its values. */
export type Message<Values> =
  | string
  | ((values: Values, format: Format) => string);

/** All texts of the element. */
export type Messages = {
  readonly [Key in keyof MessageValues]: Message<MessageValues[Key]>;
};
