/**
 * From what a page wrote to what the engine takes.
 *
 * Knows: which option of the element is which of the engine. Does not know: when to read them, or what to do with one
 * that cannot be read: that is thrown as an `OptionError`.
 */

import {
  checkLimits,
  checkOptions,
  type FileOptions,
  OptionError,
  type UploadOptions,
} from '../engine/index.js';
import { type Rules, readAccept } from './acceptance.js';
import { scopeOf } from './resumption.js';
import type { UploaderOptions } from './uploader-options.js';

/** What belongs to the files of one call. */
export interface AddOptions {
  /** The name to store a file under, instead of its own. */
  name?: string | undefined;
  /** The uuid of a file in Kommo: the upload becomes a new version of it. */
  fileUuid?: string | undefined;
  /**
   * Where the finished file is linked to a card, instead of the element's `link-url`. A promise of it for a card that
   * is not saved yet: the file waits, and nothing of it is sent before. Should it be rejected, the upload fails as
   * `prepare-failed`.
   */
  linkUrl?: string | PromiseLike<string> | undefined;
  /** Asks the drive to make previews. */
  withPreview?: boolean | undefined;
  /** Anything of the page's own: kept as `upload.meta`, sent nowhere. */
  meta?: unknown;
}

/** Which files the element takes. */
export const readRules = (element: UploaderOptions): Rules => ({
  ...checkLimits(element),
  accept: readAccept(element.accept),
});

/** Whether the page asks before it is left. */
export const readLeaveWarning = ({
  leaveWarning,
}: UploaderOptions): boolean => {
  if (leaveWarning && leaveWarning !== 'on' && leaveWarning !== 'off')
    throw new OptionError(
      'leave-warning',
      `leave-warning is on or off; received ${JSON.stringify(leaveWarning)}.`,
    );
  return leaveWarning !== 'off';
};

/** How a file is uploaded. */
export const readUploadOptions = (
  element: UploaderOptions,
  { name, fileUuid, linkUrl, withPreview, meta }: AddOptions = {},
): FileOptions => {
  const options: UploadOptions = {
    sessionUrl: element.sessionUrl ?? undefined,
    openSession: element.openSession,
    accessToken: element.accessToken,
    withCredentials: element.withCredentials,
    linkUrl: linkUrl ?? element.linkUrl ?? undefined,
    bearerOnParts: element.bearerOnParts,
    allowedOrigins: element.allowedOrigins ?? undefined,
    concurrency: element.concurrency ?? undefined,
    retryFor: element.retryFor ?? undefined,
    withPreview: withPreview ?? element.withPreview,
    fileUuid: fileUuid ?? element.fileUuid ?? undefined,
    verify: element.verify || undefined,
    prepare: element.prepare,
  };
  checkOptions(options);
  checkLook(element.look);
  return {
    ...options,
    name,
    meta,
    manual: element.manual,
    resumeScope: scopeOf(element.resumeScope),
  };
};

const LOOKS: readonly unknown[] = ['default', 'compact', '', null, undefined];

const checkLook = (look: unknown): void => {
  if (!LOOKS.includes(look))
    throw new OptionError(
      'look',
      `look is default or compact; received ${JSON.stringify(look)}.`,
    );
};
