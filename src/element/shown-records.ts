/**
 * What the page says is there already, as rows.
 *
 * Knows: records by their uuid. Does not know: files, or how a row looks. The page's list is the truth: what is not in
 * it any more goes, without an event, for the page knows.
 */

import type { FileVersion, Upload, UploadQueue } from '../engine/index.js';
import type { Voice } from './voice.js';

export class ShownRecords {
  #rows: readonly Upload[] = [];

  show(
    records: readonly FileVersion[],
    queue: UploadQueue,
    voice: Voice,
  ): void {
    const wanted = new Set(records.map(({ uuid }) => uuid));
    for (const row of this.#rows)
      if (!wanted.has(uuidOf(row)) && queue.has(row))
        voice.quietly(row, () => queue.remove(row));
    const shown = new Set(queue.uploads.map(uuidOf));
    const added = records
      .filter(({ uuid }) => !shown.has(uuid))
      .map((record) => queue.addRecord(record));
    this.#rows = [...this.#rows, ...added].filter((row) => queue.has(row));
  }
}

const uuidOf = ({ record }: Upload): string => record?.uuid ?? '';
