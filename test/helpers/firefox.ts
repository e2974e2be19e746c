/**
 * Finds a Firefox for the tests, installs one where that is allowed, and says how it is launched. Knows: Firefox by
 * name. It is the second browser: where it cannot be had, that is told by name and nothing fails.
 */
import { firefox } from 'playwright';
import {
  BrowserMissing,
  chosen,
  installWithApt,
  type Machine,
  onPath,
  starts,
  usualPlaces,
} from './machine.js';

const names = ['firefox-esr', 'firefox'];

const linuxPlaces = [
  '/usr/lib/firefox-esr/firefox-esr',
  '/opt/firefox/firefox',
];

const apps = {
  mac: [
    ['Firefox', 'firefox'],
    ['Firefox Developer Edition', 'firefox'],
  ],
  windows: [
    'Mozilla Firefox\\firefox.exe',
    'Firefox Developer Edition\\firefox.exe',
  ],
} as const;

/** Every path worth a look, the one to prefer first. */
export function firefoxCandidates(machine: Machine): string[] {
  return [
    ...onPath(machine, names),
    ...(machine.platform === 'linux' ? linuxPlaces : []),
    ...usualPlaces(machine, apps),
  ];
}

/** The Firefox to use, or undefined where the machine has none. Installs nothing. */
export function findFirefox(machine: Machine): string | undefined {
  return (
    chosen(machine, 'FIREFOX_PATH', 'Firefox') ??
    firefoxCandidates(machine).find(machine.runs)
  );
}

/** A Firefox that can be driven, or one sentence that says why there is none. */
export type FoundFirefox = { path: string } | { missing: string };

/** Throws `BrowserMissing` only where somebody chose one that does not work. */
export async function ensureFirefox(): Promise<FoundFirefox> {
  const machine: Machine = {
    platform: process.platform,
    env: process.env,
    runs: starts,
  };
  let found = findFirefox(machine);
  if (found === undefined) {
    console.log('No Firefox here: installing one if that is allowed.');
    found = installWithApt('firefox-esr') ? findFirefox(machine) : undefined;
  }
  if (found === undefined)
    return {
      missing:
        'not on this machine, and it could not be installed (install it, or set FIREFOX_PATH to it)',
    };
  const trouble = await troubleWith(found);
  if (trouble === undefined) return { path: found };
  if (machine.env.FIREFOX_PATH)
    throw new BrowserMissing(
      `FIREFOX_PATH is set to "${found}", which cannot be driven: ${trouble}`,
    );
  return { missing: `${found} cannot be driven (${trouble})` };
}

/** What Playwright launches it with: the system's own Firefox, by the protocol that every Firefox speaks. */
export const firefoxOptions = (executablePath: string) => ({
  channel: 'moz-firefox',
  executablePath,
});

/**
 * Opens and closes a page. That a program prints its version says little: a snap cannot read a profile in /tmp, root may
 * not start it in another's home, and a version may lack a command of the protocol. A runner would hang on that.
 */
async function troubleWith(path: string): Promise<string | undefined> {
  try {
    const browser = await firefox.launch({
      ...firefoxOptions(path),
      timeout: 60_000,
    });
    try {
      await browser.newPage();
    } finally {
      await browser.close();
    }
    return undefined;
  } catch (error) {
    const [firstLine] = String(error).split('\n', 1);
    return firstLine;
  }
}
