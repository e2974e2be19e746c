/** No answer: silence, a wrong address, no network, answers that the browser hides. */
import { expect } from '@open-wc/testing';
import {
  type Drive,
  type DriveOptions,
  pageFetch,
} from '../../demo/drive/index.js';
import { bytesOf, fileOf, world } from '../helpers/engine.js';
import type { SimClock } from '../helpers/sim-clock.js';
import { failOnUnhandled } from './unhandled.js';

failOnUnhandled();

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A network in a test's hand: which requests are swallowed, and when each left. */
const network = (
  isSilent: (n: number, url: string) => boolean,
  {
    isLost = () => false,
    ...options
  }: DriveOptions & { isLost?: () => boolean } = {},
) => {
  const times: number[] = [];
  let start = 0;
  const made = world({
    maxPartSize: 10,
    ...options,
    fetch: (drive: Drive, clock: SimClock) => {
      const fetch = pageFetch(drive);
      start = clock.now();
      return async (input, init) => {
        times.push(clock.now() - start);
        if (isSilent(times.length, String(input)))
          return clock.nobodyAnswers(init?.signal);
        if (isLost()) throw new TypeError('Failed to fetch');
        return fetch(input, init);
      };
    },
  });
  return { ...made, times, passed: () => made.clock.now() - start };
};

describe('silence', () => {
  it('of a part counts as no answer after 30 s and its size at 8 KiB a second, and its request is cut', async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    const made = world({
      maxPartSize: 16_384,
      fetch: (drive, clock) => (input, init) => {
        signals.push(init?.signal);
        return signals.length === 2
          ? clock.nobodyAnswers(init?.signal)
          : drive.fetch(input, init);
      },
    });
    const start = made.clock.now();
    const upload = made.add(fileOf(20_000));
    await made.queue.done();
    expect(upload).to.include({ status: 'uploaded', verified: true });
    expect(made.clock.now() - start).to.equal(32 * SECOND + 500);
    expect(signals[1]?.aborted).to.equal(true);
    expect(signals[2]?.aborted).to.equal(false);
  });

  it('within the body of an answer counts the same', async () => {
    let n = 0;
    const made = world({
      maxPartSize: 10,
      fetch: (drive) => async (input, init) => {
        n += 1;
        if (n !== 2) return drive.fetch(input, init);
        return new Response(
          new ReadableStream({
            start: (controller) =>
              controller.enqueue(new TextEncoder().encode('{"next_url":')),
          }),
        );
      },
    });
    const upload = made.add(fileOf(25));
    await made.queue.done();
    expect(upload).to.include({ status: 'uploaded', verified: true });
    expect(await made.stored(upload.record)).to.deep.equal(bytesOf(25));
  });

  it('counts as no more than the stall time, however late the timer fires', async () => {
    // A laptop that slept an hour while a part was on its way.
    const made = network((n) => {
      // Before the clock itself finds that nobody answers.
      if (n === 2) queueMicrotask(() => made.clock.advance(60 * MINUTE));
      return n === 2;
    });
    const upload = made.add(fileOf(25), { retryFor: 60 });
    await made.queue.done();
    expect(upload.status).to.equal('uploaded');
  });
});

describe('an address from which nothing was ever read', () => {
  it('is unreachable after 30 seconds of trying', async () => {
    for (const made of [
      network(() => false, { isLost: () => true }),
      network(() => false, { cors: 'none' }),
    ]) {
      const upload = made.add(fileOf(25));
      await made.queue.done();
      expect(upload.error).to.include({ code: 'unreachable', retryable: true });
      expect(made.passed()).to.be.within(30 * SECOND, 60 * SECOND);
      expect(made.times.length).to.be.above(3);
    }
  });

  it('is unreachable where it only swallows requests', async () => {
    const made = network(() => true);
    const upload = made.add(fileOf(25));
    await made.queue.done();
    expect(upload.error?.code).to.equal('unreachable');
    expect(made.passed()).to.equal(30 * SECOND);
  });

  it('is not given up before, and not at all once anything was read from it', async () => {
    let isLost = true;
    const made = network(() => false, { isLost: () => isLost });
    const upload = made.add(fileOf(25, 'a'));
    made.queue.subscribe({
      changed: (each) => {
        if (each === upload && each.state.retries === 4) isLost = false;
      },
    });
    await made.queue.done();
    expect(upload.status).to.equal('uploaded');
    isLost = true;
    const later = made.add(fileOf(25, 'b'), { retryFor: 300 });
    await made.queue.done();
    expect(later.error?.code).to.equal('timeout');
    expect(made.passed()).to.be.above(300 * SECOND);
  });

  it('is unreachable as soon as retry-for is over, if that is sooner', async () => {
    const made = network(() => false, { isLost: () => true });
    const upload = made.add(fileOf(25), { retryFor: 2 });
    await made.queue.done();
    expect(upload.error?.code).to.equal('unreachable');
    expect(made.passed()).to.be.below(10 * SECOND);
  });

  it('an answer that can be read, even a refusal, makes it known', async () => {
    let n = 0;
    const made = network(() => false, {
      isLost: () => {
        n += 1;
        return n > 1;
      },
    });
    made.drive.faults.add({ on: 'session', kind: 'status', status: 503 });
    const upload = made.add(fileOf(25), { retryFor: 100 });
    await made.queue.done();
    expect(upload.error?.code).to.equal('timeout');
  });
});

