/**
 * How many uploads of each status, and how many bytes, kept as they change and never summed up.
 *
 * Knows: states that come and go. Does not know: uploads.
 */

import {
  isEnded,
  type UploadState,
  type UploadStatus,
} from './upload-state.js';

/** The status of the whole: that of the busiest upload, or `idle`. */
export type QueueStatus = UploadStatus | 'idle';

const STATUS_ORDER: readonly UploadStatus[] = [
  'uploading',
  'opening',
  'pausing',
  'waiting',
  'queued',
  'linking',
  'paused',
  'failed',
  'unlinked',
  'aborted',
  'uploaded',
  'linked',
];

export class Totals {
  readonly #counts = new Map<UploadStatus, number>();
  #size = 0;
  #ended = 0;
  #resumable = 0;
  #loaded = 0;
  #total = 0;

  get loaded(): number {
    return this.#loaded;
  }

  get total(): number {
    return this.#total;
  }

  /** Those that are paused, but for a person who finds their file. */
  get resumable(): number {
    return this.#resumable;
  }

  get status(): QueueStatus {
    return STATUS_ORDER.find((status) => this.of(status) > 0) ?? 'idle';
  }

  /** Whether anything is on its way or could be resumed. */
  get isBusy(): boolean {
    return this.#size > this.#ended;
  }

  of(status: UploadStatus): number {
    return this.#counts.get(status) ?? 0;
  }

  /** A state came (1) or went (-1). Bytes of what was aborted, or never had to be sent, do not count. */
  count(
    { status, loaded, total, waitingFor }: UploadState,
    sign: 1 | -1,
    isSent: boolean,
  ): void {
    this.#size += sign;
    this.#counts.set(status, this.of(status) + sign);
    if (isEnded(status)) this.#ended += sign;
    if ((status === 'pausing' || status === 'paused') && waitingFor !== 'file')
      this.#resumable += sign;
    if (status === 'aborted' || !isSent) return;
    this.#loaded += sign * loaded;
    this.#total += sign * total;
  }
}
