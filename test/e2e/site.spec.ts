/**
 * The documentation as `npm run build:site` writes it: files below a path, under the rules that each page carries.
 *
 * Knows: what somebody looks for, presses and sees. What the pages say, `test/repository/site.test.ts` knows.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axe from 'axe-core';
import { test as base, expect, type Page } from 'playwright/test';
import { buildSite } from '../../demo/site/build.js';
import { complaintsOf } from './complaints.js';
import { withoutHandles } from './journey.js';
import { type StaticSite, serveFolder } from './static-site.js';

interface Built extends StaticSite {
  /** Every page, from the site's root. */
  readonly pages: readonly string[];
}

const test = base.extend<{ complaints: string[] }, { site: Built }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from its parameter.
    async ({}, use) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'site-'));
      await buildSite(folder);
      const site = await serveFolder(folder);
      const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.html'))
        .map((file) => file.replaceAll(path.sep, '/'))
        .sort();
      await use({ ...site, pages });
      await site.close();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  /** What the page said, what its rules forbade, what is missing, and what was asked of anybody else. */
  complaints: async ({ page, site }, use) => {
    const complaints = complaintsOf(page);
    page.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(site.url) && !url.startsWith('blob:'))
        complaints.push(`asked ${url}`);
    });
    await page.exposeFunction('complain', (text: string) =>
      complaints.push(text),
    );
    await page.addInitScript(() =>
      document.addEventListener('securitypolicyviolation', (event) =>
        (window as unknown as { complain(text: string): void }).complain(
          `violates ${event.effectiveDirective}: ${event.blockedURI}`,
        ),
      ),
    );
    await use(complaints);
    expect(complaints).toEqual([]);
  },
});

// The build comes first, and takes longer than most tests.
test.setTimeout(180_000);

/** Waits until the page's own script has run. */
async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByRole('searchbox').waitFor();
}

