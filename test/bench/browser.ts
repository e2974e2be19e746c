/**
 * A page in a headless browser of its own, without the browser's tools attached: with them, bodies are copied once more.
 *
 * Knows: how the browser is started and ended, and how long a page may say nothing. Does not know: what pages do.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBrowser, launchOptions } from '../helpers/browser.js';
import { startBenchPage } from './server.js';

export interface PageRun {
  /** Said where the page fails. */
  readonly name: string;
  readonly script: string;
  /** With a clock that tells microseconds. */
  readonly isolated?: boolean;
  /** What the page is told; it may need to know where the page is. */
  asked(origin: string): object | Promise<object>;
  /** Milliseconds; a page that says nothing for so long never will. */
  readonly patience: number;
  /** Hears whatever it posts before it is done; `profile` is the folder that its browser's processes name. */
  heard?(path: string, text: string, profile: string): void;
}

/** The page has said nothing for as long as anybody waits. */
export class Silent extends Error {}

/** What the page posts to `/found`, unless it is an `error`. */
export const playPage = async <Found>(run: PageRun): Promise<Found> => {
  const { executablePath, chromiumSandbox, args } = launchOptions(
    ensureBrowser(),
  );
  const profile = mkdtempSync(path.join(tmpdir(), 'bench-'));
  let heard = (_path: string, _text: string): void => {};
  let fail = (_why: Error): void => {};
  const found = new Promise<string>((resolve, reject) => {
    fail = reject;
    const late = () =>
      reject(new Silent(`${run.name}: the page says nothing.`));
    let patience = setTimeout(late, run.patience);
    heard = (at, text) => {
      clearTimeout(patience);
      if (at === '/found') return resolve(text);
      patience = setTimeout(late, run.patience);
      run.heard?.(at, text, profile);
    };
  });
  let asked: object = {};
  const page = await startBenchPage({
    ...{ script: run.script, isolated: run.isolated ?? false },
    asked: () => asked,
    heard: (at, text) => heard(at, text),
  });
  asked = await run.asked(page.url);
  const browser = spawn(
    executablePath,
    [
      '--headless=new',
      ...args,
      ...(chromiumSandbox ? [] : ['--no-sandbox']),
      // A page that wants to be hidden opens another tab; and nobody else's server is asked for anything.
      '--disable-popup-blocking',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1',
      `--user-data-dir=${profile}`,
      page.url,
    ],
    // A group of its own, so that none of its processes stays and writes on.
    { stdio: 'ignore', detached: true },
  );
  const gone = new Promise<void>((resolve) =>
    browser.once('exit', () => {
      fail(new Error(`${run.name}: the browser is gone.`));
      resolve();
    }),
  );
  const end = () => {
    if (browser.pid !== undefined && browser.exitCode === null)
      process.kill(-browser.pid, 'SIGKILL');
  };
  // Whoever stops the bench stops its browser.
  process.once('exit', end);
  try {
    const said = JSON.parse(await found) as Found & { error?: string };
    if (said.error !== undefined) throw new Error(`${run.name}: ${said.error}`);
    return said;
  } finally {
    process.off('exit', end);
    end();
    await gone;
    page.close();
    await removeFolder(profile);
  }
};

/** Its last processes may still write into it. */
const removeFolder = async (folder: string): Promise<void> => {
  for (let tries = 1; ; tries += 1)
    try {
      rmSync(folder, { recursive: true, force: true });
      return;
    } catch (error) {
      if (tries === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
};
