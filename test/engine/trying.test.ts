/** When an upload tries again, what it says meanwhile, and when it gives up. Minutes pass in a simulated clock. */
import { expect } from '@open-wc/testing';
import { type Drive, pageFetch } from '../../demo/drive/index.js';
import type { Upload } from '../../src/engine/index.js';
import {
  bytesOf,
  fileOf,
  type World,
  type WorldOptions,
  world,
} from '../helpers/engine.js';
import { failOnUnhandled } from './unhandled.js';

failOnUnhandled();

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A world that notes when each request left, in milliseconds from the start. */
const timed = (options: WorldOptions = {}) => {
  const made = world({ maxPartSize: 10, ...options });
  const start = made.clock.now();
  const { sent } = made;
  const times: number[] = [];
  const push = sent.push.bind(sent);
  sent.push = (...requests) => {
    times.push(made.clock.now() - start);
    return push(...requests);
  };
  return { ...made, times, passed: () => made.clock.now() - start };
};

/** A drive that leaves time for others to send before it answers. */
const unhurried = (drive: Drive): typeof fetch => {
  const fetch = pageFetch(drive);
  return async (...request) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return fetch(...request);
  };
};

const failing = (
  made: World,
  times: number,
  rule: Partial<Parameters<World['drive']['faults']['add']>[0]> = {},
) =>
  made.drive.faults.add({
    on: 'part',
    at: 2,
    kind: 'status',
    status: 503,
    times,
    ...rule,
  });

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
        expect(made.passed()).to.equal(ms);
      }
    });

  it('that the browser hides leaves the back-off', async () => {
    const made = timed({ cors: 'hidden-retry-after' });
    failing(made, 1, { status: 429, retryAfter: 60 });
    expect(await ended(made, made.add(fileOf(25)))).to.equal('uploaded');
    expect(made.passed()).to.equal(500);
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

describe('429', () => {
  it('slows every upload of the drive for as long as it asked', async () => {
    const made = timed();
    for (const name of ['a', 'b', 'c']) made.add(fileOf(35, name));
    failing(made, 1, {
      at: undefined as never,
      skip: 3,
      status: 429,
      retryAfter: 60,
    });
    await made.queue.done();
    expect(made.queue.count('uploaded')).to.equal(3);
    const quiet = made.times.filter((at) => at > 0 && at < MINUTE);
    expect(quiet).to.deep.equal([]);
    expect(made.times.filter((at) => at === MINUTE).length).to.be.above(5);
  });

  it('slows the others even where its own upload gives up', async () => {
    const made = timed();
    failing(made, 1, { on: 'session', at: 1, status: 429, retryAfter: 60 });
    const a = made.add(fileOf(5, 'a'), { retryFor: 0, concurrency: 1 });
    const b = made.add(fileOf(5, 'b'), { concurrency: 1 });
    await made.queue.done();
    expect(a.error).to.include({ code: 'rate-limited', retryable: true });
    expect(b.status).to.equal('uploaded');
    expect(made.times).to.deep.equal([0, MINUTE, MINUTE]);
  });
});

describe("Kommo's block of an address", () => {
  const blocked = (names: readonly string[] = ['a', 'b', 'c'], denials = 2) => {
    const made = timed({ fetch: unhurried });
    const { faults } = made.drive;
    faults.add({
      on: 'part',
      skip: 3,
      kind: 'status',
      status: 429,
      retryAfter: 5,
    });
    faults.add({
      on: 'part',
      skip: 3,
      kind: 'status',
      status: 403,
      times: denials,
    });
    for (const name of names) made.add(fileOf(35, name));
    return made;
  };
  const BLOCK = 5 * MINUTE;

  it('is a 403 within a minute after a 429: all wait five minutes, then one tries, then all go on', async () => {
    const made = blocked();
    const inFlight: number[] = [];
    made.queue.subscribe({
      changed: (_, __, { status }) => {
        if (status === 'waiting') inFlight.push(made.queue.count('waiting'));
      },
    });
    await made.queue.done();
    expect(made.queue.count('uploaded')).to.equal(3);
    expect(made.times.filter((at) => at > 0 && at < BLOCK)).to.deep.equal([]);
    expect(made.passed()).to.equal(BLOCK);
    expect(Math.max(...inFlight)).to.equal(3);
    for (const upload of made.queue.uploads)
      expect(await made.stored(upload.record)).to.deep.equal(bytesOf(35));
  });

  it('lets only one try, and waits five minutes more when that is refused', async () => {
    const made = blocked(['a', 'b', 'c'], 3);
    await made.queue.done();
    expect(made.queue.count('uploaded')).to.equal(3);
    // Three were on their way when it began; one of those tries now.
    const tries = made.times.filter((at) => at === BLOCK);
    expect(tries).to.have.length(1);
    expect(
      made.times.filter((at) => at > BLOCK && at < BLOCK + 5 * MINUTE),
    ).to.deep.equal([]);
  });

  for (const isResumed of [true, false])
    it(`holds an upload that ${isResumed ? 'goes on' : 'begins'} meanwhile just as long`, async () => {
      const made = timed({ fetch: unhurried });
      const { faults } = made.drive;
      const a = made.add(fileOf(35, 'a'));
      // Held before a part is made ready, not before it leaves.
      while (made.drive.journal.count('POST', 'part') === 0)
        await new Promise((resolve) => setTimeout(resolve));
      a.pause();
      await made.reaches(a, 'paused');
      faults.add({ on: 'session', kind: 'status', status: 429, retryAfter: 1 });
      faults.add({ on: 'session', at: 2, kind: 'status', status: 403 });
      const b = made.add(fileOf(35, 'b'));
      let last = a;
      const stop = made.queue.subscribe({
        changed: (each, _, { until = 0 }) => {
          if (each !== b || until < made.clock.now() + MINUTE) return;
          stop();
          // Now it is blocked. Nobody else is left to try, so the last one has to, and at once.
          if (isResumed) a.resume();
          else {
            last = made.add(fileOf(35, 'c'));
            a.abort();
          }
          b.abort();
        },
      });
      await made.queue.done();
      expect(last.status).to.equal('uploaded');
      expect(made.passed()).to.equal(SECOND + 5 * MINUTE);
    });

  it('is not over with the answer to a part that was on its way before', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let parts = 0;
    const made = world({
      maxPartSize: 10,
      fetch: (drive) => async (input, init) => {
        if (!String(input).includes('/upload/'))
          return drive.fetch(input, init);
        parts += 1;
        const mine = parts;
        if (mine === 2)
          return new Response(null, {
            status: 429,
            headers: { 'Retry-After': '1' },
          });
        if (mine === 3) {
          setTimeout(release, 10);
          return new Response(null, { status: 403 });
        }
        const answer = await drive.fetch(input, init);
        // The first part's answer comes when the address is blocked already.
        if (mine === 1) await held;
        return answer;
      },
    });
    const start = made.clock.now();
    made.add(fileOf(35, 'a'));
    made.add(fileOf(35, 'b'));
    // The clock stands still while the first part is on its way; the second is only told to wait a second.
    const nudge = setInterval(() => {
      if (parts === 2) made.clock.advance(SECOND);
    }, 5);
    await made.queue.done();
    clearInterval(nudge);
    expect(made.queue.count('uploaded')).to.equal(2);
    expect(made.clock.now() - start).to.equal(SECOND + 5 * MINUTE);
  });

  it('is no block more than a minute after the last 429', async () => {
    const made = timed();
    failing(made, 1, { on: 'session', at: 1, status: 429, retryAfter: 90 });
    failing(made, 1, { on: 'session', at: 2, status: 403 });
    expect(await ended(made, made.add(fileOf(5)))).to.equal('forbidden');
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
