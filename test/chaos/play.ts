/**
 * Plays one schedule with the engine against the drive in this process, with a clock in which waiting takes no time.
 *
 * Knows: tabs that vanish, people who pause, a line that swallows requests, and that each run ends once. Does not know:
 * seeds, totals, or what must be true at the end (`judge.ts`).
 */

import { createDrive, type Drive, pageFetch } from '../../demo/drive/index.js';
import {
  type CheckpointStore,
  isEnded,
  type Leftover,
  type Upload,
  type UploadState,
} from '../../src/engine/index.js';
import { SESSION_URL, type World, world } from '../helpers/engine.js';
import {
  MemoryCheckpoints,
  MemoryLocks,
} from '../helpers/memory-checkpoints.js';
import type { SimClock } from '../helpers/sim-clock.js';
import {
  countedIn,
  events,
  type Judged,
  judge,
  lost,
  storeOwn,
  type Wrong,
} from './judge.js';
import { Random } from './random.js';
import {
  contentOf,
  type Deed,
  isReload,
  type LineFault,
  type Schedule,
  scheduleOf,
} from './schedule.js';

/** What came of a schedule. */
export interface Played extends Judged {
  readonly status: UploadState['status'];
  readonly verified: boolean | undefined;
  readonly code: string | undefined;
  /** Faults that were met, by kind. */
  readonly faults: Readonly<Record<string, number>>;
  /** Commands and accidents that came about, by kind. */
  readonly deeds: Readonly<Record<string, number>>;
  readonly parts: number;
  readonly partsTwice: number;
  readonly heals: number;
  readonly startOvers: number;
}

const MOST_RETRIES = 3;
/** Real milliseconds after which a schedule is stuck: usually it takes a few. */
const PATIENCE = 20_000;

/** How many schedules are best played at the same time: most of one's time is waiting for digests and signatures. */
export const AT_ONCE = 8;

export type Player = (schedule: Schedule) => Promise<Played>;

/** Plays schedules until none is left, as many at the same time as there are players. */
export const playSeeds = async (
  seeds: readonly number[],
  players: readonly Player[],
  heard: (seed: number, played: Played) => void,
): Promise<void> => {
  const waiting = [...seeds];
  const work = async (player: Player): Promise<void> => {
    for (;;) {
      const seed = waiting.shift();
      if (seed === undefined) return;
      heard(seed, await player(scheduleOf(seed)));
    }
  };
  await Promise.all(players.map(work));
};

export const play = (schedule: Schedule): Promise<Played> =>
  new Play(schedule).toTheEnd();

