/**
 * Who may start next, for each drive, in order.
 *
 * Knows: places of a pace. Does not know: why somebody waits.
 */

import type { Pace } from './pace.js';
import type { Upload } from './upload.js';

export class WaitingLine {
  readonly #lines = new Map<Pace, { ready: Set<Upload>; leave: () => void }>();

  /** At the end of its drive's line; starts at once where a place is free. */
  enter(upload: Upload): void {
    const pace = upload.place?.pace;
    if (pace === undefined) return;
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
