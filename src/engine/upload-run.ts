/**
 * One run of an upload: from a place to send in to the record.
 *
 * Knows: what comes before the first request: that no other tab is at it, that the page had its way with the file,
 * that it is the file of the checkpoint. Does not know: status, commands, other uploads.
 */

import {
  type Checkpoint,
  checkpointKey,
  type FileIdentity,
  resumed,
} from './checkpoint.js';
import { FileError, PrepareError } from './errors.js';
import { fingerprintOf } from './fingerprint.js';
import { Keeper } from './keeper.js';
import { cardSaved } from './later-card.js';
import type { CheckedOptions, FileOptions } from './options.js';
import { PartReader } from './part-reader.js';
import { delay, type Pauser } from './pauser.js';
import type { Place } from './place.js';
import type { Tries } from './retry.js';
import { newRun, newStanding, type Standing } from './standing.js';
import type { Environment } from './trying.js';
import { type FileEvents, type Uploaded, uploadFile } from './upload-file.js';
import { freshState, type UploadState } from './upload-state.js';

/** All that belongs to the sending of one upload, over all its runs. */
export interface Job {
  readonly env: Environment;
  /** Only the card's address ever changes: it may come later than the file. */
  options: CheckedOptions;
  readonly place: Place;
  readonly identity: FileIdentity;
  /** The name that the page wants it stored under. */
  readonly name: string | undefined;
  /** `undefined` where nothing is kept. */
  keeper: Keeper | undefined;
  /** Milliseconds since the epoch. */
  since: number;
  picked: File | undefined;
  prepared: File | undefined;
  handle: unknown;
  fingerprint: string | undefined;
  standing: Standing;
  readonly tries: Tries;
}

/** A job before its first run. */
export const newJob = (
  env: Environment,
  {
    identity,
    given,
    options,
    place,
  }: {
    identity: FileIdentity;
    given: FileOptions;
    options: CheckedOptions;
    place: Place;
  },
): Job => {
  const { store, locks, clock, signals } = env;
  const scope = given.resumeScope;
  const job: Job = {
    env,
    options,
    place,
    identity,
    name: given.name || undefined,
    keeper: undefined,
    since: clock.now(),
    picked: undefined,
    prepared: undefined,
    handle: undefined,
    fingerprint: undefined,
    standing: newStanding(),
    tries: { requests: 0, lastTried: undefined },
  };
  if (store !== undefined && scope !== undefined) {
    const key = checkpointKey(scope, identity);
    job.keeper = new Keeper(key, { store, locks, clock, signals }, () =>
      checkpointOf(job, key, scope),
    );
  }
  return job;
};

const checkpointOf = (
  job: Job,
  key: string,
  scope: string,
): Checkpoint | undefined =>
  job.fingerprint === undefined
    ? undefined
    : {
        key,
        scope,
        since: job.since,
        file: job.identity,
        name: job.name ?? '',
        fileUuid: job.options.fileUuid,
        linkUrl: job.options.linkUrl,
        fingerprint: job.fingerprint,
        total: (job.prepared ?? job.picked)?.size ?? job.identity.size,
        standing: asItIs(job.standing),
        handle: job.handle,
      };

/** As it is now, whenever it is written. */
const asItIs = (standing: Standing): Standing => ({
  ...standing,
  session: standing.session && { ...standing.session },
});

/**
 * Makes a job ready for another run, and gives the state that it begins with. After a failure of the network or the
 * server the session may live on; after anything else a new one is due.
 */
export const renew = (
  job: Job,
  file: File,
  { status, error, total, loaded }: UploadState,
): UploadState => {
  const { size, lastModified } = job.identity;
  if (file.size !== size || file.lastModified !== lastModified)
    throw new FileError('file-changed', 'This is another file.');
  const goesOn = status === 'failed' && error?.retryable === true;
  if (goesOn) newRun(job.standing);
  else {
    job.standing = newStanding();
    job.fingerprint = undefined;
    if (file !== job.picked) job.prepared = undefined;
  }
  job.picked = file;
  return { ...freshState(total), ...(goesOn ? { loaded } : {}) };
};

/** What can hold a run before its first request. */
export type Hold = 'other-tab' | 'card';

/** What others may see of a run. */
export interface JobEvents extends FileEvents {
  /** The page changed the file: so many bytes will be sent. */
  prepared(total: number): void;
  /** Nothing can be done until then, and nothing without a place after it: the run's pauser says when it has one. */
  held(by: Hold, free: Promise<void>): Promise<void>;
}

