/**
 * A dropped file reaches the drive: whole journeys in a real browser, over real HTTP, onto a real disk.
 *
 * Knows: what somebody does and sees. States are held by the gate in front of the drive and by the drive's faults,
 * never by a sleep.
 */
import path from 'node:path';
import type { JournalEntry } from '../../demo/drive/node.js';
import type { KommoUploader } from '../../src/index.js';
import { expect, type Journey, test, withoutHandles } from './journey.js';

const part = 1024;

declare global {
  interface Window {
    /** Whether the browser was told, for each event of a drag, not to do what it would do. */
    answers: boolean[];
  }
}

/** The sizes of the parts of each session, as they arrived, by the size of their sum. */
function partsBySize(entries: JournalEntry[]): Map<number, number[]> {
  const bySession = new Map<number, number[]>();
  for (const { session = 0, bytes = 0 } of entries)
    bySession.set(session, [...(bySession.get(session) ?? []), bytes]);
  return new Map(
    [...bySession.values()].map((parts) => [
      parts.reduce((sum, bytes) => sum + bytes, 0),
      parts,
    ]),
  );
}

function expectedParts(size: number, partSize: number): number[] {
  const full = Array.from(
    { length: Math.floor(size / partSize) },
    () => partSize,
  );
  const rest = size % partSize;
  return rest > 0 || size === 0 ? [...full, rest] : full;
}

/** Drops one file whose third part does not get through to the drive. */
async function heldAtThirdPart(journey: Journey, name = 'held.bin', parts = 5) {
  journey.drive.set({ maxPartSize: part });
  journey.gate.close('parts', 2);
  const file = journey.file(name, parts * part + 1);
  await journey.drop([file]);
  await expect.poll(() => journey.gate.waiting).toBe(1);
  await journey.is(name, 'uploading');
  return file;
}

test.describe('sizes', () => {
  for (const { partSize, sizes } of [
    { partSize: part, sizes: [0, 1, part - 1, part, part + 1, 40 * part + 7] },
    // The drive's default, which is also what the vendor's samples show.
    { partSize: 131_072, sizes: [2, 131_071, 131_072, 131_073, 5_000_000] },
  ])
    test(`every size arrives in parts of ${partSize}`, async ({ journey }) => {
      journey.drive.set({ maxPartSize: partSize });
      const files = sizes.map((size) => journey.file(`${size}.bin`, size));
      await journey.drop(files);
      await journey.heard('uploads-idle');
      await journey.expectAllStored(files);
      const parts = partsBySize(journey.asked('part'));
      for (const size of sizes)
        expect(parts.get(size), `parts of ${size} bytes`).toEqual(
          expectedParts(size, partSize),
        );
      expect(parts.size).toBe(sizes.length);
    });
});

test.describe('events', () => {
  test('of one file come once each, in order, and say what they promise', async ({
    journey,
  }) => {
    journey.drive.set({ maxPartSize: part });
    const file = journey.file('five.bin', 4 * part + 1);
    await journey.drop([file]);
    await journey.heard('uploads-idle');
    const [record] = await journey.expectAllStored([file]);
    const events = await journey.events();
    expect(events.map(({ type }) => type)).toEqual([
      'before-file-add',
      'file-add',
      'upload-start',
      ...Array.from({ length: 5 }, () => 'upload-progress'),
      'uploaded',
      'uploads-idle',
    ]);
    expect(
      events
        .filter(({ type }) => type === 'upload-progress')
        .map(({ detail }) => detail),
    ).toEqual(
      [part, 2 * part, 3 * part, 4 * part, 4 * part + 1].map((loaded) => ({
        loaded,
        total: 4 * part + 1,
      })),
    );
    const about = events.filter(({ type }) => !/^(before|uploads)/.test(type));
    expect(new Set(about.map(({ upload }) => upload))).toEqual(new Set(['1']));
    expect(new Set(about.map((each) => each.file))).toEqual(
      new Set(['five.bin']),
    );
    expect(record?.name).toBe('five');
  });

  test('of many files: as many as files, in the order of the drop when one goes at a time', async ({
    journey,
  }) => {
    journey.drive.set({ maxPartSize: part });
    await journey.set('concurrency', '1');
    const files = Array.from({ length: 12 }, (_, index) =>
      journey.file(`file ${index + 1}.bin`, index * 700),
    );
    await journey.drop(files);
    await journey.heard('uploads-idle');
    await journey.expectAllStored(files);
    const uploaded = await journey.eventsOf('uploaded');
    expect(uploaded.map(({ file }) => file)).toEqual(
      files.map((file) => path.basename(file)),
    );
    expect(await journey.eventsOf('uploads-idle')).toHaveLength(1);
    expect(await journey.eventsOf('upload-start')).toHaveLength(12);
  });
});

