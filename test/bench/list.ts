/**
 * `npm run bench -- list`: how the list bears 10,000 and 100,000 files, in a Chromium without its tools attached; and how
 * the others' lists bear 10,000.
 *
 *     npx tsx test/bench/list.ts add:2000 add:2000:vaadin
 *
 * Knows: what is asked of which list, for how long, and a browser's processes as far as Linux tells. What is measured is
 * in `list-page.ts` and `peer-list-page.ts`.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { bundle } from '../../src/bundle.js';
import { playPage, Silent } from './browser.js';
import type { Measured, Task } from './list-page.js';
import { installPeers, loadNow } from './machine.js';
import { type PeerId, peerIds, peers } from './peers.js';

/** Milliseconds that one measurement may take. */
const PATIENCE = 15 * 60_000;
/** Another's list may take so long until its files are in it. */
const PEER_PATIENCE = 120_000;
/** Ticks a second in which Linux counts a thread's time, on every machine that there is. */
const TICKS = 100;

export interface ListPlan {
  readonly task: Task;
  readonly count: number;
  /** Whose list; ours where nobody is named. */
  readonly who?: PeerId | undefined;
}

export interface ListRun extends Measured, ListPlan {
  /** Milliseconds after which nobody waited any longer. */
  readonly over?: number;
  /** Share of the time in which the page's main thread had nothing to do, while all files finished. */
  readonly free?: number;
  /** The machine's load as it began. */
  readonly load: number;
}

/** One measurement in a browser of its own. */
const measure = async (
  script: string,
  { task, count, who }: ListPlan,
): Promise<ListRun> => {
  const load = loadNow();
  let begun: { cpu: number; at: number } | undefined;
  let free: number | undefined;
  const measured = await playPage<Measured>({
    name: `${who ?? 'ours'}, ${task} ${count}`,
    script,
    asked: () => ({ task, count, who }),
    patience: PATIENCE,
    heard: (at, _, profile) => {
      const now = { cpu: mainThreadTime(profile), at: Date.now() };
      if (at === '/begins') begun = now;
      if (at === '/ended' && begun !== undefined && now.cpu > 0)
        free = 1 - (now.cpu - begun.cpu) / (now.at - begun.at);
    },
  });
  return {
    ...{ task, count, load },
    ...measured,
    ...(free === undefined ? {} : { free }),
  };
};

/** A page whose main thread does not come to an end cannot say so itself. */
const measurePeer = async (
  script: string,
  plan: ListPlan,
): Promise<ListRun> => {
  const load = loadNow();
  try {
    const measured = await playPage<Measured>({
      name: `${plan.who}, ${plan.count}`,
      script,
      asked: () => plan,
      patience: PEER_PATIENCE,
    });
    return { ...plan, load, ...measured };
  } catch (error) {
    if (!(error instanceof Silent)) throw error;
    return { ...plan, load, over: PEER_PATIENCE };
  }
};

/** Milliseconds that the page's main thread worked so far; 0 where nobody tells. The page is the busiest renderer. */
const mainThreadTime = (profile: string): number => {
  try {
    return Math.max(
      0,
      ...readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map((pid) => timeOfRenderer(pid, profile)),
    );
  } catch {
    return 0;
  }
};

const timeOfRenderer = (pid: string, profile: string): number => {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (!command.includes('--type=renderer') || !isOf(pid, profile)) return 0;
    const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
  } catch {
    return 0;
  }
};

/** Whether one of its parents is the browser with this profile: other browsers may run beside it. */
const isOf = (pid: string, profile: string): boolean => {
  for (let each = pid; Number(each) > 1; ) {
    if (readFileSync(`/proc/${each}/cmdline`, 'utf8').includes(profile))
      return true;
    const stat = readFileSync(`/proc/${each}/stat`, 'utf8');
    each = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '0';
  }
  return false;
};

/** All that our list is measured by. */
export const listPlan: readonly ListPlan[] = [
  { task: 'pick', count: 10_000 },
  { task: 'add', count: 10_000 },
  { task: 'add', count: 100_000 },
  { task: 'scroll', count: 10_000 },
  { task: 'remove', count: 10_000 },
  { task: 'finish', count: 10_000 },
];

export const peerListPlan: readonly ListPlan[] = peerIds
  .filter((who) => peers[who].list)
  .map((who) => ({ task: 'add', count: 10_000, who }));

const bundles = new Map<string, Promise<string>>();
const bundled = (entry: string): Promise<string> => {
  const made = bundles.get(entry) ?? bundle(entry);
  bundles.set(entry, made);
  return made;
};

export const playList = async (plan: ListPlan): Promise<ListRun> =>
  plan.who === undefined
    ? measure(await bundled('test/bench/list-page.ts'), plan)
    : measurePeer(await bundled('test/bench/peer-list-page.ts'), plan);

export const tellList = (run: ListRun): void =>
  console.log(
    Object.entries(run)
      .map(([name, value]) =>
        typeof value === 'number'
          ? `${name} ${Math.round(value * 1000) / 1000}`
          : value,
      )
      .join(', '),
  );

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const asked = process.argv.slice(2).map((text): ListPlan => {
    const [task, count, who] = text.split(':');
    const isPeer = who !== undefined && who in peers;
    return {
      ...{ task: task as Task, count: Number(count) },
      ...(isPeer && { who: who as PeerId }),
    };
  });
  if (asked.some(({ who }) => who)) installPeers();
  for (const plan of asked.length > 0 ? asked : listPlan)
    tellList(await playList(plan));
}