describe('no network', () => {
  it('is said as waiting for it, one request is tried every 30 seconds, and online wakes at once', async () => {
    let isLost = false;
    const made = network(() => false, { isLost: () => isLost });
    const upload = made.add(fileOf(45));
    await made.reaches(upload, 'uploading');
    isLost = true;
    made.signals.online = false;
    await made.reaches(upload, 'waiting');
    expect(upload).to.include({
      waitingFor: 'network',
      until: made.clock.now() + 30 * SECOND,
    });
    const first = made.times.length;
    while (made.times.length < first + 120)
      await new Promise((resolve) => setTimeout(resolve));
    const tries = made.times.slice(first);
    expect(
      new Set(tries.map((at, n) => at - (tries[n - 1] ?? at - 30_000))),
    ).to.deep.equal(new Set([30 * SECOND]));
    // An hour of that is no time spent trying.
    expect(upload.status).not.to.equal('failed');
    await made.reaches(upload, 'waiting');
    isLost = false;
    const woken = made.passed();
    made.signals.online = true;
    await made.queue.done();
    expect(upload.status).to.equal('uploaded');
    expect(made.times.at(-1)).to.equal(woken);
    expect(await made.stored(upload.record)).to.deep.equal(bytesOf(45));
  });

  it('before the first answer ever is not unreachable', async () => {
    let isLost = true;
    const made = network(() => false, { isLost: () => isLost });
    made.signals.online = false;
    const upload = made.add(fileOf(25));
    while (made.times.length < 20)
      await new Promise((resolve) => setTimeout(resolve));
    expect(upload.status).not.to.equal('failed');
    isLost = false;
    made.signals.online = true;
    await made.queue.done();
    expect(upload.status).to.equal('uploaded');
  });

  it('where requests hang instead of failing is no time spent trying, nor a sign of hidden answers', async () => {
    let silent = 0;
    const made = network((_, url) => {
      if (silent === 20 || !url.includes('/upload/')) return false;
      silent += 1;
      // The network is back while the last of them is on its way.
      if (silent === 20) made.signals.online = true;
      return true;
    });
    made.signals.online = false;
    const upload = made.add(fileOf(45), { retryFor: 100 });
    await made.queue.done();
    expect(upload.status).to.equal('uploaded');
    expect(made.passed()).to.be.above(19 * MINUTE);
  });

  it('that is only believed to be missing hinders nothing', async () => {
    const made = network(() => false);
    made.signals.online = false;
    const upload = made.add(fileOf(25));
    await made.queue.done();
    expect(upload.status).to.equal('uploaded');
    expect(made.passed()).to.equal(0);
  });

  it('can be paused, resumed and aborted as anything else', async () => {
    const made = network(() => false, { isLost: () => true });
    made.signals.online = false;
    const upload = made.add(fileOf(25));
    await made.reaches(upload, 'waiting');
    upload.pause();
    expect(upload.status).to.equal('paused');
    const tries = made.times.length;
    made.signals.wake();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(made.times).to.have.length(tries);
    upload.resume();
    await made.reaches(upload, 'waiting');
    expect(made.times).to.have.length(tries + 1);
    upload.abort();
    made.signals.online = true;
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(made.times).to.have.length(tries + 1);
  });
});

describe('answers that the browser hides', () => {
  it('to the very first part end as blocked-response, not after a quarter of an hour', async () => {
    const made = network(() => false, { cors: 'bare-errors' });
    made.drive.faults.add({
      on: 'part',
      kind: 'status',
      status: 413,
      times: 999,
    });
    const upload = made.add(fileOf(25));
    await made.queue.done();
    expect(upload.error?.code).to.equal('blocked-response');
    expect(made.passed()).to.be.within(20 * SECOND, 2 * MINUTE);
  });

  it('once a part was taken are said, and trying goes on', async () => {
    const made = network(() => false, { cors: 'bare-errors' });
    made.drive.faults.add({
      on: 'part',
      at: 2,
      kind: 'status',
      status: 502,
      times: 12,
    });
    const hidden: boolean[] = [];
    made.queue.subscribe({
      changed: (_, __, { status, answersHidden }) => {
        if (status === 'waiting') hidden.push(answersHidden);
      },
    });
    const upload = made.add(fileOf(25));
    await made.queue.done();
    expect(upload).to.include({ status: 'uploaded', verified: true });
    expect(hidden.slice(0, 4)).to.deep.equal([false, false, false, false]);
    expect(hidden.at(-1)).to.equal(true);
    expect(upload.state.answersHidden).to.equal(false);
  });
});

describe('a drive that is down', () => {
  it('for ten minutes is waited for, and the upload goes on by itself', async () => {
    let isLost = false;
    const made = network(() => false, { isLost: () => isLost });
    const upload = made.add(fileOf(45));
    await made.reaches(upload, 'uploading');
    isLost = true;
    made.clock.setTimeout(() => {
      isLost = false;
    }, 10 * MINUTE);
    await made.queue.done();
    expect(upload.status).to.equal('uploaded');
    expect(made.passed()).to.be.within(10 * MINUTE, 11 * MINUTE);
    expect(made.drive.journal.count('POST', 'session')).to.equal(1);
  });
});
