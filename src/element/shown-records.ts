/**
 * What the page says is there already, and what the browser kept of a page that is back, as rows.
 *
 * Knows: records by their uuid. Does not know: files, or how a row looks. The page's list is the truth: what is not in
 * it any more goes, without an event, for the page knows. Only what a person took from it before the page was left
 * stays away, as with the default of a native input.
 */

import type { FileVersion, Upload, UploadQueue } from '../engine/index.js';
import type { Kept } from './form-value.js';
import type { Voice } from './voice.js';

export class ShownRecords {
  #rows: readonly Upload[] = [];
  /** Uuids that the page's first list may name in vain. */
  #without: readonly string[] = [];

  show(
    records: readonly FileVersion[],
    queue: UploadQueue,
    voice: Voice,
  ): void {
    const wanted = records.filter(({ uuid }) => !this.#without.includes(uuid));
    if (records.length > 0) this.#without = [];
    const uuids = new Set(wanted.map(({ uuid }) => uuid));
    this.#take((uuid) => !uuids.has(uuid), queue, voice);
    addMissing(wanted, queue);
    this.#rows = queue.uploads.filter(
      (row) => row.file === undefined && uuids.has(uuidOf(row)),
    );
  }

  /** Brings back the list that was left. */
  bringBack(
    { records, without }: Kept,
    queue: UploadQueue,
    voice: Voice,
  ): void {
    if (this.#rows.length === 0) this.#without = without;
    else this.#take((uuid) => without.includes(uuid), queue, voice);
    addMissing(records, queue);
  }

  #take(
    isUnwanted: (uuid: string) => boolean,
    queue: UploadQueue,
    voice: Voice,
  ): void {
    for (const row of this.#rows)
      if (isUnwanted(uuidOf(row)) && queue.has(row))
        voice.quietly(row, () => queue.remove(row));
  }
}

const addMissing = (
  records: readonly FileVersion[],
  queue: UploadQueue,
): void => {
  const shown = new Set(queue.uploads.map(uuidOf));
  for (const record of records)
    if (!shown.has(record.uuid)) queue.addRecord(record);
};

const uuidOf = ({ record }: Upload): string => record?.uuid ?? '';
