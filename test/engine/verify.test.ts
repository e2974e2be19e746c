/** Stored bytes, read back: what is certain, and what nobody can tell. */
import { expect } from '@open-wc/testing';
import type { FileVersion } from '../../src/engine/index.js';
import { checkTail, type TailCheck } from '../../src/engine/verify.js';
import { bytesOf } from '../helpers/engine.js';
import { SimClock } from '../helpers/sim-clock.js';

const KIB = 1024;
const MIB = 1024 * KIB;
const LINK = 'https://drive.example/download/1';

type Bytes = Uint8Array<ArrayBuffer>;
type Given = Partial<TailCheck> & { stored?: Bytes };

/** Serves `stored` with ranges, and notes what was asked for. */
const check = async (
  bytes: Bytes,
  { stored = bytes, ...given }: Given = {},
) => {
  const asked: { url: string; range: string | null; init: RequestInit }[] = [];
  const serve: typeof fetch = async (input, init = {}) => {
    const range = new Headers(init.headers).get('Range');
    asked.push({ url: String(input), range, init });
    const start = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1]);
    return new Response(stored.slice(start), { status: 206 });
  };
  const clock = new SimClock();
  const finding = await checkTail({
    file: new Blob([bytes]),
    record: recordWith({ download_version: { href: LINK } }),
    firstRepeated: undefined,
    sentAgain: 0,
    clock,
    signal: new AbortController().signal,
    ...given,
    fetch: clock.watch(given.fetch ?? serve),
  });
  return { finding, asked };
};

const recordWith = (_links?: FileVersion['_links']): FileVersion => ({
  uuid: 'u',
  type: 'file',
  name: 'n',
  size: 1,
  ...(_links && { _links }),
});

const findingOf = async (bytes: Bytes, given?: Given) =>
  (await check(bytes, given)).finding;

/** A file whose end is `tail`, behind bytes without a pattern. */
const endingWith = (head: number, tail: Bytes): Bytes => {
  const bytes = new Uint8Array(head + tail.byteLength);
  bytes.set(bytesOf(head));
  bytes.set(tail, head);
  return bytes;
};

describe('what is read back', () => {
  it('is from the first part that was sent twice to the end', async () => {
    const { asked } = await check(bytesOf(100_000), {
      firstRepeated: 12_345,
      sentAgain: 10,
    });
    expect(asked.map(({ range }) => range)).to.deep.equal(['bytes=12345-']);
  });

  it('is the last 64 KiB where nothing was sent twice', async () => {
    const large = await check(bytesOf(100 * KIB));
    expect(large.asked[0]?.range).to.equal(`bytes=${36 * KIB}-`);
    const small = await check(bytesOf(100));
    expect(small.asked[0]?.range).to.equal('bytes=0-');
  });

  it('is 8 MiB at most, and beyond that the last 64 KiB', async () => {
    const bytes = bytesOf(8 * MIB + 10);
    const far = await check(bytes, { firstRepeated: 9 });
    expect(far.asked[0]?.range).to.equal(`bytes=${8 * MIB + 10 - 64 * KIB}-`);
    const near = await check(bytes, { firstRepeated: 10 });
    expect(near.asked[0]?.range).to.equal('bytes=10-');
  });

  it('is asked for without cookies, cache, referrer or any header but a numeric range', async () => {
    const { asked } = await check(bytesOf(100));
    const { url, init } = asked[0] ?? { url: '', init: {} };
    expect(url).to.equal(LINK);
    expect([...new Headers(init.headers).keys()]).to.deep.equal(['range']);
    expect(init).to.include({ cache: 'no-store', credentials: 'omit' });
    expect(init.method ?? 'GET').to.equal('GET');
  });

  it('comes from the version, and from the file where the version has no link', async () => {
    const version = 'https://drive.example/version';
    const file = 'https://drive.example/file';
    const both = await check(bytesOf(10), {
      record: recordWith({
        download_version: { href: version },
        download: { href: file },
      }),
    });
    expect(both.asked[0]?.url).to.equal(version);
    const one = await check(bytesOf(10), {
      record: recordWith({ download: { href: file } }),
    });
    expect(one.asked[0]?.url).to.equal(file);
  });

  it('is nothing for a file of no bytes: that is right without asking', async () => {
    const { finding, asked } = await check(bytesOf(0));
    expect(finding).to.equal('same');
    expect(asked).to.deep.equal([]);
  });
});

