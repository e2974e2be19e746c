/** Trying again after the end, and what can be seen of an upload all the while. */
import { expect } from '@open-wc/testing';
import { bytesOf, fileOf, world } from '../helpers/engine.js';
import { gated, into, partsOf } from './gated.js';
import { failOnUnhandled } from './unhandled.js';

failOnUnhandled();

describe('retry', () => {
  it('after a failure of the network goes on in the same session', async () => {
    const made = gated({ retryFor: 10 });
    made.drive.faults.add({
      on: 'part',
      at: 3,
      kind: 'reset',
      when: 'before',
      times: 1000,
    });
    const upload = made.add();
    await made.reaches(upload, 'failed');
    expect(upload.error).to.include({ code: 'timeout', retryable: true });
    expect(upload.loaded).to.equal(20);
    made.drive.faults.clear();
    upload.retry();
    expect(upload).to.include({ loaded: 20, error: undefined });
    await made.reaches(upload, 'uploaded');
    expect(partsOf(made)).to.deep.equal([1, 2, 3, 4, 5]);
    expect(made.drive.journal.count('POST', 'session')).to.equal(1);
    // Nobody saw whether the part had been taken.
    expect(upload.verified).to.equal(true);
  });

  it('after an abort starts a new session from the first byte', async () => {
    const made = gated();
    const upload = await into.uploading(made);
    upload.abort();
    made.open();
    upload.retry();
    expect(upload.loaded).to.equal(0);
    await made.reaches(upload, 'uploaded');
    expect(made.drive.journal.count('POST', 'session')).to.equal(2);
    expect(await made.stored(upload.record)).to.deep.equal(bytesOf(45));
  });

  it('after a refusal starts a new session', async () => {
    const made = gated();
    made.drive.faults.add({
      on: 'part',
      at: 2,
      kind: 'status',
      status: 400,
      times: 2,
    });
    const upload = made.add();
    await made.reaches(upload, 'failed');
    expect(upload.error).to.include({
      code: 'refused',
      retryable: false,
      status: 400,
    });
    upload.retry();
    await made.reaches(upload, 'uploaded');
    expect(made.drive.journal.count('POST', 'session')).to.equal(3);
  });

  it('counts start overs anew', async () => {
    const made = gated({ retryFor: 5 });
    const { faults } = made.drive;
    faults.add({ on: 'part', at: 1, kind: 'status', status: 404, times: 3 });
    faults.add({
      on: 'part',
      at: 1,
      kind: 'reset',
      when: 'before',
      times: 100,
    });
    const upload = made.add();
    await made.reaches(upload, 'failed');
    expect(upload.error?.code).to.equal('timeout');
    faults.clear();
    faults.add({ on: 'part', at: 1, kind: 'status', status: 404, times: 3 });
    upload.retry();
    await made.reaches(upload, 'uploaded');
  });

  it('with the same file, picked again, reads from that one', async () => {
    const made = world({ maxPartSize: 10 });
    const gone = fileOf(25);
    gone.slice = () =>
      Object.assign(new Blob(), {
        arrayBuffer: () => Promise.reject(new DOMException('gone')),
      });
    const upload = made.add(gone);
    await made.reaches(upload, 'failed');
    expect(upload.error).to.include({
      code: 'file-unreadable',
      retryable: false,
    });
    const again = fileOf(25);
    upload.retry(again);
    expect(upload.file).to.equal(again);
    await made.reaches(upload, 'uploaded');
    expect(await made.stored(upload.record)).to.deep.equal(bytesOf(25));
  });

  it('with another file is refused, and nothing of the first is mixed with it', async () => {
    const made = gated({ retryFor: 5 });
    made.drive.faults.add({
      on: 'part',
      at: 3,
      kind: 'reset',
      when: 'before',
      times: 99,
    });
    const upload = made.add(45);
    await made.reaches(upload, 'failed');
    made.drive.faults.clear();
    expect(() => upload.retry(fileOf(46)))
      .to.throw()
      .with.property('code', 'file-changed');
    const later = new File([bytesOf(45, 2)], 'file.bin', { lastModified: 5 });
    expect(() => upload.retry(later))
      .to.throw()
      .with.property('code', 'file-changed');
    expect(upload.status).to.equal('failed');
    upload.retry();
    await made.reaches(upload, 'uploaded');
    expect(await made.stored(upload.record)).to.deep.equal(bytesOf(45));
  });
});

describe('what can be seen of an upload', () => {
  it('loaded only grows in a run, and never passes total', async () => {
    const made = world({ maxPartSize: 10 });
    made.drive.faults.add({ on: 'part', at: 3, kind: 'status', status: 410 });
    made.drive.faults.add({ on: 'part', at: 4, kind: 'lost-answer' });
    const seen: number[] = [];
    made.queue.subscribe({
      changed: (_, __, { loaded, total }) => {
        expect(loaded).to.be.at.most(total);
        seen.push(loaded);
      },
    });
    const upload = made.add(fileOf(45));
    await made.reaches(upload, 'uploaded');
    expect(seen).to.deep.equal([...seen].sort((a, b) => a - b));
    expect(upload.loaded).to.equal(45);
    expect(seen).to.include.members([10, 20, 30, 40, 45]);
  });

  it('each state is a value of its own that never changes', async () => {
    const made = world({ maxPartSize: 10 });
    const states: { state: unknown; text: string }[] = [];
    made.queue.subscribe({
      changed: (_, previous, state) => {
        states.push({ state: previous, text: JSON.stringify(previous) });
        expect(state).not.to.equal(previous);
      },
    });
    await made.reaches(made.add(fileOf(45)), 'uploaded');
    for (const { state, text } of states)
      expect(JSON.stringify(state)).to.equal(text);
  });

  it('speed and time left are there while it sends, and nothing of both otherwise', async () => {
    const made = world({ maxPartSize: 10 });
    const upload = made.add(fileOf(45), { manual: true });
    expect(upload).to.include({ speed: 0, timeLeft: undefined });
    made.queue.start();
    await made.queue.done();
    expect(upload).to.include({ speed: 0, timeLeft: undefined });
  });

  it("the page's own meta comes back as it was given", () => {
    const meta = { any: ['thing'] };
    const upload = world().add(fileOf(5), { manual: true, meta });
    expect(upload.meta).to.equal(meta);
  });
});
