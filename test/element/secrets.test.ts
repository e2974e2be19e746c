/**
 * Whoever knows the address of a part may upload, and whoever knows the token may do more: nothing that a page can see,
 * log or paste into a ticket names either of them, whatever a server repeats of them.
 */

import { expect } from '@open-wc/testing';
import {
  type FileOptions,
  type Upload,
  UploadError,
} from '../../src/engine/index.js';
import {
  fileOf,
  SESSION_URL,
  type World,
  type WorldOptions,
  world,
} from '../helpers/engine.js';
import {
  MemoryCheckpoints,
  MemoryLocks,
} from '../helpers/memory-checkpoints.js';
import { create, record, tidy, until } from './stage.js';

const TOKEN = [
  'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9',
  'eyJhdWQiOiJpbnRlZ3JhdGlvbiIsInN1YiI6IjcifQ',
  'dmVyeS1zZWNyZXQtc2lnbmF0dXJl',
].join('.');

const EVIL =
  'https://evil.example/upload/eyJhbGciOiJIUzI1NiJ9.ZXZpbC1ldmls.c2lnbmF0dXJl';

/** Everything that the page was told on its console, on every level. */
const LEVELS = [
  'debug',
  'log',
  'info',
  'warn',
  'error',
  'trace',
  'dir',
] as const;
const loggers = LEVELS.map((level) => [level, console[level]] as const);
let logged: unknown[] = [];

beforeEach(() => {
  logged = [];
  for (const level of LEVELS)
    console[level] = (...told: unknown[]) => logged.push(...told);
});

afterEach(async () => {
  for (const [level, logger] of loggers) console[level] = logger;
  await tidy();
});

/** All text in a value, as deep as it can be seen: fields, hidden ones too, what can be asked for, errors and causes. */
const textsIn = (value: unknown, seen = new Set<unknown>()): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  if (value instanceof Node || value instanceof Blob || value === window)
    return [];
  if (value instanceof Map || value instanceof Set)
    return [...value].flatMap((each) => textsIn(each, seen));
  const texts: string[] = [];
  if ('diagnose' in value)
    texts.push(...textsIn((value as Upload).diagnose(), seen));
  for (
    let owner: object | null = value;
    owner !== null && owner !== Object.prototype;
    owner = Object.getPrototypeOf(owner)
  )
    for (const name of Object.getOwnPropertyNames(owner)) {
      const { get } = Object.getOwnPropertyDescriptor(owner, name) ?? {};
      // What is asked of an instance; a prototype alone has nothing to tell.
      if (owner !== value && get === undefined) continue;
      texts.push(name, ...textsIn(Reflect.get(value, name), seen));
    }
  return texts;
};

/** Notes each address and token that goes over the wire, in either direction. */
const noting =
  (secrets: Set<string>, fetch: typeof globalThis.fetch): typeof fetch =>
  async (input, init) => {
    const url = String(input);
    if (url.includes('/upload/')) secrets.add(url);
    const answer = await fetch(input, init);
    // Read whole, and given on as a new one: what a clone's body takes, no clock waits for.
    const bytes = await answer.arrayBuffer();
    const text = new TextDecoder().decode(bytes);
    for (const [, url] of text.matchAll(/"(?:upload|next)_url":"([^"]+)"/g))
      if (url !== undefined) secrets.add(url);
    const { status, headers } = answer;
    return new Response(bytes.byteLength > 0 ? bytes : null, {
      status,
      headers,
    });
  };

/** Instead of the drive, where it answers. `tells` is a server's text in which all is repeated. */
type Meddle = (
  what: 'session' | 'part',
  count: number,
  tells: string,
) => Response | Error | undefined;

interface Scene {
  /** What an upload ends with; nothing where it is uploaded. */
  readonly code?: string;
  readonly options?: FileOptions;
  readonly world?: WorldOptions;
  readonly meddle?: Meddle;
}

const say = (status: number) => (tells: string) =>
  Response.json(
    { detail: tells },
    { status, headers: { 'X-Request-Id': tells } },
  );

