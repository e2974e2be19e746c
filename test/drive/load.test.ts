/** The drive under load and faults: kills, a full disk, slow clients. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type RunningDrive, startDrive } from '../../demo/drive/node.js';
import {
  makeBytes,
  openSession,
  postPart,
  type Session,
  temporaryFolder,
  upload,
} from './client.js';

const main = fileURLToPath(
  new URL('../../demo/drive/main.ts', import.meta.url),
);

/** Starts a drive in a process of its own and waits until it listens. */
async function running(
  ...args: string[]
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', main, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  for await (const chunk of child.stdout) {
    output += chunk;
    const url = /listens on (\S+)/.exec(output)?.[1];
    if (url && output.split('\n').length > 3) return { child, url };
  }
  throw new Error(`the drive did not start: ${output}`);
}

/** Tries again while nobody answers. */
async function patiently<T>(task: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof TypeError) || tries > 800) throw error;
      await sleep(25);
    }
  }
}

/** Waits for something that has to come; gives up after many looks. */
async function until(what: string, done: () => boolean): Promise<void> {
  for (let looks = 0; !done(); looks++) {
    assert.ok(looks < 15_000, `it never came: ${what}`);
    await sleep(1);
  }
}

type Listed = {
  _embedded: {
    files: { name: string; _links: { download: { href: string } } }[];
  };
};

/** What the drive lists over HTTP, each with the bytes that it gives for it. */
async function listed(base: string): Promise<Map<string, Buffer>> {
  const answer = await fetch(`${base}/v1.0/files?limit=250`);
  assert.equal(answer.status, 200);
  const { files } = ((await answer.json()) as Listed)._embedded;
  const found = new Map<string, Buffer>();
  for (const { name, _links } of files) {
    const file = await fetch(_links.download.href);
    assert.equal(file.status, 200);
    assert.ok(!found.has(name), `${name} is listed once`);
    found.set(name, Buffer.from(await file.arrayBuffer()));
  }
  return found;
}

test('fifty uploads at once, the process killed in between: each listed file is whole and all come to their end', async (t) => {
  const data = await temporaryFolder(t);
  const args = ['--data', data, '--max-part-size', '2000', '--open'];
  let { child, url } = await running('--port', '0', ...args);
  t.after(() => child.kill('SIGKILL'));
  const { port } = new URL(url);
  const base = url;
  // From one part to nine, so that some end before a kill and others after it.
  const contents = new Map(
    Array.from({ length: 50 }, (_, i) => [
      `file-${i}`,
      makeBytes(1000 + (i % 9) * 2000 + i, i + 1),
    ]),
  );
  let parts = 0;
  const all = Promise.all(
    [...contents].map(async ([name, bytes]) => {
      const body = { file_name: `${name}.bin`, file_size: bytes.byteLength };
      const session = await patiently(() =>
        openSession(fetch, body, { base: url }),
      );
      let next: string | undefined = session.upload_url;
      for (let offset = 0; next !== undefined; offset += 2000) {
        const here: string = next;
        const chunk = bytes.slice(offset, offset + 2000);
        const answer = await patiently(() => postPart(fetch, here, chunk));
        assert.ok(answer.status < 300, `${name}: ${answer.status}`);
        parts += 1;
        next = answer.body.next_url;
      }
    }),
  );
  all.catch(() => {}); // awaited below; until then it is nobody's
  const check = async (): Promise<number> => {
    const files = await listed(base);
    for (const [name, bytes] of files) {
      const sent = contents.get(name);
      assert.ok(sent && bytes.equals(sent), `${name} is whole`);
    }
    return files.size;
  };
  for (const when of [60, 140]) {
    await until(`part ${when}`, () => parts >= when);
    child.kill('SIGKILL');
    await once(child, 'exit');
    ({ child, url } = await running('--port', port, ...args));
    assert.equal(url, base);
    const fresh = makeBytes(5000, when);
    contents.set(`after-${when}`, fresh);
    await upload(fetch, fresh, { file_name: `after-${when}.bin` }, { base });
    await check();
  }
  await all;
  assert.equal(await check(), 52);
});

