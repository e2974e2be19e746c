/**
 * `npx tsx test/bench/list.ts`: how the list bears 10,000 and 100,000 files, in a Chromium without DevTools.
 *
 * Knows: a browser's processes, as far as Linux tells. What is measured is in `list-page.ts`.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../../src/bundle.js';
import { ensureBrowser, launchOptions } from '../helpers/browser.js';
import type { Measured, Task } from './list-page.js';

/** Milliseconds that one measurement may take. */
const PATIENCE = 15 * 60_000;
/** Ticks a second in which Linux counts a thread's time, on every machine that there is. */
const TICKS = 100;

export interface ListRun extends Measured {
  readonly task: Task;
  readonly count: number;
  /** Share of the time in which the page's main thread had nothing to do, while all files finished. */
  readonly free?: number;
  /** The machine's load as it began. */
  readonly load: number;
}

/** One measurement in a browser of its own. */
const measure = async (
  code: string,
  task: Task,
  count: number,
): Promise<ListRun> => {
  const [load = 0] = loadavg();
  const profile = mkdtempSync(path.join(tmpdir(), 'bench-'));
  let heard = (_path: string, _body: string): void => {};
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') {
      heard(pathname, await textOf(request));
      response.end();
    } else if (pathname === '/page.js')
      response.setHeader('content-type', 'text/javascript').end(code);
    else
      response
        .setHeader('content-type', 'text/html')
        .end('<!doctype html><script type="module" src="/page.js"></script>');
  });
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready);
  });
  const { port } = server.address() as AddressInfo;
  const { executablePath, chromiumSandbox, args } = launchOptions(
    ensureBrowser(),
  );
  const browser = spawn(
    executablePath,
    [
      ...args,
      ...(chromiumSandbox ? [] : ['--no-sandbox']),
      '--headless=new',
      `--user-data-dir=${profile}`,
      `http://127.0.0.1:${port}/?task=${task}&count=${count}`,
    ],
    { stdio: 'ignore' },
  );
  try {
    let begun: { cpu: number; at: number } | undefined;
    let free: number | undefined;
    const now = () => ({ cpu: mainThreadTime(profile), at: Date.now() });
    const measured = await new Promise<Measured>((resolve, reject) => {
      setTimeout(() => reject(new Error(`${task} hangs.`)), PATIENCE).unref();
      heard = (pathname, body) => {
        if (pathname === '/begins') begun = now();
        if (pathname === '/ended' && begun !== undefined) {
          const end = now();
          if (end.cpu > 0)
            free = 1 - (end.cpu - begun.cpu) / (end.at - begun.at);
        }
        if (pathname === '/result') resolve(JSON.parse(body) as Measured);
      };
    });
    return {
      task,
      count,
      load,
      ...measured,
      ...(free === undefined ? {} : { free }),
    };
  } finally {
    const gone = new Promise((resolve) => browser.once('exit', resolve));
    browser.kill();
    await gone;
    server.close();
    server.closeAllConnections();
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

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
};

/** Milliseconds that the page's main thread worked so far; 0 where nobody tells. The page is the busiest renderer. */
const mainThreadTime = (profile: string): number => {
  try {
    return Math.max(
      0,
      ...readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map((pid) => timeOfRenderer(pid, profile)),
    );
  } catch {
    return 0;
  }
};

const timeOfRenderer = (pid: string, profile: string): number => {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    if (!command.includes('--type=renderer') || !isOf(pid, profile)) return 0;
    const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
  } catch {
    return 0;
  }
};

/** Whether one of its parents is the browser with this profile: other browsers may run beside it. */
const isOf = (pid: string, profile: string): boolean => {
  for (let each = pid; Number(each) > 1; ) {
    if (readFileSync(`/proc/${each}/cmdline`, 'utf8').includes(profile))
      return true;
    const stat = readFileSync(`/proc/${each}/stat`, 'utf8');
    each = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '0';
  }
  return false;
};

/** All that the list is measured by. */
export const benchList = async (
  told: (run: ListRun) => void = () => {},
  plan: readonly (readonly [Task, number])[] = [
    ['pick', 10_000],
    ['add', 10_000],
    ['add', 100_000],
    ['scroll', 10_000],
    ['finish', 10_000],
  ],
): Promise<ListRun[]> => {
  const code = await bundle('test/bench/list-page.ts');
  const runs: ListRun[] = [];
  for (const [task, count] of plan) {
    const run = await measure(code, task, count);
    told(run);
    runs.push(run);
  }
  return runs;
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const asked = process.argv
    .slice(2)
    .map((text) => text.split(':'))
    .map(([task, count]) => [task as Task, Number(count)] as const);
  const told = (run: ListRun) =>
    console.log(
      Object.entries(run)
        .map(([name, value]) =>
          typeof value === 'number'
            ? `${name} ${Math.round(value * 1000) / 1000}`
            : value,
        )
        .join(', '),
    );
  await benchList(told, asked.length > 0 ? asked : undefined);
}
