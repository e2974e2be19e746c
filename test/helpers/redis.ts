/**
 * A real Redis for tests: Debian's `redis-server`, on a port of its own, in a folder that goes with it.
 *
 * Knows: where it is found and how it is installed. Where it cannot be had, the reason is a sentence, and tests are
 * skipped by name.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installWithApt, onPath, starts } from './machine.js';

export interface RunningRedis {
  readonly url: string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const find = (): string | undefined => {
  const { platform, env } = process;
  const machine = { platform, env, runs: starts };
  return onPath(machine, ['redis-server', 'valkey-server']).find(starts);
};

/** The program, installed where that may be done; `undefined` where it cannot be had. */
export function findRedis(): string | undefined {
  return find() ?? (installWithApt('redis-server') ? find() : undefined);
}

export async function startRedis(program: string): Promise<RunningRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-test-'));
  const port = await freePort();
  const child: ChildProcess = spawn(
    program,
    [
      ...['--port', String(port), '--bind', '127.0.0.1'],
      ...['--dir', folder, '--save', '', '--appendonly', 'no'],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const ended = once(child, 'exit');
  let said = '';
  for await (const chunk of child.stdout ?? []) {
    said += chunk;
    if (said.includes('Ready to accept connections')) break;
  }
  child.stdout?.resume();
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
