/** The page's own way to open a session: what it gives, and every way in which it can fail. */
import { expect } from '@open-wc/testing';
import type { FileOptions, OpenSession } from '../../src/engine/index.js';
import { bytesOf, fileOf, SESSION_URL, world } from '../helpers/engine.js';

/** A world in which the page opens sessions itself. */
const withOpen = (
  make: (open: OpenSession) => OpenSession,
  options: FileOptions = {},
) => {
  const made = world({ maxPartSize: 10 });
  let calls = 0;
  const open: OpenSession = (request) =>
    made.clock.hold(async () => {
      const answer = await made.drive.fetch(SESSION_URL, {
        method: 'POST',
        body: JSON.stringify(request),
      });
      return answer.json();
    });
  const openSession: OpenSession = (...given) => {
    calls += 1;
    return make(open)(...given);
  };
  const add = () =>
    made.add(fileOf(25), { ...options, sessionUrl: undefined, openSession });
  return { ...made, add, calls: () => calls };
};

/** The code with which an upload fails whose sessions are opened like that. */
const fails = async (
  make: (open: OpenSession) => OpenSession,
  options?: FileOptions,
) => {
  const made = withOpen(make, options);
  const upload = made.add();
  await made.reaches(upload, 'failed');
  expect(made.sent).to.deep.equal([]);
  const { code, status, serverText } = upload.error ?? {};
  return { code, status, serverText, calls: made.calls() };
};

/** Throws this the first time, and opens a session after that. */
const atFirst = (thrown: () => unknown) => {
  let isFirst = true;
  return (open: OpenSession): OpenSession =>
    async (...given) => {
      if (!isFirst) return open(...given);
      isFirst = false;
      throw thrown();
    };
};

