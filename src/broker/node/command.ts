/**
 * `kommo-uploader broker`: the command line around the broker.
 *
 * Knows: arguments, signals, and what to print. Does not know: what a setting means.
 */

import { randomBytes } from 'node:crypto';
import { createClient } from '@redis/client';
import { createBroker } from '../broker.js';
import { BrokerOptionsError } from '../options.js';
import { fileStore } from '../store/file-store.js';
import { memoryStore } from '../store/memory-store.js';
import { redisStore } from '../store/redis-store.js';
import type { Store } from '../store/store.js';
import { nodeFetch } from './node-fetch.js';
import { serveBroker } from './server.js';
import {
  type Environment,
  readSettings,
  type Settings,
  VARIABLES,
} from './settings.js';

/** Runs the command. Gives its exit code; `undefined` while the broker runs on. */
export async function brokerCommand(
  args: readonly string[],
  environment: Environment,
): Promise<number | undefined> {
  const [what, account] = args;
  if (what === '--help' || what === 'help') return print(helpText());
  if (what === 'new-key') return print(randomBytes(32).toString('base64'));
  if (what !== undefined && what !== 'install-link')
    return fail(`There is no "broker ${what}".\n${helpText()}`);
  try {
    const settings = readSettings(environment);
    const opened = await openStore(settings.store);
    const broker = createBroker({
      ...settings.options,
      store: opened.store,
      fetch: nodeFetch,
    });
    if (what === undefined) {
      await serve(broker, settings, opened.close);
      return undefined;
    }
    console.log(await broker.installLink(Number(account)));
    await opened.close();
    return 0;
  } catch (error) {
    if (error instanceof BrokerOptionsError) return fail(error.message);
    if (error instanceof TypeError) return fail(error.message);
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') return fail('This port is taken: set PORT.');
    // Its message could name an address with a password in it.
    return fail(`The broker does not start (${code ?? 'unknown reason'}).`);
  }
}

async function serve(
  broker: ReturnType<typeof createBroker>,
  { port, host }: Settings,
  closeStore: () => Promise<void>,
): Promise<void> {
  const running = await serveBroker(broker, { port, host });
  say({ event: 'listening', port: running.port });
  let isEnding = false;
  const end = async (signal: string) => {
    if (isEnding) return;
    isEnding = true;
    say({ event: 'ending', signal });
    await running.close();
    await closeStore();
    say({ event: 'ended' });
    process.exit(0);
  };
  process.on('SIGTERM', () => void end('SIGTERM'));
  process.on('SIGINT', () => void end('SIGINT'));
}

async function openStore(
  store: Settings['store'],
): Promise<{ store: Store; close: () => Promise<void> }> {
  if (store.kind === 'memory')
    return { store: memoryStore(), close: async () => {} };
  if (store.kind === 'files')
    return { store: fileStore(store.folder), close: async () => {} };
  const client = createClient({
    url: store.url,
    // A request must not wait for a Redis that is away: it is answered 503, and comes again.
    disableOfflineQueue: true,
    commandOptions: { timeout: 5000 },
  });
  // It connects again by itself; without a listener the process would end. /healthz is red meanwhile.
  client.on('error', () => {});
  await client.connect();
  return {
    store: redisStore(client),
    close: async () => void client.destroy(),
  };
}

const say = (line: Record<string, unknown>) =>
  console.log(JSON.stringify({ time: new Date().toISOString(), ...line }));

const print = (text: string): number => {
  console.log(text);
  return 0;
};

const fail = (text: string): number => {
  console.error(text);
  return 2;
};

const helpText = () =>
  [
    'kommo-uploader broker                    starts the broker',
    'kommo-uploader broker new-key            prints a key for BROKER_KEY',
    'kommo-uploader broker install-link ID    prints a link that connects an account',
    '',
    'Settings are environment variables:',
    ...VARIABLES.map(([name, meaning]) => `  ${name.padEnd(18)}${meaning}`),
  ].join('\n');
