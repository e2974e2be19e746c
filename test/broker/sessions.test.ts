/** Opening a session: what a grant allows, what goes out, and what a drive may not answer. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeBytes, postPart } from '../drive/client.js';
import {
  account,
  assertProblem,
  createWorld,
  driveUrl,
  type Json,
  jsonOf,
  page,
  uuid,
  type World,
} from './world.js';

const asked = (world: World): Json => {
  const one = world.sent.filter(({ path }) => path === '/v1.0/sessions').at(-1);
  return JSON.parse(new TextDecoder().decode(one?.body)) as Json;
};

describe("another account's or person's file", () => {
  test('gets no new version by a grant that does not name it', async () => {
    const world = await createWorld();
    await assertProblem(
      await world.session({ file_uuid: uuid(1) }),
      404,
      'not-yours',
    );
    assert.equal(
      world.sent.filter(({ method }) => method === 'POST').length,
      0,
    );
  });

  test('gets none by a ticket of somebody else, with relay and without', async () => {
    for (const relay of [true, false]) {
      const world = await createWorld({ broker: { relay } });
      const mine = await world.ticket();
      const bytes = makeBytes(5);
      const session = await jsonOf(
        await world.session({}, { ticket: mine }),
        200,
      );
      const send = relay ? world.send : world.fetchKommo;
      const { body } = await postPart(
        (url, init) =>
          send(url, {
            ...init,
            redirect: 'manual',
            ...(relay && { headers: { Origin: page } }),
          }),
        session.upload_url as string,
        bytes,
      );
      assert.ok(body.uuid);
      await assertProblem(
        await world.session({ file_uuid: body.uuid }),
        404,
        'not-yours',
      );
      const again = await world.session(
        { file_uuid: body.uuid },
        { ticket: mine },
      );
      assert.equal(again.status, 200, 'but by the one that opened its session');
      assert.equal(asked(world).file_uuid, body.uuid);
      world.clock.pass(25 * 3_600_000);
      const late = world.grant({ id: 'x' });
      assert.equal(await world.broker.ownsFile(body.uuid, late), false);
    }
  });

  test('without relay, a record without session_id is a no', async () => {
    const world = await createWorld({
      broker: { relay: false },
      upstream: ({ path }) =>
        path.startsWith('/v1.0/files/')
          ? Response.json({ uuid: uuid(1), name: 'a', size: 1 })
          : undefined,
    });
    await assertProblem(
      await world.session({ file_uuid: uuid(1) }),
      404,
      'not-yours',
    );
  });

  test("is nobody's by a grant without an id", async () => {
    const grant = {
      ...{ account, maxFileSize: 9, maxFiles: 9 },
      ...{ types: ['*/*'], expires: 9e14 },
    };
    const world = await createWorld({ broker: { authorize: () => grant } });
    const record = await world.upload(makeBytes(5));
    assert.equal(
      await world.broker.ownsFile(record.uuid as string, grant),
      false,
    );
    await assertProblem(
      await world.session({ file_uuid: record.uuid }),
      404,
      'not-yours',
    );
  });

  test("is the grant's that names it", async () => {
    const world = await createWorld();
    const record = await world.upload(makeBytes(5));
    const fileUuid = record.uuid as string;
    const ticket = await world.ticket({ fileUuid });
    assert.equal(
      (await world.session({ file_uuid: fileUuid }, { ticket })).status,
      200,
    );
    await assertProblem(
      await world.session({ file_uuid: uuid(2) }, { ticket }),
      404,
      'not-yours',
    );
  });
});

test('ownsFile tells the host application whose file it is', async () => {
  const world = await createWorld();
  const grant = world.grant({ id: 'visitor-1' });
  const ticket = await world.broker.issueTicket(grant, { origin: page });
  const record = await world.upload(makeBytes(5), {}, { ticket });
  const owns = (changes = {}) =>
    world.broker.ownsFile(record.uuid as string, { ...grant, ...changes });
  assert.equal(await owns(), true);
  assert.equal(await owns({ id: 'visitor-2' }), false);
  assert.equal(await owns({ account: 99 }), false);
  assert.equal(await world.broker.ownsFile(uuid(1), grant), false);
  assert.equal(await world.broker.ownsFile('../x', grant), false);
  world.clock.pass(24 * 3_600_000 + 1000);
  assert.equal(await owns(), false, 'after 24 hours nobody knows any more');
});

