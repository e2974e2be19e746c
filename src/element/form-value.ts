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
  /** How many of them have a uuid. */
  readonly #counts = new Map<string, number>();
  /** `undefined` where it has to be written anew. */
  #written: FormData | undefined;
  /** Uuids that came or went since somebody asked. */
  readonly #news = new Set<string>();

  get size(): number {
    return this.#uploads.size;
  }

  /** Whether other uuids are here than when this was asked last. */
  areOthers(): boolean {
    const areOthers = this.#news.size > 0;
    this.#news.clear();
    return areOthers;
  }

  /** Writes down an upload that has its record, or crosses it out. `false` where that was done already. */
  note(upload: Upload, isListed: boolean): boolean {
    const isKnown = this.#uploads.has(upload);
    if (isKnown === isListed || upload.record === undefined) return false;
    if (isListed) {
      this.#uploads.add(upload);
      if (this.#written) write(upload, this.#written);
    } else {
      this.#uploads.delete(upload);
      this.#written = undefined;
    }
    this.#count(upload.record.uuid, isListed ? 1 : -1);
    return true;
  }

  /** Begins anew, with these. */
  show(uploads: readonly Upload[]): void {
    for (const upload of [...this.#uploads]) this.note(upload, false);
    for (const upload of uploads) this.note(upload, true);
  }

  #count(uuid: string, sign: 1 | -1): void {
    const before = this.#counts.get(uuid) ?? 0;
    const count = before + sign;
    if (count > 0) this.#counts.set(uuid, count);
    else this.#counts.delete(uuid);
    if (before > 0 === count > 0) return;
    // What came and went, or went and came, is no news.
    if (!this.#news.delete(uuid)) this.#news.add(uuid);
  }

  #all(): FormData {
    if (this.#written === undefined) {
      this.#written = new FormData();
      for (const upload of this.#uploads) write(upload, this.#written);
    }
    return this.#written;
  }

  /** What the browser is to keep; nothing where the list is the one that the page gave. */
  stateBeside(initial: readonly FileVersion[]): FormData | null {
    if (initial.length === 0)
      return this.#uploads.size > 0 ? this.#all() : null;
    const here = new Set([...this.#uploads].map(({ record }) => record?.uuid));
    const without = initial.filter(({ uuid }) => !here.has(uuid));
    if (without.length === 0) {
      const given = new Set(initial.map(({ uuid }) => uuid));
      return here.size === given.size ? null : this.#all();
    }
    const state = new FormData();
    for (const [name, value] of this.#all()) state.append(name, value);
    for (const { uuid } of without) state.append(WITHOUT, uuid);
    return state;
  }
}

/** They come in the order in which they are done; the name says where in the list. */
const write = ({ id, record }: Upload, to: FormData): void =>
  to.append(id.replace(/\D/g, ''), JSON.stringify(record));

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
