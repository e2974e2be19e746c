/**
 * Trouble by the thousand: every kind of drive, one or two faults anywhere, files that hide a shift. Nothing may be
 * announced wrong. The seed is printed, and a schedule that fails is too: its `seed` alone makes it again.
 */
import { expect } from '@open-wc/testing';
import { DRIVES, play, scheduleOf } from './chaos.js';

const SEED = 20_260_701;
const ROUNDS = 10;

describe('whatever goes wrong, on whatever drive', () => {
  it('nothing is announced wrong, nothing is forgotten, and every run ends once', async function () {
    this.timeout(200_000);
    const counts = new Map<string, number>();
    const count = (what: string, by = 1) =>
      counts.set(what, (counts.get(what) ?? 0) + by);
    const failures: string[] = [];
    for (let n = 0; n < DRIVES * ROUNDS; n++) {
      const schedule = scheduleOf(SEED + n);
      const outcome = await play(schedule);
      count(outcome.status);
      if (outcome.status === 'uploaded') count(`verified ${outcome.verified}`);
      count('healed', outcome.heals);
      count('started over', outcome.startOvers);
      if (outcome.wrong.length > 0)
        failures.push(
          `${outcome.wrong.join('; ')} in ${JSON.stringify(schedule)}`,
        );
    }
    console.log(
      `chaos: ${DRIVES * ROUNDS} schedules from seed ${SEED}; ${[...counts].map(([what, n]) => `${what} ${n}`).join(', ')}`,
    );
    expect(failures.length, failures.slice(0, 5).join('\n')).to.equal(0);
  });
});
