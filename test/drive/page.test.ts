/** What a page of another origin may read: the cors switch, seen from both sides. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Behaviour, pageFetch } from '../../demo/drive/node.js';
import {
  makeBytes,
  openSession,
  origin,
  postPart,
  postSession,
  smallDrive,
  upload,
} from './client.js';

const page = 'https://page.example';
const file = { file_name: 'a', file_size: 1 };

const ask = (
  cors: Behaviour['cors'],
  origins: string[] = [],
  headers: Record<string, string> = {},
) => {
  const drive = smallDrive({ cors, origins });
  return drive.fetch(`${origin}/v1.0/files`, {
    headers: { Origin: page, ...headers },
  });
};

const preflight = (
  drive: ReturnType<typeof smallDrive>,
  path: string,
): Promise<Response> =>
  drive.fetch(`${origin}${path}`, {
    method: 'OPTIONS',
    headers: {
      Origin: page,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization,content-type',
    },
  });

describe('the headers', () => {
  test('cors open: any origin, with Retry-After and the request id exposed', async () => {
    const { headers } = await ask('open');
    assert.equal(headers.get('access-control-allow-origin'), '*');
    const exposed = headers.get('access-control-expose-headers') ?? '';
    assert.match(exposed, /Retry-After/);
    assert.match(exposed, /X-Request-Id/);
    assert.ok(headers.get('x-request-id'));
  });

  test('cors account: only the origins that were named', async () => {
    const named = await ask('account', [page]);
    assert.equal(named.headers.get('access-control-allow-origin'), page);
    assert.match(named.headers.get('vary') ?? '', /Origin/);
    const other = await ask('account', ['https://else.example']);
    assert.equal(other.headers.get('access-control-allow-origin'), null);
  });

  test('cors none: no header at all', async () => {
    const { headers } = await ask('none');
    assert.equal(headers.get('access-control-allow-origin'), null);
  });

  test('cors bare-errors: answers of 400 or more carry none', async () => {
    const fine = await ask('bare-errors');
    assert.equal(fine.headers.get('access-control-allow-origin'), '*');
    const drive = smallDrive({ cors: 'bare-errors' });
    const bad = await postSession(drive.fetch, {});
    assert.equal(bad.status, 400);
    assert.equal(bad.headers.get('access-control-allow-origin'), null);
    drive.faults.add({ on: 'session', kind: 'status', status: 502 });
    const fault = await postSession(drive.fetch, file);
    assert.equal(fault.headers.get('access-control-allow-origin'), null);
  });

  test('cors hidden-retry-after: Retry-After is sent but not exposed', async () => {
    const drive = smallDrive({ cors: 'hidden-retry-after' });
    drive.faults.add({
      on: 'session',
      kind: 'status',
      status: 429,
      retryAfter: 3,
    });
    const { headers } = await postSession(drive.fetch, file);
    assert.equal(headers.get('retry-after'), '3');
    const exposed = headers.get('access-control-expose-headers') ?? '';
    assert.doesNotMatch(exposed, /Retry-After/);
    assert.match(exposed, /X-Request-Id/);
  });

  test('a preflight of the session route may be kept, one of a part not', async () => {
    const drive = smallDrive();
    const session = await preflight(drive, '/v1.0/sessions');
    assert.equal(session.status, 204);
    assert.equal(session.headers.get('access-control-max-age'), '7200');
    assert.match(
      session.headers.get('access-control-allow-headers') ?? '',
      /authorization/,
    );
    const part = await preflight(drive, '/upload/abc');
    assert.equal(part.status, 204);
    assert.equal(part.headers.get('access-control-allow-origin'), '*');
    assert.equal(part.headers.get('access-control-max-age'), null);
    assert.equal(drive.journal.count('OPTIONS'), 2);
    assert.equal(drive.journal.count('OPTIONS', 'part'), 1);
  });
});

describe('a page’s own fetch, in process', () => {
  test('plain parts ask for nothing; the session asks once', async () => {
    const drive = smallDrive();
    const send = pageFetch(drive);
    for (let i = 0; i < 2; i++) {
      await upload(send, makeBytes(25), {}, { bearer: 'x' });
    }
    assert.equal(drive.journal.count('OPTIONS', 'part'), 0);
    assert.equal(drive.journal.count('OPTIONS', 'session'), 1);
    assert.equal(drive.journal.count('POST', 'part'), 6);
  });

  test('a part with a header of its own asks each time', async () => {
    const drive = smallDrive();
    const send = pageFetch(drive);
    const session = await openSession(send, { file_size: 20 });
    const headers = { Authorization: 'Bearer x' };
    const one = await postPart(
      send,
      session.upload_url,
      makeBytes(10),
      headers,
    );
    await postPart(send, one.body.next_url ?? '', makeBytes(10), headers);
    assert.equal(drive.journal.count('OPTIONS', 'part'), 2);
  });

  test('answers that are not open are failures, though the drive did its work', async () => {
    for (const cors of ['none', 'account'] as const) {
      const drive = smallDrive({ cors });
      const send = pageFetch(drive);
      await assert.rejects(postSession(send, file), TypeError);
      assert.equal(drive.journal.count('POST', 'session'), 0);
      drive.set({ cors: 'open' });
      const session = await openSession(send, { file_size: 25 });
      drive.set({ cors });
      const lost = postPart(send, session.upload_url, makeBytes(10));
      await assert.rejects(lost, TypeError);
      assert.equal(drive.journal.entries.at(-1)?.taken, true);
    }
  });

  test('with bare errors an error is no answer, and no-cors still finds the drive', async () => {
    const drive = smallDrive({ cors: 'bare-errors' });
    const send = pageFetch(drive);
    const session = await openSession(send, { file_size: 25 });
    drive.faults.add({ on: 'part', kind: 'status', status: 502 });
    const bad = postPart(send, session.upload_url, makeBytes(10));
    await assert.rejects(bad, TypeError);
    const probe = await send(origin, { mode: 'no-cors' });
    assert.deepEqual([probe.type, probe.status], ['opaque', 0]);
  });

  test('a hidden Retry-After is not there', async () => {
    for (const cors of ['open', 'hidden-retry-after'] as const) {
      const drive = smallDrive({ cors });
      const send = pageFetch(drive);
      drive.faults.add({
        on: 'session',
        kind: 'status',
        status: 429,
        retryAfter: 3,
      });
      const { headers, url } = await postSession(send, file);
      assert.equal(headers.get('retry-after'), cors === 'open' ? '3' : null);
      assert.ok(headers.get('x-request-id'));
      assert.equal(url, `${origin}/v1.0/sessions`);
    }
  });

  test('the tail of a file can be read without asking', async () => {
    const drive = smallDrive();
    const send = pageFetch(drive);
    const bytes = makeBytes(30);
    const { _links } = await upload(send, bytes);
    const tail = await send(_links.download.href, {
      headers: { Range: 'bytes=20-' },
      cache: 'no-store',
    });
    assert.deepEqual(new Uint8Array(await tail.arrayBuffer()), bytes.slice(20));
    assert.equal(drive.journal.count('OPTIONS', 'download'), 0);
    drive.set({ downloads: 'none' });
    await assert.rejects(send(_links.download.href), TypeError);
  });
});
