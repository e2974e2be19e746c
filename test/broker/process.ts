/**
 * The broker as a process of its own, with the CRM and a drive on ports: what the tests of processes, sockets and the
 * engine share.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { startCrm } from '../../demo/crm/server.js';
import { startDrive } from '../../demo/drive/node.js';
import { type Grant, issueTicket } from '../../src/broker/index.js';
import { account, key, page } from './world.js';

const command = fileURLToPath(new URL('../../src/command.ts', import.meta.url));

type Cleanup = { after(fn: () => unknown): void };

/** A drive and the CRM on ports, and the settings of a broker for them. */
export async function startKommo(
  t: Cleanup,
  options: { accessTokenLife?: number; maxPartSize?: number } = {},
) {
  const { maxPartSize = 1000, ...rest } = options;
  const drive = await startDrive({ port: 0, open: true, maxPartSize });
  t.after(() => drive.close());
  const integration = {
    client_id: 'id-of-the-integration',
    client_secret: 'secret-of-the-integration',
    redirect_uri: 'https://broker.test/oauth/callback',
  };
  const crm = await startCrm({
    accounts: [{ id: account, subdomain: 'acme', drive_url: drive.url }],
    integration,
    rate: 0,
    ...rest,
  });
  t.after(() => crm.close());
  const settings: Record<string, string> = {
    BROKER_KEY: key,
    ACCOUNTS: `${account}=${crm.host}`,
    CLIENT_ID: integration.client_id,
    CLIENT_SECRET: integration.client_secret,
    REDIRECT_URI: integration.redirect_uri,
    ORIGINS: page,
    RELAY: 'true',
    DEV: 'true',
    SINGLE_INSTANCE: 'true',
    PORT: '0',
  };
  return { drive, crm, settings };
}

export interface BrokerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything it printed. */
  output(): string;
  ended: Promise<number | null>;
}

export function runCommand(
  args: readonly string[],
  settings: Record<string, string>,
): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', command, ...args], {
    env: { PATH: process.env.PATH ?? '', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Starts a broker, and waits until it listens. */
export async function startBroker(
  t: Cleanup,
  settings: Record<string, string>,
): Promise<BrokerProcess> {
  const child = runCommand(['broker'], settings);
  t.after(() => child.kill('SIGKILL'));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  let said = '';
  let heard = () => {};
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      said += chunk;
      heard();
    });
  const port = await new Promise<string>((resolve, reject) => {
    heard = () => {
      const found = /"event":"listening","port":(\d+)/.exec(said)?.[1];
      if (found) resolve(found);
    };
    void ended.then(() => reject(new Error(`it did not start: ${said}`)));
  });
  return {
    ...{ child, ended, output: () => said },
    url: `http://127.0.0.1:${port}`,
  };
}

export async function finished(
  child: ChildProcess,
): Promise<{ code: number | null; output: string }> {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  const [code] = await once(child, 'close');
  return { code, output };
}

export const grant = (changes: Partial<Grant> = {}): Grant => ({
  account,
  maxFileSize: 2 ** 30,
  maxFiles: 10_000,
  types: ['*/*'],
  expires: Date.now() + 3_600_000,
  ...changes,
});

export const ticketOf = (changes: Partial<Grant> = {}) =>
  issueTicket(grant(changes), { origin: page, key });

export async function openAt(
  url: string,
  file_size: number,
  ticket?: string,
): Promise<{ upload_url: string; max_part_size: number }> {
  const answer = await fetch(`${url}/v1.0/sessions`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Origin: page,
      Authorization: `Bearer ${ticket ?? (await ticketOf())}`,
    },
    body: JSON.stringify({ file_name: 'a.bin', file_size }),
  });
  const text = await answer.text();
  assert.equal(answer.status, 200, text);
  return JSON.parse(text);
}

/** Connects the account: the install call, as the CRM makes it. */
export async function connectAt(
  url: string,
  { crm }: Awaited<ReturnType<typeof startKommo>>,
): Promise<void> {
  const query = new URLSearchParams({
    code: crm.crm.oauth.code(account),
    ...{ referer: crm.host, from_widget: '1' },
  });
  const answer = await fetch(`${url}/oauth/callback?${query}`);
  assert.equal(answer.status, 200);
  for (;;) {
    const health = await fetch(`${url}/healthz`);
    if (((await health.json()) as { status: string }).status === 'ok') return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
