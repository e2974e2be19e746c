/** Tickets and keys: stolen, forged, mixed up, over, of an old key. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { base64url, EncryptJWT, UnsecuredJWT } from 'jose';
import { issueTicket } from '../../src/broker/index.js';
import { deriveKeys, PURPOSES } from '../../src/broker/keys.js';
import { Seals } from '../../src/broker/seals.js';
import {
  account,
  assertProblem,
  createWorld,
  jsonOf,
  key,
  otherKey,
  page,
} from './world.js';

describe('a stolen ticket', () => {
  test('is of no use to a page of another origin, even one that may ask', async () => {
    const world = await createWorld({
      broker: { origins: [page, 'https://thief.example'] },
    });
    const ticket = await world.ticket();
    const answer = await world.session(
      {},
      {
        ticket,
        headers: { Origin: 'https://thief.example' },
      },
    );
    await assertProblem(answer, 401, 'unauthorized');
    assert.equal(world.sent.length, 0);
  });

  test('is of no use without an origin', async () => {
    const world = await createWorld();
    const answer = await world.send('/v1.0/sessions', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${await world.ticket()}`,
      },
      body: '{"file_name":"a","file_size":1}',
    });
    await assertProblem(answer, 401, 'unauthorized');
  });

  test('is over in 15 minutes, and never lives longer than an hour or its grant', async () => {
    const world = await createWorld();
    const ticket = await world.ticket();
    world.clock.pass(899_000);
    assert.equal((await world.session({}, { ticket })).status, 200);
    world.clock.pass(2000);
    await assertProblem(
      await world.session({}, { ticket }),
      401,
      'unauthorized',
    );
    await assert.rejects(
      world.broker.issueTicket(world.grant(), { origin: page, lifetime: 3601 }),
      /lives/,
    );
    const short = await world.ticket({ expires: world.clock.now() + 5000 });
    world.clock.pass(6000);
    await assertProblem(
      await world.session({}, { ticket: short }),
      401,
      'unauthorized',
    );
  });
});

describe('a forged ticket is refused', () => {
  const claims = {
    origin: page,
    grant: {
      account,
      maxFileSize: 9e9,
      maxFiles: 9,
      types: ['*/*'],
      expires: 9e14,
    },
  };
  const encrypt = (
    secret: Uint8Array,
    head: { enc: string; alg?: string; typ?: string; kid?: string },
  ) =>
    new EncryptJWT(claims)
      .setProtectedHeader({ alg: 'dir', ...head })
      .setIssuedAt()
      .setExpirationTime(9e10)
      .encrypt(secret);

  test('made with another key, with our name on it', async () => {
    const world = await createWorld();
    const { kid } = await deriveKeys(key);
    const foreign = (await deriveKeys(otherKey)).key('ticket');
    for (const name of [kid, 'another', '']) {
      const ticket = await encrypt(foreign, {
        ...{ enc: 'A256GCM', typ: 'ticket', kid: name },
      });
      await assertProblem(
        await world.session({}, { ticket }),
        401,
        'unauthorized',
      );
    }
  });

  test('of another kind: each purpose has its key, and each token says its kind', async () => {
    const world = await createWorld();
    const ring = await deriveKeys(key);
    for (const purpose of PURPOSES)
      for (const typ of ['ticket', purpose]) {
        if (purpose === 'ticket' && typ === 'ticket') continue;
        const ticket = await encrypt(ring.key(purpose), {
          ...{ enc: 'A256GCM', typ, kid: ring.kid },
        });
        await assertProblem(
          await world.session({}, { ticket }),
          401,
          'unauthorized',
        );
      }
    for (const typ of ['part', undefined]) {
      const ticket = await encrypt(ring.key('ticket'), {
        ...{ enc: 'A256GCM', kid: ring.kid },
        ...(typ === undefined ? {} : { typ }),
      });
      await assertProblem(
        await world.session({}, { ticket }),
        401,
        'unauthorized',
      );
    }
  });

  test('with another algorithm, or none', async () => {
    const world = await createWorld();
    const ring = await deriveKeys(key);
    const head = { typ: 'ticket', kid: ring.kid };
    const wrapped = await encrypt(ring.key('ticket'), {
      ...{ ...head, alg: 'A256KW', enc: 'A256GCM' },
    });
    const bare = new UnsecuredJWT(claims).encode();
    const none = `${base64url.encode(JSON.stringify({ alg: 'none', ...head }))}.${base64url.encode(JSON.stringify(claims))}.`;
    for (const ticket of [wrapped, bare, none, 'x', 'a.b.c', 'a..b.c.d'])
      await assertProblem(
        await world.session({}, { ticket }),
        401,
        'unauthorized',
      );
  });

  test('one letter of which was changed', async () => {
    const world = await createWorld();
    const ticket = await world.ticket();
    const parts = ticket.split('.');
    for (const at of [0, 2, 3, 4]) {
      const changed = [...parts];
      const text = changed[at] ?? '';
      changed[at] =
        text.slice(0, 4) + (text[4] === 'A' ? 'B' : 'A') + text.slice(5);
      await assertProblem(
        await world.session({}, { ticket: changed.join('.') }),
        401,
        'unauthorized',
      );
    }
  });
});