describe('a session request', () => {
  test('goes out with the documented fields only, and without an author', async () => {
    const world = await createWorld();
    await world.session({
      ...{ content_type: 'image/png', with_preview: true, file_uuid: null },
      ...{ created_by: { id: 1, type: 'user' }, account_id: 5, x: '<b>' },
    });
    assert.deepEqual(asked(world), {
      ...{ file_name: 'a.bin', file_size: 5 },
      ...{ content_type: 'image/png', with_preview: true },
    });
    const one = world.sent.find(({ path }) => path === '/v1.0/sessions');
    assert.equal(`https://${one?.host}`, driveUrl);
    assert.match(one?.headers.get('authorization') ?? '', /^Bearer access-/);
    assert.equal(one?.headers.get('origin'), null);
    assert.equal(one?.headers.get('cookie'), null);
  });

  test('with a wrong field is 400, and none of it goes out', async () => {
    const world = await createWorld();
    for (const wrong of [
      { file_name: '' },
      { file_name: 7 },
      { file_name: 'a\u0000b' },
      { file_name: 'x'.repeat(256) },
      { file_size: -1 },
      { file_size: 1.5 },
      { file_size: '5' },
      { file_size: 2 ** 60 },
      { content_type: 'a\r\nb: c' },
      { content_type: 7 },
      { file_uuid: 'abc' },
      { file_uuid: `${uuid(1)}/..` },
      { with_preview: 'yes' },
    ])
      await assertProblem(await world.session(wrong), 400, 'bad-request');
    assert.equal(world.sent.length, 0);
  });

  test('that is no JSON object is 400', async () => {
    const world = await createWorld();
    const headers = {
      'Content-Type': 'application/json',
      Origin: page,
      Authorization: `Bearer ${await world.ticket()}`,
    };
    for (const body of [
      '',
      '{',
      '[]',
      'null',
      '"x"',
      '{"__proto__":{"file_name":"a","file_size":1}}',
      '\xff',
    ])
      await assertProblem(
        await world.send('/v1.0/sessions', { method: 'POST', headers, body }),
        400,
        'bad-request',
      );
  });

  test('over 16 KiB is 413 before it is read', async () => {
    const world = await createWorld();
    let pulled = 0;
    const body = new ReadableStream(
      {
        pull(controller) {
          pulled++;
          controller.enqueue(new Uint8Array(1000));
        },
      },
      { highWaterMark: 0 },
    );
    const answer = await world.send('/v1.0/sessions', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Content-Length': String(16 * 1024 + 1),
        Origin: page,
        Authorization: `Bearer ${await world.ticket()}`,
      },
      body,
      duplex: 'half',
    } as RequestInit);
    await assertProblem(answer, 413, 'too-large');
    assert.equal(pulled, 0);
  });

  test('of a larger file than the grant allows is 413, of another type 422', async () => {
    const world = await createWorld();
    await assertProblem(
      await world.session({ file_size: 100_001 }),
      413,
      'file-too-large',
    );
    const ticket = await world.ticket({ types: ['image/*', '.pdf'] });
    for (const [file_name, content_type, isGood] of [
      ['a.png', 'image/png', true],
      ['A.PDF', '', true],
      ['a.exe', 'application/x-msdownload', false],
      ['a.pdf.exe', 'application/x-msdownload', false],
      ['a.exe', 'ximage/png', false],
      ['a.exe', '', false],
      ['a.bin', 'image', false],
    ] as const) {
      const answer = await world.session(
        { file_name, content_type },
        { ticket },
      );
      assert.equal(answer.status, isGood ? 200 : 422, file_name);
    }
  });

  test('beyond the number of files of its grant is 403', async () => {
    const world = await createWorld();
    const ticket = await world.ticket({ maxFiles: 2 });
    assert.equal((await world.session({}, { ticket })).status, 200);
    assert.equal((await world.session({}, { ticket })).status, 200);
    await assertProblem(
      await world.session({}, { ticket }),
      403,
      'too-many-files',
    );
  });
});

