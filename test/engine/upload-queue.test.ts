/** Many uploads: their order, their places, their sums, and who hears of it. */
import { expect } from '@open-wc/testing';
import {
  type IdleDetail,
  Pace,
  type Upload,
  UploadQueue,
} from '../../src/engine/index.js';
import { fileOf, SESSION_URL, world } from '../helpers/engine.js';
import { failOnUnhandled } from './unhandled.js';

failOnUnhandled();

const PART = 10;
const names = (uploads: readonly Upload[]) => uploads.map(({ name }) => name);

/** How many parts and how many requests are on their way, and were at most. */
const newCount = () => {
  const seen = { now: 0, most: 0, parts: 0, mostParts: 0 };
  const during = async <T>(input: unknown, send: () => Promise<T>) => {
    const part = String(input).includes('/upload/') ? 1 : 0;
    seen.now += 1;
    seen.parts += part;
    seen.most = Math.max(seen.most, seen.now);
    seen.mostParts = Math.max(seen.mostParts, seen.parts);
    try {
      // Long enough for the others to come.
      await new Promise((resolve) => setTimeout(resolve, 1));
      return await send();
    } finally {
      seen.now -= 1;
      seen.parts -= part;
    }
  };
  return { seen, during };
};

/** A drive behind a fetch that counts how many requests are on their way. */
const counted = (options = {}) => {
  const { seen, during } = newCount();
  const made = world({
    maxPartSize: PART,
    ...options,
    fetch: (drive) => (input, init) =>
      during(input, () => drive.fetch(input, init)),
  });
  return { ...made, seen, during };
};

describe('the list', () => {
  it('is in the order in which files were added, whatever becomes of them', async () => {
    const { add, queue } = world();
    const files = ['c', 'a', 'b'].map((name) => add(fileOf(5, name)));
    queue.abort(files[1]);
    expect(names(queue.uploads)).to.deep.equal(['c', 'a', 'b']);
    await queue.done();
    expect(names(queue.uploads)).to.deep.equal(['c', 'a', 'b']);
  });

  it('is the same array until it changes', () => {
    const { add, queue } = world();
    const upload = add(fileOf(5), { manual: true });
    const list = queue.uploads;
    expect(queue.uploads).to.equal(list);
    queue.remove(upload);
    expect(queue.uploads).to.deep.equal([]);
    expect(list).to.deep.equal([upload]);
  });

  it('counts what is held and what can go on, whatever happens to it', async () => {
    const { add, queue } = world();
    const [one, two, three] = [1, 2, 3].map(() =>
      add(fileOf(5), { manual: true }),
    ) as [Upload, Upload, Upload];
    const counts = () => [queue.held, queue.resumable];
    expect(counts()).to.deep.equal([3, 0]);
    one.pause();
    expect(counts()).to.deep.equal([2, 1]);
    one.resume();
    expect(counts()).to.deep.equal([3, 0]);
    two.abort();
    expect(counts()).to.deep.equal([2, 0]);
    two.retry();
    expect(counts()).to.deep.equal([3, 0]);
    queue.remove(three);
    expect(counts()).to.deep.equal([2, 0]);
    queue.start();
    expect(counts()).to.deep.equal([0, 0]);
    await queue.done();
    expect(queue.count('uploaded')).to.equal(2);
  });

  it('lets no upload in twice under one id', () => {
    const { add } = world();
    const one = add(fileOf(5), { manual: true });
    const two = add(fileOf(5), { manual: true });
    expect(one.id).not.to.equal(two.id);
  });
});

