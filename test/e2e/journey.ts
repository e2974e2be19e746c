/**
 * What whole journeys share: the demo with its drive on free ports, a page in which every event is noted, real files,
 * a real drop.
 *
 * Knows: Playwright, the demo's servers and the element's public names. Does not know: how the element is made.
 */
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  test as base,
  type CDPSession,
  expect,
  type Locator,
  type Page,
} from 'playwright/test';
import type { Drive, FileRecord, JournalEntry } from '../../demo/drive/node.js';
import { type RunningDemo, startDemo } from '../../demo/serve.js';
import { eventNames } from '../../demo/uploader-events.js';
import { Gate } from './gate.js';

/** An event as the page noted it, in the order in which they came. */
export interface Noted {
  type: string;
  /** The file's name as it was picked. */
  file: string | undefined;
  /** Which upload, by the order in which they appeared. */
  upload: string | undefined;
  status: string | undefined;
  detail: Record<string, unknown>;
}

/** What a page may say on its console without anything being wrong. */
const harmless = [
  // Vite serves Lit's development build, which says so, and warns of mistakes.
  /^Lit is in dev mode/,
];

/** What the browser says by itself about an answer that a test asked for. */
const refused =
  /^Failed to load resource|has been blocked by CORS policy|net::ERR_|^Cross-Origin Request Blocked/;

/** What a row's buttons are called. */
const labels = {
  pause: (name: string) => `Pause ${name}`,
  resume: (name: string) => `Resume ${name}`,
  retry: (name: string) => `Try ${name} again`,
  abort: (name: string) => `Cancel ${name}`,
  remove: (name: string) => `Remove ${name} from the list`,
};

type Act = keyof typeof labels;

/** What is dragged, as the DevTools protocol names it. */
interface DragData {
  items: { mimeType: string; data: string }[];
  files?: string[];
  dragOperationsMask: number;
}

/** A context that keeps its profile has no browser of its own, and is always Chromium's. */
const isChromium = (page: Page): boolean =>
  (page.context().browser()?.browserType().name() ?? 'chromium') === 'chromium';

/**
 * Takes the picker that gives handles away, for journeys in which somebody chooses a file in the browser's dialog:
 * whoever listens for that dialog makes this picker fail as if the person had chosen nothing.
 */
export const withoutHandles = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    Object.assign(window, { showOpenFilePicker: undefined });
  });

export class Journey {
  readonly page: Page;
  readonly demo: RunningDemo;
  readonly gate: Gate;
  /** Where the files lie that somebody drops. */
  readonly folder: string;
  /** Set by a test that makes requests fail: the browser complains of those on the console. */
  requestsMayFail = false;
  /** What the person answers when the browser asks before it leaves the page. */
  answer: 'leave' | 'stay' = 'leave';
  /** How often it asked. */
  leavings = 0;
  readonly #complaints: string[] = [];
  #devtools: CDPSession | undefined;

  constructor(page: Page, demo: RunningDemo) {
    this.page = page;
    this.demo = demo;
    this.gate = new Gate(demo.drive.drive);
    this.folder = mkdtempSync(path.join(tmpdir(), 'journey-'));
    page.on('pageerror', (error) => this.#complaints.push(String(error)));
    page.on('dialog', (dialog) => {
      if (dialog.type() === 'beforeunload') {
        this.leavings += 1;
        void (this.answer === 'leave' ? dialog.accept() : dialog.dismiss());
        return;
      }
      this.#complaints.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      const text = message.text();
      if (harmless.some((pattern) => pattern.test(text))) return;
      this.#complaints.push(`${message.type()}: ${text}`);
    });
  }

  get drive(): Drive {
    return this.demo.drive.drive;
  }

  get uploader(): Locator {
    return this.page.locator('kommo-uploader');
  }

  /** The row of a file in the uploader's list. */
  row(name: string): Locator {
    return this.uploader.getByRole('listitem').filter({ hasText: name });
  }

  button(name: string, act: Act): Locator {
    return this.uploader.getByRole('button', {
      name: labels[act](name),
      exact: true,
    });
  }

  /** Presses a button of a file's row. */
  async press(name: string, act: Act): Promise<void> {
    await this.button(name, act).click();
  }

  async pressForAll(act: 'Pause' | 'Resume' | 'Cancel'): Promise<void> {
    await this.uploader
      .getByRole('button', { name: `${act} all`, exact: true })
      .click();
  }

  /** Presses Tab until the focus is there. */
  async tabTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let presses = 0; presses < 100; presses += 1) {
      if (await target.evaluate((one) => one.matches(':focus'))) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error('Tab does not lead there.');
  }

