/**
 * What a run reports, as changes of its upload's state.
 *
 * Knows: which report changes what. Does not know: commands, or how a run goes. Reports of a run that is over change
 * nothing.
 */

import type { Pauser } from './pauser.js';
import type { Speedometer } from './speedometer.js';
import type { Hold, JobEvents } from './upload-run.js';
import type { UploadState } from './upload-state.js';

/** The upload whose run it is. */
export interface Reported {
  readonly state: UploadState;
  /** Whether this run is still the upload's. */
  readonly isCurrent: () => boolean;
  readonly to: (change: Partial<UploadState>) => void;
  /** It can do nothing, whoever resumes it, until it is held by nothing. */
  readonly holds: (by: Hold | undefined) => void;
  readonly pauser: Pauser;
  readonly speedometer: Speedometer;
}

export const reportsOf = (upload: Reported): JobEvents => {
  const { isCurrent, to, holds, pauser, speedometer } = upload;
  return {
    trying: (phase, isAgain) => {
      if (!isCurrent()) return;
      speedometer.going();
      const { status, retries } = upload.state;
      // A link that waited waits no more.
      const isLink = phase === 'linking';
      if (status !== phase || isAgain || isLink)
        to({ status: phase, retries: retries + (isAgain ? 1 : 0) });
    },
    waiting: (waitingFor, until, answersHidden = false) => {
      if (!isCurrent()) return;
      speedometer.standing();
      // Whoever waits for a card stays at it: there is nothing to pause.
      const isLink = upload.state.status === 'linking';
      const status = isLink ? 'linking' : 'waiting';
      to({ status, waitingFor, until, answersHidden });
    },
    paused: () => {
      if (!isCurrent()) return;
      speedometer.standing();
      if (upload.state.status === 'pausing') to({ status: 'paused' });
    },
    progress: (loaded) => {
      if (!isCurrent()) return;
      speedometer.moved(loaded - upload.state.loaded);
      to({ loaded, doing: 'sending' });
    },
    doing: (doing) => {
      if (isCurrent()) to({ doing });
    },
    prepared: (total) => {
      if (isCurrent()) to({ total });
    },
    held: async (by, free) => {
      if (!isCurrent()) return;
      pauser.pause();
      holds(by);
      // Paused while that was found out: then nobody waits.
      if (upload.state.status === 'pausing') to({ status: 'paused' });
      else to({ status: 'waiting', waitingFor: by });
      await free;
      if (!isCurrent()) return;
      holds(undefined);
      if (upload.state.status === 'waiting') to({ status: 'queued' });
    },
  };
};
