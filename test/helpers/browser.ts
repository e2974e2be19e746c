/**
 * Finds a Chromium-like browser for the tests, installs one where none is, and says how it is launched. Knows:
 * Chromium, Chrome and Edge by name, and Playwright's own. What else there is of browsers is not its business.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright';
import {
  BrowserMissing,
  chosen,
  installWithApt,
  isRoot,
  type Machine,
  onPath,
  run,
  starts,
  usualPlaces,
} from './machine.js';

/** A machine on which Playwright may keep a browser of its own. */
export interface ChromiumMachine extends Machine {
  /** Where Playwright would keep its own download, whether it is there or not. */
  playwrightPath: string;
}

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
];

const apps = {
  mac: [
    ['Chromium', 'Chromium'],
    ['Google Chrome', 'Google Chrome'],
    ['Microsoft Edge', 'Microsoft Edge'],
  ],
  windows: [
    'Chromium\\Application\\chrome.exe',
    'Google\\Chrome\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
  ],
} as const;

/** Every path worth a look, the one to prefer first. */
export function candidates(machine: ChromiumMachine): string[] {
  return [
    ...onPath(machine, names),
    ...usualPlaces(machine, apps),
    machine.playwrightPath,
  ].filter((candidate) => candidate !== '');
}

/** The browser to use, or undefined where the machine has none. Installs nothing. */
export function findBrowser(machine: ChromiumMachine): string | undefined {
  return (
    chosen(machine, 'CHROME_PATH', 'Chromium, Chrome or Edge') ??
    candidates(machine).find(machine.runs)
  );
}

function thisMachine(): ChromiumMachine {
  return {
    platform: process.platform,
    env: process.env,
    playwrightPath: chromium.executablePath(),
    runs: starts,
  };
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
  for (const install of [
    () => installWithApt('chromium'),
    installWithPlaywright,
  ]) {
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