class Play {
  readonly #schedule: Schedule;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #random: Random;
  readonly #line: Line;
  readonly #store = new MemoryCheckpoints();
  readonly #locks = new MemoryLocks();
  readonly #drive: Drive;
  readonly #due: Deed[];
  readonly #done: Record<string, number> = {};
  readonly #wrongs: Wrong[] = [];
  readonly #leftovers: Leftover[] = [];
  #own: string | undefined;
  #tab: Tab;
  #upload: Upload | undefined;
  #changes = 0;
  #retries = 0;
  #heals = 0;
  #startOvers = 0;
  #isRunning = true;
  /** Whether somebody who ended it wants it nevertheless. */
  #isWanted = false;
  #settle = (): void => {};

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    this.#bytes = contentOf(schedule);
    this.#random = new Random(schedule.seed ^ 0xdeed);
    this.#line = new Line(schedule.line);
    this.#due = [...schedule.deeds];
    this.#drive = createDrive({
      open: true,
      publicUrl: new URL(SESSION_URL).origin,
      now: () => this.#tab?.world.clock.now() ?? 0,
    });
    this.#tab = this.#openTab();
  }

  async toTheEnd(): Promise<Played> {
    const { seed, ownFile, behaviour, faults } = this.#schedule;
    const drive = this.#drive;
    if (ownFile) this.#own = await storeOwn(drive, SESSION_URL);
    drive.set(behaviour);
    for (const fault of faults) drive.faults.add(fault);
    this.#add();
    while (await this.#settled()) if (!(await this.#goOn())) break;
    const upload = this.#upload as Upload;
    this.#tab.vanish('crash');
    await aMoment();
    await drive.settled();
    const { status, verified, error, record } = upload;
    const end = {
      status,
      verified,
      code: error?.code,
      record: record as { uuid: string; size: number } | undefined,
      leftovers: this.#leftovers,
      lastLeftovers: upload.leftovers,
    };
    if (error?.code === 'bad-response' && error.cause !== undefined)
      this.#wrongs.push(events(`seed ${seed} broke it: ${error.cause}`));
    const { reload: reloads = 0, crash: crashes = 0 } = this.#done;
    const judged = await judge(this.#schedule, this.#bytes, {
      drive,
      end,
      course: {
        own: this.#own,
        reloads,
        crashes,
        heals: this.#heals,
        startOvers: this.#startOvers,
        cameLate: this.#line.cameLate,
        wasResent: false,
        wasSlow: false,
      },
    });
    const counted = countedIn(drive);
    return {
      ...judged,
      ...counted,
      wrongs: [...this.#wrongs, ...judged.wrongs],
      faults: { ...counted.faults, ...this.#line.met },
      deeds: this.#done,
      status,
      verified,
      code: error?.code,
      heals: this.#heals,
      startOvers: this.#startOvers,
    };
  }

  get #options() {
    const { verify, behaviour } = this.#schedule;
    return {
      sessionUrl: SESSION_URL,
      accessToken: () => 'token',
      bearerOnParts: behaviour.bearer === 'same',
      resumeScope: 'somebody',
      verify,
      fileUuid: this.#own,
    };
  }

  get #file(): File {
    const lastModified = 1_700_000_000_000;
    return new File([this.#bytes], 'chaos.bin', { lastModified });
  }

  #openTab(): Tab {
    const tab = new Tab(this.#drive, {
      line: this.#line,
      store: this.#store,
      locks: this.#locks,
      random: this.#random,
      start: this.#tab?.world.clock.now(),
    });
    tab.world.queue.subscribe({
      changed: (upload, previous, state) => {
        // What a page does after it is gone, nobody sees.
        if (upload === this.#upload && !tab.isGone)
          this.#changed(upload, previous, state);
      },
    });
    return tab;
  }

  #add(): void {
    this.#upload = this.#tab.world.add(this.#file, this.#options);
  }

  #changed(upload: Upload, previous: UploadState, state: UploadState): void {
    const wrong = (what: string) => this.#wrongs.push(events(what));
    if (state.loaded > state.total) wrong('more is loaded than there is');
    if (state.loaded < previous.loaded && !isEnded(previous.status))
      wrong('progress went back');
    if (isEnded(previous.status)) {
      if (state.status !== 'queued') wrong(`${state.status} after its end`);
      this.#isRunning = true;
    }
    if (isEnded(state.status)) {
      if (!this.#isRunning) wrong('ended a second time');
      this.#isRunning = false;
      this.#leftovers.push(...state.leftovers);
      const { heals, startOvers } = upload.diagnose();
      this.#heals += heals;
      this.#startOvers += startOvers;
    }
    this.#changes += 1;
    const due = this.#due.findIndex(({ after }) => this.#changes >= after);
    const [deed] = due === -1 ? [] : this.#due.splice(due, 1);
    if (deed !== undefined && !isEnded(state.status)) this.#do(deed, upload);
    this.#settle();
  }

  #do({ what }: Deed, upload: Upload): void {
    this.#done[what] = (this.#done[what] ?? 0) + 1;
    const { signals, clock } = this.#tab.world;
    if (what === 'pause') upload.pause();
    if (what === 'abort' || what === 'abort-and-retry') upload.abort();
    if (what === 'abort-and-retry') this.#isWanted = true;
    if (what === 'wake') signals.wake();
    if (what === 'offline') {
      signals.online = false;
      const back = () => {
        signals.online = true;
      };
      clock.setTimeout(back, this.#random.whole(1, 100_000));
    }
    if (isReload(what)) this.#tab.vanish(what);
  }

  /** Waits until somebody has to do something, or nothing is left to do. `false`: that never came. */
  #settled(): Promise<boolean> {
    return new Promise((resolve) => {
      const stuck = setTimeout(() => {
        this.#wrongs.push(lost(`stuck as ${this.#upload?.status}`));
        resolve(false);
      }, PATIENCE);
      this.#settle = () => {
        const { status = 'queued' } = this.#upload ?? {};
        if (!isEnded(status) && status !== 'paused' && !this.#tab.isGone)
          return;
        clearTimeout(stuck);
        resolve(true);
      };
      this.#settle();
    });
  }

  /** Does what a person would do now. `false`: nothing. */
  async #goOn(): Promise<boolean> {
    const upload = this.#upload as Upload;
    if (this.#tab.isGone) {
      await this.#comeBack();
      return true;
    }
    if (upload.status === 'paused') {
      upload.resume();
      return true;
    }
    if (upload.status === 'aborted' && this.#isWanted) {
      this.#isWanted = false;
      upload.retry();
      return true;
    }
    if (upload.error?.retryable !== true || this.#retries >= MOST_RETRIES)
      return false;
    this.#retries += 1;
    // What it left behind is still known to it, and is told again.
    this.#leftovers.splice(-upload.leftovers.length, upload.leftovers.length);
    upload.retry();
    return true;
  }

  async #comeBack(): Promise<void> {
    await aMoment();
    this.#tab = this.#openTab();
    const { queue, held } = this.#tab.world;
    const [back] = await queue.restore(this.#options);
    if (back === undefined) {
      // Nothing was written down yet: then the person drops the file again.
      this.#add();
      return;
    }
    this.#upload = back;
    if (!(await back.attach(held(this.#file))) && !isEnded(back.status))
      this.#wrongs.push(events('its own file was refused'));
  }
}

/** Never answers. */
const never = new Promise<never>(() => {});

const aMoment = (): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 1));

/** One page of the browser, until it is gone: then nothing of it is heard or written any more. */
class Tab {
  readonly world: World;
  readonly #close: () => void;
  #isGone = false;
  #mayWrite = true;

  constructor(
    drive: Drive,
    browser: {
      line: Line;
      store: CheckpointStore;
      locks: MemoryLocks;
      random: Random;
      start: number | undefined;
    },
  ) {
    const { line, store, locks, random, start } = browser;
    const own = locks.tab();
    this.world = world({
      drive,
      start,
      random: random.next,
      hangsAfter: Number.POSITIVE_INFINITY,
      fetch: (_, clock) => this.#whileOpen(line.to(pageFetch(drive), clock)),
      env: {
        locks: own,
        store: {
          load: this.#whileOpen(store.load.bind(store)),
          find: this.#whileOpen(store.find.bind(store)),
          remove: this.#whileOpen(store.remove.bind(store)),
          clear: this.#whileOpen(store.clear.bind(store)),
          save: (checkpoint) =>
            this.#mayWrite ? store.save(checkpoint) : never,
        },
      },
    });
    this.#close = () => {
      own.close();
      this.world.clock.close();
    };
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** What a page asked to be written as it was hidden is written. */
  vanish(how: Deed['what']): void {
    if (this.#isGone) return;
    this.#isGone = true;
    if (how === 'reload') this.world.signals.hide();
    else this.#mayWrite = false;
    setTimeout(() => {
      this.#mayWrite = false;
    });
    this.#close();
  }

  #whileOpen<Asked extends unknown[], Answer>(
    ask: (...asked: Asked) => Promise<Answer>,
  ): (...asked: Asked) => Promise<Answer> {
    return async (...asked) => {
      if (this.#isGone) return never;
      try {
        const answer = await ask(...asked);
        return this.#isGone ? never : answer;
      } catch (error) {
        if (this.#isGone) return never;
        throw error;
      }
    };
  }
}

/** The line between page and drive: it swallows requests and answers, and brings a request too late. */
class Line {
  readonly #troubles: readonly LineFault[];
  readonly met: Record<string, number> = {};
  cameLate = false;
  #n = -1;
  #late: (() => Promise<unknown>) | undefined;

  constructor(troubles: readonly LineFault[]) {
    this.#troubles = troubles;
  }

  to(fetch: typeof globalThis.fetch, clock: SimClock): typeof fetch {
    return async (input, init) => {
      this.#n += 1;
      const trouble = this.#troubles.find(({ at }) => at === this.#n);
      if (trouble === undefined) {
        const answer = await fetch(input, init);
        await this.#bringLate();
        return answer;
      }
      this.met[trouble.kind] = (this.met[trouble.kind] ?? 0) + 1;
      const { signal, ...rest } = init ?? {};
      const send = () => fetch(input, rest);
      if (trouble.kind === 'silent-after') await send().catch(() => {});
      if (trouble.kind === 'overtaken') this.#late = send;
      return clock.nobodyAnswers(signal);
    };
  }

  async #bringLate(): Promise<void> {
    const late = this.#late;
    if (late === undefined) return;
    this.#late = undefined;
    this.cameLate = true;
    await late().catch(() => {});
  }
}
