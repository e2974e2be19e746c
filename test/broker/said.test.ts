/** What is said: problems, logs, health. Never a secret, never an address of another server. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { memoryStore, type Store } from '../../src/broker/index.js';
import { makeBytes } from '../drive/client.js';
import {
  account,
  assertProblem,
  createWorld,
  crmOrigin,
  integration,
  jsonOf,
  key,
  page,
} from './world.js';

test('a problem is application/problem+json with its code and a request id', async () => {
  const world = await createWorld();
  const answer = await world.send('/nothing');
  const body = await assertProblem(answer, 404, 'not-found');
  assert.match(body.request_id as string, /^[0-9a-f-]{36}$/);
  assert.deepEqual(Object.keys(body).sort(), [
    ...['code', 'detail', 'request_id', 'status', 'title', 'type'],
  ]);
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  assert.equal(world.logs.at(-1)?.requestId, body.request_id);
});

test('logs are JSON lines without path, query, headers, file names, tokens and addresses', async () => {
  const world = await createWorld({
    upstream: ({ path }) => {
      if (path.includes('boom')) throw new Error(path);
      return undefined;
    },
  });
  const ticket = await world.ticket();
  await world.upload(
    makeBytes(2500),
    { file_name: 'salary-of-ann.pdf' },
    { ticket },
  );
  await world.session({ file_name: 'private.txt', file_size: 9e9 }, { ticket });
  await world.send('/secret-path?token=in-the-query', {
    headers: { Origin: page, Referer: 'https://secret.example' },
  });
  await world.send('/v1.0/sessions', {
    method: 'POST',
    headers: {
      Origin: crmOrigin,
      'X-Auth-Token': await world.crm.authToken(account, 7),
    },
    body: '{}',
  });
  await world.connect();
  assert.ok(world.logs.length > 6);
  const allowed = new Set([
    ...['time', 'event', 'requestId', 'route', 'method', 'status', 'code'],
    ...['ms', 'account', 'bytes', 'error', 'at', 'fields'],
  ]);
  for (const line of world.logs)
    for (const name of Object.keys(line)) assert.ok(allowed.has(name), name);
  const text = JSON.stringify(world.logs);
  for (const secret of [
    ...['salary', 'private', 'secret', 'query', 'https:', 'kommo.com'],
    ...['eyJ', 'access-', 'refresh-', ticket, key, integration.clientSecret],
  ])
    assert.ok(!text.includes(secret), secret);
});

test('a line is one line of JSON on the console unless the host has its own log', async (t) => {
  const lines: string[] = [];
  t.mock.method(console, 'log', (line: string) => lines.push(line));
  const world = await createWorld({ broker: { log: undefined } });
  await world.send('/nothing?a=\n');
  assert.ok(lines.length > 0);
  for (const line of lines) {
    assert.ok(!line.includes('\n'));
    assert.ok(JSON.parse(line).time);
  }
});

test('a log that fails fails no request', async () => {
  const world = await createWorld({
    broker: {
      log: () => {
        throw new Error('disk full');
      },
    },
  });
  assert.equal((await world.session()).status, 200);
});

const brokenStore = (): Store => {
  const down = async () => {
    throw new Error('ECONNREFUSED redis://user:password@10.0.0.1');
  };
  return {
    isShared: true,
    ...{ get: down, put: down, putIfAbsent: down },
    ...{ increment: down, remove: down },
  };
};

test('a store that fails is a 503 with Retry-After, and nothing of it is told', async () => {
  const world = await createWorld({ store: brokenStore(), connected: false });
  const answer = await world.session();
  const body = await assertProblem(answer, 503, 'internal');
  assert.ok(Number(answer.headers.get('retry-after')) > 0);
  assert.equal(answer.headers.get('access-control-allow-origin'), page);
  assert.doesNotMatch(
    JSON.stringify([body, world.logs]),
    /redis:|password|10\.0/,
  );
});

describe('/healthz', () => {
  test('tells store, pairs and when tokens end', async () => {
    const world = await createWorld();
    const health = await jsonOf(await world.send('/healthz'), 200);
    assert.deepEqual(health, {
      status: 'ok',
      store: 'ok',
      accounts: [
        { account, status: 'ok', token_ends: '2026-01-03T12:00:00.000Z' },
      ],
      warnings: [],
    });
  });

  test('is 503 where an account is not connected', async () => {
    const world = await createWorld({ connected: false });
    const health = await jsonOf(await world.send('/healthz'), 503);
    assert.equal(health.status, 'red');
  });

  test('is 503 where the store fails', async () => {
    const world = await createWorld({ store: brokenStore(), connected: false });
    const health = await jsonOf(await world.send('/healthz'), 503);
    assert.equal(health.store, 'failing');
    assert.doesNotMatch(JSON.stringify(health), /password/);
  });

  test('asks the store once in three seconds, however often it is asked', async () => {
    let puts = 0;
    const inner = memoryStore();
    const world = await createWorld({
      store: {
        ...inner,
        put(name, value, ttl) {
          if (name.startsWith('health:')) puts++;
          return inner.put(name, value, ttl);
        },
      },
    });
    for (let n = 0; n < 20; n++) await world.send('/healthz');
    assert.equal(puts, 1);
    world.clock.pass(3000);
    await world.send('/healthz');
    assert.equal(puts, 2);
  });
});
