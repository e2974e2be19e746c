/**
 * The page is gone in the middle of an upload: reloaded, killed, closed, or open a second time.
 *
 * Knows: what somebody does and sees. The gate in front of the drive holds the upload where the page is to go.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright/test';
import { ensureBrowser, launchOptions } from '../helpers/browser.js';
import { expect, Journey, test, withoutHandles } from './journey.js';

const part = 1024;
const name = 'report.bin';

/** Each page that opens from now on lets this person go on. */
async function asPerson(page: Page, scope: string): Promise<void> {
  await page.addInitScript((scope) => {
    addEventListener('DOMContentLoaded', () =>
      document
        .querySelector('kommo-uploader')
        ?.setAttribute('resume-scope', scope),
    );
  }, scope);
}

/** Drops a file of six parts, of which three are there; the fourth hangs, and the checkpoint is written. */
async function heldAtFourthPart(journey: Journey): Promise<string> {
  journey.drive.set({ maxPartSize: part });
  journey.gate.close('parts', 3);
  const file = journey.file(name, 5 * part + 100);
  await journey.drop([file]);
  await expect.poll(() => journey.gate.waiting).toBe(1);
  return file;
}

async function reload(journey: Journey): Promise<void> {
  await journey.page.reload();
  journey.gate.open();
  await journey.is(name, 'paused');
}

/** One session, and no part but one was sent twice. */
async function expectWentOn(journey: Journey, file: string): Promise<void> {
  await journey.heard('uploads-idle');
  await journey.expectAllStored([file]);
  expect(journey.asked('session').length).toBe(1);
  const sent = journey.asked('part').map((entry) => entry.part);
  expect(sent.length - new Set(sent).size).toBeLessThanOrEqual(1);
}

test.describe('leaving the page', () => {
  test('asks first while a file is on its way, and not afterwards', async ({
    journey,
  }) => {
    const file = await heldAtFourthPart(journey);
    journey.answer = 'stay';
    // Browsers ask only where a person did something, and a drop that a script makes is no person's.
    await journey.page.getByRole('heading').first().click();
    // Later, or this command would wait for a page that never comes.
    await journey.page.evaluate(() => {
      setTimeout(() => location.reload());
    });
    await expect.poll(() => journey.leavings).toBe(1);
    journey.gate.open();
    await journey.heard('uploads-idle');
    await journey.expectAllStored([file]);
    await journey.page.reload();
    expect(journey.leavings).toBe(1);
  });

  test('asks nothing with leave-warning="off"', async ({ journey }) => {
    journey.requestsMayFail = true;
    await journey.set('leave-warning', 'off');
    await heldAtFourthPart(journey);
    await reload(journey);
    expect(journey.leavings).toBe(0);
  });
});

