/**
 * An element on a page, before local drives in this process.
 *
 * Knows: the element's and the drive's doorways. Each stage has a drive with an address of its own, and `fetch` of this
 * page leads there, so that an element with its own queue can be tested as it is. Does not know: any single test.
 */

import {
  createDrive,
  type Drive,
  type DriveOptions,
  pageFetch,
} from '../../demo/drive/index.js';
import {
  define,
  type KommoUploader,
  type UploaderEventMap,
} from '../../src/element/index.js';
import type { Upload, UploadStatus } from '../../src/engine/index.js';

type EventName = keyof UploaderEventMap;

const NAMES: readonly EventName[] = [
  'before-file-add',
  'before-file-remove',
  'file-add',
  'file-remove',
  'file-reject',
  'upload-start',
  'upload-progress',
  'upload-pause',
  'upload-resume',
  'upload-wait',
  'upload-retry',
  'uploaded',
  'upload-error',
  'upload-abort',
  'linked',
  'link-error',
  'uploads-idle',
];

const drives = new Map<string, typeof fetch>();
const browsersFetch = globalThis.fetch;
let port = 20_000;

/** Leads requests of the page to the drives that were made here. */
globalThis.fetch = (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  const found = drives.get(new URL(url, location.href).origin);
  return (found ?? browsersFetch)(input, init);
};

export interface Stage {
  readonly element: KommoUploader;
  readonly drive: Drive;
  readonly sessionUrl: string;
  /** What happened, in order: `name file detail`. */
  readonly log: string[];
  readonly events: UploaderEventMap[EventName][];
}

/** A drive of its own, and its session address. Parts have 4 bytes. */
export const makeDrive = (
  options: DriveOptions = {},
): { drive: Drive; sessionUrl: string } => {
  port += 1;
  const origin = `http://localhost:${port}`;
  const drive = createDrive({ open: true, maxPartSize: 4, ...options });
  drives.set(origin, pageFetch(drive));
  return { drive, sessionUrl: `${origin}/v1.0/sessions` };
};

/** Leads requests to another origin somewhere. */
export const answerAt = (origin: string, answer: typeof fetch): void => {
  drives.set(origin, answer);
};

/** An element that is not in the page yet. */
export const create = (
  attributes: Record<string, string> = {},
): KommoUploader => {
  define();
  const element = document.createElement('kommo-uploader');
  for (const [name, value] of Object.entries(attributes))
    element.setAttribute(name, value);
  return element;
};

/** An element in the page, with a drive. */
export const stage = async (
  attributes: Record<string, string> = {},
  options: DriveOptions = {},
): Promise<Stage> => {
  const { drive, sessionUrl } = makeDrive(options);
  const element = create({ 'session-url': sessionUrl, ...attributes });
  const { log, events } = record(element);
  document.body.append(element);
  await element.updateComplete;
  return { element, drive, sessionUrl, log, events };
};

/** Writes down all events of an element. */
export const record = (
  element: KommoUploader,
): { log: string[]; events: UploaderEventMap[EventName][] } => {
  const log: string[] = [];
  const events: UploaderEventMap[EventName][] = [];
  for (const name of NAMES)
    element.addEventListener(name, (event) => {
      events.push(event);
      log.push(line(event));
    });
  return { log, events };
};

const line = ({ type, file, detail }: UploaderEventMap[EventName]): string => {
  const parts = [type, file?.name];
  if ('loaded' in detail) parts.push(`${detail.loaded}/${detail.total}`);
  if ('error' in detail) parts.push((detail.error as { code: string }).code);
  return parts.filter(Boolean).join(' ');
};

/** Takes everything from the page that a test left, also what another tab would see of it. */
export const tidy = async (): Promise<void> => {
  for (const element of document.querySelectorAll('kommo-uploader')) {
    element.queue?.abort();
    element.remove();
  }
  // A lock goes when a checkpoint is gone: until then the same file would wait for another tab.
  const end = performance.now() + 10_000;
  while (performance.now() < end) {
    const { held = [] } = await navigator.locks.query();
    if (!held.some(({ name }) => name?.startsWith('kommo-uploader '))) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

export const fileOf = (
  name = 'a.txt',
  size = 10,
  type = '',
  lastModified = 1,
): File =>
  new File([Uint8Array.from({ length: size }, (_, at) => at)], name, {
    type,
    lastModified,
  });

/** The only upload that was taken. */
export const only = ([upload, ...others]: readonly Upload[]): Upload => {
  if (upload === undefined || others.length > 0)
    throw new Error(`Expected one upload, got ${others.length + 1}.`);
  return upload;
};

/** Resolves when something is so, or fails with what it was told. */
export const until = async (
  isSo: () => boolean,
  what = 'it to be so',
): Promise<void> => {
  const end = performance.now() + 10_000;
  for (let looks = 1; !isSo(); looks += 1) {
    // How often it could look tells a page whose timers were held back from one that is wrong.
    if (performance.now() > end)
      throw new Error(
        `Waited for ${what}: looked ${looks} times, the page is ${document.visibilityState}.`,
      );
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

export const reaches = (upload: Upload, status: UploadStatus): Promise<void> =>
  until(() => upload.status === status, `${upload.name} to be ${status}`);

/** A task later: what waits for the page to do its part has happened. */
export const nextTask = (ms = 20): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

const root = ({ shadowRoot }: KommoUploader): ShadowRoot => {
  if (shadowRoot === null) throw new Error('It was never drawn.');
  return shadowRoot;
};

export const all = (
  element: KommoUploader,
  selector: string,
): HTMLElement[] => [...root(element).querySelectorAll<HTMLElement>(selector)];

export const one = (element: KommoUploader, selector: string): HTMLElement => {
  const found = all(element, selector)[0];
  if (found === undefined) throw new Error(`There is no ${selector}.`);
  return found;
};

/** What stands in the element, with single spaces. */
export const textOf = (element: KommoUploader, selector = '.base'): string =>
  all(element, selector)
    .map(({ textContent }) => textContent)
    .join(' | ')
    .replace(/\s+/g, ' ')
    .trim();

/** The button with this accessible name. */
export const button = (
  element: KommoUploader,
  name: string,
): HTMLButtonElement => {
  const named = all(element, 'button').filter(
    (found) =>
      (found.getAttribute('aria-label') ?? found.textContent?.trim()) === name,
  );
  if (named.length !== 1)
    throw new Error(`There are ${named.length} buttons "${name}".`);
  return named[0] as HTMLButtonElement;
};

/** A drag event as a browser sends it. */
export const drag = (
  type: string,
  things: readonly (File | string)[],
  init: DragEventInit = {},
): DragEvent => {
  const dataTransfer = new DataTransfer();
  // One that a script makes does not keep it.
  Object.defineProperty(dataTransfer, 'dropEffect', {
    value: 'none',
    writable: true,
  });
  for (const thing of things)
    if (typeof thing === 'string') dataTransfer.items.add(thing, 'text/plain');
    else dataTransfer.items.add(thing);
  return new DragEvent(type, {
    dataTransfer,
    bubbles: true,
    cancelable: true,
    composed: true,
    ...init,
  });
};
