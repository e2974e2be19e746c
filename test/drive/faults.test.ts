/** Every fault on demand: what the client sees, and what the drive took. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate as aMoment } from 'node:timers/promises';
import type { Fault, FaultRule } from '../../demo/drive/node.js';
import { startDrive } from '../../demo/drive/node.js';
import {
  assertStored,
  makeBytes,
  openSession,
  postPart,
  postSession,
  smallDrive,
  upload,
} from './client.js';

const bytes = makeBytes(25);
const part = (n: number) => bytes.slice((n - 1) * 10, n * 10);

/** Meets part 2 with a fault; `taken` says whether the drive then has it. */
async function meet(
  fault: Fault,
  options: Parameters<typeof smallDrive>[0] = {},
) {
  const drive = smallDrive({ replay: 'refuse', ...options });
  const session = await openSession(drive.fetch, { file_size: 25 });
  const one = await postPart(drive.fetch, session.upload_url, part(1));
  const url = one.body.next_url ?? '';
  drive.faults.add({ on: 'part', at: 2, ...fault });
  const send = () =>
    drive.fetch(url, { method: 'POST', body: part(2), redirect: 'manual' });
  const isTaken = async () =>
    (await postPart(drive.fetch, url, part(2))).status === 409;
  return { drive, url, send, isTaken };
}

