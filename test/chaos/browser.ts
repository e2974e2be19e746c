/**
 * Plays schedules in a real browser: the element on a page, a drive on a port of its own, real sockets, real storage,
 * real reloads and crashes. Only the clocks run faster, of page and drive alike (`browser-clock.js`).
 *
 * Knows: Playwright, the page of `page.ts`, and which events may follow which. Does not know: seeds, totals, or what
 * must be true at the end (`judge.ts`).
 */

import {
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Page,
  type Request,
} from 'playwright';
import { type RunningDrive, startDrive } from '../../demo/drive/node.js';
import { bundle } from '../../src/bundle.js';
import type { Leftover } from '../../src/engine/index.js';
import { ensureBrowser, launchOptions } from '../helpers/browser.js';
import {
  countedIn,
  events,
  judge,
  lost,
  storeOwn,
  type Wrong,
} from './judge.js';
import type { Told } from './page.js';
import type { Played, Player } from './play.js';
import { Random } from './random.js';
import { Road } from './road.js';
import { contentOf, type Deed, type Schedule } from './schedule.js';

const FASTER = 10;
/** Tabs that play at the same time: mostly they wait. */
const TABS = 6;
const MOST_RETRIES = 2;
/** Real milliseconds after which a schedule is stuck: half an hour of the page's. */
const PATIENCE = 180_000;
/** Real milliseconds after which the page takes a request for stalled, or nearly. */
const STALLED = (0.9 * 30_000) / FASTER;
/** The longest `Retry-After`, in seconds: longer ones are only longer. */
const LONGEST_RETRY_AFTER = 30;

/** Starts a browser, and gives as many players as can play at the same time. */
export const inBrowser = async (
  use: (players: readonly Player[]) => Promise<void>,
): Promise<void> => {
  const page = await servePage();
  const browser = await chromium.launch(launchOptions(ensureBrowser()));
  const player: Player = (schedule) =>
    new Play(browser, page.url, schedule).toTheEnd();
  try {
    await use(Array.from({ length: TABS }, () => player));
  } finally {
    await browser.close();
    page.server.close();
  }
};

class Play {
  readonly #browser: Browser;
  readonly #pageUrl: string;
  readonly #schedule: Schedule;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #random: Random;
  readonly #since = Date.now();
  readonly #folder = mkdtempSync(path.join(tmpdir(), 'chaos-'));
  readonly #done: Record<string, number> = {};
  readonly #wrongs: Wrong[] = [];
  readonly #leftovers: Leftover[] = [];
  /** How often the page itself sent a POST to an address. */
  readonly #sent = new Map<string, number>();
  readonly #sentAt = new Map<Request, number>();
  #wasSlow = false;
  readonly #news: Told[] = [];
  #listen = (): void => {};
  #context: BrowserContext | undefined;
  #page: Page | undefined;
  /** While the page goes, or is gone: settles when it is. */
  #going: Promise<unknown> | undefined;
  /** Whether somebody who ended it wants it nevertheless. */
  #isWanted = false;
  #retries = 0;
  #heals = 0;
  #startOvers = 0;
  #run: Run = newRun();

  constructor(browser: Browser, pageUrl: string, schedule: Schedule) {
    this.#browser = browser;
    this.#pageUrl = pageUrl;
    this.#schedule = schedule;
    this.#bytes = contentOf(schedule);
    this.#random = new Random(schedule.seed ^ 0xdeed);
  }

