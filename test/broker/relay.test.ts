/** The relay: tokens that are not ours, bodies of a wrong length, what comes back, and pages that were uploaded. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { assertStored, brokenBody, makeBytes } from '../drive/client.js';
import {
  account,
  assertProblem,
  brokerUrl,
  createWorld,
  type Json,
  jsonOf,
  key,
  otherKey,
  page,
  type World,
} from './world.js';

async function opened(
  world: World,
  file_size = 2500,
  ticket?: string,
): Promise<string> {
  const answer = await world.session(
    { file_size },
    ticket === undefined ? {} : { ticket },
  );
  return (await jsonOf(answer, 200)).upload_url as string;
}

const toDrive = (world: World) =>
  world.sent.filter(({ path }) => path.startsWith('/upload/'));

const linkOf = (record: Json): string =>
  (record._links as { download: { href: string } }).download.href;

describe('an address of a part', () => {
  test("is the broker's own, and tells nothing of the drive's", async () => {
    const world = await createWorld();
    const url = await opened(world);
    assert.ok(url.startsWith(`${brokerUrl}/relay/`));
    const readable = url
      .split(/[/.]/)
      .map((part) => Buffer.from(part, 'base64url').toString('latin1'))
      .join(' ');
    assert.doesNotMatch(readable, /drive-c|upload|31415926/);
  });

  test("is at the request's own address where there is no publicUrl", async () => {
    const world = await createWorld({ broker: { publicUrl: undefined } });
    assert.ok((await opened(world)).startsWith(`${brokerUrl}/relay/`));
  });

  test('that is forged, changed or of another kind is 404, and nothing goes out', async () => {
    const world = await createWorld();
    const record = await world.upload(makeBytes(5));
    const url = await opened(world);
    const before = world.sent.length;
    const token = url.slice(`${brokerUrl}/relay/`.length);
    const tag = token.slice(token.lastIndexOf('.') + 1);
    const letters = `${token.slice(0, -tag.length)}${tag[0] === 'A' ? 'B' : 'A'}${tag.slice(1)}`;
    const half = `${token.slice(0, 200)}${token.slice(201)}`;
    const ticket = await world.ticket();
    const download = linkOf(record).slice(`${brokerUrl}/relay/`.length);
    for (const each of [
      letters,
      half,
      ticket,
      download,
      'x',
      'a.b.c.d.e',
      `${token}.x`,
    ]) {
      const answer = await world.part(`/relay/${each}`, makeBytes(5));
      await assertProblem(answer, 404, 'not-found');
    }
    await assertProblem(
      await world.send(`/relay/${token}`, { headers: { Origin: page } }),
      404,
      'not-found',
    );
    assert.equal(world.sent.length, before);
  });

  test('is for that one part: the next one has another', async () => {
    const world = await createWorld();
    const url = await opened(world);
    const answer = await world.part(url, makeBytes(1000));
    const { next_url } = await jsonOf(answer, 202);
    assert.notEqual(next_url, url);
    await world.part(next_url as string, makeBytes(1000));
    const [first, second] = toDrive(world);
    assert.notEqual(first?.path, second?.path);
  });

  test('is over when the session is: 24 hours after it was opened', async () => {
    const world = await createWorld({ drive: { sessionTtl: 999_999 } });
    const url = await opened(world);
    world.clock.pass(12 * 3_600_000);
    const { next_url } = await jsonOf(
      await world.part(url, makeBytes(1000)),
      202,
    );
    world.clock.pass(12 * 3_600_000 + 1000);
    await assertProblem(
      await world.part(next_url as string, makeBytes(1000)),
      404,
      'not-found',
    );
  });

  test('is of no use to a page of another origin', async () => {
    const world = await createWorld({
      broker: { origins: [page, 'https://thief.example'] },
    });
    const url = await opened(world);
    for (const Origin of ['https://thief.example', 'https://evil.example'])
      await assertProblem(
        await world.part(url, makeBytes(5), { Origin }),
        403,
        'forbidden-origin',
      );
    const bare = await world.send(url, { method: 'POST', body: makeBytes(5) });
    await assertProblem(bare, 403, 'forbidden-origin');
    assert.equal(toDrive(world).length, 0);
  });

  test('works at another instance that shares nothing but key and store', async () => {
    const world = await createWorld();
    const second = await createWorld({
      store: world.store,
      connected: false,
      broker: { fetch: world.fetchKommo },
    });
    const url = await opened(world);
    assert.equal((await second.part(url, makeBytes(1000))).status, 202);
    const foreign = await createWorld({ broker: { key: otherKey } });
    assert.equal((await foreign.part(url, makeBytes(1000))).status, 404);
    const heir = await createWorld({
      broker: { key: otherKey, oldKey: key },
    });
    assert.notEqual((await heir.part(url, makeBytes(1000))).status, 404);
  });
});

describe('a body', () => {
  const send = (
    world: World,
    url: string,
    body: BodyInit,
    headers: Record<string, string> = {},
  ) =>
    world.send(url, {
      method: 'POST',
      headers: { Origin: page, ...headers },
      body,
      duplex: 'half',
    } as RequestInit);

  test('that ends short never reaches the drive', async () => {
    const world = await createWorld();
    const url = await opened(world);
    for (const [body, headers] of [
      [makeBytes(500), { 'Content-Length': '1000' }],
      [brokenBody(makeBytes(500)), { 'Content-Length': '1000' }],
      [brokenBody(makeBytes(500)), {}],
    ] as const)
      await assertProblem(
        await send(world, url, body, headers),
        400,
        'body-incomplete',
      );
    assert.equal(toDrive(world).length, 0);
    assert.equal(world.broker.heldBytes.now, 0);
  });

  test('that is larger than it said never reaches the drive', async () => {
    const world = await createWorld();
    const url = await opened(world);
    await assertProblem(
      await send(world, url, makeBytes(900), { 'Content-Length': '500' }),
      400,
      'body-incomplete',
    );
    assert.equal(toDrive(world).length, 0);
  });

  test('over max_part_size is 413 before it is read', async () => {
    const world = await createWorld();
    const url = await opened(world);
    let pulled = 0;
    const body = new ReadableStream(
      {
        pull(controller) {
          pulled++;
          controller.enqueue(new Uint8Array(100));
        },
      },
      { highWaterMark: 0 },
    );
    const answer = await send(world, url, body, { 'Content-Length': '1001' });
    await assertProblem(answer, 413, 'too-large');
    assert.equal(pulled, 0);
    assert.equal(answer.headers.get('connection'), 'close');
  });

  test('in chunks is 411 where no server underneath can tell whether it broke off', async () => {
    const world = await createWorld();
    const url = await opened(world);
    await assertProblem(
      await send(world, url, makeBytes(900), {
        'Transfer-Encoding': 'chunked',
      }),
      411,
      'length-required',
    );
    assert.equal(toDrive(world).length, 0);
  });

  test('without a length is read up to max_part_size and no further', async () => {
    const world = await createWorld();
    const url = await opened(world);
    let pulled = 0;
    const endless = new ReadableStream(
      {
        pull(controller) {
          pulled++;
          controller.enqueue(new Uint8Array(100));
        },
      },
      { highWaterMark: 0 },
    );
    await assertProblem(await send(world, url, endless), 413, 'too-large');
    assert.equal(pulled, 11);
    assert.equal(toDrive(world).length, 0);
  });

  test('that comes too slowly is given up, and its room let go', async () => {
    const world = await createWorld({
      broker: { limits: { graceMs: 30, bodyMs: 1000 } },
    });
    const url = await opened(world);
    const slow = new ReadableStream({
      start(controller) {
        controller.enqueue(new Uint8Array(10));
      },
    });
    await assertProblem(await send(world, url, slow), 408, 'too-slow');
    assert.equal(toDrive(world).length, 0);
    assert.equal(world.broker.heldBytes.now, 0);
  });

  test('whose length is no number is 400', async () => {
    const world = await createWorld();
    const url = await opened(world);
    for (const length of ['-1', '1e3', '0x10', '10, 10', ' ', '1'.repeat(30)])
      await assertProblem(
        await send(world, url, makeBytes(10), { 'Content-Length': length }),
        400,
        'bad-request',
      );
  });
});

test('a part goes to the drive whole, with our token and nothing of the page', async () => {
  const world = await createWorld();
  const url = await opened(world);
  await world.part(url, makeBytes(1000), {
    Cookie: 'sid=1',
    Authorization: 'Bearer of-the-page',
    'X-Forwarded-For': '1.2.3.4',
    'X-Custom': '1',
  });
  const [part] = toDrive(world);
  assert.deepEqual(part?.body, makeBytes(1000));
  assert.deepEqual([...(part?.headers.keys() ?? [])].sort(), [
    'authorization',
    'content-type',
  ]);
  assert.match(part?.headers.get('authorization') ?? '', /^Bearer access-/);
});

test('a part has 4 MiB at most, whatever the drive says', async () => {
  const world = await createWorld({
    drive: { maxPartSize: 16 * 2 ** 20 },
    broker: { maxHeldBytes: 16 * 2 ** 20 },
  });
  const ticket = await world.ticket({ maxFileSize: 2 ** 30 });
  const session = await jsonOf(
    await world.session({ file_size: 2 ** 25 }, { ticket }),
    200,
  );
  assert.equal(session.max_part_size, 4 * 2 ** 20);
  const large = new Uint8Array(4 * 2 ** 20 + 1);
  await assertProblem(
    await world.part(session.upload_url as string, large),
    413,
    'too-large',
  );
});

describe('what comes back', () => {
  const answering = (given: () => Response) =>
    createWorld({
      upstream: ({ path }) =>
        path.startsWith('/upload/') ? given() : undefined,
    });

  test('is status, JSON and Retry-After, and nothing else', async () => {
    for (const status of [400, 403, 404, 409, 410, 413, 500, 502, 503]) {
      const world = await answering(
        () =>
          new Response(JSON.stringify({ title: 'No', detail: 'words' }), {
            status,
            headers: {
              ...{ 'Retry-After': '9', 'Set-Cookie': 'a=1', Server: 'inner' },
              ...{ 'X-Inner': '1', 'Access-Control-Allow-Origin': '*' },
              'Content-Type': 'application/json',
            },
          }),
      );
      const answer = await world.part(await opened(world), makeBytes(10));
      const body = await jsonOf(answer, status);
      assert.equal(body.detail, 'words');
      assert.equal(answer.headers.get('retry-after'), '9');
      for (const name of ['set-cookie', 'server', 'x-inner'])
        assert.equal(answer.headers.get(name), null);
      assert.equal(answer.headers.get('access-control-allow-origin'), page);
    }
  });

  test('as text or markup is not passed on', async () => {
    const world = await answering(
      () =>
        new Response('<script>alert(1)</script>', {
          status: 403,
          headers: { 'Content-Type': 'text/html' },
        }),
    );
    const answer = await world.part(await opened(world), makeBytes(10));
    assert.equal(
      answer.headers.get('content-type'),
      'application/problem+json',
    );
    assert.doesNotMatch(await answer.text(), /script/);
  });

  test('with a next_url elsewhere is not believed', async () => {
    for (const next_url of [
      'https://drive.kommo.com.evil.example/upload/2',
      'https://drive-c.kommo.com@evil.example/',
      'http://drive-c.kommo.com/upload/2',
      'https://127.0.0.1/',
      '//evil.example',
    ]) {
      const world = await answering(() =>
        Response.json({ session_id: 1, next_url }),
      );
      const answer = await world.part(await opened(world), makeBytes(10));
      const body = await assertProblem(answer, 502, 'forbidden-upstream');
      assert.doesNotMatch(JSON.stringify([body, world.logs]), /evil|upload/);
    }
  });

  test('as a redirect is not followed', async () => {
    const world = await answering(() =>
      Response.redirect('https://evil.example/', 307),
    );
    const answer = await world.part(await opened(world), makeBytes(10));
    await assertProblem(answer, 502, 'upstream-failed');
    assert.ok(world.sent.every(({ host }) => host.endsWith('.kommo.com')));
  });

  test('late is 504, never is 502', async () => {
    const world = await createWorld({
      broker: { limits: { upstreamMs: 1500 } },
      upstream: ({ path }) => {
        if (!path.startsWith('/upload/')) return undefined;
        throw new TypeError('connect ECONNREFUSED 10.0.0.1:443');
      },
    });
    const answer = await world.part(await opened(world), makeBytes(10));
    const body = await assertProblem(answer, 502, 'upstream-failed');
    assert.doesNotMatch(JSON.stringify([body, world.logs]), /10\.0\.0/);
    const fetcher = ((input: string, init: RequestInit) =>
      input.includes('/upload/')
        ? new Promise((_resolve, reject) => {
            init.signal?.addEventListener('abort', () =>
              reject(init.signal?.reason),
            );
          })
        : world.fetchKommo(input, init)) as typeof fetch;
    const slow = await createWorld({
      store: world.store,
      connected: false,
      broker: { fetch: fetcher, limits: { upstreamMs: 1500 } },
    });
    const late = await slow.part(await opened(slow), makeBytes(10));
    await assertProblem(late, 504, 'upstream-failed');
    assert.equal(slow.broker.heldBytes.now, 0);
  });

  test('429 makes every upload of the account wait', async () => {
    let isBusy = true;
    const world = await createWorld({
      upstream: ({ path }) =>
        isBusy && path.startsWith('/upload/')
          ? new Response('{}', { status: 429, headers: { 'Retry-After': '8' } })
          : undefined,
    });
    const [first, second] = [await opened(world), await opened(world)];
    assert.equal((await world.part(first, makeBytes(1000))).status, 429);
    isBusy = false;
    const waiting = await world.part(second, makeBytes(1000));
    await assertProblem(waiting, 429, 'drive-waits');
    assert.equal(waiting.headers.get('retry-after'), '8');
    assert.equal(toDrive(world).length, 1);
    world.clock.pass(8000);
    assert.equal((await world.part(second, makeBytes(1000))).status, 202);
  });
});

describe('a record', () => {
  test("comes to a page without other people's ids, and with one link only", async () => {
    const world = await createWorld();
    const ticket = await world.ticket({
      createdBy: { id: 4711, type: 'user' },
    });
    const record = await world.upload(makeBytes(5), {}, { ticket });
    for (const name of ['created_by', 'updated_by', 'deleted_by', 'source_id'])
      assert.equal(name in record, false, name);
    assert.doesNotMatch(JSON.stringify(record), /4711|drive-c/);
    assert.deepEqual(Object.keys(record._links as Json), ['download']);
    assert.ok(linkOf(record).startsWith(`${brokerUrl}/relay/`));
  });

  test('comes whole with fullRecord', async () => {
    const world = await createWorld({ broker: { fullRecord: true } });
    const record = await world.upload(makeBytes(5));
    assert.ok(record.created_by);
    assert.ok((record._links as Json).self);
  });
});

describe('an uploaded page that asks for its own link', () => {
  const html = new TextEncoder().encode('<script>fetch("/ticket")</script>');

  test('gets a download that runs nowhere', async () => {
    const world = await createWorld();
    const record = await world.upload(new Uint8Array(html), {
      file_name: 'a.html',
      content_type: 'text/html',
    });
    const answer = await world.send(linkOf(record));
    assert.equal(answer.status, 200);
    const header = (name: string) => answer.headers.get(name);
    assert.equal(header('content-type'), 'application/octet-stream');
    assert.equal(header('content-disposition'), 'attachment');
    assert.equal(header('x-content-type-options'), 'nosniff');
    assert.equal(
      header('content-security-policy'),
      "sandbox; default-src 'none'",
    );
    assert.equal(header('set-cookie'), null);
    assert.deepEqual(
      new Uint8Array(await answer.arrayBuffer()),
      new Uint8Array(html),
    );
  });

  test('gets nothing more as a page of an origin of its own', async () => {
    const world = await createWorld();
    const record = await world.upload(new Uint8Array(html));
    for (const Origin of ['null', brokerUrl, 'https://evil.example']) {
      const answer = await world.send(linkOf(record), { headers: { Origin } });
      await assertProblem(answer, 403, 'forbidden-origin');
      assert.equal(answer.headers.get('access-control-allow-origin'), null);
    }
  });
});

describe('a download', () => {
  test('gives ranges, and the whole file where there are none', async () => {
    const world = await createWorld();
    const bytes = makeBytes(2500);
    const link = linkOf(await world.upload(bytes));
    const get = (Range?: string) =>
      world.send(link, { headers: { Origin: page, ...(Range && { Range }) } });
    const tail = await get('bytes=1000-');
    assert.equal(tail.status, 206);
    assert.equal(tail.headers.get('content-range'), 'bytes 1000-2499/2500');
    assert.deepEqual(
      new Uint8Array(await tail.arrayBuffer()),
      bytes.slice(1000),
    );
    const whole = await get();
    assert.equal(whole.status, 200);
    assert.deepEqual(new Uint8Array(await whole.arrayBuffer()), bytes);
    assert.equal((await get('bytes=9999-')).status, 416);
    assert.equal(
      (await get('bytes=0-1,3-4')).status,
      200,
      'several ranges count as none',
    );
    const last = world.sent.at(-1);
    assert.equal(last?.headers.get('authorization'), null);
  });

  test('is over after a quarter of an hour', async () => {
    const world = await createWorld();
    const link = linkOf(await world.upload(makeBytes(5)));
    world.clock.pass(14 * 60_000);
    assert.equal((await world.send(link)).status, 200);
    world.clock.pass(61_000);
    await assertProblem(await world.send(link), 404, 'not-found');
  });

  test('counts in the budget', async () => {
    const world = await createWorld({
      broker: { budgets: { ticket: { bytes: 2500 } } },
    });
    const link = linkOf(await world.upload(makeBytes(1000)));
    assert.equal((await world.send(link)).status, 200);
    await assertProblem(await world.send(link), 429, 'budget-spent');
  });
});

test('parts that are sent again and again count in the budget, beyond the file itself', async () => {
  const world = await createWorld({
    broker: { budgets: { ticket: { bytes: 3000 } } },
  });
  const url = await opened(world, 1000);
  const statuses: number[] = [];
  for (let n = 0; n < 5; n++)
    statuses.push((await world.part(url, makeBytes(1000))).status);
  assert.deepEqual(statuses, [200, 200, 200, 429, 429]);
});

describe('inspect', () => {
  const inspecting = (
    look: (bytes: Uint8Array) => boolean | Promise<boolean>,
  ) => {
    const seen: unknown[] = [];
    return createWorld({
      broker: {
        inspect: (bytes, meta) => {
          seen.push(meta);
          return look(bytes);
        },
      },
    }).then((world) => ({ world, seen }));
  };

  test('sees the first part and what it should be, and may refuse it before the drive has it', async () => {
    const { world, seen } = await inspecting((bytes) => bytes[0] !== 0x4d);
    const bad = await opened(world, 3);
    await assertProblem(
      await world.part(bad, new Uint8Array([0x4d, 0x5a, 0])),
      422,
      'refused-by-content',
    );
    assert.equal(toDrive(world).length, 0);
    assert.deepEqual(seen, [{ account, file_name: 'a.bin', file_size: 3 }]);
    const good = await world.upload(makeBytes(2500));
    assert.equal(seen.length, 2, 'later parts are not looked into');
    await assertStored(world.drive, good.uuid as string, makeBytes(2500));
  });

  test('that throws or gives no true refuses', async () => {
    for (const look of [
      () => Promise.reject(new Error('scanner is away')),
      () => 1 as unknown as boolean,
    ]) {
      const { world } = await inspecting(look);
      await assertProblem(
        await world.part(await opened(world, 3), makeBytes(3)),
        422,
        'refused-by-content',
      );
    }
  });

  test('is not led around by a first part of one byte', async () => {
    const { world, seen } = await inspecting(() => true);
    await assertProblem(
      await world.part(await opened(world, 2500), makeBytes(1)),
      422,
      'refused-by-content',
    );
    assert.equal(seen.length, 0);
  });
});

describe('the bytes that all requests hold', () => {
  test('of 100 relayed parts stay under the cap', async () => {
    const size = 256 * 1024;
    const maxHeldBytes = 4 * 2 ** 20;
    let highest = 0;
    let world: World | undefined;
    world = await createWorld({
      drive: { maxPartSize: size },
      broker: { maxHeldBytes },
      upstream: async ({ path }) => {
        highest = Math.max(highest, world?.broker.heldBytes.now ?? 0);
        if (path.startsWith('/upload/'))
          await new Promise((resolve) => setTimeout(resolve, 5));
        return undefined;
      },
    });
    const { part, broker } = world;
    const ticket = await world.ticket({ maxFileSize: size });
    const urls: string[] = [];
    for (let n = 0; n < 100; n++) urls.push(await opened(world, size, ticket));
    let refused = 0;
    const answers = await Promise.all(
      urls.map(async (url) => {
        for (;;) {
          const answer = await part(url, makeBytes(size));
          if (answer.status !== 503) return answer.status;
          refused++;
          await assertProblem(answer, 503, 'busy');
          assert.ok(Number(answer.headers.get('retry-after')) > 0);
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
      }),
    );
    assert.ok(answers.every((status) => status === 200));
    assert.ok(refused > 0, 'the cap was reached');
    assert.ok(highest > 0 && broker.heldBytes.peak <= maxHeldBytes);
    assert.equal(broker.heldBytes.now, 0);
  });
});
