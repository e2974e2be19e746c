/**
 * One file's life: its status, and what a person can do with it.
 *
 * Knows: one loop for each run, held by a pauser and ended by a signal, never started a second time. Does not know:
 * HTTP, or other uploads; a place to upload in is given and taken by the queue.
 */

import type { Checkpoint } from './checkpoint.js';
import { type Diagnosis, diagnosisOf } from './diagnosis.js';
import { FileError, RefusedError, UploadError } from './errors.js';
import { announce, linkFile } from './link-run.js';
import { type Clock, Pauser } from './pauser.js';
import type { Place } from './place.js';
import { reportsOf } from './run-reports.js';
import { Speedometer } from './speedometer.js';
import { endLeftovers, type Leftover } from './standing.js';
import { type NamedSource, UploadFacts } from './upload-facts.js';
import {
  type Hold,
  isFileOf,
  type Job,
  type JobEvents,
  renew,
  runJob,
  takeUp,
  whenFree,
} from './upload-run.js';
import {
  isActive,
  isEnded,
  mayFollow,
  type UploadState,
} from './upload-state.js';

/** What the queue gives to each of its uploads. */
export interface UploadHost {
  readonly clock: Clock;
  /** Whether the upload is still in the list. */
  has(upload: Upload): boolean;
  changed(upload: Upload, previous: UploadState, state: UploadState): void;
  /** Several changes that are told together. */
  asOne(deed: () => void): void;
  /** Another tab finished what this one only knew by its checkpoint. */
  gone(upload: Upload): void;
}

/** What an upload is made of. */
export interface UploadSource extends NamedSource {
  readonly job?: Job;
  readonly state: UploadState;
}

/** A file on its way. */
export class Upload extends UploadFacts {
  readonly #host: UploadHost;
  readonly #job: Job | undefined;
  readonly #speedometer: Speedometer;
  #state: UploadState;
  #pauser = new Pauser();
  #run: AbortController | undefined;
  #heldBy: Hold | undefined;
  #back: Promise<Checkpoint | null | undefined> | undefined;

  /** @internal Uploads are made by a queue. */
  constructor(host: UploadHost, source: UploadSource) {
    super(source);
    this.#host = host;
    this.#speedometer = new Speedometer(host.clock);
    this.#job = source.job;
    this.#state = source.state;
  }

  /** The picked file; a record that was there before has none, nor has an upload that waits for it after a reload. */
  get file(): File | undefined {
    return this.#job?.picked;
  }

  /** @internal What the file was picked with, where the browser can keep that. */
  get handle(): unknown {
    return this.#job?.handle;
  }

  /** Everything that can be seen, as one value. */
  override get state(): UploadState {
    return this.#state;
  }

  protected override get measured(): number {
    return this.#speedometer.speed;
  }

  /** Parts in flight at most, for all uploads to its drive; `undefined` where the answers say how many. */
  get concurrency(): number | undefined {
    return this.#job?.options.concurrency;
  }

  /** @internal Its place at its drive; a record that was there before has none. */
  get place(): Place | undefined {
    return this.#job?.place;
  }

