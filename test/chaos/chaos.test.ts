/**
 * A short part of `npm run chaos`: each kind of drive four times, always the same schedules. A failure names the seed,
 * which alone makes its schedule again.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AT_ONCE, type Player, play, playSeeds } from './play.js';
import { DRIVES } from './schedule.js';
import { addTo, newTotals, reportOf } from './totals.js';

const FIRST = 20_260_701;
const COUNT = 4 * DRIVES;

describe('whatever goes wrong, on whatever drive', () => {
  it('nothing is lost, nothing is announced wrong, and every run ends once', async () => {
    const totals = newTotals();
    const failures: string[] = [];
    const seeds = Array.from({ length: COUNT }, (_, at) => FIRST + at);
    const players = Array<Player>(AT_ONCE).fill(play);
    await playSeeds(seeds, players, (seed, played) => {
      addTo(totals, played);
      for (const { what } of played.wrongs)
        failures.push(`${what}: npm run chaos -- --repeat ${seed}`);
    });
    console.log(`${COUNT} schedules from seed ${FIRST}\n${reportOf(totals)}`);
    assert.deepEqual(failures, []);
    // A run that meets none of it proves nothing.
    for (const met of ['healed', 'startedOver', 'partsTwice'] as const)
      assert.ok(totals[met] > 0, `nothing was ${met}`);
  });
});
