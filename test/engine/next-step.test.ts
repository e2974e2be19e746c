/**
 * The tables of what can go wrong, read from the specification and written down again: a row is what came back, its
 * two columns are a session in which nothing was sent twice and one in which something was.
 */
import { expect } from '@open-wc/testing';
import {
  afterDifference,
  afterPart,
  afterSession,
  type KnownOfPart,
  type KnownOfSession,
  type Step,
} from '../../src/engine/next-step.js';
import type { Answer } from '../../src/engine/wire.js';

const SIZE = 25;

const record = (size = SIZE) => ({
  uuid: 'u',
  type: 'file',
  name: 'file',
  size,
});
const recordOf = (size?: number): Answer => ({
  kind: 'record',
  record: record(size),
});
const next: Answer = { kind: 'next', nextUrl: 'https://drive.example/2' };
const none: Answer = { kind: 'none', stalled: false };
const stalled: Answer = { kind: 'none', stalled: true };
const odd: Answer = { kind: 'odd', status: 200 };
const redirected: Answer = { kind: 'redirected' };
const status = (status: number, retryAfter?: number): Answer => ({
  kind: 'refused',
  status,
  retryAfter,
});

/** A step as a word or two. */
const word = (step: Step): string => {
  switch (step.do) {
    case 'fail':
      return `fail: ${step.code}`;
    case 'again':
    case 'start-over':
      return `${step.do} (${step.because})`;
    default:
      return step.do;
  }
};

const knownOfPart: KnownOfPart = {
  canAskToken: false,
  limitedRecently: false,
  oddBefore: 0,
  atEnd: true,
  size: SIZE,
  repeated: false,
  gaveUpHere: false,
  mayStartOver: true,
  mayHeal: true,
};

type PartRow = readonly [
  what: string,
  answer: Answer,
  known: Partial<KnownOfPart>,
  once: string,
  repeated: string,
];

const middle = { atEnd: false };
const here = { gaveUpHere: true };
const often = { mayStartOver: false };
const withToken = { canAskToken: true };
const limited = { limitedRecently: true };
const OVER = 'start-over (refused)';
const REFUSED = 'fail: refused';

const passing: readonly PartRow[] = [
  [408, 'timeout'] as const,
  [425, 'timeout'] as const,
  [429, 'rate-limited'] as const,
  [500, 'server-error'] as const,
  [502, 'server-error'] as const,
  [503, 'server-error'] as const,
  [504, 'server-error'] as const,
  [507, 'server-error'] as const,
  [599, 'server-error'] as const,
].map(([code, because]) => [
  `${code}`,
  status(code),
  { ...here, ...often },
  `again (${because})`,
  `again (${because})`,
]);

const refusing: readonly PartRow[] = [
  400, 402, 403, 405, 409, 411, 415, 416, 418, 422, 423, 428, 431, 451, 499,
].flatMap((code): PartRow[] => [
  [`${code}`, status(code), middle, OVER, OVER],
  [`${code}, given up here before`, status(code), here, REFUSED, OVER],
  [`${code}, too often`, status(code), often, REFUSED, REFUSED],
]);

const partTable: readonly PartRow[] = [
  ['next_url in the middle', next, middle, 'next-part', 'next-part'],
  ['the record at our last byte', recordOf(), {}, 'finish', 'check-tail'],
  ['the record early', recordOf(), middle, 'heal', 'heal'],
  ['a record one byte short', recordOf(SIZE - 1), {}, 'heal', 'heal'],
  ['a record one byte long', recordOf(SIZE + 1), {}, 'heal', 'heal'],
  ['a record of size 0', recordOf(0), {}, 'heal', 'heal'],
  [
    'the record early, healed twice already',
    recordOf(),
    { ...middle, mayHeal: false },
    'fail: integrity',
    'fail: integrity',
  ],
  [
    'next_url after our last byte',
    next,
    {},
    'start-over (integrity)',
    'start-over (integrity)',
  ],
  [
    'next_url after our last byte, given up here before',
    next,
    here,
    'fail: integrity',
    'start-over (integrity)',
  ],
  [
    'next_url after our last byte, too often',
    next,
    often,
    'fail: integrity',
    'fail: integrity',
  ],
  ['404', status(404), middle, OVER, OVER],
  ['404 at a place given up before', status(404), here, OVER, OVER],
  ['404, too often', status(404), often, REFUSED, REFUSED],
  ['410', status(410), middle, OVER, OVER],
  ['410 at a place given up before', status(410), here, OVER, OVER],
  ['410, too often', status(410), often, REFUSED, REFUSED],
  ['403 after a 429', status(403), limited, 'blocked', 'blocked'],
  [
    '403 after a 429, whatever else is known',
    status(403),
    { ...limited, ...here, ...often, ...withToken },
    'blocked',
    'blocked',
  ],
  ['401 with a bearer', status(401), withToken, 'ask-token', 'ask-token'],
  ['401 without a bearer, or asked', status(401), {}, OVER, OVER],
  ['401, given up here before', status(401), here, REFUSED, OVER],
  ['403 with a bearer is no 401', status(403), withToken, OVER, OVER],
  [
    '413',
    status(413),
    middle,
    'start-over (part-too-large)',
    'start-over (part-too-large)',
  ],
  [
    '413, given up here before',
    status(413),
    here,
    'fail: part-too-large',
    'start-over (part-too-large)',
  ],
  ...refusing,
  ...passing,
  ...[0, 1, 2].flatMap((oddBefore): PartRow[] => [
    [
      `2xx that is neither, after ${oddBefore} of them`,
      odd,
      { oddBefore },
      'again (bad-response)',
      'again (bad-response)',
    ],
    [
      `a redirect, after ${oddBefore} of them`,
      redirected,
      { oddBefore },
      'again (redirected)',
      'again (redirected)',
    ],
  ]),
  [
    '2xx that is neither, tried again three times',
    odd,
    { oddBefore: 3 },
    'fail: bad-response',
    'fail: bad-response',
  ],
  [
    'a redirect, tried again three times',
    redirected,
    { oddBefore: 3 },
    'fail: redirected',
    'fail: redirected',
  ],
  ['no answer', none, middle, 'again (timeout)', 'again (timeout)'],
  [
    'no answer at the end, whatever else is known',
    none,
    { ...here, ...often, oddBefore: 3 },
    'again (timeout)',
    'again (timeout)',
  ],
  ['a stall', stalled, {}, 'again (timeout)', 'again (timeout)'],
];

