/**
 * Plays one schedule with the engine against the drive in this process, and says what came of it.
 *
 * Knows: tabs that vanish, people who pause, and what must be true at the end. Does not know: seeds or totals.
 */

import { createDrive, type Drive } from '../../demo/drive/index.js';
import {
  isEnded,
  type Upload,
  type UploadState,
} from '../../src/engine/index.js';
import {
  difference,
  SESSION_URL,
  type World,
  world,
} from '../helpers/engine.js';
import {
  MemoryCheckpoints,
  MemoryLocks,
} from '../helpers/memory-checkpoints.js';
import { contentOf, Random, type Schedule } from './schedule.js';

export interface Played {
  readonly status: UploadState['status'];
  readonly verified: boolean | undefined;
  readonly code: string | undefined;
  /** What must never be: empty is good. */
  readonly wrongs: readonly string[];
  /** Other bytes under an honest `verified: false`. */
  readonly isDoubted: boolean;
  /** Other bytes in a case that nobody can see, as the documentation says. */
  readonly isOpen: boolean;
  readonly faults: Readonly<Record<string, number>>;
  readonly parts: number;
  readonly partsTwice: number;
  readonly heals: number;
  readonly startOvers: number;
  readonly reloads: number;
}

const SCOPE = 'somebody';
const MOST_RETRIES = 3;
/** Real milliseconds after which a schedule is stuck. */
const PATIENCE = 20_000;

export const play = async (schedule: Schedule): Promise<Played> => {
  const bytes = contentOf(schedule);
  const file = new File([bytes], 'chaos.bin', {
    lastModified: 1_700_000_000_000,
  });
  const drive = createDrive({ open: true, ...schedule.behaviour });
  for (const fault of schedule.faults) drive.faults.add(fault);
  const browser = {
    drive,
    store: new MemoryCheckpoints(),
    locks: new MemoryLocks(),
  };
  const wrongs: string[] = [];
  const seen = { changes: 0, reloads: 0, retries: 0, ends: 0, runs: 0 };
  const deeds = [...schedule.deeds];
  const random = new Random(schedule.seed ^ 0xdeed);

  // Only where a request may hang is a slow one taken for one that hangs.
  const mayHang = schedule.faults.some(
    ({ kind }) => kind === 'stall' || kind === 'late',
  );
  const hangsAfter = mayHang ? 60 : Number.POSITIVE_INFINITY;
  let tab = open(browser, random, hangsAfter);
  let settle = (): void => {};
  const listen = (): void => {
    tab.world.queue.subscribe({
      changed: (each, previous, state) => {
        // What a page does after it is gone, nobody sees.
        if (each !== upload || tab.isGone) return;
        check(previous, state);
        seen.changes += 1;
        const due = deeds.findIndex(({ after }) => seen.changes >= after);
        const [deed] = due === -1 ? [] : deeds.splice(due, 1);
        if (deed !== undefined) act(deed.what);
        settle();
      },
    });
  };
  let upload = tab.world.add(file, {
    resumeScope: SCOPE,
    verify: schedule.verify,
  });
  listen();
  const deadline = performance.now() + PATIENCE;

  /** Resolves when somebody has to do something, or nothing is left to do. */
  const settled = (): Promise<void> =>
    new Promise((resolve) => {
      settle = () => {
        if (isEnded(upload.status) || upload.status === 'paused' || tab.isGone)
          resolve();
      };
      settle();
    });

  function check(previous: UploadState, state: UploadState): void {
    if (state.loaded > state.total) wrongs.push('more loaded than there is');
    if (
      state.loaded < previous.loaded &&
      previous.status !== 'failed' &&
      previous.status !== 'aborted'
    )
      wrongs.push('progress went back');
    if (previous.status === 'queued' && state.status === 'opening')
      seen.runs += 1;
    if (isEnded(state.status) && !isEnded(previous.status)) seen.ends += 1;
  }

  function act(what: Schedule['deeds'][number]['what']): void {
    if (what === 'pause') upload.pause();
    if (what === 'abort') upload.abort();
    if (what === 'wake') tab.world.signals.wake();
    if (what === 'offline') tab.world.signals.online = false;
    if (what === 'reload' && !isEnded(upload.status)) tab.cut();
  }

  for (;;) {
    const isStuck = await Promise.race([
      settled().then(() => false),
      new Promise<boolean>((resolve) => {
        setTimeout(
          () => resolve(true),
          Math.max(0, deadline - performance.now()),
        ).unref?.();
      }),
    ]);
    if (isStuck) {
      wrongs.push(`stuck as ${upload.status}`);
      break;
    }
    if (tab.isGone) {
      seen.reloads += 1;
      await aMoment();
      tab = open(browser, random, hangsAfter);
      const [back] = await tab.world.queue.restore({
        sessionUrl: SESSION_URL,
        resumeScope: SCOPE,
        verify: schedule.verify,
      });
      // Nothing was written down yet: then the person drops the file again.
      upload =
        back ??
        tab.world.add(file, { resumeScope: SCOPE, verify: schedule.verify });
      listen();
      if (
        back !== undefined &&
        !(await back.attach(file)) &&
        !isEnded(back.status)
      )
        wrongs.push('its own file was refused');
      continue;
    }
    if (upload.status === 'paused') {
      tab.world.signals.online = true;
      upload.resume();
      continue;
    }
    if (
      upload.status === 'failed' &&
      upload.error?.retryable &&
      seen.retries < MOST_RETRIES
    ) {
      seen.retries += 1;
      tab.world.signals.online = true;
      upload.retry();
      continue;
    }
    break;
  }
  await aMoment();
  const { heals, startOvers } = upload.diagnose();
  await drive.settled();
  const judged = await judge(upload, schedule, drive, bytes);
  wrongs.push(...judged.wrongs);
  wrongs.push(
    ...needless(schedule, drive, { startOvers, heals, reloads: seen.reloads }),
  );
  if (upload.error?.message.startsWith('Something unexpected'))
    wrongs.push(`broke: ${String(upload.error.cause)}`);
  if (seen.ends !== 1 + seen.retries && isEnded(upload.status))
    wrongs.push(`${seen.ends} ends for ${1 + seen.retries} runs`);
  tab.cut();
  return {
    ...judged,
    ...countedIn(drive),
    status: upload.status,
    verified: upload.verified,
    code: upload.error?.code,
    wrongs,
    heals,
    startOvers,
    reloads: seen.reloads,
  };
};

