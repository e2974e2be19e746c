/**
 * The processes of a bench: started, watched, ended.
 *
 * Knows: child processes, and what Linux says in `/proc` of the time and memory that one has used. Does not know: what
 * is measured.
 */
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Job, JobResult } from './load.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Linux counts a process's time in hundredths of a second. */
const ticks = 100;

export interface Server {
  readonly url: string;
  /** Seconds of processor time that it has used, in all its threads. */
  cpu(): number;
  /** Memory of its own that it has now, in MiB. */
  memory(): number;
  stop(): Promise<void>;
}

export async function startServer(
  script: string,
  args: readonly string[],
  settings: Record<string, string> = {},
  nodeFlags: readonly string[] = [],
): Promise<Server> {
  const child = spawn(
    process.execPath,
    [...nodeFlags, '--import', 'tsx', script, ...args],
    {
      cwd: root,
      env: { PATH: process.env.PATH ?? '', ...settings },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const url = await addressOf(child);
  const proc = (name: string) =>
    readFileSync(`/proc/${child.pid}/${name}`, 'utf8');
  return {
    url,
    cpu() {
      // After the name, which may hold spaces: fields 14 and 15 of the line.
      const fields = proc('stat').split(') ').at(-1)?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) / ticks;
    },
    memory: () => Number(/RssAnon:\s+(\d+)/.exec(proc('status'))?.[1]) / 1024,
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await once(child, 'exit');
      clearTimeout(late);
    },
  };
}

/** Waits until a server says where it listens; what it says later is read away. */
function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      if (said.length > 10_000) return;
      said += chunk;
      const url = /listens on (\S+)\n/.exec(said)?.[1];
      const port = /"event":"listening","port":(\d+)/.exec(said)?.[1];
      if (url !== undefined) resolve(url);
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
    child.once('exit', () => reject(new Error(`it did not start: ${said}`)));
  });
}

export interface Load {
  run(job: Job): Promise<JobResult>;
  stop(): void;
}

export function startLoad(): Load {
  const child = fork(fileURLToPath(new URL('load.ts', import.meta.url)), [], {
    execArgv: ['--import', 'tsx'],
  });
  return {
    async run(job) {
      child.send(job);
      const [result] = (await once(child, 'message')) as [
        JobResult | { failed: string },
      ];
      if ('failed' in result) throw new Error(result.failed);
      return result;
    },
    stop: () => void child.kill(),
  };
}
