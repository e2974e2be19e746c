/**
 * Who may start next, for each drive, in order, and who is held back until all are let go.
 *
 * Knows: places of a pace. Does not know: why somebody waits.
 */

import type { Pace } from './pace.js';
import type { Upload } from './upload.js';
import type { UploadState } from './upload-state.js';

export class WaitingLine {
  readonly #lines = new Map<Pace, { ready: Set<Upload>; leave: () => void }>();

  readonly #held = new Set<Upload>();
  #heldInLine = 0;

  /** How many are held back that would be in a line. */
  get held(): number {
    return this.#heldInLine;
  }

  /** A state of an upload came (1) or went (-1). */
  count(upload: Upload, { status }: UploadState, sign: 1 | -1): void {
    if (status === 'queued' && this.#held.has(upload)) this.#heldInLine += sign;
  }

  /** Lets an upload into no line until all are let go. */
  hold(upload: Upload): void {
    this.#held.add(upload);
  }

  letGo(): void {
    const held = [...this.#held];
    this.#held.clear();
    this.#heldInLine = 0;
    for (const upload of held) this.enter(upload);
  }

  forget(upload: Upload): void {
    this.#held.delete(upload);
  }

  /** At the end of its drive's line, if it is ready for one; starts at once where a place is free. */
  enter(upload: Upload): void {
    const pace = upload.place?.pace;
    const isReady = upload.status === 'queued' && !this.#held.has(upload);
    if (pace === undefined || !isReady) return;
    let line = this.#lines.get(pace);
    if (line === undefined) {
      line = {
        ready: new Set(),
        leave: pace.onFree(() => this.#fill(pace)),
      };
      this.#lines.set(pace, line);
    }
    line.ready.add(upload);
    this.#fill(pace);
  }

  leave(upload: Upload): void {
    const pace = upload.place?.pace;
    const line = pace && this.#lines.get(pace);
    if (line === undefined) return;
    line.ready.delete(upload);
    if (line.ready.size > 0) return;
    // The pace outlives whoever waits: it must not hold them.
    line.leave();
    this.#lines.delete(pace as Pace);
  }

  #fill(pace: Pace): void {
    for (const upload of this.#lines.get(pace)?.ready ?? []) {
      if (!upload.place?.enter(upload.concurrency)) return;
      upload.start();
    }
  }
}
