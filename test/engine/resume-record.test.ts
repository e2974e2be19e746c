/** A tab that vanishes right after the record came: the next one must not believe more than the first would have. */
import { expect } from '@open-wc/testing';
import { createDrive, type DriveOptions } from '../../demo/drive/index.js';
import type { Checkpoint, Verify } from '../../src/engine/index.js';
import {
  bytesOf,
  difference,
  fileOf,
  SESSION_URL,
  world,
} from '../helpers/engine.js';
import {
  MemoryCheckpoints,
  MemoryLocks,
} from '../helpers/memory-checkpoints.js';

const SIZE = 35;
const SCOPE = 'user-1';

/** Keeps checkpoints until one with a record was written: then the tab is gone. */
class UntilRecord extends MemoryCheckpoints {
  vanish = () => {};

  override async save(checkpoint: Checkpoint): Promise<void> {
    await super.save(checkpoint);
    if (checkpoint.standing.session?.record === undefined) return;
    this.vanish();
    await new Promise(() => {});
  }
}

/** Uploads with a fault until the record is written down, reloads, and goes on. */
const reloadAtRecord = async (
  options: DriveOptions,
  at: number,
  verify: Verify = 'repeated',
) => {
  const drive = createDrive({ open: true, maxPartSize: 10, ...options });
  const locks = new MemoryLocks();
  const store = new UntilRecord();
  drive.faults.add({ on: 'part', at, kind: 'lost-answer' });
  const tab = (kept: MemoryCheckpoints) => {
    const own = locks.tab();
    const fetch = (() => drive.fetch) as never;
    return {
      own,
      ...world({ drive, fetch, env: { store: kept, locks: own } } as never),
    };
  };
  const first = tab(store);
  const gone = new Promise<void>((resolve) => {
    store.vanish = resolve;
  });
  first.add(fileOf(SIZE), { resumeScope: SCOPE, verify });
  await gone;
  first.own.close();
  first.clock.close();

  const kept = new MemoryCheckpoints();
  for (const [key, checkpoint] of store.kept) kept.kept.set(key, checkpoint);
  const second = tab(kept);
  const [upload] = await second.queue.restore({
    sessionUrl: SESSION_URL,
    resumeScope: SCOPE,
    verify,
  });
  if (upload === undefined) throw new Error('nothing was kept');
  await second.reaches(upload, 'paused');
  await upload.attach(fileOf(SIZE));
  await second.queue.done();
  const stored = await drive.readVersion(upload.record?.uuid ?? '');
  return { upload, drive, wrong: difference(stored, bytesOf(SIZE)) };
};

describe('a record that was written down before the tab vanished', () => {
  it('is announced where it is right', async () => {
    const { upload, wrong } = await reloadAtRecord({}, 2);
    expect(upload).to.include({ status: 'uploaded', verified: true });
    expect(wrong).to.equal('');
  });

  it('is healed where it came early, as it would have been without the reload', async () => {
    for (const downloads of ['ranges', 'none'] as const)
      for (const verify of ['repeated', 'never'] as const) {
        const { upload, wrong } = await reloadAtRecord(
          { replay: 'append', over: 'trim', downloads },
          2,
          verify,
        );
        expect(upload.status).to.equal('uploaded');
        expect(wrong, `${downloads}, ${verify}`).to.equal('');
      }
  });

  it('is healed where it has another size', async () => {
    for (const downloads of ['ranges', 'none'] as const)
      for (const verify of ['repeated', 'never'] as const) {
        const { upload, wrong } = await reloadAtRecord(
          { replay: 'append', over: 'grow', downloads },
          4,
          verify,
        );
        expect(upload.status).to.equal('uploaded');
        expect(upload.record?.size).to.equal(SIZE);
        expect(wrong, `${downloads}, ${verify}`).to.equal('');
      }
  });
});
