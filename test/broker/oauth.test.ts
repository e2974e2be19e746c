/** How an account comes and goes: the callback's two ways, the disconnect call, and everybody who only pretends. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { memoryStore } from '../../src/broker/index.js';
import {
  account,
  assertProblem,
  createWorld,
  crmHost,
  integration,
  type World,
} from './world.js';

const empty = () => createWorld({ connected: false });

const statusOf = async (world: World) =>
  (await world.broker.health()).accounts[0]?.status;

const callback = (
  world: World,
  query: Record<string, string>,
  headers: Record<string, string> = {},
) => world.send(`/oauth/callback?${new URLSearchParams(query)}`, { headers });

/** An administrator's browser at our link: its state, and its cookie. */
async function begin(world: World) {
  const link = await world.broker.installLink(account);
  const answer = await world.send(link);
  const page = new URL(answer.headers.get('location') ?? '');
  const cookie = answer.headers.get('set-cookie') ?? '';
  return {
    ...{ link, answer, page, cookie },
    state: page.searchParams.get('state') ?? '',
    headers: { Cookie: cookie.split(';')[0] ?? '' },
  };
}

describe('a browser that did not begin here', () => {
  test('brings a state without its cookie, another one, or none: 403, and the code is not used', async () => {
    const world = await empty();
    const { state, headers } = await begin(world);
    const other = await begin(world);
    const code = world.crm.oauth.code(account);
    for (const [given, cookies] of [
      [state, {}],
      [state, other.headers],
      [state, { Cookie: headers.Cookie.replace('__Host-', '') }],
      ['', headers],
      ['x', headers],
      [`${state}x`, headers],
      ['', { Cookie: '__Host-kommo-uploader-state=' }],
    ] as const)
      await assertProblem(
        await callback(
          world,
          { state: given, code, referer: crmHost },
          cookies,
        ),
        403,
        'forbidden',
      );
    assert.equal(world.crm.oauth.counts.code, 0);
    assert.equal(await statusOf(world), 'missing');
  });

  test('cannot make up a state and its cookie', async () => {
    const world = await empty();
    const state = 'a'.repeat(64);
    await assertProblem(
      await callback(
        world,
        { state, code: world.crm.oauth.code(account), referer: crmHost },
        { Cookie: `__Host-kommo-uploader-state=${state}` },
      ),
      403,
      'expired',
    );
    assert.equal(world.crm.oauth.counts.code, 0);
  });
});

describe('a browser that an administrator started at our link', () => {
  test('gets a bound cookie, goes to Kommo, comes back, and the account is connected', async () => {
    const world = await empty();
    const { answer, page, cookie, state, headers } = await begin(world);
    assert.equal(answer.status, 302);
    assert.equal(page.origin + page.pathname, 'https://www.kommo.com/oauth');
    assert.equal(page.searchParams.get('client_id'), integration.clientId);
    assert.match(state, /^[0-9a-f]{64}$/);
    assert.match(cookie, /^__Host-/);
    for (const attribute of [
      'Secure',
      'HttpOnly',
      'Path=/',
      'SameSite=Lax',
      'Max-Age=600',
    ])
      assert.ok(cookie.includes(attribute), attribute);
    assert.ok(!cookie.includes('Domain'));
    const back = await world.crm.fetch(new Request(page));
    const done = await world.send(back.headers.get('location') ?? '', {
      headers,
    });
    assert.equal(done.status, 200);
    assert.equal(await statusOf(world), 'ok');
    for (const each of [answer, done]) {
      assert.equal(each.headers.get('cache-control'), 'no-store');
      assert.equal(each.headers.get('referrer-policy'), 'no-referrer');
    }
  });

  test('can use its state once, however many come before it is removed', async () => {
    const inner = memoryStore();
    const world = await createWorld({
      connected: false,
      store: {
        ...inner,
        async remove(name) {
          await new Promise((resolve) => setTimeout(resolve, 50));
          return inner.remove(name);
        },
      },
    });
    const { state, headers } = await begin(world);
    const come = () =>
      callback(
        world,
        { state, code: world.crm.oauth.code(account), referer: crmHost },
        headers,
      );
    const answers = await Promise.all([come(), come(), come()]);
    assert.deepEqual(
      answers.map(({ status }) => status).sort(),
      [200, 403, 403],
    );
    await assertProblem(await come(), 403, 'expired');
  });

  test('has ten minutes, and so has the link, which works once', async () => {
    const world = await empty();
    const { state, headers, link } = await begin(world);
    await assertProblem(await world.send(link), 403, 'expired');
    const late = await world.broker.installLink(account);
    world.clock.pass(601_000);
    await assertProblem(await world.send(late), 403, 'expired');
    await assertProblem(
      await callback(
        world,
        { state, code: world.crm.oauth.code(account), referer: crmHost },
        headers,
      ),
      403,
      'expired',
    );
    await assertProblem(
      await callback(world, { start: 'forged' }),
      403,
      'expired',
    );
  });

  test('is led nowhere by its query', async () => {
    const world = await empty();
    const { state, headers } = await begin(world);
    const evil = 'https://evil.example/';
    const answer = await callback(
      world,
      {
        ...{ state, code: world.crm.oauth.code(account), referer: crmHost },
        ...{ redirect: evil, next: evil, return_to: evil, redirect_uri: evil },
      },
      headers,
    );
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('location'), null);
    assert.doesNotMatch(await answer.text(), /evil/);
  });
});

