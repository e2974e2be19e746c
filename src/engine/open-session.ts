/**
 * How a session for one file is opened, and checked before any byte leaves.
 *
 * Knows: what a session is asked for, by the page's own function or by the drive's address. Does not know: parts.
 */

import { isSecurePage, parseUrl, partAddress } from './addresses.js';
import type { Bearer } from './bearer.js';
import { openSession, openSessionWith } from './drive.js';
import { RejectedFileError } from './errors.js';
import { failure } from './failure.js';
import type { SessionRequest, UploadSession } from './file-version.js';
import { afterSession } from './next-step.js';
import type { CheckedOptions } from './options.js';
import {
  openedSession,
  type SessionStanding,
  type Standing,
} from './standing.js';
import { cleanName } from './text.js';
import type { Trying } from './trying.js';

/** What has to be known to open a session. */
export interface Opening {
  file: File;
  name: string;
  options: CheckedOptions;
  standing: Standing;
  trying: Trying;
  bearer: Bearer;
}

/** Opens a session: for a new file, or for a new version of the one that has to be healed. */
export const openFor = async (opening: Opening): Promise<SessionStanding> => {
  const { options, standing, trying, bearer } = opening;
  const { sessionUrl, openSession: open, withCredentials } = options;
  const origin =
    sessionUrl === undefined ? undefined : new URL(sessionUrl).origin;
  for (;;) {
    const request = requestFor(opening);
    const decision = await trying.decide({
      phase: 'opening',
      origin: origin ?? 'openSession',
      bytes: 0,
      hasToken: open !== undefined || bearer.canChange,
      judge: (answer, known) =>
        afterSession(answer, {
          ...known,
          healing: standing.healing !== undefined,
        }),
      send: (wire, isRefused) =>
        open === undefined
          ? openSession(
              sessionUrl ?? '',
              request,
              { bearer: () => bearer.fresh(isRefused), withCredentials },
              wire,
            )
          : openSessionWith(open, request, wire),
    });
    if (decision.do === 'send')
      return checked(decision.session, origin, opening);
    if (decision.do !== 'without-uuid') throw failure('bad-response');
    standing.healing = undefined;
  }
};

const requestFor = ({
  file,
  name,
  options,
  standing,
}: Opening): SessionRequest => {
  const fileUuid = standing.healing ?? options.fileUuid;
  return {
    file_name: cleanName(name),
    file_size: file.size,
    ...(file.type === '' ? {} : { content_type: file.type }),
    ...(fileUuid === undefined ? {} : { file_uuid: fileUuid }),
    ...(options.withPreview ? { with_preview: true } : {}),
  };
};

/** No byte leaves for an address that may not get it, or for a file that is too large for the drive. */
const checked = (
  session: UploadSession,
  origin: string | undefined,
  { file, options }: Opening,
): SessionStanding => {
  const limit = session.max_file_size;
  if (limit !== undefined && file.size > limit)
    throw new RejectedFileError(
      'file-too-large',
      'The drive takes no file of this size.',
      { limit },
    );
  const rules = {
    sessionOrigin: origin ?? parseUrl(session.upload_url)?.origin ?? '',
    allowedOrigins: options.allowedOrigins,
    securePage: isSecurePage(),
  };
  const url = partAddress(session.upload_url, rules);
  return openedSession(url, rules, session.max_part_size);
};
