/** The broker's own way out in Node: as much of `fetch` as it needs, and nothing that follows or repeats. */
import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { nodeFetch } from '../../src/broker/node/index.js';

async function answering(t: TestContext, listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('bytes go out with their length and come whole, and the answer comes back as it is', async (t) => {
  const url = await answering(t, async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { authorization } = incoming.headers;
    const length = incoming.headers['content-length'];
    outgoing.writeHead(202, { 'Retry-After': '7' });
    outgoing.end(
      JSON.stringify([
        ...[incoming.method, authorization, length],
        Buffer.concat(chunks).toString('latin1'),
      ]),
    );
  });
  for (const body of ['äb', Uint8Array.of(0xc3, 0xa4, 0x62)]) {
    const answer = await nodeFetch(`${url}/x?y`, {
      ...{ method: 'POST', headers: { Authorization: 'Bearer a' }, body },
    });
    assert.equal(answer.status, 202);
    assert.equal(answer.headers.get('retry-after'), '7');
    assert.deepEqual(await answer.json(), ['POST', 'Bearer a', '3', 'Ã¤b']);
  }
});

test('a redirect is an answer like any other, and is not followed', async (t) => {
  const asked: (string | undefined)[] = [];
  const url = await answering(t, (incoming, outgoing) => {
    asked.push(incoming.url);
    outgoing.writeHead(307, { Location: '/elsewhere' }).end();
  });
  const { status } = await nodeFetch(url, { redirect: 'manual' });
  assert.equal(status, 307);
  assert.deepEqual(asked, ['/']);
});

test('a connection that breaks rejects, before the answer and in the middle of it', async (t) => {
  const url = await answering(t, (incoming, outgoing) => {
    if (incoming.url === '/before') incoming.socket.destroy();
    else {
      outgoing.writeHead(200, { 'Content-Length': '10' });
      outgoing.write('12345', () => incoming.socket.destroy());
    }
  });
  await assert.rejects(nodeFetch(`${url}/before`));
  const answer = await nodeFetch(`${url}/middle`);
  await assert.rejects(answer.text());
});

test('who gives up is heard', async (t) => {
  const stop = new AbortController();
  const url = await answering(t, () => stop.abort());
  await assert.rejects(nodeFetch(url, { signal: stop.signal }), {
    name: 'AbortError',
  });
});
