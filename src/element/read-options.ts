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
  options: AddOptions = {},
): FileOptions => readAsked(askedOf(element, options));

/**
 * Reads the same for one file after the other. There may be thousands: as long as the page changes nothing, they share
 * one frozen value, which is checked once.
 */
export const uploadOptionsReader = (
  element: UploaderOptions,
  options: AddOptions = {},
): (() => FileOptions) => {
  let before: [string, unknown][] | undefined;
  let read: FileOptions = {};
  return () => {
    const asked = askedOf(element, options);
    const isNew = ([key, value]: [string, unknown]) =>
      asked[key as keyof typeof asked] !== value;
    if (before === undefined || before.some(isNew)) {
      read = Object.freeze(readAsked(asked));
      before = Object.entries(asked);
    }
    return read;
  };
};

const askedOf = (
  element: UploaderOptions,
  { name, fileUuid, linkUrl, withPreview, meta }: AddOptions,
) => ({
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
  name,
  meta,
  manual: element.manual,
  resumeScope: element.resumeScope,
  look: element.look,
});

const readAsked = ({
  resumeScope,
  look,
  ...options
}: ReturnType<typeof askedOf>): FileOptions => {
  checkOptions(options);
  checkLook(look);
  return { ...options, resumeScope: scopeOf(resumeScope) };
};

const LOOKS: readonly unknown[] = ['default', 'compact', '', null, undefined];

const checkLook = (look: unknown): void => {
  if (!LOOKS.includes(look))
    throw new OptionError(
      'look',
      `look is default or compact; received ${JSON.stringify(look)}.`,
    );
};
