/** Bodies that come slowly, short, too large or cut, over real sockets against a broker on a port. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, type TestContext, test } from 'node:test';
import { clientAddress, serveBroker } from '../../src/broker/node/index.js';
import { makeBytes } from '../drive/client.js';
import { createWorld, page, type World, type WorldOptions } from './world.js';

async function served(t: TestContext, options: WorldOptions = {}) {
  const world = await createWorld({
    ...options,
    broker: { publicUrl: undefined, ...options.broker },
  });
  const running = await serveBroker(world.broker, { port: 0, patience: 1000 });
  t.after(() => running.close());
  const opened = await world.session({ file_size: 2500 });
  const { upload_url } = (await opened.json()) as { upload_url: string };
  return { world, port: running.port, path: new URL(upload_url).pathname };
}

/** Says something on a connection of its own, and gives what came back when it was closed or an answer is complete. */
async function talk(
  t: TestContext,
  port: number,
  say: (socket: Socket) => void | Promise<void>,
): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  t.after(() => socket.destroy());
  await once(socket, 'connect');
  let heard = '';
  const ended = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      heard += chunk;
    });
    socket.on('close', () => resolve());
    socket.on('error', () => resolve());
  });
  await say(socket);
  await ended;
  return heard;
}

const head = (path: string, ...headers: string[]) =>
  [
    `POST ${path} HTTP/1.1`,
    'Host: broker.test',
    `Origin: ${page}`,
    ...headers,
    '',
    '',
  ].join('\r\n');

/** Only this of an answer is compared: a failure prints it, and an answer to a part holds its next address. */
const statusOf = (heard: string) =>
  /^HTTP\/1\.1 (\d{3}) /.exec(heard)?.[1] ?? '';

async function nothingHeld(world: World) {
  while (world.broker.heldBytes.now > 0)
    await new Promise((resolve) => setTimeout(resolve, 10));
}

const parts = (world: World) =>
  world.sent.filter(({ path }) => path.startsWith('/upload/'));

