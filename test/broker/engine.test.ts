/** The engine through the broker and its relay: it has no code for it, and does not notice. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UploadQueue } from '../../src/engine/index.js';
import { makeBytes } from '../drive/client.js';
import { createWorld, page, type World } from './world.js';

/** A page's `fetch`: it sends its origin by itself. */
const pageFetch =
  (world: World, seen: Request[]) =>
  async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    request.headers.set('Origin', page);
    seen.push(request);
    return world.broker(request);
  };

async function uploaded(
  world: World,
  bytes: Uint8Array<ArrayBuffer>,
  verify: 'always' | 'repeated',
) {
  const seen: Request[] = [];
  const queue = new UploadQueue({
    fetch: pageFetch(world, seen) as typeof fetch,
  });
  const upload = queue.add(new File([bytes], 'Bericht.bin'), {
    sessionUrl: 'https://broker.test/v1.0/sessions',
    accessToken: () => world.ticket(),
    verify,
  });
  await queue.done();
  return { upload, seen };
}

test('a file goes through the relay part by part, is read back through it, and is stored as it was', async () => {
  const world = await createWorld();
  const bytes = makeBytes(10_500);
  const { upload, seen } = await uploaded(world, bytes, 'always');
  const { state } = upload;
  assert.equal(state.status, 'uploaded');
  assert.equal(upload.verified, true, 'the tail was read back and is the same');
  const record = state.status === 'uploaded' ? state.record : undefined;
  const stored = await world.drive.readVersion(record?.uuid ?? '');
  assert.ok(Buffer.from(stored).equals(bytes));
  assert.ok(
    seen.every(({ url }) => url.startsWith('https://broker.test/')),
    'the page talks to nobody else',
  );
  const [session, first] = seen;
  assert.ok(session?.headers.has('authorization'));
  assert.equal(first?.headers.has('authorization'), false);
  assert.ok(seen.at(-1)?.headers.has('range'));
  assert.equal(seen.filter(({ method }) => method === 'POST').length, 12);
});

test('an answer that is lost between drive and broker is survived, and the bytes are read back', async () => {
  let lost = 0;
  const world = await createWorld();
  const unreliable = await createWorld({
    store: world.store,
    connected: false,
    broker: {
      fetch: (async (input: string, init: RequestInit) => {
        const answer = await world.fetchKommo(input, init);
        if (input.includes('/upload/') && lost++ === 2)
          throw new TypeError('reset');
        return answer;
      }) as typeof fetch,
    },
  });
  const bytes = makeBytes(5500);
  const { upload } = await uploaded(unreliable, bytes, 'repeated');
  assert.equal(upload.state.status, 'uploaded');
  assert.equal(upload.verified, true);
  const record =
    upload.state.status === 'uploaded' ? upload.state.record : undefined;
  const stored = await world.drive.readVersion(record?.uuid ?? '');
  assert.ok(Buffer.from(stored).equals(bytes));
});
