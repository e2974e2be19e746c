/** Who may ask: `authorize`, origins, cookies, methods, and everything that is not there. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Grant } from '../../src/broker/index.js';
import { account, assertProblem, createWorld, jsonOf, page } from './world.js';

const session = (headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Origin: page, ...headers },
  body: '{"file_name":"a.bin","file_size":5}',
});

describe('authorize', () => {
  test('gets the request without its body and without cookies', async () => {
    let seen: Request | undefined;
    const world = await createWorld({
      broker: {
        authorize: (request) => {
          seen = request;
          return null;
        },
      },
    });
    await world.send(
      '/v1.0/sessions',
      session({ Cookie: 'a=1', 'X-Mine': '2' }),
    );
    assert.equal(seen?.body, null);
    assert.equal(seen?.method, 'POST');
    assert.equal(seen?.headers.get('cookie'), null);
    assert.equal(seen?.headers.get('x-mine'), '2');
  });

  test('that says null is a 401, so that the page asks for another ticket', async () => {
    const world = await createWorld({ broker: { authorize: () => null } });
    const answer = await world.send('/v1.0/sessions', session());
    await assertProblem(answer, 401, 'unauthorized');
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
  });

  test('that throws is a 403, and nothing of what it threw is told', async () => {
    const world = await createWorld({
      broker: {
        authorize: () => {
          throw new Error('secret-database at 10.0.0.1');
        },
      },
    });
    const answer = await world.send('/v1.0/sessions', session());
    const body = await assertProblem(answer, 403, 'forbidden');
    assert.doesNotMatch(JSON.stringify([body, world.logs]), /secret|10\.0/);
  });

  test('that does not answer in time is a 403', async () => {
    const world = await createWorld({
      broker: {
        authorize: () => new Promise(() => {}),
        limits: { authorizeMs: 20 },
      },
    });
    const answer = await world.send('/v1.0/sessions', session());
    await assertProblem(answer, 403, 'forbidden');
  });

  test('has 10 seconds unless told otherwise', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const world = await createWorld({
      broker: { authorize: () => new Promise(() => {}) },
    });
    const asked = world.send('/v1.0/sessions', session());
    let isOver = false;
    void asked.then(() => {
      isOver = true;
    });
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    t.mock.timers.tick(9999);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isOver, false);
    t.mock.timers.tick(1);
    await assertProblem(await asked, 403, 'forbidden');
  });

  test('whose grant is none is a 403', async () => {
    for (const grant of [
      {},
      'yes',
      true,
      { account },
      { account, maxFileSize: 1, maxFiles: 1, types: [], expires: 9e15 },
    ]) {
      const world = await createWorld({
        broker: { authorize: () => grant as unknown as Grant },
      });
      const answer = await world.send('/v1.0/sessions', session());
      await assertProblem(answer, 403, 'forbidden');
      assert.equal(world.sent.length, 0);
    }
  });

  test('whose grant names an account that is not served is a 403', async () => {
    const world = await createWorld({
      broker: {
        authorize: () => ({
          ...{ account: 99, maxFileSize: 9, maxFiles: 9 },
          ...{ types: ['*/*'], expires: 9e14 },
        }),
      },
    });
    await assertProblem(
      await world.send('/v1.0/sessions', session()),
      403,
      'forbidden',
    );
  });

  test('whose grant is over is a 401', async () => {
    const world = await createWorld({
      broker: {
        authorize: () => ({
          ...{ account, maxFileSize: 9, maxFiles: 9 },
          ...{ types: ['*/*'], expires: 1000 },
        }),
      },
    });
    await assertProblem(
      await world.send('/v1.0/sessions', session()),
      401,
      'unauthorized',
    );
  });

  test('decides before the body is read', async () => {
    const world = await createWorld({ broker: { authorize: () => null } });
    let isRead = false;
    const body = new ReadableStream(
      {
        pull() {
          isRead = true;
        },
      },
      { highWaterMark: 0 },
    );
    const answer = await world.send('/v1.0/sessions', {
      ...session(),
      body,
      duplex: 'half',
    } as RequestInit);
    assert.equal(answer.status, 401);
    assert.equal(isRead, false);
  });
});

