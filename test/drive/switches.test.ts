/** Each switch for what the vendor leaves open, and how they work together. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type Drive,
  type DriveOptions,
  memoryStorage,
} from '../../demo/drive/node.js';
import {
  assertStored,
  makeBytes,
  openSession,
  type PartAnswer,
  postPart,
  postSession,
  sendBroken,
  smallDrive,
  upload,
} from './client.js';

const bytes = makeBytes(25);
const part = (n: number) => bytes.slice((n - 1) * 10, n * 10);
const concat = (...chunks: Uint8Array[]): Uint8Array => Buffer.concat(chunks);

/** A drive with a session of 25 bytes in parts of ten. */
async function start(options: DriveOptions) {
  const drive = smallDrive(options);
  const session = await openSession(drive.fetch, { file_size: 25 });
  const send = (url: string | undefined, chunk: Uint8Array<ArrayBuffer>) =>
    postPart(drive.fetch, url ?? '', chunk);
  return { drive, send, first: session.upload_url };
}

describe('a part that was already taken', () => {
  test('replay same: gets the same answer again, and nothing is stored twice', async () => {
    const { drive, send, first } = await start({ replay: 'same' });
    const one = await send(first, part(1));
    assert.deepEqual((await send(first, part(1))).body, one.body);
    const two = await send(one.body.next_url, part(2));
    assert.deepEqual((await send(first, part(1))).body, one.body);
    const last = await send(two.body.next_url, part(3));
    const again = await send(two.body.next_url, part(3));
    assert.deepEqual([again.status, again.body], [200, last.body]);
    assert.deepEqual((await send(first, part(1))).body, one.body);
    await assertStored(drive, last.body.uuid, bytes);
  });

  test('replay append: is taken again, so that the file is full too early', async () => {
    const { drive, send, first } = await start({ replay: 'append' });
    await send(first, part(1));
    const one = await send(first, part(1));
    const early = await send(one.body.next_url, part(2));
    assert.equal(early.status, 200);
    const want = concat(part(1), part(1), part(2)).subarray(0, 25);
    await assertStored(drive, early.body.uuid, want);
  });

  for (const [replay, status] of [
    ['refuse', 409],
    ['missing', 404],
  ] as const) {
    test(`replay ${replay}: is answered ${status}, and the upload can go on`, async () => {
      const { drive, send, first } = await start({ replay });
      const one = await send(first, part(1));
      assert.equal((await send(first, part(1))).status, status);
      const two = await send(one.body.next_url, part(2));
      const last = await send(two.body.next_url, part(3));
      assert.equal((await send(two.body.next_url, part(3))).status, status);
      await assertStored(drive, last.body.uuid, bytes);
    });
  }

  test('after the end, append trims, grows or refuses as over says', async () => {
    for (const [over, status, want] of [
      ['trim', 200, bytes],
      ['grow', 200, concat(bytes, part(3))],
      ['refuse', 410, bytes],
    ] as const) {
      const { drive, send, first } = await start({ replay: 'append', over });
      const one = await send(first, part(1));
      const two = await send(one.body.next_url, part(2));
      const last = await send(two.body.next_url, part(3));
      const again = await send(two.body.next_url, part(3));
      assert.equal(again.status, status);
      await assertStored(drive, last.body.uuid, want);
      if (status === 200) assert.equal(again.body.size, want.byteLength);
    }
  });

  test('two of the same part at once are one part and its repetition', async () => {
    const { drive, send, first } = await start({});
    const [a, b] = await Promise.all([
      send(first, part(1)),
      send(first, part(1)),
    ]);
    assert.deepEqual(a?.body, b?.body);
    const two = await send(a?.body.next_url, part(2));
    const last = await send(two.body.next_url, part(3));
    await assertStored(drive, last.body.uuid, bytes);
  });

  test('a part that is not the next one is refused with 409', async () => {
    const storage = memoryStorage();
    const { send, first, drive } = await start({ storage });
    const one = await send(first, part(1));
    const [entry] = drive.journal.entries;
    // A drive that lost what it had: part 2 is too early for it.
    await storage.removeBlobs(`parts-${entry?.session}`);
    const forgetful = smallDrive({ storage });
    const url = one.body.next_url ?? '';
    assert.equal((await postPart(forgetful.fetch, url, part(2))).status, 409);
  });
});

