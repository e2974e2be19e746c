/**
 * Takes the README's picture of the demo again: `CHROME_PATH=/usr/bin/chromium npx tsx demo/images/take.ts`.
 *
 * Knows: which files stand in which state, and how the drive brings them there. Without CHROME_PATH it takes the
 * browser that Playwright has downloaded.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import sharp from 'sharp';
import type { FaultRule } from '../drive/node.js';
import { startDemo } from '../serve.js';

const target = fileURLToPath(new URL('demo.png', import.meta.url));
const part = 131_072;

interface Shown {
  readonly name: string;
  readonly bytes: Buffer;
  /** What the drive does to it. */
  readonly fault?: FaultRule;
  readonly status: string;
}

const zeros = (parts: number) => Buffer.alloc(Math.round(parts * part), 1);

/** Something to make a thumbnail of: an evening over hills. */
const painting = await sharp(
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="900">
    <defs><linearGradient id="sky" x2="0" y2="1">
      <stop stop-color="#274690"/><stop offset=".55" stop-color="#f2a65a"/><stop offset="1" stop-color="#ffe3b3"/>
    </linearGradient></defs>
    <rect width="1200" height="900" fill="url(#sky)"/><circle cx="820" cy="520" r="90" fill="#fff3d6"/>
    <path d="M0 640 340 430l260 190 240-130 360 230v180H0z" fill="#3a3f6b"/>
    <path d="M0 760 420 610l380 170 400-110v230H0z" fill="#1d2347"/></svg>`),
)
  .png()
  .toBuffer();

// The files that end in no time come first; the drive holds the others where they are to be seen.
const files: readonly Shown[] = [
  { name: 'Evening.png', bytes: painting, status: 'uploaded' },
  { name: 'Договор № 7.pdf', bytes: zeros(5.4), status: 'uploaded' },
  {
    name: 'Price list.xlsx',
    bytes: zeros(2.2),
    fault: {
      on: 'session',
      kind: 'status',
      status: 400,
      body: 'The quota is full.',
    },
    status: 'failed',
  },
  {
    name: 'Voice note.m4a',
    bytes: zeros(12),
    fault: { on: 'part', at: 6, kind: 'status', status: 503, retryAfter: 40 },
    status: 'waiting',
  },
  {
    name: 'Product tour.mp4',
    bytes: zeros(90),
    fault: { on: 'part', at: 63, kind: 'stall' },
    status: 'uploading',
  },
];

const data = mkdtempSync(path.join(tmpdir(), 'demo-image-'));
const demo = await startDemo({ port: 0, drivePort: 0, data });
const executablePath = process.env.CHROME_PATH;
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  // Chromium refuses to start as root with its sandbox on.
  chromiumSandbox: process.getuid?.() !== 0,
});
try {
  const page = await browser.newPage({
    viewport: { width: 1200, height: 880 },
    colorScheme: 'light',
    locale: 'en',
  });
  await page.goto(demo.url);
  for (const file of files) await bring(page, file);
  const thumbnail = page.locator('#stored-list img');
  await thumbnail.scrollIntoViewIfNeeded();
  await page.waitForFunction(() =>
    [...document.querySelectorAll('#stored-list img')].every(
      (img) => (img as HTMLImageElement).naturalWidth > 0,
    ),
  );
  await page.mouse.move(0, 0);
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    scrollTo({ top: 0, behavior: 'instant' });
  });
  const hero = await page.locator('.hero').boundingBox();
  if (!hero) throw new Error('The page does not show its uploader.');
  const taken = await page.screenshot({
    animations: 'disabled',
    fullPage: true,
    clip: {
      x: 0,
      y: 0,
      width: 1200,
      height: Math.ceil(hero.y + hero.height + 10),
    },
  });
  // The drive lets this process read no more than it needs for thumbnails, PNG among it.
  await sharp(taken).png({ compressionLevel: 9 }).toFile(target);
  console.log(`${target}: ${Math.round(statSync(target).size / 1000)} kB`);
} finally {
  await browser.close();
  await demo.close();
  rmSync(data, { recursive: true, force: true });
}

async function bring(page: Page, { name, bytes, fault, status }: Shown) {
  if (fault) demo.drive.drive.faults.add(fault);
  // Whoever listens for the browser's dialog makes the picker fail that gives handles.
  await page.evaluate(() => {
    Object.assign(window, { showOpenFilePicker: undefined });
  });
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Choose files' }).click();
  await (await choosing).setFiles({ name, mimeType: '', buffer: bytes });
  await page.waitForFunction(
    ([name, status, isHeld]) => {
      const upload = document
        .querySelector('kommo-uploader')
        ?.uploads.find((each) => each.name === name);
      return (
        upload?.status === status &&
        (!isHeld || upload.loaded / upload.total > 0.6)
      );
    },
    [name, status, fault?.kind === 'stall'] as const,
  );
}