describe("the CRM's own install call", () => {
  test('is answered with an empty 200 at once, then exchanged', async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const world = await createWorld({
      connected: false,
      upstream: async ({ path }) => {
        if (path === '/oauth2/access_token') await held;
        return undefined;
      },
    });
    const answer = await world.crm.install(account);
    assert.equal(answer.status, 200);
    assert.equal(await answer.text(), '');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(world.crm.oauth.counts.code, 0, 'nothing is exchanged yet');
    letGo();
    await world.broker.settled();
    assert.equal(await statusOf(world), 'ok');
  });

  test('hands the exchange to waitUntil where a platform has it', async () => {
    const world = await empty();
    const works: Promise<unknown>[] = [];
    const query = new URLSearchParams({
      ...{ code: world.crm.oauth.code(account), referer: crmHost },
      from_widget: '1',
    });
    const answer = await world.broker(
      new Request(`${integration.redirectUri}?${query}`),
      { waitUntil: (work) => works.push(work) },
    );
    assert.equal(answer.status, 200);
    assert.equal(works.length, 1);
    await Promise.all(works);
    assert.equal(await statusOf(world), 'ok');
  });

  test('of an account that is not served is refused, and nothing of it is exchanged', async () => {
    const world = await empty();
    for (const referer of [
      'stranger.kommo.com',
      'acme.kommo.com.evil.example',
      'acme.kommo.com@evil.example',
      'acme.kommo.com:443',
      'acme.kommo.com/x',
      'acme.kommo.com.',
      'ACME.kommo.com',
      'https://acme.kommo.com',
      '127.0.0.1',
      '2130706433',
      '[::1]',
      'localhost',
      '',
    ])
      await assertProblem(
        await callback(world, {
          ...{ code: world.crm.oauth.code(account), referer, from_widget: '1' },
        }),
        403,
        'forbidden',
      );
    await world.broker.settled();
    assert.equal(world.sent.length, 0, 'nothing goes out at all');
  });

  test('with a code of another account stores nothing: the pair goes by the id that the account itself gives', async () => {
    const world = await createWorld({
      connected: false,
      upstream: ({ path }) =>
        path === '/api/v4/account' ? Response.json({ id: 99 }) : undefined,
    });
    const answer = await callback(world, {
      ...{ code: world.crm.oauth.code(99), referer: crmHost, from_widget: '1' },
    });
    assert.equal(answer.status, 200);
    await world.broker.settled();
    assert.equal(await statusOf(world), 'missing');
    assert.ok(world.logs.some(({ event }) => event === 'install-failed'));
  });

  test('with a used, false or missing code stores nothing', async () => {
    const world = await empty();
    for (const [code, status] of [
      ['false', 200],
      ['', 400],
      ['a b', 400],
    ] as const) {
      const answer = await callback(world, {
        ...{ code, referer: crmHost, from_widget: '1' },
      });
      assert.equal(answer.status, status);
      await world.broker.settled();
    }
    assert.equal(await statusOf(world), 'missing');
  });

  test('for another integration is refused', async () => {
    const world = await empty();
    await assertProblem(
      await callback(world, {
        ...{ code: world.crm.oauth.code(account), referer: crmHost },
        ...{ from_widget: '1', client_id: 'another' },
      }),
      403,
      'forbidden',
    );
  });

  test('may come ten times a minute, so that nobody makes us call Kommo without end', async () => {
    const world = await empty();
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++)
      statuses.push(
        (
          await callback(world, {
            ...{ code: 'false', referer: crmHost, from_widget: '1' },
          })
        ).status,
      );
    await world.broker.settled();
    assert.deepEqual(statuses.slice(-3), [200, 429, 429]);
    assert.equal(world.sent.length, 10);
  });

  test('asks for the account again where the first answer is lost: the code works only once', async () => {
    let lost = 2;
    const world = await createWorld({
      connected: false,
      upstream: ({ path }) => {
        if (path === '/api/v4/account' && lost-- > 0)
          throw new TypeError('reset');
        return undefined;
      },
    });
    await world.connect();
    assert.equal(await statusOf(world), 'ok');
  });

  test('that is neither way is 400', async () => {
    const world = await empty();
    await assertProblem(
      await callback(world, {
        ...{ code: world.crm.oauth.code(account), referer: crmHost },
      }),
      400,
      'bad-request',
    );
  });
});