describe('a part that meets a fault', () => {
  test('lost-answer: the part is taken, the connection breaks', async () => {
    const { drive, send, isTaken } = await meet({ kind: 'lost-answer' });
    await assert.rejects(send(), {
      name: 'TypeError',
      message: 'Failed to fetch',
    });
    const entry = drive.journal.entries.at(-1);
    assert.equal(entry?.status, 'reset');
    assert.equal(entry?.taken, true);
    assert.equal(entry?.fault, 'lost-answer');
    assert.equal(await isTaken(), true);
  });

  for (const when of ['before', 'within', 'after'] as const) {
    test(`reset ${when} the body: no answer, and the part is not taken`, async () => {
      const { drive, send, isTaken } = await meet({ kind: 'reset', when });
      await assert.rejects(send(), TypeError);
      const arrived = { before: undefined, within: 5, after: 10 };
      assert.equal(drive.journal.entries.at(-1)?.bytes, arrived[when]);
      assert.equal(await isTaken(), false);
    });
  }

  test('reset within the body obeys the cut switch, byte for byte', async () => {
    const { drive, send, url } = await meet(
      { kind: 'reset', when: 'within', bytes: 3 },
      { cut: 'keep', over: 'grow' },
    );
    await assert.rejects(send(), TypeError);
    const two = await postPart(drive.fetch, url, part(2));
    const last = await postPart(drive.fetch, two.body.next_url ?? '', part(3));
    const want = [part(1), part(2).slice(0, 3), part(2), part(3)];
    await assertStored(drive, last.body.uuid, Buffer.concat(want));
  });

  test('reset after the body with cut keep leaves the whole part, still open', async () => {
    const { drive, send, url } = await meet(
      { kind: 'reset', when: 'after' },
      { cut: 'keep' },
    );
    await assert.rejects(send(), TypeError);
    const two = await postPart(drive.fetch, url, part(2));
    assert.equal(two.status, 200);
    const want = Buffer.concat([part(1), part(2), part(2).slice(0, 5)]);
    await assertStored(drive, two.body.uuid, want);
  });

  for (const status of [400, 403, 404, 408, 409, 410, 413, 429, 500, 503]) {
    for (const when of ['before', 'after'] as const) {
      test(`status ${status} ${when} the part was taken`, async () => {
        const { send, isTaken } = await meet({ kind: 'status', status, when });
        assert.equal((await send()).status, status);
        assert.equal(await isTaken(), when === 'after');
      });
    }
  }

  test('Retry-After is sent as seconds or as a date, or not at all', async () => {
    for (const retryAfter of [7, 'Wed, 21 Oct 2026 07:28:00 GMT', undefined]) {
      const { send } = await meet({
        kind: 'status',
        status: 429,
        ...(retryAfter !== undefined && { retryAfter }),
      });
      const { headers } = await send();
      const want = retryAfter === undefined ? null : String(retryAfter);
      assert.equal(headers.get('retry-after'), want);
    }
  });

  for (const when of ['before', 'after'] as const) {
    test(`stall ${when} the part was taken: silence until the client gives up`, async () => {
      const { drive, url, isTaken } = await meet({ kind: 'stall', when });
      const giveUp = new AbortController();
      const answer = drive.fetch(url, {
        method: 'POST',
        body: part(2),
        signal: giveUp.signal,
      });
      const first = await Promise.race([
        answer.then(() => 'answer'),
        new Promise((resolve) => setTimeout(resolve, 30, 'silence')),
      ]);
      assert.equal(first, 'silence');
      giveUp.abort(new Error('enough'));
      await assert.rejects(answer, { message: 'enough' });
      assert.equal(await isTaken(), when === 'after');
    });
  }

  test('a stall ends by itself as a broken connection', async () => {
    const { send, isTaken } = await meet({ kind: 'stall', delay: 5 });
    await assert.rejects(send(), TypeError);
    assert.equal(await isTaken(), false);
  });

  test('late: the repeated part overtakes the answer of the first one', async () => {
    const { drive, url, send } = await meet(
      { kind: 'late', delay: 3000 },
      { replay: 'same' },
    );
    const order: string[] = [];
    const slow = send().then((answer) => {
      order.push('first');
      return answer.json();
    });
    while (!drive.journal.entries.at(-1)?.taken) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const quick = await postPart(drive.fetch, url, part(2));
    order.push('repeated');
    assert.deepEqual(await slow, quick.body);
    assert.deepEqual(order, ['repeated', 'first']);
  });

  test('late before: the part itself lands late, after the repeated one', async () => {
    const { drive, url, send } = await meet(
      { kind: 'late', when: 'before', delay: 3000 },
      { replay: 'append', over: 'grow' },
    );
    const slow = send();
    // The two could overtake each other while their tokens are read.
    while (drive.journal.entries.at(-1)?.fault !== 'late') await aMoment();
    const two = await postPart(drive.fetch, url, part(2));
    assert.equal(two.status, 202);
    await slow;
    const last = await postPart(drive.fetch, two.body.next_url ?? '', part(3));
    const twice = Buffer.concat([part(1), part(2), part(2)]);
    // Thirty bytes were there before part 3: the session had ended.
    assert.equal(last.status, 410);
    const [file] = await drive.files();
    await assertStored(drive, file?.uuid, twice);
  });

  test('redirect: answered with 307 and a place to go', async () => {
    const { drive, url } = await meet({ kind: 'redirect' });
    const request = new Request(url, { method: 'POST', body: part(2) });
    const answer = await drive.handle(request, { address: 'test' });
    assert.equal(answer.status, 307);
    assert.equal(answer.headers.get('location'), 'http://drive.test/elsewhere');
  });

  test('a redirect is what the request’s redirect mode makes of it', async () => {
    const rule: Fault = { kind: 'redirect', status: 303 };
    const { send } = await meet(rule);
    assert.equal((await send()).type, 'opaqueredirect');
    for (const [redirect, status] of [
      ['error', undefined],
      ['follow', 404],
    ] as const) {
      const { drive, url } = await meet(rule);
      const answer = drive.fetch(url, {
        method: 'POST',
        body: part(2),
        redirect,
      });
      if (status) assert.equal((await answer).status, status);
      else await assert.rejects(answer, TypeError);
    }
  });

  test('not-json and wrong-json: 200 with a body that is no answer', async () => {
    for (const when of ['before', 'after'] as const) {
      const html = await meet({ kind: 'not-json', when });
      const answer = await html.send();
      assert.equal(answer.status, 200);
      assert.match(await answer.text(), /^<!doctype html>/);
      assert.equal(await html.isTaken(), when === 'after');
      const json = await meet({ kind: 'wrong-json', when });
      assert.deepEqual(await (await json.send()).json(), { ok: true });
      assert.equal(await json.isTaken(), when === 'after');
    }
  });

  test('the body of such an answer can be given', async () => {
    const body = '{"next_url": "http';
    const { send } = await meet({
      kind: 'not-json',
      body,
      contentType: 'application/json',
      status: 201,
    });
    const answer = await send();
    assert.equal(answer.status, 201);
    assert.equal(await answer.text(), body);
  });

  test('huge: an answer of as many bytes as wanted', async () => {
    const { send } = await meet({ kind: 'huge', bytes: 3_000_000 });
    const { length } = await (await send()).text();
    assert.ok(length >= 3_000_000 && length < 3_000_100);
  });
});