test.describe('names', () => {
  test('of any script and with markup in them are text, and stay what they are', async ({
    journey,
  }) => {
    const names = [
      'Договор № 7 — копия.txt',
      '<img src=x onerror=alert(1)>.txt',
      'عقد البيع.txt',
      '報告 ‹final›.txt',
      'a & b "quoted" \'too\'.txt',
      '👩‍💻 notes.txt',
    ];
    const files = names.map((name, index) => journey.file(name, 100 + index));
    await journey.drop(files);
    await journey.heard('uploads-idle');
    const records = await journey.expectAllStored(files);
    expect(
      records.map(({ name, metadata }) => `${name}.${metadata.extension}`),
    ).toEqual(names.map((name) => name.normalize('NFC')));
    for (const name of names)
      await expect(journey.row(name), `row of ${name}`).toHaveCount(1);
    // Neither the element nor the page around it made an element of a name.
    await expect(journey.page.locator('img[src="x"]')).toHaveCount(0);
  });

  test('with a direction override cannot pretend to be another type', async ({
    journey,
  }) => {
    const name = 'invoice\u202Efdp.exe';
    const file = journey.file(name, 10);
    await journey.drop([file]);
    await journey.heard('uploads-idle');
    const [record] = await journey.expectAllStored([file]);
    expect(record?.name).toBe('invoicefdp');
    expect(record?.metadata.extension).toBe('exe');
  });
});

/** How to get an upload into a state, and how to let it go on from there. */
const states: Record<
  string,
  { reach: (journey: Journey) => Promise<string>; name: string }
> = {
  queued: {
    name: 'second.bin',
    reach: async (journey) => {
      journey.drive.set({ maxPartSize: part });
      await journey.set('concurrency', '1');
      journey.gate.close('sessions');
      const second = journey.file('second.bin', 3 * part);
      await journey.drop([journey.file('first.bin', 2 * part), second]);
      await expect.poll(() => journey.gate.waiting).toBe(1);
      return second;
    },
  },
  opening: {
    name: 'held.bin',
    reach: async (journey) => {
      journey.drive.set({ maxPartSize: part });
      journey.gate.close('sessions');
      const file = journey.file('held.bin', 3 * part);
      await journey.drop([file]);
      await expect.poll(() => journey.gate.waiting).toBe(1);
      return file;
    },
  },
  uploading: { name: 'held.bin', reach: (journey) => heldAtThirdPart(journey) },
  pausing: {
    name: 'held.bin',
    reach: async (journey) => {
      const file = await heldAtThirdPart(journey);
      await journey.press('held.bin', 'pause');
      return file;
    },
  },
  paused: {
    name: 'held.bin',
    reach: async (journey) => {
      const file = await heldAtThirdPart(journey);
      await journey.press('held.bin', 'pause');
      journey.gate.letThrough(1);
      await journey.heard('upload-pause');
      return file;
    },
  },
  waiting: {
    name: 'held.bin',
    reach: async (journey) => {
      journey.requestsMayFail = true;
      journey.drive.set({ maxPartSize: part });
      journey.drive.faults.add({
        on: 'part',
        at: 3,
        kind: 'status',
        status: 503,
        retryAfter: 500,
      });
      const file = journey.file('held.bin', 5 * part + 1);
      await journey.drop([file]);
      await journey.heard('upload-wait');
      return file;
    },
  },
};

