/** Answers that no honest server gives: each ends as a clear error, none is read for ever, none leaves anything behind. */

import { expect } from '@open-wc/testing';
import { bytesOf, difference, fileOf, world } from '../helpers/engine.js';

const MIB = 2 ** 20;
const SIZE = 25;

type What = 'session' | 'part';

/** A world in which one kind of request is answered like this. */
const meeting = (what: What, answer: () => Response) =>
  world({
    maxPartSize: 10,
    fetch: (drive) => async (input, init) =>
      String(input).includes('/upload/') === (what === 'part')
        ? answer()
        : drive.fetch(input as string, init),
  });

const json = (text: string, status = 200) =>
  new Response(text, {
    status,
    headers: { 'Content-Type': 'application/json' },
  });

/** Without an end, and noted how much of it was read before somebody had enough. */
const endless = () => {
  const read = { bytes: 0, canceled: 0 };
  const piece = new TextEncoder().encode(' '.repeat(65_536));
  const stream = () =>
    new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => {
        read.bytes += piece.byteLength;
        controller.enqueue(piece);
      },
      cancel: () => {
        read.canceled += 1;
      },
    });
  return { read, stream };
};

describe('an answer without an end', () => {
  for (const what of ['session', 'part'] as const)
    for (const [status, code] of [
      [200, 'bad-response'],
      [422, what === 'session' ? 'session-refused' : 'refused'],
    ] as const)
      it(`to a ${what}, with ${status}, is cut off after 1 MiB, and ends as ${code}`, async () => {
        const { read, stream } = endless();
        let answers = 0;
        const made = meeting(what, () => {
          answers += 1;
          return new Response(stream(), { status });
        });
        const upload = made.add(fileOf(SIZE));
        await made.queue.done();
        expect(upload.error?.code).to.equal(code);
        expect(upload.error?.serverText).to.equal(undefined);
        expect(read.canceled).to.equal(answers);
        // A piece may be on its way, and one be kept ready.
        expect(read.bytes / answers).to.be.within(MIB, MIB + 3 * 65_536);
      });

  it('is not even begun where its length is announced', async () => {
    const { read, stream } = endless();
    let answers = 0;
    const made = meeting('part', () => {
      answers += 1;
      return new Response(stream(), { headers: { 'Content-Length': '1e12' } });
    });
    const upload = made.add(fileOf(SIZE));
    await made.queue.done();
    expect(upload.error?.code).to.equal('bad-response');
    expect(read.canceled).to.equal(answers);
    expect(read.bytes / answers).to.be.at.most(65_536);
  });
});

/** For a field of an otherwise honest answer: texts that stand in the place of its value. */
const values = [
  '1e308',
  '9007199254740993',
  '-1',
  '1.5',
  '"10"',
  'true',
  'null',
  '[]',
  '[10]',
  '{}',
  '{"valueOf":10}',
];

const bodies = [
  ['nothing', ''],
  ['half of it', '{"upload_url":"http://'],
  ['no JSON', '<html><script>alert(1)</script>'],
  ['null', 'null'],
  ['a number', '1e999'],
  ['a text', '"next_url"'],
  ['a list', '[{"next_url":"http://localhost:8787/upload/a"}]'],
  ['lists without end', `${'['.repeat(200_000)}`],
  ['deep lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  [
    'what a prototype lends',
    '{"__proto__":{"next_url":"http://localhost:8787/upload/a","upload_url":"http://localhost:8787/upload/a","max_part_size":10,"uuid":"u","type":"file","name":"n","size":25}}',
  ],
  [
    'a constructor',
    '{"constructor":{"prototype":{"polluted":true}},"__proto__":{"polluted":true}}',
  ],
] as const;

describe('an odd answer', () => {
  for (const what of ['session', 'part'] as const)
    for (const [name, body] of bodies)
      it(`to a ${what}: ${name}, is a bad-response, and poisons nothing`, async () => {
        const made = meeting(what, () => json(body));
        const upload = made.add(fileOf(SIZE));
        await made.queue.done();
        expect(upload.error?.code).to.equal('bad-response');
        expect(({} as { polluted?: true }).polluted).to.equal(undefined);
        expect(await made.drive.files()).to.deep.equal([]);
      });

  for (const value of values)
    it(`max_part_size: ${value} is no session`, async () => {
      const made = meeting('session', () =>
        json(
          `{"upload_url":"http://localhost:8787/upload/a","max_part_size":${value}}`,
        ),
      );
      const upload = made.add(fileOf(SIZE));
      await made.queue.done();
      expect(upload.error?.code).to.equal('bad-response');
      expect(made.sent.some(({ url }) => url.includes('/upload/'))).to.equal(
        false,
      );
    });

  for (const value of values)
    it(`size: ${value} is no record, and nothing is announced`, async () => {
      const made = meeting('part', () =>
        json(`{"uuid":"u","type":"file","name":"n","size":${value}}`),
      );
      const upload = made.add(fileOf(SIZE));
      await made.queue.done();
      expect(upload.status).to.equal('failed');
      expect(upload.error?.code).to.equal('bad-response');
      expect(upload.record).to.equal(undefined);
    });

  it('that promises the largest part there can be takes the file in one', async () => {
    const made = world({
      maxPartSize: 100,
      fetch: (drive) => async (input, init) => {
        const answer = await drive.fetch(input as string, init);
        if (String(input).includes('/upload/')) return answer;
        const session = await answer.json();
        return Response.json({
          ...session,
          max_part_size: Number.MAX_SAFE_INTEGER,
        });
      },
    });
    const upload = made.add(fileOf(SIZE));
    await made.queue.done();
    expect(upload.status).to.equal('uploaded');
    expect(
      difference(await made.stored(upload.record), bytesOf(SIZE)),
    ).to.equal('');
  });
});

describe("a server's words", () => {
  const words =
    '\u202e<b>No</b>\u0000\u0007\r\n\u2066it \u001b[31mis\u2069 full';

  for (const [form, answer] of [
    ['problem details', () => json(JSON.stringify({ detail: words }), 422)],
    ['plain text', () => new Response(words, { status: 422 })],
  ] as const)
    it(`in ${form} are one line without control characters and overrides, and markup is text`, async () => {
      const made = meeting('session', answer);
      const upload = made.add(fileOf(SIZE));
      await made.queue.done();
      for (const text of [
        upload.error?.serverText,
        upload.diagnose().serverText,
      ])
        expect(text).to.equal('<b>No</b> it [31mis full');
    });

  it('in lists, numbers or objects are no words', async () => {
    for (const detail of [['x'], 5, { x: 1 }, null, true]) {
      const made = meeting('session', () =>
        json(JSON.stringify({ detail, title: [], message: {} }), 422),
      );
      const upload = made.add(fileOf(SIZE));
      await made.queue.done();
      expect(upload.error?.code).to.equal('session-refused');
      expect(upload.error?.serverText).to.equal(undefined);
    }
  });
});
