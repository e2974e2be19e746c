/**
 * Linked files in the feed of their card, too: one note of type `attachment` for each.
 *
 * Knows: the vendor's notes. Does not know: when a file is linked. A note that fails is not tried again: the file is on
 * the card all the same, and a second note would show it twice.
 */

import {
  attachmentNoteParams,
  type FileVersion,
} from '../../src/engine/index.js';

/** Milliseconds in which notes come together, and between two requests: links of this page need the CRM's rate. */
const GATHER = 1000;
/** Notes in one request. */
const MOST = 50;

interface Note {
  readonly entity_id: number;
  readonly note_type: 'attachment';
  readonly params: object;
}

export class Notes {
  readonly #waiting = new Map<string, Note[]>();
  #timer: ReturnType<typeof setInterval> | undefined;

  add(type: string, id: number, record: FileVersion): void {
    const notes = this.#waiting.get(type) ?? [];
    this.#waiting.set(type, notes);
    const params = attachmentNoteParams(record);
    notes.push({ entity_id: id, note_type: 'attachment', params });
    this.#timer ??= setInterval(() => void this.#send(), GATHER);
  }

  async #send(): Promise<void> {
    const [next] = this.#waiting;
    if (next === undefined) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const [type, notes] = next;
    const batch = notes.splice(0, MOST);
    if (notes.length === 0) this.#waiting.delete(type);
    await fetch(`/api/v4/${type}/notes`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(batch),
    }).catch(() => undefined);
  }
}
