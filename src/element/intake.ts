/**
 * The way of one file into the queue.
 *
 * Knows: the order of things: is it one, is it there already, may it come in, what does the page say, what goes for
 * it. Does not know: single rules (`acceptance.ts`), or what is shown.
 */

import {
  type FileOptions,
  RejectedFileError,
  type Upload,
  type UploadQueue,
} from '../engine/index.js';
import {
  isFile,
  isUnfinished,
  type Rules,
  reasonAgainst,
  uploadOf,
} from './acceptance.js';
import type { Voice } from './voice.js';

/** Where a file wants to go. */
export interface Destination {
  readonly queue: UploadQueue;
  readonly voice: Voice;
  readonly rules: Rules;
  readonly multiple: boolean;
  /** Read after the page was asked: it may have changed them. */
  readonly options: () => FileOptions;
}

/** What belongs to one file of several. */
export interface Place {
  /** How many files were taken together with it, before it. */
  readonly before: number;
  /** Where it was in a folder that was dropped. */
  readonly path: string | undefined;
}

/** Takes a file: gives its upload, or why it was rejected, or nothing where the page said no. */
export const takeFile = (
  file: File,
  { queue, voice, rules, multiple, options }: Destination,
  { before, path }: Place,
): Upload | RejectedFileError | undefined => {
  if (!isFile(file)) return notAFile();
  const same = uploadOf(file, path, queue);
  if (same !== undefined)
    return goOn(same, file)
      ? same
      : new RejectedFileError('duplicate', 'The file is there already.');
  if (!multiple && before > 0) return onlyOne();
  const taken = multiple
    ? { count: queue.size - queue.count('aborted'), bytes: queue.total }
    : { count: 0, bytes: 0 };
  const reason = reasonAgainst(file, rules, taken);
  if (reason !== undefined) return reason;
  const question = { detail: { file }, file, upload: undefined };
  if (!voice.say('before-file-add', question)) return undefined;
  const given = options();
  const old = multiple ? [] : queue.uploads;
  if (!old.every((upload) => mayRemove(upload, voice))) return onlyOne();
  voice.replace(() => {
    for (const upload of old) queue.remove(upload);
  });
  return queue.add(file, given, path);
};

/** Asks the page. */
export const mayRemove = (upload: Upload, voice: Voice): boolean =>
  voice.say('before-file-remove', {
    detail: { upload },
    upload,
    file: upload.file,
  });

/** For a folder that cannot be taken, and whatever else is no file. */
export const notAFile = (): RejectedFileError =>
  new RejectedFileError('not-a-file', 'Only files can be added.');

const onlyOne = (): RejectedFileError =>
  new RejectedFileError('too-many-files', 'There is a file already.', {
    limit: 1,
  });

/** Goes on with an upload whose file came again. `false` if it did not wait for it. */
const goOn = (upload: Upload, file: File): boolean => {
  if (!isUnfinished(upload)) return false;
  if (upload.file === undefined) void upload.attach(file);
  upload.resume();
  upload.retry(file);
  return true;
};
