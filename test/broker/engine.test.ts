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

test('a file is linked to the card of its ticket, though each request brings a fresh ticket of the same person', async () => {
  const world = await createWorld();
  const seen: Request[] = [];
  const queue = new UploadQueue({
    fetch: pageFetch(world, seen) as typeof fetch,
  });
  const accessToken = () =>
    world.ticket({ id: 'visitor-1', entity: { type: 'leads', id: 7 } });
  const add = (linkUrl: string) =>
    queue.add(new File([makeBytes(1500)], 'a.bin'), {
      sessionUrl: 'https://broker.test/v1.0/sessions',
      accessToken,
      linkUrl,
    });
  const good = add('https://broker.test/api/v4/leads/7/files');
  const foreign = add('https://broker.test/api/v4/leads/8/files');
  await queue.done();
  assert.equal(good.state.status, 'linked');
  assert.equal(foreign.state.status, 'unlinked');
  assert.deepEqual(
    world.crm.cards.files('leads/7').map(({ file_uuid }) => file_uuid),
    [good.state.record?.uuid],
  );
  assert.equal(world.crm.cards.files('leads/8').length, 0);
});

test('a file that arrived wrong is repaired as a new version by its owner, and by anybody else as a new file', async () => {
  for (const id of ['visitor-1', undefined]) {
    // A part that was taken already is taken again, so that the record comes early.
    const world = await createWorld({
      drive: { replay: 'append', over: 'trim' },
    });
    let lost = 0;
    const seen: Request[] = [];
    const send = pageFetch(world, seen);
    const queue = new UploadQueue({
      fetch: (async (input: string, init?: RequestInit) => {
        const answer = await send(input, init);
        if (
          input.includes('/relay/') &&
          init?.method === 'POST' &&
          lost++ === 1
        )
          throw new TypeError('Failed to fetch');
        return answer;
      }) as typeof fetch,
    });
    const bytes = makeBytes(4500);
    const upload = queue.add(new File([bytes], 'a.bin'), {
      sessionUrl: 'https://broker.test/v1.0/sessions',
      accessToken: () => world.ticket(id === undefined ? {} : { id }),
    });
    await queue.done();
    assert.equal(upload.state.status, 'uploaded', String(id));
    const uuid = upload.state.record?.uuid ?? '';
    const stored = await world.drive.readVersion(uuid);
    assert.ok(Buffer.from(stored).equals(bytes));
    const versions = await world.drive.versions(uuid);
    assert.equal(versions.length, id === undefined ? 1 : 2);
  }
});
