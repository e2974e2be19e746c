/**
 * `npm run bench:memory`: how much memory a page takes while it uploads files that are larger than any memory, beside a
 * bare loop that does nothing else.
 *
 *     npm run bench:memory                          300 MiB, six of them, 8 GiB; writes MEMORY.md
 *     npm run bench:memory -- --small               64 MiB, and only prints
 *     npm run bench:memory -- --browser=chromium    in one of them, and only prints
 *
 * Knows: the scenes and the table. Browsers are in `driven.ts`, what their processes have in `renderers.ts`. Runs on
 * Linux alone. The files are holes, and the drive counts bytes and keeps none: the disk has nothing to do with it.
 * A Firefox that is driven keeps all that it sent, several times: it gets little.
 */
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus, loadavg, release, tmpdir, totalmem, type } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startDrive } from '../../demo/drive/node.js';
import { bundle } from '../../src/bundle.js';
import { type Driven, openChromium, openFirefox } from './driven.js';
import { type BrowserMemory, browserMemory } from './renderers.js';

const asked = process.argv.slice(2);
const isSmall = asked.includes('--small');
const only = asked.find((each) => each.startsWith('--browser='))?.slice(10);

const MIB = 2 ** 20;
const PART = 8 * MIB;
/** Milliseconds between two looks at the processes. */
const LOOK = 250;
/** Milliseconds after the last file, in which a browser may give back what it does not need any more. */
const AFTERWARDS = isSmall ? 2000 : 15_000;
/** A page that says nothing for so long never will. */
const PATIENCE = 3_600_000;

type Open = (url: string) => Promise<Driven>;

interface Browser {
  readonly open: Open;
  /** Bytes that may be sent through one that is driven meanwhile: it keeps them several times, outside of the page. */
  readonly most: number;
}

const browsers: Record<string, Browser> = {
  chromium: { open: openChromium, most: Number.POSITIVE_INFINITY },
  firefox: { open: openFirefox, most: 400 * MIB },
};

/** Files of a size, all at once. */
interface Scene {
  readonly name: string;
  readonly files: number;
  readonly size: number;
}

const scenes: readonly Scene[] = [
  { name: 'one file of 300 MiB', files: 1, size: 300 * MIB },
  { name: 'six files of 300 MiB at once', files: 6, size: 300 * MIB },
  { name: 'one file of 8 GiB', files: 1, size: 8192 * MIB },
];

const smallScenes: readonly Scene[] = [
  { name: 'one file of 64 MiB', files: 1, size: 64 * MIB },
  { name: 'six files of 64 MiB at once', files: 6, size: 64 * MIB },
];

/** What there was more than before the first byte, in MiB. */
interface Seen {
  /** Of the processes that run pages, at most. */
  readonly peak: number;
  /** Of all processes of the browser, at most. */
  readonly peakOfAll: number;
  /** Of the processes that run pages, a while after the list was cleared. */
  readonly after: number;
  /** All that JavaScript had, at most, where the browser tells. */
  readonly heap: number | undefined;
  readonly version: string;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += piece;
  return text;
}

const PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Memory</title><link rel="icon" href="data:,"><body><script type="module" src="/page.js"></script></body></html>';

/** The page's server; `told` hears what the page says. */
async function servePage(
  script: string,
  told: (what: string, body: string) => void,
): Promise<{ url: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') {
      told(pathname, await textOf(request));
      response.end();
    } else if (pathname === '/page.js')
      response.setHeader('Content-Type', 'text/javascript').end(script);
    else response.setHeader('Content-Type', 'text/html').end(PAGE);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const larger = (a: BrowserMemory, b: BrowserMemory): BrowserMemory => ({
  pages: Math.max(a.pages, b.pages),
  all: Math.max(a.all, b.all),
});

/** Holes only: it takes no room on the disk. */
function makeSparse(file: string, size: number): string {
  const handle = openSync(file, 'w');
  ftruncateSync(handle, size);
  closeSync(handle);
  return file;
}

