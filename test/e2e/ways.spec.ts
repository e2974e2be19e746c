/**
 * Every way in: folders dropped and chosen, a drop anywhere on the page, the clipboard, a frame that may store nothing.
 *
 * Knows: what somebody does and sees. Drags are the operating system's own, as far as a browser without a window has
 * them.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright/test';
import type { FileRecord } from '../../demo/drive/node.js';
import { bundle } from '../../src/bundle.js';
import { expect, type Journey, test } from './journey.js';

declare global {
  interface Window {
    /** Each time that the highlight came or went. */
    highlights: boolean[];
    /** Events of a drag that reached the page. */
    reached: string[];
    /** Frames since somebody began to count. */
    painted: number;
  }
}

/** A folder on the disk, with these files in it: paths and what is in them. */
function folderOf(
  journey: Journey,
  name: string,
  files: Record<string, string>,
): string {
  const folder = path.join(path.dirname(journey.file('beside', 1)), name);
  mkdirSync(folder);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

/** What the element says of the files that came last. */
const notice = ({ uploader }: Journey) => uploader.locator('[part=message]');

const uploads = ({ page }: Journey) =>
  page.evaluate(() =>
    (document.querySelector('kommo-uploader')?.uploads ?? []).map(
      ({ path, status, record }) => ({ path, status, record }),
    ),
  );

const pathsOf = async (journey: Journey) =>
  (await uploads(journey)).map(({ path }) => path);

/** What the drive holds is what lies on the disk, each file in its place. */
async function expectStoredFrom(journey: Journey, folder: string) {
  for (const { path: file, status, record } of await uploads(journey)) {
    expect(status, file).toBe('uploaded');
    await journey.expectStored(
      path.join(path.dirname(folder), file),
      record as unknown as FileRecord,
    );
  }
}

const tree = {
  'a.txt': 'a at the top',
  '2024/a.txt': 'another a',
  '2024/deep/er/b.txt': 'b, deep down',
  '2024/deep/Thumbs.db': 'kept by a system',
  'file 10.txt': 'ten',
  'file 9.txt': 'nine',
  '.DS_Store': 'kept by a system',
  'desktop.ini': 'kept by a system',
  'خطة/ملف.txt': 'of another script',
};

const treePaths = [
  'Photos/a.txt',
  'Photos/file 9.txt',
  'Photos/file 10.txt',
  'Photos/2024/a.txt',
  'Photos/2024/deep/er/b.txt',
  'Photos/خطة/ملف.txt',
];

test.describe('a folder', () => {
  test('that is dropped is uploaded with all that is in it, and each file knows where it was', async ({
    journey,
  }) => {
    const folder = folderOf(journey, 'Photos', tree);
    const beside = journey.file('beside.bin', 5000);
    await journey.drop([folder, beside]);
    await journey.heard('uploads-idle');
    expect(await pathsOf(journey)).toEqual(['beside.bin', ...treePaths]);
    expect(await journey.eventsOf('uploads-idle')).toHaveLength(1);
    expect(await journey.eventsOf('file-reject')).toEqual([]);
    for (const { path: file, record } of await uploads(journey))
      await journey.expectStored(
        file === 'beside.bin' ? beside : path.join(path.dirname(folder), file),
        record as unknown as FileRecord,
      );
    const { uploader } = journey;
    await expect(notice(journey)).toContainText('3 system files');
    // Two files of one name can be told apart, by ear too.
    await expect(
      uploader.getByRole('listitem').filter({ hasText: 'a.txt' }),
    ).toHaveText([/a\.txt\s+Photos\s/, /a\.txt\s+Photos\/2024\s/]);
    await expect(
      uploader.getByRole('button', {
        name: 'Remove Photos/2024/a.txt from the list',
        exact: true,
      }),
    ).toBeVisible();
    // Dropped again, it is all there already.
    await journey.drop([folder]);
    await journey.heard('file-reject', 6);
    await expect(notice(journey)).toContainText('6 files were not added');
  });

  test('of 2,500 files comes in whole and in order, and the page stays alive', async ({
    journey,
  }) => {
    test.slow();
    const { page } = journey;
    await page.evaluate(() => {
      const uploader = document.querySelector('kommo-uploader');
      if (uploader === null) return;
      uploader.manual = true;
    });
    const files: Record<string, string> = {};
    for (let at = 0; at < 2500; at += 1)
      files[`${Math.floor(at / 500)}/file ${at}.txt`] = `${at}`;
    const folder = folderOf(journey, 'Many', files);
    await page.evaluate(() => {
      window.painted = 0;
      const count = () => {
        window.painted += 1;
        requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
    });
    await journey.drop([folder]);
    await expect(journey.uploader.locator('.call')).toContainText(
      'Reading the folder',
    );
    await page.waitForFunction(
      () => document.querySelector('kommo-uploader')?.uploads.length === 2500,
      undefined,
      { timeout: 120_000 },
    );
    await expect(journey.uploader.locator('.call')).toHaveText(
      'Drop files here',
      {
        timeout: 60_000,
      },
    );
    // It painted in between: files come in by the hundred.
    expect(await page.evaluate(() => window.painted)).toBeGreaterThan(10);
    expect(await pathsOf(journey)).toEqual(
      Object.keys(files).map((file) => `Many/${file}`),
    );
  });

  test('that is empty, or where only one file is taken, is named in the message', async ({
    journey,
  }) => {
    const empty = folderOf(journey, 'Nothing', {});
    mkdirSync(path.join(empty, 'in', 'here'), { recursive: true });
    await journey.drop([empty]);
    await expect(notice(journey)).toContainText(
      'The folder “Nothing” is empty.',
    );
    await journey.uploader.evaluate((element) =>
      element.removeAttribute('multiple'),
    );
    await journey.drop([folderOf(journey, 'Photos', tree)]);
    await expect(notice(journey)).toContainText(
      'Open the folder “Photos” and choose',
    );
    expect(await journey.eventsOf('file-add')).toEqual([]);
    expect(
      (await journey.eventsOf('file-reject')).map(({ file }) => file),
    ).toEqual(['Nothing', 'Photos']);
  });

  test('is chosen with the button where `directory` is set, and a file can still be dropped', async ({
    journey,
  }) => {
    await journey.set('directory', '');
    const folder = folderOf(journey, 'Photos', tree);
    const choosing = journey.page.waitForEvent('filechooser');
    await journey.uploader
      .getByRole('button', { name: 'Choose a folder' })
      .click();
    await (await choosing).setFiles(folder);
    await journey.heard('uploads-idle');
    expect((await pathsOf(journey)).sort()).toEqual([...treePaths].sort());
    await expectStoredFrom(journey, folder);
    await expect(notice(journey)).toContainText('3 system files');
    // Dropped, they are the same files.
    await journey.drop([folder]);
    await journey.heard('file-reject', 6);
    await journey.drop([journey.file('one.bin', 100)]);
    await journey.is('one.bin', 'uploaded');
  });
});

test.describe('a drag', () => {
  const data = (files: string[]) => ({
    items: [],
    files,
    dragOperationsMask: 1,
  });

  const watch = (journey: Journey) =>
    journey.page.evaluate(() => {
      window.highlights = [];
      window.reached = [];
      const root = document.querySelector('kommo-uploader')?.shadowRoot;
      const area = root?.querySelector('.drop');
      if (area)
        new MutationObserver(() =>
          window.highlights.push(area.hasAttribute('data-over')),
        ).observe(area, { attributeFilter: ['data-over'] });
      for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'])
        document.documentElement.addEventListener(type, () =>
          window.reached.push(type),
        );
    });

  test('over what is in the element does not flicker, and the page hears nothing of it', async ({
    journey,
  }) => {
    await journey.drop([journey.file('row.bin', 10)]);
    await journey.heard('uploads-idle');
    const { page } = journey;
    const file = data([journey.file('over.bin', 10)]);
    const devtools = await page.context().newCDPSession(page);
    const points = await journey.uploader.evaluate((element) =>
      [
        '.drop',
        '.call',
        '.browse',
        '.lead svg',
        '.name',
        '.picture',
        '.buttons button',
      ].map((selector) => {
        const found = element.shadowRoot?.querySelector(selector);
        if (!found) throw new Error(`There is no ${selector}.`);
        const box = found.getBoundingClientRect();
        return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      }),
    );
    const send = (
      type: 'dragEnter' | 'dragOver' | 'dragCancel',
      at = points[0],
    ) =>
      devtools.send('Input.dispatchDragEvent', {
        type,
        x: Math.round(at?.x ?? 0),
        y: Math.round(at?.y ?? 0),
        data: file,
      });
    // Where a drag is not heard of for most of a second, it counts as gone: a machine that is as slow tries again.
    await expect(async () => {
      await watch(journey);
      await send('dragEnter');
      for (let round = 0; round < 3; round += 1)
        for (const point of points) await send('dragOver', point);
      await expect
        .poll(() => page.evaluate(() => window.highlights))
        .toEqual([true]);
      expect(await page.evaluate(() => window.reached)).toEqual([]);
      await send('dragCancel');
      await expect
        .poll(() => page.evaluate(() => window.highlights))
        .toEqual([true, false]);
    }).toPass();
  });

  test('of files anywhere on the page is the element’s where `drop-target` says so', async ({
    journey,
  }) => {
    const { page } = journey;
    await journey.set('drop-target', 'body');
    await watch(journey);
    const file = journey.file('anywhere.bin', 3000);
    const heading = page.getByRole('heading', { level: 1 });
    const box = await heading.boundingBox();
    if (!box) throw new Error('no heading');
    const devtools = await page.context().newCDPSession(page);
    const area = await journey.uploader.boundingBox();
    if (!area) throw new Error('no uploader');
    const send = (
      type: 'dragEnter' | 'dragOver' | 'drop',
      x: number,
      y: number,
    ) =>
      devtools.send('Input.dispatchDragEvent', {
        type,
        x: Math.round(x),
        y: Math.round(y),
        data: data([file]),
      });
    await send('dragEnter', box.x + 5, box.y + 5);
    await send('dragOver', box.x + 5, box.y + 5);
    await send('dragOver', area.x + 9, area.y + 9);
    await send('dragOver', box.x + 5, box.y + 5);
    await expect(journey.uploader.getByText('Drop to add')).toBeVisible();
    expect(await page.evaluate(() => window.highlights)).toEqual([true]);
    await send('drop', box.x + 5, box.y + 5);
    await journey.heard('uploads-idle');
    await journey.expectAllStored([file]);
    expect(await page.evaluate(() => window.reached)).toEqual([]);
  });

  test('of the page’s own card over the element stays the page’s', async ({
    journey,
  }) => {
    const { page } = journey;
    await page.evaluate(() => {
      window.reached = [];
      const own = document.createElement('p');
      own.id = 'own';
      own.draggable = true;
      own.textContent = 'a card';
      document.querySelector('kommo-uploader')?.before(own);
      own.addEventListener('dragstart', (event) =>
        event.dataTransfer?.setData('text/plain', 'a card'),
      );
      const { body } = document;
      body.addEventListener('dragover', (event) => event.preventDefault());
      for (const type of ['dragover', 'drop'])
        body.addEventListener(type, () => window.reached.push(type));
    });
    await page.locator('#own').dragTo(journey.uploader);
    await expect
      .poll(() => page.evaluate(() => window.reached))
      .toContain('drop');
    await expect(notice(journey)).toHaveCount(0);
    // What comes from outside next is the element's again.
    const file = journey.file('after.bin', 100);
    await journey.drop([file]);
    await journey.heard('uploads-idle');
    await journey.expectAllStored([file]);
  });
});

test.describe('a picture in the clipboard', () => {
  const copy = (page: Page) =>
    page.evaluate(async () => {
      const canvas = document.createElement('canvas');
      canvas.width = 3;
      canvas.height = 2;
      canvas.getContext('2d')?.fillRect(0, 0, 2, 1);
      const blob = await new Promise<Blob | null>((resolve) =>
        canvas.toBlob(resolve),
      );
      await navigator.clipboard.write([
        new ClipboardItem({ 'image/png': blob as Blob }),
      ]);
    });

  test('is pasted where the focus is in the element, or on the page where `drop-target` says so', async ({
    journey,
    context,
  }) => {
    const { page } = journey;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await copy(page);
    // Elsewhere in the page it is none of the element's business.
    await page.keyboard.press('Control+v');
    await journey.tabTo(
      journey.uploader.getByRole('button', { name: 'Choose files' }),
    );
    await page.keyboard.press('Control+v');
    await journey.heard('uploads-idle');
    const [upload, ...others] = await uploads(journey);
    expect(others).toEqual([]);
    expect(upload).toMatchObject({ path: 'image.png', status: 'uploaded' });
    const record = upload?.record as unknown as FileRecord;
    const stored = await journey.drive.readVersion(record.version_uuid);
    expect(Buffer.from(stored.subarray(1, 4)).toString()).toBe('PNG');

    await journey.set('drop-target', 'body');
    await page.evaluate(() => {
      const field = document.createElement('textarea');
      field.id = 'field';
      document.body.prepend(field);
      return navigator.clipboard.writeText('only text');
    });
    await page.locator('#field').focus();
    await page.keyboard.press('Control+v');
    await expect(page.locator('#field')).toHaveValue('only text');
    await copy(page);
    await page.keyboard.press('Control+v');
    await journey.heard('uploaded', 2);
    await expect(page.locator('#field')).toHaveValue('only text');
  });
});

test.describe('in a frame of another origin', () => {
  let script = '';

  test.beforeAll(async () => {
    const code = await bundle('src/one-file.ts');
    script = code.replaceAll('</script', '<\\/script');
  });

  /** A page with the element, and another around it that comes from elsewhere. */
  const frame = async (
    journey: Journey,
    sandbox: string | undefined,
    attributes = '',
  ): Promise<{ frame: FrameLocator; close: () => void }> => {
    const { url, token } = journey.demo.drive;
    const inner = `<!doctype html><meta charset="utf-8"><title>inner</title>
      <script type="module">${script}</script>
      <kommo-uploader session-url="${url}/v1.0/sessions" multiple ${attributes}></kommo-uploader>
      <script>
        const uploader = document.querySelector('kommo-uploader');
        uploader.accessToken = () => ${JSON.stringify(token)};
        window.told = [];
        for (const type of ['uploaded', 'upload-error', 'file-reject'])
          uploader.addEventListener(type, (event) => told.push(
            type === 'uploaded' ? event.detail : { wrong: event.detail.error.message },
          ));
        addEventListener('unhandledrejection', ({ reason }) => told.push({ wrong: String(reason) }));
      </script>`;
    const server = createServer((request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      const { port } = server.address() as AddressInfo;
      const limits = sandbox === undefined ? '' : `sandbox="${sandbox}"`;
      response.end(
        request.url === '/inner'
          ? inner
          : `<!doctype html><title>outer</title><iframe ${limits} src="http://127.0.0.1:${port}/inner" width="600" height="400"></iframe>`,
      );
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as AddressInfo;
    await journey.page.goto(`http://localhost:${port}/`);
    return {
      frame: journey.page.frameLocator('iframe'),
      close: () => {
        server.closeAllConnections();
        server.close();
      },
    };
  };

  const cases = [
    { name: 'that may do what frames may', sandbox: undefined },
    {
      name: 'that may run scripts and store nothing',
      sandbox: 'allow-scripts',
    },
    {
      name: 'that may store nothing, although it is asked to',
      sandbox: 'allow-scripts',
      attributes: 'resume-scope="7"',
    },
  ];

  for (const { name, sandbox, attributes } of cases)
    test(`${name}, a file is chosen and uploaded`, async ({ journey }) => {
      const { frame: inside, close } = await frame(
        journey,
        sandbox,
        attributes,
      );
      try {
        if (sandbox !== undefined)
          expect(
            await inside.locator('kommo-uploader').evaluate(() => {
              try {
                return sessionStorage.length;
              } catch {
                return 'denied';
              }
            }),
          ).toBe('denied');
        journey.drive.set({ maxPartSize: 1024 });
        const file = journey.file('framed.bin', 5000);
        const choosing = journey.page.waitForEvent('filechooser');
        await inside.getByRole('button', { name: 'Choose files' }).click();
        await (await choosing).setFiles([file]);
        await expect(inside.getByText('Uploaded ·')).toBeVisible();
        const told = await inside
          .locator('body')
          .evaluate(() => (window as unknown as { told: FileRecord[] }).told);
        expect(told).toHaveLength(1);
        expect(readFileSync(file).length).toBe(5000);
        await journey.expectStored(file, told[0] as FileRecord);
      } finally {
        close();
      }
    });
});