describe('starting', () => {
  it('is in the order of the list', async () => {
    const { add, queue, log } = world();
    for (const name of ['c', 'a', 'b'])
      add(fileOf(5, name), { concurrency: 1 });
    await queue.done();
    expect(log.filter((line) => line.endsWith('opening'))).to.deep.equal([
      'c: opening',
      'a: opening',
      'b: opening',
    ]);
  });

  for (const concurrency of [1, 2, 3])
    it(`never has more than ${concurrency} parts on their way and a session beside them, and does have them`, async () => {
      const { add, queue, seen } = counted();
      for (let n = 0; n < 7; n++) add(fileOf(35, `${n}`), { concurrency });
      await queue.done();
      expect(queue.count('uploaded')).to.equal(7);
      expect(seen.mostParts).to.equal(concurrency);
      expect(seen.most).to.equal(concurrency + 1);
    });

  it('gives the place of a paused upload to the next one, and takes it back in its turn', async () => {
    const { add, queue, reaches, log } = counted();
    const a = add(fileOf(55, 'a'), { concurrency: 1 });
    const b = add(fileOf(25, 'b'), { concurrency: 1 });
    await reaches(a, 'uploading');
    a.pause();
    await reaches(a, 'paused');
    expect(b.status).to.equal('opening');
    a.resume();
    expect(a.status).to.equal('queued');
    await queue.done();
    expect(log.indexOf('b: uploaded')).to.be.below(log.indexOf('a: uploaded'));
    expect(queue.count('uploaded')).to.equal(2);
  });

  it('waits for start() where it is manual, and then begins in order', async () => {
    const { add, queue, reaches, log } = world();
    add(fileOf(5, 'a'), { manual: true, concurrency: 1 });
    add(fileOf(5, 'b'), { manual: true, concurrency: 1 });
    const c = add(fileOf(5, 'c'), { concurrency: 1 });
    await reaches(c, 'uploaded');
    expect(queue.count('queued')).to.equal(2);
    expect(queue.status).to.equal('queued');
    queue.start();
    queue.start();
    await queue.done();
    expect(log.filter((line) => line.endsWith('opening'))).to.deep.equal([
      'c: opening',
      'a: opening',
      'b: opening',
    ]);
  });

  it('of a manual upload that was paused and resumed still waits for start()', () => {
    const { add, queue } = world();
    const upload = add(fileOf(5), { manual: true });
    upload.pause();
    upload.resume();
    expect(upload.status).to.equal('queued');
    queue.start();
    expect(upload.status).to.equal('opening');
  });

  it('begins nothing that is paused when it is told to start', () => {
    const { add, queue } = world();
    const upload = add(fileOf(5), { manual: true });
    upload.pause();
    queue.start();
    expect(upload.status).to.equal('paused');
    upload.resume();
    expect(upload.status).to.equal('opening');
  });

  it('aborting or pausing all begins none of those in the line', async () => {
    for (const command of ['abort', 'pause'] as const) {
      const { add, queue, sent } = counted();
      for (let n = 0; n < 5; n++) add(fileOf(25, `${n}`), { concurrency: 1 });
      await new Promise((resolve) => setTimeout(resolve));
      expect(queue.count('opening')).to.equal(1);
      queue[command]();
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(sent).to.have.length(1);
      expect(queue.count('opening') + queue.count('queued')).to.equal(0);
    }
  });
});

describe('two queues with one pace', () => {
  const share = () => {
    const made = counted();
    const { pace, clock, drive } = made;
    const other = new UploadQueue({
      clock,
      paceOf: () => pace,
      fetch: clock.watch((input, init) =>
        made.during(input, () => drive.fetch(input, init)),
      ),
    });
    return { ...made, other };
  };

  it('share its places', async () => {
    const { add, queue, other, seen } = share();
    for (let n = 0; n < 4; n++) {
      add(fileOf(35, `${n}`), { concurrency: 2 });
      other.add(fileOf(35, `${n}`), {
        sessionUrl: SESSION_URL,
        concurrency: 2,
      });
    }
    await Promise.all([queue.done(), other.done()]);
    expect(seen.mostParts).to.equal(2);
    expect(queue.count('uploaded') + other.count('uploaded')).to.equal(8);
  });

  it('a queue with nothing in its line is not held by the pace', async () => {
    const listening = new Set<unknown>();
    class Watched extends Pace {
      override onFree(callback: () => void): () => void {
        listening.add(callback);
        const stop = super.onFree(callback);
        return () => {
          listening.delete(callback);
          return stop();
        };
      }
    }
    const pace = new Watched();
    const { drive, clock } = world();
    const queue = new UploadQueue({
      clock,
      paceOf: () => pace,
      fetch: clock.watch(drive.fetch),
    });
    const add = (name: string) =>
      queue.add(fileOf(5, name), { sessionUrl: SESSION_URL, concurrency: 1 });
    add('a');
    expect(listening.size).to.equal(0);
    const b = add('b');
    const c = add('c');
    expect(listening.size).to.equal(1);
    b.pause();
    queue.remove(c);
    expect(listening.size).to.equal(0);
    b.resume();
    expect(listening.size).to.equal(1);
    await queue.done();
    expect(listening.size).to.equal(0);
    expect(pace.active).to.equal(0);
  });
});

