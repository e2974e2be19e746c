/**
 * Faults on demand: which request meets which fault.
 *
 * Knows: rules and when each one is used up. How a fault is played is in `play-fault.ts`; what it leaves behind follows
 * from the drive's switches.
 */
import { OptionError } from './options.js';

export type FaultKind =
  /** Everything is done, then the connection breaks. */
  | 'lost-answer'
  /** The connection breaks `before`, `within` or `after` the body; nothing is answered. */
  | 'reset'
  /** An answer with `status`, `before` or `after` the work was done. */
  | 'status'
  /** No answer until the client gives up, at most `delay` ms; then the connection breaks. */
  | 'stall'
  /** The right answer `delay` ms late; with `before` the work itself is late too. */
  | 'late'
  /** An answer with `status` (307) and `location`. */
  | 'redirect'
  /** 2xx whose body is no JSON. */
  | 'not-json'
  /** 2xx with valid JSON that is neither a session, nor `next_url`, nor a record. */
  | 'wrong-json'
  /** 2xx with JSON of `bytes` bytes. */
  | 'huge'
  /** A download whose bytes are not the stored ones. */
  | 'wrong-bytes';

export interface Fault {
  readonly kind: FaultKind;
  /** Before the work is done (the part is not taken) or after it; `within` for `reset`. */
  readonly when?: 'before' | 'within' | 'after';
  readonly status?: number;
  /** Seconds, or a date as HTTP writes it. */
  readonly retryAfter?: number | string;
  /** `reset` within: how many bytes arrive first (half a part). `huge`: the size. */
  readonly bytes?: number;
  /** Milliseconds, for `stall` and `late`. */
  readonly delay?: number;
  readonly location?: string;
  /** The body instead of the usual one, and its type. */
  readonly body?: string;
  readonly contentType?: string;
}

export type FaultTarget = 'session' | 'part' | 'download' | 'files';

export interface FaultRule extends Fault {
  readonly on: FaultTarget;
  /** For a part its number; otherwise the nth such request, from now on. */
  readonly at?: number;
  /** Only for this session. */
  readonly session?: number;
  /** How many requests that fit go by unharmed first (0). */
  readonly skip?: number;
  /** How many requests it hits (1). */
  readonly times?: number;
}

interface LiveRule {
  readonly rule: FaultRule;
  seen: number;
  hit: number;
}

const kinds: readonly string[] = [
  'lost-answer',
  'reset',
  'status',
  'stall',
  'late',
  'redirect',
  'not-json',
  'wrong-json',
  'huge',
  'wrong-bytes',
] satisfies FaultKind[];

/** Bounds of the numbers that a rule may carry. */
const numbers: Readonly<Record<string, readonly [number, number]>> = {
  at: [1, 1_000_000_000],
  session: [1, Number.MAX_SAFE_INTEGER],
  skip: [0, 1_000_000_000],
  times: [1, 1_000_000_000],
  status: [200, 599],
  bytes: [0, 256 * 1024 * 1024],
  delay: [0, 3_600_000],
};

export class Faults {
  #rules: LiveRule[] = [];

  /** Adds a rule; the oldest rule that fits a request is the one that hits it. */
  add(rule: FaultRule): void {
    this.#rules.push({ rule: checkRule(rule), seen: 0, hit: 0 });
  }

  clear(): void {
    this.#rules = [];
  }

  /** What is still to come. */
  get pending(): readonly FaultRule[] {
    return this.#rules.map(({ rule, hit }) => ({
      ...rule,
      times: (rule.times ?? 1) - hit,
    }));
  }

  /** The fault for this request, if there is one; uses it up. */
  next(
    on: FaultTarget,
    request: { session?: number; part?: number } = {},
  ): Fault | undefined {
    let chosen: LiveRule | undefined;
    for (const live of this.#rules) {
      const { rule } = live;
      if (rule.on !== on) continue;
      if (rule.session !== undefined && rule.session !== request.session) {
        continue;
      }
      if (on === 'part' && rule.at !== undefined && rule.at !== request.part) {
        continue;
      }
      live.seen += 1;
      if (live.seen <= (rule.skip ?? 0)) continue;
      if (on !== 'part' && rule.at !== undefined && live.seen < rule.at) {
        continue;
      }
      chosen ??= live;
    }
    if (!chosen) return undefined;
    chosen.hit += 1;
    if (chosen.hit >= (chosen.rule.times ?? 1)) {
      this.#rules = this.#rules.filter((live) => live !== chosen);
    }
    return chosen.rule;
  }
}

/** Checks a rule that may come from outside; throws `OptionError`. */
export function checkRule(rule: unknown): FaultRule {
  if (typeof rule !== 'object' || rule === null || Array.isArray(rule)) {
    throw new OptionError('a fault must be an object');
  }
  const given = rule as Record<string, unknown>;
  const check = (fits: boolean, message: string): void => {
    if (!fits) throw new OptionError(message);
  };
  const isOneOf = (value: unknown, values: readonly unknown[]): boolean =>
    values.includes(value);
  check(
    isOneOf(given.on, ['session', 'part', 'download', 'files']),
    'on must be session, part, download or files',
  );
  check(isOneOf(given.kind, kinds), `kind must be one of ${kinds.join(', ')}`);
  check(
    isOneOf(given.when, [undefined, 'before', 'within', 'after']),
    'when must be before, within or after',
  );
  for (const [name, [min, max]] of Object.entries(numbers)) {
    const value = given[name];
    check(
      value === undefined ||
        (typeof value === 'number' &&
          Number.isSafeInteger(value) &&
          value >= min &&
          value <= max),
      `${name} must be a whole number from ${min} to ${max}`,
    );
  }
  for (const name of ['location', 'body', 'contentType']) {
    const value = given[name];
    check(
      value === undefined || typeof value === 'string',
      `${name} must be text`,
    );
  }
  for (const name of ['location', 'contentType', 'retryAfter']) {
    const value = given[name];
    check(
      value === undefined || /^[\x20-\x7e]*$/.test(String(value)),
      `${name} must fit into a header`,
    );
  }
  check(
    isOneOf(typeof given.retryAfter, ['undefined', 'number', 'string']),
    'retryAfter must be seconds or a date',
  );
  const known = [
    'on',
    'kind',
    'when',
    'retryAfter',
    'location',
    'body',
    'contentType',
    ...Object.keys(numbers),
  ];
  for (const name of Object.keys(given)) {
    check(known.includes(name), `a fault has no ${JSON.stringify(name)}`);
  }
  return { ...given } as unknown as FaultRule;
}