describe('a body that breaks off', () => {
  const cutAt = async (options: DriveOptions) => {
    const { drive, send, first } = await start(options);
    const one = await send(first, part(1));
    await sendBroken(drive.fetch, one.body.next_url ?? '', part(2).slice(0, 4));
    const two = await send(one.body.next_url, part(2));
    return { drive, send, two };
  };

  test('cut drop: leaves nothing', async () => {
    const { drive, send, two } = await cutAt({ cut: 'drop' });
    const last = await send(two.body.next_url, part(3));
    await assertStored(drive, last.body.uuid, bytes);
  });

  test('cut keep: its bytes stay and the repeated part comes after them', async () => {
    const { drive, send, two } = await cutAt({ cut: 'keep' });
    const last = await send(two.body.next_url, part(3));
    assert.equal(last.body.size, 25);
    const want = concat(part(1), part(2).subarray(0, 4), part(2), part(3));
    await assertStored(drive, last.body.uuid, want.subarray(0, 25));
  });

  test('cut keep with over grow: the record is larger than the file', async () => {
    const { drive, send, two } = await cutAt({ cut: 'keep', over: 'grow' });
    const last = await send(two.body.next_url, part(3));
    assert.equal(last.body.size, 29);
    const want = concat(part(1), part(2).subarray(0, 4), part(2), part(3));
    await assertStored(drive, last.body.uuid, want);
  });

  test('cut keep with over refuse: the part that goes past the end is 413', async () => {
    const { send, two } = await cutAt({ cut: 'keep', over: 'refuse' });
    assert.equal((await send(two.body.next_url, part(3))).status, 413);
  });

  test('cut taken: its bytes count as the whole part, and the end never comes', async () => {
    const { drive, send, two } = await cutAt({ cut: 'taken' });
    assert.equal(two.status, 202);
    const last = await send(two.body.next_url, part(3));
    assert.equal(last.status, 202);
    assert.ok(last.body.next_url);
    assert.deepEqual(await drive.files(), []);
  });

  test('cut taken with replay append: the repeated part is appended', async () => {
    const { drive, send, two } = await cutAt({
      cut: 'taken',
      replay: 'append',
    });
    const last = await send(two.body.next_url, part(3));
    const want = concat(part(1), part(2).subarray(0, 4), part(2), part(3));
    await assertStored(drive, last.body.uuid, want.subarray(0, 25));
  });

  test('cut keep of bytes that complete the file ends the session', async () => {
    const { drive, send, first } = await start({ cut: 'keep' });
    const one = await send(first, part(1));
    const two = await send(one.body.next_url, part(2));
    await sendBroken(drive.fetch, two.body.next_url ?? '', part(3));
    assert.equal((await drive.files()).length, 1);
    const again = await send(two.body.next_url, part(3));
    assert.equal(again.status, 200);
    await assertStored(drive, again.body.uuid, bytes);
  });

  test('a body that breaks off before its first byte leaves nothing at all', async () => {
    for (const cut of ['drop', 'keep', 'taken'] as const) {
      const { drive, send, first } = await start({ cut });
      await sendBroken(drive.fetch, first, new Uint8Array(0));
      const one = await send(first, part(1));
      const two = await send(one.body.next_url, part(2));
      const last = await send(two.body.next_url, part(3));
      await assertStored(drive, last.body.uuid, bytes);
    }
  });
});

describe('bytes past the size of the file', () => {
  const overflow = async (over: DriveOptions['over'] & string) => {
    const { drive, send, first } = await start({ over });
    const one = await send(first, part(1));
    const two = await send(one.body.next_url, part(2));
    const last = await send(two.body.next_url, makeBytes(10, 9));
    return { drive, last };
  };
  const nine = makeBytes(10, 9);

  test('over trim: are cut off', async () => {
    const { drive, last } = await overflow('trim');
    assert.equal(last.body.size, 25);
    const want = concat(part(1), part(2), nine.slice(0, 5));
    await assertStored(drive, last.body.uuid, want);
  });

  test('over grow: are kept, and the record says so', async () => {
    const { drive, last } = await overflow('grow');
    assert.equal(last.body.size, 30);
    await assertStored(drive, last.body.uuid, concat(part(1), part(2), nine));
  });

  test('over refuse: the part is 413 and not taken', async () => {
    const { drive, last } = await overflow('refuse');
    assert.equal(last.status, 413);
    assert.deepEqual(await drive.files(), []);
  });
});

