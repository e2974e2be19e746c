/**
 * Many uploads: their order, their totals, who listens.
 *
 * Knows: which upload is next, and sums that are kept as they change. Does not know: bytes, or why an upload waits.
 * It lives as long as somebody holds it: an element may come and go while its uploads run on.
 */

import type { Checkpoint, FileIdentity } from './checkpoint.js';
import { pageEnvironment } from './environment.js';
import { Expected } from './expected.js';
import type { FileVersion } from './file-version.js';
import { keysAtHand } from './keeper.js';
import { Observers } from './observers.js';
import { checkOptions, type FileOptions } from './options.js';
import { Place } from './place.js';
import { SameFiles } from './same-files.js';
import { type QueueStatus, Totals } from './totals.js';
import type { Environment } from './trying.js';
import { Upload, type UploadHost } from './upload.js';
import { type Job, newJob, takeUp } from './upload-run.js';
import {
  freshState,
  isEnded,
  takesPlace,
  type UploadState,
  type UploadStatus,
} from './upload-state.js';
import { WaitingLine } from './waiting-line.js';

/** What a queue tells, in the order in which it happened: a change that a listener makes is told after its own. */
export interface QueueObserver {
  /** An upload is in the list now. */
  added?(upload: Upload): void;
  /** A state was replaced by another. */
  changed?(upload: Upload, previous: UploadState, state: UploadState): void;
  /** An upload is no longer in the list. */
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

/** Many uploads, in order: what an element shows, and what can outlive it. */
export class UploadQueue {
  readonly #env: Environment;
  readonly #host: UploadHost;
  readonly #uploads = new Set<Upload>();
  readonly #same = new SameFiles();
  readonly #line = new WaitingLine();
  readonly #totals = new Totals();
  readonly #observers = new Observers<QueueObserver>(() => this.#idleNews());
  readonly #expected = new Expected(() => this.#observers.tell());
  #list: readonly Upload[] | undefined;
  #isIdleTold = true;

  /** @param env the world outside; a test may own any part of it. */
  constructor(env: Partial<Environment> = {}) {
    this.#env = { ...pageEnvironment(), ...env };
    this.#host = {
      clock: this.#env.clock,
      has: (upload) => this.has(upload),
      gone: (upload) => this.remove(upload),
      changed: (...change) => this.#changed(...change),
      asOne: (deed) => {
        this.#observers.asOne(deed);
        this.#observers.tell();
      },
    };
  }

  /** All uploads in the order in which they were added. */
  get uploads(): readonly Upload[] {
    this.#list ??= [...this.#uploads];
    return this.#list;
  }

  /** How many uploads are in the list. */
  get size(): number {
    return this.#uploads.size;
  }

  /** Bytes that the drive acknowledged, of all uploads that were not aborted. */
  get loaded(): number {
    return this.#totals.loaded;
  }

  /** Bytes of all uploads that were not aborted. */
  get total(): number {
    return this.#totals.total;
  }

  /** The status of the whole: that of the busiest upload, or `idle`. */
  get status(): QueueStatus {
    return this.#totals.status;
  }

  /** How many uploads have this status. */
  count(status: UploadStatus): number {
    return this.#totals.of(status);
  }

  /** How many uploads wait for `start()`. */
  get held(): number {
    return this.#line.held;
  }

  /** How many uploads are paused and can go on without anybody who finds their file. */
  get resumable(): number {
    return this.#totals.resumable;
  }

  /** Whether an upload is on its way or could be resumed, or more are to come. */
  get isBusy(): boolean {
    return this.#totals.isBusy || this.#expected.isAny;
  }

  /** More files are to come, as while a folder is read: something is left to do until the returned function is called. */
  expectMore(): () => void {
    return this.#expected.more();
  }

  /**
   * Adds a file. Throws an `OptionError` where an option cannot be understood; then nothing was added.
   * @param given options; frozen ones are checked once, however many files they are for.
   * @param folderPath the path in a dropped folder, where `given` does not say it.
   */
  add(file: File, given: FileOptions = {}, folderPath = given.path): Upload {
    const path = folderPath || file.webkitRelativePath || file.name;
    const { name, size, lastModified } = file;
    const job = this.#jobFor({ name, path, size, lastModified }, given);
    job.picked = file;
    job.handle = given.handle;
    return this.#insertJob(job, given, freshState(size));
  }

