/**
 * A short part of `npm run chaos -- --browser`: a real page, a real drive, real reloads and crashes. A failure names
 * the seed, which alone makes its schedule again.
 */
import { expect, test } from 'playwright/test';
import { inBrowser } from '../chaos/browser.js';
import { playSeeds } from '../chaos/play.js';

const FIRST = 1000;
const COUNT = 16;

test('whatever goes wrong, nothing is lost and nothing is announced wrong', async () => {
  test.setTimeout(300_000);
  const seeds = Array.from({ length: COUNT }, (_, at) => FIRST + at);
  const failures: string[] = [];
  await inBrowser((players) =>
    playSeeds(seeds, players, (seed, { wrongs }) => {
      for (const { what } of wrongs)
        failures.push(`${what}: npm run chaos -- --browser --repeat ${seed}`);
    }),
  );
  expect(failures).toEqual([]);
});
