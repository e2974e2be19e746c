/**
 * What was measured: the tables of reliability and speed, from the files in which the runs keep their results.
 *
 * Knows: those files, and writes Markdown. Where a run has kept nothing yet, the page says so. Does not know: how
 * anything was played or timed.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

type Counts = Readonly<Record<string, number>>;

/** A run as `demo/guide/chaos-results.json` keeps it. */
interface Run {
  readonly date: string;
  readonly firstSeed: number;
  readonly schedules: number;
  readonly faults: Counts;
  readonly deeds: Counts;
  readonly parts: number;
  readonly partsTwice: number;
  readonly healed: number;
  readonly startedOver: number;
  readonly uploaded: number;
  readonly failed: Counts;
  readonly aborted: number;
  readonly lost: number;
  readonly announcedWrong: number;
  readonly eventsWrong: number;
  readonly doubtedRightly: number;
  readonly open: number;
}

const resultsFile = 'demo/guide/chaos-results.json';
/** Where the benches write what they timed: the first that is there. */
export const speedFiles = ['test/bench/RESULTS.md'];
/** Where the time of one part goes: its section is left out until that was measured. */
export const whereFile = 'test/bench/WHERE.md';

export function measuredText(root: string): string {
  return `# Measured

Numbers from the runs that keep them in this repository, as they were kept. Nothing on this page is written by hand.

## Reliability

${reliability(root)}

## Speed

${speed(root)}
${where(root)}`;
}

function reliability(root: string): string {
  const file = path.join(root, resultsFile);
  if (!existsSync(file)) return 'No run was kept yet.';
  const { engine, browser } = JSON.parse(readFileSync(file, 'utf8')) as {
    engine?: Run;
    browser?: Run;
  };
  if (!engine || !browser) return 'No run of both kinds was kept yet.';
  return `Seeded schedules of faults, reloads and people, played against every kind of drive; how, is told in
[the guide to reliability](guide/reliability.md#how-it-is-proved).

| | engine, drive in memory | Chromium, drive over HTTP |
| --- | ---: | ---: |
${rows.map(([what, count]) => `| ${what} | ${count(engine)} | ${count(browser)} |`).join('\n')}

### Faults injected

${byKind(engine.faults, browser.faults)}

### What people and pages did

${byKind(engine.deeds, browser.deeds)}

### How uploads failed

Each of them said why: the codes are those of [the errors](guide/errors.md).

${byKind(engine.failed, browser.failed)}`;
}

const number = new Intl.NumberFormat('en').format;
const sum = (counts: Counts): number =>
  Object.values(counts).reduce((all, count) => all + count, 0);

const rows: readonly (readonly [string, (run: Run) => string])[] = [
  ['schedules', ({ schedules }) => number(schedules)],
  ['faults injected', ({ faults }) => number(sum(faults))],
  ['commands, reloads, crashes', ({ deeds }) => number(sum(deeds))],
  ['parts sent', ({ parts }) => number(parts)],
  ['parts sent twice', ({ partsTwice }) => number(partsTwice)],
  ['files healed', ({ healed }) => number(healed)],
  ['started over', ({ startedOver }) => number(startedOver)],
  ['uploaded', ({ uploaded }) => number(uploaded)],
  ['failed, and said why', ({ failed }) => number(sum(failed))],
  ['aborted by somebody', ({ aborted }) => number(aborted)],
  ['**lost**', ({ lost }) => number(lost)],
  ['**announced wrong**', ({ announcedWrong }) => number(announcedWrong)],
  ['**events wrong**', ({ eventsWrong }) => number(eventsWrong)],
  [
    'other bytes, and `verified: false` said so',
    ({ doubtedRightly }) => number(doubtedRightly),
  ],
  ['other bytes in a case that stays open', ({ open }) => number(open)],
  ['first seed', ({ firstSeed }) => String(firstSeed)],
  ['on', ({ date }) => date],
];

/** Both runs beside each other, the most frequent first. */
function byKind(engine: Counts, browser: Counts): string {
  const kinds = [
    ...new Set([...Object.keys(engine), ...Object.keys(browser)]),
  ].sort((a, b) => (engine[b] ?? 0) - (engine[a] ?? 0) || (a < b ? -1 : 1));
  return `| kind | engine | Chromium |
| --- | ---: | ---: |
${kinds.map((kind) => `| \`${kind}\` | ${number(engine[kind] ?? 0)} | ${number(browser[kind] ?? 0)} |`).join('\n')}`;
}

function speed(root: string): string {
  const file = speedFiles.find((name) => existsSync(path.join(root, name)));
  if (!file)
    return 'No bench has kept its results in this repository yet, so there is no table: a number from nowhere would be worth less.';
  // Its title is this section's.
  return belowOf(root, file)
    .replace(/^## .*\n+/, '')
    .trim();
}

function where(root: string): string {
  return existsSync(path.join(root, whereFile))
    ? `\n${belowOf(root, whereFile)}`
    : '';
}

/** A text with all its headings one level lower. */
function belowOf(root: string, file: string): string {
  const text = readFileSync(path.join(root, file), 'utf8');
  return text.replace(/^(#+ )/gm, '#$1');
}