describe('a drive', () => {
  const evil = [
    'https://drive.kommo.com.evil.example/upload/1',
    'https://drive-c.kommo.com@evil.example/upload/1',
    'https://127.0.0.1/upload/1',
    'https://2130706433/upload/1',
    'https://[::1]/upload/1',
    'https://drive-c.kommo.com./upload/1',
    'https://drive-c.kommo.com:8443/upload/1',
    'http://drive-c.kommo.com/upload/1',
  ];

  test('whose upload_url only looks like Kommo is not believed, with relay and without', async () => {
    for (const relay of [true, false])
      for (const upload_url of evil) {
        const world = await createWorld({
          broker: { relay },
          upstream: ({ path }) =>
            path === '/v1.0/sessions'
              ? Response.json({ upload_url, max_part_size: 10, session_id: 1 })
              : undefined,
        });
        const answer = await world.session();
        const body = await assertProblem(answer, 502, 'forbidden-upstream');
        assert.doesNotMatch(JSON.stringify([body, world.logs]), /evil|upload/);
      }
  });

  test('whose drive_url only looks like Kommo gets no token', async () => {
    for (const address of evil) {
      const drive_url = address.replace('/upload/1', '');
      const world = await createWorld({
        upstream: ({ path }) =>
          path === '/api/v4/account?with=drive_url'
            ? Response.json({ id: account, drive_url })
            : undefined,
      });
      await assertProblem(await world.session(), 502, 'forbidden-upstream');
      assert.ok(world.sent.every(({ host }) => host === 'acme.kommo.com'));
    }
  });

  test('that redirects is not followed', async () => {
    const world = await createWorld({
      upstream: ({ path }) =>
        path === '/v1.0/sessions'
          ? new Response(null, {
              status: 307,
              headers: { Location: 'https://evil.example/' },
            })
          : undefined,
    });
    const answer = await world.session();
    const body = await assertProblem(answer, 502, 'upstream-failed');
    assert.doesNotMatch(JSON.stringify(body), /evil/);
    assert.equal(answer.headers.get('location'), null);
    assert.ok(world.sent.every(({ host }) => host.endsWith('.kommo.com')));
  });

  test('that refuses is passed on: status, words and Retry-After, without addresses and tokens', async () => {
    const token = 'x'.repeat(80);
    const world = await createWorld({
      upstream: ({ path }) =>
        path === '/v1.0/sessions'
          ? new Response(
              JSON.stringify({
                title: 'Bad Request',
                detail: `See https://drive-c.kommo.com/upload/${token} or ${token}`,
                secret: 'inner',
                'validation-errors': [
                  {
                    errors: [
                      { code: 'x', path: 'file_size', detail: 'too odd' },
                    ],
                  },
                ],
              }),
              {
                status: 400,
                headers: {
                  'Retry-After': '7',
                  'Set-Cookie': 'a=1',
                  'X-Inner': '1',
                },
              },
            )
          : undefined,
    });
    const answer = await world.session();
    const body = await jsonOf(answer, 400);
    assert.equal(body.title, 'Bad Request');
    assert.match(JSON.stringify(body), /too odd/);
    assert.doesNotMatch(JSON.stringify(body), /https:|xxxxx|inner/);
    assert.equal(answer.headers.get('retry-after'), '7');
    assert.equal(answer.headers.get('set-cookie'), null);
    assert.equal(answer.headers.get('x-inner'), null);
  });

  test('that answers something else is a 502', async () => {
    for (const given of [
      'x',
      '{}',
      '{"upload_url":"https://drive-c.kommo.com/u"}',
      '{"upload_url":7,"max_part_size":1,"session_id":1}',
      'x'.repeat(2_000_000),
    ]) {
      const world = await createWorld({
        upstream: ({ path }) =>
          path === '/v1.0/sessions' ? new Response(given) : undefined,
      });
      await assertProblem(await world.session(), 502, 'upstream-failed');
    }
  });

  test('that refuses the token gets a fresh one, once', async () => {
    const world = await createWorld();
    assert.equal((await world.session()).status, 200);
    world.crm.oauth.expire();
    assert.equal((await world.session()).status, 200);
    assert.equal(world.crm.oauth.counts.refresh, 1);
  });
});

