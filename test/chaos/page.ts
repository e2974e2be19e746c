/**
 * The page that chaos plays on: one uploader, and word of each of its events.
 *
 * Knows: the element's public names, and options from the page's own address, so that a reload keeps them. Does not
 * know: what is being played.
 */

import { eventNames } from '../../demo/uploader-events.js';
import '../../src/one-file.js';
import type { Leftover, Upload, UploadStatus } from '../../src/index.js';

/** One event, as a page hears it. */
export interface Told {
  /** Which of the pages that came one after another. */
  readonly page: number;
  readonly type: string;
  readonly status: UploadStatus | undefined;
  readonly loaded: number;
  readonly total: number;
  /** With the event that ends a run. */
  readonly end?: {
    readonly verified: boolean | undefined;
    readonly code: string | undefined;
    /** What broke the code, where that was it. */
    readonly cause: string | undefined;
    readonly record:
      | { uuid: string; version_uuid?: string | undefined; size: number }
      | undefined;
    readonly leftovers: readonly Leftover[];
    readonly heals: number;
    readonly startOvers: number;
    readonly retryable: boolean;
  };
}

declare global {
  interface Window {
    /** Brings word to whoever plays. */
    tell(told: Told): void;
  }
}

const endOf = (upload: Upload): NonNullable<Told['end']> => {
  const { verified, error, record, leftovers } = upload;
  const { heals, startOvers } = upload.diagnose();
  return {
    verified,
    code: error?.code,
    cause: error?.cause === undefined ? undefined : String(error.cause),
    record: record && {
      uuid: record.uuid,
      version_uuid: record.version_uuid ?? undefined,
      size: record.size,
    },
    leftovers,
    heals,
    startOvers,
    retryable: error?.retryable ?? false,
  };
};

const ENDS = ['uploaded', 'upload-error', 'upload-abort'];

const uploader = document.createElement('kommo-uploader');
for (const name of eventNames)
  uploader.addEventListener(name, (event: Event) => {
    const { type, upload } = event as Event & { upload?: Upload };
    const told = {
      page: performance.timeOrigin,
      type,
      status: upload?.status,
      loaded: upload?.loaded ?? 0,
      total: upload?.total ?? 0,
    };
    window.tell(
      upload && ENDS.includes(type) ? { ...told, end: endOf(upload) } : told,
    );
  });
uploader.accessToken = () => 'token';
// `since` is the clock's, see `browser-clock.js`.
for (const [name, value] of new URLSearchParams(location.search))
  if (name !== 'since') uploader.setAttribute(name, value);
document.body.append(uploader);