async function measure(
  { files, size }: Scene,
  way: 'bare' | 'ours',
  { script, open }: { script: string; open: Open },
): Promise<Seen> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-files-'));
  const drive = await startDrive({
    port: 0,
    open: true,
    discard: true,
    maxPartSize: PART,
    maxFileSize: 2 ** 40,
  });
  let heap: number | undefined;
  let say = (_what: string, _body: string): void => {};
  const page = await servePage(script, (what, body) => {
    if (what !== '/heap') say(what, body);
    else heap = Math.max(heap ?? 0, Number(body) / MIB);
  });
  const said = (what: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const late = new Error(`The page never said ${what}.`);
      setTimeout(() => reject(late), PATIENCE).unref();
      say = (now, body) => {
        if (now === what) resolve(body);
        else if (now === '/ended') reject(new Error(body));
      };
    });
  const url = new URL(page.url);
  url.searchParams.set('session-url', `${drive.url}/v1.0/sessions`);
  url.searchParams.set('concurrency', `${files}`);
  if (way === 'bare') url.searchParams.set('bare', '');
  const browser = await open(url.href);
  try {
    const begins = said('/begins');
    await browser.pick(
      Array.from({ length: files }, (_, at) =>
        makeSparse(path.join(folder, `${at + 1}.bin`), size),
      ),
    );
    await begins;
    heap = undefined;
    const before = browserMemory();
    let peak = before;
    let last = before;
    const look = setInterval(() => {
      last = browserMemory();
      peak = larger(peak, last);
    }, LOOK);
    try {
      const error = await said('/ended');
      if (error !== '{}') throw new Error(error);
      await pause(AFTERWARDS);
      return {
        peak: peak.pages - before.pages,
        peakOfAll: peak.all - before.all,
        after: last.pages - before.pages,
        heap,
        version: browser.version,
      };
    } finally {
      clearInterval(look);
    }
  } finally {
    await browser.close();
    page.close();
    await drive.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const mib = (number: number | undefined) =>
  number === undefined ? 'unknown' : `${number.toFixed(0)} MiB`;

const script = await bundle('test/bench/memory-page.ts');
const before = loadavg()[0] ?? 0;
const tables: string[] = [];
for (const [name, { open, most }] of Object.entries(browsers)) {
  if (only !== undefined && only !== name) continue;
  const rows: string[] = [];
  let version = '';
  for (const scene of isSmall ? smallScenes : scenes) {
    if (scene.files * scene.size > most) continue;
    const bare = await measure(scene, 'bare', { script, open });
    const ours = await measure(scene, 'ours', { script, open });
    version = ours.version;
    const parts = (2 * scene.files * PART) / MIB;
    const row = [
      scene.name,
      ...[parts, bare.peak, ours.peak, ours.after].map(mib),
      mib(Number.isFinite(most) ? undefined : ours.peakOfAll),
      mib(ours.heap),
    ].join(' | ');
    console.log(`${name}: ${row}`);
    rows.push(`| ${row} |`);
  }
  tables.push(`## ${version}

| scene | two parts for each | bare loop, at most | ours, at most | ours, afterwards | all of the browser | JavaScript heap |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`);
}
const after = loadavg()[0] ?? 0;
if (!isSmall && only === undefined) {
  const { version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  ) as { version: string };
  writeFileSync(
    new URL('MEMORY.md', import.meta.url),
    `# How much memory it takes

\`npm run bench:memory\` wrote this on ${new Date().toISOString().slice(0, 10)}: kommo-uploader ${version}, Node ${process.version}, ${type()} ${release()},
${cpus().length} x ${cpus()[0]?.model.trim()}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory. Load of the machine before and after: ${before.toFixed(1)}, ${after.toFixed(1)}.

A page alive holds two parts for each upload that is on its way, the one that travels and the one behind it, and nothing
of an upload that was cleared: \`test/e2e/memory.spec.ts\` holds it to that. Here is what the processes take for it, which
is more: a browser copies what it sends, and collects both copies when it sees fit. So beside it stands a bare loop that
reads a part, sends it and forgets it: that much is the browser's.

Parts have 8 MiB. All numbers are resident memory over what there was right before the first byte, after a first small
upload, every ${LOOK} ms; "afterwards" is ${AFTERWARDS / 1000} s after the list was cleared. Chromium runs without its tools attached, which would
keep what was sent. Firefox cannot be given files without, and keeps it outside of the page: so it gets little, and only
the processes of pages are looked at.

${tables.join('\n')}`,
  );
}
