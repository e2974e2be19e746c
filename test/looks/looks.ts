/**
 * `npm run looks`: takes a picture of each state of the element and compares it with the kept one.
 *
 *     npm run looks                     compares all
 *     npm run looks -- compact          only those whose name begins so
 *     npm run looks -- --update         keeps what it looks like now
 *
 * Knows: the browser, files and pixels. Another version of the browser draws other pixels: it is skipped by name,
 * unless the pictures are kept anew. What is different is written to `test/.results/looks/`.
 */
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import sharp from 'sharp';
import { createServer } from 'vite';
import { ensureBrowser, launchOptions } from '../helpers/browser.js';
import { BrowserMissing } from '../helpers/machine.js';
import { type Picture, pictures } from './pictures.js';

/** A pixel is another one if a channel differs by more than this, of 255. */
const CHANNEL = 32;
/** A picture is another one if more than this share of its pixels is. */
const SHARE = 1 / 5000;

const root = fileURLToPath(new URL('../..', import.meta.url));
const kept = fileURLToPath(new URL('kept', import.meta.url));
const results = path.join(root, 'test/.results/looks');
/** Which browser took the kept pictures, and on what. */
const takenWithFile = path.join(kept, 'taken-with.json');

const asked = process.argv.slice(2);
const isUpdate = asked.includes('--update');
const starts = asked.filter((each) => !each.startsWith('-'));
const wanted = Object.entries(pictures).filter(
  ([name]) =>
    starts.length === 0 || starts.some((start) => name.startsWith(start)),
);

process.exitCode = await main();

async function main(): Promise<number> {
  let executablePath: string;
  try {
    executablePath = ensureBrowser();
  } catch (error) {
    if (!(error instanceof BrowserMissing)) throw error;
    return skip(error.message);
  }
  const options = launchOptions(executablePath);
  const browser = await chromium.launch({
    ...options,
    args: [
      ...options.args,
      '--font-render-hinting=none',
      '--disable-lcd-text',
      '--force-color-profile=srgb',
    ],
  });
  try {
    const here = `Chromium ${browser.version()} on ${process.platform} ${process.arch}`;
    if (isUpdate) writeTakenWith(here);
    else {
      const there = readTakenWith();
      if (there !== here)
        return skip(`the pictures were taken with ${there}, this is ${here}`);
    }
    return await takeAll(browser);
  } finally {
    await browser.close();
  }
}

function skip(why: string): number {
  console.log(`Skipped ${wanted.length} pictures: ${why}.`);
  return 0;
}

function writeTakenWith(browser: string): void {
  mkdirSync(kept, { recursive: true });
  writeFileSync(takenWithFile, `${JSON.stringify({ browser }, null, 2)}\n`);
}

function readTakenWith(): string {
  const { browser } = JSON.parse(readFileSync(takenWithFile, 'utf8'));
  return browser;
}

async function takeAll(browser: Browser): Promise<number> {
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true },
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
  });
  await server.listen();
  const [url] = server.resolvedUrls?.local ?? [];
  const page = await open(browser);
  const different: string[] = [];
  try {
    for (const [name, picture] of wanted) {
      const taken = await take(
        page,
        `${url}test/looks/page.html#${name}`,
        picture,
      );
      const why = await judge(name, taken);
      console.log(
        `${why === undefined ? 'same     ' : 'different'} ${name}${why ? `: ${why}` : ''}`,
      );
      if (why !== undefined) different.push(name);
    }
  } finally {
    await server.close();
  }
  const orphans = readdirSync(kept)
    .filter((file) => file.endsWith('.png'))
    .filter((file) => !(file.replace(/\.png$/, '') in pictures));
  for (const orphan of orphans) {
    console.log(`kept for nothing: ${orphan}`);
    if (isUpdate) rmSync(path.join(kept, orphan));
  }
  const bad = isUpdate ? 0 : different.length + orphans.length;
  console.log(
    isUpdate
      ? `Kept ${wanted.length} pictures.`
      : `${wanted.length - different.length} the same, ${different.length} different${bad > 0 ? `: see ${path.relative(root, results)}` : ''}`,
  );
  return bad > 0 ? 1 : 0;
}

/** One page for all: what it has loaded once it need not load again. */
async function open(browser: Browser): Promise<Page> {
  const page = await browser.newPage({
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  await page.clock.setFixedTime('2026-03-02T10:20:30Z');
  return page;
}

async function take(
  page: Page,
  address: string,
  { width, least = 0, forcedColors, on }: Picture,
): Promise<Buffer> {
  await page.goto('about:blank');
  await page.setViewportSize({ width, height: 1600 });
  await page.emulateMedia({ forcedColors: forcedColors ?? 'none' });
  const failed = new AbortController();
  page.once('pageerror', (error) => failed.abort(error));
  await page.mouse.move(0, 0);
  await page.goto(address);
  await Promise.race([
    page.locator('[data-ready]').waitFor({ timeout: 60_000 }),
    new Promise((_, reject) => {
      failed.signal.onabort = () => reject(failed.signal.reason);
    }),
  ]);
  page.removeAllListeners('pageerror');
  // Rows out of sight are not painted, so that all of the page is in sight.
  const height = await page.evaluate(() => document.body.offsetHeight + 24);
  await page.setViewportSize({ width, height: Math.max(height, least) });
  if (on?.hover) await page.locator(on.hover).first().hover();
  return page.screenshot({ animations: 'disabled' });
}

/** Nothing, if it looks as it did. */
async function judge(name: string, taken: Buffer): Promise<string | undefined> {
  const file = path.join(kept, `${name}.png`);
  const difference = existsSync(file)
    ? await differenceOf(readFileSync(file), taken)
    : 'there is no kept picture';
  if (difference === undefined) return undefined;
  const small = await sharp(taken)
    .png({ compressionLevel: 9, effort: 10 })
    .toBuffer();
  writeFileSync(isUpdate ? file : path.join(results, `${name}.png`), small);
  return difference;
}

async function differenceOf(
  before: Buffer,
  after: Buffer,
): Promise<string | undefined> {
  const [one, other] = await Promise.all([before, after].map(pixelsOf));
  if (!one || !other) return 'it cannot be read';
  const { width, height } = one.info;
  if (width !== other.info.width || height !== other.info.height)
    return `${other.info.width}×${other.info.height} instead of ${width}×${height} pixels`;
  let count = 0;
  for (let at = 0; at < one.data.length; at += 3)
    if (
      [0, 1, 2].some(
        (channel) =>
          Math.abs(
            (one.data[at + channel] ?? 0) - (other.data[at + channel] ?? 0),
          ) > CHANNEL,
      )
    )
      count += 1;
  return count > width * height * SHARE ? `${count} pixels differ` : undefined;
}

function pixelsOf(image: Buffer) {
  return sharp(image)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
}
