/**
 * `npm run bench`: how long the element takes, and how long a bare loop that does nothing else, in turns.
 *
 *     npm run bench                      all scenes, 9 turns each, and writes RESULTS.md
 *     npm run bench -- many-6 --turns=3  one scene; only prints
 *
 * Knows: the scenes, a browser without its tools attached (with them, bodies are copied once more), and the table.
 */

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, release, tmpdir, type } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../src/bundle.js';
import { ensureBrowser, launchOptions } from '../helpers/browser.js';
import { type Scene, scenes } from './scenes.js';
import { startBenchDrive, startBenchPage } from './server.js';

const TURNS = 9;
/** A page that says nothing for so long never will. */
const PATIENCE = 300_000;

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Found {
  readonly ours: readonly number[];
  readonly bare: readonly number[];
  readonly error?: string;
}

const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? Number.NaN;
  const lower = sorted[Math.ceil(half) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
};

/** Plays one scene in a browser of its own, until the page has said what it found. */
const measure = async (
  id: string,
  { latency }: Scene,
  {
    script,
    browser,
    turns,
  }: { script: string; browser: string; turns: number },
): Promise<Found> => {
  let tell = (_: string): void => {};
  const told = new Promise<string>((resolve, reject) => {
    tell = resolve;
    const late = () => reject(new Error(`The page of ${id} says nothing.`));
    setTimeout(late, PATIENCE).unref();
  });
  const drive = await startBenchDrive(latency);
  const page = await startBenchPage(script, (text) => tell(text));
  const profile = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const { args, chromiumSandbox } = launchOptions(browser);
  const url = new URL(page.url);
  url.search = `${new URLSearchParams({ scene: id, port: new URL(drive.url).port, turns: `${turns}` })}`;
  const running = spawn(
    browser,
    [
      '--headless',
      ...args,
      ...(chromiumSandbox ? [] : ['--no-sandbox']),
      `--user-data-dir=${profile}`,
      url.href,
    ],
    // A group of its own, so that none of its processes stays and writes on.
    { stdio: 'ignore', detached: true },
  );
  const gone = new Promise((resolve) => running.once('exit', resolve));
  try {
    const found = JSON.parse(await told) as Found;
    if (found.error !== undefined) throw new Error(`${id}: ${found.error}`);
    return found;
  } finally {
    if (running.pid !== undefined) process.kill(-running.pid, 'SIGKILL');
    await gone;
    drive.close();
    page.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 20 });
  }
};

const ms = (number: number) => `${number.toFixed(0)} ms`;

/** Each turn is compared with the bare one right before it, so that a busy machine is busy for both. */
const rowOf = ({ name, limit }: Scene, { ours, bare }: Found): string => {
  const ratios = ours.map((took, turn) => took / (bare[turn] ?? Number.NaN));
  const ratio = median(ratios);
  const spread = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  return `| ${name} | ${ms(median(bare))} | ${ms(median(ours))} | ${ratio.toFixed(3)} | ${spread} | ${limit.toFixed(2)} |`;
};

const load = () => loadavg()[0] ?? 0;

const asked = process.argv.slice(2);
const turnsAsked = asked.find((each) => each.startsWith('--turns='));
const turns = Number(turnsAsked?.slice('--turns='.length) ?? TURNS);
const names = asked.filter((each) => !each.startsWith('--'));
const browser = ensureBrowser();
const script = await bundle('test/bench/page.ts');
const before = load();
const rows: string[] = [];
for (const [id, scene] of Object.entries(scenes)) {
  if (names.length > 0 && !names.includes(id)) continue;
  const row = rowOf(
    scene,
    await measure(id, scene, { script, browser, turns }),
  );
  console.log(row);
  rows.push(row);
}
const after = load();
if (names.length === 0) {
  const { version } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  ) as { version: string };
  const results = fileURLToPath(new URL('RESULTS.md', import.meta.url));
  writeFileSync(
    results,
    `# How fast it is

\`npm run bench\` wrote this on ${new Date().toISOString().slice(0, 10)}: kommo-uploader ${version}, ${versionOf(browser)}, Node ${process.version},
${type()} ${release()}, ${cpus().length} x ${cpus()[0]?.model.trim()}. Load of the machine before and after: ${before.toFixed(1)}, ${after.toFixed(1)}.${
      Math.max(before - 1, after - 2) > cpus().length
        ? '\n**Others worked on this machine meanwhile: these numbers say little, play it again on a quiet one.**'
        : ''
    }

The element on a page, with its rows, checkpoints and all else that is on by default, against a loop written by hand
that only fetches; ${turns} turns of each, one after the other, in a headless browser without its tools attached. A
turn's ratio is its time over that of the bare turn right before it. Parts have 128 KiB; the bare loop has one
connection for one file and six for many.

| scene | bare, median | ours, median | ratio, median | ratios | at most |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`,
  );
}

function versionOf(program: string): string {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return stdout.trim();
}
