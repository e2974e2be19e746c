/** A probe that meets trouble: what it still finds out, what it never says, and that nothing of it stays. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import vm from 'node:vm';
import { startCrm } from '../../demo/crm/server.js';
import { isAllowed } from '../../src/probe/addresses.js';
import { adviceOf } from '../../src/probe/advice.js';
import { behaviourOf } from '../../src/probe/behaviour.js';
import { Crm } from '../../src/probe/crm.js';
import { originsOf } from '../../src/probe/origins.js';
import type { KommoProfile, SpeedAnswers } from '../../src/probe/profile.js';
import { Secrets } from '../../src/probe/secrets.js';
import { snippet } from '../../src/probe/snippet.js';
import type { Wire } from '../../src/probe/wire.js';
import { drive, profileOf, runProbe } from './world.js';

describe('the probe in trouble', { concurrency: 3 }, () => {
  test('finds and deletes a file of which no answer told it', async (t) => {
    const running = await drive(t);
    running.drive.faults.add({ on: 'part', kind: 'lost-answer' });
    const profile = await profileOf(running);
    assert.deepEqual(profile.unanswered, []);
  });

  test('a group that finds no answer keeps no other from being asked', async (t) => {
    const running = await drive(t, { downloads: 'none' });
    running.drive.faults.add({
      ...{ on: 'part', kind: 'status', status: 500 },
      ...{ when: 'after', skip: 5, times: 2 },
    });
    const profile = await profileOf(running);
    assert.deepEqual(profile.unanswered, [
      'urls: the first of two parts was answered 500',
    ]);
    assert.equal(profile.behaviour.sessionTtl, undefined);
    assert.equal(profile.behaviour.replay, 'same');
  });

  test('stops before it uploads more than it can delete', async (t) => {
    const running = await drive(t);
    running.drive.faults.add({
      ...{ on: 'files', kind: 'status', status: 403, times: 1000 },
    });
    const { profile, error, cleared } = await runProbe(running);
    assert.equal(profile, undefined);
    assert.match(String(error), /the token may not delete files/);
    assert.ok(cleared.left > 0);
    const files = await running.drive.files();
    assert.equal(files.length, 1);
    assert.ok(files[0]?.name.startsWith(cleared.prefix));
  });

  test('sends nothing to a place that is not Kommo, and does not name it', async (t) => {
    const running = await drive(t, { publicUrl: 'http://evil.example' });
    const { profile, error } = await runProbe(running);
    assert.equal(profile, undefined);
    assert.match(String(error), /an address outside of Kommo was named/);
    assert.doesNotMatch(String(error), /evil|eyJ/);
    assert.equal(running.drive.journal.count('POST', 'part'), 0);
  });

  test('says what it met and no option can say', async () => {
    const repeated = { status: 409, means: 'refuse', endsWell: true } as const;
    const { behaviour, unplayable } = behaviourOf(
      {
        repeats: {
          ...{ first: repeated, middle: repeated, earlier: repeated },
          last: { status: 200, means: 'same', endsWell: true },
          atOnce: [200, 409],
        },
        cut: { again: 410, means: 'other' },
        bearer: { none: 200, same: 200, wrong: 401 },
        downloads: {
          ...{ whole: 302, range: 302, oneByte: 302, intact: false },
          readable: { own: false, other: false, null: false },
        },
      },
      { maxPartSize: 1, maxFileSize: 2 },
      originsOf('https://a.kommo.com'),
    );
    assert.deepEqual(behaviour, {
      ...{ maxPartSize: 1, maxFileSize: 2 },
      ...{ replay: 'refuse', bearer: 'none' },
    });
    assert.deepEqual(unplayable, [
      'A repeated part means refuse, but same at the last one.',
      'After a part that broke off, the same part is answered 410, and the upload has no right end.',
      'A part needs no token, but one with a wrong token is answered 401.',
      'A download is redirected (302).',
    ]);
  });
});

describe('a card', () => {
  /** A wire of one's own: what is sent, and what is answered. */
  const wire = (answer: (method: string, path: string) => number | object) => {
    const sent: string[] = [];
    const send = async (method: string, url: string) => {
      const path = url.replace('https://a.kommo.com', '');
      sent.push(`${method} ${path}`);
      const given = answer(method, path);
      if (given instanceof Error) throw given;
      const json = typeof given === 'number' ? {} : given;
      const status = typeof given === 'number' ? given : 200;
      return { status, json, body: Buffer.from(JSON.stringify(json)) };
    };
    return { sent, wire: { send } as unknown as Wire };
  };
  const record = { uuid: 'u', size: 1, all: {} };
  const questions = { card: 'leads/7', note: false, field: 5 };

  test('is left as it was when the probe is stopped in between', async () => {
    let isStopped = false;
    const { sent, wire: running } = wire((method) => {
      isStopped ||= method === 'PATCH';
      return isStopped ? new Error('stopped') : {};
    });
    const crm = new Crm(running, 'https://a.kommo.com', 'token');
    await assert.rejects(crm.askCard(record, 'a.bin', questions));
    assert.deepEqual(sent.slice(-2), [
      'GET /api/v4/leads/7',
      'PATCH /api/v4/leads/7',
    ]);
    const sweeper = wire(() => 202);
    assert.equal(await crm.clear(sweeper.wire), true);
    assert.deepEqual(sweeper.sent, [
      'PATCH /api/v4/leads/7',
      'DELETE /api/v4/leads/7/files',
    ]);
  });

  test('keeps what stands in its field', async () => {
    const { sent, wire: running } = wire((method) =>
      method === 'GET'
        ? { custom_fields_values: [{ field_id: 5, values: [{}] }] }
        : 200,
    );
    const crm = new Crm(running, 'https://a.kommo.com', 'token');
    await assert.rejects(crm.askCard(record, 'a.bin', questions), /left alone/);
    assert.equal(await crm.clear(running), true);
    assert.ok(!sent.some((line) => line.startsWith('PATCH')));
    assert.equal(sent.at(-1), 'DELETE /api/v4/leads/7/files');
  });

  test('that is not there is not asked any further', async () => {
    const { sent, wire: running } = wire(() => 404);
    const crm = new Crm(running, 'https://a.kommo.com', 'token');
    await assert.rejects(
      crm.askCard(record, 'a.bin', questions),
      /answered 404/,
    );
    assert.equal(await crm.clear(running), true);
    assert.deepEqual(sent, ['PUT /api/v4/leads/7/files']);
  });
});

