/**
 * One file's life: its status, and what a person can do with it.
 *
 * Knows: one loop for each run, held by a pauser and ended by a signal, never started a second time. Does not know: HTTP, or other uploads; a place to upload in is given and
 * taken by the queue.
 */

import { FileError, PrepareError, UploadError } from './errors.js';
import type { FileVersion } from './file-version.js';
import type { CheckedOptions, FileOptions } from './options.js';
import type { Pace } from './pace.js';
import { Pauser } from './pauser.js';
import { Speedometer } from './speedometer.js';
import {
  endLeftovers,
  type Leftover,
  newRun,
  newStanding,
  type Standing,
} from './standing.js';
import type { Environment, WaitingFor } from './trying.js';
import { type FileEvents, uploadFile } from './upload-file.js';
import {
  freshState,
  isActive,
  isEnded,
  mayFollow,
  type UploadState,
  type UploadStatus,
} from './upload-state.js';

/** What the queue gives to each of its uploads. */
export interface UploadHost {
  env: Environment;
  /** Whether the upload is still in the list. */
  has(upload: Upload): boolean;
  changed(upload: Upload, previous: UploadState, state: UploadState): void;
}

let count = 0;

/** A file on its way. */
export class Upload {
  /** Unique on this page. */
  readonly id: string;
  /** The name it is stored under. */
  readonly name: string;
  /** Where it was in a dropped folder, or its name. */
  readonly path: string;
  /** Whatever the page gave with the file. */
  readonly meta: unknown;

  readonly #host: UploadHost;
  readonly #options: CheckedOptions | undefined;
  readonly #pace: Pace | undefined;
  readonly #speedometer: Speedometer;
  #file: File | undefined;
  #prepared: File | undefined;
  #state: UploadState;
  #standing: Standing = newStanding();
  #pauser = new Pauser();
  #run: AbortController | undefined;

