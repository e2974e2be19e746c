/**
 * What a page holds while it uploads, and afterwards: nothing that grows with the files.
 *
 * A heap is compared with the one after a first round, so that what is made once counts for nothing. Only Chromium shows
 * its heap.
 */
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CDPSession, expect, type Page, test } from 'playwright/test';
import { type Heap, heapWhen } from '../helpers/heap.js';
import { Gate } from './gate.js';
import { type MemorySite, partSize, startMemorySite } from './memory-site.js';

const MIB = 2 ** 20;
/** Milliseconds for a test on a machine that has much else to do; on one of its own they take a tenth of it. */
const SLOW = 240_000;
/** The same for what is looked at again and again. */
const waiting = { timeout: 60_000 };
/** Bytes of rows, of code that is compiled, and of what the browser needs for requests. */
const SMALL = 2 * MIB;

/** What there is of each upload, while it is there. */
const ofUploads = [
  'object Upload',
  'native File',
  'native Blob',
  'object Keeper',
  'object Place',
  'object Way',
  'object PartReader',
  'native <li>',
  'native <progress>',
  'native <canvas>',
  'native <video>',
];

/** What there is of an element, while it is there. */
const ofElements = [
  'native <kommo-uploader>',
  'object UploadQueue',
  'object Voice',
  'object ListWindow',
  'object RunWatch',
  'native IDBDatabase',
  'native BroadcastChannel',
];

/** What a first element and its uploads leave to nobody; its templates and its connection to storage stay. */
const whatGoes = ['object Upload', 'native File', 'native <kommo-uploader>'];

let site: MemorySite;
let page: Page;
let devtools: CDPSession;

test.beforeAll(async () => {
  site = await startMemorySite();
});

test.afterAll(() => site.close());

test.afterEach(() => site.drive.drive.reset());

test.beforeEach(async ({ page: fresh }) => {
  page = fresh;
  await page.goto(site.url);
  await page.waitForFunction(() => customElements.get('kommo-uploader'));
  devtools = await page.context().newCDPSession(page);
});

/** Puts an element into the page. */
const addElement = (): Promise<void> =>
  page.evaluate(async (sessionUrl) => {
    const element = document.createElement('kommo-uploader');
    element.sessionUrl = sessionUrl;
    element.multiple = true;
    element.concurrency = 6;
    document.body.append(element);
    await element.updateComplete;
  }, `${site.drive.url}/v1.0/sessions`);

const removeElement = (): Promise<void> =>
  page.evaluate(() => document.querySelector('kommo-uploader')?.remove());

/** Adds files: a few pictures and what only says that it is a video, and texts. */
const addFiles = (count: number): Promise<void> =>
  page.evaluate(async (count) => {
    const canvas = new OffscreenCanvas(20, 20);
    canvas.getContext('2d')?.fillRect(1, 1, 10, 10);
    const picture = await canvas.convertToBlob();
    const files = Array.from({ length: count }, (_, at) => {
      if (at < 4)
        return new File([picture], `${at}.png`, { type: 'image/png' });
      if (at < 6) return new File(['no'], `${at}.mp4`, { type: 'video/mp4' });
      return new File([`${at}`], `${at}.txt`);
    });
    document.querySelector('kommo-uploader')?.addFiles(files);
  }, count);

/** Resolves when nothing is left to do: how many uploads ended in which way. */
const done = (): Promise<{
  uploaded: number;
  failed: number;
  aborted: number;
}> =>
  page.evaluate(async () => {
    const detail = await document.querySelector('kommo-uploader')?.done();
    const { uploaded = [], failed = [], aborted = [] } = detail ?? {};
    return {
      uploaded: uploaded.length,
      failed: failed.length,
      aborted: aborted.length,
    };
  });

/** Waits until pictures are drawn, and empties the list. */
const clear = async (): Promise<void> => {
  await page.locator('kommo-uploader canvas').first().waitFor();
  await page.waitForFunction(() => addresses.made > 0);
  await page.evaluate(async () => {
    const element = document.querySelector('kommo-uploader');
    element?.clear();
    await element?.updateComplete;
  });
};

