/**
 * Where the access token comes from: the environment, or the standard input.
 *
 * Knows: streams and terminals. Shows nothing of what is typed. Never takes it from an argument, which other programs on
 * the computer can read.
 */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { ArgumentError } from './arguments.js';

export async function readToken(
  environment: Readonly<Record<string, string | undefined>>,
  input: NodeJS.ReadStream,
): Promise<string> {
  const given = environment.KOMMO_TOKEN ?? (await readInput(input));
  const token = given.trim();
  if (token === '')
    throw new ArgumentError(
      'There is no access token: set KOMMO_TOKEN, or send it to the standard input.',
    );
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new ArgumentError('What came is no access token.');
  return token;
}

async function readInput(input: NodeJS.ReadStream): Promise<string> {
  if (!input.isTTY) {
    let text = '';
    for await (const chunk of input) text += chunk;
    return text;
  }
  process.stderr.write('Access token (it is not shown): ');
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}