describe('limits', () => {
  test('a part larger than max_part_size is 413, and the upload can go on', async () => {
    const { drive, send, first } = await start({});
    assert.equal((await send(first, makeBytes(11))).status, 413);
    const one = await send(first, part(1));
    const two = await send(one.body.next_url, part(2));
    const last = await send(two.body.next_url, part(3));
    await assertStored(drive, last.body.uuid, bytes);
  });

  test('a session keeps the part size that it was opened with', async () => {
    const { drive, send, first } = await start({});
    drive.set({ maxPartSize: 5 });
    assert.equal((await send(first, part(1))).status, 202);
  });

  test('a file larger than max_file_size is 413 before any part', async () => {
    const drive = smallDrive({ maxFileSize: 100 });
    const answer = await postSession(drive.fetch, {
      file_name: 'a',
      file_size: 101,
    });
    assert.equal(answer.status, 413);
  });

  test('an empty part in the middle of a file is 400', async () => {
    const { send, first } = await start({});
    assert.equal((await send(first, new Uint8Array(0))).status, 400);
  });

  test('zero refuse: a file of no bytes is refused with a reason', async () => {
    const drive = smallDrive({ zero: 'refuse' });
    const answer = await postSession(drive.fetch, {
      file_name: 'a',
      file_size: 0,
    });
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /file_size must be more than 0/);
  });

  test('a session that expired is 410, for its next part as for its first', async () => {
    let now = 1_800_000_000_000;
    const drive = smallDrive({ sessionTtl: 60, now: () => now });
    const session = await openSession(drive.fetch, { file_size: 25 });
    const one = await postPart(drive.fetch, session.upload_url, part(1));
    now += 64_000;
    for (const url of [session.upload_url, one.body.next_url ?? '']) {
      assert.equal((await postPart(drive.fetch, url, part(2))).status, 410);
    }
    now += 3_600_000;
    await drive.sweep();
    const late = await postPart(drive.fetch, session.upload_url, part(1));
    assert.equal(late.status, 410);
  });

  test('a swept session leaves no bytes, and a finished file stays', async () => {
    let now = 1_800_000_000_000;
    const storage = memoryStorage();
    const drive = smallDrive({ storage, now: () => now });
    const record = await upload(drive.fetch, bytes);
    const session = await openSession(drive.fetch, { file_size: 25 });
    await postPart(drive.fetch, session.upload_url, part(1));
    now += 2 * 86_400_000;
    await drive.sweep();
    assert.deepEqual(await storage.listDocuments('session'), []);
    assert.deepEqual(
      await storage.listBlobs(`parts-${session.session_id}`),
      [],
    );
    await assertStored(drive, record.uuid, bytes);
  });
});

describe('the rate', () => {
  test('beyond it comes 429 with Retry-After, after ten of those 403 for five minutes', async () => {
    let now = 1_800_000_000_000;
    const drive = smallDrive({ rate: 3, now: () => now });
    const ask = () => drive.fetch('http://drive.test/v1.0/files');
    const statuses = async (times: number) => {
      const seen: number[] = [];
      for (let i = 0; i < times; i++) seen.push((await ask()).status);
      return seen;
    };
    assert.deepEqual(await statuses(4), [200, 200, 200, 429]);
    assert.equal((await ask()).headers.get('retry-after'), '1');
    now += 1001;
    assert.deepEqual(await statuses(4), [200, 200, 200, 429]);
    assert.deepEqual(await statuses(8), [...Array(7).fill(429), 403]);
    now += 4 * 60_000;
    assert.deepEqual(await statuses(1), [403]);
    now += 61_000;
    assert.deepEqual(await statuses(1), [200]);
  });

  test('addresses are counted apart', async () => {
    const drive = smallDrive({ rate: 1, now: () => 5000 });
    const ask = async (address: string) =>
      (
        await drive.handle(new Request('http://drive.test/v1.0/files'), {
          address,
        })
      ).status;
    assert.deepEqual(
      [await ask('a'), await ask('b'), await ask('a')],
      [200, 200, 429],
    );
  });
});