describe('stored bytes that can be read', () => {
  it('are the same', async () => {
    expect(await findingOf(bytesOf(1))).to.equal('same');
    expect(await findingOf(bytesOf(200_000))).to.equal('same');
    expect(
      await findingOf(bytesOf(200_000), {
        firstRepeated: 50_000,
        sentAgain: 50_000,
      }),
    ).to.equal('same');
  });

  for (const at of [0, 1, 30, 98, 99])
    it(`are different from byte ${at}`, async () => {
      const stored = bytesOf(100);
      stored[at] = (stored[at] ?? 0) ^ 1;
      expect(await findingOf(bytesOf(100), { stored })).to.equal('different');
    });

  it('are different when they are shifted by the half of a part that was kept', async () => {
    const bytes = bytesOf(100);
    const stored = new Uint8Array(100);
    stored.set(bytes.slice(0, 15));
    stored.set(bytes.slice(10, 95), 15);
    expect(
      await findingOf(bytes, { stored, firstRepeated: 10, sentAgain: 10 }),
    ).to.equal('different');
  });

  it('are the same when a drive without ranges gives all of a small file', async () => {
    const bytes = bytesOf(100);
    expect(
      await findingOf(bytes, { fetch: async () => new Response(bytes) }),
    ).to.equal('same');
  });
});

describe('equal bytes that prove nothing', () => {
  const zeros = new Uint8Array(64 * KIB);
  const period = Uint8Array.from({ length: 64 * KIB }, (_, n) => n % 100);

  it('are a tail of zeros with more zeros before it', async () => {
    const bytes = endingWith(1000, new Uint8Array(70 * KIB));
    expect(await findingOf(bytes, { sentAgain: 1 })).to.equal('unknown');
    expect(await findingOf(bytes, { sentAgain: 100_000 })).to.equal('unknown');
  });

  it('are zeros all over', async () => {
    expect(
      await findingOf(new Uint8Array(300 * KIB), { sentAgain: 128 * KIB }),
    ).to.equal('unknown');
  });

  it('are periodic bytes, where the shift can be a period', async () => {
    const bytes = endingWith(
      500,
      Uint8Array.from({ length: 70 * KIB }, (_, n) => n % 100),
    );
    expect(await findingOf(bytes, { sentAgain: 100 })).to.equal('unknown');
    expect(await findingOf(bytes, { sentAgain: 99 })).to.equal('same');
  });

  it('prove something where the tail begins right behind other bytes', async () => {
    expect(
      await findingOf(endingWith(1000, zeros), { sentAgain: 1000 }),
    ).to.equal('same');
    expect(
      await findingOf(endingWith(1000, period), { sentAgain: 1000 }),
    ).to.equal('same');
  });

  it('prove something where nothing was sent again', async () => {
    expect(await findingOf(new Uint8Array(300 * KIB))).to.equal('same');
  });

  it('prove something where the tail stands earlier, but farther away than any shift', async () => {
    const tail = bytesOf(64 * KIB, 7);
    const bytes = new Uint8Array(200 * KIB);
    bytes.set(bytesOf(200 * KIB));
    bytes.set(tail, 10 * KIB);
    bytes.set(tail, 136 * KIB);
    expect(await findingOf(bytes, { sentAgain: 126 * KIB - 1 })).to.equal(
      'same',
    );
    expect(await findingOf(bytes, { sentAgain: 126 * KIB })).to.equal(
      'unknown',
    );
  });

  it('still show a difference', async () => {
    const stored = new Uint8Array(300 * KIB);
    stored[300 * KIB - 1] = 1;
    expect(
      await findingOf(new Uint8Array(300 * KIB), { stored, sentAgain: 10 }),
    ).to.equal('different');
  });
});