test.describe('after a reload', () => {
  test('the row is back, paused, and a dropped file goes on where it was', async ({
    journey,
  }) => {
    journey.requestsMayFail = true;
    const file = await heldAtFourthPart(journey);
    await reload(journey);
    await expect(journey.row(name)).toContainText(
      '3.1 kB of 5.2 kB are uploaded already',
    );
    await journey.drop([file]);
    await expectWentOn(journey, file);
  });

  test('one click goes on where the browser kept the file', async ({
    journey,
    browserName,
  }) => {
    test.skip(browserName === 'firefox', 'Firefox gives no handle of a file');
    journey.requestsMayFail = true;
    const file = await heldAtFourthPart(journey);
    await reload(journey);
    await journey.press(name, 'resume');
    await expectWentOn(journey, file);
  });

  test('one click goes on with a file that was chosen in the picker', async ({
    journey,
    browserName,
  }) => {
    test.skip(browserName === 'firefox', 'Firefox has no such picker');
    journey.requestsMayFail = true;
    journey.drive.set({ maxPartSize: part });
    journey.gate.close('parts', 3);
    const { page } = journey;
    const size = 5 * part + 100;
    // The dialog is the browser's, and nobody can press a button in it: a real handle comes from the origin's own disk.
    await page.evaluate(
      async ({ name, size }) => {
        const folder = await navigator.storage.getDirectory();
        const handle = await folder.getFileHandle(name, { create: true });
        const writable = await handle.createWritable();
        await writable.write(
          Uint8Array.from({ length: size }, (_, at) => (at * 7) ^ (at >> 8)),
        );
        await writable.close();
        Object.assign(window, { showOpenFilePicker: async () => [handle] });
      },
      { name, size },
    );
    await page.getByRole('button', { name: 'Choose files' }).click();
    await expect.poll(() => journey.gate.waiting).toBe(1);
    await reload(journey);
    await journey.press(name, 'resume');
    await journey.heard('uploads-idle');
    const [uploaded, ...others] = await journey.eventsOf('uploaded');
    expect(others).toEqual([]);
    const stored = await journey.drive.readVersion(
      uploaded?.detail.version_uuid as string,
    );
    const chosen = Uint8Array.from(
      { length: size },
      (_, at) => (at * 7) ^ (at >> 8),
    );
    expect(Buffer.from(stored).equals(chosen)).toBe(true);
    expect(journey.asked('session').length).toBe(1);
    const sent = journey.asked('part').map((entry) => entry.part);
    expect(sent.length - new Set(sent).size).toBeLessThanOrEqual(1);
  });

  test('a file chosen in the dialog goes on, and another one is refused', async ({
    journey,
  }) => {
    journey.requestsMayFail = true;
    const { page } = journey;
    await withoutHandles(page);
    // Before the first click: a page that is told late opens a real dialog.
    page.on('filechooser', () => {});
    await page.reload();
    journey.drive.set({ maxPartSize: part });
    journey.gate.close('parts', 3);
    const file = journey.file(name, 5 * part + 100);
    const choose = async (press: () => Promise<void>, chosen: string) => {
      const choosing = page.waitForEvent('filechooser');
      await press();
      await (await choosing).setFiles(chosen);
    };
    await choose(
      () => page.getByRole('button', { name: 'Choose files' }).click(),
      file,
    );
    await expect.poll(() => journey.gate.waiting).toBe(1);
    await reload(journey);
    const again = () =>
      journey.uploader
        .getByRole('button', { name: `Choose ${name} again` })
        .click();
    await choose(again, journey.file('other.bin', 10));
    await expect(journey.row(name)).toContainText('This is another file.');
    // To Firefox a dialog that its driver answered is open for as long as the page is.
    await page.reload();
    await choose(again, file);
    await expectWentOn(journey, file);
  });

  test('another file is refused with a clear text, and the right one goes on', async ({
    journey,
  }) => {
    journey.requestsMayFail = true;
    const file = await heldAtFourthPart(journey);
    await reload(journey);
    await journey.page.evaluate(() => {
      const uploader = document.querySelector('kommo-uploader');
      return uploader?.uploads[0]?.attach(new File(['other'], 'other.bin'));
    });
    await expect(journey.row(name)).toContainText('This is another file.');
    await journey.drop([file]);
    await expectWentOn(journey, file);
  });

  test('nothing is back where nothing may be kept', async ({ journey }) => {
    journey.requestsMayFail = true;
    await asPerson(journey.page, 'none');
    await journey.page.reload();
    await heldAtFourthPart(journey);
    await journey.page.reload();
    journey.gate.open();
    // What is back comes before this: both wait for the same moment.
    const file = journey.file('next.bin', 10);
    await journey.drop([file]);
    await journey.heard('uploads-idle');
    await expect(journey.row(name)).toHaveCount(0);
    expect(await countKept(journey.page)).toBe(0);
  });

  test('nothing is back once everything was forgotten', async ({ journey }) => {
    journey.requestsMayFail = true;
    await heldAtFourthPart(journey);
    await reload(journey);
    await journey.uploader.evaluate((element) =>
      (element as HTMLElementTagNameMap['kommo-uploader']).forget(),
    );
    await expect(journey.row(name)).toHaveCount(0);
    expect(await countKept(journey.page)).toBe(0);
  });
});

