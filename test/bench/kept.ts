/**
 * What runs have found, from one to the next: `results.json`, and `RESULTS.md` made of it after each scene, so that a run
 * that is stopped leaves what it had.
 *
 * Knows: the two files, and the shape of the first. How it is told is in `table.ts`.
 */

import { existsSync, readFileSync } from 'node:fs';
import type { ListRun } from './list.js';
import { type Stamp, stampNow } from './machine.js';
import type { SceneFound } from './play.js';
import { resultsText } from './table.js';
import { beside, writeJson, writeText } from './write.js';

export interface SceneRun extends SceneFound {
  readonly on: Stamp;
  /** Versions of the others in it, by their ids. */
  readonly versions: Readonly<Record<string, string>>;
}

export interface ListFound extends ListRun {
  readonly on: Stamp;
}

export interface Kept {
  readonly scenes: Readonly<Record<string, SceneRun>>;
  readonly list: readonly ListFound[];
}

const file = beside('results.json');

const read = (): Kept =>
  existsSync(file)
    ? (JSON.parse(readFileSync(file, 'utf8')) as Kept)
    : { scenes: {}, list: [] };

const write = (kept: Kept): void => {
  writeJson('results.json', kept);
  writeText('RESULTS.md', resultsText(kept));
};

export const keepScene = (
  id: string,
  found: SceneFound,
  versions: Readonly<Record<string, string>>,
): void => {
  const kept = read();
  const run: SceneRun = { ...found, on: stampNow(), versions };
  write({ ...kept, scenes: { ...kept.scenes, [id]: run } });
};

/** A run takes the place of the one that did the same. */
export const keepList = (run: ListRun): void => {
  const kept = read();
  const isSame = ({ who, task, count }: ListRun) =>
    who === run.who && task === run.task && count === run.count;
  const others = kept.list.filter((each) => !isSame(each));
  write({ ...kept, list: [...others, { ...run, on: stampNow() }] });
};
