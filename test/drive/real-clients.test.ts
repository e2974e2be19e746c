/**
 * The clients that are in use for the real drive: what each of them sends, against the local drive and the stand-in for
 * the CRM, on ports. One runs as it is; the two in PHP are replayed, request for request. What a client did is what is
 * stored afterwards.
 */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import * as http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { startCrm } from '../../demo/crm/server.js';
import { type DriveOptions, startDrive } from '../../demo/drive/node.js';
import { assertStored, makeBytes, temporaryFolder } from './client.js';

/** An account: its token opens the CRM and the drive, and the CRM says where the drive is. */
async function account(
  t: TestContext,
  options: DriveOptions & { linkStatus?: 200 | 202 } = {},
) {
  const { linkStatus = 200, ...behaviour } = options;
  const token = `access-${'a'.repeat(40)}`;
  const { drive, url, close } = await startDrive({
    ...{ port: 0, token },
    ...behaviour,
  });
  t.after(close);
  const crm = await startCrm({
    accounts: [{ id: 1, subdomain: 'acme', drive_url: url }],
    integration: { client_id: 'a', client_secret: 'b', redirect_uri: 'c' },
    ...{ rate: 0, linkStatus },
  });
  t.after(() => crm.close());
  crm.crm.oauth.accountOf = (given) => (given === token ? 1 : undefined);
  return { drive, crm, url, token };
}

interface Reply {
  status: number;
  body: Record<string, unknown>;
}

