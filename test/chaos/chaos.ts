/**
 * `npm run chaos`: many schedules, one after another, and what came of them.
 *
 *     npm run chaos                          10,000 schedules in the engine, from seed 1
 *     npm run chaos -- --browser             300 in Chromium
 *     npm run chaos -- --count 500 --seed 77
 *     npm run chaos -- --repeat 4711         one schedule, told in full; in a browser with --browser
 *
 * Knows: the command line, and that a full run in which nothing went wrong is kept for the guide. Does not know: how a
 * schedule is played.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect, parseArgs } from 'node:util';
import { inBrowser } from './browser.js';
import { AT_ONCE, type Played, type Player, play, playSeeds } from './play.js';
import { scheduleOf } from './schedule.js';
import {
  addTo,
  type Kept,
  newTotals,
  type Results,
  reportOf,
  withSection,
} from './totals.js';

const { values } = parseArgs({
  options: {
    browser: { type: 'boolean', default: false },
    count: { type: 'string' },
    seed: { type: 'string', default: '1' },
    repeat: { type: 'string' },
  },
});

const FULL = values.browser ? 300 : 10_000;
const mode = values.browser ? 'browser' : 'engine';
const place = (name: string) =>
  fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Plays schedules in the engine, or in a browser. */
const playAll = (
  seeds: readonly number[],
  heard: (seed: number, played: Played) => void,
): Promise<void> =>
  values.browser
    ? inBrowser((players) => playSeeds(seeds, players, heard))
    : playSeeds(seeds, Array<Player>(AT_ONCE).fill(play), heard);

/** The command that plays one schedule again. */
const repeatOf = (seed: number): string =>
  `npm run chaos -- ${values.browser ? '--browser ' : ''}--repeat ${seed}`;

const repeat = async (seed: number): Promise<void> => {
  const show = (what: string, value: object) =>
    console.log(what, inspect(value, { depth: null, colors: false }));
  show('schedule', scheduleOf(seed));
  await playAll([seed], (_, played) => {
    show('played', played);
    if (played.wrongs.length > 0) process.exitCode = 1;
  });
};

const main = async (first: number, count: number): Promise<void> => {
  const totals = newTotals();
  const bad: number[] = [];
  const started = performance.now();
  const seconds = () => Math.round((performance.now() - started) / 1000);
  const seeds = Array.from({ length: count }, (_, at) => first + at);
  await playAll(seeds, (seed, played) => {
    addTo(totals, played);
    if (played.wrongs.length > 0) {
      bad.push(seed);
      const what = played.wrongs.map((wrong) => wrong.what).join('; ');
      console.log(`after ${seconds()} s, seed ${seed}: ${what}`);
    } else if (totals.schedules % (FULL / 10) === 0)
      console.log(`${totals.schedules} schedules after ${seconds()} s`);
  });
  console.log(
    `\n${count} schedules from seed ${first} in ${seconds()} s (${mode})\n${reportOf(totals)}`,
  );
  const kept: Kept = {
    date: new Date().toISOString().slice(0, 10),
    firstSeed: first,
    ...totals,
  };
  mkdirSync(place('test/.results'), { recursive: true });
  writeFileSync(place(`test/.results/chaos-${mode}.json`), textOf(kept));
  if (bad.length > 0) {
    console.log(`\n${bad.length} went wrong. Repeat one with:`);
    for (const seed of bad.slice(0, 10)) console.log(`  ${repeatOf(seed)}`);
    process.exitCode = 1;
  } else if (count >= FULL) keep(kept);
};

const textOf = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** For the guide. A run in which something went wrong is not kept: it is to be repaired. */
const keep = (run: Kept): void => {
  const file = place('demo/guide/chaos-results.json');
  const guide = place('demo/guide/reliability.md');
  const before = JSON.parse(readFileSync(file, 'utf8')) as Results;
  const results: Results = { ...before, [mode]: run };
  writeFileSync(file, textOf(results));
  const text = withSection(readFileSync(guide, 'utf8'), results);
  writeFileSync(guide, text);
  console.log('\nKept in demo/guide.');
};

if (values.repeat !== undefined) await repeat(Number(values.repeat));
else await main(Number(values.seed), Number(values.count ?? FULL));
process.exit();
