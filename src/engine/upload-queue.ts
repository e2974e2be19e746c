/**
 * Many uploads: their order, their totals, who listens.
 *
 * Knows: which upload is next, and sums that are kept as they change. Does not know: bytes, or why an upload waits.
 * It lives as long as somebody holds it: an element may come and go while its uploads run on.
 */

import type { FileVersion } from './file-version.js';
import { checkOptions, type FileOptions } from './options.js';
import { type Pace, paceOf } from './pace.js';
import { realClock } from './pauser.js';
import { pageReachability } from './reachability.js';
import { noSignals } from './signals.js';
import type { Environment } from './trying.js';
import { Upload, type UploadHost } from './upload.js';
import {
  isActive,
  isEnded,
  type UploadState,
  type UploadStatus,
} from './upload-state.js';

/** What a queue tells, in the order in which it happened: a change that a listener makes is told after its own. */
export interface QueueObserver {
  added?(upload: Upload): void;
  /** A state was replaced by another. */
  changed?(upload: Upload, previous: UploadState, state: UploadState): void;
  removed?(upload: Upload): void;
  /** Nothing is left to do. */
  idle?(detail: IdleDetail): void;
}

/** How the uploads in the list ended. */
export interface IdleDetail {
  uploaded: readonly Upload[];
  failed: readonly Upload[];
  aborted: readonly Upload[];
  linked: readonly Upload[];
  unlinked: readonly Upload[];
}

/** The status of the whole: of the first kind that any upload has. */
export type QueueStatus = UploadStatus | 'idle';

const STATUS_ORDER: readonly UploadStatus[] = [
  'uploading',
  'opening',
  'pausing',
  'waiting',
  'queued',
  'paused',
  'failed',
  'aborted',
  'uploaded',
];

/** A file's identity: the same one added twice is a duplicate. */
const identityOf = (file: File, path: string): string =>
  JSON.stringify([path, file.size, file.lastModified]);

type News = (observer: QueueObserver) => void;

