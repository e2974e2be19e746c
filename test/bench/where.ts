/**
 * `npm run bench -- where`: where the time of one part goes, and what larger parts would give.
 *
 *     npm run bench -- where --turns=1          measures and prints
 *     npm run bench -- where --keep             writes where.json, and WHERE.md and where.html made of it
 *
 * Knows: the drives that are tried, and the files that are written. How it is told is in `where-text.ts` and
 * `where-html.ts`.
 */

import { bundle } from '../../src/bundle.js';
import { playPage } from './browser.js';
import { type Stamp, stampNow } from './machine.js';
import { startBenchDrive } from './server.js';
import { median } from './stats.js';
import { whereHtml } from './where-html.js';
import type { Split, WhereFound } from './where-page.js';
import { floorOf, partsOf, whereText } from './where-text.js';
import { writeJson, writeText } from './write.js';

const KIB = 1024;
const MIB = KIB * KIB;

export const SIZE = 16 * MIB;
const PARTS = [128 * KIB, 512 * KIB, MIB, 4 * MIB, 8 * MIB];
const LATENCIES = [0, 20, 100];
const PATIENCE = 300_000;
/** Of what takes long there are fewer turns: so many milliseconds for each way. */
const BUDGET = 10_000;

/** One drive: its latency, its `max_part_size`, and medians in milliseconds. */
export interface Tried {
  readonly latency: number;
  readonly part: number;
  readonly bare: number;
  readonly ours: number;
  readonly turns: number;
  readonly split: Readonly<Record<'bare' | 'ours', Split>>;
}

export interface Where {
  readonly on: Stamp;
  /** Bytes of the file. */
  readonly size: number;
  readonly tried: readonly Tried[];
}

const tryOne = async (
  script: string,
  { latency, part }: { latency: number; part: number },
  turnsAsked: number,
): Promise<Tried> => {
  const drive = await startBenchDrive({ latency, part, timing: true });
  const fitting = Math.floor(
    BUDGET / Math.max(1, floorOf(SIZE, part, latency)),
  );
  const turns = Math.max(1, Math.min(turnsAsked, fitting));
  try {
    const { took, split } = await playPage<WhereFound>({
      name: `where, parts of ${part / KIB} KiB, ${latency} ms`,
      ...{ script, isolated: true, patience: PATIENCE },
      asked: () => ({ port: new URL(drive.url).port, size: SIZE, turns }),
    });
    return {
      ...{ latency, part, turns, split },
      ...{ bare: median(took.bare), ours: median(took.ours) },
    };
  } finally {
    drive.close();
  }
};

const write = (where: Where): void => {
  writeJson('where.json', where);
  writeText('WHERE.md', whereText(where));
  writeText('where.html', whereHtml(where));
};

export const benchWhere = async ({
  turns,
  keeps,
}: {
  turns: number;
  keeps: boolean;
}): Promise<void> => {
  const script = await bundle('test/bench/where-page.ts');
  const tried: Tried[] = [];
  for (const latency of LATENCIES)
    for (const part of PARTS) {
      const one = await tryOne(script, { latency, part }, Math.min(3, turns));
      tried.push(one);
      console.log(
        `${latency} ms, ${partsOf(SIZE, part)} parts of ${part / KIB} KiB: bare ${one.bare.toFixed(0)} ms, ours ${one.ours.toFixed(0)} ms, floor ${floorOf(SIZE, part, latency)} ms`,
      );
      if (keeps) write({ on: stampNow(), size: SIZE, tried });
    }
  if (!keeps) console.log(whereText({ on: stampNow(), size: SIZE, tried }));
};