describe("the vendor's disconnect call", () => {
  const hook = (world: World, fields: Record<string, string>, init = {}) =>
    world.send('/hooks/disconnected', {
      method: 'POST',
      body: new URLSearchParams(fields),
      ...init,
    });

  test('without a good signature drops nothing', async () => {
    const world = await createWorld();
    const good = {
      account_id: String(account),
      client_uuid: integration.clientId,
      signature: await world.crm.signature(account),
    };
    for (const changes of [
      { signature: '' },
      { signature: '0'.repeat(64) },
      { signature: good.signature.slice(1) },
      { signature: `${good.signature}00` },
      { signature: await world.crm.signature(99) },
      { account_id: '99', signature: await world.crm.signature(99) },
      { account_id: '' },
      { account_id: `0${account}` },
      { client_uuid: 'another' },
      { client_uuid: '' },
    ])
      await assertProblem(
        await hook(world, { ...good, ...changes }),
        403,
        'forbidden',
      );
    assert.equal(await statusOf(world), 'ok');
  });

  test('drops the pair, whether its fields come as a form, as JSON or in the address', async () => {
    for (const way of ['form', 'json', 'query']) {
      const world = await createWorld();
      const fields = {
        account_id: String(account),
        client_uuid: integration.clientId,
        signature: await world.crm.signature(account),
      };
      const answer =
        way === 'form'
          ? await hook(world, fields)
          : way === 'json'
            ? await hook(world, fields, {
                headers: { 'Content-Type': 'application/json' },
                body: JSON.stringify(fields),
              })
            : await world.send(
                `/hooks/disconnected?${new URLSearchParams(fields)}`,
                { method: 'POST' },
              );
      assert.equal(answer.status, 200, way);
      assert.equal(await statusOf(world), 'missing');
      await assertProblem(await world.session(), 503, 'not-connected');
    }
  });

  test('of the CRM itself disconnects, and installing connects again', async () => {
    const world = await createWorld();
    assert.equal((await world.crm.disconnect(account))?.status, 200);
    assert.equal(await statusOf(world), 'missing');
    await world.connect();
    assert.equal(await statusOf(world), 'ok');
  });

  test('that is too large is 413', async () => {
    const world = await createWorld();
    await assertProblem(
      await hook(world, { account_id: 'x'.repeat(20_000) }),
      413,
      'too-large',
    );
  });
});
