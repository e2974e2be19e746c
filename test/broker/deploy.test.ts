/** The examples in `demo/deploy`: they are the same handler, and they run. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { applicationOf } from '../../demo/deploy/node.js';
import worker, {
  BrokerStore,
  type WorkerEnvironment,
} from '../../demo/deploy/worker.js';
import { account, createWorld, crmHost, jsonOf, key, page } from './world.js';

test('an application gives its visitors tickets, and the broker takes them', async () => {
  const world = await createWorld();
  const app = applicationOf(world.broker, {
    SHOP_ORIGIN: page,
    KOMMO_ACCOUNT: String(account),
  });
  const ask = (headers: Record<string, string>) =>
    app(
      new Request('https://broker.test/my/upload-ticket', {
        method: 'POST',
        headers,
      }),
    );
  const Cookie = 'visitor=abcdefabcdefabcd';
  assert.equal((await ask({ Origin: page })).status, 401);
  assert.equal(
    (await ask({ Cookie, Origin: 'https://evil.example' })).status,
    401,
  );
  // The example has the real clock, the world another one: only what the broker says of tickets is asked here.
  const made = await ask({ Cookie, Origin: page });
  const { ticket } = (await made.json()) as { ticket: string };
  const opened = await world.session(
    { file_name: 'a.pdf', content_type: 'application/pdf' },
    { ticket },
  );
  assert.equal(opened.status, 200);
  assert.equal(
    (await app(new Request('https://broker.test/healthz'))).status,
    200,
  );
});

test('a worker answers with a store of Durable Objects, and hands on what goes on later', async () => {
  const objects = new Map<unknown, BrokerStore>();
  const environment: WorkerEnvironment = {
    BROKER_KEY: key,
    KOMMO_ACCOUNT: String(account),
    KOMMO_HOST: crmHost,
    CLIENT_ID: 'id',
    CLIENT_SECRET: 'secret',
    PUBLIC_URL: 'https://broker.test',
    PAGE_ORIGINS: page,
    STORE: {
      idFromName: (name) => name,
      get(id) {
        const kept = new Map<string, unknown>();
        const object =
          objects.get(id) ??
          new BrokerStore({
            storage: {
              get: async <T>(name: string) => kept.get(name) as T | undefined,
              put: async (name, value) => void kept.set(name, value),
              delete: async (name) => kept.delete(name),
            },
          });
        objects.set(id, object);
        return object;
      },
    },
  };
  const works: Promise<unknown>[] = [];
  const context = {
    waitUntil(work: Promise<unknown>) {
      works.push(work);
    },
  };
  const ask = (path: string, init: RequestInit = {}) =>
    worker.fetch(
      new Request(`https://broker.test${path}`, init),
      environment,
      context,
    );
  const health = await jsonOf(await ask('/healthz'), 503);
  assert.equal(health.store, 'ok');
  assert.equal((await ask('/v1.0/sessions', { method: 'POST' })).status, 401);
  await worker.scheduled(undefined, environment);
});

test('the container runs the one file that the build makes', async () => {
  const text = await readFile(
    new URL('../../demo/deploy/Containerfile', import.meta.url),
    'utf8',
  );
  assert.match(text, /COPY .*dist\/command\.js/);
  assert.match(text, /USER node/);
});
