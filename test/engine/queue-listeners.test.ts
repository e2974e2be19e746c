/** Who hears what and when, what a listener may do, and that the sums are right at every moment. */
import { expect } from '@open-wc/testing';
import type {
  Upload,
  UploadQueue,
  UploadStatus,
} from '../../src/engine/index.js';
import { fileOf, world } from '../helpers/engine.js';
import { failOnUnhandled } from './unhandled.js';

failOnUnhandled();

const STATUSES: readonly UploadStatus[] = [
  'queued',
  'opening',
  'uploading',
  'pausing',
  'paused',
  'waiting',
  'uploaded',
  'failed',
  'aborted',
];

/** The sums, counted anew. */
const sumsOf = (uploads: readonly Upload[]) => {
  const counted = uploads.filter(
    ({ status, file }) => status !== 'aborted' && file !== undefined,
  );
  return {
    size: uploads.length,
    loaded: counted.reduce((sum, { loaded }) => sum + loaded, 0),
    total: counted.reduce((sum, { total }) => sum + total, 0),
    ...Object.fromEntries(
      STATUSES.map((status) => [
        status,
        uploads.filter((upload) => upload.status === status).length,
      ]),
    ),
  };
};

const keptBy = (queue: UploadQueue) => ({
  size: queue.size,
  loaded: queue.loaded,
  total: queue.total,
  ...Object.fromEntries(
    STATUSES.map((status) => [status, queue.count(status)]),
  ),
});

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('the sums', () => {
  it('are right after every single change', async () => {
    const { queue, add, drive, reaches } = world({ maxPartSize: 10 });
    let checks = 0;
    const check = () => {
      checks += 1;
      expect(keptBy(queue)).to.deep.equal(sumsOf(queue.uploads));
    };
    queue.subscribe({
      added: check,
      changed: check,
      removed: check,
      idle: check,
    });
    drive.faults.add({ on: 'part', at: 2, kind: 'status', status: 503 });
    const a = add(fileOf(35, 'a'));
    const b = add(fileOf(25, 'b'), {
      prepare: () => fileOf(45, 'b'),
    });
    const c = add(fileOf(25, 'c'));
    queue.addRecord({ uuid: 'u', type: 'file', name: 'n', size: 99 });
    await reaches(c, 'uploading');
    c.abort();
    a.pause();
    await reaches(b, 'uploaded');
    c.retry();
    a.resume();
    await queue.done();
    expect(queue.loaded).to.equal(35 + 45 + 25);
    queue.remove(a);
    queue.clear();
    expect(keptBy(queue)).to.deep.equal(sumsOf([]));
    expect(checks).to.be.above(20);
  });
});

describe('listeners', () => {
  it('hear a change that a listener makes after the one that it heard', async () => {
    const { queue, add, log } = world({ maxPartSize: 10 });
    const heard: string[] = [];
    const line = (upload: Upload, from: string, to: string) =>
      heard.push(`${upload.name}: ${from} > ${to}`);
    queue.subscribe({
      changed: (upload, { status: from }, { status: to }) => {
        if (from === to) return;
        line(upload, from, to);
        if (to === 'opening') upload.abort();
      },
    });
    queue.subscribe({
      changed: (upload, { status: from }, { status: to }) => {
        if (from !== to) line(upload, from, to);
      },
    });
    add(fileOf(25, 'a'));
    await tick();
    expect(heard).to.deep.equal([
      'a: queued > opening',
      'a: queued > opening',
      'a: opening > aborted',
      'a: opening > aborted',
    ]);
    expect(log).to.deep.equal([
      'a: queued',
      'a: opening',
      'a: aborted',
      'idle',
    ]);
  });

  it('that abort an upload as it begins leave no request, no loop and no place behind', async () => {
    const { queue, add, sent, pace, reaches } = world({ maxPartSize: 10 });
    let isOn = true;
    queue.subscribe({
      changed: (upload, _, { status }) => {
        if (isOn && status === 'opening') upload.abort();
      },
    });
    const uploads = [1, 2, 3, 4, 5].map((n) => add(fileOf(25, `${n}`)));
    await tick();
    expect(sent).to.deep.equal([]);
    expect(pace.active).to.equal(0);
    isOn = false;
    for (const upload of uploads) upload.retry();
    for (const upload of uploads) await reaches(upload, 'uploaded');
    expect(pace.active).to.equal(0);
    expect(sent).to.have.length(5 * 4);
  });

  it('that abort and retry an upload as it begins start one loop, not two', async () => {
    const { queue, add, sent, pace, reaches } = world({ maxPartSize: 10 });
    let times = 2;
    queue.subscribe({
      changed: (upload, _, { status }) => {
        if (status !== 'opening' || times === 0) return;
        times -= 1;
        upload.abort();
        upload.retry();
      },
    });
    await reaches(add(fileOf(25)), 'uploaded');
    expect(sent).to.have.length(4);
    expect(pace.active).to.equal(0);
  });

  it('that pause an upload as it begins find it paused before any request', async () => {
    const { queue, add, sent, pace, reaches } = world({ maxPartSize: 10 });
    let isOn = true;
    queue.subscribe({
      changed: (upload, _, { status }) => {
        if (isOn && status === 'opening') upload.pause();
      },
    });
    const upload = add(fileOf(25));
    await reaches(upload, 'paused');
    expect(sent).to.deep.equal([]);
    expect(pace.active).to.equal(0);
    isOn = false;
    upload.resume();
    await reaches(upload, 'uploaded');
  });

  it('that remove an upload as it is added, begins or ends keep the sums right', async () => {
    for (const when of ['added', 'opening', 'uploaded', 'aborted'] as const) {
      const { queue, add, log } = world({ maxPartSize: 10 });
      queue.subscribe({
        added: (upload) => {
          if (when === 'added') queue.remove(upload);
        },
        changed: (upload, _, { status }) => {
          if (status === when) queue.remove(upload);
        },
      });
      const upload = add(fileOf(25));
      if (when === 'aborted') queue.remove(upload);
      await queue.done();
      expect(keptBy(queue), when).to.deep.equal(sumsOf([]));
      expect(queue.status).to.equal('idle');
      const removed = log.filter((line) => line.endsWith('removed'));
      expect(removed, when).to.have.length(1);
    }
  });

  it('that throw are reported, and neither the upload nor the others are disturbed', async () => {
    const { queue, add, pace, log } = world({ maxPartSize: 10 });
    const reported: unknown[] = [];
    const { onerror } = window;
    window.onerror = (message) => {
      reported.push(message);
      return true;
    };
    try {
      const stop = queue.subscribe({
        changed: (_, { status: from }, { status }) => {
          if (from === status) return;
          const error = new Error('thrown by a listener, on purpose');
          error.stack = error.message;
          throw error;
        },
      });
      const heard: string[] = [];
      queue.subscribe({
        changed: (_, { status: from }, { status }) => {
          if (from !== status) heard.push(status);
        },
      });
      await new Promise<void>((resolve) => {
        queue.subscribe({ idle: () => resolve() });
        add(fileOf(25, 'a'));
      });
      stop();
      await tick();
      expect(heard).to.deep.equal(['opening', 'uploading', 'uploaded']);
      expect(reported).to.have.length(3);
      expect(log.at(-1)).to.equal('idle');
      expect(pace.active).to.equal(0);
    } finally {
      window.onerror = onerror;
    }
  });

  it('that stop while news is told hear nothing any more', async () => {
    const { queue, add } = world();
    const heard: string[] = [];
    const stop = queue.subscribe({
      added: () => {
        heard.push('added');
        stop();
      },
      changed: () => heard.push('changed'),
    });
    add(fileOf(5));
    await queue.done();
    expect(heard).to.deep.equal(['added']);
  });
});

