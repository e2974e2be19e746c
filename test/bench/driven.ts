/**
 * Browsers for `memory.ts`, each with one page that somebody from outside gives files.
 *
 * Knows how Chromium and Firefox are started, and that a browser with its tools attached keeps what was sent. Does not
 * know the page, or what is measured.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium, firefox } from 'playwright';
import { ensureBrowser, launchOptions } from '../helpers/browser.js';
import { ensureFirefox, firefoxOptions } from '../helpers/firefox.js';

/** A browser with the page in it. */
export interface Driven {
  readonly version: string;
  /** Puts files into the page's `#files`. */
  pick(files: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Its tools are attached only until the page has its files. */
export async function openChromium(url: string): Promise<Driven> {
  const program = ensureBrowser();
  const profile = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const { args, chromiumSandbox } = launchOptions(program);
  const running = spawn(
    program,
    [
      '--headless',
      ...args,
      ...(chromiumSandbox ? [] : ['--no-sandbox']),
      '--enable-precise-memory-info',
      '--remote-debugging-port=0',
      `--user-data-dir=${profile}`,
      url,
    ],
    { stdio: 'ignore', detached: true },
  );
  const gone = new Promise((resolve) => running.once('exit', resolve));
  return {
    version: versionOf(program),
    async pick(files) {
      const port = path.join(profile, 'DevToolsActivePort');
      while (!existsSync(port)) await pause(100);
      const [number] = readFileSync(port, 'utf8').split('\n');
      const tools = await chromium.connectOverCDP(`http://127.0.0.1:${number}`);
      const page = tools
        .contexts()
        .flatMap((each) => each.pages())
        .find((each) => each.url() === url);
      if (page === undefined) throw new Error('The page is not there.');
      await page.locator('#files').waitFor();
      // Playwright itself would carry large files over the wire.
      const wire = await page.context().newCDPSession(page);
      const { result } = await wire.send('Runtime.evaluate', {
        expression: 'document.querySelector("#files")',
      });
      await wire.send('DOM.setFileInputFiles', {
        files: [...files],
        ...(result.objectId && { objectId: result.objectId }),
      });
      await tools.close();
    },
    async close() {
      if (running.pid !== undefined) process.kill(-running.pid, 'SIGKILL');
      await gone;
      rmSync(profile, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

export async function openFirefox(url: string): Promise<Driven> {
  const found = await ensureFirefox();
  if ('missing' in found) throw new Error(`Firefox: ${found.missing}`);
  const browser = await firefox.launch(firefoxOptions(found.path));
  const page = await browser.newPage();
  await page.goto(url);
  return {
    version: `Firefox ${browser.version()}`,
    pick: (files) => page.locator('#files').setInputFiles([...files]),
    close: () => browser.close(),
  };
}

function versionOf(program: string): string {
  return spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim();
}
