/**
 * The machine that the tests run on: where it keeps its programs, which of them start, and what it lets be installed.
 * Knows: operating systems and their package managers. Does not know: browsers by name, or tests.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** What a search needs to know of the machine. A plain object, so that a test can make one up. */
export interface Machine {
  platform: NodeJS.Platform;
  env: Record<string, string | undefined>;
  /** Whether the file at this path is a browser that starts. */
  runs: (path: string) => boolean;
}

/** The message is one sentence that tells the person at the keyboard what to do. */
export class BrowserMissing extends Error {}

export function onPath(
  { platform, env }: Machine,
  names: readonly string[],
): string[] {
  if (platform === 'win32') return [];
  const folders = (env.PATH ?? '').split(':').filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => `${folder}/${name}`));
}

/** Where the system keeps its apps: on macOS by app and program, on Windows by the path below its roots. */
export function usualPlaces(
  { platform, env }: Machine,
  apps: {
    mac: readonly (readonly [app: string, program: string])[];
    windows: readonly string[];
  },
): string[] {
  if (platform === 'darwin') {
    const folders = ['/Applications', `${env.HOME ?? ''}/Applications`];
    return apps.mac.flatMap(([app, program]) =>
      folders.map((folder) => `${folder}/${app}.app/Contents/MacOS/${program}`),
    );
  }
  if (platform === 'win32') {
    const roots = [
      env.ProgramFiles,
      env['ProgramFiles(x86)'],
      env.LOCALAPPDATA,
    ].filter((root) => root !== undefined);
    return apps.windows.flatMap((app) =>
      roots.map((root) => `${root}\\${app}`),
    );
  }
  return [];
}

/** The program that a variable names; `undefined` where it names none. */
export function chosen(
  { env, runs }: Machine,
  variable: string,
  kind: string,
): string | undefined {
  const asked = env[variable];
  if (!asked) return undefined;
  // Somebody chose this one: to take another silently would test something else than they think.
  if (runs(asked)) return asked;
  throw new BrowserMissing(
    `${variable} is set to "${asked}", which does not start: point it to a ${kind} program, or unset it.`,
  );
}

/** Ubuntu's packages of browsers only point to snaps, which most containers cannot run. */
export function aptHasBrowsers(osRelease: string): boolean {
  const id = /^ID="?([\w.-]+)"?$/m.exec(osRelease)?.[1];
  const like = /^ID_LIKE="?([^"\n]*)"?$/m.exec(osRelease)?.[1] ?? '';
  return id === 'debian' || (id !== 'ubuntu' && /\bdebian\b/.test(like));
}

export function starts(candidate: string): boolean {
  if (!existsSync(candidate)) return false;
  // Windows' browsers open a window instead of printing their version.
  if (process.platform === 'win32') return true;
  // A file is not enough: on Ubuntu it may be a stub that only advertises the snap.
  const { status } = spawnSync(candidate, ['--version'], {
    stdio: 'ignore',
    timeout: 20_000,
  });
  return status === 0;
}

export const isRoot = () => process.getuid?.() === 0;

export function run(command: string, args: string[]): boolean {
  console.log(`> ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return status === 0;
}

/** Installs packages of the system's own, where that is Debian's and may be done. */
export function installWithApt(...names: string[]): boolean {
  if (process.platform !== 'linux' || !isRoot()) return false;
  if (!existsSync('/etc/os-release') || !existsSync('/usr/bin/apt-get'))
    return false;
  if (!aptHasBrowsers(readFileSync('/etc/os-release', 'utf8'))) return false;
  // One broken list must not be in the way: the others may be good enough.
  run('apt-get', ['update']);
  return run('apt-get', ['install', '-y', '--no-install-recommends', ...names]);
}
