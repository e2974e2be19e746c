/** The port of five, the same for every store; and what is each store's own. */
import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createClient } from '@redis/client';
import { memoryStore, redisStore, type Store } from '../../src/broker/index.js';
import { fileStore } from '../../src/broker/node/index.js';
import { temporaryFolder } from '../drive/client.js';
import { findRedis, type RunningRedis, startRedis } from '../helpers/redis.js';

type Opened = { store: Store; pass: (seconds: number) => Promise<void> };

function promises(
  open: (t: { after(fn: () => unknown): void }) => Promise<Opened>,
) {
  test('what is put is got, and what was removed or never put is not', async (t) => {
    const { store } = await open(t);
    assert.equal(await store.get('a'), undefined);
    await store.put('a', '1', 100);
    assert.equal(await store.get('a'), '1');
    await store.put('a', 'ü\n"2"', 100);
    assert.equal(await store.get('a'), 'ü\n"2"');
    await store.remove('a');
    await store.remove('a');
    assert.equal(await store.get('a'), undefined);
  });

  test('putIfAbsent is true for one of a hundred at once', async (t) => {
    const { store } = await open(t);
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        store.putIfAbsent('a', String(n), 100),
      ),
    );
    assert.equal(answers.filter(Boolean).length, 1);
    assert.equal(await store.get('a'), String(answers.indexOf(true)));
  });

  test('increment gives each of a hundred at once its own sum', async (t) => {
    const { store } = await open(t);
    const sums = await Promise.all(
      Array.from({ length: 100 }, () => store.increment('n', 3, 100)),
    );
    assert.equal(new Set(sums).size, 100);
    assert.equal(Math.max(...sums), 300);
    assert.equal(await store.increment('n', -300, 100), 0);
  });

  test('everything ends after its time, counters from their first', async (t) => {
    const { store, pass } = await open(t);
    await store.put('a', '1', 2);
    await store.putIfAbsent('b', '1', 2);
    await store.increment('c', 1, 2);
    assert.equal(await store.putIfAbsent('b', '2', 100), false);
    await pass(1.2);
    assert.equal(await store.increment('c', 1, 2), 2);
    await pass(1.2);
    assert.equal(await store.get('a'), undefined);
    assert.equal(await store.putIfAbsent('b', '2', 100), true);
    assert.equal(await store.increment('c', 1, 2), 1);
  });

  test('a key can be anything', async (t) => {
    const { store } = await open(t);
    for (const key of [
      '../../etc/passwd',
      'a/b',
      'a\u0000b',
      '__proto__',
      'x'.repeat(5000),
      ' ',
      '*',
    ])
      await store.put(key, key, 100);
    assert.equal(await store.get('../../etc/passwd'), '../../etc/passwd');
    assert.equal(await store.get('__proto__'), '__proto__');
    assert.equal(await store.get('constructor'), undefined);
  });
}

function clocked() {
  let time = 1_000_000;
  return {
    now: () => time,
    pass: async (seconds: number) => {
      time += seconds * 1000;
    },
  };
}

describe('in memory', () => {
  promises(async () => {
    const { now, pass } = clocked();
    return { store: memoryStore({ now }), pass };
  });

  test('it is not shared, and does not grow by what is over', async () => {
    const { now, pass } = clocked();
    const store = memoryStore({ now });
    assert.equal(store.isShared, false);
    for (let round = 0; round < 5; round++) {
      for (let n = 0; n < 1000; n++) await store.put(`${round}-${n}`, 'x', 1);
      await pass(2);
    }
    assert.equal(await store.get('4-1'), undefined);
  });
});

describe('in a folder', () => {
  promises(async (t) => {
    const { now, pass } = clocked();
    return { store: fileStore(await temporaryFolder(t), { now }), pass };
  });

  test('it is not shared, survives a restart, and only its owner may read it', async (t) => {
    const folder = join(await temporaryFolder(t), 'store');
    await fileStore(folder).put('pair:1', 'value', 100);
    assert.equal(await fileStore(folder).get('pair:1'), 'value');
    assert.equal(fileStore(folder).isShared, false);
    const [file = ''] = await readdir(folder);
    assert.match(file, /^[0-9a-f]{64}$/);
    assert.equal((await stat(join(folder, file))).mode & 0o077, 0);
    assert.equal((await stat(folder)).mode & 0o077, 0);
    assert.ok(await readFile(join(folder, file), 'utf8'));
  });
});

const program = findRedis();

describe('in Redis', {
  skip: program === undefined && 'redis-server cannot be had here',
}, () => {
  let redis: RunningRedis;
  before(async () => {
    redis = await startRedis(program ?? '');
  });
  after(() => redis.stop());
  let rounds = 0;

  promises(async (t) => {
    const client = createClient({ url: redis.url });
    await client.connect();
    t.after(() => client.destroy());
    return {
      store: redisStore(client, { prefix: `test-${rounds++}:` }),
      pass: (seconds) =>
        new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
    };
  });

  test('it is shared: of two clients at once, one gets true', async (t) => {
    const clients = [
      createClient({ url: redis.url }),
      createClient({ url: redis.url }),
    ];
    const stores: Store[] = [];
    for (const client of clients) {
      await client.connect();
      t.after(() => client.destroy());
      stores.push(redisStore(client));
    }
    assert.ok(stores.every(({ isShared }) => isShared));
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => n).flatMap(() =>
        stores.map((store) => store.putIfAbsent('jti', '1', 10)),
      ),
    );
    assert.equal(answers.filter(Boolean).length, 1);
  });

  test('no key stays without an end, and each has our prefix', async (t) => {
    const client = createClient({ url: redis.url });
    await client.connect();
    t.after(() => client.destroy());
    const store = redisStore(client);
    await store.put('a', '1', 10);
    await store.putIfAbsent('b', '1', 0.1);
    await store.increment('c', 1, 10);
    for (const key of ['a', 'c'])
      assert.ok((await client.ttl(`kommo-uploader:${key}`)) > 0);
  });
});
