/** How slowly a body may come: with the numbers that a broker has when nobody gives it others. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { readBytes } from '../../src/broker/body.js';
import { readThrough } from '../../src/broker/chunks.js';
import { memoryStore, pageTicket } from '../../src/broker/index.js';
import { checkOptions } from '../../src/broker/options.js';
import { Problem } from '../../src/broker/problem.js';
import { account, crmHost, integration, key, page } from './world.js';

const { limits } = checkOptions(
  {
    ...{ key, integration, singleInstance: true, origins: [page] },
    accounts: [{ id: account, host: crmHost }],
    authorize: pageTicket(),
    store: memoryStore(),
  },
  {},
);
const part = 4 * 1024 * 1024;

/** A part that brings so many bytes a second, second by second. Gives the seconds that it took and how it ended. */
async function dripping(t: TestContext, bytesPerSecond: number) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let seconds = 0;
  t.mock.method(performance, 'now', () => seconds * 1000);
  let give: (chunk: Uint8Array | undefined) => void = () => {};
  const request = new Request('https://broker.test/relay/x', {
    method: 'POST',
    headers: { 'Content-Length': String(part) },
  });
  readThrough(request, () => ({
    next: () =>
      new Promise((resolve) => {
        give = resolve;
      }),
    stop() {},
  }));
  let end: string | undefined;
  readBytes(request, part, limits).then(
    () => {
      end = 'whole';
    },
    (error: unknown) => {
      end = error instanceof Problem ? error.code : String(error);
    },
  );
  // What follows from one step: a few turns of promises, no time.
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  for (let sent = 0; end === undefined; ) {
    seconds += 1;
    t.mock.timers.tick(1000);
    await settle();
    if (end !== undefined) break;
    const size = Math.min(bytesPerSecond, part - sent);
    if (size > 0) give(new Uint8Array(size));
    else if (sent === part) give(undefined);
    sent += size;
    await settle();
    assert.ok(seconds < 1000, 'it ends');
  }
  return { end, seconds };
}

describe('a part of 4 MiB', () => {
  test('that brings 4 KiB a second is given up soon, as 8 are asked for', async (t) => {
    const { end, seconds } = await dripping(t, 4096);
    assert.equal(end, 'too-slow');
    assert.ok(seconds >= 9 && seconds <= 11, `after ${seconds} s`);
  });

  test('that brings nothing has 5 seconds', async (t) => {
    const { end, seconds } = await dripping(t, 0);
    assert.deepEqual({ end, seconds }, { end: 'too-slow', seconds: 5 });
  });

  test('that brings 16 KiB a second has 120 seconds, and not one more', async (t) => {
    const { end, seconds } = await dripping(t, 16 * 1024);
    assert.deepEqual({ end, seconds }, { end: 'too-slow', seconds: 120 });
  });

  test('that brings 36 KiB a second is whole in time', async (t) => {
    const { end, seconds } = await dripping(t, 36 * 1024);
    assert.equal(end, 'whole');
    assert.ok(seconds <= 120);
  });
});
