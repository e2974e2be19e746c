/** Access tokens: one refresh at a time, stored before it is used, and never lost where the store fails. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SignJWT } from 'jose';
import { memoryStore, type Store } from '../../src/broker/index.js';
import {
  account,
  assertProblem,
  createClock,
  createWorld,
  crmHost,
  jsonOf,
  type World,
} from './world.js';

const DAY = 24 * 3_600_000;

/** A store whose `put` of pairs can be made to fail. */
function failing(now: () => number) {
  const inner = memoryStore({ now });
  const state = { isDown: false, puts: 0 };
  const store: Store = {
    ...inner,
    async put(key, value, ttl) {
      if (key.startsWith('pair:')) {
        state.puts++;
        if (state.isDown) throw new Error('disk full at /secret/path');
      }
      return inner.put(key, value, ttl);
    },
  };
  return { store, state };
}

const healthOf = async (world: World) =>
  (await world.broker.health()).accounts[0];

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; !(await isSo()); looks++) {
    assert.ok(looks < 4000, 'it never came so far');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('a refresh', () => {
  test('happens when the token is about to end, and once for a hundred requests', async () => {
    const world = await createWorld({
      broker: { budgets: { ticket: { requests: 1000 } } },
    });
    const ticket = world.ticket();
    world.clock.pass(DAY - 60_000);
    const fresh = await world.ticket();
    void (await ticket);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => world.session({}, { ticket: fresh })),
    );
    assert.ok(answers.every(({ status }) => status === 200));
    assert.equal(world.crm.oauth.counts.refresh, 1);
    assert.equal(world.crm.oauth.counts.refused, 0);
    const asked = world.sent.filter(({ host }) => host === 'acme.kommo.com');
    assert.equal(asked.length, 2, 'and the drive is asked for once');
  });

  test('is one, where several brokers share a store and begin at once', async () => {
    const world = await createWorld({
      // Long enough for all to find the old pair before the new one is there.
      upstream: async ({ path }) => {
        if (path === '/oauth2/access_token')
          await new Promise((resolve) => setTimeout(resolve, 100));
        return undefined;
      },
    });
    const others = await Promise.all(
      Array.from({ length: 4 }, () =>
        createWorld({
          store: world.store,
          connected: false,
          broker: {
            fetch: world.fetchKommo,
            now: world.clock.now,
            refresh: { patience: 5000, look: 5, retry: 10 },
          },
        }),
      ),
    );
    world.clock.pass(DAY);
    const ticket = await world.ticket();
    const answers = await Promise.all(
      [world, ...others, ...others].map((each) => each.session({}, { ticket })),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      answers.map(() => 200),
    );
    assert.equal(world.crm.oauth.counts.refresh, 1);
    assert.equal(world.crm.oauth.counts.refused, 0);
  });

  test('is stored before it is used', async () => {
    const clock = createClock();
    const { store, state } = failing(clock.now);
    const seen: number[] = [];
    const world = await createWorld({
      store,
      upstream: ({ path }) => {
        if (path === '/v1.0/sessions') seen.push(state.puts);
        return undefined;
      },
    });
    const before = state.puts;
    world.clock.pass(DAY);
    assert.equal((await world.session()).status, 200);
    assert.deepEqual(seen, [before + 1]);
  });

  test('that another process is at is waited for, and then given up with 503', async () => {
    const world = await createWorld({
      broker: {
        now: Date.now,
        refresh: { patience: 50, look: 5, retry: 5 },
      },
      crm: { now: Date.now, accessTokenLife: 60 },
      drive: { now: Date.now },
      store: memoryStore(),
    });
    await world.store.putIfAbsent(`lock:pair:${account}`, 'another', 120);
    const ticket = await world.broker.issueTicket(
      world.grant({ expires: Date.now() + 60_000 }),
      { origin: 'https://shop.example' },
    );
    const answer = await world.session({}, { ticket });
    await assertProblem(answer, 503, 'busy');
    assert.equal(world.crm.oauth.counts.refresh, 0);
  });

  test('that Kommo refuses says so in the health, and keeps the pair that another process stored meanwhile', async () => {
    const world = await createWorld();
    world.crm.oauth.revoke(account);
    await assertProblem(await world.session(), 503, 'not-connected');
    assert.equal((await healthOf(world))?.status, 'refused');
    assert.equal(
      (await jsonOf(await world.send('/healthz'), 503)).status,
      'red',
    );
    await world.connect();
    assert.equal((await healthOf(world))?.status, 'ok');
  });

  test('whose answer is lost is tried again by the next request', async () => {
    let isDown = true;
    const world = await createWorld({
      upstream: ({ path, body }) => {
        const isRefresh = new TextDecoder()
          .decode(body)
          .includes('refresh_token');
        if (path === '/oauth2/access_token' && isRefresh && isDown)
          throw new TypeError('reset');
        return undefined;
      },
    });
    world.clock.pass(DAY);
    await assertProblem(await world.session(), 502, 'upstream-failed');
    isDown = false;
    assert.equal((await world.session()).status, 200);
  });
});

