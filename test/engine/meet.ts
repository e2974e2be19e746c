/** One file that meets faults of the drive, and what must be true whatever comes of it. */
import { expect } from '@open-wc/testing';
import type {
  DriveOptions,
  Fault,
  FaultTarget,
} from '../../demo/drive/index.js';
import type { FileOptions } from '../../src/engine/index.js';
import { bytesOf, difference, fileOf, world } from '../helpers/engine.js';

export const PART = 10;
export const SIZE = 35;

export interface Place {
  readonly name: string;
  readonly on: FaultTarget;
  readonly at: number;
}
export const PLACES: readonly Place[] = [
  { name: 'the session', on: 'session', at: 1 },
  { name: 'the first part', on: 'part', at: 1 },
  { name: 'a middle part', on: 'part', at: 3 },
  { name: 'the last part', on: 'part', at: 4 },
];

/** Meets faults, and gives what came of it after checking what must always be true. */
export const meet = async (
  faults: readonly (Fault & { on: FaultTarget; at?: number; times?: number })[],
  drive: DriveOptions = {},
  options: FileOptions = {},
) => {
  const made = world({
    maxPartSize: PART,
    publicUrl: 'http://localhost:8787',
    ...drive,
  });
  for (const fault of faults) made.drive.faults.add(fault);
  const upload = made.add(fileOf(SIZE), {
    accessToken: () => 'abc',
    ...options,
  });
  await made.queue.done();
  const ends = made.log.filter((line) =>
    /: (uploaded|failed|aborted)$/.test(line),
  );
  expect(ends).to.have.length(1);
  if (upload.status === 'uploaded') {
    expect(
      difference(await made.stored(upload.record), bytesOf(SIZE)),
    ).to.equal('');
    expect(upload.loaded).to.equal(SIZE);
  } else {
    expect(upload.record).to.equal(undefined);
  }
  return {
    ...made,
    upload,
    sessions: made.drive.journal.count('POST', 'session'),
    parts: made.drive.journal.count('POST', 'part'),
    files: await made.drive.files(),
  };
};