/** Of what there is more than before: a sentence for each, with who holds the last of them. */
const left = (heap: Heap, names: readonly string[], before?: Heap): string[] =>
  names
    .map((name) => ({
      name,
      more: heap.count(name) - (before?.count(name) ?? 0),
    }))
    .filter(({ more }) => more > 0)
    .map(({ name, more }) => `${more} × ${heap.heldBy(name)}`);

/** The heap as soon as there is no more of these than before, or as it stays. */
const heapWithout = (names: readonly string[], before?: Heap): Promise<Heap> =>
  heapWhen(devtools, (heap) =>
    names.every((name) => heap.count(name) <= (before?.count(name) ?? 0)),
  );

/** Nodes and listeners of the page, wherever they are. */
const counters = async (): Promise<number> => {
  await devtools.send('HeapProfiler.collectGarbage');
  const { nodes, jsEventListeners } = await devtools.send(
    'Memory.getDOMCounters',
  );
  return nodes + jsEventListeners;
};

/** Addresses of files that were never taken back. */
const openAddresses = (): Promise<number> =>
  page.evaluate(() => addresses.open.size);

/** What the page has beside its heap: listeners of window and document, locks. */
const outside = async (): Promise<Record<string, unknown>> => {
  const listeners: string[] = [];
  for (const expression of ['window', 'document', 'document.body']) {
    const { result } = await devtools.send('Runtime.evaluate', { expression });
    const found = await devtools.send('DOMDebugger.getEventListeners', {
      objectId: result.objectId ?? '',
    });
    for (const { type } of found.listeners)
      listeners.push(`${expression} ${type}`);
    await devtools.send('Runtime.releaseObject', {
      objectId: result.objectId ?? '',
    });
  }
  const { held, pending } = await page.evaluate(() => navigator.locks.query());
  return { listeners, held, pending };
};

/** So much may come and go by itself; what stays of each upload is more. */
const FEW = 100;

/** The pace of a drive looks back so far, from one request to the next. */
const rest = async (): Promise<void> => {
  await page.waitForTimeout(2000);
  await addFiles(1);
  await done();
  await page.evaluate(() => document.querySelector('kommo-uploader')?.clear());
};

test('a thousand uploads leave nothing behind in a cleared list, nor their element in its page', async () => {
  test.setTimeout(SLOW);
  await addElement();
  await addFiles(50);
  await done();
  await clear();
  await rest();
  await removeElement();
  const first = await heapWithout(whatGoes);
  const firstCounters = await counters();
  const firstOutside = await outside();

  await addElement();
  await addFiles(1000);
  expect(await done()).toEqual({ uploaded: 1000, failed: 0, aborted: 0 });
  await clear();
  await rest();
  const cleared = await heapWithout(ofUploads, first);
  expect(left(cleared, ofUploads, first)).toEqual([]);
  expect(cleared.grownSince(first, FEW)).toEqual({});
  expect(await openAddresses()).toBe(0);

  await removeElement();
  const last = await heapWithout([...ofUploads, ...ofElements], first);
  expect(left(last, [...ofUploads, ...ofElements], first)).toEqual([]);
  expect(await counters()).toBeLessThan(firstCounters + FEW);
  expect(await outside()).toEqual(firstOutside);
});

