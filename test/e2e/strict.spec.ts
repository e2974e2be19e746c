/**
 * The package as it is built, in pages that allow almost nothing, and in pages that a server has rendered.
 *
 * Knows: what somebody does and sees, and what the page and the browser complain of. The rules are `strict-site.ts`'s.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base, expect, type Locator, type Page } from 'playwright/test';
import sharp from 'sharp';
import { complaintsOf } from './complaints.js';
import { type StrictSite, startStrictSite } from './strict-site.js';

declare global {
  interface Window {
    /** What the page's rules forbade, in order. */
    violations: string[];
    /** A node of the tree as the server sent it. */
    sent: Element | null | undefined;
  }
}

interface Given {
  /** Where the files lie that somebody chooses. */
  folder: string;
  /** What the page said on its console, and what was thrown in it. */
  complaints: string[];
}

const test = base.extend<Given, { site: StrictSite }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from its parameter.
    async ({}, use) => {
      const site = await startStrictSite();
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: the same.
  folder: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'strict-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  complaints: ({ page }, use) => use(complaintsOf(page)),
});

test.afterEach(({ site }) => site.drive.drive.reset());

const uploaderIn = (page: Page): Locator => page.locator('kommo-uploader');

const rowOf = (page: Page, name: string): Locator =>
  uploaderIn(page).getByRole('listitem').filter({ hasText: name });

const violations = (page: Page): Promise<string[]> =>
  page.evaluate(() => window.violations);

async function choose(page: Page, files: string[]): Promise<void> {
  // The dialog that gives handles cannot be answered from here.
  await page.evaluate(() => {
    Reflect.deleteProperty(window, 'showOpenFilePicker');
  });
  const choosing = page.waitForEvent('filechooser');
  await uploaderIn(page).getByRole('button', { name: 'Choose files' }).click();
  await (await choosing).setFiles(files);
}

/** Chooses a picture and a text, and waits until both are stored. */
async function uploadTwo(
  page: Page,
  { drive }: StrictSite,
  folder: string,
): Promise<void> {
  const picture = path.join(folder, 'sky.png');
  const text = path.join(folder, 'words.txt');
  writeFileSync(
    picture,
    await sharp({
      create: { width: 64, height: 40, channels: 3, background: '#3a7bd5' },
    })
      .png()
      .toBuffer(),
  );
  writeFileSync(text, 'Hello, drive!');
  await choose(page, [picture, text]);
  await page.waitForFunction(
    () => document.querySelector('kommo-uploader')?.status === 'uploaded',
  );
  const versions = await page.evaluate(() =>
    document
      .querySelector('kommo-uploader')
      ?.records.map(({ version_uuid }) => version_uuid),
  );
  expect(versions).toHaveLength(2);
  const stored = await Promise.all(
    (versions ?? []).map((uuid) => drive.drive.readVersion(uuid ?? '')),
  );
  expect(stored.map((bytes) => Buffer.from(bytes))).toEqual(
    [picture, text].map((file) => readFileSync(file)),
  );
}

test.describe('under a strict Content-Security-Policy', () => {
  test('everything works without one violation', async ({
    page,
    site,
    folder,
    complaints,
  }) => {
    await page.goto(`${site.url}/strict`);
    await uploadTwo(page, site, folder);
    await expect(rowOf(page, 'sky.png').locator('canvas, img')).toBeVisible();
    // The sheets of the element are there, and it looks like itself.
    await expect(uploaderIn(page).locator('.base').first()).toHaveCSS(
      'border-top-style',
      'solid',
    );
    // What else can stand in it: why one failed, one that was not taken, one that is paused.
    site.drive.drive.faults.add({
      on: 'session',
      kind: 'status',
      status: 400,
      body: 'The quota is full.',
    });
    const failing = path.join(folder, 'failing.txt');
    writeFileSync(failing, 'No.');
    await choose(page, [failing]);
    await rowOf(page, 'failing.txt')
      .getByRole('button', { name: 'The server does not take this file.' })
      .click();
    await expect(page.getByText('The quota is full.')).toBeVisible();
    await page.keyboard.press('Escape');
    const large = path.join(folder, 'large.txt');
    writeFileSync(large, Buffer.alloc(10_000_001));
    await choose(page, [large]);
    await expect(
      uploaderIn(page)
        .getByText(/large\.txt/)
        .first(),
    ).toBeVisible();
    await page.evaluate(() => {
      const uploader = document.querySelector('kommo-uploader');
      if (uploader) uploader.maxFiles = 'many';
    });
    await expect(uploaderIn(page).getByText('max-files is')).toBeVisible();
    expect(await violations(page)).toEqual([]);
    // The refusal that the test asked for is all that the browser has to say.
    expect(
      complaints.filter((text) => !/^Failed to load resource/.test(text)),
    ).toEqual([]);
  });

  test('a page without blob: misses a picture at most', async ({
    page,
    site,
    folder,
  }) => {
    await page.goto(`${site.url}/bare`);
    await uploadTwo(page, site, folder);
    for (const name of ['sky.png', 'words.txt'])
      await expect(rowOf(page, name)).toHaveAttribute(
        'data-status',
        'uploaded',
      );
    expect(
      (await violations(page)).filter(
        (text) => !/^(img|media)-src blob/.test(text),
      ),
    ).toEqual([]);
  });
});

