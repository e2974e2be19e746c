/**
 * Finds a WebKit for the tests, installs one where that is allowed, starts it and says how it is driven. Knows:
 * WebKitGTK and its driver by name, and that it needs a display, which nobody has to see. It is the third browser:
 * where it cannot be had, that is told by name and nothing fails.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BrowserMissing,
  chosen,
  installWithApt,
  type Machine,
  onPath,
} from './machine.js';

const packages = ['xvfb', 'webkit2gtk-driver'];

const driverNames = ['WebKitWebDriver'];
const displayNames = ['Xvfb'];

/** Milliseconds until a program that does not get ready counts as one that cannot be driven. */
const patience = 60_000;

/** The driver brings its browser along. */
export interface WebKitPrograms {
  driver: string;
  /** Where windows go that nobody sees; without it, those of the person at the keyboard get one more. */
  display: string | undefined;
}

/** The WebKit to use, or undefined where the machine has none. Installs and starts nothing. */
export function findWebKit(machine: Machine): WebKitPrograms | undefined {
  const driver =
    chosen(machine, 'WEBKIT_DRIVER_PATH', 'WebKitWebDriver') ??
    onPath(machine, driverNames).find(machine.runs);
  if (driver === undefined) return undefined;
  const display = onPath(machine, displayNames).find(machine.runs);
  const { DISPLAY, WAYLAND_DISPLAY } = machine.env;
  return display || DISPLAY || WAYLAND_DISPLAY
    ? { driver, display }
    : undefined;
}

/** A driver that opened no session yet, on this port. Only its end ends its browser for sure. */
export interface WebKitDriver {
  port: number;
  end(): void;
}

/** A WebKit of which another driver can be started at any time, or one sentence that says why there is none. */
export type FoundWebKit =
  | { start(): Promise<WebKitDriver> }
  | { missing: string };

/** Throws `BrowserMissing` only where somebody chose one that does not work. Ends what it starts with this process. */
export async function ensureWebKit(): Promise<FoundWebKit> {
  const machine: Machine = {
    platform: process.platform,
    env: process.env,
    // Neither says its version. Whether they work is seen when they are started.
    runs: existsSync,
  };
  let found = findWebKit(machine);
  if (found === undefined && machine.platform === 'linux') {
    console.log('No WebKit here: installing one if that is allowed.');
    found = installWithApt(...packages) ? findWebKit(machine) : undefined;
  }
  if (found === undefined)
    return {
      missing:
        machine.platform === 'linux'
          ? `not on this machine, and it could not be installed (install ${packages.join(', ')}, or set WEBKIT_DRIVER_PATH to a WebKitWebDriver)`
          : 'only driven on Linux',
    };
  try {
    const env = await environment(found);
    const start = () => startDriver(found.driver, env);
    await tryOut(await start());
    return { start };
  } catch (error) {
    const trouble = error instanceof Error ? error.message : String(error);
    if (machine.env.WEBKIT_DRIVER_PATH)
      throw new BrowserMissing(
        `WEBKIT_DRIVER_PATH is set to "${found.driver}", which cannot be driven: ${trouble}`,
      );
    return { missing: `${found.driver} cannot be driven (${trouble})` };
  }
}

/** What a session is opened with. */
export const webKitCapabilities = {
  browserName: 'MiniBrowser',
  // A driver of the classic kind only.
  'wdio:enforceWebDriverClassic': true,
};

async function environment({ display }: WebKitPrograms) {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    // Nobody looks, and the thread that puts layers together through Mesa's software renderer crashes now and then.
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
  };
  if (display !== undefined) {
    env.DISPLAY = await startDisplay(display);
    delete env.WAYLAND_DISPLAY;
  }
  return env;
}

async function startDriver(
  driver: string,
  env: NodeJS.ProcessEnv,
): Promise<WebKitDriver> {
  const port = await freePort();
  const running = endWithUs(
    // A group of its own: its browser ends with it, whatever that is doing.
    spawn(driver, [`--port=${port}`], { env, stdio: 'ignore', detached: true }),
  );
  await untilReady(port, running);
  return { port, end: () => endGroup(running) };
}

/** The number of a new display, chosen by the program itself: one that is free. */
async function startDisplay(program: string): Promise<string> {
  const running = endWithUs(
    spawn(
      program,
      ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true },
    ),
  );
  const number = await Promise.race([
    once(running.stdio[3] as Readable, 'data').then(String),
    once(running, 'exit').then(() => ''),
    sleep(patience, '', { ref: false }),
  ]);
  if (!/^\d+\s*$/.test(number)) throw new Error(`${program} does not start`);
  return `:${number.trim()}`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function untilReady(port: number, running: ChildProcess) {
  const end = Date.now() + patience;
  while (running.exitCode === null && Date.now() < end) {
    const answer = await ask(port, 'GET', 'status').catch(() => undefined);
    if (answer) return;
    await sleep(50);
  }
  throw new Error('its driver does not get ready');
}

/** That a driver answers says little: a browser may not start without what it needs. A runner would hang on that. */
async function tryOut({ port, end }: WebKitDriver) {
  try {
    await ask(port, 'POST', 'session', { capabilities: { alwaysMatch: {} } });
  } finally {
    end();
  }
}

async function ask(
  port: number,
  method: string,
  path: string,
  body?: unknown,
): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${port}/${path}`, {
    method,
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(patience),
  });
  const { value } = (await answer.json()) as { value: unknown };
  if (!answer.ok)
    throw new Error((value as { message?: string }).message ?? 'it says no');
  return value;
}

/** A runner that is stopped leaves no display and no driver behind. */
function endWithUs(child: ChildProcess): ChildProcess {
  // A program that cannot be started is found out by those who wait for it.
  child.on('error', () => {});
  // Neither keeps the runner waiting for its end.
  child.unref();
  const end = () => endGroup(child);
  process.on('exit', end);
  child.once('exit', () => process.off('exit', end));
  return child;
}

for (const signal of ['SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(1));

/** Ends a program and all that it started; both are nothing that could be left half done. */
function endGroup({ pid }: ChildProcess) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended before.
  }
}
