/**
 * What a page can read of the uploads, and do with those that are there.
 *
 * Knows: which queue the element shows: its own, or one from outside. Does not know: how files get in, what is shown,
 * or when an event is due.
 */

import {
  type FileVersion,
  type IdleDetail,
  type QueueStatus,
  type Upload,
  UploadQueue,
} from '../engine/index.js';
import { pageSignals } from './page-signals.js';
import { UploaderOptions } from './uploader-options.js';

export abstract class UploadControls extends UploaderOptions {
  /** For as long as the page gives none. */
  protected readonly ownQueue = new UploadQueue({ signals: pageSignals });

  /** All uploads of the list, in the order in which they were added. */
  get uploads(): readonly Upload[] {
    return this.shownQueue.uploads;
  }

  /** The records of what is uploaded. */
  get records(): readonly FileVersion[] {
    return this.uploads.flatMap(({ record }) => record ?? []);
  }

  /** The status of the whole: that of the busiest upload, or `idle`. */
  get status(): QueueStatus {
    return this.shownQueue.status;
  }

  /** Bytes that the drive acknowledged, of all uploads that were not aborted. */
  get loaded(): number {
    return this.shownQueue.loaded;
  }

  /** Bytes of all uploads that were not aborted. */
  get total(): number {
    return this.shownQueue.total;
  }

  /** The uuid of the first uploaded file, or `''`. */
  get value(): string {
    return this.records[0]?.uuid ?? '';
  }

  /** The uuids of all uploaded files, in the order of the list: what a form sends. */
  get values(): readonly string[] {
    return [...new Set(this.records.map(({ uuid }) => uuid))];
  }

  /** Starts the uploads that wait because of `manual`. */
  start(): void {
    this.shownQueue.start();
    this.requestUpdate();
  }

  /** Pauses one upload, or all, after the part in flight. */
  pause(upload?: Upload): void {
    this.shownQueue.pause(upload);
  }

  /** Goes on with one upload, or with all that are paused. */
  resume(upload?: Upload): void {
    this.shownQueue.resume(upload);
  }

  /** Ends one upload, or all, at once. They stay in the list. */
  abort(upload?: Upload): void {
    this.shownQueue.abort(upload);
  }

  /**
   * Tries one upload again that failed or was aborted, or links one again that is not on its card. Without one: all that
   * failed or are not on their card.
   */
  retry(upload?: Upload): void {
    this.shownQueue.retry(upload);
  }

  /**
   * Forgets what could be gone on with after a reload, for everybody on this computer (when a person signs out, say).
   * Uploads that run go on; those that wait for their file after a reload leave the list.
   */
  forget(): Promise<void> {
    return this.shownQueue.forget();
  }

  /** Resolves when nothing is left to do. */
  async done(): Promise<IdleDetail> {
    for (;;) {
      const detail = await this.shownQueue.done();
      if (!this.shownQueue.isBusy) return detail;
    }
  }

  /** Takes these from the list, and aborts those that run. */
  protected removeAll(uploads: readonly Upload[]): void {
    const { shownQueue } = this;
    // Those in the line first, or each place that becomes free would start one of them.
    const isQueued = ({ status }: Upload) => status === 'queued';
    for (const upload of uploads.filter(isQueued)) shownQueue.remove(upload);
    for (const upload of uploads) shownQueue.remove(upload);
  }

  protected get shownQueue(): UploadQueue {
    return this.queue ?? this.ownQueue;
  }
}
