/** Real processes: the command, two brokers on one real Redis, and how a broker ends. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { makeBytes, temporaryFolder } from '../drive/client.js';
import { findRedis, type RunningRedis, startRedis } from '../helpers/redis.js';
import {
  connectAt,
  finished,
  openAt,
  runCommand,
  startBroker,
  startKommo,
  ticketOf,
} from './process.js';
import { account, page } from './world.js';

const sendPart = (url: string, bytes: Uint8Array<ArrayBuffer>) =>
  fetch(url, { method: 'POST', headers: { Origin: page }, body: bytes });

describe('the command', () => {
  test('names every mistake of its settings at once, and no value of them', async () => {
    const { code, output } = await finished(
      runCommand(['broker'], {
        BROKER_KEY: 'secret-but-short',
        ORIGINS: '*',
        PORT: 'x',
        REDIS_URL: 'http://user:password@redis',
      }),
    );
    assert.equal(code, 2);
    for (const name of [
      'BROKER_KEY',
      'ACCOUNTS',
      'ORIGINS',
      'PORT',
      'REDIS_URL',
    ])
      assert.match(output, new RegExp(`^- ${name}`, 'm'));
    assert.doesNotMatch(output, /secret-but|password|\n +at /);
  });

  test('refuses dev with NODE_ENV=production', async () => {
    const { code, output } = await finished(
      runCommand(['broker'], { DEV: 'true', NODE_ENV: 'production' }),
    );
    assert.equal(code, 2);
    assert.match(output, /DEV must not be on/);
  });

  test('makes a key that it accepts, and helps', async () => {
    const made = await finished(runCommand(['broker', 'new-key'], {}));
    assert.match(made.output, /^[A-Za-z0-9+/]{43}=\n$/);
    const help = await finished(runCommand(['broker', '--help'], {}));
    assert.match(help.output, /BROKER_KEY/);
    assert.equal(help.code, 0);
    const wrong = await finished(runCommand(['broke'], {}));
    assert.equal(wrong.code, 2);
  });

  test('prints a link that connects an account', async (t) => {
    const { settings } = await startKommo(t);
    const folder = await temporaryFolder(t);
    const { output, code } = await finished(
      runCommand(['broker', 'install-link', String(account)], {
        ...settings,
        STORE_DIR: folder,
      }),
    );
    assert.equal(code, 0, output);
    assert.match(
      output,
      /^https:\/\/broker\.test\/oauth\/callback\?start=\S+\n$/,
    );
  });

  test('keeps pairs over a restart in a folder', async (t) => {
    const kommo = await startKommo(t);
    const settings = { ...kommo.settings, STORE_DIR: await temporaryFolder(t) };
    const first = await startBroker(t, settings);
    await connectAt(first.url, kommo);
    first.child.kill('SIGKILL');
    await first.ended;
    const second = await startBroker(t, settings);
    assert.ok((await openAt(second.url, 5)).upload_url);
  });
});

test('SIGTERM lets a running part finish, and takes no new one', async (t) => {
  const kommo = await startKommo(t, { maxPartSize: 100_000 });
  const broker = await startBroker(t, kommo.settings);
  await connectAt(broker.url, kommo);
  const { upload_url } = await openAt(broker.url, 100_000);
  let goOn = () => {};
  const more = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const bytes = makeBytes(100_000);
  const body = new ReadableStream({
    async start(controller) {
      controller.enqueue(bytes.slice(0, 50_000));
      await more;
      controller.enqueue(bytes.slice(50_000));
      controller.close();
    },
  });
  const running = fetch(upload_url, {
    method: 'POST',
    headers: { Origin: page },
    body,
    duplex: 'half',
  } as RequestInit);
  // The broker has the part in hand when it holds its bytes: asked for by a part that would not fit beside it.
  await new Promise((resolve) => setTimeout(resolve, 300));
  broker.child.kill('SIGTERM');
  while (!broker.output().includes('"event":"ending"'))
    await new Promise((resolve) => setTimeout(resolve, 20));
  await assert.rejects(fetch(`${broker.url}/healthz`));
  goOn();
  const answer = await running;
  assert.equal(answer.status, 200);
  const record = (await answer.json()) as { size: number };
  assert.equal(record.size, 100_000);
  assert.equal(await broker.ended, 0);
  assert.match(broker.output(), /"event":"ended"/);
});

const program = findRedis();

async function ownRedis(t: TestContext): Promise<RunningRedis> {
  const redis = await startRedis(program ?? '');
  t.after(() => redis.stop());
  return redis;
}

describe('two processes on one Redis', {
  skip: program === undefined && 'redis-server cannot be had here',
}, () => {
  test('refresh once between them, when both begin at the same moment', async (t) => {
    const redis = await ownRedis(t);
    // Every token is about to end as it comes, so that each look asks for a refresh.
    const kommo = await startKommo(t, { accessTokenLife: 301 });
    const { SINGLE_INSTANCE: _, ...rest } = kommo.settings;
    const settings = { ...rest, REDIS_URL: redis.url };
    const brokers = await Promise.all([
      startBroker(t, settings),
      startBroker(t, settings),
    ]);
    const [first, second] = brokers;
    assert.ok(first && second);
    await connectAt(first.url, kommo);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const { counts } = kommo.crm.crm.oauth;
    const before = { ...counts };
    const ticket = await ticketOf();
    const opened = await Promise.all(
      [first, second, first, second].map(({ url }) => openAt(url, 5, ticket)),
    );
    assert.equal(opened.length, 4);
    assert.equal(counts.refused, 0, 'no refresh token was used twice');
    assert.ok(counts.refresh > before.refresh);
  });

  test('take the parts of one file in turn, and a one-time token once', async (t) => {
    const redis = await ownRedis(t);
    const kommo = await startKommo(t);
    const { SINGLE_INSTANCE: _, ...rest } = kommo.settings;
    const settings = {
      ...rest,
      REDIS_URL: redis.url,
      ORIGINS: `${page},${kommo.crm.url}`,
    };
    const [first, second] = await Promise.all([
      startBroker(t, settings),
      startBroker(t, settings),
    ]);
    await connectAt(first.url, kommo);
    const bytes = makeBytes(4500);
    const session = await openAt(first.url, 4500);
    let url: string | undefined = session.upload_url;
    let record: { uuid?: string; next_url?: string } = {};
    for (let n = 0; url; n++) {
      const { pathname } = new URL(url);
      const at = n % 2 === 0 ? second.url : first.url;
      const answer = await sendPart(
        at + pathname,
        bytes.slice(n * 1000, (n + 1) * 1000),
      );
      assert.ok(answer.ok);
      record = (await answer.json()) as typeof record;
      url = record.next_url;
    }
    const stored = await kommo.drive.drive.readVersion(record.uuid ?? '');
    assert.ok(Buffer.from(stored).equals(bytes));

    const token = await kommo.crm.crm.authToken(account, 7);
    const answers = await Promise.all(
      [first, second, first, second].map(({ url }) =>
        fetch(`${url}/ticket`, {
          method: 'POST',
          headers: { Origin: kommo.crm.url, 'X-Auth-Token': token },
        }),
      ),
    );
    assert.deepEqual(
      answers.map(({ status }) => status).sort(),
      [200, 401, 401, 401],
    );
  });

  test('say 503 and red while Redis is away', async (t) => {
    const own = await startRedis(program ?? '');
    const kommo = await startKommo(t);
    const { SINGLE_INSTANCE: _, ...rest } = kommo.settings;
    const broker = await startBroker(t, { ...rest, REDIS_URL: own.url });
    await own.kill();
    const health = await fetch(`${broker.url}/healthz`);
    assert.equal(health.status, 503);
    assert.equal(((await health.json()) as { store: string }).store, 'failing');
    const answer = await fetch(`${broker.url}/v1.0/sessions`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Origin: page,
        Authorization: `Bearer ${await ticketOf()}`,
      },
      body: '{"file_name":"a","file_size":1}',
    });
    assert.equal(answer.status, 503);
    assert.doesNotMatch(broker.output(), /redis:|127\.0\.0\.1/);
  });
});
