/**
 * What many schedules came to, the file that it is kept in, and the table that the guide makes of it.
 *
 * Knows: sums, and words for them. Does not know: how anything was played.
 */

import type { Judged } from './judge.js';
import type { Played } from './play.js';

type Counts = Record<string, number>;

/** Totals of a run, as they are printed and kept. */
export interface Totals {
  schedules: number;
  /** By kind. */
  faults: Counts;
  /** What people did, by kind, reloads among it. */
  deeds: Counts;
  parts: number;
  partsTwice: number;
  healed: number;
  startedOver: number;
  uploaded: number;
  /** By code. */
  failed: Counts;
  aborted: number;
  /** Stuck, given up without need, or left behind and not told. */
  lost: number;
  announcedWrong: number;
  eventsWrong: number;
  /** `verified: false`, and the bytes were indeed others. */
  doubtedRightly: number;
  /** Other bytes in a case that the guide calls open. */
  open: number;
}

/** A run that the guide tells of. */
export interface Kept extends Totals {
  /** The day, as `2026-11-25`. */
  date: string;
  firstSeed: number;
}

/** The file `demo/guide/chaos-results.json`. */
export interface Results {
  engine?: Kept;
  browser?: Kept;
}

export const newTotals = (): Totals => ({
  schedules: 0,
  faults: {},
  deeds: {},
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

export const addTo = (totals: Totals, played: Played): void => {
  totals.schedules += 1;
  addCounts(totals.faults, played.faults);
  addCounts(totals.deeds, played.deeds);
  totals.parts += played.parts;
  totals.partsTwice += played.partsTwice;
  totals.healed += played.heals;
  totals.startedOver += played.startOvers;
  if (played.status === 'uploaded') totals.uploaded += 1;
  if (played.status === 'aborted') totals.aborted += 1;
  if (played.status === 'failed')
    addCounts(totals.failed, { [played.code ?? 'without a code']: 1 });
  const has = (kind: Judged['wrongs'][number]['kind']): number =>
    Number(played.wrongs.some((wrong) => wrong.kind === kind));
  totals.lost += has('lost');
  totals.announcedWrong += has('announced');
  totals.eventsWrong += has('events');
  totals.doubtedRightly += Number(played.isDoubted);
  totals.open += Number(played.isOpen);
};

const addCounts = (counts: Counts, more: Readonly<Counts>): void => {
  for (const [kind, count] of Object.entries(more))
    counts[kind] = (counts[kind] ?? 0) + count;
};

const sum = (counts: Counts): number =>
  Object.values(counts).reduce((all, count) => all + count, 0);

/** The same numbers on every machine: `12,345`. */
const number = new Intl.NumberFormat('en').format;

/** `lost-answer 12, reset 7`: the most frequent first. */
const list = (counts: Counts): string =>
  Object.entries(counts)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([kind, count]) => `${kind} ${number(count)}`)
    .join(', ');

/** The rows of a report: what was counted, and how much. */
const rowsOf = (totals: Totals): readonly (readonly [string, string])[] => [
  ['schedules', number(totals.schedules)],
  ['faults injected', number(sum(totals.faults))],
  ['commands, reloads, crashes', number(sum(totals.deeds))],
  ['parts sent', number(totals.parts)],
  ['parts sent twice', number(totals.partsTwice)],
  ['files healed', number(totals.healed)],
  ['started over', number(totals.startedOver)],
  ['uploaded', number(totals.uploaded)],
  ['failed, and said why', number(sum(totals.failed))],
  ['aborted by somebody', number(totals.aborted)],
  ['**lost**', number(totals.lost)],
  ['**announced wrong**', number(totals.announcedWrong)],
  ['**events wrong**', number(totals.eventsWrong)],
  ['other bytes, and `verified: false` said so', number(totals.doubtedRightly)],
  ['other bytes in a case that stays open (above)', number(totals.open)],
];

/** For the terminal. */
export const reportOf = (totals: Totals): string =>
  [
    ...rowsOf(totals).map(
      ([what, count]) =>
        `${count.padStart(9)}  ${what.replaceAll(/[*`]| \(above\)/g, '')}`,
    ),
    `faults: ${list(totals.faults)}`,
    `commands: ${list(totals.deeds)}`,
    `failed: ${list(totals.failed)}`,
  ].join('\n');

/** For the guide. */
export const sectionOf = ({ engine, browser }: Results): string => {
  if (engine === undefined || browser === undefined)
    return 'No run of both kinds was kept yet.';
  const right = rowsOf(browser);
  return [
    `| | engine, drive in memory | Chromium, drive over HTTP |`,
    `| --- | ---: | ---: |`,
    ...rowsOf(engine).map(
      ([what, count], at) => `| ${what} | ${count} | ${right[at]?.[1]} |`,
    ),
    `| first seed | ${engine.firstSeed} | ${browser.firstSeed} |`,
    `| on | ${engine.date} | ${browser.date} |`,
    '',
    ...(
      [
        ['In the engine', engine],
        ['In Chromium', browser],
      ] as const
    ).flatMap(([where, { faults, deeds, failed }]) => [
      `- ${where}: faults: ${list(faults)}. What people and pages did: ${list(deeds)}. Failed as: ${list(failed)}.`,
    ]),
  ].join('\n');
};

const BEGIN =
  '<!-- Written by `npm run chaos` and `npm run chaos -- --browser` from chaos-results.json: not by hand. -->';
const END = '<!-- The end of what they write. -->';

/** The guide with its section as the results say. */
export const withSection = (guide: string, results: Results): string => {
  const begin = guide.indexOf(BEGIN);
  const end = guide.indexOf(END);
  if (begin < 0 || end < begin)
    throw new Error('The guide has no place for the results of chaos.');
  return `${guide.slice(0, begin)}${BEGIN}\n\n${sectionOf(results)}\n\n${guide.slice(end)}`;
};