test('where there is no room in storage, an upload goes on as ever, and nothing is written down', async ({
  journey,
  browserName,
}) => {
  test.skip(browserName === 'firefox', 'only Chromium can be given a quota');
  const { page } = journey;
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.overrideQuotaForOrigin', {
    origin: new URL(page.url()).origin,
    quotaSize: 1,
  });
  const file = await heldAtFourthPart(journey);
  expect(await countKept(page)).toBe(0);
  // It is the browser that has no room.
  expect(
    await page.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open('kommo-uploader-1');
          opening.onsuccess = () => {
            const writing = opening.result.transaction(
              'checkpoints',
              'readwrite',
            );
            writing.objectStore('checkpoints').put('x', 'x');
            writing.onabort = () => resolve(writing.error?.name);
            writing.oncomplete = () => resolve('written');
          };
          opening.onerror = () => resolve(opening.error?.name);
        }),
    ),
  ).toBe('QuotaExceededError');
  journey.gate.open();
  await journey.heard('uploads-idle');
  await journey.expectAllStored([file]);
});

test('a second tab says that the first one is at it, and takes over when that closes', async ({
  journey,
  demo,
}) => {
  journey.requestsMayFail = true;
  await asPerson(journey.page, 'user-7');
  await journey.page.reload();
  const file = await heldAtFourthPart(journey);
  const second = new Journey(await journey.page.context().newPage(), demo);
  second.requestsMayFail = true;
  await asPerson(second.page, 'user-7');
  await second.open();
  await expect(second.row(name)).toContainText('in another tab');
  await journey.page.close({ runBeforeUnload: false });
  await second.is(name, 'paused');
  second.gate.open();
  journey.gate.open();
  await second.drop([file]);
  await expectWentOn(second, file);
  await second.page.close();
});

test('a browser that was killed goes on after it was started again', async ({
  demo,
  browserName,
}) => {
  test.skip(process.platform !== 'linux', 'killing a browser by its profile');
  test.skip(browserName === 'firefox', 'no profile of Firefox can be kept');
  const profile = mkdtempSync(path.join(tmpdir(), 'profile-'));
  const start = async (): Promise<Journey> => {
    const { args, ...options } = launchOptions(ensureBrowser());
    const context = await chromium.launchPersistentContext(profile, {
      ...options,
      // Nobody is there to answer: the person has to choose the file again.
      args: [...args, '--deny-permission-prompts'],
    });
    const [page] = context.pages();
    if (page === undefined) throw new Error('A browser without a page.');
    const journey = new Journey(page, demo);
    journey.requestsMayFail = true;
    await asPerson(page, 'user-9');
    await withoutHandles(page);
    await journey.open();
    return journey;
  };
  const first = await start();
  const file = await heldAtFourthPart(first);
  // The last write may be a second away.
  await expect
    .poll(() => offsetKept(first.page), { timeout: 10_000 })
    .toBe(3 * part);
  execFileSync('pkill', ['-KILL', '-f', `user-data-dir=${profile}`]);
  await expect.poll(() => first.page.isClosed()).toBe(true);
  first.gate.remove();

  const second = await start();
  await second.is(name, 'paused');
  const chooser = second.page.waitForEvent('filechooser');
  await second.press(name, 'resume');
  await (await chooser).setFiles(file);
  await expectWentOn(second, file);
  await second.page.context().close();
  second.gate.remove();
  demo.drive.drive.reset();
  rmSync(first.folder, { recursive: true, force: true });
  rmSync(second.folder, { recursive: true, force: true });
  rmSync(profile, { recursive: true, force: true });
});

/** What is written down in this browser. */
function kept(
  page: Page,
): Promise<{ standing: { session?: { offset: number } } }[]> {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('kommo-uploader-1');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const db = opening.result;
          if (!db.objectStoreNames.contains('checkpoints')) {
            db.close();
            resolve([]);
            return;
          }
          const reading = db
            .transaction('checkpoints')
            .objectStore('checkpoints')
            .getAll();
          reading.onsuccess = () => {
            db.close();
            resolve(
              reading.result.map(({ standing }) => ({
                standing: { session: { offset: standing.session?.offset } },
              })),
            );
          };
        };
      }),
  );
}

const countKept = async (page: Page): Promise<number> =>
  (await kept(page)).length;

const offsetKept = async (page: Page): Promise<number | undefined> =>
  (await kept(page))[0]?.standing.session?.offset;