test('a token goes to Kommo over https, and to this computer only where that was asked for', () => {
  for (const url of [
    'https://drive-c.kommo.com/v1.0/sessions',
    'https://a.amocrm.ru/',
  ])
    assert.ok(isAllowed(url, false), url);
  for (const url of [
    'http://drive-c.kommo.com/',
    'https://drive-c.kommo.com:8443/',
    'https://user@drive-c.kommo.com/',
    'https://kommo.com.evil.example/',
    'https://evilkommo.com/',
    'http://127.0.0.1/',
    'no address',
  ])
    assert.ok(!isAllowed(url, false), url);
  assert.ok(isAllowed('http://127.0.0.1:8787/', true));
  assert.ok(!isAllowed('http://evil.example/', true));
});

test('the settings to use follow from what was seen', () => {
  const seen = (changes: Partial<KommoProfile>): string =>
    adviceOf({
      ...{ format: 'kommo-profile', version: 1, probedAt: '', limited: 0 },
      ...{ behaviour: {}, unplayable: [], unanswered: [], answers: {} },
      ...changes,
    }).join('\n');
  const failing = { ms: 1, failed: 1 };
  const well = { ms: 1, failed: 0 };
  const speed: SpeedAnswers = {
    ...{ httpVersion: '2' as const, quickest: 1, median: 1 },
    ...{ bytes: 1, alone: 1 },
    atOnce: { '2': well, '4': failing, '6': failing },
  };
  const cases: [Partial<KommoProfile>, RegExp][] = [
    [{ behaviour: { bearer: 'same' } }, /bearer-on-parts +parts need/],
    [{ behaviour: { zero: 'refuse' } }, /min-file-size="1"/],
    [{ behaviour: { maxFileSize: 7 } }, /max-file-size="7"/],
    [{ behaviour: { cut: 'keep', over: 'trim' } }, /verify="always"/],
    [{ behaviour: { cut: 'keep', over: 'grow' } }, /verify="repeated"/],
    [{ behaviour: { downloads: 'none' } }, /verify="never"/],
    [{ behaviour: { rate: 20 } }, /429 comes after 20 requests/],
    [{ limited: 3 }, /429 was met 3 times; --load/],
    [{ answers: { speed } }, /concurrency="2"/],
  ];
  for (const [profile, line] of cases) assert.match(seen(profile), line);
});

test('what is secret is taken out of a text, as a whole and in its pieces', () => {
  const secrets = new Secrets();
  const token = 'eyJhbGciOiJIUzI1NiJ9.claims.signature';
  secrets.add('access-token-1');
  secrets.add(`https://drive-c.kommo.com/upload/${token}`);
  const text = `access-token-1 at https://drive-c.kommo.com/upload/${token}, ${token}`;
  assert.equal(secrets.scrub(text), '[secret] at [secret], [secret]');
});

test('the snippet asks from a page, prints no address, and deletes what it uploaded', async (t) => {
  const token = `access-${'a'.repeat(40)}`;
  const running = await drive(t, { token });
  const crm = await startCrm({
    accounts: [{ id: 1, subdomain: 'acme', drive_url: running.url }],
    integration: { client_id: 'a', client_secret: 'b', redirect_uri: 'c' },
    rate: 0,
  });
  t.after(() => crm.close());
  crm.crm.oauth.accountOf = (given) => (given === token ? 1 : undefined);
  const printed = new Promise<string>((resolve, reject) => {
    const page = {
      ...{ Uint8Array, JSON, location: { origin: crm.url } },
      prompt: () => token,
      console: { log: resolve },
      // The page's own requests carry its cookie; here a bearer stands for it.
      fetch: (url: string, init: RequestInit = {}) =>
        url.startsWith('/')
          ? fetch(`${crm.url}${url}`, {
              headers: { Authorization: `Bearer ${token}` },
            })
          : fetch(url, init),
    };
    Promise.resolve(vm.runInNewContext(snippet, page)).catch(reject);
  });
  const text = await printed;
  assert.deepEqual(JSON.parse(text), {
    ...{ format: 'kommo-page-answers', version: 1 },
    ...{ origin: crm.url, withToken: true, account: 200 },
    ...{ sessionUntyped: 401, sessionWithCookies: 401, sessionWithToken: 200 },
    ...{ partWithWrongUrl: 401, partUntyped: 202, partTyped: 200 },
    ...{ download: 200, downloadRange: 206, downloadWithCookies: 200 },
    deleted: 204,
  });
  assert.doesNotMatch(text, /eyJ|\/upload\/|access-/);
  assert.deepEqual(await running.drive.files(), []);
});