  async toTheEnd(): Promise<Played> {
    const running = await startDrive({
      port: 0,
      open: true,
      now: () => this.#since + (Date.now() - this.#since) * FASTER,
    });
    try {
      return await this.#playWith(running);
    } catch (error) {
      this.#broke(error);
      return {
        ...{ wrongs: this.#wrongs, isDoubted: false, isOpen: false },
        ...{ ...countedIn(running.drive), deeds: this.#done },
        ...{ ...nothing, status: 'queued', heals: 0, startOvers: 0 },
      };
    } finally {
      await this.#context?.close();
      await running.close();
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }

  async #playWith({ drive, url }: RunningDrive): Promise<Played> {
    const { ownFile, behaviour, faults } = this.#schedule;
    const sessionUrl = `${url}/v1.0/sessions`;
    const own = ownFile ? await storeOwn(drive, sessionUrl) : undefined;
    drive.set({ ...behaviour, latency: this.#random.pick([0, 0, 5]) });
    for (const { retryAfter, ...fault } of faults)
      drive.faults.add({
        ...fault,
        ...(retryAfter === undefined
          ? {}
          : { retryAfter: Math.min(Number(retryAfter), LONGEST_RETRY_AFTER) }),
      });
    const road = new Road(drive, this.#schedule, {
      act: (deed) => this.#do(deed).catch((error) => this.#broke(error)),
      isKept: this.#random.chance(0.3),
    });
    await this.#openBrowser(this.#addressWith(sessionUrl, own));
    await this.#drop();
    const end = await this.#end();
    // What is on its way to the drive still comes there.
    await this.#page?.close();
    await drive.settled();
    const resent = [...road.posts].reduce(
      (sum, [url, times]) =>
        sum + Math.max(0, times - (this.#sent.get(url) ?? 0)),
      0,
    );
    const { reload: reloads = 0, crash: crashes = 0 } = this.#done;
    const judged = await judge(this.#schedule, this.#bytes, {
      drive,
      end,
      course: {
        own,
        reloads,
        crashes,
        heals: this.#heals,
        startOvers: this.#startOvers,
        cameLate: road.cameLate,
        wasResent: resent > 0,
        wasSlow: this.#wasSlow,
      },
    });
    const counted = countedIn(drive);
    return {
      ...judged,
      ...counted,
      wrongs: [...this.#wrongs, ...judged.wrongs],
      faults: {
        ...counted.faults,
        ...road.met,
        ...(resent > 0 ? { 'resent-by-browser': resent } : {}),
      },
      deeds: this.#done,
      status: end.status,
      verified: end.verified,
      code: end.code,
      heals: this.#heals,
      startOvers: this.#startOvers,
    };
  }

  /** What nobody expected is nobody's fault until it is looked at, and never passed over. */
  #broke(error: unknown): void {
    // What Playwright adds is the whole log of its browser.
    const [what] = String(error).split('\n');
    this.#wrongs.push(lost(`could not be played: ${what}`));
  }

  #addressWith(sessionUrl: string, own: string | undefined): string {
    const { verify, behaviour } = this.#schedule;
    return `${this.#pageUrl}?${new URLSearchParams({
      since: String(this.#since),
      'session-url': sessionUrl,
      'resume-scope': 'somebody',
      verify,
      ...(own === undefined ? {} : { 'file-uuid': own }),
      ...(behaviour.bearer === 'same' ? { 'bearer-on-parts': '' } : {}),
    })}`;
  }

  async #openBrowser(address: string): Promise<void> {
    const context = await this.#browser.newContext();
    this.#context = context;
    context.on('request', (request) => {
      if (request.method() !== 'POST') return;
      const url = request.url();
      this.#sent.set(url, (this.#sent.get(url) ?? 0) + 1);
      this.#sentAt.set(request, Date.now());
    });
    context.on('requestfailed', (request) => {
      const lasted = Date.now() - (this.#sentAt.get(request) ?? Date.now());
      this.#wasSlow ||= lasted > STALLED;
    });
    await context.exposeBinding('tell', (_, told: Told) => {
      this.#news.push(told);
      this.#listen();
    });
    const lastModified = 1_700_000_000;
    writeFileSync(this.#file, this.#bytes);
    utimesSync(this.#file, lastModified, lastModified);
    await this.#openPage(address);
  }

  async #openPage(address: string): Promise<void> {
    this.#page = await (this.#context as BrowserContext).newPage();
    this.#page.on('pageerror', (error) =>
      this.#wrongs.push(events(`the page broke: ${error.message}`)),
    );
    await this.#page.goto(address);
  }

  get #file(): string {
    return path.join(this.#folder, 'chaos.bin');
  }

  /** What somebody does who drops the file, for the first time or because the page asks for it. */
  async #drop(): Promise<void> {
    await this.#page
      ?.locator('kommo-uploader input[type=file]')
      .setInputFiles(this.#file);
  }

  /** While the drive, or the way to it, holds a request. What cannot be done any more is left. */
  async #do({ what }: Deed): Promise<void> {
    const page = this.#page as Page;
    if (this.#going !== undefined || this.#run.end !== undefined) return;
    this.#done[what] = (this.#done[what] ?? 0) + 1;
    if (what === 'abort-and-retry') this.#isWanted = true;
    switch (what) {
      case 'pause':
      case 'abort':
      case 'abort-and-retry':
        return command(page, what === 'pause' ? 'pause' : 'abort');
      case 'wake':
        await page.evaluate(() => {
          window.dispatchEvent(new Event('online'));
        });
        return;
      case 'offline': {
        await this.#context?.setOffline(true);
        const back = () => this.#context?.setOffline(false).catch(() => {});
        setTimeout(back, this.#random.whole(1, 1000));
        return;
      }
      default:
        this.#going = what === 'reload' ? page.reload() : crash(page);
        await this.#going;
        this.#listen();
    }
  }

  /** Hears what the page says and does what a person would do, until nothing is left to do. */
  async #end(): Promise<NonNullable<Run['end']>> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const told = this.#news.shift();
      if (told !== undefined) {
        this.#hear(told);
        if (told.type === 'upload-pause' && this.#going === undefined)
          await command(this.#page as Page, 'resume');
        continue;
      }
      if (this.#going !== undefined) {
        await this.#going;
        // It was told just before the page went.
        if (this.#run.end !== undefined) return this.#run.end;
        await this.#comeBack();
        continue;
      }
      if (this.#run.isIdle && this.#run.end !== undefined) {
        if (!this.#wantsAgain(this.#run.end)) return this.#run.end;
        this.#run = newRun();
        await command(this.#page as Page, 'retry');
        continue;
      }
      if (Date.now() > deadline) {
        const { status = 'queued', end } = this.#run;
        this.#wrongs.push(lost(`stuck as ${status}`));
        return end ?? { ...nothing, status };
      }
      await this.#word(deadline);
    }
  }

  #word(deadline: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, deadline - Date.now()));
      this.#listen = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #wantsAgain({ status, lastLeftovers, isRetryable }: Ended): boolean {
    if (status === 'aborted' && this.#isWanted) {
      this.#isWanted = false;
      return true;
    }
    if (!isRetryable || this.#retries >= MOST_RETRIES) return false;
    this.#retries += 1;
    // What it left behind is still known to it, and is told again.
    this.#leftovers.length -= lastLeftovers.length;
    return true;
  }

  #hear({ type, status, loaded, total, page, end }: Told): void {
    const run = this.#run;
    const wrong = (what: string) => this.#wrongs.push(events(what));
    if (type === 'file-reject') wrong('the file was rejected');
    if (type === 'uploads-idle') {
      if (run.end === undefined) wrong('idle before its end');
      if (run.isIdle) wrong('idle a second time');
      run.isIdle = true;
    }
    if (status === undefined) return;
    if (run.end !== undefined) wrong(`${type} after its end`);
    if (loaded > total) wrong('more is loaded than there is');
    if (page === run.page && loaded < run.loaded) wrong('progress went back');
    if (type === 'upload-start') {
      if (page === run.startedOn) wrong('started a second time');
      run.startedOn = page;
    }
    Object.assign(run, { status, loaded, page });
    if (end === undefined) return;
    const { heals, startOvers, retryable, leftovers, cause, ...facts } = end;
    if (end.code === 'bad-response' && cause !== undefined)
      wrong(`broke: ${cause}`);
    this.#heals += heals;
    this.#startOvers += startOvers;
    this.#leftovers.push(...leftovers);
    run.end = {
      ...facts,
      status,
      leftovers: this.#leftovers,
      lastLeftovers: leftovers,
      isRetryable: status === 'failed' && retryable,
    };
  }

  /** The page is back, or another one in its place: its row asks for the file, if anything was written down. */
  async #comeBack(): Promise<void> {
    let page = this.#page as Page;
    if (crashed.has(page)) {
      const address = page.url();
      await page.close();
      await this.#openPage(address);
      page = this.#page as Page;
    }
    await page.waitForFunction(rowIsBackIfAny, undefined, { polling: 20 });
    this.#going = undefined;
    await this.#drop();
  }
}

/** One run of the upload, as far as its events tell. */
interface Run {
  page: number;
  startedOn: number;
  status: Told['status'];
  loaded: number;
  isIdle: boolean;
  end: Ended | undefined;
}

type Ended = Parameters<typeof judge>[2]['end'] & { isRetryable: boolean };

const newRun = (): Run => ({
  page: 0,
  startedOn: 0,
  status: undefined,
  loaded: 0,
  isIdle: false,
  end: undefined,
});

const nothing = {
  verified: undefined,
  code: undefined,
  record: undefined,
  leftovers: [],
  lastLeftovers: [],
  isRetryable: false,
};

/** Gives a command to the only upload, if it is there. */
const command = (
  page: Page,
  what: 'pause' | 'resume' | 'abort' | 'retry',
): Promise<void> =>
  page.evaluate(
    (what) => document.querySelector('kommo-uploader')?.uploads[0]?.[what](),
    what,
  );

const crashed = new WeakSet<Page>();

/** Kills the page's process: it cannot write anything down any more. */
const crash = async (page: Page): Promise<void> => {
  crashed.add(page);
  const devtools = await page.context().newCDPSession(page);
  const isDown = page.waitForEvent('crash');
  // It never answers that.
  void devtools.send('Page.crash').catch(() => {});
  await isDown;
};

/** In the page: whether what is written down has its row. */
const rowIsBackIfAny = async (): Promise<boolean> => {
  const uploader = document.querySelector('kommo-uploader');
  if (uploader === null) return false;
  const found = await indexedDB.databases();
  if (!found.some(({ name }) => name === 'kommo-uploader-1')) return true;
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('kommo-uploader-1');
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const isEmpty = await new Promise<boolean>((resolve) => {
    if (!database.objectStoreNames.contains('checkpoints')) {
      resolve(true);
      return;
    }
    const counting = database
      .transaction('checkpoints')
      .objectStore('checkpoints')
      .count();
    counting.onsuccess = () => resolve(counting.result === 0);
  });
  database.close();
  return isEmpty || uploader.uploads[0]?.status === 'paused';
};

/** The page and its one script, built once from the sources as they are. */
const servePage = async (): Promise<{ server: Server; url: string }> => {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const script = await bundle('test/chaos/page.ts');
  const files: Record<string, readonly [type: string, text: string]> = {
    '/': [
      'text/html',
      '<!doctype html><html lang="en"><meta charset="utf-8"><title>Chaos</title><link rel="icon" href="data:,"><script src="/clock.js"></script><body><script type="module" src="/page.js"></script></body></html>',
    ],
    '/page.js': ['text/javascript', script],
    '/clock.js': [
      'text/javascript',
      readFileSync(path.join(here, 'browser-clock.js'), 'utf8'),
    ],
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [type, text] = files[pathname] ?? [];
    response.writeHead(text === undefined ? 404 : 200, {
      'Content-Type': `${type ?? 'text/plain'}; charset=utf-8`,
      'Content-Security-Policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src *",
    });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}/` };
};