test.describe('abort', () => {
  for (const [status, { reach, name }] of Object.entries(states))
    test(`while ${status} ends it at once, and a retry brings it to its end`, async ({
      journey,
    }) => {
      // A part that is cut is a request that failed.
      journey.requestsMayFail = true;
      const file = await reach(journey);
      await journey.is(name, status);
      await journey.press(name, 'abort');
      await journey.is(name, 'aborted');
      // What was on its way is cut: only the other file's request still stands there.
      await expect
        .poll(() => journey.gate.waiting)
        .toBe(status === 'queued' ? 1 : 0);
      // And nothing follows.
      const { length } = journey.asked('part');
      journey.gate.open();
      expect(await journey.eventsOf('upload-abort')).toHaveLength(1);
      const others = name === 'second.bin' ? 1 : 0;
      await journey.heard('uploads-idle');
      expect(await journey.eventsOf('uploaded')).toHaveLength(others);
      expect(await journey.eventsOf('upload-error')).toEqual([]);
      // And again: nothing comes of it.
      await journey.uploader.evaluate((uploader: KommoUploader) =>
        uploader.abort(),
      );
      expect(await journey.eventsOf('upload-abort')).toHaveLength(1);
      await journey.press(name, 'retry');
      await journey.heard('uploaded', others + 1);
      await journey.is(name, 'uploaded');
      await journey.heard('uploads-idle', 2);
      const uploaded = (await journey.eventsOf('uploaded')).filter(
        (event) => event.file === name,
      );
      expect(uploaded).toHaveLength(1);
      await journey.expectStored(file, uploaded[0]?.detail as never);
      const sessions = (await journey.eventsOf('uploaded')).map(
        ({ detail }) => detail.session_id,
      );
      for (const { session } of journey.asked('part').slice(length))
        expect(sessions).toContain(session);
      expect(journey.asked('part', 'OPTIONS')).toEqual([]);
    });
});