test('a full disk is 507, lists nothing half-written, and takes files again when there is room', async (t) => {
  const folder = await temporaryFolder(t);
  const disk = join(folder, 'disk');
  await mkdir(disk);
  const command = promisify(execFile);
  try {
    await command('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]);
  } catch {
    t.skip('a file system of 1 MiB cannot be mounted here');
    return;
  }
  try {
    await fullDisk(disk);
  } finally {
    await command('umount', ['-l', disk]);
  }
});

async function fullDisk(disk: string): Promise<void> {
  const data = join(disk, 'data');
  const errors: unknown[] = [];
  const { url, close } = await startDrive({
    ...{ port: 0, open: true, data, maxPartSize: 50_000 },
    onError: (error) => errors.push(error),
  });
  try {
    const before = makeBytes(20_000, 1);
    await upload(fetch, before, { file_name: 'before.bin' }, { base: url });
    const bytes = makeBytes(240_000, 2);
    const body = { file_name: 'large.bin', file_size: bytes.byteLength };
    const start = () => openSession(fetch, body, { base: url });
    // With little room a part does not fit; with more, only the joining fails.
    for (const [round, ballast] of [850_000, 450_000].entries()) {
      const stone = join(disk, 'ballast');
      const session = await start();
      await writeFile(stone, Buffer.alloc(ballast));
      let next: string | undefined = session.upload_url;
      let refused = 0;
      for (let offset = 0; next !== undefined; ) {
        const chunk = bytes.slice(offset, offset + 50_000);
        const { status, body } = await postPart(fetch, next, chunk);
        if (status === 507) {
          assert.equal(refused++, 0, 'with room it is taken');
          assert.equal(round === 1, offset === 200_000, 'where it was full');
          const names = [...(await listed(url)).keys()].sort();
          const whole = round === 0 ? ['before'] : ['before', 'large'];
          assert.deepEqual(names, whole);
          assert.deepEqual(await readdir(join(data, 'tmp')), []);
          await rm(stone);
          continue;
        }
        assert.ok(status < 300, `${status}`);
        next = body.next_url;
        offset += 50_000;
      }
      assert.equal(refused, 1, 'the disk was full once');
      const files = await listed(url);
      assert.ok(files.get('before')?.equals(before));
      assert.ok(files.get('large')?.equals(bytes));
      if (round === 0) body.file_name = 'second.bin';
      else assert.ok(files.get('second')?.equals(bytes));
    }
    assert.deepEqual(errors, []);
  } finally {
    await close();
  }
}

/** A part on a bare socket: its head and as many bytes as are given, unhurried. */
class SlowPart {
  readonly socket: Socket;
  text = '';

  constructor(t: TestContext, { port }: RunningDrive, { upload_url }: Session) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.on('data', (chunk) => {
      this.text += chunk;
    });
    this.socket.on('error', () => {});
    t.after(() => this.socket.destroy());
    const { pathname, host } = new URL(upload_url);
    this.socket.write(
      `POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 200\r\n\r\n`,
    );
  }

  async drip(bytes: Uint8Array): Promise<void> {
    for (const byte of bytes) {
      this.socket.write(Uint8Array.of(byte));
      await sleep(1);
    }
  }
}

test('twenty slow clients do not disturb an upload, and what they stop in the middle of is not listed', async (t) => {
  const data = await temporaryFolder(t);
  const drive = await startDrive({
    ...{ port: 0, open: true, data, maxPartSize: 1000 },
  });
  t.after(drive.close);
  const where = { base: drive.url };
  const slow = await Promise.all(
    Array.from({ length: 20 }, async (_, i) => {
      const body = { file_name: `slow-${i}.bin`, file_size: 200 };
      const session = await openSession(fetch, body, where);
      const bytes = makeBytes(200, i + 1);
      return { session, bytes, part: new SlowPart(t, drive, session) };
    }),
  );
  await Promise.all(
    slow.map(({ part, bytes }) => part.drip(bytes.slice(0, 100))),
  );
  const open = () =>
    drive.drive.journal.entries.filter((entry) => entry.status === 'open');
  await until('twenty open parts', () => open().length === 20);
  const rest = slow.slice(0, 10).map(async ({ part, bytes }) => {
    await part.drip(bytes.slice(100, 199));
  });
  const normal = makeBytes(20_000, 99);
  await upload(fetch, normal, { file_name: 'normal.bin' }, where);
  await Promise.all(rest);
  assert.equal(open().length, 20, 'the slow ones are still at it');
  assert.deepEqual([...(await listed(drive.url)).keys()], ['normal']);

  for (const [i, { part, bytes }] of slow.entries()) {
    if (i < 10) part.socket.write(bytes.slice(199));
    else part.socket.destroy();
  }
  await until('ten answers', () =>
    slow.slice(0, 10).every(({ part }) => part.text !== ''),
  );
  await until('ten ends', () => open().length === 0);
  const expected = new Map([['normal', normal]]);
  for (const [i, { part, bytes }] of slow.slice(0, 10).entries()) {
    assert.match(part.text, /^HTTP\/1\.1 200 /);
    expected.set(`slow-${i}`, bytes);
  }
  const files = await listed(drive.url);
  assert.deepEqual([...files.keys()].sort(), [...expected.keys()].sort());
  for (const [name, bytes] of expected) {
    assert.ok(files.get(name)?.equals(bytes), `${name} is whole`);
  }
  for (const { session, bytes } of slow.slice(10)) {
    const { status } = await postPart(fetch, session.upload_url, bytes);
    assert.equal(status, 200, 'what broke off is sent again');
  }
});