describe('budgets', () => {
  test('of bytes: over it 429 with Retry-After until the next day', async () => {
    const world = await createWorld({
      broker: { budgets: { ticket: { bytes: 1000 } } },
    });
    const ticket = await world.ticket();
    assert.equal(
      (await world.session({ file_size: 600 }, { ticket })).status,
      200,
    );
    const over = await world.session({ file_size: 600 }, { ticket });
    await assertProblem(over, 429, 'budget-spent');
    assert.equal(over.headers.get('retry-after'), String(12 * 3600));
    const rest = await world.session({ file_size: 400 }, { ticket });
    assert.equal(rest.status, 200, 'what was refused was not counted');
    assert.equal(
      (await world.session({ file_size: 600 })).status,
      200,
      'another ticket',
    );
  });

  test('of a page ticket is 1 GiB a day unless said otherwise', async () => {
    const world = await createWorld();
    const ticket = await world.ticket({ maxFileSize: 2 ** 31 });
    const give = (file_size: number) =>
      world.session({ file_size }, { ticket });
    await assertProblem(await give(2 ** 30 + 1), 429, 'budget-spent');
  });

  test('of each client and each account', async () => {
    const world = await createWorld({
      broker: {
        clientAddress: (request) =>
          request.headers.get('x-client') ?? undefined,
        budgets: { client: { bytes: 100 }, account: { bytes: 250 } },
      },
    });
    const give = (client: string) =>
      world.session({ file_size: 100 }, { headers: { 'X-Client': client } });
    assert.equal((await give('a')).status, 200);
    await assertProblem(await give('a'), 429, 'budget-spent');
    assert.equal((await give('b')).status, 200);
    await assertProblem(await give('c'), 429, 'budget-spent');
    world.clock.pass(12 * 3_600_000);
    assert.equal((await give('a')).status, 200, 'a new day');
  });

  test('of requests, before anybody is asked who it is', async () => {
    let asked = 0;
    const world = await createWorld({
      connected: false,
      broker: {
        authorize: () => {
          asked++;
          return null;
        },
        clientAddress: () => '192.0.2.1',
        budgets: { client: { requests: 3 } },
      },
    });
    const statuses: number[] = [];
    for (let n = 0; n < 5; n++)
      statuses.push((await world.session({}, { ticket: 'x' })).status);
    assert.deepEqual(statuses, [401, 401, 401, 429, 429]);
    assert.equal(asked, 3);
  });
});

describe('pace', () => {
  test('the CRM host is called at most 5 times a second, counted in the store', async () => {
    const world = await createWorld({
      broker: { now: Date.now },
      crm: { now: Date.now, rate: 0 },
      drive: { now: Date.now },
    });
    const ticket = await world.broker.issueTicket(
      world.grant({
        expires: Date.now() + 60_000,
        entity: { type: 'leads', id: 1 },
      }),
      { origin: page },
    );
    const times: number[] = [];
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        const answer = await world.send('/api/v4/leads/1/files', {
          headers: { Origin: page, Authorization: `Bearer ${ticket}` },
        });
        assert.equal(answer.status, 200);
        times.push(Math.floor(Date.now() / 1000));
      }),
    );
    assert.ok(
      new Set(times).size >= 3,
      'twelve calls take three seconds of the clock',
    );
  });

  test('a drive that says 429 is left alone by everyone until its time', async () => {
    let isBusy = true;
    const world = await createWorld({
      upstream: ({ path }) =>
        isBusy && path === '/v1.0/sessions'
          ? new Response(null, {
              status: 429,
              headers: { 'Retry-After': '30' },
            })
          : undefined,
    });
    const first = await world.session();
    assert.equal(first.status, 429);
    assert.equal(first.headers.get('retry-after'), '30');
    isBusy = false;
    const before = world.sent.length;
    world.clock.pass(10_000);
    const second = await world.session();
    await assertProblem(second, 429, 'drive-waits');
    assert.equal(second.headers.get('retry-after'), '20');
    assert.equal(world.sent.length, before, 'the drive is not asked');
    world.clock.pass(20_000);
    assert.equal((await world.session()).status, 200);
  });
});
