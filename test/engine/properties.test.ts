/**
 * Whatever the sizes, whatever people do in whatever order: what is always true. The seed is printed; fast-check
 * prints the path to the smallest case that fails.
 */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import type {
  Upload,
  UploadState,
  UploadStatus,
} from '../../src/engine/index.js';
import { mayFollow } from '../../src/engine/upload-state.js';
import {
  bytesOf,
  difference,
  fileOf,
  type World,
  world,
} from '../helpers/engine.js';

const SEED = 20_260_701;

const check = (
  property:
    | fc.IAsyncPropertyWithHooks<unknown[]>
    | fc.IAsyncProperty<unknown[]>,
  numRuns: number,
) =>
  fc.assert(property as fc.IAsyncProperty<unknown[]>, { seed: SEED, numRuns });

describe('whatever the sizes', () => {
  it('the stored bytes are the file, in parts of exactly the size that the session says', async function () {
    this.timeout(60_000);
    const sizes = fc
      .record({
        part: fc.integer({ min: 1, max: 64 }),
        parts: fc.integer({ min: 0, max: 8 }),
        rest: fc.constantFrom(-1, 0, 1, 7),
      })
      .map(({ part, parts, rest }) => ({
        part,
        size: Math.max(0, part * parts + rest),
      }));
    await check(
      fc.asyncProperty(sizes, async ({ part, size }) => {
        const made = world({ maxPartSize: part });
        const upload = made.add(fileOf(size, 'f', size + part));
        await made.queue.done();
        made.clock.close();
        expect(upload).to.include({ status: 'uploaded', loaded: size });
        const stored = await made.stored(upload.record);
        expect(difference(stored, bytesOf(size, size + part))).to.equal('');
        const lengths = made.drive.journal.entries.flatMap(
          ({ route, bytes }) => (route === 'part' ? [bytes] : []),
        );
        const count = Math.max(1, Math.ceil(size / part));
        expect(lengths).to.deep.equal(
          Array.from({ length: count }, (_, n) =>
            Math.min(part, size - n * part),
          ),
        );
      }) as never,
      300,
    );
  });
});

type Step =
  | { readonly do: 'add'; readonly size: number; readonly manual: boolean }
  | {
      readonly do: 'pause' | 'resume' | 'abort' | 'retry' | 'remove';
      readonly of: number;
    }
  | { readonly do: 'start' | 'wake' | 'clear' }
  | { readonly do: 'fault'; readonly status: number }
  /** So many turns of the event loop in which the drive gets on. */
  | { readonly do: 'turns'; readonly turns: number };

const stepOf: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('add' as const),
      size: fc.integer({ min: 0, max: 95 }),
      manual: fc.boolean(),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'pause' as const,
        'resume' as const,
        'abort' as const,
        'retry' as const,
        'remove' as const,
      ),
      of: fc.nat(7),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('start' as const, 'wake' as const, 'clear' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fault' as const),
      status: fc.constantFrom(0, 400, 404, 429, 503),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('turns' as const),
      turns: fc.integer({ min: 0, max: 40 }),
    }),
  },
);

const ENDED: readonly UploadStatus[] = ['uploaded', 'failed', 'aborted'];