test("a ticket's grant is checked as it is issued, field by field", async () => {
  const world = await createWorld();
  const wrong: [string, unknown][] = [
    ['account', 0],
    ['account', '1'],
    ['maxFileSize', -1],
    ['maxFileSize', Number.POSITIVE_INFINITY],
    ['maxFiles', 1.5],
    ['types', []],
    ['types', undefined],
    ['types', ['<script>']],
    ['expires', undefined],
    ['id', ''],
    ['id', 'with space'],
    ['entity', { type: 'users', id: 1 }],
    ['entity', { type: 'leads', id: '1' }],
    ['fileUuid', '../../x'],
    ['createdBy', { id: 'x', type: 'user' }],
  ];
  for (const [field, value] of wrong)
    await assert.rejects(
      world.ticket({ [field]: value }),
      (error: Error) => error.message.includes(field),
      field,
    );
  for (const origin of [
    '*',
    'shop.example',
    'https://shop.example/',
    'null',
    '',
  ])
    await assert.rejects(
      world.broker.issueTicket(world.grant(), { origin }),
      TypeError,
    );
});

test('issueTicket works on a server of its own, with the key alone', async () => {
  const world = await createWorld({ broker: { now: Date.now } });
  const grant = world.grant({ expires: Date.now() + 60_000 });
  const ticket = await issueTicket(grant, { origin: page, key });
  // The account was connected under another clock, so only its admission counts here.
  const answer = await world.session({}, { ticket });
  assert.notEqual(answer.status, 401);
  await assert.rejects(issueTicket(grant, { origin: page }), /needs the key/);
  process.env.BROKER_KEY = key;
  try {
    assert.ok(await issueTicket(grant, { origin: page }));
  } finally {
    delete process.env.BROKER_KEY;
  }
});

test('a ticket hides what it grants', async () => {
  const world = await createWorld();
  const ticket = await world.ticket({ entity: { type: 'leads', id: 4711 } });
  const readable = ticket
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
    .join(' ');
  assert.ok(!readable.includes('4711'));
  assert.ok(!readable.includes(String(account)));
});

describe('an old key', () => {
  test('is still read for 24 hours', async () => {
    let now = Date.UTC(2026, 0, 1);
    const before = new Seals(key, undefined, () => now);
    const after = new Seals(otherKey, key, () => now);
    const token = await before.seal('part', { a: 1 }, now + 1000 * 3600 * 48);
    assert.equal((await after.open('part', token))?.a, 1);
    now += 24 * 3600 * 1000 - 1000;
    assert.equal((await after.open('part', token))?.a, 1);
    now += 2000;
    assert.equal(await after.open('part', token), undefined);
    assert.equal(
      (await before.open('part', token))?.a,
      1,
      'only as an old one',
    );
  });

  test('seals nothing any more, and one that is not given reads nothing', async () => {
    const now = () => 1_000_000;
    const token = await new Seals(otherKey, key, now).seal('part', {}, 2e9);
    assert.equal(
      await new Seals(key, undefined, now).open('part', token),
      undefined,
    );
    assert.ok(await new Seals(otherKey, undefined, now).open('part', token));
  });

  test('still opens a stored pair, which is then sealed with the new one', async () => {
    const world = await createWorld();
    const changed = await createWorld({
      store: world.store,
      connected: false,
      broker: { key: otherKey, oldKey: key },
    });
    assert.equal((await changed.broker.health()).status, 'ok');
    const later = await createWorld({
      store: world.store,
      connected: false,
      broker: { key: otherKey },
    });
    assert.equal((await later.broker.health()).status, 'ok');
  });

  test('that nobody gave leaves a stored pair unread', async () => {
    const world = await createWorld();
    const changed = await createWorld({
      store: world.store,
      connected: false,
      broker: { key: otherKey },
    });
    const health = await jsonOf(await changed.send('/healthz'), 503);
    assert.equal(health.status, 'red');
  });
});

test('each purpose has a key of its own, and none is the secret', async () => {
  const ring = await deriveKeys(key);
  const all = [
    ...PURPOSES.map((purpose) => ring.key(purpose)),
    Buffer.from(key, 'base64'),
  ];
  const texts = all.map((bytes) => Buffer.from(bytes).toString('hex'));
  assert.equal(new Set(texts).size, PURPOSES.length + 1);
  assert.ok(
    texts.every((text) => text.length === 64 && !text.includes(ring.kid)),
  );
});
