/**
 * A schedule: one file, one kind of drive, what goes wrong and what people do, all from one seed.
 *
 * Knows: which values are worth trying. Does not know: how a schedule is played.
 */

import type { Behaviour, FaultRule } from '../../demo/drive/index.js';
import type { Verify } from '../../src/engine/index.js';

/** Always the same numbers for the same seed (mulberry32). */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, not including, 1. */
  readonly next = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.whole(0, values.length - 1)] as T;
  }
}

/** What people and pages do, after so many changes of the upload's state. */
export interface Deed {
  readonly after: number;
  readonly what: 'pause' | 'abort' | 'reload' | 'offline' | 'wake';
}

export type Content =
  | 'random'
  | 'zeros'
  | 'zero-tail'
  | 'periodic'
  | 'part-periodic';

export interface Schedule {
  readonly seed: number;
  readonly size: number;
  readonly partSize: number;
  readonly content: Content;
  readonly behaviour: Partial<Behaviour>;
  readonly verify: Verify;
  readonly faults: readonly FaultRule[];
  readonly deeds: readonly Deed[];
}

const CONTENTS: readonly Content[] = [
  'random',
  'random',
  'zeros',
  'zero-tail',
  'periodic',
  'part-periodic',
];

export const scheduleOf = (seed: number): Schedule => {
  const random = new Random(seed);
  const partSize = random.pick([1, 7, 64, 100, 256]);
  const parts = random.pick([0, 1, 1, 2, 3, 5, 8]);
  const size = Math.max(0, parts * partSize + random.pick([-1, 0, 0, 1]));
  return {
    seed,
    size,
    partSize,
    content: random.pick(CONTENTS),
    behaviour: {
      maxPartSize: partSize,
      replay: random.pick(['same', 'append', 'refuse', 'missing']),
      cut: random.pick(['drop', 'keep', 'taken']),
      over: random.pick(['trim', 'grow', 'refuse']),
      zero: random.pick(['ok', 'ok', 'refuse']),
      uuid: random.pick(['file', 'version']),
      downloads: random.pick(['ranges', 'ranges', 'whole', 'none']),
    },
    verify: random.pick([
      'repeated',
      'repeated',
      'repeated',
      'always',
      'never',
    ]),
    faults: Array.from({ length: random.pick([0, 1, 1, 2, 2, 3]) }, () =>
      faultOf(random, Math.ceil(size / partSize)),
    ),
    deeds: Array.from({ length: random.pick([0, 0, 0, 1, 2]) }, () => ({
      after: random.whole(1, parts + 4),
      what: random.pick([
        'pause',
        'pause',
        'abort',
        'reload',
        'reload',
        'offline',
        'wake',
      ] as const),
    })),
  };
};

const faultOf = (random: Random, parts: number): FaultRule => {
  const on = random.pick([
    'part',
    'part',
    'part',
    'part',
    'session',
    'download',
  ] as const);
  const target = {
    on,
    at: on === 'part' ? random.whole(1, parts + 1) : random.whole(1, 2),
    times: random.pick([1, 1, 1, 2, 6]),
  };
  const when = random.pick(['before', 'after'] as const);
  // These two take real time: a drive that hangs is only known by waiting.
  if (random.chance(0.03))
    return { ...target, kind: 'stall', delay: 400, when };
  if (random.chance(0.03))
    return { ...target, times: 1, kind: 'late', delay: 150, when };
  switch (
    random.pick([
      'lost',
      'lost',
      'reset',
      'reset',
      'status',
      'status',
      'odd',
    ] as const)
  ) {
    case 'lost':
      return { ...target, kind: 'lost-answer' };
    case 'reset':
      return {
        ...target,
        kind: 'reset',
        when: random.pick(['before', 'within', 'after']),
      };
    case 'status': {
      const status = random.pick([
        401, 403, 404, 408, 409, 410, 413, 422, 429, 500, 502, 503,
      ]);
      const asks = status === 429 || status === 503;
      return {
        ...target,
        kind: 'status',
        when,
        status,
        ...(asks && random.chance(0.5)
          ? { retryAfter: random.whole(0, 90) }
          : {}),
      };
    }
    default:
      return {
        ...target,
        kind: random.pick(['redirect', 'not-json', 'wrong-json', 'huge']),
        when,
      };
  }
};

/** The bytes of a schedule's file. */
export const contentOf = ({
  seed,
  size,
  partSize,
  content,
}: Schedule): Uint8Array<ArrayBuffer> => {
  const random = new Random(seed ^ 0x5eed);
  const bytes = new Uint8Array(size);
  const period = content === 'part-periodic' ? partSize : random.whole(1, 5);
  for (let at = 0; at < size; at++) {
    if (content === 'zeros' || (content === 'zero-tail' && at > size / 3))
      continue;
    const isNew =
      content === 'random' || content === 'zero-tail' || at < period;
    bytes[at] = isNew ? random.whole(0, 255) : (bytes[at - period] as number);
  }
  return bytes;
};
