/**
 * No answer: is the address wrong, the network away, or does the browser hide what came?
 *
 * Knows: which origins ever answered anything that could be read, and which ever took a part. Does not know: parts, or
 * what to tell a person.
 * Before the first answer ever read, an address is more likely wrong (a typing mistake, no CORS) than out of order,
 * and the page's author must see it at once and not after a quarter of an hour. An answer without CORS headers (a
 * proxy's 413, a gateway's 502) looks like none; a request whose answer nobody wants to read tells the two apart.
 */

import { type Clock, timeLimit } from './pauser.js';

/** Milliseconds of trying after which an address that never answered is called unreachable. */
const UNREACHABLE_AFTER = 30_000;

/** So many tries without an answer, over so many milliseconds, are worth a look. */
const SUSPICIOUS_TRIES = 5;
const SUSPICIOUS_TIME = 20_000;

const PROBE_PATIENCE = 10_000;

/** A row of tries of one request that all found no answer. */
export interface Silence {
  readonly tries: number;
  /** Milliseconds since the first of them. */
  readonly lasted: number;
}

/** Which origins ever answered this page, and which ever took a part from it. */
export class Reachability {
  readonly #answered = new Set<string>();
  readonly #acknowledged = new Set<string>();

  /** Something was read from there. */
  answered(origin: string): void {
    this.#answered.add(origin);
  }

  /** A part was taken there. */
  acknowledged(origin: string): void {
    this.#acknowledged.add(origin);
  }

  /** Whether any part was ever taken there. */
  hasAcknowledged(origin: string): boolean {
    return this.#acknowledged.has(origin);
  }

  /** Whether to give up on an address from which nothing was ever read. */
  isUnreachable(origin: string, spent: number, isOver: boolean): boolean {
    return (
      !this.#answered.has(origin) && (isOver || spent >= UNREACHABLE_AFTER)
    );
  }
}

/** Whether so much silence is worth asking whether answers are hidden. */
export const isSuspicious = ({ tries, lasted }: Silence): boolean =>
  tries >= SUSPICIOUS_TRIES && lasted >= SUSPICIOUS_TIME;

/** Whether anything answers there, readable or not. */
export const answersAtAll = async (
  origin: string,
  {
    fetch,
    clock,
    signal,
  }: { fetch: typeof globalThis.fetch; clock: Clock; signal: AbortSignal },
): Promise<boolean> => {
  const limit = timeLimit(PROBE_PATIENCE, { clock, signal });
  try {
    const answer = await fetch(`${origin}/`, {
      mode: 'no-cors',
      cache: 'no-store',
      credentials: 'omit',
      signal: limit.signal,
    });
    void answer.body?.cancel();
    return true;
  } catch {
    signal.throwIfAborted();
    return false;
  } finally {
    limit.end();
  }
};

/** What this page knows; uploads share it. */
export const pageReachability = new Reachability();
