/**
 * What the vendor leaves open, as switches: their names, values, defaults.
 *
 * One table serves the command line, the control routes and the types. Does not know: routes; what a switch means is
 * written where it is obeyed.
 */

/** How the drive behaves. Every one of these can change while it runs. */
export interface Behaviour {
  /** The largest part, in bytes; a session keeps the value it was opened with. */
  maxPartSize: number;
  /** The largest file, in bytes. */
  maxFileSize: number;
  /** Milliseconds added to each request: half before it is handled, half after. */
  latency: number;
  /** Seconds that a session lives. */
  sessionTtl: number;
  /** Requests a second for one address, 0 for no limit. */
  rate: number;
  /** What `uuid` of a record names. */
  uuid: 'file' | 'version';
  /** Who may read answers from another origin. */
  cors: 'open' | 'account' | 'none' | 'bare-errors' | 'hidden-retry-after';
  /** The origins for `cors: 'account'`. */
  origins: readonly string[];
  /** A part that was already taken: the same answer, taken again, 409, 404. */
  replay: 'same' | 'append' | 'refuse' | 'missing';
  /** What a broken body leaves: nothing; its bytes, the part open; its bytes, as if whole. */
  cut: 'drop' | 'keep' | 'taken';
  /** Bytes past `file_size`: cut off, kept, or the part is refused (413). */
  over: 'trim' | 'grow' | 'refuse';
  /** A file of no bytes. */
  zero: 'ok' | 'refuse';
  /** Whether parts need the bearer that opened the session. */
  bearer: 'none' | 'same';
  /** Downloads: with ranges, always whole, unreadable (403 without CORS headers). */
  downloads: 'ranges' | 'whole' | 'none';
}

type Rule =
  | { kind: 'number'; min: number; max: number; fallback: number; help: string }
  | {
      kind: 'choice';
      values: readonly string[];
      fallback: string;
      help: string;
    }
  | { kind: 'list'; fallback: readonly string[]; help: string };

const day = 24 * 60 * 60;

/** The table behind everything here; the order is the order of `--help`. */
export const behaviourRules: Readonly<Record<keyof Behaviour, Rule>> = {
  maxPartSize: {
    kind: 'number',
    min: 1,
    max: 64 * 1024 * 1024,
    fallback: 131_072,
    help: 'largest part in bytes',
  },
  maxFileSize: {
    kind: 'number',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    fallback: 314_572_800,
    help: 'largest file in bytes',
  },
  latency: {
    kind: 'number',
    min: 0,
    max: 600_000,
    fallback: 0,
    help: 'milliseconds added to each request',
  },
  sessionTtl: {
    kind: 'number',
    min: 0,
    max: 365 * day,
    fallback: day,
    help: 'seconds that a session lives',
  },
  rate: {
    kind: 'number',
    min: 0,
    max: 1_000_000,
    fallback: 0,
    help: 'requests a second; beyond it 429, after ten of those 403 for five minutes; 0 is no limit',
  },
  uuid: {
    kind: 'choice',
    values: ['file', 'version'],
    fallback: 'file',
    help: 'what the uuid of a record names',
  },
  cors: {
    kind: 'choice',
    values: ['open', 'account', 'none', 'bare-errors', 'hidden-retry-after'],
    fallback: 'open',
    help: 'who may read answers from another origin',
  },
  origins: {
    kind: 'list',
    fallback: [],
    help: 'origins for --cors account, separated by commas',
  },
  replay: {
    kind: 'choice',
    values: ['same', 'append', 'refuse', 'missing'],
    fallback: 'same',
    help: 'a part that was already taken: same answer, taken again, 409, 404',
  },
  cut: {
    kind: 'choice',
    values: ['drop', 'keep', 'taken'],
    fallback: 'drop',
    help: 'a broken body: nothing stays, its bytes stay, they count as the whole part',
  },
  over: {
    kind: 'choice',
    values: ['trim', 'grow', 'refuse'],
    fallback: 'trim',
    help: 'bytes past file_size: cut off, kept, 413',
  },
  zero: {
    kind: 'choice',
    values: ['ok', 'refuse'],
    fallback: 'ok',
    help: 'a file of no bytes',
  },
  bearer: {
    kind: 'choice',
    values: ['none', 'same'],
    fallback: 'none',
    help: 'whether parts need the access token of their session',
  },
  downloads: {
    kind: 'choice',
    values: ['ranges', 'whole', 'none'],
    fallback: 'ranges',
    help: 'downloads with ranges, always whole, or unreadable',
  },
};

const names = Object.keys(behaviourRules) as (keyof Behaviour)[];

/** The behaviour when nobody says anything. */
export function defaultBehaviour(): Behaviour {
  return Object.fromEntries(
    names.map((name) => [name, behaviourRules[name].fallback]),
  ) as unknown as Behaviour;
}

/** Thrown for a switch that does not exist or a value it does not have. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

/**
 * Checks changes that come from outside. Numbers and lists may be text, as a
 * command line gives them.
 */
export function checkBehaviour(changes: unknown): Partial<Behaviour> {
  if (
    typeof changes !== 'object' ||
    changes === null ||
    Array.isArray(changes)
  ) {
    throw new OptionError('expected an object of options');
  }
  const checked: [string, unknown][] = [];
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(behaviourRules, name)) {
      throw new OptionError(`there is no option ${JSON.stringify(name)}`);
    }
    checked.push([name, checkValue(name as keyof Behaviour, value)]);
  }
  return Object.fromEntries(checked) as Partial<Behaviour>;
}

function checkValue(name: keyof Behaviour, value: unknown): unknown {
  const rule = behaviourRules[name];
  switch (rule.kind) {
    case 'number': {
      const number =
        typeof value === 'string' && /^\d{1,16}$/.test(value)
          ? Number(value)
          : value;
      if (
        typeof number !== 'number' ||
        !Number.isSafeInteger(number) ||
        number < rule.min ||
        number > rule.max
      ) {
        throw new OptionError(
          `${name} must be a whole number from ${rule.min} to ${rule.max}`,
        );
      }
      return number;
    }
    case 'choice':
      if (typeof value !== 'string' || !rule.values.includes(value)) {
        throw new OptionError(
          `${name} must be one of ${rule.values.join(', ')}`,
        );
      }
      return value;
    case 'list': {
      const list = typeof value === 'string' ? value.split(',') : value;
      if (
        !Array.isArray(list) ||
        !list.every((item) => typeof item === 'string')
      ) {
        throw new OptionError(`${name} must be a list of texts`);
      }
      return list.map((item: string) => item.trim()).filter(Boolean);
    }
  }
}