  /** @internal The browser gave what the file was picked with, or it leads nowhere any more. */
  keepHandle(handle: unknown): void {
    if (this.#job) this.#job.handle = handle;
    if (handle === undefined && this.waitingFor === 'permission')
      this.#to({ waitingFor: 'file' });
  }

  /** Why it failed or waits, without secrets, to be pasted into a support ticket. */
  diagnose(): Diagnosis {
    return diagnosisOf(this.state, this.#job);
  }

  /** Pauses it after the part in flight. */
  pause(): void {
    switch (this.status) {
      case 'opening':
      case 'uploading':
        this.#pauser.pause();
        this.#to({ status: 'pausing' });
        break;
      case 'queued':
      case 'waiting':
        // Nothing is in flight.
        this.#pauser.pause();
        this.#to({ status: 'paused' });
    }
  }

  /** Goes on from the next part, as soon as there is a place. Without its file it cannot: see `attach`. */
  resume(): void {
    if (this.status === 'pausing') {
      this.#pauser.resume();
      this.#to({ status: this.#sendingStatus });
    } else if (this.status === 'paused' && this.file !== undefined) {
      // Nothing became free meanwhile: a place would be of no use to it.
      const waitingFor = this.#heldBy;
      this.#to(
        waitingFor ? { status: 'waiting', waitingFor } : { status: 'queued' },
      );
    }
  }

  /**
   * Gives an upload that is back after a reload its file, and goes on. Another file is refused: `error` says so, and
   * the upload waits on.
   */
  async attach(file: File): Promise<boolean> {
    const job = this.#job;
    if (job === undefined || job.picked !== undefined || isEnded(this.status))
      return false;
    // What is written down may be newer than what is known, and another tab may be at it.
    await this.#back;
    const isSame = await isFileOf(job, file);
    if (job.picked !== undefined || this.status !== 'paused') return false;
    if (isSame) {
      job.picked = file;
      this.#to({ error: undefined });
      this.resume();
    } else {
      const error = new FileError(
        'file-changed',
        'This is not the file that was being uploaded.',
      );
      this.#to({ error, waitingFor: 'file' });
    }
    return isSame;
  }

  /** Ends it at once; the part in flight is cut. A file that is there already stays there, `unlinked`. */
  abort(): void {
    // A failed one, too, could be gone on with after a reload.
    this.forget();
    if (isEnded(this.status)) return;
    if (this.status === 'linking') {
      const message = 'Linking was ended by hand.';
      this.#unlinked(new RefusedError('link-refused', message, {}, true));
      this.forget();
      return;
    }
    const leftovers = this.#leftovers();
    this.#endRun();
    this.#to({ status: 'aborted', leftovers });
  }

  /**
   * Tries again after it failed or was aborted, or links again what was uploaded: that sends no byte. What the drive has already is not sent again where that is certain.
   * @param file the same file, picked again, where the first can no longer be read. Another one is a `FileError`.
   */
  retry(file: File | undefined = this.file): void {
    const job = this.#job;
    if (this.status === 'unlinked' && job !== undefined)
      void this.#link(job, true);
    if (this.status !== 'failed' && this.status !== 'aborted') return;
    if (job?.picked === undefined || file === undefined) return;
    if (!this.#host.has(this)) return;
    this.#to(renew(job, file, this.#state));
  }

  /** @internal Takes up what a checkpoint says; first waits until no other tab is at it. */
  async restore(job: Job): Promise<void> {
    const vigil = new AbortController();
    this.#run = vigil;
    const elsewhere = () =>
      this.#to({ status: 'waiting', waitingFor: 'other-tab' });
    this.#back = whenFree(job, vigil.signal, elsewhere);
    const found = await this.#back;
    if (this.#run !== vigil) return;
    this.#run = undefined;
    if (found === null) {
      this.#host.gone(this);
      return;
    }
    if (found) takeUp(job, found);
    if (job.standing.announced) return this.#link(job, true);
    this.#to({
      status: 'paused',
      waitingFor: job.handle === undefined ? 'file' : 'permission',
      loaded: job.standing.farthest,
      ...(found ? { total: found.total } : {}),
    });
  }

  /** @internal The queue gives it a place. */
  start(): void {
    if (this.status !== 'queued') return;
    this.#pauser.resume();
    this.#to({ status: this.#sendingStatus });
    // Whoever heard of that may have ended it, or begun it anew.
    if (this.#run === undefined && isActive(this.status)) void this.#loop();
  }

  get #sendingStatus(): 'opening' | 'uploading' {
    return this.#job?.standing.session === undefined ? 'opening' : 'uploading';
  }

  /** The one loop of a run. Its end is the run's end; what comes after it is dropped. */
  async #loop(): Promise<void> {
    const job = this.#job;
    if (job === undefined) return;
    const run = new AbortController();
    this.#run = run;
    const { signal } = run;
    const events = this.#eventsOf(run);
    try {
      const uploaded = await runJob(job, {
        signal,
        pauser: this.#pauser,
        events,
      });
      if (this.#run !== run) return;
      this.#endRun();
      const isLinked = job.options.linkUrl !== undefined;
      if (!isLinked) this.forget();
      this.#host.asOne(() => {
        this.#to({
          status: 'uploaded',
          loaded: this.total,
          doing: 'sending',
          ...uploaded,
        });
        if (isLinked) void this.#link(job, false);
      });
    } catch (thrown) {
      if (this.#run !== run) return;
      this.#fail(thrown);
    }
  }

  #eventsOf(run: AbortController): JobEvents {
    const state = () => this.#state;
    return reportsOf({
      get state() {
        return state();
      },
      isCurrent: () => this.#run === run,
      to: (change) => this.#to(change),
      holds: (by) => {
        this.#heldBy = by;
      },
      pauser: this.#pauser,
      speedometer: this.#speedometer,
    });
  }

  /** After `uploaded`: its way to the card. Nothing pauses it, and its end is the upload's end. */
  async #link(job: Job, isAgain: boolean): Promise<void> {
    const run = new AbortController();
    this.#run = run;
    const { signal } = run;
    this.#to({ ...announce(job, this.record), loaded: this.total });
    const { record } = this.#state;
    if (record === undefined) return;
    const events = this.#eventsOf(run);
    try {
      // From here on only the link is left to do.
      await job.keeper?.now();
      await linkFile(job, record.uuid, { signal, events, isAgain });
      if (this.#run !== run) return;
      this.#endRun();
      this.forget();
      this.#to({ status: 'linked' });
    } catch (thrown) {
      if (this.#run === run) this.#unlinked(errorOf(thrown));
    }
  }

  #unlinked(error: UploadError): void {
    this.#endRun();
    if (!error.retryable) this.forget();
    this.#to({ status: 'unlinked', error });
  }

  #fail(thrown: unknown): void {
    const leftovers = this.#leftovers();
    const error = errorOf(thrown);
    this.#endRun();
    if (!error.retryable) this.forget();
    this.#to({ status: 'failed', error, leftovers });
  }

  #leftovers(): readonly Leftover[] {
    const job = this.#job;
    return job
      ? endLeftovers(job.standing, this.total, job.options.fileUuid)
      : [];
  }

  /** @internal Nobody can go on with it after a reload. */
  forget(): void {
    void this.#job?.keeper?.end();
  }

  #endRun(): void {
    const run = this.#run;
    this.#run = undefined;
    this.#heldBy = undefined;
    this.#pauser = new Pauser();
    run?.abort();
  }

  #to(change: Partial<UploadState>): void {
    const previous = this.#state;
    const status = change.status ?? previous.status;
    if (status !== previous.status && !mayFollow(previous.status, status))
      throw new Error(
        `An upload cannot go from ${previous.status} to ${status}.`,
      );
    this.#state = {
      ...previous,
      ...(status === 'waiting'
        ? {}
        : { waitingFor: undefined, until: undefined, answersHidden: false }),
      ...change,
    };
    this.#host.changed(this, previous, this.#state);
  }
}

/** An error of unknown kind is a bug, and said as what it is. */
const errorOf = (thrown: unknown): UploadError =>
  thrown instanceof UploadError
    ? thrown
    : new UploadError('bad-response', 'Something unexpected went wrong.', {
        cause: thrown,
      });
