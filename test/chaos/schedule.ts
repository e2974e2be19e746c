/**
 * A schedule: one file, one kind of drive, what goes wrong and what people do, all from one seed.
 *
 * Knows: which values are worth trying. Does not know: how a schedule is played, or what must be true at its end.
 */

import type { Behaviour, FaultRule } from '../../demo/drive/index.js';
import type { Verify } from '../../src/engine/index.js';
import { Random } from './random.js';

/** A fault of the line between page and drive. */
export interface LineFault {
  /**
   * Nobody answers: the request is lost on its way (`silent-before`), its answer is (`silent-after`), or it comes to
   * the drive only when the page has given it up and was answered to the next one (`overtaken`).
   */
  readonly kind: 'silent-before' | 'silent-after' | 'overtaken';
  /** How many requests go by unharmed first. */
  readonly at: number;
}

/** What people and pages do. */
export interface Deed {
  /** In the engine: after so many changes of the upload's state. In a browser: at the so-manyth POST. */
  readonly after: number;
  /** In a browser: when the drive has done what that POST asked for, and nobody knows yet. Else before. */
  readonly unread: boolean;
  /** `crash`: the page goes without a chance to write anything down. */
  readonly what:
    | 'pause'
    | 'abort'
    | 'abort-and-retry'
    | 'reload'
    | 'crash'
    | 'offline'
    | 'wake';
}

export type Content =
  | 'random'
  | 'zeros'
  | 'zero-tail'
  | 'periodic'
  | 'half-periodic'
  | 'part-periodic';

export interface Schedule {
  readonly seed: number;
  readonly size: number;
  readonly partSize: number;
  readonly content: Content;
  readonly behaviour: Partial<Behaviour>;
  readonly verify: Verify;
  /** Whether it becomes a new version of a file of the page's own. */
  readonly ownFile: boolean;
  readonly faults: readonly FaultRule[];
  readonly line: readonly LineFault[];
  readonly deeds: readonly Deed[];
}

const REPLAY = ['same', 'append', 'refuse', 'missing'] as const;
const CUT = ['drop', 'keep', 'taken'] as const;
const OVER = ['trim', 'grow', 'refuse'] as const;
const DOWNLOADS = ['ranges', 'whole', 'none'] as const;
const UUID = ['file', 'version'] as const;

/** How many kinds of drives there are; schedules go through all of them in turn. */
export const DRIVES =
  REPLAY.length * CUT.length * OVER.length * DOWNLOADS.length * UUID.length;

export const scheduleOf = (seed: number): Schedule => {
  const random = new Random(seed);
  // Large ones so that the last 64 KiB are not the whole file; small ones for speed.
  const partSize = random.pick([1, 7, 10, 10, 64, 100, 256, 32_768]);
  const parts = random.whole(0, partSize > 256 ? 4 : 8);
  const rest = random.pick([0, 0, 1, -1, random.whole(0, partSize - 1)]);
  const size = Math.max(0, parts * partSize + rest);
  const troubles = random.pick([0, 0, 1, 1, 1, 2, 2, 2, 3]);
  const faults: FaultRule[] = [];
  const line: LineFault[] = [];
  for (let n = 0; n < troubles; n++)
    if (random.chance(0.8)) faults.push(faultOf(random, parts));
    else line.push(lineFaultOf(random, parts));
  return {
    seed,
    size,
    partSize,
    content: random.pick([
      'random',
      'random',
      'random',
      'zeros',
      'zero-tail',
      'zero-tail',
      'periodic',
      'half-periodic',
      'part-periodic',
    ]),
    behaviour: behaviourOf(random, { seed, partSize, size }),
    verify: random.pick([
      ...(['repeated', 'repeated', 'repeated', 'repeated'] as const),
      'always',
      'never',
    ]),
    ownFile: random.chance(0.2),
    faults,
    line,
    deeds: Array.from({ length: random.pick([0, 0, 0, 1, 1, 2]) }, () => ({
      after: random.whole(1, parts + 4),
      unread: random.chance(0.5),
      what: random.pick([
        'pause',
        'pause',
        'abort',
        'abort-and-retry',
        'reload',
        'reload',
        'reload',
        'crash',
        'offline',
        'wake',
      ] as const),
    })),
  };
};

/** What makes it one of the kinds goes by turns; the rest is seldom anything but usual. */
const behaviourOf = (
  random: Random,
  { seed, partSize, size }: { seed: number; partSize: number; size: number },
): Partial<Behaviour> => {
  let kind = seed % DRIVES;
  const turn = <T>(list: readonly T[]): T => {
    const chosen = list[kind % list.length] as T;
    kind = Math.floor(kind / list.length);
    return chosen;
  };
  return {
    replay: turn(REPLAY),
    cut: turn(CUT),
    over: turn(OVER),
    downloads: turn(DOWNLOADS),
    uuid: turn(UUID),
    zero: random.pick(['ok', 'ok', 'refuse']),
    maxPartSize: partSize,
    ...(random.chance(0.15) ? unusual(random, size) : {}),
  };
};

