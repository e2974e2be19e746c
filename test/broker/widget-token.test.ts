/** The CRM's one-time token of a widget (`X-Auth-Token`): every way to forge, bend or replay one. */
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { SignJWT } from 'jose';
import { widgetToken } from '../../src/broker/index.js';
import {
  account,
  assertProblem,
  createWorld,
  crmOrigin,
  integration,
  jsonOf,
  type World,
} from './world.js';

const widgetWorld = () => createWorld({ broker: { authorize: widgetToken() } });

const ask = (world: World, token: string, origin = crmOrigin) =>
  world.send('/v1.0/sessions', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Origin: origin,
      'X-Auth-Token': token,
    },
    body: JSON.stringify({ file_name: 'a.bin', file_size: 5 }),
  });

const base64 = (value: unknown) =>
  Buffer.from(
    typeof value === 'string' ? value : JSON.stringify(value),
  ).toString('base64url');

/** The token's own claims under another head, signed however. */
function forge(
  token: string,
  head: Record<string, unknown>,
  sign: (text: string) => string,
): string {
  const [, claims = ''] = token.split('.');
  const text = `${base64(head)}.${claims}`;
  return `${text}.${sign(text)}`;
}

describe('a token of a wrong algorithm is refused', () => {
  const hmac = (hash: string, secret: string) => (text: string) =>
    createHmac(hash, secret).update(text).digest('base64url');
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
  });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const cases: [string, (token: string) => string | Promise<string>][] = [
    ['none', (token) => forge(token, { alg: 'none' }, () => '')],
    ['None', (token) => forge(token, { alg: 'None' }, () => '')],
    [
      'none with our signature',
      (token) =>
        forge(token, { alg: 'none' }, hmac('sha256', integration.clientSecret)),
    ],
    [
      'HS512 with our secret',
      (token) =>
        forge(
          token,
          { alg: 'HS512', typ: 'JWT' },
          hmac('sha512', integration.clientSecret),
        ),
    ],
    [
      'HS384 with our secret',
      (token) =>
        forge(
          token,
          { alg: 'HS384', typ: 'JWT' },
          hmac('sha384', integration.clientSecret),
        ),
    ],
    [
      'RS256 with a key of its own',
      () =>
        new SignJWT({ account_id: account })
          .setProtectedHeader({ alg: 'RS256' })
          .sign(privateKey),
    ],
    [
      'HS256 signed with a public key',
      (token) => forge(token, { alg: 'HS256' }, hmac('sha256', pem)),
    ],
    [
      'HS256 with an empty secret',
      (token) => forge(token, { alg: 'HS256' }, hmac('sha256', '')),
    ],
    [
      'a critical extension',
      (token) =>
        forge(
          token,
          { alg: 'HS256', crit: ['b64'], b64: false },
          hmac('sha256', integration.clientSecret),
        ),
    ],
  ];
  for (const [name, make] of cases)
    test(name, async () => {
      const world = await widgetWorld();
      const good = await world.crm.authToken(account, 7);
      await assertProblem(
        await ask(world, await make(good)),
        401,
        'unauthorized',
      );
      assert.equal(world.sent.length, 0, 'Kommo hears nothing of it');
    });
});

