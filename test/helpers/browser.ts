/**
 * Finds a Chromium-like browser for the tests, installs one where none is, and says how it is launched.
 * Knows the operating systems' usual places and package managers. Knows nothing of tests or their runners.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright';

/** What the search needs to know of the machine. A plain object, so that a test can make one up. */
export interface Machine {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  /** Where Playwright would keep its own download, whether it is there or not. */
  playwrightPath: string;
  /** Whether the file at this path is a browser that starts. */
  runs: (path: string) => boolean;
}

/** The message is one sentence that tells the person at the keyboard what to do. */
export class BrowserMissing extends Error {}

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
];

const macApps = ['Chromium', 'Google Chrome', 'Microsoft Edge'];

const windowsApps = [
  'Chromium\\Application\\chrome.exe',
  'Google\\Chrome\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

function onPath({ platform, env }: Machine): string[] {
  if (platform === 'win32') return [];
  const folders = (env.PATH ?? '').split(':').filter((folder) => folder !== '');
  return names.flatMap((name) =>
    folders.map((folder) => path.posix.join(folder, name)),
  );
}

function usualPlaces({ platform, env }: Machine): string[] {
  if (platform === 'darwin') {
    const folders = ['/Applications', `${env.HOME ?? ''}/Applications`];
    return macApps.flatMap((app) =>
      folders.map((folder) => `${folder}/${app}.app/Contents/MacOS/${app}`),
    );
  }
  if (platform === 'win32') {
    const roots = [
      env.ProgramFiles,
      env['ProgramFiles(x86)'],
      env.LOCALAPPDATA,
    ].filter((root) => root !== undefined);
    return windowsApps.flatMap((app) => roots.map((root) => `${root}\\${app}`));
  }
  return [];
}

/** Every path worth a look, the one to prefer first. */
export function candidates(machine: Machine): string[] {
  return [
    ...onPath(machine),
    ...usualPlaces(machine),
    machine.playwrightPath,
  ].filter((candidate) => candidate !== '');
}

/** The browser to use, or undefined where the machine has none. Installs nothing. */
export function findBrowser(machine: Machine): string | undefined {
  const asked = machine.env.CHROME_PATH;
  if (asked) {
    // Somebody chose this one: to take another silently would test something else than they think.
    if (machine.runs(asked)) return asked;
    throw new BrowserMissing(
      `CHROME_PATH is set to "${asked}", which does not start: point it to a Chromium, Chrome or Edge program, or unset it.`,
    );
  }
  return candidates(machine).find(machine.runs);
}

/** Ubuntu's `chromium` package only points to a snap, which most containers cannot run. */
export function aptHasChromium(osRelease: string): boolean {
  const id = /^ID="?([\w.-]+)"?$/m.exec(osRelease)?.[1];
  const like = /^ID_LIKE="?([^"\n]*)"?$/m.exec(osRelease)?.[1] ?? '';
  return id === 'debian' || (id !== 'ubuntu' && /\bdebian\b/.test(like));
}

function starts(candidate: string): boolean {
  if (!existsSync(candidate)) return false;
  // chrome.exe opens a window instead of printing its version.
  if (process.platform === 'win32') return true;
  // A file is not enough: on Ubuntu it may be a stub that only advertises the snap.
  const { status } = spawnSync(candidate, ['--version'], {
    stdio: 'ignore',
    timeout: 20_000,
  });
  return status === 0;
}

export function thisMachine(): Machine {
  return {
    platform: process.platform,
    env: process.env,
    playwrightPath: chromium.executablePath(),
    runs: starts,
  };
}

const isRoot = () => process.getuid?.() === 0;

function run(command: string, args: string[]): boolean {
  console.log(`> ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return status === 0;
}

function installWithApt(): boolean {
  if (process.platform !== 'linux' || !isRoot()) return false;
  if (!existsSync('/etc/os-release') || !existsSync('/usr/bin/apt-get'))
    return false;
  if (!aptHasChromium(readFileSync('/etc/os-release', 'utf8'))) return false;
  // One broken list must not be in the way: the others may be good enough.
  run('apt-get', ['update']);
  const options = ['-y', '--no-install-recommends'];
  return run('apt-get', ['install', ...options, 'chromium']);
}

function installWithPlaywright(): boolean {
  const cli = path.join(
    path.dirname(
      createRequire(import.meta.url).resolve('playwright/package.json'),
    ),
    'cli.js',
  );
  // The system libraries that Chromium needs can only be installed by root.
  const withDeps = process.platform === 'linux' && isRoot();
  const args = withDeps ? ['--with-deps', 'chromium'] : ['chromium'];
  return run(process.execPath, [cli, 'install', ...args]);
}

/** The path of a browser that starts, installed first if need be. Throws `BrowserMissing` where nothing worked. */
export function ensureBrowser(): string {
  const found = findBrowser(thisMachine());
  if (found) return found;
  console.log('No Chromium, Chrome or Edge here: installing one.');
  for (const install of [installWithApt, installWithPlaywright]) {
    const installed = install() && findBrowser(thisMachine());
    if (installed) return installed;
  }
  throw new BrowserMissing(
    'No browser was found and none could be installed: install Chromium, Chrome or Edge, or set CHROME_PATH to one.',
  );
}

/** What Playwright launches it with, in every runner alike. */
export function launchOptions(executablePath: string) {
  return {
    executablePath,
    // Chromium refuses to start as root with its sandbox on, and most CI containers forbid what the sandbox needs.
    chromiumSandbox: !isRoot() && !process.env.CI,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}