describe('a store that fails after the refresh', () => {
  test('loses nothing: the pair is used from memory, stored again with back-off, and the health is red', async () => {
    const clock = createClock();
    const { store, state } = failing(clock.now);
    const world = await createWorld({
      store,
      broker: { refresh: { patience: 1000, look: 5, retry: 5 } },
    });
    world.clock.pass(DAY);
    state.isDown = true;
    assert.equal((await world.session()).status, 200);
    assert.equal((await world.session()).status, 200, 'and again from memory');
    assert.equal(world.crm.oauth.counts.refresh, 1);
    assert.equal((await healthOf(world))?.status, 'unsaved');
    const red = await jsonOf(await world.send('/healthz'), 503);
    assert.equal(red.status, 'red');
    const before = state.puts;
    await until(() => state.puts > before + 2);
    assert.doesNotMatch(JSON.stringify(world.logs), /secret/);
    state.isDown = false;
    await until(async () => (await healthOf(world))?.status === 'ok');
    const another = await createWorld({
      store,
      connected: false,
      broker: { fetch: world.fetchKommo, now: world.clock.now },
    });
    assert.equal(
      (await another.session({}, { ticket: await world.ticket() })).status,
      200,
    );
    assert.equal(world.crm.oauth.counts.refresh, 1, 'nobody refreshed twice');
    assert.equal(world.crm.oauth.counts.refused, 0);
  });

  test('keeps other processes from using the refresh token again', async () => {
    const clock = createClock();
    const { store, state } = failing(clock.now);
    const world = await createWorld({
      store,
      broker: { refresh: { patience: 1000, look: 5, retry: 60_000 } },
    });
    world.clock.pass(DAY);
    state.isDown = true;
    assert.equal((await world.session()).status, 200);
    assert.ok(await store.get(`lock:pair:${account}`), 'the lock stays');
    state.isDown = false;
    await world.broker.close();
    const another = await createWorld({
      store,
      connected: false,
      broker: { fetch: world.fetchKommo, now: world.clock.now },
    });
    const answer = await another.session({}, { ticket: await world.ticket() });
    assert.equal(answer.status, 200, 'a last try at the end stored the pair');
    assert.equal(world.crm.oauth.counts.refresh, 1);
  });
});

test('an idle pair is refreshed every 30 days, and not before', async () => {
  const world = await createWorld();
  world.clock.pass(29 * DAY);
  await world.broker.maintain();
  assert.equal(world.crm.oauth.counts.refresh, 0);
  world.clock.pass(DAY + 1000);
  await world.broker.maintain();
  assert.equal(world.crm.oauth.counts.refresh, 1);
  await world.broker.maintain();
  assert.equal(world.crm.oauth.counts.refresh, 1);
  for (let month = 0; month < 4; month++) {
    world.clock.pass(30 * DAY + 1000);
    await world.broker.maintain();
  }
  assert.equal(
    (await world.session()).status,
    200,
    'half a year later it still works',
  );
});

test('what the store holds of a pair is encrypted, and bound to its account', async () => {
  const clock = createClock();
  const kept = new Map<string, string>();
  const inner = memoryStore({ now: clock.now });
  const store: Store = {
    ...inner,
    put(key, value, ttl) {
      kept.set(key, value);
      return inner.put(key, value, ttl);
    },
  };
  const world = await createWorld({ store });
  const text = [...kept.values()].join('\n');
  const readable = text
    .split(/[.\n]/)
    .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
    .join(' ');
  assert.doesNotMatch(text + readable, /access-|refresh-/);
  const pair = kept.get(`pair:${account}`) ?? '';
  assert.ok(pair);
  const two = await createWorld({
    store,
    connected: false,
    broker: {
      accounts: [
        { id: account, host: crmHost },
        { id: 99, host: 'stranger.kommo.com' },
      ],
    },
  });
  await store.put('pair:99', pair, 1000);
  const health = await two.broker.health();
  assert.equal(health.accounts[1]?.status, 'missing');
  await store.put(`pair:${account}`, `${pair.slice(0, -8)}AAAAAAAA`, 1000);
  assert.equal((await healthOf(world))?.status, 'missing');
});

describe('a long-lived token', () => {
  const longLived = async (days: number) => {
    const now = createClock().now();
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .setExpirationTime(Math.floor((now + days * DAY) / 1000))
      .sign(new Uint8Array(32));
    const world = await createWorld({
      connected: false,
      broker: {
        accounts: [{ id: account, host: crmHost, token }],
        integration: undefined,
      },
    });
    return { world, token };
  };

  test('takes the place of OAuth', async () => {
    const { world, token } = await longLived(100);
    await world.session();
    assert.equal(
      world.sent[0]?.headers.get('authorization'),
      `Bearer ${token}`,
    );
    assert.equal(
      (await world.send('/oauth/callback?from_widget=1')).status,
      404,
    );
    const health = await jsonOf(await world.send('/healthz'), 200);
    assert.deepEqual(health.warnings, []);
  });

  test('is warned about from 14 days before it ends, and red when it is over', async () => {
    for (const [days, status, warnings] of [
      [14.1, 200, 0],
      [13.9, 200, 1],
      [-1, 503, 1],
    ] as const) {
      const { world } = await longLived(days);
      const health = await jsonOf(await world.send('/healthz'), status);
      assert.equal(
        (health.warnings as string[]).length,
        warnings,
        String(days),
      );
    }
  });
});
