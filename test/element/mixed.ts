/**
 * An element with rows in every status, which stay as they are.
 *
 * Knows: how each status comes about. Does not know: any single test.
 */

import { fileOf, only, reaches, type Stage, stage, until } from './stage.js';

const STILL = { kind: 'stall', delay: 60_000 } as const;

/** A file of each status has a size of its own: 10 bytes for the first one, one more for each. */
const ORDER = [
  'uploaded',
  'failed',
  'aborted',
  'paused',
  'waiting',
  'running',
  'opening',
  'queued',
];

/** So many rows in each status. */
export const mixed = async (
  attributes: Record<string, string> = {},
  each = 1,
): Promise<Stage> => {
  const made = await stage({
    multiple: '',
    concurrency: String(3 * each),
    ...attributes,
  });
  const { element, drive } = made;
  const numbers = Array.from({ length: each }, (_, at) => at);
  const named = (status: string) => {
    const size = 10 + ORDER.indexOf(status);
    return numbers.map((at) =>
      fileOf(at === 0 ? `${status}.txt` : `${status} ${at}.txt`, size),
    );
  };
  element.addFiles(named('uploaded'));
  await element.done();
  drive.faults.add({ on: 'session', kind: 'status', status: 403, times: each });
  element.addFiles(named('failed'));
  await element.done();
  for (const upload of element.addFiles(named('aborted')))
    element.abort(upload);
  for (const file of named('paused')) {
    const upload = only(element.addFiles([file]));
    element.pause(upload);
    await reaches(upload, 'paused');
  }
  for (const file of named('waiting')) {
    const busy = { kind: 'status', status: 503, retryAfter: 60 } as const;
    drive.faults.add({ on: 'part', ...busy });
    await reaches(only(element.addFiles([file])), 'waiting');
  }
  for (const file of named('running')) {
    drive.faults.add({ on: 'part', at: 2, ...STILL });
    const upload = only(element.addFiles([file]));
    await until(() => upload.loaded > 0);
  }
  for (const file of named('opening')) {
    drive.faults.add({ on: 'session', ...STILL });
    await reaches(only(element.addFiles([file])), 'opening');
  }
  element.addFiles(named('queued'));
  // Whatever starts from here on stands still.
  drive.faults.add({ on: 'session', ...STILL, times: 9 * each });
  await element.updateComplete;
  return made;
};