describe('CORS', () => {
  test('answers an exact origin, and no other one', async () => {
    const world = await createWorld();
    const good = await world.session();
    assert.equal(good.headers.get('access-control-allow-origin'), page);
    for (const origin of [
      'https://shop.example.evil.example',
      'https://evil.example',
      'http://shop.example',
      'https://shop.example:8443',
      'https://SHOP.example',
      'null',
    ]) {
      const answer = await world.session({}, { headers: { Origin: origin } });
      await assertProblem(answer, 403, 'forbidden-origin');
      assert.equal(answer.headers.get('access-control-allow-origin'), null);
      assert.match(answer.headers.get('vary') ?? '', /Origin/);
    }
  });

  test('headers are on every status, and Retry-After may be read', async () => {
    const world = await createWorld({
      broker: { budgets: { ticket: { requests: 2 } } },
      upstream: ({ path }) => {
        if (path.startsWith('/upload/')) throw new Error('down');
        return undefined;
      },
    });
    const ticket = await world.ticket();
    const opened = await jsonOf(await world.session({}, { ticket }), 200);
    const answers: [number, Response][] = [
      [502, await world.part(opened.upload_url as string, new Uint8Array(5))],
      [429, await world.session({}, { ticket })],
      [400, await world.session({ file_size: -1 })],
      [401, await world.session({}, { ticket: 'none' })],
      [404, await world.send('/nothing', { headers: { Origin: page } })],
      [413, await world.session({ file_name: 'a'.repeat(20_000) })],
      [413, await world.session({ file_size: 9e9 })],
      [
        422,
        await world.session(
          {},
          { ticket: await world.ticket({ types: ['image/*'] }) },
        ),
      ],
      [
        415,
        await world.session({}, { headers: { 'Content-Type': 'text/plain' } }),
      ],
    ];
    for (const [status, answer] of answers) {
      assert.equal(answer.status, status);
      assert.equal(answer.headers.get('access-control-allow-origin'), page);
      assert.match(answer.headers.get('vary') ?? '', /Origin/);
      assert.match(
        answer.headers.get('access-control-expose-headers') ?? '',
        /Retry-After/,
      );
    }
    assert.ok(Number(answers[1]?.[1].headers.get('retry-after')) > 0);
  });

  test('lets a browser keep the preflight of the session route', async () => {
    const world = await createWorld();
    const answer = await world.send('/v1.0/sessions', {
      method: 'OPTIONS',
      headers: {
        Origin: page,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type',
      },
    });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers.get('access-control-max-age'), '7200');
    assert.equal(answer.headers.get('access-control-allow-methods'), 'POST');
    assert.equal(
      answer.headers.get('access-control-allow-headers'),
      'Authorization, Content-Type, X-Auth-Token',
    );
    assert.equal(answer.headers.get('access-control-allow-origin'), page);
    assert.equal(world.sent.length, 0);
  });

  test('tells a foreign preflight nothing', async () => {
    const world = await createWorld();
    const answer = await world.send('/v1.0/sessions', {
      method: 'OPTIONS',
      headers: { Origin: 'https://evil.example' },
    });
    for (const name of ['origin', 'methods', 'headers', 'credentials'])
      assert.equal(answer.headers.get(`access-control-allow-${name}`), null);
  });

  test('a browser may hear of a page that asks from another origin only in dev', async () => {
    const world = await createWorld({
      broker: { dev: true, origins: ['*'] },
    });
    const answer = await world.send('/v1.0/sessions', {
      method: 'OPTIONS',
      headers: { Origin: 'http://localhost:5173' },
    });
    assert.equal(
      answer.headers.get('access-control-allow-origin'),
      'http://localhost:5173',
    );
  });
});

