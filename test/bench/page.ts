/**
 * The page of the bench: it times itself, because a browser with its tools attached is a slower one, and posts what it
 * found.
 *
 * Knows: one scene, and the ways to play it. Does not know: how often, or what is made of the numbers.
 */

import '../../src/one-file.js';
import type { KommoUploader } from '../../src/index.js';
import { PART, type Scene, scenes } from './scenes.js';

const address = new URL(location.href).searchParams;
const scene = scenes[address.get('scene') ?? ''] as Scene;
const port = address.get('port') ?? '';
const turns = Number(address.get('turns'));

type Way = (sessionUrl: string, files: readonly File[]) => Promise<void>;

const open = async (sessionUrl: string, { name, size }: File) => {
  const opened = await fetch(sessionUrl, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ file_name: name, file_size: size }),
  });
  return opened.json();
};

/** The loop that everybody would write first: a session, then one part after another, and nothing else. */
const sendBare = async (sessionUrl: string, file: File): Promise<void> => {
  const session = await open(sessionUrl, file);
  let url: string = session.upload_url;
  for (let offset = 0; offset < file.size; offset += PART) {
    const body = file.slice(offset, offset + PART);
    const answer = await (await fetch(url, { method: 'POST', body })).json();
    url = answer.next_url;
  }
};

const bare: Way = async (sessionUrl, files) => {
  const left = [...files];
  const work = async () => {
    for (let file = left.shift(); file; file = left.shift())
      await sendBare(sessionUrl, file);
  };
  await Promise.all(Array.from({ length: scene.connections }, work));
};

/** The element as a page has it: on the page, with its rows, and with nothing set but what the scene says. */
const ours: Way = async (sessionUrl, files) => {
  const element = document.createElement('kommo-uploader') as KommoUploader;
  element.multiple = true;
  element.sessionUrl = sessionUrl;
  if (scene.concurrency !== undefined) element.concurrency = scene.concurrency;
  document.body.append(element);
  await element.updateComplete;
  began = performance.now();
  element.addFiles(files);
  const { uploaded } = await element.done();
  ended = performance.now();
  element.remove();
  if (uploaded.length !== files.length) throw new Error('Not all arrived.');
};

let began = 0;
let ended = 0;

let origins = 0;

/** Each turn has an origin of its own, with connections that are open and a pace that knows nothing of it yet. */
const timed = async (way: Way, files: readonly File[]): Promise<number> => {
  origins += 1;
  const sessionUrl = `http://turn-${origins}.localhost:${port}/v1.0/sessions`;
  const warmUp = new File(['x'], 'x');
  await Promise.all(Array.from({ length: 6 }, () => open(sessionUrl, warmUp)));
  began = performance.now();
  ended = 0;
  await way(sessionUrl, files);
  return (ended || performance.now()) - began;
};

let made = 0;
const filesOf = ({ files, size }: Scene): File[] =>
  Array.from({ length: files }, () => {
    made += 1;
    const bytes = new Uint8Array(size).fill(made);
    return new File([bytes], `${made}.bin`);
  });

const found: { ours: number[]; bare: number[] } = { ours: [], bare: [] };
let error: string | undefined;
try {
  // The first of each is not counted: code is compiled, connections are opened.
  for (let turn = -1; turn < turns; turn++)
    for (const [name, way] of [
      ['bare', bare],
      ['ours', ours],
    ] as const) {
      const took = await timed(way, filesOf(scene));
      if (turn >= 0) found[name].push(took);
    }
} catch (thrown) {
  error = String(thrown);
}
await fetch('/found', {
  method: 'POST',
  body: JSON.stringify({ ...found, error }),
});
