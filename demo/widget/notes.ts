/**
 * Linked files in the feed of their card, too: one note of type `attachment` for each.
 *
 * Knows: the vendor's notes. Does not know: when a file is linked. Only a note that was surely not taken is sent again:
 * the file is on the card all the same, and a second note would show it twice.
 */

import {
  attachmentNoteParams,
  type FileVersion,
} from '../../src/engine/index.js';

/** Milliseconds in which notes come together, and between two requests: links of this page need the CRM's rate. */
const PAUSE = 1000;
/** Notes in one request. */
const MOST = 50;
/** How often notes are sent that the CRM has no time for. */
const TRIES = 6;

interface Note {
  readonly entity_id: number;
  readonly note_type: 'attachment';
  readonly params: object;
}

export class Notes {
  readonly #waiting = new Map<string, Note[]>();
  #isSending = false;

  add(type: string, id: number, record: FileVersion): void {
    const notes = this.#waiting.get(type) ?? [];
    this.#waiting.set(type, notes);
    const params = attachmentNoteParams(record);
    notes.push({ entity_id: id, note_type: 'attachment', params });
    if (!this.#isSending) void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    await pause(PAUSE);
    // What comes meanwhile comes at the end.
    for (const [type, notes] of this.#waiting) {
      while (notes.length > 0) await send(type, notes.splice(0, MOST));
      this.#waiting.delete(type);
    }
    this.#isSending = false;
  }
}

const send = async (type: string, notes: readonly Note[]): Promise<void> => {
  for (let tried = 1; tried <= TRIES; tried += 1) {
    const answer = await fetch(`/api/v4/${type}/notes`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(notes),
      // The person may leave the page with this on its way.
      keepalive: true,
    }).catch(() => undefined);
    const isBusy = answer?.status === 429 || answer?.status === 503;
    const asked = Number(answer?.headers.get('Retry-After')) * 1000;
    await pause(Math.max(asked || 0, isBusy ? PAUSE * 2 ** tried : PAUSE));
    if (!isBusy) return;
  }
};

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
