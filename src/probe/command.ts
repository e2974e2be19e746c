/**
 * `kommo-uploader probe`: the command line around the probe.
 *
 * Knows: signals, files, and what to print. Everything goes through `Secrets` on its way out. Does not know: a question.
 */
import { rename, writeFile } from 'node:fs/promises';
import { adviceOf } from './advice.js';
import {
  ArgumentError,
  type Arguments,
  helpText,
  readArguments,
} from './arguments.js';
import { isKnown, type Outcome, probe } from './probe.js';
import { profileText } from './profile.js';
import { Secrets } from './secrets.js';
import { snippet } from './snippet.js';
import { readToken } from './token.js';

/** Runs the command; its exit code. */
export async function probeCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  try {
    const command = readArguments(args);
    if (command.kind !== 'probe') {
      console.log(command.kind === 'help' ? helpText : snippet);
      return 0;
    }
    const token = await readToken(environment, process.stdin);
    return await run(command.probe, token);
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    console.error(`${error.message}\nSee kommo-uploader probe --help.`);
    return 2;
  }
}

async function run(given: Arguments, token: string): Promise<number> {
  const secrets = new Secrets();
  const print = (line: string) => console.log(secrets.scrub(line));
  const complain = (line: string) => console.error(secrets.scrub(line));
  const stopping = new AbortController();
  const release = onStop(() => {
    complain('Stopping. What was uploaded is deleted; once more ends at once.');
    stopping.abort();
  });
  try {
    const { out, ...options } = given;
    const outcome = await probe({
      ...options,
      ...{ token, secrets, signal: stopping.signal },
      say: (line) => print(`- ${line}`),
    });
    const isClear = tellCleared(outcome, print, complain);
    const { profile, error } = outcome;
    if (profile === undefined) {
      if (stopping.signal.aborted) return 130;
      complain(
        isKnown(error)
          ? `The probe ended: ${error.message}`
          : 'The probe ended because of a mistake of its own.',
      );
      return 1;
    }
    // By a rename, so that half a profile never lies there.
    await writeFile(`${out}.part`, secrets.scrub(profileText(profile)));
    await rename(`${out}.part`, out);
    print(`\n${out} has the answers. The settings to use:`);
    for (const line of adviceOf(profile)) print(line);
    for (const line of profile.unplayable) print(`  Mind: ${line}`);
    for (const line of profile.unanswered) print(`  No answer about ${line}`);
    return isClear ? 0 : 1;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    complain(`The profile cannot be written (${code ?? 'unknown reason'}).`);
    return 1;
  } finally {
    release();
  }
}

function tellCleared(
  { cleared }: Outcome,
  print: (line: string) => void,
  complain: (line: string) => void,
): boolean {
  const { deleted, left, prefix, card } = cleared;
  if (deleted > 0) print(`- deleted ${deleted} files`);
  if (left > 0)
    complain(
      `Not everything could be deleted: look for files called ${prefix}-….`,
    );
  if (!card) complain('The card could not be left as it was: look at it.');
  return left === 0 && card;
}

/** Calls `stop` at the first signal; a later one ends the process. One Ctrl-C can come twice, from npm as well. */
function onStop(stop: () => void): () => void {
  let since: number | undefined;
  const heard = () => {
    const now = performance.now();
    if (since === undefined) {
      since = now;
      stop();
    } else if (now - since > 500) process.exit(130);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, heard);
  return () => {
    for (const signal of signals) process.off(signal, heard);
  };
}
