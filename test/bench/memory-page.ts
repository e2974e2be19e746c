/**
 * The page of `memory.ts`: one element, and a plain input that somebody from outside puts files into.
 *
 * Knows: the package's door, and what the address asks for. Does not know: how large the files are, or who looks at the
 * memory meanwhile.
 */

import type { KommoUploader } from '../../src/one-file.js';
import '../../src/one-file.js';

const asked = new URLSearchParams(location.search);
const sessionUrl = asked.get('session-url') ?? '';
const concurrency = Number(asked.get('concurrency'));

/** Says something to the bench, and waits until it was heard. */
const tell = (path: string, body: unknown = {}) =>
  fetch(path, { method: 'POST', body: JSON.stringify(body) });

const element = document.createElement('kommo-uploader') as KommoUploader;
element.sessionUrl = sessionUrl;
element.multiple = true;
element.concurrency = concurrency;
const input = document.createElement('input');
input.type = 'file';
input.multiple = true;
input.id = 'files';
document.body.append(input, element);

/** A loop that reads a part, sends it, and knows nothing else: what a browser takes for that. */
const sendBare = async (file: File): Promise<void> => {
  const opened = await fetch(sessionUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ file_name: file.name, file_size: file.size }),
  });
  const session = await opened.json();
  const size: number = session.max_part_size;
  let url: string = session.upload_url;
  for (let at = 0; at < file.size; at += size) {
    const body = await file.slice(at, at + size).arrayBuffer();
    const answer = await fetch(url, { method: 'POST', body });
    url = (await answer.json()).next_url;
  }
};

/** Uploads files, and clears the list. */
const upload = async (files: readonly File[]): Promise<void> => {
  if (asked.has('bare')) {
    await Promise.all(files.map(sendBare));
    return;
  }
  element.addFiles(files);
  const { uploaded } = await element.done();
  element.clear();
  await element.updateComplete;
  if (uploaded.length !== files.length) throw new Error('Not all arrived.');
};

/** Only Chromium tells; elsewhere it is what the process has. */
const { memory } = performance as { memory?: { usedJSHeapSize: number } };
if (memory !== undefined)
  setInterval(() => void tell('/heap', memory.usedJSHeapSize), 1000);

input.addEventListener('change', async () => {
  const files = [...(input.files ?? [])];
  try {
    // Code is compiled, storage is open, pools have their first pages: that is no part of what is measured.
    await upload([new File([new Uint8Array(16 * 2 ** 20)], 'before.bin')]);
    await tell('/begins');
    await upload(files);
    await tell('/ended');
  } catch (thrown) {
    await tell('/ended', String(thrown));
  }
});
