/** Malformed requests by the thousand, in process and on sockets. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { startDrive } from '../../demo/drive/node.js';
import {
  assertStored,
  makeBytes,
  openSession,
  origin,
  postPart,
  smallDrive,
  temporaryFolder,
  upload,
} from './client.js';
import { generator } from './malformed.js';

test('ten thousand malformed requests: no 5xx, nothing listed, and a good upload works afterwards', async () => {
  const errors: unknown[] = [];
  const drive = smallDrive({ onError: (error) => errors.push(error) });
  const { upload_url } = await openSession(drive.fetch, { file_size: 10 });
  const token = new URL(upload_url).pathname.slice('/upload/'.length);
  const random = generator(20_263);
  const statuses = new Map<number, number>();
  for (let n = 0; n < 10_000; n++) {
    const { method, path, headers, body } = random.next(token);
    const request = new Request(`${origin}${path}`, {
      ...{ method, headers, body: body || null },
    });
    const answer = await drive.handle(request, { address: 'test' });
    await answer.arrayBuffer();
    const { status } = answer;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    assert.ok(status < 500, `${status} for ${method} ${path} ${body}`);
  }
  // It reached more than the first check of each route.
  for (const status of [400, 401, 404, 405]) {
    assert.ok((statuses.get(status) ?? 0) > 100, `${status} was among them`);
  }
  assert.deepEqual(errors, []);
  assert.deepEqual(await drive.files(), []);
  const { uuid } = await upload(drive.fetch, makeBytes(35));
  await assertStored(drive, uuid, makeBytes(35));
});

/** Sends text on one connection, half-closes it, gives all that came back. */
function converse(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answers = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(text));
    socket.on('data', (chunk) => {
      answers += chunk;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answers));
  });
}

test('hundreds of malformed requests on kept-alive connections leave the drive as it was', async (t) => {
  const data = await temporaryFolder(t);
  const errors: unknown[] = [];
  const running = await startDrive({
    ...{ port: 0, open: true, data, onError: (e: unknown) => errors.push(e) },
  });
  t.after(running.close);
  const { port, url: base } = running;
  const { upload_url } = await openSession(fetch, { file_size: 9 }, { base });
  const token = new URL(upload_url).pathname.slice('/upload/'.length);
  const random = generator(7);
  let answered = 0;
  for (let n = 0; n < 40; n++) {
    let text = '';
    for (let each = 0; each < 20; each++) {
      const { method, path, headers, body } = random.next(token);
      const length = Buffer.byteLength(body);
      const head = { Host: `127.0.0.1:${port}`, ...headers };
      const lines = Object.entries(head).map(([k, v]) => `${k}: ${v}\r\n`);
      text += `${method} ${path} HTTP/1.1\r\n${lines.join('')}Content-Length: ${length}\r\n\r\n${body}`;
    }
    // The last of each connection is broken in its very frame.
    text += random.pick([
      ...['GET / HTTP/9.9\r\n\r\n', 'POST / HTTP/1.1\r\nHost: [\r\n\r\n'],
      `POST /upload/${token} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 9\r\n\r\nhalf`,
      `POST /upload/${token} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n`,
      ...['\0\0\0', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\n\r\n`],
    ]);
    const answers = await converse(port, text);
    const statuses = answers.match(/HTTP\/1\.1 \d{3} /g) ?? [];
    answered += statuses.length;
    for (const status of statuses) assert.match(status, / [234]\d\d /);
  }
  assert.ok(answered > 400, `${answered} were answered`);
  assert.deepEqual(errors, []);
  assert.deepEqual(await running.drive.files(), []);
  const bytes = makeBytes(9);
  assert.equal((await postPart(fetch, upload_url, bytes)).status, 200);
  assert.equal((await running.drive.files()).length, 1);
});