  /** @internal Uploads are made by a queue. */
  constructor(
    host: UploadHost,
    source:
      | { file: File; given: FileOptions; options: CheckedOptions; pace: Pace }
      | { record: FileVersion },
  ) {
    count += 1;
    this.id = `upload-${count}`;
    this.#host = host;
    this.#speedometer = new Speedometer(host.env.clock);
    const isFile = 'file' in source;
    this.#file = isFile ? source.file : undefined;
    this.#options = isFile ? source.options : undefined;
    this.#pace = isFile ? source.pace : undefined;
    this.name = isFile
      ? source.given.name || source.file.name
      : source.record.name;
    this.path = isFile
      ? source.given.path || source.file.webkitRelativePath || source.file.name
      : this.name;
    this.meta = isFile ? source.given.meta : undefined;
    const size = isFile ? source.file.size : source.record.size;
    this.#state = {
      ...freshState(size),
      ...(isFile
        ? {}
        : { status: 'uploaded', loaded: size, record: source.record }),
    };
  }

  /** The picked file; a record that was there before has none. */
  get file(): File | undefined {
    return this.#file;
  }

  /** Everything that can be seen, as one value. */
  get state(): UploadState {
    return this.#state;
  }

  get status(): UploadStatus {
    return this.#state.status;
  }

  /** Bytes that the drive acknowledged. */
  get loaded(): number {
    return this.#state.loaded;
  }

  /** Bytes of the file. */
  get total(): number {
    return this.#state.total;
  }

  get waitingFor(): WaitingFor | undefined {
    return this.#state.waitingFor;
  }

  get until(): number | undefined {
    return this.#state.until;
  }

  get error(): UploadError | undefined {
    return this.#state.error;
  }

  get record(): FileVersion | undefined {
    return this.#state.record;
  }

  get verified(): boolean | undefined {
    return this.#state.verified;
  }

  get leftovers(): readonly Leftover[] {
    return this.#state.leftovers;
  }

  /** Bytes a second while it is sending, 0 otherwise. */
  get speed(): number {
    return this.status === 'uploading' ? this.#speedometer.speed : 0;
  }

  /** Seconds until it is done at this speed; `undefined` while nobody can tell. */
  get timeLeft(): number | undefined {
    const { speed } = this;
    return speed > 0 ? (this.total - this.loaded) / speed : undefined;
  }

  /** Parts in flight at most, for all uploads to its drive. */
  get concurrency(): number {
    return this.#options?.concurrency ?? 0;
  }

  /** @internal The pace of its drive; a record that was there before has none. */
  get pace(): Pace | undefined {
    return this.#pace;
  }

  /** Holds it after the part in flight. */
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

  /** Goes on from the next part, as soon as there is a place. */
  resume(): void {
    if (this.status === 'pausing') {
      this.#pauser.resume();
      this.#to({ status: this.#sendingStatus });
    } else if (this.status === 'paused') {
      this.#to({ status: 'queued' });
    }
  }

  /** Ends it at once; the part in flight is cut. */
  abort(): void {
    if (isEnded(this.status)) return;
    const leftovers = this.#leftovers();
    this.#endRun();
    this.#to({ status: 'aborted', leftovers });
  }

  /**
   * Tries again after it failed or was aborted. What the drive has already is not sent again where that is certain.
   * @param file the same file, picked again, where the first can no longer be read. Another one is a `FileError`.
   */
  retry(file: File | undefined = this.#file): void {
    if (this.status !== 'failed' && this.status !== 'aborted') return;
    if (this.#file === undefined || file === undefined) return;
    if (!this.#host.has(this)) return;
    const { size, lastModified } = this.#file;
    if (file.size !== size || file.lastModified !== lastModified)
      throw new FileError('file-changed', 'This is another file.');
    const { error, total, loaded } = this.#state;
    // After a failure of the network or the server the session may live on; after anything else a new one is due.
    const goesOn = this.status === 'failed' && error?.retryable === true;
    if (goesOn) newRun(this.#standing);
    else {
      this.#standing = newStanding();
      if (file !== this.#file) this.#prepared = undefined;
    }
    this.#file = file;
    this.#to({ ...freshState(total), ...(goesOn ? { loaded } : {}) });
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
    return this.#standing.session === undefined ? 'opening' : 'uploading';
  }

  /** The one loop of a run. Its end is the run's end; what comes after it is dropped. */
  async #loop(): Promise<void> {
    const run = new AbortController();
    this.#run = run;
    const { signal } = run;
    const options = this.#options;
    const pace = this.#pace;
    const picked = this.#file;
    if (options === undefined || pace === undefined || picked === undefined)
      return;
    try {
      const file = await this.#prepare(picked, options, signal);
      const uploaded = await uploadFile({
        file,
        name: this.name === picked.name ? file.name : this.name,
        options,
        standing: this.#standing,
        env: this.#host.env,
        pace,
        pauser: this.#pauser,
        signal,
        events: this.#eventsOf(run),
      });
      if (this.#run !== run) return;
      this.#endRun();
      this.#to({
        status: 'uploaded',
        loaded: file.size,
        doing: 'sending',
        ...uploaded,
      });
    } catch (thrown) {
      if (this.#run !== run) return;
      this.#fail(thrown);
    }
  }

  async #prepare(
    picked: File,
    options: CheckedOptions,
    signal: AbortSignal,
  ): Promise<File> {
    if (options.prepare === undefined) return picked;
    if (this.#prepared === undefined) {
      try {
        this.#prepared = await options.prepare(picked, { signal });
      } catch (cause) {
        throw new PrepareError(cause);
      }
      signal.throwIfAborted();
      if (!(this.#prepared instanceof Blob)) {
        this.#prepared = undefined;
        throw new PrepareError(new TypeError('prepare gave no File.'));
      }
      this.#to({ total: this.#prepared.size });
    }
    return this.#prepared;
  }

  #eventsOf(run: AbortController): FileEvents {
    const current = () => this.#run === run;
    return {
      trying: (phase, isAgain) => {
        if (!current()) return;
        this.#speedometer.going();
        const retries = this.#state.retries + (isAgain ? 1 : 0);
        if (this.status !== phase || isAgain)
          this.#to({ status: phase, retries });
      },
      waiting: (waitingFor, until, answersHidden = false) => {
        if (!current()) return;
        this.#speedometer.standing();
        this.#to({ status: 'waiting', waitingFor, until, answersHidden });
      },
      paused: () => {
        if (!current()) return;
        this.#speedometer.standing();
        if (this.status === 'pausing') this.#to({ status: 'paused' });
      },
      progress: (loaded) => {
        if (!current()) return;
        this.#speedometer.moved(loaded - this.loaded);
        this.#to({ loaded });
      },
      doing: (doing) => {
        if (current()) this.#to({ doing });
      },
    };
  }

  #fail(thrown: unknown): void {
    const leftovers = this.#leftovers();
    const error =
      thrown instanceof UploadError
        ? thrown
        : new UploadError('bad-response', 'Something unexpected went wrong.', {
            cause: thrown,
          });
    this.#endRun();
    this.#to({ status: 'failed', error, leftovers });
  }

  #leftovers(): readonly Leftover[] {
    return endLeftovers(this.#standing, this.total, this.#options?.fileUuid);
  }

  #endRun(): void {
    const run = this.#run;
    this.#run = undefined;
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
