/** One file's life under a person's hands: pause waits for the part in flight, abort cuts it. */
import { expect } from '@open-wc/testing';
import { bytesOf, fileOf, world } from '../helpers/engine.js';
import { gated, into, partsOf, tick } from './gated.js';
import { failOnUnhandled } from './unhandled.js';

failOnUnhandled();

describe('pause', () => {
  it('waits for the part in flight, and the next one goes after it, once', async () => {
    const made = gated();
    const upload = await into.pausing(made);
    expect(upload.loaded).to.equal(0);
    made.open();
    await made.reaches(upload, 'paused');
    expect(upload.loaded).to.equal(10);
    expect(partsOf(made)).to.deep.equal([1]);
    await tick(20);
    expect(partsOf(made)).to.deep.equal([1]);
    upload.resume();
    await made.reaches(upload, 'uploaded');
    expect(partsOf(made)).to.deep.equal([1, 2, 3, 4, 5]);
    expect(made.drive.journal.count('POST', 'session')).to.equal(1);
    expect(upload.verified).to.equal(undefined);
  });

  it('while the session is opened keeps that session', async () => {
    const made = gated();
    const upload = await into.opening(made);
    upload.pause();
    made.open();
    await made.reaches(upload, 'paused');
    expect(made.drive.journal.count('POST', 'part')).to.equal(0);
    upload.resume();
    await made.reaches(upload, 'uploaded');
    expect(made.drive.journal.count('POST', 'session')).to.equal(1);
  });

  it('while the last part travels comes too late, and that is no error', async () => {
    const made = gated();
    const upload = made.add(5);
    await made.reaches(upload, 'uploading');
    made.close();
    await tick();
    upload.pause();
    expect(upload.status).to.equal('pausing');
    made.open();
    await made.reaches(upload, 'uploaded');
  });

  it('while it waits for the drive ends the waiting, and resuming tries at once', async () => {
    const made = gated();
    const upload = await into.waiting(made);
    upload.pause();
    expect(upload.waitingFor).to.equal(undefined);
    const paused = made.clock.now();
    await tick(20);
    upload.resume();
    await made.reaches(upload, 'uploaded');
    expect(made.clock.now()).to.equal(paused);
    expect(await made.stored(upload.record)).to.deep.equal(bytesOf(45));
  });

  it('of a part that fails meanwhile holds it, and it is sent again when resumed', async () => {
    const made = gated();
    made.drive.faults.add({ on: 'part', at: 1, kind: 'lost-answer' });
    const upload = await into.pausing(made);
    made.open();
    await made.reaches(upload, 'paused');
    expect(made.drive.journal.count('POST', 'part')).to.equal(1);
    upload.resume();
    await made.reaches(upload, 'uploaded');
    expect(upload.verified).to.equal(true);
  });

  it('in the very turn in which a wait ends is not lost', async () => {
    const made = world({ maxPartSize: 10 });
    made.drive.faults.add({
      on: 'part',
      kind: 'reset',
      when: 'before',
      times: 2,
    });
    const a = made.add(fileOf(25, 'a'));
    const b = made.add(fileOf(25, 'b'));
    await Promise.all([made.reaches(a, 'waiting'), made.reaches(b, 'waiting')]);
    // Whoever is woken first pauses both.
    const stop = made.queue.subscribe({
      changed: (_, { status: from }, { status }) => {
        if (from === 'waiting' && status === 'uploading') made.queue.pause();
      },
    });
    made.signals.wake();
    await Promise.all([made.reaches(a, 'paused'), made.reaches(b, 'paused')]);
    stop();
    made.queue.resume();
    await made.queue.done();
    expect([a.status, b.status]).to.deep.equal(['uploaded', 'uploaded']);
    expect(made.pace.active).to.equal(0);
  });
});

describe('abort', () => {
  it('cuts the part in flight at once', async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const made = world({
      maxPartSize: 10,
      fetch: (drive) => (input, init) => {
        signals.push(init?.signal);
        if (signals.length < 3) return drive.fetch(input, init);
        return new Promise((_, reject) => {
          init?.signal?.addEventListener('abort', () =>
            reject(init.signal?.reason),
          );
        });
      },
    });
    const upload = made.add(fileOf(45));
    while (signals.length < 3) await tick();
    expect(signals.map((signal) => signal?.aborted)).to.deep.equal([
      false,
      false,
      false,
    ]);
    upload.abort();
    expect(signals.at(-1)?.aborted).to.equal(true);
    expect(upload).to.include({ status: 'aborted', loaded: 10 });
    await tick();
    expect(signals).to.have.length(3);
    expect(made.log.slice(-2)).to.deep.equal(['file.bin: aborted', 'idle']);
  });

  it('drops an answer that comes after it, from a transport that heeds no signal', async () => {
    const answers: (() => void)[] = [];
    const made = world({
      maxPartSize: 10,
      fetch: (drive) => async (input, init) => {
        const { signal: _, ...deaf } = init ?? {};
        const answer = await drive.fetch(input, deaf);
        await new Promise<void>((resolve) => answers.push(resolve));
        return answer;
      },
    });
    const upload = made.add(fileOf(5));
    while (answers.length === 0) await tick();
    answers.shift()?.();
    while (answers.length === 0) await tick();
    expect(upload.status).to.equal('uploading');
    upload.abort();
    const { length } = made.log;
    answers.shift()?.();
    await tick(10);
    expect(upload.status).to.equal('aborted');
    expect(made.log).to.have.length(length);
    // All its bytes were sent: there may be a file that nobody can name.
    expect(upload.leftovers).to.deep.equal([{ why: 'maybe-duplicate' }]);
  });

  it('of a session that never had all bytes leaves nothing behind', async () => {
    const made = gated();
    const upload = await into.uploading(made);
    upload.abort();
    expect(upload.leftovers).to.deep.equal([]);
  });

  it('gives its place to the next one', async () => {
    const made = gated({ concurrency: 1 });
    const a = await into.uploading(made);
    const b = made.add();
    expect(b.status).to.equal('queued');
    a.abort();
    expect(b.status).to.equal('opening');
    made.open();
    await made.reaches(b, 'uploaded');
  });
});