/** A mistake in a listener is reported as such, and neither stops an upload nor keeps others from hearing. */
const tellSafely = (news: News, observer: QueueObserver): void => {
  try {
    news(observer);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
};

export class UploadQueue {
  readonly #env: Environment;
  readonly #host: UploadHost;
  readonly #uploads = new Set<Upload>();
  readonly #byIdentity = new Map<string, Set<Upload>>();
  /** Who may start, for each drive, in order. */
  readonly #lines = new Map<Pace, { ready: Set<Upload>; leave: () => void }>();
  readonly #held = new Set<Upload>();
  readonly #observers = new Set<QueueObserver>();
  readonly #counts = new Map<UploadStatus, number>();
  readonly #news: News[] = [];
  #list: readonly Upload[] | undefined;
  #loaded = 0;
  #total = 0;
  #ended = 0;
  #isTelling = false;
  #isIdleTold = true;

  /** @param env the world outside; a test may own any part of it. */
  constructor(env: Partial<Environment> = {}) {
    this.#env = {
      fetch: (...request) => globalThis.fetch(...request),
      clock: realClock,
      random: Math.random,
      signals: noSignals,
      reachability: pageReachability,
      paceOf,
      ...env,
    };
    this.#host = {
      env: this.#env,
      has: (upload) => this.has(upload),
      changed: (...change) => this.#changed(...change),
    };
  }

  /** All uploads in the order in which they were added. */
  get uploads(): readonly Upload[] {
    this.#list ??= [...this.#uploads];
    return this.#list;
  }

  get size(): number {
    return this.#uploads.size;
  }

  /** Bytes that the drive acknowledged, of all uploads that were not aborted. */
  get loaded(): number {
    return this.#loaded;
  }

  /** Bytes of all uploads that were not aborted. */
  get total(): number {
    return this.#total;
  }

  get status(): QueueStatus {
    return STATUS_ORDER.find((status) => this.count(status) > 0) ?? 'idle';
  }

  /** How many uploads have this status. */
  count(status: UploadStatus): number {
    return this.#counts.get(status) ?? 0;
  }

  /** Whether an upload is on its way or could be resumed. */
  get isBusy(): boolean {
    return this.#uploads.size > this.#ended;
  }

  /** Adds a file. Throws an `OptionError` where an option cannot be understood; then nothing was added. */
  add(file: File, given: FileOptions = {}): Upload {
    const options = checkOptions(given);
    const drive =
      options.sessionUrl === undefined
        ? 'openSession'
        : new URL(options.sessionUrl).origin;
    const pace = this.#env.paceOf(drive);
    const upload = new Upload(this.#host, { file, given, options, pace });
    const identity = identityOf(file, upload.path);
    const same = this.#byIdentity.get(identity) ?? new Set();
    this.#byIdentity.set(identity, same.add(upload));
    if (given.manual) this.#held.add(upload);
    this.#insert(upload);
    this.#lineUp(upload);
    return upload;
  }

  /** Adds what is already there, as an upload that is over. */
  addRecord(record: FileVersion): Upload {
    const upload = new Upload(this.#host, { record });
    this.#insert(upload);
    return upload;
  }

  /** The uploads of the same file: same path, size and time of change. */
  sameAs(
    file: File,
    path = file.webkitRelativePath || file.name,
  ): readonly Upload[] {
    return [...(this.#byIdentity.get(identityOf(file, path)) ?? [])];
  }

  has(upload: Upload): boolean {
    return this.#uploads.has(upload);
  }

  /** Lets files go that were added with `manual`. */
  start(): void {
    const held = [...this.#held];
    this.#held.clear();
    for (const upload of held) this.#lineUp(upload);
  }

  /** Holds one upload, or all, after the part in flight. */
  pause(upload?: Upload): void {
    for (const each of this.#these(upload)) each.pause();
  }

  /** Goes on with one upload, or all that are paused. */
  resume(upload?: Upload): void {
    for (const each of upload ? [upload] : this.uploads) each.resume();
  }

  /** Ends one upload, or all, at once. */
  abort(upload?: Upload): void {
    for (const each of this.#these(upload)) each.abort();
  }

  /** Tries one failed or aborted upload again, or all that failed. */
  retry(upload?: Upload): void {
    if (upload !== undefined) upload.retry();
    else
      for (const each of this.uploads)
        if (each.status === 'failed') each.retry();
  }

  /** Takes an upload from the list; aborts it first if it runs. Nothing is deleted in Kommo. */
  remove(upload: Upload): void {
    if (!this.#uploads.has(upload)) return;
    // Both are one deed: it is told when it is done, and whether anything is left to do is asked then.
    const wasTelling = this.#isTelling;
    this.#isTelling = true;
    upload.abort();
    this.#isTelling = wasTelling;
    this.#uploads.delete(upload);
    this.#list = undefined;
    this.#held.delete(upload);
    if (upload.file !== undefined) {
      const identity = identityOf(upload.file, upload.path);
      const same = this.#byIdentity.get(identity);
      same?.delete(upload);
      if (same?.size === 0) this.#byIdentity.delete(identity);
    }
    this.#count(upload, upload.state, -1);
    this.#note((observer) => observer.removed?.(upload));
    this.#tell();
  }

  /** Takes finished, failed and aborted uploads from the list; with `all`, aborts and takes the rest too. */
  clear({ all = false }: { all?: boolean } = {}): void {
    for (const upload of this.#these(undefined))
      if (all || isEnded(upload.status)) this.remove(upload);
  }

  /** Resolves when nothing is left to do; at once if that is so already. */
  done(): Promise<IdleDetail> {
    if (!this.isBusy) return Promise.resolve(this.#idleDetail());
    return new Promise((resolve) => {
      const stop = this.subscribe({
        idle: (detail) => {
          stop();
          resolve(detail);
        },
      });
    });
  }

  /** Listens, until the returned function is called. */
  subscribe(observer: QueueObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  #changed(upload: Upload, previous: UploadState, state: UploadState): void {
    this.#count(upload, previous, -1);
    this.#count(upload, state, 1);
    this.#note((observer) => observer.changed?.(upload, previous, state));
    // Lines and places are put in order before anybody hears of it, who may change them again.
    if (previous.status !== state.status) {
      if (previous.status === 'queued') this.#stepOut(upload);
      if (state.status === 'queued') this.#lineUp(upload);
      if (isActive(previous.status) && !isActive(state.status))
        upload.pace?.leave();
    }
    this.#tell();
  }

  #insert(upload: Upload): void {
    this.#uploads.add(upload);
    this.#list = undefined;
    this.#count(upload, upload.state, 1);
    this.#note((observer) => observer.added?.(upload));
    this.#tell();
  }

  /** One, or all; those in the line come first, or each place that is given back would start one of them. */
  #these(upload: Upload | undefined): readonly Upload[] {
    if (upload !== undefined) return [upload];
    const isQueued = (each: Upload) => each.status === 'queued';
    return [
      ...this.uploads.filter(isQueued),
      ...this.uploads.filter((each) => !isQueued(each)),
    ];
  }

  #lineUp(upload: Upload): void {
    const { pace } = upload;
    if (
      pace === undefined ||
      upload.status !== 'queued' ||
      this.#held.has(upload)
    )
      return;
    let line = this.#lines.get(pace);
    if (line === undefined) {
      line = { ready: new Set(), leave: pace.onFree(() => this.#fill(pace)) };
      this.#lines.set(pace, line);
    }
    line.ready.add(upload);
    this.#fill(pace);
  }

  #stepOut(upload: Upload): void {
    const line = upload.pace && this.#lines.get(upload.pace);
    if (line === undefined) return;
    line.ready.delete(upload);
    if (line.ready.size > 0) return;
    // The pace outlives this queue: it must not hold it.
    line.leave();
    this.#lines.delete(upload.pace as Pace);
  }

  #fill(pace: Pace): void {
    for (const upload of this.#lines.get(pace)?.ready ?? []) {
      if (!pace.enter(upload.concurrency)) return;
      upload.start();
    }
  }

  #count(
    upload: Upload,
    { status, loaded, total }: UploadState,
    sign: 1 | -1,
  ): void {
    this.#counts.set(status, this.count(status) + sign);
    if (isEnded(status)) this.#ended += sign;
    else this.#isIdleTold = false;
    const isCounted = status !== 'aborted' && upload.pace !== undefined;
    this.#loaded += isCounted ? sign * loaded : 0;
    this.#total += isCounted ? sign * total : 0;
  }

  #note(news: News): void {
    this.#news.push(news);
  }

  /** Tells what was noted, and what is noted meanwhile. */
  #tell(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    for (;;) {
      const news = this.#news.shift() ?? this.#idleNews();
      if (news === undefined) break;
      for (const observer of [...this.#observers]) tellSafely(news, observer);
    }
    this.#isTelling = false;
  }

  /** What there is to tell when all the rest was told, once for each time that work came to its end. */
  #idleNews(): News | undefined {
    if (this.isBusy || this.#isIdleTold) return undefined;
    this.#isIdleTold = true;
    const detail = this.#idleDetail();
    return (observer) => observer.idle?.(detail);
  }

  #idleDetail(): IdleDetail {
    const ended = (status: UploadStatus) =>
      this.uploads.filter((each) => each.status === status);
    return {
      uploaded: ended('uploaded'),
      failed: ended('failed'),
      aborted: ended('aborted'),
      linked: [],
      unlinked: [],
    };
  }
}