describe('over a socket', () => {
  test('a part that breaks off never reaches the drive', async (t) => {
    const { world, port, path } = await served(t);
    await talk(t, port, (socket) => {
      socket.write(head(path, 'Content-Length: 1000'));
      socket.write(makeBytes(600));
      setTimeout(() => socket.resetAndDestroy(), 100);
    });
    await talk(t, port, (socket) => {
      socket.write(head(path, 'Content-Length: 1000'));
      socket.end(makeBytes(600));
    });
    await nothingHeld(world);
    assert.equal(parts(world).length, 0);
  });

  test('a part in chunks that breaks off never reaches the drive, however often it is tried', async (t) => {
    const { world, port, path } = await served(t);
    for (let round = 0; round < 20; round += 1)
      await talk(t, port, (socket) => {
        socket.write(head(path, 'Transfer-Encoding: chunked'));
        socket.write('258\r\n');
        socket.end(makeBytes(300));
      });
    await nothingHeld(world);
    assert.equal(parts(world).length, 0);
  });

  test('a part in whole chunks goes through', async (t) => {
    const { world, port, path } = await served(t);
    const heard = await talk(t, port, (socket) => {
      socket.write(
        head(path, 'Transfer-Encoding: chunked', 'Connection: close'),
      );
      socket.write('3e8\r\n');
      socket.write(makeBytes(1000));
      socket.write('\r\n0\r\n\r\n');
    });
    assert.equal(statusOf(heard), '202');
    assert.equal(parts(world).length, 1);
  });

  test('a part that stalls is 408, and its connection is closed', async (t) => {
    const { world, port, path } = await served(t, {
      broker: { limits: { graceMs: 200, bodyMs: 2000 } },
    });
    const heard = await talk(t, port, (socket) => {
      socket.write(head(path, 'Content-Length: 1000'));
      socket.write(makeBytes(100));
    });
    assert.equal(statusOf(heard), '408');
    assert.match(heard, /connection: close/i);
    assert.match(heard, /too-slow/);
    assert.equal(parts(world).length, 0);
    assert.equal(world.broker.heldBytes.now, 0);
  });

  test('a part that drips one byte after another is given up too', async (t) => {
    const { world, port, path } = await served(t, {
      broker: { limits: { graceMs: 200, bodyMs: 2000 } },
    });
    const heard = await talk(t, port, (socket) => {
      socket.write(head(path, 'Content-Length: 1000'));
      const drip = setInterval(() => socket.write('x'), 20);
      socket.on('close', () => clearInterval(drip));
    });
    assert.equal(statusOf(heard), '408');
    assert.equal(parts(world).length, 0);
  });

  test('a part over max_part_size is 413 by its head alone', async (t) => {
    const { world, port, path } = await served(t);
    const heard = await talk(t, port, (socket) => {
      socket.write(head(path, 'Content-Length: 1001'));
    });
    assert.equal(statusOf(heard), '413');
    assert.match(
      heard,
      new RegExp(`access-control-allow-origin: ${page}`, 'i'),
    );
    assert.equal(parts(world).length, 0);
  });

  test('a part with more bytes than it said is cut at its length, and the rest is no second part', async (t) => {
    const { world, port, path } = await served(t);
    const heard = await talk(t, port, (socket) => {
      socket.write(head(path, 'Content-Length: 1000'));
      socket.write(makeBytes(1000));
      socket.write(makeBytes(500, 7));
    });
    // Whether the first answer still gets out depends on when the rest is seen.
    assert.ok(['202', '400'].includes(statusOf(heard)));
    assert.ok(!/HTTP\/1\.1 202 [\s\S]*HTTP\/1\.1 2/.test(heard));
    for (const { body } of parts(world))
      assert.deepEqual(body, makeBytes(1000));
    assert.ok(parts(world).length <= 1);
  });

  test('two lengths, or a length beside chunks, are no request', async (t) => {
    const { world, port, path } = await served(t);
    for (const headers of [
      ['Content-Length: 10', 'Content-Length: 20'],
      ['Content-Length: 10', 'Transfer-Encoding: chunked'],
    ]) {
      const heard = await talk(t, port, (socket) => {
        socket.write(head(path, ...headers));
        socket.write('0\r\n\r\nPOST /ticket');
      });
      assert.equal(statusOf(heard), '400');
    }
    assert.equal(parts(world).length, 0);
  });

  test('headers that do not come within 10 seconds are 408', async (t) => {
    const { port } = await served(t);
    const start = performance.now();
    const heard = await talk(t, port, (socket) => {
      socket.write('POST /v1.0/sessions HTTP/1.1\r\nHost: broker.test\r\n');
      const drip = setInterval(() => socket.write('X: 1\r\n'), 500);
      socket.on('close', () => clearInterval(drip));
    });
    assert.equal(statusOf(heard), '408');
    const seconds = (performance.now() - start) / 1000;
    assert.ok(seconds > 9 && seconds < 25, `${seconds} s`);
  });

  test('a part that is whole goes through, at the address of the request', async (t) => {
    const { world, port } = await served(t);
    const opened = await fetch(`http://127.0.0.1:${port}/v1.0/sessions`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Origin: page,
        Authorization: `Bearer ${await world.ticket()}`,
      },
      body: '{"file_name":"a.bin","file_size":1000}',
    });
    const { upload_url } = (await opened.json()) as { upload_url: string };
    assert.ok(upload_url.startsWith(`http://127.0.0.1:${port}/relay/`));
    const answer = await fetch(upload_url, {
      method: 'POST',
      headers: { Origin: page },
      body: makeBytes(1000),
    });
    assert.equal(answer.status, 200);
  });
});

describe("a client's address", () => {
  const asked = (trustedProxies: number, forwarded?: string) =>
    clientAddress({ trustedProxies })(
      new Request('https://broker.test/', {
        ...(forwarded !== undefined && {
          headers: { 'X-Forwarded-For': forwarded },
        }),
      }),
    );

  test('is what the trusted proxies saw, never what the client wrote before them', () => {
    assert.equal(asked(0, '1.1.1.1'), undefined);
    assert.equal(asked(1, '6.6.6.6, 1.1.1.1'), '1.1.1.1');
    assert.equal(asked(2, '6.6.6.6, 1.1.1.1, 2.2.2.2'), '1.1.1.1');
    assert.equal(asked(1, 'x; y'), undefined);
  });

  test('of IPv6 is its network, or one household would have many budgets', () => {
    assert.equal(asked(1, '2001:DB8:1:2:3:4:5:6'), '2001:db8:1:2');
    assert.equal(asked(1, '2001:db8::6'), '2001:db8:0:0');
    assert.equal(asked(1, '::ffff:1.2.3.4'), '1.2.3.4');
  });

  test("is the socket's on a server without proxies", async (t) => {
    const seen: (string | undefined)[] = [];
    const ofSocket = clientAddress();
    const { port } = await served(t, {
      broker: {
        clientAddress: (request) => {
          const address = ofSocket(request);
          seen.push(address);
          return address;
        },
      },
    });
    await fetch(`http://127.0.0.1:${port}/v1.0/sessions`, {
      method: 'POST',
      headers: { 'X-Forwarded-For': '6.6.6.6' },
    });
    assert.equal(seen.at(-1), '127.0.0.1');
  });
});
