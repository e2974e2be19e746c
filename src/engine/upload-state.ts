/**
 * What can be seen of an upload: a closed list of statuses, which may follow which, and the state as one value.
 *
 * Knows: words and rules. Does not know: how a status comes to be.
 */

import type { Entity } from './card.js';
import type { UploadError } from './errors.js';
import type { FileVersion } from './file-version.js';
import type { Leftover } from './standing.js';
import type { WaitingFor } from './trying.js';
import type { Doing } from './upload-file.js';

/** Where an upload is in its life. */
export type UploadStatus =
  | 'queued'
  | 'opening'
  | 'uploading'
  | 'pausing'
  | 'paused'
  | 'waiting'
  | 'uploaded'
  | 'linking'
  | 'linked'
  | 'unlinked'
  | 'failed'
  | 'aborted';

/** All that can be seen of an upload. A change makes a new state; a state never changes. */
export interface UploadState {
  /** Where it is in its life. */
  readonly status: UploadStatus;
  /** Bytes that the drive acknowledged. Never goes back, never passes `total`. */
  readonly loaded: number;
  /** Bytes of the file as it is sent. */
  readonly total: number;
  /** What it waits for: while `waiting`, and while `paused` after a reload (the file, or the right to read it). */
  readonly waitingFor: WaitingFor | undefined;
  /** When it tries again, in milliseconds since 1970, while `waiting` and where that is known. */
  readonly until: number | undefined;
  /** While `waiting`: something answers, but the browser may not show what (a size limit, a proxy, CORS). */
  readonly answersHidden: boolean;
  /** What is being done beside plain sending. */
  readonly doing: Doing;
  /** Tries again so far in this run, for whatever reason. */
  readonly retries: number;
  /** Why it failed, while `failed` or `unlinked`; why a file was not taken for it, while `paused` after a reload. */
  readonly error: UploadError | undefined;
  /** The file-version record, once `uploaded`. */
  readonly record: FileVersion | undefined;
  /** `true`: read back and equal. `undefined`: right by structure. `false`: nobody could tell. */
  readonly verified: boolean | undefined;
  /** The card that the file is for, once it is on its way there. */
  readonly entity: Entity | undefined;
  /** What may be left behind in Kommo, at the end of a run. */
  readonly leftovers: readonly Leftover[];
}

/** Which status may follow which. Anything else is a mistake in the engine. */
const FOLLOWS: Record<UploadStatus, readonly UploadStatus[]> = {
  queued: ['opening', 'uploading', 'paused', 'aborted'],
  opening: ['uploading', 'waiting', 'pausing', 'failed', 'aborted'],
  uploading: ['opening', 'waiting', 'pausing', 'uploaded', 'failed', 'aborted'],
  // To linking where another tab went before it had linked what it had uploaded.
  waiting: [
    'opening',
    'uploading',
    'paused',
    'queued',
    'linking',
    'failed',
    'aborted',
  ],
  pausing: ['opening', 'uploading', 'paused', 'uploaded', 'failed', 'aborted'],
  // To linking after a reload, where only that is left to do; to failed where the card that it waited for never comes.
  paused: ['queued', 'waiting', 'aborted', 'linking', 'failed'],
  uploaded: ['linking'],
  linking: ['linked', 'unlinked'],
  linked: [],
  unlinked: ['linking'],
  failed: ['queued'],
  aborted: ['queued'],
};

const ENDED: readonly UploadStatus[] = [
  'uploaded',
  'linked',
  'unlinked',
  'failed',
  'aborted',
];
const ACTIVE: readonly UploadStatus[] = [
  'opening',
  'uploading',
  'pausing',
  'waiting',
];

/** Whether nothing more happens by itself or by resuming. */
export const isEnded = (status: UploadStatus): boolean =>
  ENDED.includes(status);

/** Whether it is on its way. */
export const isActive = (status: UploadStatus): boolean =>
  ACTIVE.includes(status);

/** Whether it can do nothing until another tab is done, or its card is saved. */
export const isHeld = ({
  waitingFor,
}: Pick<UploadState, 'waitingFor'>): boolean =>
  waitingFor === 'other-tab' || waitingFor === 'card';

/** Whether it takes one of the places of its drive. */
export const takesPlace = (state: UploadState): boolean =>
  isActive(state.status) && !isHeld(state);

/** Whether one status may come right after another. */
export const mayFollow = (before: UploadStatus, after: UploadStatus): boolean =>
  FOLLOWS[before].includes(after);

/** Before a run. */
export const freshState = (total: number): UploadState => ({
  status: 'queued',
  loaded: 0,
  total,
  waitingFor: undefined,
  until: undefined,
  answersHidden: false,
  doing: 'sending',
  retries: 0,
  error: undefined,
  record: undefined,
  verified: undefined,
  entity: undefined,
  leftovers: [],
});
