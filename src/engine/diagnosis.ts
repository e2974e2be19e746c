/**
 * Why an upload failed, as a value to paste into a support ticket.
 *
 * Knows: what a person who helps needs to know. Does not know: secrets: hosts are named, addresses of parts, sessions
 * and tokens are not, and neither is the file's name, which may say more than its owner wants.
 */

import type { UploadErrorCode } from './errors.js';
import type { Leftover } from './standing.js';
import type { WaitingFor } from './trying.js';
import type { Job } from './upload-run.js';
import type { UploadState, UploadStatus } from './upload-state.js';

/** What is known of an upload, without secrets. */
export interface Diagnosis {
  readonly status: UploadStatus;
  readonly code: UploadErrorCode | undefined;
  /** One sentence for a developer, in English. */
  readonly message: string | undefined;
  readonly waitingFor: WaitingFor | undefined;
  /** HTTP status of the answer that decided it. */
  readonly httpStatus: number | undefined;
  readonly requestId: string | undefined;
  /** The server's own words, as text. */
  readonly serverText: string | undefined;
  /** When the last request left, as an ISO date. */
  readonly lastTried: string | undefined;
  /** Requests that left, and how many of them were tries again. */
  readonly requests: number;
  readonly retries: number;
  /** New sessions after one that could not be used any more, and new versions over wrong bytes. */
  readonly startOvers: number;
  readonly heals: number;
  /** Bytes. */
  readonly loaded: number;
  readonly total: number;
  readonly partSize: number | undefined;
  readonly verified: boolean | undefined;
  readonly leftovers: readonly Leftover[];
  /** Where sessions are opened and where parts go; hosts only. */
  readonly sessionHost: string | undefined;
  readonly partHost: string | undefined;
  /** Where the file is linked to a card. */
  readonly linkHost: string | undefined;
  /** What the browser says of the network; it may be wrong. */
  readonly online: boolean;
}

export const diagnosisOf = (
  state: UploadState,
  /** A record that was there before has none. */
  job: Job | undefined,
): Diagnosis => {
  const {
    error,
    status,
    waitingFor,
    retries,
    loaded,
    total,
    verified,
    leftovers,
  } = state;
  const { standing, tries, options, env } = job ?? {};
  const { sessionUrl, linkUrl } = options ?? {};
  const { lastTried } = tries ?? {};
  return {
    status,
    code: error?.code,
    message: error?.message,
    waitingFor,
    httpStatus: error?.status,
    requestId: error?.requestId,
    serverText: error?.serverText,
    lastTried:
      lastTried === undefined ? undefined : new Date(lastTried).toISOString(),
    requests: tries?.requests ?? 0,
    retries,
    startOvers: standing?.startOvers ?? 0,
    heals: standing?.heals ?? 0,
    loaded,
    total,
    partSize: standing?.session?.partSize,
    verified,
    leftovers,
    sessionHost: sessionUrl && new URL(sessionUrl).host,
    partHost: standing?.session && new URL(standing.session.origin).host,
    linkHost: linkUrl && new URL(linkUrl).host,
    online: env?.signals.online ?? true,
  };
};
