/**
 * One file's way to its card, after it was uploaded.
 *
 * Knows: whose token may travel there, and that a link that found no answer may be there all the same. Does not know:
 * status, or other files. No byte of the file is sent here.
 */

import { Bearer } from './bearer.js';
import { entityOf } from './card.js';
import type { FileVersion } from './file-version.js';
import { afterLink } from './next-step.js';
import { Pauser } from './pauser.js';
import { Retry } from './retry.js';
import { type RunEvents, Trying } from './trying.js';
import type { Job } from './upload-run.js';
import type { UploadState } from './upload-state.js';

/** The record is announced, and written down as such: after a reload only its link is left to do. */
export const announce = (
  { standing, options }: Job,
  record: FileVersion | undefined,
): Partial<UploadState> => {
  standing.announced = true;
  return {
    status: 'linking',
    record: record ?? standing.session?.record,
    entity:
      options.linkUrl === undefined ? undefined : entityOf(options.linkUrl),
    error: undefined,
  };
};

/** Links a file to the card that its upload was added for. Throws why that is not possible. */
export const linkFile = async (
  { options, env, tries }: Job,
  uuid: string,
  {
    signal,
    events,
    isAgain,
  }: { signal: AbortSignal; events: RunEvents; isAgain: boolean },
): Promise<void> => {
  const { linkUrl, sessionUrl, accessToken, withCredentials } = options;
  if (linkUrl === undefined) return;
  const { origin } = new URL(linkUrl);
  // A page's own cookie is enough for the CRM's own page; a token goes to whom it is for, and nowhere else.
  const isForToken =
    sessionUrl !== undefined && new URL(sessionUrl).origin === origin;
  const bearer = new Bearer(isForToken ? accessToken : undefined);
  const trying = new Trying(env, {
    pace: env.paceOf(origin),
    // Linking takes a moment: nobody pauses it.
    pauser: new Pauser(),
    signal,
    events,
    retry: new Retry(options.retryFor, env.random),
    tries,
  });
  const card = {
    url: linkUrl,
    withCredentials,
    identity: isForToken ? accessToken : undefined,
    bearer: () => bearer.fresh(isRefused),
  };
  let isRefused = false;
  let mayBeThere = isAgain;
  await trying.decide({
    phase: 'linking',
    origin,
    bytes: 0,
    hasToken: bearer.canChange,
    judge: afterLink,
    send: (wire, askTokenAgain) => {
      isRefused = askTokenAgain;
      const isRepeated = mayBeThere;
      mayBeThere = true;
      return env.links.link(uuid, card, wire, isRepeated);
    },
  });
};