  /** Sets an attribute of the element. */
  async set(name: string, value: string): Promise<void> {
    await this.uploader.evaluate(
      (element, [name, value]) => element.setAttribute(name, value),
      [name, value] as const,
    );
  }

  async open(): Promise<void> {
    await this.page.addInitScript(noteEvents, [...eventNames]);
    await this.page.goto(this.demo.url);
    await this.page.waitForFunction(() => customElements.get('kommo-uploader'));
  }

  /** A file on disk with bytes that repeat nowhere, so that a shift shows. */
  file(name: string, size: number): string {
    const bytes = Buffer.alloc(size);
    for (let at = 0; at < size; at += 32)
      createHash('sha256').update(`${name} ${at}`).digest().copy(bytes, at);
    return this.fileOf(name, bytes);
  }

  fileOf(name: string, bytes: Uint8Array): string {
    // Each in a folder of its own: names may differ in nothing that this disk keeps apart.
    const folder = mkdtempSync(path.join(this.folder, 'f-'));
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, name);
    writeFileSync(file, bytes);
    return file;
  }

  /**
   * Drags files from outside of the browser and lets them fall, as the operating system would. Only Chromium can be told
   * to; elsewhere the page gets the events of a drag with the same files from the disk.
   */
  async drop(
    files: string[],
    target: Locator = this.uploader,
    at: 'middle' | 'above' = 'middle',
  ): Promise<void> {
    await target.scrollIntoViewIfNeeded();
    const box = await target.boundingBox();
    if (!box) throw new Error('Nothing to drop on.');
    const x = box.x + box.width / 2;
    const y = at === 'middle' ? box.y + box.height / 2 : box.y - 8;
    await this.dragAt(x, y, { items: [], files, dragOperationsMask: 1 });
  }

  async dragAt(x: number, y: number, data: DragData): Promise<void> {
    if (!isChromium(this.page)) {
      await this.#playDrag(x, y, data);
      return;
    }
    this.#devtools ??= await this.page.context().newCDPSession(this.page);
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await this.#devtools.send('Input.dispatchDragEvent', {
        type,
        x: Math.round(x),
        y: Math.round(y),
        data,
      });
  }

  async #playDrag(
    x: number,
    y: number,
    { items, files = [] }: DragData,
  ): Promise<void> {
    const picked = await this.page.evaluateHandle(() => {
      const input = document.createElement('input');
      input.type = 'file';
      input.multiple = true;
      document.body.append(input);
      return input;
    });
    await picked.setInputFiles(files);
    await picked.evaluate(
      (input, { x, y, items }) => {
        const dataTransfer = new DataTransfer();
        for (const file of input.files ?? []) dataTransfer.items.add(file);
        for (const { data, mimeType } of items)
          dataTransfer.setData(mimeType, data);
        input.remove();
        // As deep as a real drag would find it.
        const at = (root: DocumentOrShadowRoot): Element | null => {
          const found = root.elementFromPoint(x, y);
          const inner = found?.shadowRoot?.elementFromPoint(x, y);
          return found?.shadowRoot && inner && inner !== found
            ? at(found.shadowRoot)
            : found;
        };
        for (const type of ['dragenter', 'dragover', 'drop'])
          at(document)?.dispatchEvent(
            new DragEvent(type, {
              dataTransfer,
              clientX: x,
              clientY: y,
              bubbles: true,
              cancelable: true,
              composed: true,
            }),
          );
      },
      { x, y, items },
    );
  }

  events(): Promise<Noted[]> {
    return this.page.evaluate(() => window.noted);
  }

  async eventsOf(...types: string[]): Promise<Noted[]> {
    return (await this.events()).filter(({ type }) => types.includes(type));
  }

  /** Waits until an event came so many times. */
  async heard(type: string, times = 1): Promise<void> {
    await this.page.waitForFunction(
      ([type, times]) =>
        window.noted.filter((one) => one.type === type).length >= times,
      [type, times] as const,
    );
  }

  /** Waits until the upload of a file has a status. */
  async is(name: string, status: string): Promise<void> {
    await expect
      .poll(() => this.statusOf(name), { message: `status of ${name}` })
      .toBe(status);
  }

  statusOf(name: string): Promise<string | undefined> {
    return this.page.evaluate(
      (name) =>
        document
          .querySelector('kommo-uploader')
          ?.uploads.find((upload) => upload.name === name)?.status,
      name,
    );
  }

  /** What the drive was asked, of one kind. */
  asked(route: string, method = 'POST'): JournalEntry[] {
    return this.drive.journal.entries.filter(
      (entry) => entry.route === route && entry.method === method,
    );
  }

  /** The bytes that can be downloaded, and those that are stored, are the file's. */
  async expectStored(file: string, record: FileRecord): Promise<void> {
    const bytes = readFileSync(file);
    expect(record.size, `size of ${file}`).toBe(bytes.length);
    const stored = await this.drive.readVersion(record.version_uuid);
    expect(bytes.equals(stored), `stored bytes of ${file}`).toBe(true);
    const answer = await fetch(record._links.download.href);
    expect(answer.status).toBe(200);
    const downloaded = Buffer.from(await answer.arrayBuffer());
    expect(bytes.equals(downloaded), `download of ${file}`).toBe(true);
  }

  /** The drive's own record of a file, as it is now. */
  async recordOf(uuid: string): Promise<FileRecord> {
    const { url, token } = this.demo.drive;
    const answer = await fetch(`${url}/v1.0/files/${uuid}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as FileRecord;
  }

  /**
   * The end of a good journey: exactly one `uploaded` for each file, each with the drive's record of exactly these
   * bytes, nothing failed, and no permission was asked for any part.
   */
  async expectAllStored(files: string[]): Promise<FileRecord[]> {
    const uploaded = await this.eventsOf('uploaded');
    const names = files.map((file) => path.basename(file));
    expect(uploaded.map(({ file }) => file).sort()).toEqual([...names].sort());
    expect(
      await this.eventsOf('upload-error', 'upload-abort', 'file-reject'),
    ).toEqual([]);
    const records: FileRecord[] = [];
    for (const [index, name] of names.entries()) {
      const detail = uploaded.find(({ file }) => file === name)
        ?.detail as unknown as FileRecord;
      // Thumbnails come later.
      const { previews: _, ...now } = await this.recordOf(detail.uuid);
      expect(detail).toMatchObject(now);
      await this.expectStored(files[index] as string, detail);
      records.push(detail);
    }
    expect(this.asked('part', 'OPTIONS')).toEqual([]);
    return records;
  }

  async end(): Promise<void> {
    this.gate.remove();
    await this.page.close();
    this.drive.reset();
    rmSync(this.folder, { recursive: true, force: true });
    const complaints = this.requestsMayFail
      ? this.#complaints.filter(
          (text) => !refused.test(text.replace(/^\w+: /, '')),
        )
      : this.#complaints;
    expect(complaints, 'what the page complained of').toEqual([]);
  }
}

/** Runs in the page before anything of it does. */
function noteEvents(names: string[]): void {
  window.noted = [];
  const uploads = new Map<unknown, string>();
  for (const name of names)
    addEventListener(name, (event) => {
      const { upload, file, detail } = event as Event & {
        upload?: { name: string; status: string; file?: File };
        file?: File;
        detail?: object;
      };
      if (upload && !uploads.has(upload))
        uploads.set(upload, `${uploads.size + 1}`);
      const own = (detail ?? {}) as Record<string, unknown>;
      const error = own.error as { code: string; message: string } | undefined;
      window.noted.push({
        type: event.type,
        file: (file ?? upload?.file ?? (own.file as File | undefined))?.name,
        upload: upload && uploads.get(upload),
        status: upload?.status,
        detail: JSON.parse(
          JSON.stringify({
            ...own,
            ...(error && {
              error: { code: error.code, message: error.message },
            }),
            // Long, and not what a journey is about.
            ...(own.upload !== undefined && { upload: undefined }),
          }),
        ) as Record<string, unknown>,
      });
    });
}

declare global {
  interface Window {
    noted: Noted[];
  }
}

export const test = base.extend<{ journey: Journey }, { demo: RunningDemo }>({
  demo: [
    async ({ browserName: _ }, use) => {
      const data = mkdtempSync(path.join(tmpdir(), 'journey-drive-'));
      const demo = await startDemo({ port: 0, drivePort: 0, data });
      await use(demo);
      await demo.close();
      rmSync(data, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  journey: async ({ page, demo }, use) => {
    const journey = new Journey(page, demo);
    await journey.open();
    await use(journey);
    await journey.end();
  },
});

export { expect };