describe('done and idle', () => {
  it('done is at once where there is nothing to do', async () => {
    const { queue } = world();
    expect(await queue.done()).to.deep.equal({
      uploaded: [],
      failed: [],
      aborted: [],
      linked: [],
      unlinked: [],
    });
  });

  it('idle is told once each time work comes to its end, after everything else', async () => {
    const { add, queue, log, drive } = world();
    drive.faults.add({ on: 'session', kind: 'status', status: 400 });
    const a = add(fileOf(5, 'a'), { concurrency: 1 });
    const b = add(fileOf(5, 'b'), { concurrency: 1 });
    const first = await queue.done();
    expect(names(first.failed)).to.deep.equal(['a']);
    expect(names(first.uploaded)).to.deep.equal(['b']);
    expect(log.filter((line) => line === 'idle')).to.have.length(1);
    expect(log.at(-1)).to.equal('idle');
    a.retry();
    await queue.done();
    expect(log.filter((line) => line === 'idle')).to.have.length(2);
    expect(log.at(-1)).to.equal('idle');
    queue.remove(b);
    queue.addRecord({ uuid: 'u', type: 'file', name: 'n', size: 1 });
    queue.clear();
    expect(log.filter((line) => line === 'idle')).to.have.length(2);
  });

  it('nothing is idle while more is expected, and nobody hears of it when nothing came', async () => {
    const { add, queue, log, reaches } = world();
    const release = queue.expectMore();
    expect(queue.isBusy).to.equal(true);
    const early = queue.done();
    const upload = add(fileOf(5, 'a'));
    await reaches(upload, 'uploaded');
    expect(log).not.to.include('idle');
    release();
    release();
    expect((await early).uploaded).to.deep.equal([upload]);
    expect(log.filter((line) => line === 'idle')).to.have.length(1);
    const nothing = queue.expectMore();
    const later = queue.done();
    nothing();
    await later;
    expect(log.filter((line) => line === 'idle')).to.have.length(1);
  });

  it('nothing is idle while something is paused, but when that is aborted or removed', async () => {
    for (const end of ['abort', 'remove'] as const) {
      const { add, queue, log } = world();
      const upload = add(fileOf(5), { manual: true });
      upload.pause();
      let detail: IdleDetail | undefined;
      void queue.done().then((given) => {
        detail = given;
      });
      await new Promise((resolve) => setTimeout(resolve));
      expect(detail).to.equal(undefined);
      queue[end](upload);
      await new Promise((resolve) => setTimeout(resolve));
      expect(detail?.aborted).to.deep.equal(end === 'abort' ? [upload] : []);
      expect(log.at(-1)).to.equal('idle');
    }
  });
});

describe('the status of the whole', () => {
  it('is the liveliest of its uploads', async () => {
    const { add, queue, reaches, drive } = world({ maxPartSize: PART });
    expect(queue.status).to.equal('idle');
    queue.addRecord({ uuid: 'u', type: 'file', name: 'n', size: 1 });
    expect(queue.status).to.equal('uploaded');
    const a = add(fileOf(25, 'a'), { manual: true });
    expect(queue.status).to.equal('queued');
    a.pause();
    expect(queue.status).to.equal('paused');
    a.resume();
    queue.start();
    expect(queue.status).to.equal('opening');
    await reaches(a, 'uploading');
    expect(queue.status).to.equal('uploading');
    a.pause();
    expect(queue.status).to.equal('pausing');
    a.abort();
    expect(queue.status).to.equal('aborted');
    drive.faults.add({ on: 'session', kind: 'status', status: 400 });
    const b = add(fileOf(25, 'b'));
    await reaches(b, 'failed');
    expect(queue.status).to.equal('failed');
    queue.clear();
    expect(queue.status).to.equal('idle');
  });
});

describe('the same file', () => {
  it('is known by path, size and time, whatever name it is stored under', () => {
    const { add, queue } = world();
    const upload = add(fileOf(5, 'a'), { name: 'other', manual: true });
    expect(queue.sameAs(fileOf(5, 'a'))).to.deep.equal([upload]);
    expect(queue.sameAs(fileOf(5, 'b'))).to.deep.equal([]);
    expect(queue.sameAs(fileOf(6, 'a'))).to.deep.equal([]);
    const later = new File([new Uint8Array(5)], 'a', { lastModified: 5 });
    expect(queue.sameAs(later)).to.deep.equal([]);
    expect(queue.sameAs(fileOf(5, 'a'), 'folder/a')).to.deep.equal([]);
    queue.remove(upload);
    expect(queue.sameAs(fileOf(5, 'a'))).to.deep.equal([]);
  });

  it('may be in the list more than once', () => {
    const { add, queue } = world();
    const one = add(fileOf(5), { manual: true });
    const two = add(fileOf(5), { manual: true });
    expect(queue.sameAs(fileOf(5))).to.deep.equal([one, two]);
    queue.remove(one);
    expect(queue.sameAs(fileOf(5))).to.deep.equal([two]);
  });
});