describe('which request a fault meets', () => {
  const statusesOf = async (rule: FaultRule, times: number) => {
    const drive = smallDrive();
    drive.faults.add(rule);
    const statuses: number[] = [];
    for (let i = 0; i < times; i++) {
      const answer = await postSession(drive.fetch, {
        file_name: 'a',
        file_size: 1,
      });
      statuses.push(answer.status);
    }
    return { statuses, drive };
  };

  test('once, if nothing else is said', async () => {
    const { statuses, drive } = await statusesOf(
      { on: 'session', kind: 'status', status: 503 },
      2,
    );
    assert.deepEqual(statuses, [503, 200]);
    assert.deepEqual(drive.faults.pending, []);
  });

  test('the nth one, as often as wanted, after some that go by', async () => {
    const fault = { on: 'session', kind: 'status', status: 503 } as const;
    const nth = await statusesOf({ ...fault, at: 2, times: 2 }, 4);
    assert.deepEqual(nth.statuses, [200, 503, 503, 200]);
    const skip = await statusesOf({ ...fault, skip: 2 }, 4);
    assert.deepEqual(skip.statuses, [200, 200, 503, 200]);
  });

  test('only that part, and only that session', async () => {
    const drive = smallDrive();
    const mine = await openSession(drive.fetch, { file_size: 25 });
    const other = await openSession(drive.fetch, { file_size: 25 });
    drive.faults.add({
      on: 'part',
      session: mine.session_id,
      at: 1,
      kind: 'status',
      status: 500,
    });
    const send = async (url: string) =>
      (await postPart(drive.fetch, url, part(1))).status;
    assert.equal(await send(other.upload_url), 202);
    assert.equal(await send(mine.upload_url), 500);
    assert.equal(await send(mine.upload_url), 202);
  });

  test('after clear, none', async () => {
    const drive = smallDrive();
    drive.faults.add({ on: 'session', kind: 'lost-answer', times: 9 });
    drive.faults.clear();
    await upload(drive.fetch, bytes);
  });

  test('a rule with a typing mistake is refused', () => {
    const { faults } = smallDrive();
    for (const rule of [
      { on: 'part', kind: 'explode' },
      { on: 'elsewhere', kind: 'stall' },
      { on: 'part', kind: 'status', status: 1000 },
      { on: 'part', kind: 'status', retryAfter: 'a\r\nb: c' },
      { on: 'part', kind: 'stall', when: 'later' },
      { on: 'part', kind: 'stall', dealy: 3 },
    ]) {
      assert.throws(() => faults.add(rule as FaultRule), {
        name: 'OptionError',
      });
    }
  });
});

