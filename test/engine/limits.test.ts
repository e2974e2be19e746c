/** 429 and Kommo's block of an address: every upload of the drive is quiet, and one tries first. */
import { expect } from '@open-wc/testing';
import { bytesOf, fileOf } from '../helpers/engine.js';
import { atOnce, failing, timed, unhurried } from './timed.js';
import { failOnUnhandled } from './unhandled.js';

failOnUnhandled();

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const BLOCK = 5 * MINUTE;
/** After a 429 requests keep apart: the few of these tests by less than this altogether. */
const SPACED = 10 * SECOND;

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
    const after = made.times.filter((at) => at > 0);
    expect(after[0]).to.equal(MINUTE);
    expect(after.length).to.be.above(5);
    // Then they do not all come at once.
    expect(new Set(after).size).to.equal(after.length);
  });

  it('slows the others even where its own upload gives up', async () => {
    const made = timed();
    failing(made, 1, { on: 'session', at: 1, status: 429, retryAfter: 60 });
    const a = made.add(fileOf(5, 'a'), { retryFor: 0, concurrency: 1 });
    const b = made.add(fileOf(5, 'b'), { concurrency: 1 });
    await made.queue.done();
    expect(a.error).to.include({ code: 'rate-limited', retryable: true });
    expect(b.status).to.equal('uploaded');
    expect(made.times.slice(0, 2)).to.deep.equal([0, MINUTE]);
  });
});

describe("Kommo's block of an address", () => {
  const blocked = (names: readonly string[] = ['a', 'b', 'c'], denials = 2) => {
    // Each upload's second part is on its way when it begins.
    const made = timed({ fetch: atOnce(4, 6) });
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
    expect(made.passed()).to.be.within(BLOCK, BLOCK + SPACED);
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
      expect(made.passed()).to.be.within(
        SECOND + BLOCK,
        SECOND + BLOCK + SPACED,
      );
    });

  it('is not over with the answer to a part that was on its way before', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let sessions = 0;
    const made = timed({
      fetch: (drive) => async (input, init) => {
        const isPart = String(input).includes('/upload/');
        if (!isPart) sessions += 1;
        if (!isPart && sessions === 2)
          return new Response(null, {
            status: 429,
            headers: { 'Retry-After': '1' },
          });
        if (!isPart && sessions === 3) {
          setTimeout(release, 10);
          return new Response(null, { status: 403 });
        }
        const answer = await drive.fetch(input, init);
        // The first part's answer comes when the address is blocked already.
        if (isPart) await held;
        return answer;
      },
    });
    const a = made.add(fileOf(35, 'a'));
    await made.reaches(a, 'uploading');
    const b = made.add(fileOf(35, 'b'));
    // The clock stands still while the first part is on its way; the second file is only told to wait a second.
    await made.reaches(b, 'waiting');
    made.clock.advance(SECOND);
    await made.queue.done();
    expect(made.queue.count('uploaded')).to.equal(2);
    const after = made.times.filter((at) => at > 0);
    expect(after.slice(0, 2)).to.deep.equal([SECOND, SECOND + BLOCK]);
  });

  it('is no block more than a minute after the last 429', async () => {
    const made = timed();
    failing(made, 1, { on: 'session', at: 1, status: 429, retryAfter: 90 });
    failing(made, 1, { on: 'session', at: 2, status: 403 });
    const upload = made.add(fileOf(5));
    await made.queue.done();
    expect(upload.error?.code).to.equal('forbidden');
  });
});
