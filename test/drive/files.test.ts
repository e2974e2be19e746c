/** Finished files: list, versions, changes, trash, downloads and their ranges. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FileRecord } from '../../demo/drive/node.js';
import {
  assertStored,
  makeBytes,
  openSession,
  origin,
  postPart,
  postSession,
  smallDrive,
  upload,
} from './client.js';

const files = `${origin}/v1.0/files`;
type Page = {
  _count: number;
  _links: Record<string, { href: string }>;
  _embedded: { files: FileRecord[]; versions: FileRecord[] };
};

const json = async <T>(answer: Promise<Response>): Promise<T> =>
  (await (await answer).json()) as T;

const change = (method: string, body: unknown): RequestInit => ({
  method,
  body: JSON.stringify(body),
});

describe('the list', () => {
  test('has the newest first, in pages', async () => {
    const drive = smallDrive();
    for (let i = 0; i < 5; i++) {
      await upload(drive.fetch, makeBytes(1), { file_name: `${i}.txt` });
    }
    const names: string[] = [];
    let url: string | undefined = `${files}?limit=2`;
    while (url) {
      const page: Page = await json(drive.fetch(url));
      names.push(...page._embedded.files.map((file) => file.name));
      assert.equal(page._count, 5);
      url = page._links.next?.href;
    }
    assert.deepEqual(names, ['4', '3', '2', '1', '0']);
  });

  test('an unfinished upload is not in it', async () => {
    const drive = smallDrive();
    const session = await openSession(drive.fetch, { file_size: 25 });
    await postPart(drive.fetch, session.upload_url, makeBytes(10));
    assert.equal((await json<Page>(drive.fetch(files)))._count, 0);
  });

  test('a page that is no number is 400', async () => {
    const drive = smallDrive();
    for (const query of ['page=0', 'page=x', 'limit=9999', 'limit=-1']) {
      assert.equal((await drive.fetch(`${files}?${query}`)).status, 400);
    }
  });
});

test('a file that is not there is 404', async () => {
  const drive = smallDrive();
  const nobody = `${files}/${crypto.randomUUID()}`;
  for (const url of [nobody, `${nobody}/versions`, `${files}/x`]) {
    assert.equal((await drive.fetch(url)).status, 404);
  }
  const body = change('PATCH', { name: 'x' });
  assert.equal((await drive.fetch(nobody, body)).status, 404);
});

test('versions come newest first, and an older one can be made active again', async () => {
  const drive = smallDrive();
  const [a, b] = [makeBytes(12, 1), makeBytes(13, 2)];
  const first = await upload(drive.fetch, a);
  const second = await upload(drive.fetch, b, { file_uuid: first.uuid });
  const url = `${files}/${first.uuid}`;
  const { _embedded } = await json<Page>(drive.fetch(`${url}/versions`));
  assert.deepEqual(
    _embedded.versions.map((version) => version.version_uuid),
    [second.version_uuid, first.version_uuid],
  );
  const back = await json<FileRecord>(
    drive.fetch(url, change('PATCH', { version_uuid: first.version_uuid })),
  );
  assert.equal(back.version_uuid, first.version_uuid);
  await assertStored(drive, first.uuid, a);
  const wrong = change('PATCH', { version_uuid: crypto.randomUUID() });
  assert.equal((await drive.fetch(url, wrong)).status, 400);
});

test('a file can be renamed', async () => {
  const drive = smallDrive();
  const { uuid } = await upload(drive.fetch, makeBytes(1), {
    file_name: 'a.txt',
  });
  const url = `${files}/${uuid}`;
  const renamed = await json<FileRecord>(
    drive.fetch(url, change('PATCH', { name: 'Смета' })),
  );
  assert.equal(renamed.name, 'Смета');
  assert.equal(renamed.sanitized_name, 'Smeta');
  assert.equal(renamed.metadata.extension, 'txt');
  for (const body of [{}, { name: '' }, { name: 7 }, [], 'x']) {
    assert.equal((await drive.fetch(url, change('PATCH', body))).status, 400);
  }
});

test('a deleted file is in the trash, out of reach, and can be restored', async () => {
  const drive = smallDrive();
  const { uuid, _links } = await upload(drive.fetch, makeBytes(9));
  const removed = await drive.fetch(files, change('DELETE', [{ uuid }]));
  assert.equal(removed.status, 204);
  const { is_trashed, deleted_at } = await json<FileRecord>(
    drive.fetch(`${files}/${uuid}`),
  );
  assert.equal(is_trashed, true);
  assert.ok(deleted_at);
  assert.equal((await json<Page>(drive.fetch(files)))._count, 0);
  const trash = await json<Page>(drive.fetch(`${files}?is_trashed=1`));
  assert.equal(trash._count, 1);
  assert.equal((await drive.fetch(_links.download.href)).status, 404);
  const version = await postSession(drive.fetch, {
    file_name: 'a',
    file_size: 1,
    file_uuid: uuid,
  });
  assert.equal(version.status, 404);
  const restore = change('POST', [{ uuid }]);
  assert.equal((await drive.fetch(`${files}/restore`, restore)).status, 200);
  assert.equal((await drive.fetch(_links.download.href)).status, 200);
});

test('deleting a list with an unknown file deletes none of it', async () => {
  const drive = smallDrive();
  const { uuid } = await upload(drive.fetch, makeBytes(9));
  const list = [{ uuid }, { uuid: crypto.randomUUID() }];
  const answer = await drive.fetch(files, change('DELETE', list));
  assert.equal(answer.status, 404);
  assert.equal((await drive.files()).length, 1);
  for (const body of [[], {}, [{}], [null], [{ uuid: 7 }], 'x']) {
    const bad = await drive.fetch(files, change('DELETE', body));
    assert.equal(bad.status, 400);
  }
});

test('the routes of files need the token', async () => {
  const drive = smallDrive({ open: false, token: 'right' });
  for (const authorization of ['Bearer wrong', 'Basic right', '']) {
    const answer = await drive.fetch(files, { headers: { authorization } });
    assert.equal(answer.status, 401);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/);
  }
  const headers = { authorization: 'Bearer right' };
  assert.equal((await drive.fetch(files, { headers })).status, 200);
});

describe('a download', () => {
  const bytes = makeBytes(100);
  const get = async (range: string | undefined, size = 100) => {
    const drive = smallDrive();
    const { _links } = await upload(drive.fetch, bytes.slice(0, size));
    return drive.fetch(_links.download.href, {
      headers: range === undefined ? {} : { Range: range },
    });
  };

  for (const [range, start, end] of [
    ['bytes=0-', 0, 100],
    ['bytes=99-', 99, 100],
    ['bytes=10-19', 10, 20],
    ['bytes=10-999', 10, 100],
    ['bytes=-7', 93, 100],
    ['bytes=-999', 0, 100],
  ] as const) {
    test(`${range} gives the bytes from ${start} to ${end}`, async () => {
      const answer = await get(range);
      assert.equal(answer.status, 206);
      assert.equal(
        answer.headers.get('content-range'),
        `bytes ${start}-${end - 1}/100`,
      );
      assert.equal(answer.headers.get('content-length'), String(end - start));
      assert.deepEqual(
        new Uint8Array(await answer.arrayBuffer()),
        bytes.slice(start, end),
      );
    });
  }

  for (const range of [
    'bytes=5-2',
    'bytes=a-b',
    'lines=1-2',
    'bytes=0-1,4-5',
  ]) {
    test(`${range} is no single range: the whole file`, async () => {
      const answer = await get(range);
      assert.equal(answer.status, 200);
      assert.equal((await answer.arrayBuffer()).byteLength, 100);
    });
  }

  test('a range past the end is 416 and tells the size', async () => {
    for (const range of ['bytes=100-', 'bytes=999999999999-']) {
      const answer = await get(range);
      assert.equal(answer.status, 416);
      assert.equal(answer.headers.get('content-range'), 'bytes */100');
    }
    assert.equal((await get('bytes=0-', 0)).status, 416);
    assert.equal((await get(undefined, 0)).status, 200);
  });

  test('can run nothing: attachment, nosniff, sandbox', async () => {
    const drive = smallDrive();
    for (const [file_name, content_type] of [
      ['x.html', 'text/html'],
      ['x.svg', 'image/svg+xml'],
    ]) {
      const { _links } = await upload(drive.fetch, makeBytes(5), {
        file_name,
        content_type,
      });
      const { headers } = await drive.fetch(_links.download.href);
      assert.match(headers.get('content-disposition') ?? '', /^attachment;/);
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.match(
        headers.get('content-security-policy') ?? '',
        /^sandbox; default-src 'none'$/,
      );
    }
  });
});
