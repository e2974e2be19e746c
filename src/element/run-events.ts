/**
 * Which events a change of an upload's state means.
 *
 * Knows: two states, one after the other. Does not know: elements, or who listens. Pure, so that the whole table can
 * be tested by itself.
 */

import type { UploadState } from '../engine/index.js';
import type { UploaderEventMap } from './events.js';

/** Events that a change of state can mean. */
export type RunEvent =
  | 'upload-start'
  | 'upload-progress'
  | 'upload-pause'
  | 'upload-resume'
  | 'upload-wait'
  | 'upload-retry'
  | 'uploaded'
  | 'upload-error'
  | 'upload-abort'
  | 'linked'
  | 'link-error';

/** The events of one change, in the order in which they are due. */
export const eventsOf = (
  previous: UploadState,
  state: UploadState,
  hasStarted: boolean,
): readonly RunEvent[] => {
  const { status } = state;
  const before = previous.status;
  const isNew = status !== before;
  const events: RunEvent[] = [];
  if (isNew && status === 'queued')
    events.push(before === 'paused' ? 'upload-resume' : 'upload-retry');
  else if (state.retries > previous.retries) events.push('upload-retry');
  if (
    !hasStarted &&
    before === 'queued' &&
    (status === 'opening' || status === 'uploading')
  )
    events.push('upload-start');
  // Trying again starts from less: that is no progress.
  if (state.loaded > previous.loaded && status !== 'queued')
    events.push('upload-progress');
  if (
    status === 'waiting' &&
    (isNew ||
      state.waitingFor !== previous.waitingFor ||
      state.until !== previous.until)
  )
    events.push('upload-wait');
  if (isNew && status === 'paused') events.push('upload-pause');
  if (isNew && status === 'uploaded') events.push('uploaded');
  if (isNew && status === 'failed') events.push('upload-error');
  if (isNew && status === 'aborted') events.push('upload-abort');
  if (isNew && status === 'linked') events.push('linked');
  if (isNew && status === 'unlinked') events.push('link-error');
  return events;
};

/** The detail of such an event; `undefined` where the state has none to give. */
export const detailOf = (
  event: RunEvent,
  { loaded, total, waitingFor, until, record, error, entity }: UploadState,
): UploaderEventMap[RunEvent]['detail'] | undefined => {
  switch (event) {
    case 'uploaded':
      return record;
    case 'upload-error':
    case 'link-error':
      return error && { error };
    case 'linked':
      return { entity };
    case 'upload-abort':
      return {};
    case 'upload-wait':
      return { loaded, total, waitingFor, until };
    default:
      return { loaded, total };
  }
};
