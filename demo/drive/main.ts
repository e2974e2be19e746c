/**
 * `npm run drive`: the command line around `startDrive`.
 *
 * Knows: arguments and what to print. A wrong one is told in a sentence.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  type Behaviour,
  behaviourRules,
  checkBehaviour,
  OptionError,
  readProfile,
  startDrive,
} from './node.js';

const names = Object.keys(behaviourRules) as (keyof Behaviour)[];
const flags = new Map(names.map((name) => [flagOf(name), name]));

try {
  await main(process.argv.slice(2));
} catch (error) {
  const known = error instanceof OptionError || isArgumentError(error);
  const port = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  if (port) {
    console.error('This port is taken: give another one with --port.');
  } else if (known) {
    console.error(`${(error as Error).message}\nSee npm run drive -- --help.`);
  } else {
    console.error(error);
  }
  process.exit(known ? 2 : 1);
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', default: '8787' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string', default: '.drive' },
      token: { type: 'string' },
      profile: { type: 'string' },
      open: { type: 'boolean', default: false },
      discard: { type: 'boolean', default: false },
      'public-url': { type: 'string' },
      'allow-host': { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
      ...Object.fromEntries(
        [...flags.keys()].map((flag) => [flag, { type: 'string' as const }]),
      ),
    },
  });
  if (values.help) {
    console.log(helpText());
    return;
  }
  const behaviour = Object.fromEntries(
    [...flags].map(([flag, name]) => [
      name,
      (values as Record<string, unknown>)[flag],
    ]),
  );
  const { host, data, token, open, discard } = values;
  const publicUrl = values['public-url'];
  if (publicUrl !== undefined && !/^https?:\/\/[^/]+/.test(publicUrl)) {
    throw new OptionError('--public-url must start with http:// or https://');
  }
  const running = await startDrive({
    ...(values.profile !== undefined && (await profileIn(values.profile))),
    // A switch on the command line goes before what the profile says.
    ...checkBehaviourFlags(behaviour),
    port: portOf(values.port),
    host,
    data,
    open,
    discard,
    hosts: values['allow-host'],
    ...(token !== undefined && { token }),
    ...(publicUrl !== undefined && { publicUrl }),
  });
  if (!['127.0.0.1', '::1', 'localhost'].includes(host)) {
    console.warn(
      `Warning: listening on ${host}, so other computers can reach this drive.`,
    );
  }
  console.log(`The drive listens on ${running.url}`);
  if (discard) console.warn('Warning: bytes are counted, and not kept.');
  console.log(`Session URL: ${running.url}/v1.0/sessions`);
  console.log(
    open ? 'It takes any access token.' : `Access token: ${running.token}`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      running.close().then(() => process.exit(0));
    });
  }
}

async function profileIn(file: string): Promise<Partial<Behaviour>> {
  try {
    return readProfile(await readFile(file, 'utf8'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = error instanceof OptionError ? message : `${code}`;
    throw new OptionError(`--profile ${file} cannot be used: ${why}.`);
  }
}

/** The same check as everywhere, in the words of the command line. */
function checkBehaviourFlags(
  given: Record<string, unknown>,
): Partial<Behaviour> {
  try {
    return checkBehaviour(given);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    const [name = '', ...rest] = error.message.split(' ');
    throw new OptionError(`--${flagOf(name)} ${rest.join(' ')}.`);
  }
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) {
    throw new OptionError('--port must be a number from 0 to 65535.');
  }
  return port;
}

function flagOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function isArgumentError(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code?.startsWith('ERR_PARSE_ARGS_') ?? false;
}

function helpText(): string {
  const lines = [
    ['port N', 'the port; 0 takes a free one (8787)'],
    [
      'host NAME',
      'where to listen; beyond this computer with a warning (127.0.0.1)',
    ],
    ['data DIR', 'where everything is kept (.drive)'],
    ['token TEXT', 'the access token (made once for each data folder)'],
    ['profile FILE', 'behaves as the probe found an account to behave'],
    ['open', 'takes any access token, and requests without one'],
    ['discard', 'counts the bytes of files and keeps none; --data is not used'],
    ['public-url URL', 'the address in links, behind a proxy'],
    [
      'allow-host NAME',
      'a further host name that requests may carry; repeatable',
    ],
    ...[...flags].map(([flag, name]) => {
      const rule = behaviourRules[name];
      const values =
        rule.kind === 'choice'
          ? rule.values.join('|')
          : rule.kind === 'list'
            ? 'LIST'
            : 'N';
      const fallback = rule.kind === 'list' ? '' : ` (${rule.fallback})`;
      return [`${flag} ${values}`, `${rule.help}${fallback}`];
    }),
  ];
  return [
    "The local drive: Kommo's Files API on this computer.",
    '',
    'npm run drive -- [options]',
    ...lines.map(([flag, help]) => `  --${flag}\n      ${help}`),
    '  --help',
  ].join('\n');
}