describe('a token is refused', () => {
  const now = Math.floor(Date.UTC(2026, 0, 2, 12) / 1000);
  const cases: [string, Record<string, unknown>][] = [
    ['for another integration', { client_uuid: 'another' }],
    ['without an integration', { client_uuid: undefined }],
    ['for another address', { aud: 'https://other.example' }],
    ['for our address with a path', { aud: 'https://broker.test/' }],
    [
      'for others and us',
      { aud: ['https://broker.test', 'https://other.example'] },
    ],
    ['without an address', { aud: undefined }],
    [
      'of another page than the asking one',
      { iss: 'https://stranger.kommo.com' },
    ],
    [
      'of a page that only looks like Kommo',
      { iss: 'https://acme.kommo.com.evil.example' },
    ],
    ['without a page', { iss: undefined }],
    ['of an account that is not served', { account_id: 99 }],
    ['with an account as text', { account_id: String(account) }],
    ['without an account', { account_id: undefined }],
    ['without a user', { user_id: undefined }],
    ['of no user', { user_id: 0 }],
    ['without jti', { jti: undefined }],
    ['with an empty jti', { jti: '' }],
    ['with a jti that is no text', { jti: 7 }],
    ['without an end', { exp: undefined }],
    ['that is over for more than 60 seconds', { exp: now - 61 }],
    ['that begins in more than 60 seconds', { nbf: now + 61 }],
    ['from the future', { iat: now + 61, nbf: now }],
    ['that is older than a token lives', { iat: now - 1861, exp: now + 9e9 }],
  ];
  for (const [name, changes] of cases)
    test(name, async () => {
      const world = await widgetWorld();
      const token = await world.crm.authToken(account, 7, changes);
      await assertProblem(await ask(world, token), 401, 'unauthorized');
    });

  test('that was used already', async () => {
    const world = await widgetWorld();
    const token = await world.crm.authToken(account, 7);
    assert.equal((await ask(world, token)).status, 200);
    await assertProblem(await ask(world, token), 401, 'unauthorized');
  });

  test('that comes a hundred times at once, all but one time', async () => {
    const world = await widgetWorld();
    const token = await world.crm.authToken(account, 7);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => ask(world, token)),
    );
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.equal(answers.filter(({ status }) => status === 401).length, 99);
  });

  test('without an Origin', async () => {
    const world = await widgetWorld();
    const answer = await world.send('/v1.0/sessions', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Auth-Token': await world.crm.authToken(account, 7),
      },
      body: '{}',
    });
    await assertProblem(answer, 401, 'unauthorized');
  });

  test('with an Origin that is no page of Kommo, even when it may ask', async () => {
    const world = await widgetWorld();
    const token = await world.crm.authToken(account, 7, {
      iss: 'https://shop.example',
    });
    await assertProblem(
      await ask(world, token, 'https://shop.example'),
      401,
      'unauthorized',
    );
  });
});

test('a token counts 60 seconds beyond its times, for clocks that differ', async () => {
  const world = await widgetWorld();
  const now = Math.floor(world.clock.now() / 1000);
  for (const changes of [{ exp: now - 59 }, { nbf: now + 59, iat: now + 59 }])
    assert.equal(
      (await ask(world, await world.crm.authToken(account, 7, changes))).status,
      200,
    );
});

test('the author in Kommo is the verified user, never what the body says', async () => {
  const world = await widgetWorld();
  const answer = await world.send('/v1.0/sessions', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Origin: crmOrigin,
      'X-Auth-Token': await world.crm.authToken(account, 7),
    },
    body: JSON.stringify({
      file_name: 'a.bin',
      file_size: 5,
      created_by: { id: 1, type: 'user' },
      account_id: 99,
    }),
  });
  assert.equal(answer.status, 200);
  const asked = world.sent.find(({ path }) => path === '/v1.0/sessions');
  const body = JSON.parse(new TextDecoder().decode(asked?.body));
  assert.deepEqual(body, {
    file_name: 'a.bin',
    file_size: 5,
    created_by: { id: 7, type: 'user' },
  });
});

describe('POST /ticket', () => {
  const askTicket = (world: World, token: string, origin = crmOrigin) =>
    world.send('/ticket', {
      method: 'POST',
      headers: { Origin: origin, 'X-Auth-Token': token },
    });

  test('makes a page ticket of a one-time token', async () => {
    const world = await createWorld();
    const token = await world.crm.authToken(account, 7);
    const answer = await askTicket(world, token);
    const { ticket, expires_in } = await jsonOf(answer, 200);
    assert.equal(expires_in, 900);
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    for (let time = 0; time < 2; time++) {
      const opened = await world.session(
        {},
        {
          ticket: ticket as string,
          headers: { Origin: crmOrigin },
        },
      );
      assert.equal(opened.status, 200, 'the ticket counts more than once');
    }
    await assertProblem(await askTicket(world, token), 401, 'unauthorized');
  });

  test('makes none of a ticket, and none without an origin', async () => {
    const world = await createWorld();
    const answer = await world.send('/ticket', {
      method: 'POST',
      headers: {
        Origin: crmOrigin,
        Authorization: `Bearer ${await world.ticket({}, crmOrigin)}`,
      },
    });
    await assertProblem(answer, 401, 'unauthorized');
    const bare = await world.send('/ticket', {
      method: 'POST',
      headers: { 'X-Auth-Token': await world.crm.authToken(account, 7) },
    });
    await assertProblem(bare, 403, 'forbidden-origin');
  });

  test('makes a ticket that is over after its time', async () => {
    const world = await createWorld();
    const { ticket } = await jsonOf(
      await askTicket(world, await world.crm.authToken(account, 7)),
      200,
    );
    world.clock.pass(901_000);
    const answer = await world.session(
      {},
      {
        ticket: ticket as string,
        headers: { Origin: crmOrigin },
      },
    );
    await assertProblem(answer, 401, 'unauthorized');
  });
});