describe('the table of a part', () => {
  for (const [what, answer, known, once, repeated] of partTable) {
    it(`${what}: ${once}; in a repeated session ${repeated}`, () => {
      const stepOf = (repeated: boolean) =>
        word(afterPart(answer, { ...knownOfPart, ...known, repeated }));
      expect(stepOf(false), 'not repeated').to.equal(once);
      expect(stepOf(true), 'repeated').to.equal(repeated);
    });
  }

  it('gives the address of the next part and the record as they came', () => {
    expect(afterPart(next, { ...knownOfPart, atEnd: false })).to.deep.equal({
      do: 'next-part',
      url: 'https://drive.example/2',
    });
    expect(afterPart(recordOf(), knownOfPart)).to.deep.equal({
      do: 'finish',
      record: record(),
    });
  });

  it('gives on what the server asked to wait', () => {
    for (const code of [408, 425, 429, 503])
      expect(
        afterPart(status(code, 7000), knownOfPart),
        `${code}`,
      ).to.have.property('retryAfter', 7000);
  });

  it('takes 429 for a passing trouble even right after another one', () => {
    expect(
      word(afterPart(status(429), { ...knownOfPart, ...limited })),
    ).to.equal('again (rate-limited)');
  });

  it('a file of no bytes ends with the record, and heals a larger one', () => {
    const known = { ...knownOfPart, size: 0 };
    expect(word(afterPart(recordOf(0), known))).to.equal('finish');
    expect(word(afterPart(recordOf(1), known))).to.equal('heal');
  });
});

type SessionRow = readonly [
  what: string,
  answer: Answer,
  known: Partial<KnownOfSession>,
  step: string,
];

const knownOfSession: KnownOfSession = {
  canAskToken: false,
  limitedRecently: false,
  oddBefore: 0,
  healing: false,
};
const healing = { healing: true };

const sessionTable: readonly SessionRow[] = [
  [
    'a session',
    {
      kind: 'session',
      session: { upload_url: 'https://drive.example/1', max_part_size: 10 },
    },
    {},
    'send',
  ],
  ['no answer', none, {}, 'again (timeout)'],
  ['a stall', stalled, healing, 'again (timeout)'],
  ['408', status(408), {}, 'again (timeout)'],
  ['425', status(425), {}, 'again (timeout)'],
  ['429', status(429), {}, 'again (rate-limited)'],
  ['500', status(500), {}, 'again (server-error)'],
  ['503', status(503), healing, 'again (server-error)'],
  ...[0, 1, 2].map(
    (oddBefore): SessionRow => [
      `2xx that is no session, after ${oddBefore} of them`,
      odd,
      { oddBefore },
      'again (bad-response)',
    ],
  ),
  [
    '2xx that is no session, tried again three times',
    odd,
    { oddBefore: 3 },
    'fail: bad-response',
  ],
  ['401 with a token to ask for', status(401), withToken, 'ask-token'],
  ['401 otherwise', status(401), {}, 'fail: unauthorized'],
  ['401 for a heal', status(401), healing, 'fail: unauthorized'],
  ['403 after a 429', status(403), limited, 'blocked'],
  ['403 otherwise', status(403), {}, 'fail: forbidden'],
  ['403 for a heal', status(403), healing, 'fail: forbidden'],
  ['a redirect', redirected, {}, 'fail: redirected'],
  ...[400, 404, 409, 413, 422].flatMap((code): SessionRow[] => [
    [`${code}`, status(code), {}, 'fail: session-refused'],
    [`${code} for a heal`, status(code), healing, 'without-uuid'],
  ]),
  ...[402, 405, 406, 410, 415, 418, 451].flatMap((code): SessionRow[] => [
    [`${code}`, status(code), {}, 'fail: session-refused'],
    [`${code} for a heal`, status(code), healing, 'fail: session-refused'],
  ]),
];

describe('the table of a session request', () => {
  for (const [what, answer, known, step] of sessionTable)
    it(`${what}: ${step}`, () => {
      expect(
        word(afterSession(answer, { ...knownOfSession, ...known })),
      ).to.equal(step);
    });

  it('gives on what the server asked to wait', () => {
    expect(afterSession(status(503, 7000), knownOfSession)).to.have.property(
      'retryAfter',
      7000,
    );
  });
});

describe('stored bytes that read back wrong', () => {
  it('are healed while that is allowed, and fail as integrity after that', () => {
    const step = (mayHeal: boolean) =>
      word(afterDifference(record(), { mayHeal }));
    expect(step(true)).to.equal('heal');
    expect(step(false)).to.equal('fail: integrity');
  });
});
