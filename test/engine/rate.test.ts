/** A drive that takes seven requests a second: never driven into its block, and hardly slower than it allows. */
import { expect } from '@open-wc/testing';
import { pageFetch } from '../../demo/drive/index.js';
import { fileOf, type World, world } from '../helpers/engine.js';
import { failOnUnhandled } from './unhandled.js';

failOnUnhandled();

const SECOND = 1000;
const RATE = 7;

/** A drive at the end of a line: each request takes its time there and back. */
const far = (latency: number, part = 100) => {
  const statuses: number[] = [];
  const trace: string[] = [];
  let start = 0;
  const way = (signal?: AbortSignal | null) =>
    new Promise<void>((resolve, reject) => {
      made.clock.setTimeout(resolve, latency / 2);
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  const made: World = world({
    maxPartSize: part,
    rate: RATE,
    env: {
      fetch: async (input, init) => {
        await way(init?.signal);
        const answer = await made.clock.hold(() =>
          pageFetch(made.drive)(input, init),
        );
        statuses.push(answer.status);
        trace.push(
          `${Math.round(made.clock.now() - start)}:${String(input).includes('session') ? 's' : 'p'}${answer.status}`,
        );
        await way(init?.signal);
        return answer;
      },
    },
  });
  start = made.clock.now();
  return { ...made, trace, statuses, passed: () => made.clock.now() - start };
};

describe('a drive that takes seven requests a second', () => {
  for (const latency of [0, 20, 200, 1000])
    for (const concurrency of [undefined, 1, 6])
      it(`gets 100 files in hardly more time, ${latency} ms away, with ${concurrency}`, async function () {
        this.timeout(60_000);
        const made = far(latency);
        for (let n = 0; n < 100; n++)
          made.add(fileOf(50, `${n}`), { concurrency });
        await made.queue.done();
        const refused = made.statuses.filter((status) => status === 429).length;
        const allowed =
          ((made.statuses.length - refused - RATE) / RATE) * SECOND;
        console.log(
          latency,
          concurrency,
          made.statuses.length,
          refused,
          made.statuses.filter((s) => s === 403).length,
          made.passed() / allowed,
        );
        if (latency === 200 && concurrency !== 1)
          console.log(made.trace.join(' '));
        expect(made.queue.count('uploaded')).to.equal(100);
      });
});
