/** The control routes: what the demo's fault panel uses. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDrive } from '../../demo/drive/node.js';
import {
  makeBytes,
  origin,
  postSession,
  smallDrive,
  upload,
} from './client.js';

const control = `${origin}/_control`;
const local = 'http://localhost:5173';

const put = (body: unknown, headers: Record<string, string> = {}) => ({
  method: 'PUT',
  headers,
  body: JSON.stringify(body),
});

test('the switches can be read and changed while the drive runs', async () => {
  const drive = smallDrive();
  const before = await drive.fetch(`${control}/options`);
  const { options, rules } = (await before.json()) as {
    options: Record<string, unknown>;
    rules: Record<string, { values?: string[] }>;
  };
  assert.equal(options.replay, 'same');
  assert.deepEqual(rules.cut?.values, ['drop', 'keep', 'taken']);
  const answer = await drive.fetch(
    `${control}/options`,
    put({ replay: 'refuse', latency: 3 }),
  );
  assert.equal(answer.status, 200);
  assert.equal(drive.behaviour.replay, 'refuse');
  assert.equal(drive.behaviour.latency, 3);
});

test('a wrong switch is 400 with the reason, and changes nothing', async () => {
  const drive = smallDrive();
  for (const body of [
    { replay: 'maybe' },
    { latency: -1 },
    { latency: 1.5 },
    { repaly: 'same' },
    [],
    null,
    { cors: 'none', cut: 1 },
    { __proto__: null, constructor: 'x' },
  ]) {
    const answer = await drive.fetch(`${control}/options`, put(body));
    assert.equal(answer.status, 400);
    assert.ok(((await answer.json()) as { detail: string }).detail);
  }
  assert.equal(drive.behaviour.cors, 'open');
});

test('faults can be added, listed and cleared', async () => {
  const drive = smallDrive();
  const post = (body: unknown) =>
    drive.fetch(`${control}/faults`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
  const rule = { on: 'session', kind: 'status', status: 503 };
  assert.equal((await post([rule, rule])).status, 201);
  assert.equal((await post([rule, { on: 'x' }])).status, 400);
  const list = await drive.fetch(`${control}/faults`);
  const { faults } = (await list.json()) as { faults: unknown[] };
  assert.equal(faults.length, 2);
  const body = { file_name: 'a', file_size: 1 };
  assert.equal((await postSession(drive.fetch, body)).status, 503);
  await drive.fetch(`${control}/faults`, { method: 'DELETE' });
  assert.equal((await postSession(drive.fetch, body)).status, 200);
});

test('the journal counts requests and shows no token and no URL', async () => {
  const drive = smallDrive();
  await upload(drive.fetch, makeBytes(25));
  const answer = await drive.fetch(`${control}/journal`);
  const text = await answer.text();
  const { counts, entries } = JSON.parse(text);
  assert.deepEqual(counts, { 'POST session': 1, 'POST part': 3 });
  assert.equal(entries.length, 4);
  assert.doesNotMatch(text, /http|eyJ|Bearer/);
  await drive.fetch(`${control}/journal`, { method: 'DELETE' });
  assert.deepEqual(drive.journal.entries, []);
});

test('the journal is bounded, its counts are not', async () => {
  const drive = smallDrive({ journalSize: 5 });
  await upload(drive.fetch, makeBytes(95));
  assert.equal(drive.journal.entries.length, 5);
  assert.equal(drive.journal.entries.at(-1)?.n, 11);
  assert.equal(drive.journal.count('POST', 'part'), 10);
});

test('reset brings back the start; files stay', async () => {
  const drive = smallDrive({ replay: 'refuse' });
  await upload(drive.fetch, makeBytes(5));
  drive.set({ replay: 'append', latency: 1 });
  drive.faults.add({ on: 'part', kind: 'stall' });
  await drive.fetch(`${control}/reset`, { method: 'POST' });
  assert.equal(drive.behaviour.replay, 'refuse');
  assert.deepEqual(drive.faults.pending, []);
  assert.deepEqual(drive.journal.entries, []);
  assert.equal((await drive.files()).length, 1);
});

test('the control routes need the token', async () => {
  const drive = createDrive();
  const options = `${control}/options`;
  assert.equal((await drive.fetch(options)).status, 401);
  const headers = { Authorization: `Bearer ${await drive.token()}` };
  assert.equal((await drive.fetch(options, { headers })).status, 200);
});

test('local pages may use them, whatever cors says; others may not', async () => {
  const drive = smallDrive({ cors: 'none' });
  const options = `${control}/options`;
  const asked = await drive.fetch(options, {
    method: 'OPTIONS',
    headers: { Origin: local, 'Access-Control-Request-Method': 'PUT' },
  });
  assert.equal(asked.status, 204);
  assert.equal(asked.headers.get('access-control-allow-origin'), local);
  assert.match(
    asked.headers.get('access-control-allow-headers') ?? '',
    /Authorization/,
  );
  const mine = await drive.fetch(options, { headers: { Origin: local } });
  assert.equal(mine.status, 200);
  assert.equal(mine.headers.get('access-control-allow-origin'), local);
  const headers = { Origin: 'https://evil.example' };
  const foreign = await drive.fetch(options, put({ cut: 'keep' }, headers));
  assert.equal(foreign.status, 403);
  assert.equal(drive.behaviour.cut, 'drop');
});
