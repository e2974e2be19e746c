/**
 * The page of `list.ts`: one element, a drive that is only a function, and one thing to measure.
 *
 * Knows: the package's door, and what it is asked for. Does not know: who reads the numbers.
 */

import type { FileVersion, KommoUploader } from '../../src/one-file.js';
import '../../src/one-file.js';
import { median } from './stats.js';

export type Task = 'pick' | 'add' | 'scroll' | 'remove' | 'finish';

/** Milliseconds where nothing else is said. */
export interface Measured {
  /** From the call or the choice until the last file is in the list and that is painted. */
  inList?: number;
  longestTask?: number;
  /** How long `addFiles` itself took. */
  call?: number;
  longestFrame?: number;
  /** Frames longer than 50 ms. */
  longFrames?: number;
  frames?: number;
  /** Of all elements in the shadow tree. */
  nodes?: number;
  finishing?: number;
  /** From the call that takes one file out until that is painted: the median of twenty. */
  removing?: number;
  /** The same for all of them at once. */
  clearing?: number;
}

/** Milliseconds that the drive takes for each answer. */
const LATENCY = 20;

const browsersFetch = globalThis.fetch;
const { task, count } = (await (await fetch('/asked')).json()) as {
  task: Task;
  count: number;
};
const tell = (path: string, body: unknown = {}) =>
  browsersFetch(path, { method: 'POST', body: JSON.stringify(body) });

const pause = (ms: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, ms));
const painted = () =>
  new Promise<void>((resolve) =>
    requestAnimationFrame(() => setTimeout(resolve)),
  );

let made = 0;

/** Answers as the drive does, after a while. */
globalThis.fetch = async (input) => {
  const url = String(input instanceof Request ? input.url : input);
  await pause(LATENCY);
  if (url.endsWith('/sessions'))
    return Response.json({
      session_id: 1,
      upload_url: 'https://drive.test/upload/1',
      max_file_size: 1e9,
      max_part_size: 1e6,
    });
  made += 1;
  const record: FileVersion = {
    uuid: `00000000-0000-4000-8000-${String(made).padStart(12, '0')}`,
    type: 'file',
    name: 'a',
    size: 10,
  };
  return Response.json(record);
};

const files = Array.from(
  { length: count },
  (_, at) =>
    new File(['0123456789'], `file ${at + 1}.txt`, { lastModified: 1 }),
);

const longTasks: number[] = [];
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longTasks.push(duration);
}).observe({ type: 'longtask' });

const element = document.createElement('kommo-uploader') as KommoUploader;
element.sessionUrl = 'https://drive.test/sessions';
element.multiple = true;
element.manual = task !== 'finish';
element.name = 'files';
document.body.append(element);
await pause(500);

const root = element.shadowRoot as ShadowRoot;
const result: Measured = {};

const input = root.querySelector('input') as HTMLInputElement;
if (task === 'pick') {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  input.files = transfer.files;
}

let uploads: ReturnType<KommoUploader['addFiles']> = [];
const add = () => {
  if (task === 'pick') {
    const start = performance.now();
    input.dispatchEvent(new Event('change', { bubbles: true }));
    return start;
  }
  const start = performance.now();
  uploads = element.addFiles(files);
  result.call = performance.now() - start;
  return start;
};

/** Frames of the whole way to the end of the list. */
const scroll = async () => {
  const scroller = root.querySelector('[part~=list]') as HTMLElement;
  const isOwn = scroller.scrollHeight > scroller.clientHeight + 1;
  const scrolled = isOwn ? scroller : document.documentElement;
  const end = scrolled.scrollHeight - scrolled.clientHeight;
  const lengths: number[] = [];
  let last = performance.now();
  for (let frame = 1; frame <= 300; frame += 1) {
    scrolled.scrollTop = (end * frame) / 300;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    lengths.push(now - last);
    last = now;
  }
  result.longestFrame = Math.max(...lengths);
  result.longFrames = lengths.filter((length) => length > 50).length;
  result.frames = lengths.length;
};

const hasRows = (size: number) =>
  root.querySelector(size > 0 ? `[aria-setsize="${size}"]` : '[part~=row]') !==
  null;

/** Twenty of them from the middle, one after another; then the rest. */
const remove = async () => {
  const took: number[] = [];
  const middle = uploads.slice(count / 2, count / 2 + 20);
  for (const [before, upload] of middle.entries()) {
    const start = performance.now();
    element.remove(upload);
    while (!hasRows(count - before - 1)) await pause(0);
    await painted();
    took.push(performance.now() - start);
  }
  result.removing = median(took);
  const start = performance.now();
  element.clear({ all: true });
  while (hasRows(0)) await pause(0);
  await painted();
  result.clearing = performance.now() - start;
};

// What was set up is no part of it.
await pause(500);
longTasks.length = 0;
if (task === 'finish') await tell('/begins');
const start = add();
while (!hasRows(count)) await pause(0);
await painted();
result.inList = performance.now() - start;
if (task === 'scroll') {
  longTasks.length = 0;
  await scroll();
}
if (task === 'remove') {
  longTasks.length = 0;
  await remove();
}
if (task === 'finish') {
  await element.done();
  result.finishing = performance.now() - start;
  await tell('/ended');
}
await pause(300);
result.longestTask = Math.max(0, ...longTasks);
result.nodes = root.querySelectorAll('*').length;
await tell('/found', result);
