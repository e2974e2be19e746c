/**
 * What a form gets of a list of uploads, what keeps it from leaving, and what comes back with the page.
 *
 * Knows: records, statuses, `FormData`. Does not know: the element, its form, or when anything of this is due.
 */

import {
  type FileVersion,
  isFileVersion,
  type Upload,
  type UploadStatus,
} from '../engine/index.js';
import type { Words } from './words.js';

/** Why a form may not leave yet. */
export type Problem = 'pending' | 'failed' | 'missing';

/** How many uploads have a status. */
type Count = (status: UploadStatus) => number;

const PENDING: readonly UploadStatus[] = [
  'queued',
  'opening',
  'uploading',
  'pausing',
  'paused',
  'waiting',
];

/** It has a uuid. */
const THERE: readonly UploadStatus[] = [
  'uploaded',
  'linking',
  'linked',
  'unlinked',
];

/**
 * What is wrong, the first thing first. What is neither there nor given up holds a form that needs no file, too: its
 * uuid would be missing without a word. So does what is on its way to its card, for leaving would cut that off.
 */
export const problemOf = (
  count: Count,
  isRequired: boolean,
): Problem | undefined => {
  if (sumOf(count, PENDING) + count('linking') > 0) return 'pending';
  if (!isRequired) return undefined;
  if (count('failed') > 0) return 'failed';
  return hasValue(count) ? undefined : 'missing';
};

export const hasValue = (count: Count): boolean => sumOf(count, THERE) > 0;

/** The same for a person. */
export const sayProblem = (
  problem: Problem,
  words: Words,
  {
    count,
    held,
    multiple,
  }: {
    count: Count;
    /** How many uploads wait for a start. */
    held: number;
    multiple: boolean;
  },
): string => {
  switch (problem) {
    case 'pending': {
      // Nobody should wait for what goes on only when somebody says so.
      const resting = count('paused') + held;
      const moving = sumOf(count, PENDING) - resting;
      if (moving > 0) return words.say('stillUploading', { count: moving });
      return resting > 0
        ? words.say('notUploadedYet', { count: resting })
        : words.say('linking', {});
    }
    case 'failed':
      return words.say('uploadsFailed', { count: count('failed') });
    case 'missing':
      return words.say('valueMissing', { multiple });
  }
};

const sumOf = (count: Count, statuses: readonly UploadStatus[]): number =>
  statuses.reduce((sum, status) => sum + count(status), 0);

/** One entry for each file. */
export const entriesOf = (name: string, uuids: readonly string[]): FormData => {
  const entries = new FormData();
  for (const uuid of uuids) entries.append(name, uuid);
  return entries;
};

/** What a page showed when it was left. */
export interface Kept {
  /** What was uploaded, in the order of the list. */
  readonly records: readonly FileVersion[];
  /** Uuids of the page's own records that were taken from the list. */
  readonly without: readonly string[];
}

const WITHOUT = 'without';

/**
 * The records of a list, written down for a browser that brings the page back. It grows at its end: with thousands of
 * files, those that are there are not written again for each one that comes.
 */
export class KeptRecords {
  #uploads = new Set<Upload>();
  #written = new FormData();

  /** Writes down an upload that has its record, or crosses it out. `false` where that was done already. */
  note(upload: Upload, isListed: boolean): boolean {
    if (!isListed) {
      const isKnown = this.#uploads.delete(upload);
      if (isKnown) this.show([...this.#uploads]);
      return isKnown;
    }
    if (upload.record === undefined || this.#uploads.has(upload)) return false;
    this.#uploads.add(upload);
    // They come in the order in which they are done; the name says where in the list.
    const place = upload.id.replace(/\D/g, '');
    this.#written.append(place, JSON.stringify(upload.record));
    return true;
  }

  /** Begins anew, with these. */
  show(uploads: readonly Upload[]): void {
    this.#uploads = new Set();
    this.#written = new FormData();
    for (const upload of uploads) this.note(upload, true);
  }

  /** What the browser is to keep; nothing where the list is the one that the page gave. */
  stateBeside(initial: readonly FileVersion[]): FormData | null {
    if (initial.length === 0)
      return this.#uploads.size > 0 ? this.#written : null;
    const here = new Set([...this.#uploads].map(({ record }) => record?.uuid));
    const without = initial.filter(({ uuid }) => !here.has(uuid));
    if (without.length === 0) {
      const given = new Set(initial.map(({ uuid }) => uuid));
      return here.size === given.size ? null : this.#written;
    }
    const state = new FormData();
    for (const [name, value] of this.#written) state.append(name, value);
    for (const { uuid } of without) state.append(WITHOUT, uuid);
    return state;
  }
}

/** Reads what a browser kept. It may be of another version, or of another element: then there is nothing. */
export const readState = (state: unknown): Kept | undefined => {
  if (!(state instanceof FormData)) return undefined;
  const entries = [...state].map(
    ([name, value]) => [name, `${value}`] as const,
  );
  const without = entries.filter(([name]) => name === WITHOUT);
  const records = entries
    .filter(([name]) => name !== WITHOUT)
    .sort(([one], [other]) => Number(one) - Number(other))
    .map(([, text]) => parsed(text));
  return records.every(isFileVersion)
    ? { records, without: without.map(([, uuid]) => uuid) }
    : undefined;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