/** What axe finds: without colours, or in colours alone, which take it most of its time. */
async function findings(
  page: Page,
  which: 'colours' | 'the rest',
): Promise<string[]> {
  return page.evaluate(async (which) => {
    const { violations } = await window.axe.run(
      document,
      which === 'colours'
        ? { runOnly: ['color-contrast'] }
        : { rules: { 'color-contrast': { enabled: false } } },
    );
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes[0]?.target} (${nodes.length})`,
    );
  }, which);
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}

test('somebody finds a place, goes there and goes on, with keys alone', async ({
  page,
  site,
  complaints: _,
}) => {
  await open(page, `${site.url}guide/forms.html`);
  await page.keyboard.press('Tab');
  await expect(page.getByText('Skip to the content')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#content')).toBeFocused();

  await page.keyboard.press('/');
  const field = page.getByRole('searchbox');
  await expect(field).toBeFocused();
  await page.keyboard.type('resume-scope');
  await expect(page.locator('.search [role=status]')).toHaveText(
    /places? found/,
  );
  await page.keyboard.press('ArrowDown');
  await expect(page.locator('.found a').first()).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).toBeFocused();
  await expect(page.locator('.found')).toHaveCount(0);

  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('parts that are yours to style');
  await expect(page.getByText('Nothing is called that here.')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('max-total-size');
  await expect(page.locator('.found a').first()).toContainText(
    'max-total-size',
  );
  await page.keyboard.press('Enter');
  await page.waitForURL(/reference\.html#max-total-size/);
  await expect(
    page.getByRole('heading', { name: /max-total-size/ }),
  ).toBeInViewport();

  // Every link of the lists is a stop.
  const guide = page
    .getByRole('navigation', { name: 'All pages' })
    .getByRole('link', { name: 'Languages' });
  await guide.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/languages\.html/);
});

test('the uploader on the front page uploads into the page itself, with keys alone', async ({
  page,
  site,
  complaints: _,
}) => {
  await withoutHandles(page);
  await open(page, `${site.url}index.html`);
  await expect(page.getByText('nothing leaves your browser')).toBeVisible();
  await page.getByText('Nothing yet. Stored files').waitFor();
  const choose = page
    .locator('kommo-uploader')
    .getByRole('button', { name: 'Choose files' });
  // Long before the key: the browser needs a moment until it hands its dialog over.
  const choosing = page.waitForEvent('filechooser', { timeout: 60_000 });
  for (let presses = 0; presses < 60; presses += 1) {
    if (await choose.evaluate((one) => one.matches(':focus'))) break;
    await page.keyboard.press('Tab');
  }
  await expect(choose).toBeFocused();
  await page.keyboard.press('Enter');
  await (await choosing).setFiles({
    name: 'letter.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Dear drive, …'),
  });
  const stored = page.getByRole('list', { name: /Stored files/ });
  await expect(stored.getByRole('listitem')).toContainText('letter.txt');
  await expect(page.getByRole('log')).toContainText('uploaded');
  // What is behind a link of the drive is in the page, too.
  const download = page.waitForEvent('download');
  await stored.getByRole('link', { name: 'Download letter.txt' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('letter.txt');
});

test('the controls beside an uploader change it, and write the style sheet', async ({
  page,
  site,
  complaints: _,
}) => {
  await open(page, `${site.url}guide/styling.html`);
  const uploader = page.locator('.live kommo-uploader');
  await page.getByLabel('accent', { exact: true }).fill('#aa0055');
  await page.getByRole('slider', { name: 'Corners' }).fill('3');
  const sheet = page.getByRole('region', { name: 'The style sheet' });
  await expect(sheet).toContainText('--kommo-uploader-accent: #aa0055;');
  await expect(uploader.locator('.base')).toHaveCSS('border-radius', '3px');
  await page.getByRole('combobox', { name: 'look' }).selectOption('compact');
  await expect(uploader).toHaveAttribute('look', 'compact');
  await page.getByRole('button', { name: 'As it comes' }).click();
  await expect(uploader.locator('.base')).toHaveCSS('border-radius', '12px');

  await open(page, `${site.url}guide/languages.html`);
  await page.getByRole('combobox', { name: 'lang' }).selectOption('de');
  await expect(page.locator('.live kommo-uploader')).toContainText('Dateien');
});

test('a theme that was chosen stays from page to page', async ({
  page,
  site,
  complaints: _,
}) => {
  await open(page, `${site.url}index.html`);
  await page.getByRole('radio', { name: 'Dark' }).check();
  await open(page, `${site.url}guide/errors.html`);
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark');
});

/** All that has a colour stands on one of these. */
const ofEachKind = [
  'index.html',
  'guide/styling.html',
  'guide/reliability.html',
  'guide/first-upload.html',
  'measured.html',
];

test('every page fits a phone and has no finding of axe, light and dark', async ({
  page,
  site,
  complaints: _,
}) => {
  const wrong: string[] = [];
  await page.setViewportSize({ width: 320, height: 640 });
  // A colour on its way to another one is neither.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(site.pages.length).toBeGreaterThan(15);
  // Files of the repository are shown alike: one of them will do.
  const isSource = (name: string) => name.startsWith('source/');
  const [source = ''] = site.pages.filter(isSource);
  const pages = site.pages.filter((name) => !isSource(name));
  for (const name of [...pages, source]) {
    await open(page, site.url + name);
    const over = await page.evaluate(
      () => document.documentElement.scrollWidth - innerWidth,
    );
    if (over > 0) wrong.push(`${name} is ${over} too wide`);
    const policy = page.locator('meta[http-equiv="Content-Security-Policy"]');
    if (
      !/default-src 'none'/.test((await policy.getAttribute('content')) ?? '')
    )
      wrong.push(`${name} has no policy`);
    await page.evaluate(axe.source);
    const found = await findings(page, 'the rest');
    wrong.push(...found.map((one) => `${name}: ${one}`));
    if (!ofEachKind.includes(name)) continue;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const found = await findings(page, 'colours');
      wrong.push(...found.map((one) => `${name}, ${colorScheme}: ${one}`));
    }
  }
  expect(wrong).toEqual([]);
});

test('on paper there is the text, and nothing to press', async ({
  page,
  site,
  complaints: _,
}) => {
  await open(page, `${site.url}guide/styling.html`);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  for (const gone of ['.top', '.contents', '.here', '.live', '.copy'])
    await expect(page.locator(gone).first()).toBeHidden();
  await expect(page.locator('html')).toHaveCSS(
    'background-color',
    'rgb(255, 255, 255)',
  );
});
