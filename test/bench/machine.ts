/**
 * Where and with what a run was made.
 *
 * Knows: this machine, its browser, and the versions of what is measured. Does not know: what came out.
 */

import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg, release, type } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from '../helpers/browser.js';
import { type Loads, wasBusy } from './stats.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = fileURLToPath(new URL('.', import.meta.url));

export interface Stamp {
  readonly date: string;
  /** Versions, system and processor, as one sentence. */
  readonly machine: string;
  readonly load: Loads;
  readonly busy: boolean;
}

const programVersion = (program: string): string =>
  spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout.trim();

const versionIn = (folder: string): string => {
  const text = readFileSync(path.join(folder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
};

export const loadNow = (): number => loadavg()[0] ?? 0;

const loadAtStart = loadNow();

/** Whether there is any point in measuring now. */
export const isBusy = (): boolean =>
  wasBusy({ before: loadNow(), after: 0 }, cpus().length);

let machine: string | undefined;

/** To be asked when a run has ended. */
export const stampNow = (): Stamp => {
  machine ??= `kommo-uploader ${versionIn(root)}, ${programVersion(ensureBrowser())}, Node ${process.version}, ${type()} ${release()}, ${cpus().length} x ${cpus()[0]?.model.trim()}`;
  const load = { before: loadAtStart, after: loadNow() };
  return {
    ...{ date: new Date().toISOString().slice(0, 10), machine, load },
    busy: wasBusy(load, cpus().length),
  };
};

const folderOf = (name: string) => path.join(here, 'node_modules', name);

/** Of what is installed beside the bench, in the versions of its lock file. */
export const peerVersions = (names: readonly string[]): string =>
  names.map((name) => `${name} ${versionIn(folderOf(name))}`).join(', ');

/** Installs the others, once; without their scripts, which count installs or greet. */
export const installPeers = (): void => {
  const kept = path.join(here, 'package-lock.json');
  const installed = path.join(here, 'node_modules/.package-lock.json');
  const lines = (file: string) =>
    Object.entries(
      (
        JSON.parse(readFileSync(file, 'utf8')) as {
          packages: Record<string, { version?: string }>;
        }
      ).packages,
    )
      .filter(([name]) => name !== '')
      .map(([name, { version }]) => `${name} ${version}`)
      .join();
  if (existsSync(installed) && lines(installed) === lines(kept)) return;
  console.log('Installing the others beside the bench.');
  const { status } = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      ...{ cwd: here, stdio: 'inherit' },
      // On Windows it is a script.
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) throw new Error('The others could not be installed.');
};