describe('what uuid names', () => {
  for (const uuid of ['file', 'version'] as const) {
    test(`uuid ${uuid}: both uuids find the file and both can get a new version`, async () => {
      const drive = smallDrive({ uuid });
      const record = await upload(drive.fetch, bytes);
      assert.equal(record.uuid === record.version_uuid, uuid === 'version');
      const [file] = await drive.files();
      for (const name of [record.uuid, record.version_uuid]) {
        const answer = await drive.fetch(
          `http://drive.test/v1.0/files/${name}`,
        );
        const found = (await answer.json()) as PartAnswer;
        assert.equal(found.version_uuid, record.version_uuid);
        const next = await upload(drive.fetch, makeBytes(5), {
          file_uuid: name,
        });
        assert.equal(next.has_multiple_versions, true);
      }
      assert.equal((await drive.files()).length, 1);
      assert.equal((await drive.versions(record.version_uuid)).length, 3);
      assert.ok(file);
    });
  }
});

describe('the bearer of parts', () => {
  test('bearer none: a part needs none and minds none', async () => {
    const { send, drive, first } = await start({ bearer: 'none' });
    assert.equal((await send(first, part(1))).status, 202);
    const { status } = await postPart(drive.fetch, first, part(1), {
      Authorization: 'Bearer x',
    });
    assert.equal(status, 202);
  });

  test('bearer same: none is 401, a foreign one 403, the session’s own is fine', async () => {
    const drive = smallDrive({ bearer: 'same' });
    const { upload_url } = await openSession(
      drive.fetch,
      { file_size: 25 },
      { bearer: 'mine' },
    );
    const send = async (headers: Record<string, string>) =>
      (await postPart(drive.fetch, upload_url, part(1), headers)).status;
    assert.equal(await send({}), 401);
    assert.equal(await send({ Authorization: 'Bearer other' }), 403);
    assert.equal(await send({ Authorization: 'Bearer mine' }), 202);
  });
});

describe('downloads', () => {
  const first = async (drive: Drive) => {
    const record = await upload(drive.fetch, bytes);
    return drive.fetch(record._links.download.href, {
      headers: { Range: 'bytes=20-' },
    });
  };

  test('downloads ranges: a range is a range', async () => {
    const answer = await first(smallDrive({ downloads: 'ranges' }));
    assert.equal(answer.status, 206);
    assert.equal(answer.headers.get('accept-ranges'), 'bytes');
  });

  test('downloads whole: the range is ignored', async () => {
    const answer = await first(smallDrive({ downloads: 'whole' }));
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('accept-ranges'), 'none');
    assert.equal((await answer.arrayBuffer()).byteLength, 25);
  });

  test('downloads none: refused, and not readable from another origin', async () => {
    const answer = await first(smallDrive({ downloads: 'none' }));
    assert.equal(answer.status, 403);
    assert.equal(answer.headers.get('access-control-allow-origin'), null);
  });
});

test('latency can be given up with the signal’s reason, and nothing is taken', async () => {
  const { drive, send, first } = await start({});
  drive.set({ latency: 60_000 });
  const giveUp = new AbortController();
  const answer = drive.fetch(first, {
    method: 'POST',
    body: part(1),
    signal: giveUp.signal,
  });
  const reason = new Error('no patience');
  giveUp.abort(reason);
  await assert.rejects(answer, reason);
  drive.set({ latency: 0 });
  assert.equal(drive.journal.entries.at(-1)?.status, 'aborted');
  const one = await send(first, part(1));
  const two = await send(one.body.next_url, part(2));
  const last = await send(two.body.next_url, part(3));
  await assertStored(drive, last.body.uuid, bytes);
});

test('a full storage is 507, and the upload goes on when there is room', async () => {
  const storage = memoryStorage({ quota: 60 });
  const drive = smallDrive({ storage });
  const other = await upload(drive.fetch, makeBytes(20, 3));
  const session = await openSession(drive.fetch, { file_size: 25 });
  const one = await postPart(drive.fetch, session.upload_url, part(1));
  const two = await postPart(drive.fetch, one.body.next_url ?? '', part(2));
  const full = await postPart(drive.fetch, two.body.next_url ?? '', part(3));
  assert.equal(full.status, 507);
  assert.equal((await drive.files()).length, 1);
  await storage.removeBlob(`versions/${other.version_uuid}`);
  const last = await postPart(drive.fetch, two.body.next_url ?? '', part(3));
  assert.equal(last.status, 200);
  await assertStored(drive, last.body.uuid, bytes);
});