interface Tab {
  readonly world: World;
  readonly isGone: boolean;
  cut(): void;
}

const open = (
  {
    drive,
    store,
    locks,
  }: { drive: Drive; store: MemoryCheckpoints; locks: MemoryLocks },
  random: Random,
  hangsAfter: number,
): Tab => {
  let isGone = false;
  const own = locks.tab();
  const here = world({
    drive,
    random: random.next,
    hangsAfter,
    fetch: (of) => (input, init) =>
      isGone
        ? new Promise<Response>(() => {})
        : of.fetch(input as string, init),
    env: { store, locks: own },
  });
  return {
    world: here,
    get isGone() {
      return isGone;
    },
    cut: () => {
      if (isGone) return;
      here.signals.hide();
      isGone = true;
      own.close();
      here.clock.close();
    },
  };
};

const aMoment = (): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 1));

const judge = async (
  upload: Upload,
  schedule: Schedule,
  drive: Drive,
  bytes: Uint8Array,
): Promise<{ wrongs: string[]; isDoubted: boolean; isOpen: boolean }> => {
  const wrongs: string[] = [];
  const { record, verified, leftovers, status } = upload;
  if (status !== 'uploaded') return { wrongs, isDoubted: false, isOpen: false };
  if (record === undefined)
    return {
      wrongs: ['uploaded without a record'],
      isDoubted: false,
      isOpen: false,
    };
  if (leftovers.some(({ uuid }) => uuid === record.uuid))
    wrongs.push('its own record is a leftover');
  const stored = await drive.readVersion(record.version_uuid ?? record.uuid);
  const active =
    schedule.behaviour.uuid === 'file'
      ? await drive.readVersion(record.uuid)
      : stored;
  const differs = difference(stored, bytes) || difference(active, bytes);
  if (differs === '') return { wrongs, isDoubted: false, isOpen: false };
  if (verified === false) return { wrongs, isDoubted: true, isOpen: false };
  // A first request that lands after the record was announced, on a drive that then grows the file.
  const isLate = schedule.faults.some(
    ({ kind }) => kind === 'late' || kind === 'stall',
  );
  if (isLate && schedule.behaviour.over === 'grow')
    return { wrongs, isDoubted: false, isOpen: true };
  wrongs.push(`announced wrong: ${differs}`);
  return { wrongs, isDoubted: false, isOpen: false };
};

/** Where nothing went wrong, going on after a reload costs one part, and nothing is begun anew. */
const needless = (
  { faults, behaviour }: Schedule,
  drive: Drive,
  {
    startOvers,
    heals,
    reloads,
  }: Pick<Played, 'startOvers' | 'heals' | 'reloads'>,
): string[] => {
  if (
    faults.length > 0 ||
    behaviour.replay !== 'same' ||
    behaviour.downloads === 'none'
  )
    return [];
  if (behaviour.zero === 'refuse') return [];
  const { partsTwice } = countedIn(drive);
  const wrongs: string[] = [];
  if (startOvers + heals > 0) wrongs.push('begun anew without need');
  if (partsTwice > reloads)
    wrongs.push(`${partsTwice} parts sent twice after ${reloads} reloads`);
  return wrongs;
};

const countedIn = (
  drive: Drive,
): Pick<Played, 'faults' | 'parts' | 'partsTwice'> => {
  const faults: Record<string, number> = {};
  const sent = new Map<string, number>();
  let parts = 0;
  for (const { fault, route, session, part, method } of drive.journal.entries) {
    if (fault !== undefined) faults[fault] = (faults[fault] ?? 0) + 1;
    if (route !== 'part' || method !== 'POST') continue;
    parts += 1;
    const key = `${session} ${part}`;
    sent.set(key, (sent.get(key) ?? 0) + 1);
  }
  let partsTwice = 0;
  for (const times of sent.values()) partsTwice += times - 1;
  return { faults, parts, partsTwice };
};