  /**
   * Brings back what a checkpoint says of this scope: each upload is there again, paused, and waits for its file.
   * Uploads that are in the list already stay as they are.
   */
  async restore(given: FileOptions): Promise<readonly Upload[]> {
    const { store, clock } = this.#env;
    const scope = given.resumeScope;
    if (store === undefined || scope === undefined) return [];
    let found: readonly Checkpoint[] = [];
    try {
      found = await store.load(scope, clock.now());
    } catch {
      return [];
    }
    const { locks } = this.#env;
    const taken = keysAtHand({ store, locks });
    const missing = found.filter(
      ({ file, key }) => !taken.has(key) && this.#same.of(file).length === 0,
    );
    // One deed: whoever hears of one and takes it away again finds it as it will be.
    const uploads = this.#observers.asOne(() =>
      missing.map((checkpoint) => {
        const { file, name, fileUuid, linkUrl, total } = checkpoint;
        const job = this.#jobFor(file, {
          ...given,
          name,
          fileUuid: fileUuid ?? given.fileUuid,
          linkUrl,
        });
        takeUp(job, checkpoint);
        const waitingFor = job.handle === undefined ? 'file' : 'permission';
        const loaded = job.standing.farthest;
        const state = {
          ...freshState(total),
          status: 'paused',
          waitingFor,
          loaded,
        } as const;
        const upload = this.#insertJob(job, { ...given, name }, state);
        void upload.restore(job);
        return upload;
      }),
    );
    this.#observers.tell();
    return uploads;
  }

  /** Forgets what could be gone on with after a reload; uploads that run go on, those that wait for a file are gone. */
  async forget(): Promise<void> {
    for (const upload of this.uploads)
      if (upload.file === undefined && !isEnded(upload.status))
        this.remove(upload);
      else upload.forget();
    try {
      await this.#env.store?.clear();
    } catch {
      // Nothing can be kept here, so nothing is.
    }
  }

  /** Adds what is already there, as an upload that is over. */
  addRecord(record: FileVersion): Upload {
    const { name, size } = record;
    const state = {
      ...freshState(size),
      status: 'uploaded',
      loaded: size,
      record,
    } as const;
    const upload = new Upload(this.#host, { name, path: name, state });
    this.#insert(upload);
    return upload;
  }

  /** The uploads of the same file: same path, size and time of change. */
  sameAs(
    file: File,
    path = file.webkitRelativePath || file.name,
  ): readonly Upload[] {
    const { size, lastModified } = file;
    return this.#same.of({ path, size, lastModified });
  }

  /** Whether an upload is in the list. */
  has(upload: Upload): boolean {
    return this.#uploads.has(upload);
  }

  /** Starts the uploads that wait because of `manual`. */
  start(): void {
    this.#line.letGo();
  }

  /** Pauses one upload, or all, after the part in flight. */
  pause(upload?: Upload): void {
    for (const each of this.#these(upload)) each.pause();
  }

  /** Goes on with one upload, or with all that are paused. */
  resume(upload?: Upload): void {
    for (const each of upload ? [upload] : this.uploads) each.resume();
  }

  /** Ends one upload, or all, at once. They stay in the list. */
  abort(upload?: Upload): void {
    for (const each of this.#these(upload)) each.abort();
  }

  /**
   * Tries one upload again that failed or was aborted, or links one again that is not on its card. Without one: all that
   * failed or are not on their card.
   */
  retry(upload?: Upload): void {
    if (upload !== undefined) upload.retry();
    else
      for (const each of this.uploads)
        if (each.status === 'failed' || each.status === 'unlinked')
          each.retry();
  }

  /** Takes an upload from the list; aborts it first if it runs. Nothing is deleted in Kommo. */
  remove(upload: Upload): void {
    if (!this.#uploads.has(upload)) return;
    // One deed: it is told when it is done, and whether anything is left to do is asked then.
    this.#observers.asOne(() => upload.abort());
    upload.forget();
    this.#uploads.delete(upload);
    this.#list = undefined;
    this.#same.remove(upload);
    this.#count(upload, upload.state, -1);
    this.#line.forget(upload);
    this.#observers.note((observer) => observer.removed?.(upload));
    this.#observers.tell();
  }

  /** Takes finished, failed and aborted uploads from the list; with `all`, aborts and takes the rest too. */
  clear({ all = false }: { all?: boolean } = {}): void {
    for (const upload of this.#these(undefined))
      if (all || isEnded(upload.status)) this.remove(upload);
  }

  /** Resolves when nothing is left to do; at once if that is so already. */
  done(): Promise<IdleDetail> {
    if (!this.isBusy) return Promise.resolve(this.#idleDetail());
    if (!this.#totals.isBusy)
      return this.#expected.all().then(() => this.done());
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
    return this.#observers.add(observer);
  }

  #changed(upload: Upload, previous: UploadState, state: UploadState): void {
    this.#count(upload, previous, -1);
    this.#count(upload, state, 1);
    this.#observers.note((observer) =>
      observer.changed?.(upload, previous, state),
    );
    // Lines and places are put in order before anybody hears of it, who may change them again.
    if (previous.status !== state.status) {
      if (previous.status === 'queued') this.#line.leave(upload);
      if (state.status === 'queued') this.#line.enter(upload);
    }
    if (takesPlace(previous) && !takesPlace(state)) upload.place?.leave();
    this.#observers.tell();
  }

  #jobFor(identity: FileIdentity, given: FileOptions): Job {
    const options = checkOptions(given);
    return newJob(this.#env, {
      identity,
      given,
      options,
      place: new Place(this.#env.paceOf(options.drive)),
    });
  }

  #insertJob(job: Job, given: FileOptions, state: UploadState): Upload {
    const { name, path } = job.identity;
    const upload = new Upload(this.#host, {
      name: given.name || name,
      path,
      meta: given.meta,
      job,
      state,
    });
    this.#same.add(upload, job.identity);
    if (given.manual) this.#line.hold(upload);
    this.#insert(upload);
    this.#line.enter(upload);
    return upload;
  }

  #insert(upload: Upload): void {
    this.#uploads.add(upload);
    this.#list = undefined;
    this.#count(upload, upload.state, 1);
    this.#observers.note((observer) => observer.added?.(upload));
    this.#observers.tell();
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

  #count(upload: Upload, state: UploadState, sign: 1 | -1): void {
    this.#totals.count(state, sign, upload.place !== undefined);
    this.#line.count(upload, state, sign);
    if (!isEnded(state.status)) this.#isIdleTold = false;
  }

  /** What there is to tell when all the rest was told, once for each time that work came to its end. */
  #idleNews(): ((observer: QueueObserver) => void) | undefined {
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
      linked: ended('linked'),
      unlinked: ended('unlinked'),
    };
  }
}
