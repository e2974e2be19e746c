/**
 * `npm run chaos`: many schedules, one after another, and what came of them.
 *
 *     npm run chaos                        10,000 schedules from seed 1
 *     npm run chaos -- --count 500 --seed 77
 *     npm run chaos -- --repeat 4711         one schedule, told in full
 *
 * Knows: totals, and where they are written. Does not know: how a schedule is played.
 */

import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Played, play } from './play.js';
import { scheduleOf } from './schedule.js';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    repeat: { type: 'string' },
    results: { type: 'string' },
  },
});

/** Totals of a run, as they are printed and written. */
export interface Totals {
  schedules: number;
  faults: Record<string, number>;
  reloads: number;
  parts: number;
  partsTwice: number;
  healed: number;
  startedOver: number;
  uploaded: number;
  failed: Record<string, number>;
  aborted: number;
  /** Stuck, or without an end. */
  lost: number;
  announcedWrong: number;
  eventsWrong: number;
  /** `verified: false`, and the bytes were indeed others. */
  doubtedRightly: number;
  open: number;
}

const newTotals = (): Totals => ({
  schedules: 0,
  faults: {},
  reloads: 0,
  parts: 0,
  partsTwice: 0,
  healed: 0,
  startedOver: 0,
  uploaded: 0,
  failed: {},
  aborted: 0,
  lost: 0,
  announcedWrong: 0,
  eventsWrong: 0,
  doubtedRightly: 0,
  open: 0,
});

const add = (totals: Totals, played: Played): void => {
  totals.schedules += 1;
  for (const [kind, count] of Object.entries(played.faults))
    totals.faults[kind] = (totals.faults[kind] ?? 0) + count;
  totals.reloads += played.reloads;
  totals.parts += played.parts;
  totals.partsTwice += played.partsTwice;
  totals.healed += played.heals;
  totals.startedOver += played.startOvers;
  if (played.status === 'uploaded') totals.uploaded += 1;
  if (played.status === 'aborted') totals.aborted += 1;
  if (played.status === 'failed') {
    const code = played.code ?? 'without a code';
    totals.failed[code] = (totals.failed[code] ?? 0) + 1;
  }
  for (const wrong of played.wrongs)
    if (wrong.startsWith('stuck')) totals.lost += 1;
    else if (wrong.startsWith('announced')) totals.announcedWrong += 1;
    else totals.eventsWrong += 1;
  totals.doubtedRightly += Number(played.isDoubted);
  totals.open += Number(played.isOpen);
};

const main = async (): Promise<void> => {
  if (values.repeat !== undefined) {
    const schedule = scheduleOf(Number(values.repeat));
    console.log(schedule, await play(schedule));
    return;
  }
  const first = Number(values.seed);
  const count = Number(values.count);
  const totals = newTotals();
  const bad: { seed: number; wrongs: readonly string[] }[] = [];
  const started = performance.now();
  for (let seed = first; seed < first + count; seed++) {
    const played = await play(scheduleOf(seed));
    add(totals, played);
    if (played.wrongs.length === 0) continue;
    bad.push({ seed, wrongs: played.wrongs });
    console.log(`seed ${seed}: ${played.wrongs.join('; ')}`);
  }
  console.log(totals);
  console.log(
    `${count} schedules in ${Math.round((performance.now() - started) / 1000)} s`,
  );
  const results =
    values.results ??
    fileURLToPath(new URL('../.results/chaos.json', import.meta.url));
  writeFileSync(results, `${JSON.stringify({ first, ...totals }, null, 2)}\n`);
  if (bad.length > 0) {
    console.log(`Repeat one with: npm run chaos -- --repeat ${bad[0]?.seed}`);
    process.exitCode = 1;
  }
};

await main();
process.exit();
