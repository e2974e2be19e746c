/**
 * Questions about time: HTTP version, latency, several uploads at once, and the rate at which 429 comes.
 *
 * Knows: the clock. Does not know: how many at once is wise.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Desk } from './desk.js';
import type { LoadAnswers, SpeedAnswers } from './profile.js';

const SAMPLES = 5;
/** Enough to meet a limit of a hundred a second; a limit above that limits no uploader. */
const MOST_REQUESTS = 400;
const LOAD_AT_ONCE = 5;
const MOST_BYTES = 256 * 1024;

export async function askSpeed(
  desk: Desk,
  maxPartSize: number,
  maxFileSize: number,
): Promise<SpeedAnswers> {
  const { wire } = desk;
  const bytes = Math.min(maxPartSize * 2, maxFileSize, MOST_BYTES);
  const file = new Uint8Array(bytes).fill(3);
  const upload = async () => {
    const { upload_url } = await desk.open(bytes);
    const pieces: Uint8Array[] = [];
    const step = Math.min(maxPartSize, Math.ceil(bytes / 2));
    for (let at = 0; at < bytes; at += step)
      pieces.push(file.subarray(at, at + step));
    const { record } = await desk.parts(upload_url, pieces);
    return record !== undefined;
  };
  const timed = async (count: number) => {
    const started = performance.now();
    const ended = await Promise.allSettled(
      Array.from({ length: count }, upload),
    );
    wire.signal.throwIfAborted();
    return {
      ms: Math.round(performance.now() - started),
      failed: ended.filter((one) => one.status === 'rejected' || !one.value)
        .length,
    };
  };
  const waits: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++)
    waits.push(
      (await wire.send('GET', smallUrl(desk), { headers: desk.bearer })).ms,
    );
  waits.sort((a, b) => a - b);
  return wire.unpaced(async () => ({
    httpVersion: await wire.httpVersion(desk.drive),
    quickest: Math.round(waits[0] ?? 0),
    median: Math.round(waits[SAMPLES >> 1] ?? 0),
    bytes,
    alone: (await timed(1)).ms,
    atOnce: {
      '2': await timed(2),
      '4': await timed(4),
      '6': await timed(6),
    },
  }));
}

/** Asks faster and faster than anybody should, until 429 comes: only when that was wanted. */
export async function askLoad(desk: Desk): Promise<LoadAnswers> {
  const { wire } = desk;
  // What was asked before must not count.
  await pause(1200, undefined, { signal: wire.signal });
  let sent = 0;
  const accepted: number[] = [];
  let retryAfter: string | null = null;
  let isLimited = false;
  let ended = 0;
  const started = performance.now();
  const ask = async () => {
    while (!isLimited && sent < MOST_REQUESTS) {
      sent++;
      const { status, headers } = await wire.send('GET', smallUrl(desk), {
        headers: desk.bearer,
        take429: true,
      });
      if (status === 429 && !isLimited) {
        isLimited = true;
        ended = performance.now();
        retryAfter = headers['retry-after'] ?? null;
      }
      if (status !== 429) accepted.push(performance.now());
    }
  };
  await wire.unpaced(() =>
    Promise.all(Array.from({ length: LOAD_AT_ONCE }, ask)),
  );
  return {
    // Those of its last second; the ones before it do not count any more.
    accepted: isLimited
      ? accepted.filter((time) => time > ended - 1000).length
      : null,
    sent,
    ms: Math.round((isLimited ? ended : performance.now()) - started),
    retryAfter,
  };
}

/** A file that nobody has: the cheapest question there is. */
export const smallUrl = ({ drive }: Desk): string =>
  `${drive}/v1.0/files/00000000-0000-4000-8000-000000000000`;