const unusual = (random: Random, size: number): Partial<Behaviour> =>
  random.pick<Partial<Behaviour>>([
    { bearer: 'same' },
    { cors: 'bare-errors' },
    { cors: 'hidden-retry-after' },
    { cors: 'none' },
    { rate: random.whole(2, 6) },
    { sessionTtl: random.whole(1, 40) },
    { maxFileSize: Math.max(0, size - random.whole(0, 1)) },
  ]);

const lineFaultOf = (random: Random, parts: number): LineFault => ({
  kind: random.pick(['silent-before', 'silent-after', 'overtaken']),
  at: random.whole(0, parts + 2),
});

const faultOf = (random: Random, parts: number): FaultRule => {
  const on = random.pick([
    'part',
    'part',
    'part',
    'part',
    'session',
    'download',
  ] as const);
  const when = random.pick(['before', 'after'] as const);
  return {
    on,
    // Of all such requests, or those of one part in each session.
    ...(random.chance(0.6)
      ? { skip: on === 'part' ? random.whole(0, parts + 2) : 0 }
      : { at: on === 'part' ? random.whole(1, parts + 1) : 1 }),
    times: random.pick([1, 1, 1, 1, 1, 2, 6]),
    ...random.pick<Partial<FaultRule> & Pick<FaultRule, 'kind'>>([
      { kind: 'lost-answer' },
      { kind: 'lost-answer' },
      { kind: 'reset', when },
      // What a broken body leaves behind is what most depends on the drive.
      { kind: 'reset', when: 'within' },
      { kind: 'reset', when: 'within' },
      { kind: 'reset', when: 'within' },
      { kind: 'status', when, status: random.pick([408, 425, 500, 502, 503]) },
      {
        kind: 'status',
        when,
        status: random.pick([429, 503]),
        retryAfter: random.pick([0, 1, 5, 90, 700]),
      },
      { kind: 'status', when, status: random.pick([400, 401, 403, 404, 429]) },
      { kind: 'status', when, status: random.pick([409, 410, 413, 422]) },
      { kind: 'redirect', when },
      { kind: 'not-json', when },
      { kind: 'wrong-json', when },
      on === 'download'
        ? { kind: 'wrong-bytes' }
        : { kind: 'huge', when, bytes: 1_500_000 },
      { kind: on === 'download' ? 'wrong-bytes' : 'lost-answer' },
    ]),
  };
};

/** The bytes of a schedule's file. */
export const contentOf = ({
  seed,
  size,
  partSize,
  content,
}: Schedule): Uint8Array<ArrayBuffer> => {
  const random = new Random(seed ^ 0x5eed);
  const period = {
    periodic: random.whole(1, 5),
    'half-periodic': Math.max(1, Math.floor(partSize / 2)),
    'part-periodic': partSize,
    random: size,
    'zero-tail': Math.floor(size / 3),
    zeros: 0,
  }[content];
  const bytes = new Uint8Array(size);
  for (let at = 0; at < Math.min(period, size); at++)
    bytes[at] = random.whole(0, 255);
  if (content.endsWith('periodic'))
    for (let at = period; at < size; at++)
      bytes[at] = bytes[at - period] as number;
  return bytes;
};

const PASSING = [408, 425, 429, 500, 502, 503];
const USUAL = [
  ...['replay', 'cut', 'over', 'downloads', 'uuid', 'zero', 'maxPartSize'],
];

/** Whether the drive asks for nothing that depends on time, numbers or origins. */
export const isUsual = ({ behaviour, size }: Schedule): boolean =>
  Object.keys(behaviour).every((name) => USUAL.includes(name)) &&
  !(behaviour.zero === 'refuse' && size === 0);

/**
 * Whether the upload has to arrive: at most two troubles, each of which passes, and nobody ends it. Thirty seconds of
 * silence before the first answer ever are an address that is not there.
 */
export const mustArrive = (schedule: Schedule): boolean => {
  const { faults, line, deeds } = schedule;
  const reloads = deeds.filter(({ what }) => isReload(what)).length;
  const times = faults.reduce((sum, { times = 1 }) => sum + times, 0);
  return (
    isUsual(schedule) &&
    times + line.length + reloads <= 2 &&
    deeds.every(({ what }) => what !== 'abort') &&
    line.every(({ at }) => reloads === 0 && at > faults.length) &&
    faults.every(
      ({ kind, status, on }) =>
        (kind === 'status' && PASSING.includes(status ?? 0)) ||
        (kind !== 'status' && !(kind === 'redirect' && on === 'session')),
    )
  );
};

export const isReload = (what: Deed['what']): boolean =>
  what === 'reload' || what === 'crash';

/** Whether a wrong byte can be seen by reading back, so that `verified: false` is no excuse. */
export const couldBeSeen = ({
  behaviour,
  verify,
  content,
  faults,
  line,
  partSize,
}: Schedule): boolean =>
  behaviour.downloads === 'ranges' &&
  (behaviour.cors ?? 'open') === 'open' &&
  behaviour.rate === undefined &&
  verify !== 'never' &&
  content === 'random' &&
  // Fewer bytes may look the same by chance.
  partSize >= 7 &&
  line.length === 0 &&
  faults.every(({ on }) => on !== 'download');
