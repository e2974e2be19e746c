/**
 * A broker, the CRM and its drive, all in one process, with Kommo's own host names.
 *
 * Knows: how they are put together, and every request that leaves the broker. Only the `fetch` is ours: hosts, tokens
 * and answers are checked as they would be outside.
 */
import assert from 'node:assert/strict';
import { createCrm } from '../../demo/crm/index.js';
import type { CrmOptions } from '../../demo/crm/options.js';
import { createDrive, type DriveOptions } from '../../demo/drive/node.js';
import {
  type Broker,
  type BrokerOptions,
  createBroker,
  type Grant,
  type LogLine,
  memoryStore,
  pageTicket,
  type Store,
} from '../../src/broker/index.js';

export const account = 31_415_926;
export const page = 'https://shop.example';
export const brokerUrl = 'https://broker.test';
export const driveUrl = 'https://drive-c.kommo.com';
export const crmHost = 'acme.kommo.com';
export const crmOrigin = `https://${crmHost}`;
export const key = 'ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=';
export const otherKey = 'PiPoFgA5WUoziU9lZOGxNIu9egCI1CxKy3PurtWcAJ0=';
export const integration = {
  clientId: '6f1b2c3d-0000-4000-8000-000000000001',
  clientSecret: 'the-secret-of-the-integration-0123456789',
  redirectUri: `${brokerUrl}/oauth/callback`,
};

export const uuid = (n: number) =>
  `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A request that left the broker. */
export interface Sent {
  method: string;
  host: string;
  path: string;
  headers: Headers;
  body: Uint8Array<ArrayBuffer>;
}

export interface WorldOptions {
  broker?: Partial<BrokerOptions>;
  drive?: DriveOptions;
  crm?: Partial<CrmOptions>;
  store?: Store;
  /** Comes before Kommo: an answer of its own, a wait, or nothing. */
  upstream?: (
    sent: Sent,
  ) => Response | undefined | Promise<Response | undefined>;
  /** Whether the account is connected at the start (yes). */
  connected?: boolean;
}

export function createClock(start = Date.UTC(2026, 0, 2, 12)) {
  let time = start;
  return {
    now: () => time,
    pass(milliseconds: number) {
      time += milliseconds;
    },
  };
}

export type World = Awaited<ReturnType<typeof createWorld>>;

export async function createWorld(options: WorldOptions = {}) {
  const clock = createClock();
  const sent: Sent[] = [];
  const logs: LogLine[] = [];
  const store = options.store ?? memoryStore({ now: clock.now });
  const drive = createDrive({
    open: true,
    publicUrl: driveUrl,
    maxPartSize: 1000,
    now: clock.now,
    ...options.drive,
  });
  let broker: Broker;
  const crm = createCrm({
    accounts: [
      { id: account, subdomain: 'acme', drive_url: driveUrl },
      { id: 99, subdomain: 'stranger', drive_url: driveUrl },
    ],
    integration: {
      client_id: integration.clientId,
      client_secret: integration.clientSecret,
      redirect_uri: integration.redirectUri,
      disconnect_hook: `${brokerUrl}/hooks/disconnected`,
    },
    now: clock.now,
    fetch: (input, init) => broker(new Request(input, init)),
    ...options.crm,
  });

  const kommo = async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    assert.equal(init?.redirect, 'manual', 'redirects are never followed');
    const url = new URL(request.url);
    const body = new Uint8Array(await request.clone().arrayBuffer());
    const one: Sent = {
      method: request.method,
      host: url.host,
      path: url.pathname + url.search,
      headers: request.headers,
      body,
    };
    sent.push(one);
    const given = await options.upstream?.(one);
    if (given) return given;
    if (`https://${url.host}` !== driveUrl) return crm.fetch(request);
    const bearer = request.headers.get('authorization')?.slice(7);
    const needsBearer = url.pathname.startsWith('/v1.0/');
    if (needsBearer && crm.oauth.accountOf(bearer) === undefined)
      return new Response('no\n', { status: 401 });
    return drive.handle(request, { address: 'in-process' });
  };

  broker = createBroker({
    key,
    accounts: [{ id: account, host: crmHost }],
    integration,
    authorize: pageTicket(),
    origins: [page, crmOrigin],
    store,
    singleInstance: true,
    relay: true,
    links: true,
    publicUrl: brokerUrl,
    fetch: kommo as typeof fetch,
    log: (line) => logs.push(line),
    now: clock.now,
    ...options.broker,
  });

  const send = (path: string, init: RequestInit = {}) =>
    broker(
      new Request(path.startsWith('https:') ? path : brokerUrl + path, init),
    );

  const world = {
    ...{ broker, crm, drive, store, clock, sent, logs, send },
    fetchKommo: kommo as typeof fetch,
    grant(changes: Partial<Grant> = {}): Grant {
      return {
        account,
        maxFileSize: 100_000,
        maxFiles: 100,
        types: ['*/*'],
        expires: clock.now() + 3_600_000,
        ...changes,
      };
    },
    ticket: (changes: Partial<Grant> = {}, origin = page) =>
      broker.issueTicket(world.grant(changes), { origin }),
    /** A session request of a page. */
    async session(
      body: Record<string, unknown> = {},
      {
        ticket,
        headers = {},
      }: { ticket?: string; headers?: Record<string, string> } = {},
    ) {
      return send('/v1.0/sessions', {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          Origin: page,
          Authorization: `Bearer ${ticket ?? (await world.ticket())}`,
          ...headers,
        },
        body: JSON.stringify({ file_name: 'a.bin', file_size: 5, ...body }),
      });
    },
    part: (
      url: string,
      bytes: Uint8Array<ArrayBuffer>,
      headers: Record<string, string> = {},
    ) =>
      send(url, {
        method: 'POST',
        headers: { Origin: page, ...headers },
        body: bytes,
      }),
    /** Sends a whole file through the relay, and gives the last answer's body. */
    async upload(
      bytes: Uint8Array<ArrayBuffer>,
      body: Record<string, unknown> = {},
      given: { ticket?: string } = {},
    ) {
      const opened = await world.session(
        { file_size: bytes.byteLength, ...body },
        given,
      );
      const session = await jsonOf(opened, 200);
      let url = session.upload_url as string | undefined;
      let last: Json = {};
      for (let at = 0; url; at += session.max_part_size as number) {
        const part = bytes.slice(at, at + (session.max_part_size as number));
        const answer = await world.part(url, part);
        assert.ok(answer.ok, `the part is taken (${answer.status})`);
        last = (await answer.json()) as Json;
        url = last.next_url as string | undefined;
      }
      return last;
    },
    async connect(): Promise<void> {
      assert.equal((await crm.install(account)).status, 200);
      await broker.settled();
    },
  };
  if (options.connected !== false) {
    await world.connect();
    sent.length = 0;
    logs.length = 0;
  }
  return world;
}

export type Json = Record<string, unknown>;

export async function jsonOf(answer: Response, status: number): Promise<Json> {
  const text = await answer.text();
  assert.equal(answer.status, status, text);
  return JSON.parse(text) as Json;
}

/** Asserts a problem's status and code, and that it is one. */
export async function assertProblem(
  answer: Response,
  status: number,
  code: string,
): Promise<Json> {
  const body = await jsonOf(answer, status);
  assert.equal(answer.headers.get('content-type'), 'application/problem+json');
  assert.equal(body.code, code);
  assert.equal(body.request_id, answer.headers.get('x-request-id'));
  return body;
}