const ofPart =
  (answer: (tells: string) => Response | Error, from = 2): Meddle =>
  (what, count, tells) =>
    what === 'part' && count >= from ? answer(tells) : undefined;

const ofSession =
  (answer: (tells: string) => Response | Error): Meddle =>
  (what, _, tells) =>
    what === 'session' ? answer(tells) : undefined;

const noAnswer = () => new TypeError('Failed to fetch');

const scenes: Record<string, Scene> = {
  'that is uploaded': {},
  'whose part is refused': { code: 'refused', meddle: ofPart(say(400)) },
  'whose part is refused in plain text': {
    code: 'refused',
    meddle: ofPart((tells) => new Response(tells, { status: 400 })),
  },
  'whose part is too large': {
    code: 'part-too-large',
    meddle: ofPart(say(413)),
  },
  'whose session is refused': {
    code: 'session-refused',
    meddle: ofSession(say(422)),
  },
  'that is not authorized': {
    code: 'unauthorized',
    meddle: ofSession(say(401)),
  },
  'that is forbidden': { code: 'forbidden', meddle: ofSession(say(403)) },
  'whose server is down': {
    code: 'server-error',
    options: { retryFor: 100 },
    meddle: ofPart(say(500)),
  },
  'that is slowed down for too long': {
    code: 'rate-limited',
    options: { retryFor: 100 },
    meddle: ofPart(say(429)),
  },
  'whose line is down': {
    code: 'timeout',
    options: { retryFor: 100 },
    meddle: (_, count) => (count > 1 ? noAnswer() : undefined),
  },
  'whose answers are hidden': {
    code: 'blocked-response',
    meddle: ofPart(noAnswer, 1),
  },
  'whose server cannot be reached': {
    code: 'unreachable',
    meddle: ofSession(noAnswer),
  },
  'that is redirected': {
    code: 'redirected',
    meddle: ofPart(
      () => new Response(null, { status: 302, headers: { Location: EVIL } }),
    ),
  },
  'that is led elsewhere': {
    code: 'forbidden-address',
    meddle: ofPart(() => Response.json({ next_url: EVIL })),
  },
  'whose session is elsewhere': {
    code: 'forbidden-address',
    meddle: ofSession(() =>
      Response.json({ upload_url: EVIL, max_part_size: 10 }),
    ),
  },
  'whose answers are odd': {
    code: 'bad-response',
    meddle: ofPart((tells) => Response.json({ odd: tells })),
  },
  'whose record never comes': {
    code: 'integrity',
    meddle: ofPart(() =>
      Response.json({ uuid: 'u', type: 'file', name: 'n', size: 3 }),
    ),
  },
};

const UNTOLD = /^Error: |^\s+at /m;

const play = (scene: Scene, secrets: Set<string>, env = {}): World => {
  const counts = { session: 0, part: 0 };
  const { meddle } = scene;
  return world({
    maxPartSize: 10,
    ...scene.world,
    env,
    fetch: (drive) =>
      noting(secrets, async (input, init) => {
        const url = String(input);
        const what = url.includes('/upload/') ? 'part' : 'session';
        counts[what] += 1;
        const tells = `No: ${url} with Bearer ${TOKEN}, or ${TOKEN}; ${[...secrets].join(' ')}`;
        const given = meddle?.(what, counts[what], tells);
        if (given instanceof Error) throw given;
        return given ?? drive.fetch(input as string, init);
      }),
  });
};

/** Each whole secret, and each of its parts that is one by itself. */
const piecesOf = (secrets: Iterable<string>): string[] =>
  [TOKEN, EVIL, ...secrets].flatMap((secret) => {
    const signed = secret.split('/upload/').at(-1) ?? secret;
    return [secret, signed, ...signed.split('.').slice(1)];
  });