describe('other requests that meet a fault', () => {
  test('a session whose answer is lost was opened, one before was not', async () => {
    const drive = smallDrive();
    const body = { file_name: 'a', file_size: 1 };
    drive.faults.add({ on: 'session', kind: 'lost-answer' });
    await assert.rejects(postSession(drive.fetch, body), TypeError);
    assert.ok(drive.journal.entries.at(-1)?.session);
    drive.faults.add({ on: 'session', kind: 'reset', when: 'after' });
    await assert.rejects(postSession(drive.fetch, body), TypeError);
    assert.equal(drive.journal.entries.at(-1)?.session, undefined);
  });

  test('a download can break off, be refused, and give wrong bytes', async () => {
    const drive = smallDrive();
    const { _links } = await upload(drive.fetch, bytes);
    const read = () => drive.fetch(_links.download.href);
    drive.faults.add({
      on: 'download',
      kind: 'reset',
      when: 'within',
      bytes: 9,
    });
    await assert.rejects((await read()).arrayBuffer(), TypeError);
    drive.faults.add({ on: 'download', kind: 'status', status: 404 });
    assert.equal((await read()).status, 404);
    drive.faults.add({ on: 'download', kind: 'wrong-bytes' });
    const wrong = new Uint8Array(await (await read()).arrayBuffer());
    assert.equal(wrong.byteLength, 25);
    assert.notDeepEqual(wrong, bytes);
    const right = new Uint8Array(await (await read()).arrayBuffer());
    assert.deepEqual(right, bytes);
  });

  test('a file route can fail', async () => {
    const drive = smallDrive();
    drive.faults.add({ on: 'files', kind: 'status', status: 502 });
    const list = () => drive.fetch('http://drive.test/v1.0/files');
    assert.deepEqual(
      [(await list()).status, (await list()).status],
      [502, 200],
    );
  });
});

describe('over HTTP', () => {
  test('a broken connection is a broken connection', async (t) => {
    const { drive, url, close } = await startDrive({
      port: 0,
      open: true,
      maxPartSize: 10,
      replay: 'refuse',
    });
    t.after(close);
    const session = await openSession(fetch, { file_size: 25 }, { base: url });
    const send = async () =>
      (await postPart(fetch, session.upload_url, part(1))).status;
    for (const when of ['before', 'within', 'after'] as const) {
      drive.faults.add({ on: 'part', kind: 'reset', when });
      await assert.rejects(send(), TypeError);
    }
    drive.faults.add({ on: 'part', kind: 'stall', delay: 5 });
    await assert.rejects(send(), TypeError);
    drive.faults.add({ on: 'part', kind: 'lost-answer' });
    await assert.rejects(send(), TypeError);
    assert.equal(await send(), 409);
  });

  test('a client that gives up in the middle of a body leaves nothing with cut drop', async (t) => {
    const { drive, url, close } = await startDrive({
      port: 0,
      open: true,
      maxPartSize: 1_000_000,
    });
    t.after(close);
    const whole = makeBytes(1_000_000);
    const session = await openSession(
      fetch,
      { file_size: whole.byteLength },
      { base: url },
    );
    const giveUp = new AbortController();
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(whole.slice(0, 300_000));
      },
    });
    const sending = fetch(session.upload_url, {
      method: 'POST',
      body,
      duplex: 'half',
      signal: giveUp.signal,
    } as RequestInit);
    setTimeout(() => giveUp.abort(), 50);
    await assert.rejects(sending, { name: 'AbortError' });
    const { body: record } = await postPart(fetch, session.upload_url, whole);
    await assertStored(drive, record.uuid, whole);
  });

  test('a download that breaks off is seen as broken', async (t) => {
    const { drive, url, close } = await startDrive({
      port: 0,
      open: true,
      maxPartSize: 1000,
    });
    t.after(close);
    const { _links } = await upload(fetch, makeBytes(2500), {}, { base: url });
    drive.faults.add({
      on: 'download',
      kind: 'reset',
      when: 'within',
      bytes: 900,
    });
    const answer = await fetch(_links.download.href);
    assert.equal(answer.status, 200);
    await assert.rejects(answer.arrayBuffer(), TypeError);
  });
});
