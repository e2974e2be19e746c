/** The probe against a real drive, and in a process of its own: what its tests share. */
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DriveOptions } from '../../demo/drive/node.js';
import { type RunningDrive, startDrive } from '../../demo/drive/node.js';
import {
  type Outcome,
  type ProbeOptions,
  probe,
} from '../../src/probe/probe.js';
import type { KommoProfile } from '../../src/probe/profile.js';
import { Secrets } from '../../src/probe/secrets.js';

type Cleanup = { after(fn: () => unknown): void };

export async function drive(
  t: Cleanup,
  options: DriveOptions = {},
): Promise<RunningDrive> {
  const running = await startDrive({ port: 0, ...options });
  t.after(() => running.close());
  return running;
}

/** The origin that asks as the account's own. */
export const account = 'http://localhost:1';

export function runProbe(
  { url, token }: { url: string; token: string },
  options: Partial<ProbeOptions> = {},
): Promise<Outcome> {
  return probe({
    ...{ token, crm: account, drive: url, local: true, load: false },
    signal: new AbortController().signal,
    secrets: new Secrets(),
    say: () => {},
    ...options,
  });
}

export async function profileOf(
  running: RunningDrive,
  options: Partial<ProbeOptions> = {},
): Promise<KommoProfile> {
  const { profile, error, cleared } = await runProbe(running, options);
  if (error) throw error;
  assert.ok(profile);
  assert.equal(cleared.left, 0);
  assert.deepEqual(await running.drive.files(), [], 'nothing stays');
  return profile;
}

/** A profile without what the clock decides. */
export function timeless(profile: KommoProfile) {
  const { speed: _, load, ...answers } = profile.answers;
  const { latency: __, ...behaviour } = profile.behaviour;
  const accepted = load && { accepted: load.accepted };
  return { ...profile, probedAt: '', behaviour, answers, accepted };
}

const command = fileURLToPath(new URL('../../src/command.ts', import.meta.url));

/** `kommo-uploader probe …` with its output as it comes. */
export function runCommand(
  t: Cleanup,
  args: readonly string[],
  { env = {}, cwd }: { env?: Record<string, string>; cwd?: string } = {},
): ReturnType<typeof watched> {
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), command, 'probe', ...args],
    {
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: 'pipe',
      ...(cwd !== undefined && { cwd }),
    },
  );
  return watched(t, child);
}

/** A program with what it says, and its exit code; gone with the test. */
export function watched(t: Cleanup, child: ChildProcessWithoutNullStreams) {
  t.after(() => child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  const ended = new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { child, ended, output: () => said };
}