test.describe('pause and resume', () => {
  test('while uploading: the part in flight arrives, then nothing more until it is resumed', async ({
    journey,
  }) => {
    const file = await heldAtThirdPart(journey);
    await journey.press('held.bin', 'pause');
    await journey.is('held.bin', 'pausing');
    expect(await journey.eventsOf('upload-pause')).toEqual([]);
    journey.gate.open();
    await journey.heard('upload-pause');
    await journey.is('held.bin', 'paused');
    const [paused] = await journey.eventsOf('upload-pause');
    expect(paused?.detail).toEqual({ loaded: 3 * part, total: 5 * part + 1 });
    expect(journey.asked('part')).toHaveLength(3);
    await journey.press('held.bin', 'resume');
    await journey.heard('uploads-idle');
    await journey.expectAllStored([file]);
    // Each part once: nothing was sent while it was paused, and nothing again.
    expect(journey.asked('part').map((entry) => entry.part)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
    expect(await journey.eventsOf('upload-resume')).toHaveLength(1);
  });

  test('taken back before the part in flight has arrived', async ({
    journey,
  }) => {
    const file = await heldAtThirdPart(journey);
    await journey.press('held.bin', 'pause');
    await journey.is('held.bin', 'pausing');
    await journey.press('held.bin', 'resume');
    await journey.is('held.bin', 'uploading');
    journey.gate.open();
    await journey.heard('uploads-idle');
    await journey.expectAllStored([file]);
    expect(await journey.eventsOf('upload-pause')).toEqual([]);
    expect(journey.asked('part')).toHaveLength(6);
  });

  test('while opening: the session is opened, no part is sent', async ({
    journey,
  }) => {
    journey.drive.set({ maxPartSize: part });
    journey.gate.close('sessions');
    const file = journey.file('held.bin', 3 * part);
    await journey.drop([file]);
    await journey.is('held.bin', 'opening');
    await journey.press('held.bin', 'pause');
    await journey.is('held.bin', 'pausing');
    await expect.poll(() => journey.gate.waiting).toBe(1);
    journey.gate.open();
    await journey.heard('upload-pause');
    expect(journey.asked('part')).toEqual([]);
    await journey.press('held.bin', 'resume');
    await journey.heard('uploads-idle');
    await journey.expectAllStored([file]);
    expect(journey.asked('session')).toHaveLength(1);
  });

  test('while queued: it lets the others go first', async ({ journey }) => {
    journey.drive.set({ maxPartSize: part });
    await journey.set('concurrency', '1');
    journey.gate.close('sessions');
    const files = ['first.bin', 'second.bin', 'third.bin'].map((name) =>
      journey.file(name, 2 * part),
    );
    await journey.drop(files);
    await journey.is('second.bin', 'queued');
    await journey.press('second.bin', 'pause');
    await journey.is('second.bin', 'paused');
    journey.gate.open();
    await journey.heard('uploaded', 2);
    expect(await journey.eventsOf('uploads-idle')).toEqual([]);
    await journey.press('second.bin', 'resume');
    await journey.heard('uploads-idle');
    await journey.expectAllStored(files);
    expect(
      (await journey.eventsOf('uploaded')).map(({ file }) => file),
    ).toEqual(['first.bin', 'third.bin', 'second.bin']);
  });

  test('while waiting: nobody waits any more, and resuming does not wait either', async ({
    journey,
  }) => {
    const file = await (states.waiting as (typeof states)[string]).reach(
      journey,
    );
    const [wait] = await journey.eventsOf('upload-wait');
    expect(wait?.detail).toMatchObject({
      waitingFor: 'drive',
      loaded: 2 * part,
    });
    await journey.press('held.bin', 'pause');
    await journey.is('held.bin', 'paused');
    await journey.press('held.bin', 'resume');
    await journey.heard('uploads-idle');
    await journey.expectAllStored([file]);
  });

  test('of all at once, with the buttons for all', async ({ journey }) => {
    journey.drive.set({ maxPartSize: part });
    journey.gate.close('parts');
    const files = ['a.bin', 'b.bin', 'c.bin'].map((name) =>
      journey.file(name, 3 * part),
    );
    await journey.drop(files);
    await expect.poll(() => journey.gate.waiting).toBe(3);
    await journey.pressForAll('Pause');
    for (const name of ['a.bin', 'b.bin', 'c.bin'])
      await journey.is(name, 'pausing');
    journey.gate.open();
    await journey.heard('upload-pause', 3);
    expect(journey.asked('part')).toHaveLength(3);
    await journey.pressForAll('Resume');
    await journey.heard('uploads-idle');
    await journey.expectAllStored(files);
    expect(journey.asked('part')).toHaveLength(9);
  });
});

test.describe('after a failure', () => {
  test('of the session, a retry opens another one', async ({ journey }) => {
    journey.requestsMayFail = true;
    journey.drive.set({ maxPartSize: part });
    journey.drive.faults.add({
      on: 'session',
      kind: 'status',
      status: 400,
      body: 'The quota is full.',
    });
    const file = journey.file('refused.bin', 2 * part);
    await journey.drop([file]);
    await journey.heard('uploads-idle');
    await journey.is('refused.bin', 'failed');
    const [failed] = await journey.eventsOf('upload-error');
    expect(failed?.detail.error).toMatchObject({ code: 'session-refused' });
    // What fits into the row is a button: it tells the rest.
    await journey
      .row('refused.bin')
      .getByRole('button', { name: 'The server does not take this file.' })
      .click();
    await expect(journey.page.getByText('The quota is full.')).toBeVisible();
    await journey.page.keyboard.press('Escape');
    await journey.press('refused.bin', 'retry');
    await journey.heard('uploads-idle', 2);
    const uploaded = await journey.eventsOf('uploaded');
    expect(uploaded).toHaveLength(1);
    await journey.expectStored(file, uploaded[0]?.detail as never);
    expect(await journey.eventsOf('upload-error')).toHaveLength(1);
  });

  test('of a part, a retry starts over and stores the file once', async ({
    journey,
  }) => {
    journey.requestsMayFail = true;
    journey.drive.set({ maxPartSize: part });
    const before = (await journey.drive.files()).length;
    // The second refusal at the same place is believed.
    journey.drive.faults.add({
      on: 'part',
      at: 3,
      kind: 'status',
      status: 403,
      times: 2,
    });
    const file = journey.file('refused.bin', 5 * part);
    await journey.drop([file]);
    await journey.heard('uploads-idle');
    const [failed] = await journey.eventsOf('upload-error');
    expect(failed?.detail.error).toMatchObject({ code: 'refused' });
    await journey.press('refused.bin', 'retry');
    await journey.heard('uploads-idle', 2);
    const uploaded = await journey.eventsOf('uploaded');
    expect(uploaded).toHaveLength(1);
    await journey.expectStored(file, uploaded[0]?.detail as never);
    expect(await journey.drive.files()).toHaveLength(before + 1);
  });

  for (const { what, fault } of [
    { what: 'a 503', fault: { kind: 'status', status: 503 } },
    {
      what: 'a 429 with Retry-After',
      fault: { kind: 'status', status: 429, retryAfter: 1 },
    },
    { what: 'lost answers', fault: { kind: 'lost-answer', times: 100 } },
    {
      what: 'resets within the body',
      fault: { kind: 'reset', when: 'within', times: 100 },
    },
  ] as const)
    test(`that passes (${what}), it goes on by itself`, async ({ journey }) => {
      journey.requestsMayFail = true;
      journey.drive.set({ maxPartSize: part });
      journey.drive.faults.add({ on: 'part', at: 2, ...fault });
      const file = journey.file('again.bin', 4 * part);
      await journey.drop([file]);
      // Where a connection that was used before breaks, Chromium sends again by itself and says nothing, once for each
      // connection that it has: so the fault lasts until the page has heard of it.
      await journey.heard('upload-wait');
      journey.drive.faults.clear();
      await journey.heard('uploads-idle');
      await journey.expectAllStored([file]);
      expect(await journey.eventsOf('upload-retry')).not.toEqual([]);
      const parts = journey.asked('part').map((entry) => entry.part);
      expect([...new Set(parts)]).toEqual([1, 2, 3, 4]);
      expect(parts.filter((number) => number !== 2)).toEqual([1, 3, 4]);
      const steps = await journey.eventsOf('upload-progress');
      expect(steps.map(({ detail }) => detail.loaded)).toEqual([
        part,
        2 * part,
        3 * part,
        4 * part,
      ]);
    });
});

test.describe('ways in', () => {
  test('a drop just beside the element does not make the browser leave the page', async ({
    journey,
  }) => {
    const { url } = journey.demo;
    const file = journey.fileOf(
      'page.html',
      Buffer.from('<h1>Somewhere else</h1>'),
    );
    const heading = journey.page.getByRole('heading', { level: 1 });
    await journey.page.evaluate(() => {
      window.answers = [];
      for (const type of ['dragover', 'drop'])
        addEventListener(type, (event) =>
          // When everybody was asked.
          setTimeout(() => window.answers.push(event.defaultPrevented)),
        );
    });
    await journey.drop([file], heading);
    await journey.drop([file], journey.uploader, 'above');
    await expect
      .poll(() => journey.page.evaluate(() => window.answers.length))
      .toBeGreaterThanOrEqual(2);
    // A browser without a window stays where it is in any case; one with a window leaves unless it is told not to.
    expect(await journey.page.evaluate(() => window.answers)).not.toContain(
      false,
    );
    expect(journey.page.url()).toBe(url);
    await expect(heading).toBeVisible();
    expect(await journey.events()).toEqual([]);
    // And the element still takes what is dropped on it.
    await journey.drop([file]);
    await journey.heard('uploads-idle');
    await journey.expectAllStored([file]);
  });

  test('a dropped link is no file, and the element says so', async ({
    journey,
  }) => {
    const box = await journey.uploader.boundingBox();
    if (!box) throw new Error('no uploader');
    await journey.dragAt(box.x + box.width / 2, box.y + box.height / 2, {
      items: [{ mimeType: 'text/uri-list', data: 'https://example.com/' }],
      dragOperationsMask: 1,
    });
    expect(journey.page.url()).toBe(journey.demo.url);
    await expect(
      journey.uploader.getByText('Only files can be added here'),
    ).toBeVisible();
    expect(await journey.eventsOf('file-add')).toEqual([]);
  });

  test('keyboard only: choose, watch, pause, resume', async ({ journey }) => {
    journey.drive.set({ maxPartSize: part });
    journey.gate.close('parts', 1);
    const { page } = journey;
    await withoutHandles(page);
    await page.reload();
    const file = journey.file('keys.bin', 3 * part);
    // Before the first key: a page that is told late opens a real chooser.
    const choosing = page.waitForEvent('filechooser');
    // From the link that skips to the uploader.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.locator('#try')).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(
      page.getByRole('button', { name: 'Choose files' }),
    ).toBeFocused();
    await page.keyboard.press('Enter');
    const chooser = await choosing;
    expect(chooser.isMultiple()).toBe(true);
    await chooser.setFiles([file]);
    await expect.poll(() => journey.gate.waiting).toBe(1);
    await journey.tabTo(journey.button('keys.bin', 'pause'));
    await page.keyboard.press('Enter');
    await journey.is('keys.bin', 'pausing');
    journey.gate.open();
    await journey.heard('upload-pause');
    // The focus did not get lost although the button became another one.
    await expect(journey.button('keys.bin', 'resume')).toBeFocused();
    await page.keyboard.press('Enter');
    await journey.heard('uploads-idle');
    await journey.expectAllStored([file]);
  });

  test('a file that was picked before the script came is adopted', async ({
    page,
    demo,
    journey,
  }) => {
    let letIn = () => {};
    const script = new Promise<void>((resolve) => {
      letIn = resolve;
    });
    await page.route('**/demo/main.ts', async (route) => {
      await script;
      await route.continue();
    });
    await page.goto(demo.url, { waitUntil: 'commit' });
    const file = journey.file('early.bin', 3000);
    await page.locator('kommo-uploader > input').setInputFiles(file);
    expect(
      await page.evaluate(() => !customElements.get('kommo-uploader')),
    ).toBe(true);
    letIn();
    await journey.heard('uploads-idle');
    await journey.expectAllStored([file]);
    await expect(page.locator('kommo-uploader > input')).toBeDisabled();
  });
});