const expectUntold = async (
  element: HTMLElementTagNameMap['kommo-uploader'],
  events: readonly Event[],
  secrets: Set<string>,
): Promise<void> => {
  await element.updateComplete;
  const texts = [
    element.outerHTML,
    element.shadowRoot?.innerHTML ?? '',
    ...textsIn([...events]),
    ...textsIn(logged),
    ...textsIn([...element.uploads]),
    ...textsIn(element.records),
    JSON.stringify(element.uploads),
    JSON.stringify(element.records),
    ...element.uploads.flatMap(({ error }) => [
      String(error),
      JSON.stringify(error) ?? '',
    ]),
  ];
  // It was looked into the right place.
  expect(texts).to.include('httpStatus');
  // A stack names the modules of the page, and nothing of the drive's.
  for (const piece of [...piecesOf(secrets), '/upload/'])
    for (const text of texts)
      if (!UNTOLD.test(text) || piece !== '/upload/')
        expect(text.includes(piece), `${piece} in ${text}`).to.equal(false);
};

describe('no address of a part and no token', () => {
  for (const [what, scene] of Object.entries(scenes))
    it(`is told of a file ${what}`, async () => {
      const secrets = new Set<string>();
      const made = play(scene, secrets);
      const element = create({ 'session-url': SESSION_URL });
      element.queue = made.queue;
      const { events } = record(element);
      document.body.append(element);
      const upload = made.add(fileOf(45, 'a.bin'), {
        accessToken: () => TOKEN,
        ...scene.options,
      });
      await made.queue.done();
      expect(upload.error?.code).to.equal(scene.code);
      expect(upload.status).to.equal(scene.code ? 'failed' : 'uploaded');
      await expectUntold(element, events, secrets);
    });

  it('is told after a reload, before and after the file goes on', async () => {
    const secrets = new Set<string>();
    const store = new MemoryCheckpoints();
    const locks = new MemoryLocks();
    const tab = locks.tab();
    const scope = 'by 7';
    let isGone = false;
    const gone = play(
      { meddle: () => (isGone ? new TypeError('Failed to fetch') : undefined) },
      secrets,
      { store, locks: tab },
    );
    const upload = gone.add(fileOf(45, 'a.bin'), {
      accessToken: () => TOKEN,
      resumeScope: scope,
    });
    gone.queue.subscribe({
      changed: () => {
        if (upload.loaded >= 20) isGone = true;
      },
    });
    await gone.reaches(upload, 'waiting');
    gone.signals.hide();
    await until(() => store.saves > 1, 'a checkpoint');
    tab.close();
    gone.clock.close();

    const made = world({
      drive: gone.drive,
      fetch: (drive) =>
        noting(secrets, (input, init) => drive.fetch(input as string, init)),
      env: { store, locks: locks.tab() },
    });
    const element = create({ 'session-url': SESSION_URL, multiple: '' });
    element.queue = made.queue;
    const { events } = record(element);
    document.body.append(element);
    const [back] = await made.queue.restore({
      sessionUrl: SESSION_URL,
      accessToken: () => TOKEN,
      resumeScope: scope,
    });
    if (back === undefined) throw new Error('Nothing is back.');
    await made.reaches(back, 'paused');
    // The checkpoint itself needs the address: no page is ever shown it.
    expect(JSON.stringify([...store.kept.values()])).to.contain('/upload/');
    await expectUntold(element, events, secrets);
    await back.attach(fileOf(45, 'a.bin', 2));
    expect(back.error).to.be.instanceOf(UploadError);
    await expectUntold(element, events, secrets);
    await back.attach(fileOf(45, 'a.bin'));
    await made.reaches(back, 'uploaded');
    await expectUntold(element, events, secrets);
  });

  it('would be found: a server that only repeats its own words is shown with them', async () => {
    const secrets = new Set<string>();
    const made = play(
      {
        meddle: ofPart(
          () => new Response('Sorry, plain words.', { status: 400 }),
        ),
      },
      secrets,
    );
    const element = create({ 'session-url': SESSION_URL });
    element.queue = made.queue;
    document.body.append(element);
    const upload = made.add(fileOf(45));
    await made.queue.done();
    await element.updateComplete;
    const texts = [element.shadowRoot?.innerHTML ?? '', ...textsIn([upload])];
    expect(
      texts.filter((text) => text.includes('Sorry, plain words.')).length,
    ).to.be.greaterThan(2);
    expect(secrets.size).to.be.greaterThan(1);
  });
});
