/** The page's own change of a file before it is uploaded: what it may give, and every way in which it can fail. */
import { expect } from '@open-wc/testing';
import { bytesOf, fileOf, world } from '../helpers/engine.js';
import { failOnUnhandled } from './unhandled.js';

failOnUnhandled();

const tick = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('prepare', () => {
  it('replaces the file, its name and its size', async () => {
    const made = world({ maxPartSize: 10 });
    const picked = fileOf(45, 'large.png');
    const upload = made.add(picked, {
      prepare: async (file) => {
        expect(file).to.equal(picked);
        return fileOf(25, 'small.webp', 2);
      },
    });
    expect(upload.total).to.equal(45);
    await made.reaches(upload, 'uploaded');
    expect(upload).to.include({ total: 25, loaded: 25, file: picked });
    expect(await made.stored(upload.record)).to.deep.equal(bytesOf(25, 2));
    const { file_name, file_size } = JSON.parse(String(made.sent[0]?.body));
    expect({ file_name, file_size }).to.deep.equal({
      file_name: 'small.webp',
      file_size: 25,
    });
  });

  it('does not change a name that the page gave', async () => {
    const made = world();
    const upload = made.add(fileOf(5, 'a.png'), {
      name: 'mine.png',
      prepare: () => fileOf(5, 'other.png'),
    });
    await made.reaches(upload, 'uploaded');
    expect(JSON.parse(String(made.sent[0]?.body)).file_name).to.equal(
      'mine.png',
    );
  });

  it('comes before the session, and only when the upload begins', async () => {
    const made = world();
    const steps: string[] = [];
    const upload = made.add(fileOf(5), {
      manual: true,
      prepare: async (file) => {
        steps.push(`prepare, ${made.sent.length} sent`);
        await tick();
        return file;
      },
    });
    await tick();
    expect(steps).to.deep.equal([]);
    made.queue.start();
    await made.reaches(upload, 'uploaded');
    expect(steps).to.deep.equal(['prepare, 0 sent']);
  });

  for (const [what, prepare, message] of [
    [
      'throws',
      () => {
        throw new Error('Too blurred');
      },
      'Too blurred',
    ],
    ['rejects', () => Promise.reject(new Error('Too blurred')), 'Too blurred'],
    [
      'makes a mistake',
      () => {
        throw new TypeError("reading 'x' of undefined");
      },
      "reading 'x' of undefined",
    ],
    [
      'throws what looks like a network failure',
      () => {
        throw new TypeError('Failed to fetch');
      },
      'Failed to fetch',
    ],
    [
      'throws text',
      () => {
        throw 'no';
      },
      'no',
    ],
    ['gives nothing', () => undefined as never, 'prepare gave no File.'],
    ['gives text', () => 'file' as never, 'prepare gave no File.'],
    [
      'gives bytes without a name',
      () => new Blob(['x']) as never,
      'prepare gave no File.',
    ],
    ['gives a list', () => [fileOf(5)] as never, 'prepare gave no File.'],
  ] as const)
    it(`that ${what} ends as prepare-failed with the words, and nothing leaves`, async () => {
      const made = world();
      const upload = made.add(fileOf(5), { prepare });
      await made.reaches(upload, 'failed');
      expect(upload.error).to.include({
        code: 'prepare-failed',
        message,
        retryable: false,
      });
      expect(made.sent).to.deep.equal([]);
      expect(made.pace.active).to.equal(0);
      expect(upload.leftovers).to.deep.equal([]);
    });

  it('that failed is asked again when the upload is tried again', async () => {
    const made = world();
    let n = 0;
    const upload = made.add(fileOf(5), {
      prepare: (file) => {
        n += 1;
        if (n === 1) throw new Error('not now');
        return file;
      },
    });
    await made.reaches(upload, 'failed');
    upload.retry();
    await made.reaches(upload, 'uploaded');
    expect(n).to.equal(2);
  });

  it('that hangs is told by its signal when the upload is aborted, and its late file is dropped', async () => {
    const made = world();
    let signal: AbortSignal | undefined;
    let finish = (_: File) => {};
    const upload = made.add(fileOf(5), {
      prepare: (_, options) => {
        signal = options.signal;
        return new Promise((resolve) => {
          finish = resolve;
        });
      },
    });
    await tick();
    expect(upload.status).to.equal('opening');
    expect(signal?.aborted).to.equal(false);
    upload.abort();
    expect(signal?.aborted).to.equal(true);
    expect(upload.status).to.equal('aborted');
    finish(fileOf(9));
    await tick();
    expect(upload).to.include({ status: 'aborted', total: 5 });
    expect(made.sent).to.deep.equal([]);
  });

  it('that was dropped cannot slip its late file into the next run', async () => {
    const made = world();
    const finish: ((file: File) => void)[] = [];
    const upload = made.add(fileOf(5), {
      prepare: () => new Promise((resolve) => finish.push(resolve)),
    });
    await tick();
    upload.abort();
    upload.retry();
    await tick();
    finish[0]?.(fileOf(9, 'late', 3));
    await tick();
    expect(upload.total).to.equal(5);
    expect(made.sent).to.deep.equal([]);
    finish[1]?.(fileOf(7, 'right', 2));
    await made.reaches(upload, 'uploaded');
    expect(await made.stored(upload.record)).to.deep.equal(bytesOf(7, 2));
    expect(upload).to.include({ total: 7, loaded: 7 });
  });

  it('that was dropped cannot change the file of the run after it either', async () => {
    const made = world({ maxPartSize: 10 });
    const finish: ((file: File) => void)[] = [];
    const upload = made.add(fileOf(5), {
      retryFor: 5,
      prepare: () => new Promise((resolve) => finish.push(resolve)),
    });
    await tick();
    upload.abort();
    upload.retry();
    await tick();
    made.drive.faults.add({
      on: 'part',
      at: 2,
      kind: 'reset',
      when: 'before',
      times: 99,
    });
    finish[1]?.(fileOf(25, 'right', 2));
    await made.reaches(upload, 'failed');
    finish[0]?.(fileOf(25, 'late', 3));
    await tick();
    made.drive.faults.clear();
    upload.retry();
    await made.reaches(upload, 'uploaded');
    expect(await made.stored(upload.record)).to.deep.equal(bytesOf(25, 2));
  });

  it('can be paused meanwhile, and goes on when resumed', async () => {
    const made = world();
    let finish = (_: File) => {};
    const upload = made.add(fileOf(5), {
      prepare: () =>
        new Promise((resolve) => {
          finish = resolve;
        }),
    });
    await tick();
    upload.pause();
    expect(upload.status).to.equal('pausing');
    finish(fileOf(7, 'b', 2));
    await made.reaches(upload, 'paused');
    expect(made.sent).to.deep.equal([]);
    upload.resume();
    await made.reaches(upload, 'uploaded');
    expect(await made.stored(upload.record)).to.deep.equal(bytesOf(7, 2));
  });
});