/** One request as a client of its own kind would send it. */
function request(
  method: string,
  url: string,
  headers: Record<string, string>,
  body?: Uint8Array | string,
): Promise<Reply> {
  const bytes = Buffer.from(body ?? '');
  return new Promise((resolve, reject) => {
    const sent = http.request(url, {
      method,
      headers: { ...headers, 'Content-Length': String(bytes.byteLength) },
    });
    sent.on('error', reject);
    sent.on('response', async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      const isJson = /^[[{]/.test(text);
      const { statusCode: status = 0 } = response;
      resolve({ status, body: isJson ? JSON.parse(text) : {} });
    });
    // curl asks first whether a large body is wanted.
    if (headers.Expect) sent.on('continue', () => sent.end(bytes));
    else sent.end(bytes);
    if (headers.Expect) sent.flushHeaders();
  });
}

const json = { 'Content-Type': 'application/json' };

describe('amocrm/amocrm-api-php', () => {
  /** Four statuses are good, and a record without its two ids is none. */
  const good = [200, 201, 202, 204];

  async function upload(
    { crm, token }: Awaited<ReturnType<typeof account>>,
    bytes: Uint8Array,
    { type = 'image/png', more = {} } = {},
  ) {
    const bearer = { Authorization: `Bearer ${token}` };
    const asked = await request(
      'GET',
      `${crm.url}/api/v4/account?with=drive_url`,
      bearer,
    );
    const session = await request(
      'POST',
      `${asked.body.drive_url}/v1.0/sessions`,
      { ...json, ...bearer },
      JSON.stringify({
        file_name: 'Отчёт.png',
        file_size: bytes.byteLength,
        content_type: type,
        ...more,
      }),
    );
    assert.ok(good.includes(session.status));
    let url = String(session.body.upload_url);
    const step = Number(session.body.max_part_size);
    let last: Reply;
    let at = 0;
    do {
      last = await request(
        'POST',
        url,
        { 'Content-Type': type, ...bearer, Expect: '100-continue' },
        bytes.subarray(at, at + step),
      );
      assert.ok(good.includes(last.status), `${last.status}`);
      at += step;
      if (last.body.next_url === undefined) break;
      url = String(last.body.next_url);
    } while (at < bytes.byteLength);
    assert.equal(typeof last.body.id, 'number');
    assert.equal(typeof last.body.uuid, 'string');
    return String(last.body.uuid);
  }

  test('sends its token and the type of the file with each part, also where parts need the token', async (t) => {
    for (const bearer of ['none', 'same'] as const) {
      const here = await account(t, { bearer, maxPartSize: 1000 });
      for (const size of [1, 999, 1000, 1001, 3000]) {
        const bytes = makeBytes(size, size);
        await assertStored(here.drive, await upload(here, bytes), bytes);
      }
      assert.equal(here.drive.journal.count('POST', 'part'), 1 + 1 + 1 + 2 + 3);
      assert.equal((await here.drive.files()).length, 5);
    }
  });

  test('sends one empty part for a file of no bytes', async (t) => {
    const here = await account(t);
    const none = new Uint8Array();
    await assertStored(here.drive, await upload(here, none), none);
    assert.equal(here.drive.journal.count('POST', 'part'), 1);
  });

  test('makes a new version, names who did it, links the file to a card and deletes it', async (t) => {
    const here = await account(t, { maxPartSize: 1000 });
    const { drive, crm, url, token } = here;
    const old = makeBytes(1500, 1);
    const file_uuid = await upload(here, old);
    const bytes = makeBytes(2500, 2);
    const created_by = { id: 42, type: 'internal' };
    const uuid = await upload(here, bytes, { more: { file_uuid, created_by } });
    assert.equal(uuid, file_uuid);
    await assertStored(drive, uuid, bytes);
    const [active] = await drive.files();
    assert.deepEqual(active?.created_by, created_by);
    assert.equal(active?.has_multiple_versions, true);

    const headers = { ...json, Authorization: `Bearer ${token}` };
    const files = `${crm.url}/api/v4/leads/7/files`;
    const list = JSON.stringify([{ file_uuid: uuid }]);
    assert.ok(
      good.includes((await request('PUT', files, headers, list)).status),
    );
    const shown = await request('GET', files, headers);
    assert.match(JSON.stringify(shown.body._embedded), new RegExp(uuid));
    assert.equal((await request('DELETE', files, headers, list)).status, 202);
    assert.deepEqual(crm.crm.cards.files('leads/7'), []);
    const gone = await request(
      'DELETE',
      `${url}/v1.0/files`,
      headers,
      JSON.stringify([{ uuid }]),
    );
    assert.ok(good.includes(gone.status));
    assert.deepEqual(await drive.files(), []);
  });
});

describe('ufee/amoapi-v4', () => {
  const again = [429, 502, 504];

  /** Sends all of the file, whatever comes back for a part, and is content with a `uuid` at the end. */
  async function upload(
    { url, token }: Awaited<ReturnType<typeof account>>,
    bytes: Uint8Array,
  ) {
    const bearer = { Authorization: `Bearer ${token}` };
    const session = await request(
      'POST',
      `${url}/v1.0/sessions`,
      { ...json, ...bearer },
      JSON.stringify({
        file_name: 'a.bin',
        file_size: bytes.byteLength,
        content_type: 'application/octet-stream',
        with_preview: false,
      }),
    );
    let to = String(session.body.upload_url);
    const step = Number(session.body.max_part_size);
    const statuses: number[] = [];
    let last: Reply | undefined;
    for (let at = 0; at < bytes.byteLength; at += step) {
      const part = bytes.subarray(at, at + step);
      const type = { 'Content-Type': 'application/octet-stream' };
      do {
        last = await request('POST', to, { ...type, ...bearer }, part);
        statuses.push(last.status);
      } while (again.includes(last.status));
      to = String(last.body.next_url ?? to);
    }
    assert.equal(typeof last?.body.uuid, 'string');
    return { uuid: String(last?.body.uuid), statuses };
  }

  const troubles = [
    { at: 1, status: 429, when: 'before' },
    { at: 2, status: 502, when: 'before' },
    // Behind this gateway the part had been taken.
    { at: 3, status: 504, when: 'after' },
  ] as const;

  test('sends the same part again after 429, 502 and 504, and the file is right', async (t) => {
    const here = await account(t, { maxPartSize: 1000 });
    for (const trouble of troubles)
      here.drive.faults.add({ on: 'part', kind: 'status', ...trouble });
    const bytes = makeBytes(4500);
    const { uuid, statuses } = await upload(here, bytes);
    assert.deepEqual(statuses, [429, 202, 502, 202, 504, 202, 202, 200]);
    await assertStored(here.drive, uuid, bytes);
  });

  test('does not notice that a drive which takes a part twice has other bytes', async (t) => {
    const here = await account(t, { maxPartSize: 1000, replay: 'append' });
    here.drive.faults.add({ on: 'part', kind: 'status', ...troubles[2] });
    const bytes = makeBytes(4500);
    const { uuid, statuses } = await upload(here, bytes);
    assert.deepEqual(statuses, [202, 202, 504, 202, 200, 200]);
    const part = (n: number) => bytes.subarray((n - 1) * 1000, n * 1000);
    const stored = Buffer.concat([1, 2, 3, 3, 4].map(part)).subarray(0, 4500);
    await assertStored(here.drive, uuid, stored);
  });

  test('takes 202 alone for a link, and 204 alone for a deleted file', async (t) => {
    const here = await account(t, { linkStatus: 202 });
    const { uuid } = await upload(here, makeBytes(10));
    const headers = { ...json, Authorization: `Bearer ${here.token}` };
    const files = `${here.crm.url}/api/v4/contacts/9/files`;
    const list = JSON.stringify([{ file_uuid: uuid }]);
    assert.equal((await request('PUT', files, headers, list)).status, 202);
    assert.equal((await request('DELETE', files, headers, list)).status, 202);
    const gone = await request(
      'DELETE',
      `${here.url}/v1.0/files`,
      headers,
      JSON.stringify([{ uuid }]),
    );
    assert.equal(gone.status, 204);
    assert.deepEqual(await here.drive.files(), []);
  });
});

interface FileClient {
  hasFilesScope(): boolean;
  uploadFile(
    name: string,
    path: string,
    mime: string,
  ): Promise<{ uuid: string; size: number; name: string }>;
  getFileByUUID(uuid: string): Promise<{ uuid: string }>;
  restoreFileByUUID(uuid: string): Promise<unknown>;
  getFiles(): Promise<{ _embedded: { files: { uuid: string }[] } }>;
}
const { AmoFileClient } = createRequire(import.meta.url)(
  '@mobilon-dev/amotop',
) as {
  AmoFileClient: new (
    token: string,
    options: { driveUrl: string },
  ) => FileClient;
};

test('@mobilon-dev/amotop uploads through the drive, unmodified', async (t) => {
  const data = await temporaryFolder(t);
  const { drive, url, token, close } = await startDrive({
    port: 0,
    data: join(data, 'drive'),
  });
  t.after(close);
  const client = new AmoFileClient(token, { driveUrl: url });
  assert.equal(client.hasFilesScope(), true);
  for (const size of [1, 131_072, 131_073, 1_000_000]) {
    const path = join(data, `${size}.bin`);
    await writeFile(path, makeBytes(size, size));
    const record = await client.uploadFile(
      `Отчёт ${size}.bin`,
      path,
      'application/octet-stream',
    );
    assert.equal(record.size, size);
    assert.equal(record.name, `Отчёт ${size}`);
    await assertStored(drive, record.uuid, await readFile(path));
    const found = await client.getFileByUUID(record.uuid);
    assert.equal(found.uuid, record.uuid);
  }
  assert.equal(drive.journal.count('POST', 'part'), 1 + 1 + 2 + 8);
});

test('@mobilon-dev/amotop sends parts of 128 KiB in chunks as a form, whatever the drive allows', async (t) => {
  const folder = await temporaryFolder(t);
  const parts: http.IncomingHttpHeaders[] = [];
  const proxy = await listening(t, parts);
  const { drive, token, url } = await account(t, {
    ...{ maxPartSize: 524_288, publicUrl: proxy.url },
  });
  proxy.to = url;
  const client = new AmoFileClient(token, { driveUrl: proxy.url });
  const path = join(folder, 'a.bin');
  const bytes = makeBytes(300_000);
  await writeFile(path, bytes);
  const { uuid } = await client.uploadFile('a.bin', path, 'video/mp4');
  await assertStored(drive, uuid, bytes);

  assert.deepEqual(
    parts.map((headers) => [
      headers['content-type'],
      headers['transfer-encoding'],
      headers['content-length'],
      headers.authorization,
    ]),
    Array.from({ length: 3 }, () => [
      ...['application/x-www-form-urlencoded', 'chunked'],
      ...[undefined, `Bearer ${token}`],
    ]),
  );
  const sizes = drive.journal.entries
    .filter(({ route }) => route === 'part')
    .map(({ bytes }) => bytes);
  assert.deepEqual(sizes, [131_072, 131_072, 300_000 - 2 * 131_072]);
  const { _embedded } = await client.getFiles();
  assert.deepEqual(
    _embedded.files.map((file) => file.uuid),
    [uuid],
  );
  await client.restoreFileByUUID(uuid);
});

/** Passes everything on, and remembers how parts came. */
async function listening(
  t: TestContext,
  parts: http.IncomingHttpHeaders[],
): Promise<{ url: string; to: string }> {
  const proxy = { url: '', to: '' };
  const server = http.createServer((request, response) => {
    const { url = '', method, headers } = request;
    if (url.startsWith('/upload/')) parts.push(headers);
    const onward = http.request(`${proxy.to}${url}`, { method, headers });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;
}
