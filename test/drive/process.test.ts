/** The drive as a process of its own: command line, kill -9. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  diskStorage,
  memoryStorage,
  startDrive,
} from '../../demo/drive/node.js';
import {
  assertStored,
  makeBytes,
  openSession,
  postPart,
  smallDrive,
  temporaryFolder,
  upload,
} from './client.js';

const main = fileURLToPath(
  new URL('../../demo/drive/main.ts', import.meta.url),
);

function run(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Starts a drive and waits until it says where it listens. */
async function running(
  ...args: string[]
): Promise<{ child: ChildProcess; url: string; output: string }> {
  const child = run(...args);
  let output = '';
  for await (const chunk of child.stdout ?? []) {
    output += chunk;
    const url = /listens on (\S+)/.exec(output)?.[1];
    if (url && output.split('\n').length > 3) return { child, url, output };
  }
  throw new Error(`the drive did not start: ${output}`);
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function finished(
  child: ChildProcess,
): Promise<{ code: number | null; output: string }> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      output += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

describe('kill -9', () => {
  test('in the middle of an upload: it goes on after the restart', async (t) => {
    const data = await temporaryFolder(t);
    const args = ['--data', data, '--max-part-size', '1000', '--open'];
    const bytes = makeBytes(4500);
    const part = (n: number) => bytes.slice((n - 1) * 1000, n * 1000);

    const first = await running('--port', '0', ...args);
    t.after(() => first.child.kill('SIGKILL'));
    const session = await openSession(
      fetch,
      { file_size: 4500 },
      { base: first.url },
    );
    let next = session.upload_url;
    for (let n = 1; n <= 2; n++) {
      next = (await postPart(fetch, next, part(n))).body.next_url ?? '';
    }
    // The third part is on its way when the process dies.
    const half = new ReadableStream({
      start(controller) {
        controller.enqueue(part(3).slice(0, 500));
      },
    });
    const init = { method: 'POST', body: half, duplex: 'half' } as RequestInit;
    const cut = assert.rejects(fetch(next, init), TypeError);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await killed(first.child);
    await cut;

    const port = new URL(first.url).port;
    const second = await running('--port', port, ...args);
    t.after(() => second.child.kill('SIGKILL'));
    const repeated = await postPart(fetch, session.upload_url, part(1));
    assert.equal(repeated.status, 202);
    for (let n = 3; n <= 4; n++) {
      next = (await postPart(fetch, next, part(n))).body.next_url ?? '';
    }
    const last = await postPart(fetch, next, part(5));
    assert.equal(last.status, 200);
    await killed(second.child);

    const drive = smallDrive({ storage: await diskStorage(data) });
    assert.equal((await drive.files()).length, 1);
    await assertStored(drive, last.body.uuid, bytes);
  });

  test('between the last part and the joining: the file is made when it is asked for again', async () => {
    for (const stage of ['joinBlobs', 'writeDocument'] as const) {
      const storage = memoryStorage();
      const bytes = makeBytes(25);
      const before = smallDrive({ storage, onError: () => {} });
      const session = await openSession(before.fetch, { file_size: 25 });
      const one = await postPart(
        before.fetch,
        session.upload_url,
        bytes.slice(0, 10),
      );
      const two = await postPart(
        before.fetch,
        one.body.next_url ?? '',
        bytes.slice(10, 20),
      );
      // Dying is an error that leaves everything after it undone.
      const work = storage[stage];
      storage[stage] = () => Promise.reject(new Error('killed'));
      const url = two.body.next_url ?? '';
      const dead = await postPart(before.fetch, url, bytes.slice(20));
      assert.equal(dead.status, 500);
      Object.assign(storage, { [stage]: work });
      const after = smallDrive({ storage });
      assert.equal((await after.files()).length, 0);
      const last = await postPart(after.fetch, url, bytes.slice(20));
      assert.equal(last.status, 200);
      await assertStored(after, last.body.uuid, bytes);
      assert.equal((await after.versions(last.body.uuid ?? '')).length, 1);
    }
  });

  test('ten uploads at once and kills in between: what is listed is whole', async (t) => {
    const data = await temporaryFolder(t);
    const args = ['--data', data, '--max-part-size', '2000', '--open'];
    let { child, url } = await running('--port', '0', ...args);
    t.after(() => child.kill('SIGKILL'));
    const { port } = new URL(url);
    const base = url;
    const patiently = async <T>(task: () => Promise<T>): Promise<T> => {
      for (let tries = 0; ; tries++) {
        try {
          return await task();
        } catch (error) {
          if (!(error instanceof TypeError) || tries > 400) throw error;
          await new Promise((resolve) => setTimeout(resolve, 25));
        }
      }
    };
    let parts = 0;
    const uploads = Array.from({ length: 10 }, async (_, i) => {
      const bytes = makeBytes(19_000 + i, i + 1);
      const session = await patiently(() =>
        openSession(fetch, { file_size: bytes.byteLength }, { base }),
      );
      let next: string | undefined = session.upload_url;
      let offset = 0;
      while (next !== undefined) {
        const here: string = next;
        const chunk = bytes.slice(offset, offset + 2000);
        const answer = await patiently(() => postPart(fetch, here, chunk));
        parts += 1;
        offset += 2000;
        next = answer.body.next_url;
        if (answer.body.uuid) return { bytes, uuid: answer.body.uuid };
      }
      throw new Error('no record');
    });
    const all = Promise.all(uploads);
    for (const when of [20, 60]) {
      while (parts < when) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
      await killed(child);
      ({ child, url } = await running('--port', port, ...args));
    }
    const done = await all;
    await killed(child);
    const drive = smallDrive({ storage: await diskStorage(data) });
    assert.equal((await drive.files()).length, 10);
    for (const { bytes, uuid } of done) await assertStored(drive, uuid, bytes);
  });
});

describe('the command line', () => {
  test('prints where it listens and the token, and the token works', async (t) => {
    const data = await temporaryFolder(t);
    const { child, url, output } = await running('--port', '0', '--data', data);
    t.after(() => child.kill('SIGKILL'));
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
    const bearer = /Access token: (\S+)/.exec(output)?.[1];
    assert.ok(bearer);
    await upload(fetch, makeBytes(10), {}, { base: url, bearer });
    const status = (await fetch(`${url}/v1.0/files`)).status;
    assert.equal(status, 401);
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });

  test('counts bytes and keeps none with --discard', async (t) => {
    const data = join(await temporaryFolder(t), 'untouched');
    const { child, url } = await running(
      ...['--port', '0', '--data', data, '--open', '--discard'],
      ...['--max-part-size', '1000'],
    );
    t.after(() => child.kill('SIGKILL'));
    const record = await upload(fetch, makeBytes(4500), {}, { base: url });
    assert.equal(record.size, 4500);
    const answer = await fetch(record._links.download.href);
    assert.equal(answer.status, 404);
    const { detail } = (await answer.json()) as { detail: string };
    assert.equal(detail, 'The bytes were not kept.');
    await assert.rejects(readdir(data), { code: 'ENOENT' });
  });

  test('says what is wrong with an argument and exits with 2', async () => {
    const results = await Promise.all([
      finished(run('--repaly', 'same')),
      finished(run('--replay', 'maybe')),
      finished(run('--latency', 'x', '--port', '0')),
      finished(run('--port', '70000')),
      finished(run('extra')),
    ]);
    const words = [
      '--repaly',
      '--replay must be one of same, append, refuse, missing',
      '--latency must be a whole number',
      '--port must be a number from 0 to 65535',
      'extra',
    ];
    for (const [i, { code, output }] of results.entries()) {
      assert.equal(code, 2, output);
      assert.ok(output.includes(words[i] ?? ''), output);
      assert.doesNotMatch(output, /\n\s+at /);
    }
  });

  test('helps, naming each switch', async () => {
    const { code, output } = await finished(run('--help'));
    assert.equal(code, 0);
    for (const name of ['--max-part-size', '--cut drop|keep|taken', '--open']) {
      assert.ok(output.includes(name));
    }
  });

  test('says it when the port is taken', async (t) => {
    const data = await temporaryFolder(t);
    const { port, close } = await startDrive({ port: 0 });
    t.after(close);
    const taken = run('--port', String(port), '--data', data);
    const { code, output } = await finished(taken);
    assert.equal(code, 1);
    assert.match(output, /port is taken/);
  });

  test('warns when more than this computer can reach it', async (t) => {
    const data = await temporaryFolder(t);
    const { child } = await running(
      ...['--port', '0', '--host', '0.0.0.0', '--data', data],
    );
    t.after(() => child.kill('SIGKILL'));
    const [chunk] = await once(child.stderr as NodeJS.ReadableStream, 'data');
    assert.match(String(chunk), /Warning: listening on 0\.0\.0\.0/);
  });
});