describe('openSession', () => {
  it('gives a session, and the file goes there', async () => {
    const { add, reaches, calls, stored, sent } = withOpen((open) => open);
    const upload = add();
    await reaches(upload, 'uploaded');
    expect(calls()).to.equal(1);
    expect(sent.map(({ method }) => method)).to.deep.equal([
      'POST',
      'POST',
      'POST',
    ]);
    expect(await stored(upload.record)).to.deep.equal(bytesOf(25));
  });

  it('may give it at once, without a promise', async () => {
    const opened = withOpen((open) => open);
    const session = await (async () => {
      const answer = await opened.drive.fetch(SESSION_URL, {
        method: 'POST',
        body: JSON.stringify({ file_name: 'a', file_size: 25 }),
      });
      return answer.json();
    })();
    const upload = opened.queue.add(fileOf(25), {
      openSession: () => session,
    });
    await opened.reaches(upload, 'uploaded');
  });

  it('gets a signal that ends with the run', async () => {
    let signal: AbortSignal | undefined;
    const { add, reaches } = withOpen(() => (_, options) => {
      signal = options.signal;
      return new Promise(() => {});
    });
    const upload = add();
    await reaches(upload, 'opening');
    await new Promise((resolve) => setTimeout(resolve));
    expect(signal?.aborted).to.equal(false);
    upload.abort();
    expect(signal?.aborted).to.equal(true);
  });

  it('may give the whole Response', async () => {
    const whole =
      (open: OpenSession) =>
      async (...given: Parameters<OpenSession>) =>
        Response.json(await open(...given)) as never;
    const { add, reaches } = withOpen(whole);
    await reaches(add(), 'uploaded');
  });

  for (const [what, thrown, code, status] of [
    [
      'a Response of 403',
      () => new Response('No scope.', { status: 403 }),
      'forbidden',
      403,
    ],
    [
      'a Response of 400',
      () => Response.json({ detail: 'Bad name' }, { status: 400 }),
      'session-refused',
      400,
    ],
    [
      'an error with a status',
      () => Object.assign(new Error('Quota'), { status: 422 }),
      'session-refused',
      422,
    ],
    ['an object with a status', () => ({ status: 403 }), 'forbidden', 403],
    [
      'an error of its own',
      () => new Error('Out of luck'),
      'session-refused',
      undefined,
    ],
    [
      'a mistake in its code',
      () => new TypeError("reading 'x' of undefined"),
      'session-refused',
      undefined,
    ],
    ['text', () => 'no', 'session-refused', undefined],
    ['nothing', () => undefined, 'session-refused', undefined],
    [
      'a status that is none',
      () => ({ status: 200 }),
      'session-refused',
      undefined,
    ],
  ] as const)
    it(`that throws ${what} fails as ${code}, once`, async () => {
      const failed = await fails(() => () => Promise.reject(thrown()));
      expect(failed).to.include({ code, status, calls: 1 });
      const atOnce = await fails(() => () => {
        throw thrown();
      });
      expect(atOnce).to.include({ code, status, calls: 1 });
    });

  it('has its words shown as text', async () => {
    const failed = await fails(() => () => {
      throw new Error('<b>No</b>\u202e luck');
    });
    expect(failed.serverText).to.equal('<b>No</b> luck');
    const refused = await fails(() => () => {
      throw Response.json({ detail: 'Bad\nname' }, { status: 400 });
    });
    expect(refused.serverText).to.equal('Bad name');
  });

  for (const [what, thrown] of [
    ['a network failure of Chromium', () => new TypeError('Failed to fetch')],
    [
      'a network failure of Firefox',
      () => new TypeError('NetworkError when attempting to fetch resource.'),
    ],
    ['a network failure of Safari', () => new TypeError('Load failed')],
    ['a time-out', () => new DOMException('timed out', 'TimeoutError')],
    ['a Response of 503', () => new Response(null, { status: 503 })],
    [
      'an error of 500',
      () => Object.assign(new Error('down'), { status: 500 }),
    ],
    ['a Response of 429', () => new Response(null, { status: 429 })],
  ] as const)
    it(`that throws ${what} is called again, later`, async () => {
      const { add, reaches, calls, clock } = withOpen(atFirst(thrown));
      const start = clock.now();
      const upload = add();
      await reaches(upload, 'uploading');
      expect(calls()).to.equal(2);
      expect(clock.now() - start).to.equal(500);
    });

  it('that throws 401 is called once more, once', async () => {
    const unauthorized = () => new Response(null, { status: 401 });
    const once = withOpen(atFirst(unauthorized));
    await once.reaches(once.add(), 'uploaded');
    expect(once.calls()).to.equal(2);
    expect(await fails(() => () => Promise.reject(unauthorized()))).to.include({
      code: 'unauthorized',
      calls: 2,
    });
  });

  for (const [what, given] of [
    ['nothing', undefined],
    ['null', null],
    ['text', 'https://drive.example/upload'],
    ['an empty object', {}],
    ['a session without an address', { max_part_size: 10 }],
    [
      'a session with parts of no size',
      { upload_url: 'https://x.kommo.com/', max_part_size: 0 },
    ],
    [
      'a session with parts of text',
      { upload_url: 'https://x.kommo.com/', max_part_size: '10' },
    ],
    ['a list', [{ upload_url: 'https://x.kommo.com/', max_part_size: 10 }]],
  ] as const)
    it(`that gives ${what} is called again three times, then it is a bad-response`, async () => {
      expect(await fails(() => async () => given as never)).to.include({
        code: 'bad-response',
        calls: 4,
      });
    });

  it('that gives a redirect fails as such', async () => {
    expect(
      await fails(
        () => async () => new Response(null, { status: 307 }) as never,
      ),
    ).to.include({ code: 'redirected', calls: 1 });
  });

  it('that never comes back counts as no answer, and as unreachable in the end', async () => {
    const failed = await fails(() => () => new Promise(() => {}));
    expect(failed).to.include({ code: 'unreachable', calls: 1 });
  });
});
