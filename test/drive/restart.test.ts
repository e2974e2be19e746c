/**
 * Nothing of a session is only in memory: a drive that starts anew between any
 * two requests gives the same answers and stores the same bytes as one that
 * runs on, under every combination of switches and with any order of requests.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  createDrive,
  type Drive,
  memoryStorage,
} from '../../demo/drive/index.js';
import { makeBytes, openSession, origin, sendBroken } from './client.js';

const switches = fc.record({
  replay: fc.constantFrom('same', 'append', 'refuse', 'missing'),
  cut: fc.constantFrom('drop', 'keep', 'taken'),
  over: fc.constantFrom('trim', 'grow', 'refuse'),
  uuid: fc.constantFrom('file', 'version'),
} as const);

/** Which of the known part URLs gets how many bytes, and whether they break off. */
const requests = fc.array(
  fc.record({
    back: fc.nat({ max: 3 }),
    size: fc.integer({ min: 0, max: 6 }),
    broken: fc.boolean(),
  }),
  { minLength: 1, maxLength: 14 },
);

type Request = { back: number; size: number; broken: boolean };
type Switches = typeof switches extends fc.Arbitrary<infer T> ? T : never;

/** Plays the requests; `restarts` says whether a new drive takes over before each. */
async function play(
  behaviour: Switches,
  plan: readonly Request[],
  size: number,
  restarts: boolean,
): Promise<unknown[]> {
  const storage = memoryStorage();
  const start = (): Drive =>
    createDrive({ ...behaviour, storage, open: true, maxPartSize: 5 });
  let drive = start();
  const session = await openSession(drive.fetch, { file_size: size });
  const urls = [session.upload_url];
  const seen: unknown[] = [];
  for (const [i, { back, size, broken }] of plan.entries()) {
    if (restarts) drive = start();
    const url = urls.at(-1 - Math.min(back, urls.length - 1)) ?? '';
    const body = makeBytes(size, i + 1);
    if (broken) {
      await sendBroken(drive.fetch, url, body.slice(0, Math.min(size, 5)));
      continue;
    }
    const answer = await drive.fetch(url, { method: 'POST', body });
    const { next_url, size: stored } = (await answer.json()) as {
      next_url?: string;
      size?: number;
    };
    if (next_url && !urls.includes(next_url)) urls.push(next_url);
    seen.push([answer.status, next_url && urls.indexOf(next_url), stored]);
  }
  if (restarts) drive = start();
  for (const file of await drive.files()) {
    const bytes = await drive.readVersion(file.uuid);
    assert.equal(bytes.byteLength, file.size, 'the record is right');
    const link = file._links.download.href.replace(/^https?:\/\/[^/]+/, '');
    const answer = await drive.fetch(`${origin}${link}`);
    assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), bytes);
    seen.push([...bytes]);
  }
  const { session_id } = session;
  const pieces = await storage.listBlobs(`parts-${session_id}`);
  seen.push(pieces.map((piece) => piece.name));
  return seen;
}

test('a drive that starts anew before every request behaves as one that runs on', async () => {
  let finished = 0;
  await fc.assert(
    fc.asyncProperty(
      switches,
      requests,
      fc.nat({ max: 22 }),
      async (behaviour, plan, size) => {
        const once = await play(behaviour, plan, size, false);
        const anew = await play(behaviour, plan, size, true);
        assert.deepEqual(anew, once);
        if (once.some((entry) => (entry as unknown[])[0] === 200)) finished++;
      },
    ),
    { numRuns: 400, seed: 20_262 },
  );
  assert.ok(finished > 50, `${finished} of the uploads came to their end`);
});