/** Goes to a page whose module is late, and keeps a node of what the server sent. */
async function openLate(page: Page, url: string): Promise<() => Promise<void>> {
  let letIn = () => {};
  const late = new Promise<void>((resolve) => {
    letIn = resolve;
  });
  await page.route(/(uploader|hydrated)\.js$/, async (route) => {
    await late;
    await route.continue();
  });
  await page.goto(url, { waitUntil: 'commit' });
  await expect(
    uploaderIn(page).getByRole('button', { name: 'Choose files' }),
  ).toBeVisible();
  await page.evaluate(() => {
    window.sent = document
      .querySelector('kommo-uploader')
      ?.shadowRoot?.querySelector('button');
  });
  return async () => {
    letIn();
    await page.waitForFunction(() => customElements.get('kommo-uploader'));
    await page.evaluate(
      () => document.querySelector('kommo-uploader')?.updateComplete,
    );
  };
}

const isSame = (page: Page): Promise<boolean> =>
  page.evaluate(
    () =>
      window.sent ===
      document
        .querySelector('kommo-uploader')
        ?.shadowRoot?.querySelector('button'),
  );

/** One of each, and it does what it is there for. */
async function expectWhole(
  page: Page,
  site: StrictSite,
  folder: string,
): Promise<void> {
  await expect(
    uploaderIn(page).getByRole('button', { name: 'Choose files' }),
  ).toHaveCount(1);
  await expect(uploaderIn(page).locator('.base')).toHaveCount(1);
  await expect(uploaderIn(page).locator('> input')).toBeDisabled();
  await uploadTwo(page, site, folder);
  await expect(uploaderIn(page).getByRole('listitem')).toHaveCount(2);
}

test.describe('rendered on a server', () => {
  test('it is seen before its script comes, which goes on with the same nodes', async ({
    page,
    site,
    folder,
    complaints,
  }) => {
    const letIn = await openLate(page, `${site.url}/rendered`);
    await expect(uploaderIn(page)).toContainText('Up to 10 MB each');
    await expect(uploaderIn(page).locator('.base')).toHaveCSS(
      'border-top-style',
      'solid',
    );
    await letIn();
    expect(await isSame(page)).toBe(true);
    await expectWhole(page, site, folder);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('in a page whose options are others, those of the page win', async ({
    page,
    site,
    folder,
    complaints,
  }) => {
    const letIn = await openLate(page, `${site.url}/rendered`);
    await page.evaluate(() =>
      Object.assign(document.querySelector('kommo-uploader') ?? {}, {
        messages: { chooseFiles: 'Choose files', dropFiles: 'Let them fall' },
      }),
    );
    await letIn();
    await expect(uploaderIn(page)).toContainText('Let them fall');
    await expect(uploaderIn(page)).not.toContainText('Drop files here');
    await expectWhole(page, site, folder);
    expect(complaints).toEqual([]);
  });

  test('in a page where it has another shape, it is rendered anew', async ({
    page,
    site,
    folder,
    complaints,
  }) => {
    const letIn = await openLate(page, `${site.url}/rendered`);
    await page.evaluate(() => {
      document
        .querySelector('kommo-uploader')
        ?.removeAttribute('max-file-size');
    });
    await letIn();
    await expect(uploaderIn(page)).not.toContainText('10 MB');
    await expectWhole(page, site, folder);
    expect(complaints).toEqual([]);
  });

  test('without the nonce of its style it is styled as soon as its script comes', async ({
    page,
    site,
    folder,
  }) => {
    await page.goto(`${site.url}/rendered-without-nonce`);
    await expect(uploaderIn(page).locator('.base')).toHaveCSS(
      'border-top-style',
      'solid',
    );
    await expectWhole(page, site, folder);
    // What the server sent, and nothing of the element's own.
    expect(await violations(page)).toEqual(['style-src-elem inline']);
  });

  test('without support for hydration it is rendered anew, once', async ({
    page,
    site,
    folder,
    complaints,
  }) => {
    const letIn = await openLate(page, `${site.url}/rendered-without-support`);
    await letIn();
    expect(await isSame(page)).toBe(false);
    await expectWhole(page, site, folder);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
