/**
 * npm and its scripts in a folder: each runs to its end or until it is told to end, and none outlives this process.
 *
 * Knows processes, and what npm says where a package cannot be had. Knows no app.
 */
import { type ChildProcess, spawn } from 'node:child_process';

const MINUTE = 60_000;

/** The message tells what was run, and what it said. */
export class ProgramFailed extends Error {
  readonly output: string;

  constructor(what: string, output: string) {
    super(`${what}\n${output.trim()}`);
    this.output = output;
  }
}

/** Something that no app can help: the registry does not give a package, or cannot be reached. */
export class NotToBeHad extends Error {}

export interface Program {
  /** Everything that it printed. */
  readonly output: string;
  end(): Promise<void>;
}

/** A server is stopped where it stands: all that it writes is thrown away. */
const running = new Set<ChildProcess>();

export function endAll(): void {
  for (const { pid } of running) kill(pid);
}

/** npm has children, which have children. */
function kill(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly closed: Promise<number | null>;
}

function start(folder: string, args: readonly string[]): Started {
  // What a runner of tests or a person has set is not the app's.
  const { NODE_ENV: _, FORCE_COLOR: __, ...env } = process.env;
  const child = spawn('npm', args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...env, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1' },
  });
  running.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  return { child, said: () => said, closed };
}

/** Runs npm to its end. What it printed on both of its streams. */
export async function npm(
  folder: string,
  ...args: readonly string[]
): Promise<string> {
  const { child, said, closed } = start(folder, args);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    kill(child.pid);
  }, 5 * MINUTE);
  const code = await closed.finally(() => clearTimeout(timer));
  if (code === 0) return said();
  const what = `npm ${args.join(' ')}`;
  throw new ProgramFailed(
    isLate ? `${what} took too long.` : `${what} failed.`,
    said(),
  );
}

/** What npm says of a version that is not there, and of a registry that is not. */
const unavailable =
  /Found: \S+@undefined|\b(E401|E403|E404|ETARGET|ENOVERSIONS|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTCACHED)\b/;

export async function install(folder: string): Promise<void> {
  const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
  try {
    await npm(folder, 'install', '--ignore-scripts', ...quiet);
  } catch (error) {
    if (!(error instanceof ProgramFailed) || !unavailable.test(error.output))
      throw error;
    const lines = error.output.split('\n').filter((line) => line.trim() !== '');
    throw new NotToBeHad(lines.slice(0, 8).join('\n'), { cause: error });
  }
}

/** Starts a server by a script of the app's, and resolves when it says where it listens. */
export async function serve(
  folder: string,
  script: string,
  port: number,
): Promise<Program> {
  const args = ['run', script, '--', '--port', String(port)];
  const { child, said, closed } = start(folder, args);
  const program: Program = {
    get output() {
      return said();
    },
    async end() {
      kill(child.pid);
      await closed;
    },
  };
  const place = new RegExp(`http://localhost:${port}\\b`);
  const what = `npm run ${script}`;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new ProgramFailed(`${what} does not listen.`, said())),
      3 * MINUTE,
    );
    const look = () => {
      if (!place.test(said())) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', look);
    void closed
      .finally(() => clearTimeout(timer))
      .then(() => reject(new ProgramFailed(`${what} ended.`, said())), reject);
  }).catch(async (error) => {
    await program.end();
    throw error;
  });
  return program;
}
