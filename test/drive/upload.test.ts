/** The protocol, the same over memory, over a disk and over HTTP. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  createDrive,
  type Drive,
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
  type Send,
  sendParts,
  smallDrive,
  temporaryFolder,
  upload,
} from './client.js';

type Home = { drive: Drive; send: Send; base: string };
type Hooks = Parameters<typeof temporaryFolder>[0];

const homes: Record<string, (t: Hooks) => Promise<Home>> = {
  memory: async () => {
    const drive = smallDrive();
    return { drive, send: drive.fetch, base: origin };
  },
  'a disk': async (t) => {
    const storage = await diskStorage(await temporaryFolder(t));
    const drive = smallDrive({ storage });
    return { drive, send: drive.fetch, base: origin };
  },
  'HTTP and a disk': async (t) => {
    const data = await temporaryFolder(t);
    const running = await startDrive({
      port: 0,
      data,
      open: true,
      maxPartSize: 10,
    });
    t.after(() => running.close());
    return { drive: running.drive, send: fetch, base: running.url };
  },
};

for (const [name, settle] of Object.entries(homes)) {
  describe(`over ${name}`, () => {
    for (const size of [0, 1, 9, 10, 11, 95, 100]) {
      test(`a file of ${size} bytes in parts of 10 is stored byte for byte`, async (t) => {
        const { drive, send, base } = await settle(t);
        const bytes = makeBytes(size);
        const record = await upload(send, bytes, {}, { base });
        assert.equal(record.size, size);
        await assertStored(drive, record.uuid, bytes);
        assert.equal(
          drive.journal.count('POST', 'part'),
          Math.max(1, Math.ceil(size / 10)),
        );
      });
    }

    test('parts smaller than the limit are fine', async (t) => {
      const { drive, send, base } = await settle(t);
      const bytes = makeBytes(17);
      const session = await openSession(send, { file_size: 17 }, { base });
      const record = await sendParts(
        send,
        { ...session, max_part_size: 3 },
        bytes,
      );
      await assertStored(drive, record.uuid, bytes);
    });

    test('a new version becomes the active one, the old one stays', async (t) => {
      const { drive, send, base } = await settle(t);
      const [first, second] = [makeBytes(25, 1), makeBytes(31, 2)];
      const old = await upload(send, first, {}, { base });
      const now = await upload(send, second, { file_uuid: old.uuid }, { base });
      assert.equal(now.uuid, old.uuid);
      assert.notEqual(now.version_uuid, old.version_uuid);
      assert.equal(now.has_multiple_versions, true);
      await assertStored(drive, old.uuid, second);
      await assertStored(drive, old.version_uuid, first);
      assert.equal((await drive.versions(old.uuid)).length, 2);
    });

    test('uploads at the same time do not mix their bytes', async (t) => {
      const { drive, send, base } = await settle(t);
      const files = Array.from({ length: 8 }, (_, i) => makeBytes(77, i + 1));
      const records = await Promise.all(
        files.map((bytes) => upload(send, bytes, {}, { base })),
      );
      for (const [i, record] of records.entries()) {
        await assertStored(drive, record.uuid, files[i] as Uint8Array);
      }
    });

    test('a download is the file, and a range of it is that range', async (t) => {
      const { send, base } = await settle(t);
      const bytes = makeBytes(64);
      const record = await upload(send, bytes, {}, { base });
      const whole = await send(record._links.download.href);
      assert.deepEqual(new Uint8Array(await whole.arrayBuffer()), bytes);
      const tail = await send(record._links.download_version.href, {
        headers: { Range: 'bytes=50-' },
      });
      assert.equal(tail.status, 206);
      assert.equal(tail.headers.get('content-range'), 'bytes 50-63/64');
      assert.deepEqual(
        new Uint8Array(await tail.arrayBuffer()),
        bytes.slice(50),
      );
    });
  });
}

describe('the answers', () => {
  test('a session names its limits and the URL of the first part', async () => {
    const drive = smallDrive({ maxFileSize: 1000 });
    const session = await openSession(drive.fetch, { file_size: 5 });
    assert.deepEqual(Object.keys(session).sort(), [
      'max_file_size',
      'max_part_size',
      'session_id',
      'upload_url',
    ]);
    assert.equal(session.max_file_size, 1000);
    assert.equal(session.max_part_size, 10);
    assert.match(session.upload_url, /^http:\/\/drive\.test\/upload\/ey/);
  });

  test('the token of a part carries the vendor’s claims', async () => {
    const drive = smallDrive();
    const { session_id, upload_url } = await openSession(drive.fetch, {
      file_size: 25,
    });
    const claimsOf = (url: string) =>
      JSON.parse(
        Buffer.from(url.split('.').at(-2) ?? '', 'base64url').toString(),
      );
    const claims = claimsOf(upload_url);
    assert.deepEqual(Object.keys(claims).sort(), [
      'account_id',
      'exp',
      'iat',
      'nbf',
      'part_num',
      'session_id',
      'user_id',
      'user_type',
    ]);
    assert.equal(claims.session_id, session_id);
    assert.equal(claims.part_num, 1);
    const { status, body } = await postPart(
      drive.fetch,
      upload_url,
      makeBytes(10),
    );
    assert.equal(status, 202);
    assert.deepEqual(Object.keys(body).sort(), ['next_url', 'session_id']);
    assert.equal(claimsOf(body.next_url ?? '').part_num, 2);
  });

  test('the other form of the part URL works as well', async () => {
    const drive = smallDrive();
    const { upload_url } = await openSession(drive.fetch, { file_size: 3 });
    const other = upload_url.replace('/upload/', '/v1.0/sessions/upload/');
    const { status } = await postPart(drive.fetch, other, makeBytes(3));
    assert.equal(status, 200);
  });

  test('the record has every documented field', async () => {
    const now = () => 1_800_000_000_000;
    const drive = smallDrive({ now });
    const record = await upload(drive.fetch, makeBytes(3), {
      file_name: 'Отчёт за май.v2.pdf',
      content_type: 'application/pdf',
      created_by: { id: 7, type: 'external' },
    });
    const { uuid, version_uuid, session_id } = record;
    assert.match(uuid, /^[0-9a-f-]{36}$/);
    assert.deepEqual(record, {
      uuid,
      version_uuid,
      id: record.id,
      type: 'document',
      name: 'Отчёт за май.v2',
      sanitized_name: 'Otchet za may.v2',
      size: 3,
      source_id: null,
      has_multiple_versions: false,
      is_trashed: false,
      session_id,
      created_at: 1_800_000_000,
      created_by: { id: 7, type: 'external' },
      updated_at: 1_800_000_000,
      updated_by: { id: 7, type: 'external' },
      deleted_at: null,
      deleted_by: null,
      metadata: { extension: 'pdf', mime_type: 'application/pdf' },
      previews: null,
      _links: record._links,
    });
    assert.ok(Number.isInteger(record.id));
    assert.ok(record._links.self.href.endsWith(`/v1.0/files/${uuid}`));
  });

  test('the type follows the content type, or else the name', async () => {
    const drive = smallDrive();
    const typeOf = async (file_name: string, content_type?: string) =>
      (await upload(drive.fetch, makeBytes(1), { file_name, content_type }))
        .type;
    assert.equal(await typeOf('a.bin', 'image/png'), 'image');
    assert.equal(await typeOf('a.mp4'), 'video');
    assert.equal(await typeOf('a.mp3', ''), 'audio');
    assert.equal(await typeOf('a', 'text/plain; charset=utf-8'), 'document');
    assert.equal(await typeOf('a.unknown'), 'file');
  });

  test('links and part URLs carry the public address when there is one', async () => {
    const drive = smallDrive({ publicUrl: 'https://files.example/drive/' });
    const session = await openSession(drive.fetch, { file_size: 1 });
    assert.ok(
      session.upload_url.startsWith('https://files.example/drive/upload/'),
    );
  });

  test('the signing key stays with the storage, so that part URLs survive', async () => {
    const storage = memoryStorage();
    const bytes = makeBytes(30);
    const before = createDrive({ open: true, storage, maxPartSize: 10 });
    const session = await openSession(before.fetch, { file_size: 30 });
    const first = await postPart(
      before.fetch,
      session.upload_url,
      bytes.slice(0, 10),
    );
    const after = createDrive({ open: true, storage, maxPartSize: 10 });
    assert.equal(await after.token(), await before.token());
    const second = await postPart(
      after.fetch,
      first.body.next_url ?? '',
      bytes.slice(10, 20),
    );
    const last = await postPart(
      after.fetch,
      second.body.next_url ?? '',
      bytes.slice(20),
    );
    await assertStored(after, last.body.uuid, bytes);
  });
});
