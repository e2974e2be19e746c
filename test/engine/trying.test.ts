/** When an upload tries again, what it says meanwhile, and when it gives up. Minutes pass in a simulated clock. */
import { expect } from '@open-wc/testing';
import type { Upload } from '../../src/engine/index.js';
import { fileOf, type World } from '../helpers/engine.js';
import { failing, timed } from './timed.js';
import { failOnUnhandled } from './unhandled.js';

failOnUnhandled();

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const ended = async (made: World, upload: Upload) => {
  await made.queue.done();
  return upload.error?.code ?? upload.status;
};

describe('the back-off', () => {
  it('waits up to 1, 2, 4, 8, 16, 30, 30 seconds, spread by chance', async () => {
    for (const random of [0, 0.5, 1]) {
      const made = timed({ random: () => random });
      failing(made, 7);
      expect(await ended(made, made.add(fileOf(25)))).to.equal('uploaded');
      const steps = made.times
        .slice(3, 10)
        .map((at, n) => at - (made.times[n + 2] ?? 0));
      expect(steps).to.deep.equal(
        [1, 2, 4, 8, 16, 30, 30].map((step) => step * SECOND * random),
      );
    }
  });

  it('begins anew after progress', async () => {
    const made = timed();
    failing(made, 3);
    failing(made, 1, { at: 3 });
    await ended(made, made.add(fileOf(35)));
    expect(made.passed()).to.equal((0.5 + 1 + 2 + 0.5) * SECOND);
  });

  it('is said as waiting for the drive, with the moment of the next try, and for the network where nothing came', async () => {
    for (const [kind, waitingFor] of [
      ['status', 'drive'],
      ['wrong-json', 'drive'],
      ['lost-answer', 'network'],
    ] as const) {
      const made = timed();
      failing(made, 1, { kind });
      const upload = made.add(fileOf(25));
      await made.reaches(upload, 'waiting');
      expect(upload).to.include({ waitingFor, until: made.clock.now() + 500 });
      expect(await ended(made, upload)).to.equal('uploaded');
      expect(upload).to.include({ waitingFor: undefined, until: undefined });
    }
  });

  it('is cut short by a page that wakes, and what was not waited is not counted', async () => {
    const made = timed();
    failing(made, 4000, { kind: 'reset', when: 'before' });
    const upload = made.add(fileOf(25), { retryFor: 20 });
    // Woken each time, no time passes: it does not give up however often that happens.
    let wakes = 0;
    made.queue.subscribe({
      changed: (_, __, { status }) => {
        if (status !== 'waiting' || wakes === 200) return;
        wakes += 1;
        queueMicrotask(() => made.signals.wake());
      },
    });
    await made.queue.done();
    expect(wakes).to.equal(200);
    expect(made.times.length).to.be.above(200);
    // Not woken any more, it does.
    expect(upload.status).to.equal('failed');
  });
});

describe('Retry-After', () => {
  for (const [what, retryAfter, ms] of [
    ['seconds', 7, 7 * SECOND],
    ['a date', 'date', 20 * SECOND],
    ['too long a time, which is ten minutes', 86_400, 10 * MINUTE],
    ['zero, which asks for nothing', 0, 500],
    ['nonsense', 'soon', 500],
  ] as const)
    it(`is obeyed as ${what}, for a busy drive and for a limit`, async () => {
      for (const status of [429, 503]) {
        const made = timed();
        const date = new Date(made.clock.now() + 20 * SECOND).toUTCString();
        failing(made, 1, {
          status,
          retryAfter: retryAfter === 'date' ? date : retryAfter,
        });
        const upload = made.add(fileOf(25));
        await made.reaches(upload, 'waiting');
        expect(upload).to.include({
          waitingFor: 'drive',
          until: made.clock.now() + ms,
        });
        expect(await ended(made, upload)).to.equal('uploaded');
        // A session, two parts, and the second of them again.
        expect(made.times[3]).to.equal(ms);
      }
    });

  it('that the browser hides leaves the back-off', async () => {
    const made = timed({ cors: 'hidden-retry-after' });
    failing(made, 1, { status: 429, retryAfter: 60 });
    expect(await ended(made, made.add(fileOf(25)))).to.equal('uploaded');
    expect(made.times[3]).to.equal(500);
  });

  it('does not count against retry-for', async () => {
    const made = timed();
    failing(made, 5, { retryAfter: 60 });
    const upload = made.add(fileOf(25), { retryFor: 30 });
    expect(await ended(made, upload)).to.equal('uploaded');
    expect(made.passed()).to.equal(5 * MINUTE);
  });

  it('of a session request is obeyed as well', async () => {
    const made = timed();
    failing(made, 1, { on: 'session', at: 1, retryAfter: 60 });
    expect(await ended(made, made.add(fileOf(25)))).to.equal('uploaded');
    expect(made.passed()).to.equal(MINUTE);
  });
});

describe('giving up', () => {
  for (const [what, rule, code] of [
    ['a drive that fails', {}, 'server-error'],
    ['a limit without Retry-After', { status: 429 }, 'rate-limited'],
    ['a drive that says 408', { status: 408 }, 'timeout'],
  ] as const)
    it(`comes after retry-for of trying, for ${what}, and can be tried again`, async () => {
      for (const retryFor of [10, 900]) {
        const made = timed();
        failing(made, 100_000, rule);
        const upload = made.add(fileOf(25), { retryFor });
        expect(await ended(made, upload)).to.equal(code);
        expect(upload.error?.retryable).to.equal(true);
        expect(made.passed()).to.be.within(
          retryFor * SECOND,
          (retryFor + 30) * SECOND,
        );
        made.drive.faults.clear();
        upload.retry();
        expect(await ended(made, upload)).to.equal('uploaded');
        expect(made.drive.journal.count('POST', 'session')).to.equal(1);
      }
    });

  it('never comes where there is progress, however slow', async () => {
    const made = timed();
    for (let at = 1; at <= 20; at++) failing(made, 4, { at });
    const upload = made.add(fileOf(200), { retryFor: 20 });
    expect(await ended(made, upload)).to.equal('uploaded');
    expect(made.passed()).to.equal(20 * 7.5 * SECOND);
  });

  it('sending old bytes again is no progress', async () => {
    const made = timed();
    failing(made, 1, { at: 3, status: 410 });
    failing(made, 100_000, { at: 2, status: 503 });
    made.drive.faults.clear();
    failing(made, 1, { at: 3, status: 410 });
    made.queue.subscribe({
      changed: (_, { doing: before }, { doing }) => {
        if (before !== doing && doing === 'starting-over')
          failing(made, 100_000, { at: 3 });
      },
    });
    const upload = made.add(fileOf(45), { retryFor: 60 });
    expect(await ended(made, upload)).to.equal('server-error');
    expect(upload.loaded).to.equal(20);
  });
});