test('uploads that were aborted, failed, retried or removed on their way leave nothing behind', async () => {
  test.setTimeout(SLOW);
  const { drive } = site.drive;
  const gate = new Gate(drive);
  /** Calls a method of the element for each of its uploads. */
  const all = (method: 'abort' | 'retry' | 'remove') =>
    page.evaluate((method) => {
      const element = document.querySelector('kommo-uploader');
      for (const upload of element?.uploads ?? []) element?.[method](upload);
    }, method);
  const round = async (count: number): Promise<void> => {
    gate.close('parts');
    await addFiles(count);
    await expect.poll(() => gate.waiting).toBeGreaterThan(0);
    await all('abort');
    gate.open();
    drive.faults.add({
      on: 'session',
      kind: 'status',
      status: 422,
      times: 1e6,
    });
    await all('retry');
    expect(await done()).toEqual({ uploaded: 0, failed: count, aborted: 0 });
    drive.faults.clear();
    // A part that breaks off is sent again by itself.
    drive.faults.add({ on: 'part', kind: 'reset', when: 'within', times: 3 });
    await all('retry');
    expect(await done()).toEqual({ uploaded: count, failed: 0, aborted: 0 });
    await clear();
    gate.close('parts');
    await addFiles(count);
    await expect.poll(() => gate.waiting).toBeGreaterThan(0);
    await all('remove');
    gate.open();
    await rest();
  };
  await addElement();
  await round(30);
  const first = await heapWithout(['object Upload', 'native File']);
  const firstCounters = await counters();

  await round(200);
  const second = await heapWithout(ofUploads, first);
  expect(left(second, ofUploads, first)).toEqual([]);
  expect(second.grownSince(first, FEW)).toEqual({});
  expect(await counters()).toBeLessThan(firstCounters + FEW);
  expect(await openAddresses()).toBe(0);
  expect((await outside()).held).toEqual([]);
  gate.remove();
});

test('of files of any size the page holds two parts for each that is on its way', async () => {
  test.setTimeout(SLOW);
  const folder = mkdtempSync(path.join(tmpdir(), 'memory-'));
  const gate = new Gate(site.drive.drive);
  /** Bytes of all that is alive: of JavaScript, of what the browser keeps for it, and of buffers. */
  const alive = async (): Promise<number> => {
    await devtools.send('HeapProfiler.collectGarbage');
    const used = await devtools.send('Runtime.getHeapUsage');
    return used.usedSize + used.embedderHeapUsedSize + used.backingStorageSize;
  };
  /** Uploads files of a size at once, and looks several times while a part of each is on its way. */
  const upload = async (
    files: number,
    size: number,
    { looks, between }: { looks: number; between: number },
  ) => {
    await page
      .locator('#large')
      .setInputFiles(
        Array.from({ length: files }, (_, at) =>
          sparse(path.join(folder, `${size} ${at}.bin`), size),
        ),
      );
    const before = await alive();
    gate.close('parts');
    await page.evaluate(() => {
      const input = document.querySelector<HTMLInputElement>('#large');
      const element = document.querySelector('kommo-uploader');
      element?.addFiles(input?.files ?? []);
    });
    for (let look = 0; look < looks; look += 1) {
      await expect.poll(() => gate.waiting, waiting).toBe(files);
      await expect
        .poll(async () => (await alive()) - before, waiting)
        .toBeLessThan(files * 2 * partSize + SMALL);
      // The first parts are there by now, or nothing was looked at.
      expect((await alive()) - before).toBeGreaterThan(
        files * partSize - SMALL,
      );
      gate.close('parts', between);
      gate.letThrough(files);
    }
    gate.open();
    expect(await done()).toEqual({ uploaded: files, failed: 0, aborted: 0 });
    await page.evaluate(() =>
      document.querySelector('kommo-uploader')?.clear(),
    );
    await expect
      .poll(async () => (await alive()) - before, waiting)
      .toBeLessThan(SMALL);
  };
  await addElement();
  try {
    await upload(1, 12 * partSize, { looks: 4, between: 2 });
    await upload(6, 3 * partSize, { looks: 2, between: 0 });
  } finally {
    gate.remove();
    rmSync(folder, { recursive: true });
  }
});

/** A file of holes: it takes no room on the disk. */
const sparse = (file: string, size: number): string => {
  const handle = openSync(file, 'w');
  ftruncateSync(handle, size);
  closeSync(handle);
  return file;
};

declare global {
  /** See `memory-site.ts`. */
  var addresses: { made: number; open: Set<string> };
}