describe('what was removed', () => {
  it('takes no commands any more and counts for nothing', async () => {
    const { queue, add, sent, reaches, log } = world({ maxPartSize: 10 });
    const running = add(fileOf(25, 'running'));
    await reaches(running, 'uploading');
    queue.remove(running);
    expect(running.status).to.equal('aborted');
    const requests = sent.length;
    running.retry();
    running.resume();
    running.pause();
    running.abort();
    queue.retry(running);
    queue.remove(running);
    await tick();
    expect(running.status).to.equal('aborted');
    expect(sent).to.have.length(requests);
    expect(keptBy(queue)).to.deep.equal(sumsOf([]));
    expect(log.filter((line) => line === 'running: removed')).to.have.length(1);
    await queue.done();
  });

  it('by clear is what has ended, with all everything, and nothing else begins by that', async () => {
    const { queue, add, sent, reaches } = world({ maxPartSize: 10 });
    const done = add(fileOf(5, 'done'));
    await reaches(done, 'uploaded');
    const aborted = add(fileOf(5, 'aborted'), { manual: true });
    aborted.abort();
    const running = add(fileOf(95, 'running'), { concurrency: 1 });
    const queued = add(fileOf(25, 'queued'), { concurrency: 1 });
    const paused = add(fileOf(25, 'paused'), { manual: true });
    paused.pause();
    await reaches(running, 'uploading');
    queue.clear();
    expect(queue.uploads).to.deep.equal([running, queued, paused]);
    const requests = sent.length;
    queue.clear({ all: true });
    expect(queue.uploads).to.deep.equal([]);
    await tick();
    expect(sent).to.have.length(requests);
    expect(keptBy(queue)).to.deep.equal(sumsOf([]));
  });

  it('comes to the listeners as aborted first, then as removed', async () => {
    const { queue, add, log, reaches } = world({ maxPartSize: 10 });
    const upload = add(fileOf(25, 'a'));
    await reaches(upload, 'uploading');
    queue.remove(upload);
    expect(log.slice(-3)).to.deep.equal(['a: aborted', 'a: removed', 'idle']);
  });
});

describe('a record that was there before', () => {
  it('is uploaded, has no file, counts no bytes and cannot be tried again', () => {
    const { queue, log } = world();
    const record = { uuid: 'u', type: 'file', name: 'n.txt', size: 99 };
    const upload = queue.addRecord(record);
    expect(upload).to.include({
      status: 'uploaded',
      name: 'n.txt',
      loaded: 99,
      total: 99,
      file: undefined,
    });
    expect(upload.record).to.equal(record);
    upload.pause();
    upload.resume();
    upload.abort();
    upload.retry();
    expect(upload.status).to.equal('uploaded');
    expect(queue).to.include({ loaded: 0, total: 0, isBusy: false });
    expect(log).to.deep.equal(['n.txt: uploaded']);
  });
});