/** What a run is told from outside, and tells. */
interface Run {
  signal: AbortSignal;
  pauser: Pauser;
  events: JobEvents;
}

/** Runs a job to its end. */
export const runJob = async (job: Job, run: Run): Promise<Uploaded> => {
  const { keeper, env, place } = job;
  if (keeper !== undefined && !(await keeper.claim())) {
    run.signal.throwIfAborted();
    await held(job, run, 'other-tab', keeper.claimLater(run.signal));
    // The other tab may have gone on in the meantime.
    const found = await keeper.find();
    if (found) takeUp(job, found);
  }
  run.signal.throwIfAborted();
  if (job.options.laterLinkUrl !== undefined)
    await held(job, run, 'card', cardSaved(job, run.signal));
  run.signal.throwIfAborted();
  const file = await prepare(job, run);
  const reader = new PartReader(file);
  if (keeper !== undefined) await recognise(job, reader, file.size);
  run.signal.throwIfAborted();
  return uploadFile({
    ...run,
    file,
    reader,
    name: job.name ?? file.name,
    options: job.options,
    standing: job.standing,
    tries: job.tries,
    env,
    place,
    keep: keeper,
    recognise: async (isEnd) => {
      if (isEnd || job.fingerprint === undefined)
        await recognise(job, reader, file.size);
    },
  });
};

/** Waits until nothing holds it any more, and then for its place. */
const held = async (
  { env: { clock } }: Job,
  { events, pauser, signal }: Run,
  by: Hold,
  free: Promise<void>,
): Promise<void> => {
  await events.held(by, free);
  while (pauser.paused)
    await delay(Number.POSITIVE_INFINITY, {
      clock,
      signal,
      wakers: [pauser.changed],
    });
};

/**
 * What is written down of a job once no other tab is at it: `null` when that tab finished it, `undefined` when nobody
 * can tell, or waits any more.
 */
export const whenFree = async (
  { keeper }: Job,
  signal: AbortSignal,
  elsewhere: () => void,
): Promise<Checkpoint | null | undefined> => {
  if (keeper === undefined) return undefined;
  try {
    if (!(await keeper.claim())) {
      signal.throwIfAborted();
      elsewhere();
      await keeper.claimLater(signal);
    }
    return await keeper.find();
  } catch {
    keeper.release();
    return undefined;
  }
};

/** Goes on from a checkpoint. */
export const takeUp = (job: Job, checkpoint: Checkpoint): void => {
  job.standing = resumed(checkpoint);
  job.fingerprint = checkpoint.fingerprint;
  job.since = checkpoint.since;
  job.handle ??= checkpoint.handle;
};

/** Whether a picked file is the one that a checkpoint speaks of. */
export const isFileOf = async (job: Job, file: File): Promise<boolean> => {
  const { name, size, lastModified } = job.identity;
  const looksSame =
    file.name === name &&
    file.size === size &&
    file.lastModified === lastModified;
  // What the page makes of the file is compared when it was made.
  if (
    !looksSame ||
    job.fingerprint === undefined ||
    job.options.prepare !== undefined
  )
    return looksSame;
  try {
    return (
      (await fingerprintOf(new PartReader(file), size)) === job.fingerprint
    );
  } catch {
    return false;
  }
};

/** The page's own change of the file, made once. */
const prepare = async (job: Job, { signal, events }: Run): Promise<File> => {
  const picked = job.picked;
  if (picked === undefined)
    throw new FileError('file-unreadable', 'The file is not here.');
  const change = job.options.prepare;
  if (change === undefined) return picked;
  if (job.prepared === undefined) {
    let prepared: File;
    try {
      prepared = await change(picked, { signal });
    } catch (cause) {
      signal.throwIfAborted();
      throw new PrepareError(cause);
    }
    signal.throwIfAborted();
    if (!(prepared instanceof Blob) || typeof prepared.name !== 'string')
      throw new PrepareError(new TypeError('prepare gave no File.'));
    job.prepared = prepared;
    events.prepared(prepared.size);
  }
  return job.prepared;
};

/**
 * A file that only looks like the one of the checkpoint is never sent in its place; nor is one that changed on the way:
 * Firefox reads what is on the disk now, and neither size nor time of a `File` say that it is something else.
 */
const recognise = async (
  job: Job,
  reader: PartReader,
  size: number,
): Promise<void> => {
  const fingerprint = await fingerprintOf(reader, size);
  if (job.fingerprint !== undefined && job.fingerprint !== fingerprint)
    throw new FileError(
      'file-changed',
      'This is not the file that was being uploaded.',
    );
  job.fingerprint = fingerprint;
};