describe('stored bytes that cannot be judged are unknown, never different', () => {
  const bytes = bytesOf(100_000);
  const answer = (make: () => Response) => ({ fetch: async () => make() });

  for (const [what, given] of [
    [
      'one byte short',
      answer(() => new Response(bytesOf(65_535), { status: 206 })),
    ],
    [
      'one byte long',
      answer(() => new Response(bytesOf(65_537), { status: 206 })),
    ],
    ['nothing', answer(() => new Response(null, { status: 206 }))],
    ['204', answer(() => new Response(null, { status: 204 }))],
    [
      'the whole file where a range was asked for',
      answer(() => new Response(bytes)),
    ],
    ['a page instead', answer(() => new Response('<!doctype html>'))],
    ['401', answer(() => new Response(null, { status: 401 }))],
    ['403', answer(() => new Response(null, { status: 403 }))],
    ['404', answer(() => new Response(null, { status: 404 }))],
    ['416', answer(() => new Response(null, { status: 416 }))],
    ['503', answer(() => new Response(null, { status: 503 }))],
    [
      'no answer',
      { fetch: () => Promise.reject(new TypeError('Failed to fetch')) },
    ],
    [
      'a body that breaks off',
      answer(
        () =>
          new Response(
            new ReadableStream({
              start(controller) {
                controller.enqueue(bytesOf(10));
                controller.error(new TypeError('network error'));
              },
            }),
            { status: 206 },
          ),
      ),
    ],
    ['no links', { record: recordWith() }],
    ['no link to the bytes', { record: recordWith({ self: { href: LINK } }) }],
    [
      'a link in the clear',
      {
        record: recordWith({
          download_version: { href: 'http://drive.example/1' },
        }),
      },
    ],
    [
      'a link that is a script',
      { record: recordWith({ download: { href: 'javascript:alert(1)' } }) },
    ],
  ] as readonly (readonly [string, Given])[])
    it(what, async () => {
      expect(await findingOf(bytes, given)).to.equal('unknown');
    });

  it('a link that may not be read is not even asked', async () => {
    const { asked } = await check(bytes, {
      record: recordWith({ download: { href: 'http://drive.example/1' } }),
    });
    expect(asked).to.deep.equal([]);
  });

  it('more than ten seconds, before the answer or within it', async () => {
    const never: typeof fetch = (_, init) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () =>
          reject(init.signal?.reason),
        );
      });
    expect(await findingOf(bytes, { fetch: never })).to.equal('unknown');
    const slow: typeof fetch = async (_, init) =>
      new Response(
        new ReadableStream({
          start(controller) {
            init?.signal?.addEventListener('abort', () =>
              controller.error(init.signal?.reason),
            );
          },
        }),
        { status: 206 },
      );
    expect(await findingOf(bytes, { fetch: slow })).to.equal('unknown');
  });
});

describe('reading back is ended', () => {
  it('by the upload that is aborted, with its reason', async () => {
    const run = new AbortController();
    const finding = check(bytesOf(100), {
      signal: run.signal,
      fetch: (_, init) =>
        new Promise((_, reject) => {
          init?.signal?.addEventListener('abort', () =>
            reject(init.signal?.reason),
          );
          run.abort('enough');
        }),
    });
    expect(await finding.catch((reason) => reason)).to.equal('enough');
  });

  it('by a file that can no longer be read, as such', async () => {
    const gone = {
      size: 100,
      slice: () =>
        Object.assign(new Blob(), {
          arrayBuffer: () => Promise.reject(new DOMException('gone')),
        }),
    };
    const finding = check(bytesOf(100), { file: gone });
    expect(await finding.catch((error) => error.code)).to.equal(
      'file-unreadable',
    );
  });
});