/** Watches a queue: what is wrong at any moment is noted. */
const watched = (concurrency: number) => {
  const wrong: string[] = [];
  const flying = { all: 0, parts: 0 };
  const made = world({
    maxPartSize: 10,
    // A session request that is cut is nothing that the drive has to complain about here.
    onError: () => {},
    fetch: (drive) => async (input, init) => {
      if (init?.signal?.aborted) throw init.signal.reason;
      const part = String(input).includes('/upload/') ? 1 : 0;
      flying.all += 1;
      flying.parts += part;
      // One session may be opened beside the parts.
      if (flying.parts > concurrency || flying.all > concurrency + 1)
        wrong.push(`${flying.parts} parts of ${flying.all} in flight`);
      // One that is cut has ended then, some turns before anybody hears of it.
      let isFlying = true;
      const land = () => {
        if (!isFlying) return;
        flying.all -= 1;
        flying.parts -= part;
        isFlying = false;
      };
      init?.signal?.addEventListener('abort', land, { once: true });
      try {
        return await drive.fetch(input, init);
      } finally {
        land();
      }
    },
  });
  const { queue } = made;
  const runs = new Map<Upload, number>();
  const compare = () => {
    const listed = queue.uploads;
    const counted = listed.filter(({ status }) => status !== 'aborted');
    const sum = (of: 'loaded' | 'total') =>
      counted.reduce((all, upload) => all + upload[of], 0);
    if (queue.loaded !== sum('loaded') || queue.total !== sum('total'))
      wrong.push('sums');
    for (const status of [
      'queued',
      'opening',
      'uploading',
      'paused',
      ...ENDED,
    ] as const)
      if (
        queue.count(status) !==
        listed.filter((each) => each.status === status).length
      )
        wrong.push(`count of ${status}`);
  };
  const changed = (
    upload: Upload,
    previous: UploadState,
    state: UploadState,
  ) => {
    compare();
    if (state.loaded > state.total) wrong.push('loaded passes total');
    if (previous.status === state.status) return;
    if (!mayFollow(previous.status, state.status))
      wrong.push(`${previous.status} to ${state.status}`);
    if (ENDED.includes(previous.status)) runs.set(upload, 0);
    if (!ENDED.includes(state.status)) return;
    const ends = (runs.get(upload) ?? 0) + 1;
    runs.set(upload, ends);
    if (ends > 1) wrong.push('ended twice');
  };
  queue.subscribe({ added: compare, changed, removed: compare, idle: compare });
  return { ...made, wrong };
};

const turn = () => {
  const { port1, port2 } = new MessageChannel();
  return new Promise<void>((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
};

const obey = async (
  made: World,
  step: Step,
  concurrency: number,
): Promise<void> => {
  const { queue } = made;
  switch (step.do) {
    case 'add': {
      const name = `f${queue.size}`;
      made.add(fileOf(step.size, name, step.size), {
        manual: step.manual,
        concurrency,
      });
      break;
    }
    case 'start':
    case 'clear':
      queue[step.do]();
      break;
    case 'wake':
      made.signals.wake();
      break;
    case 'fault':
      made.drive.faults.add({
        on: 'part',
        ...(step.status === 0
          ? { kind: 'lost-answer' }
          : { kind: 'status', status: step.status }),
      });
      break;
    case 'turns':
      for (let n = 0; n < step.turns; n++) await turn();
      break;
    default: {
      const upload = queue.uploads[step.of % Math.max(1, queue.size)];
      if (upload !== undefined) queue[step.do](upload);
    }
  }
};

/** Lets everything come to its end, as a person would who wants it all. */
const finish = async ({ queue, drive }: World): Promise<void> => {
  drive.faults.clear();
  for (let round = 0; round < 5; round++) {
    queue.start();
    queue.resume();
    queue.retry();
    await turn();
    queue.resume();
    if (queue.count('pausing') + queue.count('paused') > 0) continue;
    await queue.done();
    if (queue.count('failed') === 0) return;
  }
};

describe('whatever people do, in whatever order', () => {
  it('states follow each other as they may, sums are right, nothing is stuck, and what is uploaded is right', async function () {
    this.timeout(120_000);
    const unhandled: unknown[] = [];
    const note = (event: PromiseRejectionEvent) => unhandled.push(event.reason);
    addEventListener('unhandledrejection', note);
    console.log(`properties: seed ${SEED}`);
    await check(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(stepOf, { minLength: 15, maxLength: 60, size: 'max' }),
        async (concurrency, steps) => {
          const made = watched(concurrency);
          for (const step of steps) await obey(made, step, concurrency);
          const inTime = await Promise.race([
            finish(made).then(() => true),
            new Promise((resolve) => setTimeout(() => resolve(false), 8000)),
          ]);
          expect(inTime, 'stuck').to.equal(true);
          made.clock.close();
          expect(made.wrong).to.deep.equal([]);
          expect(unhandled).to.deep.equal([]);
          expect(made.queue.isBusy).to.equal(false);
          expect(made.pace.active).to.equal(0);
          expect(made.queue.count('failed')).to.equal(0);
          for (const { status, verified, record, total } of made.queue.uploads)
            if (status === 'uploaded') {
              expect(verified).not.to.equal(false);
              const stored = await made.stored(record);
              expect(difference(stored, bytesOf(total, total))).to.equal('');
            }
        },
      ) as never,
      300,
    );
    removeEventListener('unhandledrejection', note);
  });
});