describe('cookies', () => {
  const byCookie = (request: Request): Grant | null =>
    request.headers.get('cookie') === 'sid=1'
      ? {
          ...{ account, maxFileSize: 9, maxFiles: 9, id: 'user-1' },
          ...{ types: ['*/*'], expires: 9e14 },
        }
      : null;

  test('are not read unless credentials is on', async () => {
    const off = await createWorld({ broker: { authorize: byCookie } });
    const no = await off.send('/v1.0/sessions', session({ Cookie: 'sid=1' }));
    await assertProblem(no, 401, 'unauthorized');
    assert.equal(no.headers.get('access-control-allow-credentials'), null);
    const on = await createWorld({
      broker: { authorize: byCookie, credentials: true },
    });
    const yes = await on.send('/v1.0/sessions', session({ Cookie: 'sid=1' }));
    assert.equal(yes.status, 200);
    assert.equal(yes.headers.get('access-control-allow-credentials'), 'true');
  });

  test('need an exact Origin and application/json', async () => {
    const world = await createWorld({
      broker: { authorize: byCookie, credentials: true },
    });
    for (const [status, headers] of [
      [403, { Cookie: 'sid=1', Origin: 'https://evil.example' }],
      [415, { Cookie: 'sid=1', 'Content-Type': 'text/plain' }],
      [
        415,
        {
          Cookie: 'sid=1',
          'Content-Type': 'application/x-www-form-urlencoded',
        },
      ],
      [
        415,
        { Cookie: 'sid=1', 'Content-Type': 'text/plain; application/json' },
      ],
    ] as const) {
      const answer = await world.send('/v1.0/sessions', session(headers));
      assert.equal(answer.status, status);
    }
    const bare = await world.send('/v1.0/sessions', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: 'sid=1' },
      body: '{"file_name":"a.bin","file_size":5}',
    });
    await assertProblem(bare, 403, 'forbidden-origin');
    assert.equal(world.sent.length, 0);
  });
});

describe('everything else is 404', () => {
  const routes: [string, string][] = [
    ['GET', '/'],
    ['GET', '/v1.0/sessions'],
    ['PUT', '/v1.0/sessions'],
    ['POST', '/v1.0/sessions/'],
    ['POST', '/v1.0/files'],
    ['GET', '/v1.0/files/00000000-0000-4000-8000-000000000001'],
    ['DELETE', '/v1.0/files'],
    ['GET', '/api/v4/account'],
    ['GET', '/api/v4/leads'],
    ['GET', '/api/v4/leads/1'],
    ['GET', '/api/v4/users/1/files'],
    ['GET', '/api/v4/leads/1x/files'],
    ['GET', '/api/v4/leads/-1/files'],
    ['DELETE', '/api/v4/leads/1/files'],
    ['POST', '/api/v4/leads/1/files'],
    ['GET', '/api/v4/leads/notes'],
    ['POST', '/api/v4/leads/1/notes'],
    ['POST', '/oauth2/access_token'],
    ['GET', '/relay/'],
    ['GET', '/relay/x/y'],
    ['POST', '/relay/x'],
    ['GET', '/relay/x'],
    ['PUT', '/relay/x'],
    ['GET', '/ticket'],
    ['POST', '/oauth/callback'],
    ['GET', '/hooks/disconnected'],
    ['POST', '/healthz'],
    ['HEAD', '/healthz'],
    ['HEAD', '/oauth/callback'],
    ['OPTIONS', '/healthz'],
    ['TRACE-ME', '/healthz'],
    ['GET', '//evil.example/healthz'],
  ];
  for (const [method, path] of routes)
    test(`${method} ${path}`, async () => {
      const world = await createWorld();
      const ticket = await world.ticket({ entity: { type: 'leads', id: 9 } });
      const answer = await world.send(path, {
        method,
        headers: { Origin: page, Authorization: `Bearer ${ticket}` },
      });
      assert.equal(answer.status, 404);
      assert.equal(world.sent.length, 0, 'nothing goes out');
    });

  test('the relay without relay, the links without links', async () => {
    const world = await createWorld({ broker: { relay: false, links: false } });
    const ticket = await world.ticket({ entity: { type: 'leads', id: 1 } });
    for (const [method, path] of [
      ['POST', '/relay/x'],
      ['GET', '/relay/x'],
      ['GET', '/api/v4/leads/1/files'],
      ['PUT', '/api/v4/leads/1/files'],
      ['POST', '/api/v4/leads/notes'],
      ['OPTIONS', '/api/v4/leads/1/files'],
    ] as const) {
      const answer = await world.send(path, {
        method,
        headers: { Origin: page, Authorization: `Bearer ${ticket}` },
      });
      assert.equal(answer.status, 404, `${method} ${path}`);
    }
  });

  test('links are off by default, and so is the relay', async () => {
    const world = await createWorld({
      broker: { relay: undefined, links: undefined },
    });
    const opened = await jsonOf(await world.session(), 200);
    assert.match(opened.upload_url as string, /^https:\/\/drive-c\.kommo\.com/);
    const linked = await world.send('/api/v4/leads/1/files', {
      headers: { Origin: page },
    });
    assert.equal(linked.status, 404);
  });
});
