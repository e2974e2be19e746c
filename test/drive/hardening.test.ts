/** Bad input and attacks: the right status, no crash, nothing half-written. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import {
  createDrive,
  diskStorage,
  memoryStorage,
  startDrive,
} from '../../demo/drive/node.js';
import {
  assertStored,
  makeBytes,
  openSession,
  origin,
  postPart,
  postSession,
  smallDrive,
  temporaryFolder,
  upload,
} from './client.js';

const good = { file_name: 'a.bin', file_size: 25 };

describe('a session request', () => {
  for (const [why, body] of [
    ['no JSON', '{'],
    ['not an object', '[]'],
    ['null', 'null'],
    ['no name', { file_size: 1 }],
    ['an empty name', { ...good, file_name: '' }],
    ['a name that is no text', { ...good, file_name: 7 }],
    ['a name that is too long', { ...good, file_name: 'x'.repeat(256) }],
    ['no size', { file_name: 'a' }],
    ['a size below zero', { ...good, file_size: -1 }],
    ['half a byte', { ...good, file_size: 1.5 }],
    ['a size as text', { ...good, file_size: '25' }],
    ['a size beyond numbers', '{"file_name":"a","file_size":1e400}'],
    ['a type that is none', { ...good, content_type: 'banana' }],
    ['a type with a line break', { ...good, content_type: 'a/b\r\nX: y' }],
    ['a uuid that is none', { ...good, file_uuid: '../../etc/passwd' }],
    ['a preview wish that is no boolean', { ...good, with_preview: 'yes' }],
    ['a creator that is none', { ...good, created_by: { id: 'x' } }],
  ] as const) {
    test(`with ${why} is 400 with the reason in JSON`, async () => {
      const answer = await postSession(smallDrive().fetch, body);
      assert.equal(answer.status, 400);
      const { detail, status } = (await answer.json()) as {
        detail: string;
        status: number;
      };
      assert.ok(detail.length > 5);
      assert.equal(status, 400);
    });
  }

  test('for a file that does not exist is 404', async () => {
    const body = { ...good, file_uuid: crypto.randomUUID() };
    assert.equal((await postSession(smallDrive().fetch, body)).status, 404);
  });

  test('of more than 16 KiB is 413', async () => {
    const body = { ...good, padding: 'x'.repeat(20_000) };
    assert.equal((await postSession(smallDrive().fetch, body)).status, 413);
  });

  test('without a valid bearer is 401 in plain text', async () => {
    const drive = createDrive();
    for (const bearer of [undefined, 'x', `${await drive.token()}x`]) {
      const answer = await postSession(
        drive.fetch,
        good,
        bearer === undefined ? {} : { bearer },
      );
      assert.equal(answer.status, 401);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/);
      assert.doesNotMatch(await answer.text(), /ey[A-Z]/);
    }
    const bearer = await drive.token();
    assert.equal(
      (await postSession(drive.fetch, good, { bearer })).status,
      200,
    );
  });

  test('with unknown fields and __proto__ changes nothing', async () => {
    const body = '{"file_name":"a","file_size":1,"__proto__":{"polluted":1}}';
    assert.equal((await postSession(smallDrive().fetch, body)).status, 200);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });
});

describe('a part URL', () => {
  test('that is no token, or one with another signature, is 401', async () => {
    const drive = smallDrive();
    const other = await openSession(smallDrive().fetch, good);
    const mine = await openSession(drive.fetch, good);
    const [head, claims] = mine.upload_url.split('/').at(-1)?.split('.') ?? [];
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    for (const token of [
      'x',
      'a.b.c',
      '%00',
      '%E0%A4%A',
      'x'.repeat(9000),
      `${head}.${claims}.`,
      `${none}.${claims}.`,
      other.upload_url.split('/').at(-1),
    ]) {
      const { status } = await postPart(
        drive.fetch,
        `${origin}/upload/${token}`,
        makeBytes(1),
      );
      assert.equal(status, 401, token);
    }
  });

  test('whose claims are wrong is 403, whose session is unknown 404', async () => {
    const storage = memoryStorage();
    const drive = smallDrive({ storage });
    const { upload_url, session_id } = await openSession(drive.fetch, good);
    const { key } = (await storage.readDocument('drive', 'key')) as {
      key: string;
    };
    const claims = JSON.parse(
      Buffer.from(upload_url.split('.').at(-2) ?? '', 'base64url').toString(),
    );
    const statusFor = async (changes: Record<string, unknown>) => {
      const token = await new SignJWT({ ...claims, ...changes })
        .setProtectedHeader({ alg: 'HS256' })
        .sign(Buffer.from(key, 'hex'));
      const url = `${origin}/upload/${token}`;
      return (await postPart(drive.fetch, url, makeBytes(10))).status;
    };
    for (const changes of [
      { account_id: 1 },
      { user_id: 1 },
      { user_type: 'robot' },
      { part_num: 0 },
      { part_num: 1.5 },
      { part_num: '1' },
      { session_id: '../1' },
      { exp: undefined },
      { nbf: claims.exp },
    ]) {
      assert.equal(await statusFor(changes), 403, JSON.stringify(changes));
    }
    assert.equal(await statusFor({ session_id: session_id + 99 }), 404);
    assert.equal(await statusFor({ part_num: 2 }), 409);
    assert.equal(await statusFor({}), 202);
  });

  test('of an ended session is 410 for a part that never was', async () => {
    const drive = smallDrive({ over: 'refuse', replay: 'append' });
    const { upload_url } = await openSession(drive.fetch, { file_size: 5 });
    await postPart(drive.fetch, upload_url, makeBytes(5));
    const again = await postPart(drive.fetch, upload_url, makeBytes(5));
    assert.equal(again.status, 410);
  });
});

describe('routes and methods', () => {
  test('an unknown path is 404, a known one with another method 405', async () => {
    const drive = smallDrive();
    const status = async (path: string, method = 'GET') =>
      (await drive.fetch(`${origin}${path}`, { method })).status;
    assert.equal(await status('/'), 404);
    assert.equal(await status('/v1.0/nothing'), 404);
    assert.equal(await status('/v1.0/sessions'), 405);
    assert.equal(await status('/upload/abc'), 405);
    assert.equal(await status('/v1.0/files', 'PUT'), 405);
    const answer = await drive.fetch(`${origin}/v1.0/sessions`);
    assert.equal(answer.headers.get('allow'), 'POST');
  });

  test('names from outside are never a path', async (t) => {
    const data = await temporaryFolder(t);
    const drive = smallDrive({ storage: await diskStorage(join(data, 'd')) });
    const before = await readdir(data);
    for (const file_name of [
      '../../../escaped',
      '/etc/passwd',
      '..\\..\\x',
      'a\0b',
      '.',
      '..',
      'con',
    ]) {
      const bytes = makeBytes(3);
      const record = await upload(drive.fetch, bytes, { file_name });
      await assertStored(drive, record.uuid, bytes);
    }
    assert.deepEqual(await readdir(data), before);
    for (const path of [
      '/download/..%2f..%2fdocuments%2fdrive%2fkey.json/x',
      '/download/%2e%2e/x',
      '/v1.0/files/..%2f..%2fkey',
      '/preview/..%2fx/0',
    ]) {
      assert.equal((await drive.fetch(`${origin}${path}`)).status, 404);
    }
  });

  test('a name cannot break out of Content-Disposition', async () => {
    const drive = smallDrive();
    for (const file_name of [
      'a"; filename="evil.exe',
      'line\r\nX-Evil: 1.txt',
      'Ünï\u202Ecod.txt',
      '\ud800half.txt',
      "100%'*().txt",
      '\\"',
      '😀.png',
    ]) {
      const { _links } = await upload(drive.fetch, makeBytes(1), { file_name });
      const { headers } = await drive.fetch(_links.download.href);
      const value = headers.get('content-disposition') ?? '';
      assert.match(
        value,
        /^attachment; filename="[^"\\\r\n]+"; filename\*=UTF-8''[\w%.~!#$&+^`|-]+$/,
      );
      assert.equal(headers.get('x-evil'), null);
    }
  });
});

describe('the host', () => {
  test('a foreign Host is refused, addresses and localhost are served', async (t) => {
    const { port, close } = await startDrive({ port: 0, open: true });
    t.after(close);
    const statusFor = (host: string, path = '/v1.0/files') =>
      new Promise<number | undefined>((resolve, reject) => {
        httpRequest(
          { port, host: '127.0.0.1', path, headers: { host } },
          (answer) => {
            answer.resume();
            resolve(answer.statusCode);
          },
        )
          .on('error', reject)
          .end();
      });
    assert.equal(await statusFor(`127.0.0.1:${port}`), 200);
    assert.equal(await statusFor(`localhost:${port}`), 200);
    assert.equal(await statusFor('evil.example'), 421);
    assert.equal(await statusFor(`evil.example:${port}`), 421);
    assert.equal(await statusFor('evil.example', '/_control/options'), 421);
    assert.equal(
      await statusFor(`localhost:${port}`, 'http://evil.example/v1.0/files'),
      421,
    );
    assert.equal(
      await statusFor('evil.example', `http://localhost:${port}/v1.0/files`),
      421,
    );
  });

  test('a name that was allowed is served', async () => {
    const drive = smallDrive({ hosts: ['drive.test'] });
    await upload(drive.fetch, makeBytes(3));
    const other = await drive.fetch('http://other.test/v1.0/files');
    assert.equal(other.status, 421);
  });
});

test('a part that is too long is 413 without being read to its end', async () => {
  const drive = smallDrive();
  const { upload_url } = await openSession(drive.fetch, good);
  let read = 0;
  const body = new ReadableStream({
    pull(controller) {
      read += 5;
      if (read > 5000) controller.close();
      else controller.enqueue(makeBytes(5));
    },
  });
  const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
  const answer = await drive.fetch(upload_url, init);
  assert.equal(answer.status, 413);
  assert.ok(read < 50);
});

test('a part that is too long over HTTP gets its 413, chunked or with a length', async (t) => {
  const { url, close } = await startDrive({
    port: 0,
    open: true,
    maxPartSize: 1000,
  });
  t.after(close);
  const { upload_url } = await openSession(
    fetch,
    { file_size: 5000 },
    { base: url },
  );
  assert.equal(
    (await postPart(fetch, upload_url, makeBytes(3000))).status,
    413,
  );
  const chunks = new Blob([makeBytes(3000)]).stream();
  const init = { method: 'POST', body: chunks, duplex: 'half' } as RequestInit;
  assert.equal((await fetch(upload_url, init)).status, 413);
});

test('garbage on the socket gets 400 and the drive stays up', async (t) => {
  const { url, port, close } = await startDrive({ port: 0, open: true });
  t.after(close);
  for (const garbage of [
    'GET\r\n\r\n',
    '\0\0\0\0\r\n\r\n',
    'POST /upload/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n',
    'POST /upload/x HTTP/1.1\r\nContent-Length: 1\r\n\r\n',
    'GET /../../etc/passwd HTTP/1.1\r\nHost: [::1\r\n\r\n',
    'GET http:// HTTP/1.1\r\nHost: localhost\r\n\r\n',
    `GET /${'x'.repeat(40_000)} HTTP/1.1\r\n\r\n`,
  ]) {
    const answer = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(garbage));
      socket.on('data', (chunk) => {
        text += chunk;
        socket.end();
      });
      socket.on('error', () => resolve(text));
      socket.on('close', () => resolve(text));
    });
    assert.match(answer, /^HTTP\/1\.1 4\d\d /, JSON.stringify(garbage));
  }
  await upload(fetch, makeBytes(10), {}, { base: url });
});

test('no malformed request makes a 500 or a listed file', async () => {
  const errors: unknown[] = [];
  const drive = smallDrive({ onError: (error) => errors.push(error) });
  const { upload_url } = await openSession(drive.fetch, good);
  const path = fc.oneof(
    fc.constantFrom(
      '/v1.0/sessions',
      '/v1.0/files',
      '/v1.0/files/restore',
      '/v1.0/files/x/versions',
      '/_control/options',
      '/_control/faults',
      new URL(upload_url).pathname,
    ),
    fc.webPath().map((text) => `/upload${text}`),
    fc.webPath().map((text) => `/download${text}`),
    fc.webPath().map((text) => `/v1.0/files${text}`),
  );
  const body = fc.oneof(
    fc.json(),
    fc.string(),
    fc.uint8Array({ maxLength: 30, minLength: 11 }),
    fc
      .record(
        {
          file_name: fc.anything(),
          file_size: fc.oneof(fc.integer(), fc.double(), fc.string()),
          content_type: fc.anything(),
          file_uuid: fc.oneof(fc.uuid(), fc.anything()),
          with_preview: fc.anything(),
        },
        { requiredKeys: [] },
      )
      .map((value) =>
        JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? `${v}` : v)),
      ),
  );
  await fc.assert(
    fc.asyncProperty(
      path,
      fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'),
      body,
      fc.string(),
      async (path, method, body, range) => {
        const url = new URL(path, origin);
        const headers = { Range: range.replace(/[^\x20-\x7e]/g, '') };
        const answer = await drive.fetch(url, {
          method,
          headers,
          body: method === 'GET' ? null : (body as BodyInit),
        });
        assert.ok(answer.status < 500, `${method} ${path} ${answer.status}`);
        await answer.arrayBuffer();
      },
    ),
    { numRuns: 1000, seed: 20_261 },
  );
  assert.deepEqual(errors, []);
  assert.deepEqual(await drive.files(), []);
});
