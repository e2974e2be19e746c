/**
 * How fast many files travel to a drive at the end of a line: as fast as it allows, and never into its block; with the
 * next session open when a file has arrived.
 */
import { expect } from '@open-wc/testing';
import { pageFetch } from '../../demo/drive/index.js';
import { Pace, UploadQueue } from '../../src/engine/index.js';
import {
  fileOf,
  SESSION_URL,
  type World,
  type WorldOptions,
  world,
} from '../helpers/engine.js';
import { failOnUnhandled } from './unhandled.js';

failOnUnhandled();

const SECOND = 1000;
const MINUTE = 60 * SECOND;

interface Seen {
  readonly what: 'session' | 'part' | 'other';
  readonly url: string;
  readonly left: number;
  status: number;
  landed: number;
}

interface Line extends WorldOptions {
  /** Milliseconds there and back. */
  latency?: number;
  /** The same for parts, where they take longer. */
  partLatency?: number;
  /** Milliseconds that a way may take longer, by chance. */
  jitter?: number;
  /** Timers fire at full seconds only, as in a tab that nobody sees. */
  isHidden?: boolean;
}

/** A drive to which each request takes its time there and back, and all that was seen on the line. */
const far = ({
  latency = 20,
  partLatency = latency,
  jitter = 0,
  isHidden,
  ...options
}: Line = {}) => {
  const seen: Seen[] = [];
  let random = 7;
  const way = (what: Seen['what'], signal?: AbortSignal | null) =>
    new Promise<void>((resolve, reject) => {
      random = (random * 16_807) % 2_147_483_647;
      const more = (jitter * random) / 2_147_483_647;
      const ms = what === 'part' ? partLatency : latency;
      made.clock.setTimeout(resolve, ms / 2 + more);
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  const line: typeof fetch = async (input, init) => {
    const url = String(input);
    const one: Seen = {
      what: url.includes('/sessions')
        ? 'session'
        : url.includes('/upload/')
          ? 'part'
          : 'other',
      url,
      left: made.clock.now(),
      status: 0,
      landed: Number.POSITIVE_INFINITY,
    };
    seen.push(one);
    await way(one.what, init?.signal);
    const answer = await made.clock.hold(() =>
      pageFetch(made.drive)(input, init),
    );
    await way(one.what, init?.signal);
    one.status = answer.status;
    one.landed = made.clock.now();
    return answer;
  };
  const made: World = world({
    maxPartSize: 100,
    ...options,
    env: { fetch: line, ...options.env },
  });
  if (isHidden) {
    const { clock } = made;
    const setTimeout = clock.setTimeout.bind(clock);
    // The line itself is no timer of the page.
    const page = {
      ...clock,
      now: clock.now,
      clearTimeout: clock.clearTimeout,
      setTimeout: (callback: () => void, ms: number) =>
        setTimeout(
          callback,
          ms + SECOND - ((clock.now() + ms - 1) % SECOND) - 1,
        ),
    };
    const queue = new UploadQueue({
      ...{ clock: page, fetch: line, random: () => 0.5 },
      paceOf: () => made.pace,
    });
    return { ...made, queue, line, seen, start: clock.now() };
  }
  return { ...made, line, seen, start: made.clock.now() };
};

/** Adds files of so many bytes, whose reads take no time. */
const addTo = (
  { queue, held }: Pick<World, 'queue' | 'held'>,
  many: number,
  {
    size = 50,
    concurrency,
  }: { size?: number; concurrency?: number | undefined } = {},
) => {
  for (let n = 0; n < many; n++)
    queue.add(held(fileOf(size, `${n}`)), {
      sessionUrl: SESSION_URL,
      concurrency,
    });
};

describe('100 files for a drive that takes seven requests a second', () => {
  const RATE = 7;
  /** A session and a part for each file; the first seven may come at once. */
  const allowed = ((2 * 100 - RATE) / RATE) * SECOND;
  const near = { latency: 20 };
  const middling = { latency: 200 };

  for (const [what, line, concurrency, most] of [
    ['near', near, undefined, 1.15],
    ['near, with concurrency 6', near, 6, 1.15],
    ['farther away', middling, undefined, 1.15],
    ['farther away, with concurrency 6', middling, 6, 1.15],
    ['whose line is uneven', { latency: 50, jitter: 25 }, undefined, 1.15],
    // The quiet that the drive asks for, too, lasts until the next full second.
    ['seen by nobody', { latency: 50, isHidden: true }, undefined, 1.2],
  ] as const)
    it(`that is ${what} take hardly longer than it allows, and never meet its block`, async function () {
      this.timeout(60_000);
      const made = far({ rate: RATE, ...line });
      const { queue, seen, clock, start } = made;
      addTo(made, 100, { concurrency });
      await queue.done();
      expect(queue.count('uploaded')).to.equal(100);
      expect(seen.filter(({ status }) => status === 403)).to.deep.equal([]);
      expect((clock.now() - start) / allowed).to.be.below(most);
    });

  it('of three uploaders share one pace', async function () {
    this.timeout(60_000);
    const { queue, seen, clock, start, line, pace, held } = far({ rate: RATE });
    const env = { clock, paceOf: () => pace, fetch: line };
    const queues = [queue, new UploadQueue(env), new UploadQueue(env)];
    for (const [at, each] of queues.entries())
      addTo({ queue: each, held }, at === 0 ? 34 : 33);
    await Promise.all(queues.map((each) => each.done()));
    expect(seen.filter(({ status }) => status === 403)).to.deep.equal([]);
    expect((clock.now() - start) / allowed).to.be.below(1.15);
  });

  it('are as fast as before some minutes after the limit is gone', async function () {
    this.timeout(60_000);
    const made = far({ rate: RATE });
    const { queue, seen, clock, drive, pace } = made;
    addTo(made, 20);
    await queue.done();
    drive.set({ rate: 0 });
    clock.advance(2 * MINUTE);
    addTo(made, 400);
    await queue.done();
    const last = seen.slice(-60);
    const took = (last.at(-1)?.left ?? 0) - (last[0]?.left ?? 0);
    expect(took).to.be.below(2 * SECOND);
    expect(pace.active).to.equal(0);
  });
});

describe('the next file', () => {
  const pairs = (seen: readonly Seen[]) => ({
    sessions: seen.filter(({ what }) => what === 'session'),
    parts: seen.filter(({ what }) => what === 'part'),
  });

  it('has its session while the last part of the one before travels, and its parts come after', async () => {
    const made = far();
    const { queue, seen } = made;
    addTo(made, 3, { size: 250, concurrency: 1 });
    const ended: string[] = [];
    queue.subscribe({
      changed: ({ name }, _, { status }) => {
        if (status === 'uploaded') ended.push(name);
      },
    });
    await queue.done();
    const { sessions, parts } = pairs(seen);
    expect(ended).to.deep.equal(['0', '1', '2']);
    for (const file of [1, 2]) {
      const session = sessions[file] as Seen;
      const lastPart = parts[3 * file - 1] as Seen;
      expect(session.left).to.equal(lastPart.left);
      expect((parts[3 * file] as Seen).left).to.equal(lastPart.landed);
    }
  });

  it('comes in no earlier where that last part has to be sent again', async () => {
    const made = far();
    const { queue, seen, drive } = made;
    for (let times = 0; times < 4; times++)
      drive.faults.add({ on: 'part', kind: 'status', status: 500 });
    addTo(made, 5, { concurrency: 1 });
    let most = 0;
    queue.subscribe({
      changed: () => {
        most = Math.max(
          most,
          queue.size - queue.count('queued') - queue.count('uploaded'),
        );
      },
    });
    await queue.done();
    expect(queue.count('uploaded')).to.equal(5);
    // The one whose part travels, and the one that came in meanwhile.
    expect(most).to.equal(2);
    expect(pairs(seen).sessions).to.have.length(5);
  });

  for (const command of ['abort', 'pause'] as const)
    it(`keeps its session and comes next when the one before is told to ${command} in its last part`, async () => {
      const made = far({ partLatency: 100 });
      const { queue, seen, reaches } = made;
      addTo(made, 2, { concurrency: 1 });
      const [a, b] = queue.uploads;
      if (a === undefined || b === undefined) throw new Error('Not added.');
      await reaches(b, 'uploading');
      expect(a.status).to.equal('uploading');
      a[command]();
      await reaches(b, 'uploaded');
      expect(a.status).to.equal(command === 'abort' ? 'aborted' : 'uploaded');
      expect(pairs(seen).sessions).to.have.length(2);
    });

  it('that is paused with its session open lets the one after it in, and goes on with that session', async () => {
    const made = far({ partLatency: 100 });
    const { queue, seen, reaches, pace } = made;
    addTo(made, 3, { concurrency: 1 });
    const [, b, c] = queue.uploads;
    if (b === undefined || c === undefined) throw new Error('Not added.');
    await reaches(b, 'uploading');
    b.pause();
    await reaches(b, 'paused');
    await reaches(c, 'uploaded');
    b.resume();
    await queue.done();
    expect(queue.count('uploaded')).to.equal(3);
    expect(pairs(seen).sessions).to.have.length(3);
    expect(pace.active).to.equal(0);
  });
});

describe('parts at once', () => {
  const most = (seen: readonly Seen[], from: number, to: number) => {
    const parts = seen.filter(({ what }) => what === 'part');
    return Math.max(
      ...parts
        .filter(({ left }) => left >= from && left < to)
        .map(
          ({ left: at }) =>
            parts.filter(({ left, landed }) => left <= at && landed > at)
              .length,
        ),
    );
  };

  it('are two, then one more for each answer up to six', async () => {
    const made = far({ latency: 100 });
    const { queue, seen, start } = made;
    addTo(made, 12, { size: 1000 });
    await queue.done();
    const at = seen.map(({ left }) => left - start);
    expect(at.filter((left) => left === 0)).to.have.length(2);
    expect(at.filter((left) => left === 100)).to.have.length(4);
    expect(most(seen, start, Number.POSITIVE_INFINITY)).to.equal(6);
  });

  it('are fewer after a 503, for uploads under way too, and then more again', async () => {
    const made = far({ latency: 100 });
    const { queue, seen, drive } = made;
    addTo(made, 6, { size: 4000, concurrency: 6 });
    drive.faults.add({ on: 'part', at: 5, kind: 'status', status: 503 });
    await queue.done();
    const trouble = seen.find(({ status }) => status === 503) as Seen;
    const { landed } = trouble;
    expect(most(seen, landed + 1, landed + 101)).to.equal(3);
    expect(most(seen, landed + 101, Number.POSITIVE_INFINITY)).to.equal(6);
  });

  it('do not wait for those of another drive', async () => {
    const { seen, clock, line } = far();
    const paces = new Map<string, Pace>();
    const queue = new UploadQueue({
      clock,
      fetch: line,
      paceOf: (drive) => {
        const pace = paces.get(drive) ?? new Pace();
        paces.set(drive, pace);
        return pace;
      },
    });
    const elsewhere = SESSION_URL.replace('localhost', '127.0.0.1');
    for (const sessionUrl of [SESSION_URL, elsewhere])
      queue.add(fileOf(50), { sessionUrl, concurrency: 1 });
    expect(queue.count('opening')).to.equal(2);
    queue.abort();
    expect(seen).to.have.length(0);
  });
});
