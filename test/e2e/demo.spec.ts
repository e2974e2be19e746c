/**
 * The demo itself: `npm start` as somebody runs it, and the page's own panels.
 *
 * Knows: what the page shows. That files arrive in every state and size is `upload.spec.ts`'s matter.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { complaintsOf, isOfTheElement } from './complaints.js';
import { expect, test, withoutHandles } from './journey.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

function npmStart(args: string[]): {
  child: ChildProcess;
  said: () => string;
  ended: Promise<number | null>;
} {
  const child = spawn('npm', ['start', '--', ...args], {
    cwd: root,
    // A group of its own, as a terminal has it: Ctrl-C reaches npm and what it started.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      text += chunk;
    });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  return { child, said: () => text, ended };
}

const picture = () =>
  sharp({
    create: { width: 640, height: 400, channels: 3, background: '#3a7bd5' },
  })
    .png()
    .toBuffer();

test.describe('npm start', () => {
  test('serves a page that uploads, and ends with Ctrl-C', async ({ page }) => {
    const data = mkdtempSync(path.join(tmpdir(), 'npm-start-'));
    const { child, said, ended } = npmStart([
      ...['--port', '0', '--drive-port', '0', '--data', data],
      ...['--crm-port', '0', '--broker-port', '0'],
    ]);
    try {
      await expect.poll(said, { timeout: 30_000 }).toMatch(/^Or http\S+/m);
      const url = /^Open (\S+)/m.exec(said())?.[1] ?? '';
      const drive = /the drive is (http[^\s,]+)/.exec(said())?.[1] ?? '';
      expect(new URL(drive).origin).not.toBe(new URL(url).origin);
      const [, crm = '', broker = ''] =
        /^Or (\S+) .*broker is (http[^\s)]+)/m.exec(said()) ?? [];
      const signIn = await (await fetch(crm)).text();
      expect(signIn).toContain('Who are you?');
      const health = await (await fetch(`${broker}/healthz`)).json();
      expect(health).toMatchObject({ status: 'ok' });
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await withoutHandles(page);
      await page.goto(url);
      const file = path.join(data, 'hello.txt');
      writeFileSync(file, 'Hello, drive!');
      const choosing = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose files' }).click();
      await (await choosing).setFiles(file);
      const stored = page.getByRole('list', { name: /Stored files/ });
      await expect(stored.getByRole('listitem')).toContainText('hello.txt');
      const link = stored.getByRole('link', { name: 'Download hello.txt' });
      const answer = await fetch((await link.getAttribute('href')) ?? '');
      expect(await answer.text()).toBe('Hello, drive!');
      // The documentation is there, and its uploader has the same drive.
      await page.goto(`${url}guide/first-upload.html`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(
        'Your first upload',
      );
      await expect(page.getByText('the drive of this computer')).toBeVisible();
      expect(complaints).toEqual([]);

      process.kill(-(child.pid as number), 'SIGINT');
      await expect.poll(said).toContain('Stopped.');
      await ended;
      for (const address of [url, drive, crm, broker])
        await expect(fetch(address)).rejects.toThrow('fetch failed');
    } finally {
      if (child.exitCode === null && child.signalCode === null)
        process.kill(-(child.pid as number), 'SIGKILL');
      rmSync(data, { recursive: true, force: true });
    }
  });

  test('says in a sentence what is wrong with a port', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    for (const { args, sentence } of [
      {
        args: ['--port', 'many'],
        sentence: '--port must be a number from 0 to 65535.',
      },
      {
        args: ['--drive-port', '70000'],
        sentence: '--drive-port must be a number from 0 to 65535.',
      },
      {
        args: ['--port', `${port}`, '--drive-port', '0'],
        sentence: `Port ${port} is taken. Give another one with --port.`,
      },
      {
        args: ['--drive-port', `${port}`],
        sentence: `Port ${port} is taken. Give another one with --drive-port.`,
      },
      {
        args: ['--port', '0', '--drive-port', '0', '--crm-port', `${port}`],
        sentence: `Port ${port} is taken. Give another one with --crm-port.`,
      },
      { args: ['--colour'], sentence: "Unknown option '--colour'" },
    ]) {
      const data = mkdtempSync(path.join(tmpdir(), 'npm-start-'));
      const { said, ended } = npmStart([...args, '--data', data]);
      expect(await ended, args.join(' ')).not.toBe(0);
      expect(said()).toContain(sentence);
      expect(said()).not.toMatch(/^\s+at /m);
      rmSync(data, { recursive: true, force: true });
    }
    taken.close();
  });
});

test.describe('the page', () => {
  test('shows events, the record and what the drive holds, with a thumbnail', async ({
    journey,
  }) => {
    const { page } = journey;
    const file = journey.fileOf('blue sky.png', await picture());
    await journey.drop([file]);
    await journey.heard('uploads-idle');
    const [record] = await journey.expectAllStored([file]);
    const log = page.getByRole('log');
    await expect(log.locator('li').first()).toContainText('uploads-idle');
    await expect(
      log.locator('li', { hasText: `as ${record?.uuid}` }),
    ).toHaveCount(1);
    const shown = page.getByRole('region', { name: 'The record as JSON' });
    expect(JSON.parse((await shown.textContent()) ?? '')).toMatchObject({
      uuid: record?.uuid,
      name: 'blue sky',
      metadata: { extension: 'png', mime_type: 'image/png' },
    });
    const stored = page
      .getByRole('list', { name: /Stored files/ })
      .getByRole('listitem')
      .filter({ hasText: 'blue sky.png' });
    await expect(stored).toContainText('image/png');
    const thumbnail = stored.locator('img');
    await expect(thumbnail).toBeVisible();
    await expect
      .poll(() =>
        thumbnail.evaluate((img: HTMLImageElement) => img.naturalWidth),
      )
      .toBe(200);
    await page.getByRole('button', { name: 'Clear the events' }).click();
    await expect(log).toHaveCount(0);
  });

  test('uploads a picture where the code for small ones does not come, and says so once', async ({
    page,
    demo,
  }) => {
    const told = complaintsOf(page, isOfTheElement);
    await page.route('**/pictures.*', (route) => route.abort());
    await page.goto(demo.url);
    const uploader = page.locator('kommo-uploader');
    for (const name of ['a.png', 'b.png']) {
      await uploader.locator('input:enabled').setInputFiles({
        name,
        mimeType: 'image/png',
        buffer: await picture(),
      });
      await expect(
        uploader.getByRole('listitem').filter({ hasText: name }),
      ).toContainText('Uploaded');
    }
    await expect(uploader.locator('canvas')).toHaveCount(0);
    expect(told).toEqual([
      'kommo-uploader: the code for small pictures could not be loaded. Icons stand in.',
    ]);
  });

  test('throws away and brings back', async ({ journey }) => {
    const { page } = journey;
    const file = journey.file('to throw.bin', 500);
    await journey.drop([file]);
    await journey.heard('uploads-idle');
    const [record] = await journey.expectAllStored([file]);
    await page.getByRole('button', { name: 'Delete to throw.bin' }).click();
    await expect(page.getByText('to throw.bin is in the trash.')).toBeVisible();
    const isListed = async () =>
      (await journey.drive.files()).some(({ uuid }) => uuid === record?.uuid);
    expect(await isListed()).toBe(false);
    const undo = page.getByRole('button', { name: 'Undo' });
    await expect(undo).toBeFocused();
    await undo.click();
    await expect(
      page.getByRole('button', { name: 'Delete to throw.bin' }),
    ).toBeVisible();
    expect(await isListed()).toBe(true);
  });

  test('a 429 from the panel: the upload waits, then completes', async ({
    journey,
  }) => {
    const { page } = journey;
    journey.requestsMayFail = true;
    journey.drive.set({ maxPartSize: 1024 });
    await page.getByLabel('It hits').selectOption('the next part');
    await page.getByRole('button', { name: '429, wait 5 s' }).click();
    await expect(page.locator('.pending .chip')).toHaveText('429, wait 5 s');
    const file = journey.file('patient.bin', 3000);
    await journey.drop([file]);
    await journey.heard('upload-wait');
    const [wait] = await journey.eventsOf('upload-wait');
    expect(wait?.detail.waitingFor).toBe('drive');
    await expect(page.getByRole('log')).toContainText(
      'for the drive, again in',
    );
    await journey.heard('uploads-idle');
    await journey.expectAllStored([file]);
    expect(journey.asked('part').map(({ status }) => status)).toEqual([
      429, 202, 202, 200,
    ]);
    await expect(page.getByText('Nothing is to go wrong.')).toBeVisible();
  });

  test('turns the drive’s switches, and back to normal', async ({
    journey,
  }) => {
    const { page } = journey;
    await page.getByLabel('A part sent twice').selectOption('409');
    await expect.poll(() => journey.drive.behaviour.replay).toBe('refuse');
    await page.getByLabel('Latency').fill('150');
    await expect.poll(() => journey.drive.behaviour.latency).toBe(150);
    await page.getByText('More switches').click();
    const part = page.getByLabel('Largest part in bytes');
    await part.fill('2048');
    await part.press('Tab');
    await expect.poll(() => journey.drive.behaviour.maxPartSize).toBe(2048);
    const file = journey.file('small parts.bin', 5000);
    await journey.drop([file]);
    await journey.heard('uploads-idle');
    expect(journey.asked('part').map(({ bytes }) => bytes)).toEqual([
      2048, 2048, 904,
    ]);
    await page.getByRole('button', { name: 'Back to normal' }).click();
    await expect.poll(() => journey.drive.behaviour.maxPartSize).toBe(131_072);
    await expect(part).toHaveValue('131072');
    expect(journey.drive.behaviour.replay).toBe('same');
  });

  test('says when the drive hides its answers from the page', async ({
    journey,
  }) => {
    const { page } = journey;
    journey.requestsMayFail = true;
    await page.getByLabel('Answers readable by').selectOption('no page');
    await expect(page.locator('#stored-list').getByRole('alert')).toContainText(
      'CORS',
    );
    await page.getByRole('button', { name: 'Back to normal' }).click();
    await expect(page.locator('#stored-list').getByRole('alert')).toHaveCount(
      0,
    );
  });

  test('sets the element’s options while it runs, and writes the tag', async ({
    journey,
  }) => {
    const { page } = journey;
    const tag = page.getByRole('region', {
      name: 'The tag with these options',
    });
    await page.getByRole('textbox', { name: 'max-file-size' }).fill('1 KiB');
    await page.getByRole('textbox', { name: 'max-file-size' }).press('Tab');
    await page.getByRole('textbox', { name: 'accept' }).fill('.txt');
    await page.getByRole('textbox', { name: 'accept' }).press('Tab');
    await page.getByRole('checkbox', { name: 'manual' }).check();
    await expect(tag).toContainText('max-file-size="1 KiB"');
    await expect(tag).toContainText('multiple manual with-preview');
    await journey.drop([
      journey.file('large.txt', 1025),
      journey.file('other.bin', 10),
      journey.file('fits.txt', 1024),
    ]);
    await journey.heard('file-reject', 2);
    const rejected = await journey.eventsOf('file-reject');
    expect(
      rejected.map(({ file, detail }) => [
        file,
        (detail.error as { code: string }).code,
      ]),
    ).toEqual([
      ['large.txt', 'file-too-large'],
      ['other.bin', 'file-type'],
    ]);
    await journey.is('fits.txt', 'queued');
    expect(journey.asked('session')).toEqual([]);
    await journey.uploader
      .getByRole('button', { name: 'Upload 1 file' })
      .click();
    await journey.heard('uploaded');
    expect(await journey.eventsOf('upload-error')).toEqual([]);
  });

  test('copies its snippets', async ({ journey, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const { page } = journey;
    for (const title of ['Plain HTML', 'With npm', 'Listening, typed']) {
      const code = await page
        .getByRole('region', { name: title, exact: true })
        .textContent();
      await page.getByRole('button', { name: `Copy ${title}` }).click();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        code,
      );
    }
  });

  for (const width of [320, 768, 1440])
    test(`is nowhere wider than a window of ${width}`, async ({ journey }) => {
      const { page } = journey;
      await page.setViewportSize({ width, height: 800 });
      await journey.drop([
        journey.file(
          `${'a-very-long-name-without-any-break'.repeat(4)}.bin`,
          10,
        ),
      ]);
      await journey.heard('uploads-idle');
      for (const direction of ['ltr', 'rtl']) {
        await page.evaluate((direction) => {
          document.documentElement.dir = direction;
        }, direction);
        expect(
          await page.evaluate(() => {
            const { scrollWidth, clientWidth } = document.documentElement;
            return scrollWidth - clientWidth;
          }),
        ).toBe(0);
      }
    });

  test('asks nobody but itself and its drive', async ({ journey }) => {
    const { page } = journey;
    const origins = new Set<string>();
    page.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http')) origins.add(origin);
    });
    await page.reload();
    const file = journey.file('a.bin', 10);
    await journey.drop([file]);
    await journey.heard('uploads-idle');
    expect([...origins].sort()).toEqual(
      [new URL(journey.demo.url).origin, journey.demo.drive.url].sort(),
    );
  });
});
