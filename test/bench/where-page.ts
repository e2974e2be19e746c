/**
 * The page of `where.ts`: one file by the bare loop and by the element, with a look at the clock wherever a part is handed
 * on.
 *
 * Knows: `fetch` and `JSON.parse`, which it wraps, and what the browser tells of each request. Does not know: our own
 * code, whose time is what is left between an answer and the next request.
 */

import { bare, ours, type Turn, type Way } from './own-ways.js';
import type { Scene } from './scenes.js';
import { median } from './stats.js';

/** Milliseconds of one part, one after the other; medians of all parts. */
export interface Split {
  /** From the call of `fetch` until the browser begins to send. */
  handedOver: number;
  /** The bytes there, the drive's latency, the first byte of the answer. */
  travels: number;
  /** From the first to the last byte of the answer. */
  answer: number;
  /** From the last byte until the page has the text. */
  handedBack: number;
  json: number;
  /** What remains until the next call of `fetch`: what the page's own code does, and waits for. */
  own: number;
  /** From call to call. */
  whole: number;
  /** Reading a part from the file, while the one before it travels. The bare loop leaves it to the browser. */
  read: number | undefined;
}

export interface WhereFound {
  readonly took: Readonly<Record<'bare' | 'ours', readonly number[]>>;
  readonly split: Readonly<Record<'bare' | 'ours', Split>>;
}

interface Call {
  readonly url: string;
  readonly begun: number;
  read: number;
  json: number;
}

const asked = (await (await fetch('/asked')).json()) as {
  port: string;
  size: number;
  turns: number;
};

let calls: Call[] = [];
let reads: number[] = [];

const watch = (): void => {
  const browsersFetch = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const call: Call = {
      ...{ url: String(input), begun: performance.now() },
      ...{ read: Number.NaN, json: 0 },
    };
    const response = await browsersFetch(input, init);
    calls.push(call);
    const { text } = Response.prototype;
    response.text = async () => {
      const said = await text.call(response);
      call.read = performance.now();
      return said;
    };
    // The bare loop asks for JSON: its text is the same, and so both can be told apart from the parsing.
    response.json = async () => JSON.parse(await response.text());
    return response;
  };
  const { parse } = JSON;
  JSON.parse = (text, reviver) => {
    const begun = performance.now();
    const value = parse(text, reviver);
    const call = calls.at(-1);
    if (call) call.json += performance.now() - begun;
    return value;
  };
  const { arrayBuffer } = Blob.prototype;
  Blob.prototype.arrayBuffer = async function () {
    const begun = performance.now();
    const bytes = await arrayBuffer.call(this);
    reads.push(performance.now() - begun);
    return bytes;
  };
};

const entriesByUrl = (): Map<string, PerformanceResourceTiming> =>
  new Map(
    (
      performance.getEntriesByType('resource') as PerformanceResourceTiming[]
    ).map((entry) => [entry.name, entry]),
  );

/** The last part is left out: nothing comes after it. */
const splitOf = (): Split => {
  const entries = entriesByUrl();
  const parts = calls.filter(({ url }) => url.includes('/upload/'));
  const each = parts.slice(0, -1).flatMap((call, at) => {
    const entry = entries.get(call.url);
    const next = parts[at + 1];
    if (!entry || !next || entry.requestStart === 0) return [];
    return [
      {
        handedOver: entry.requestStart - call.begun,
        travels: entry.responseStart - entry.requestStart,
        answer: entry.responseEnd - entry.responseStart,
        handedBack: call.read - entry.responseEnd,
        json: call.json,
        own: next.begun - call.read - call.json,
        whole: next.begun - call.begun,
      },
    ];
  });
  const middle = (key: keyof (typeof each)[number]) =>
    median(each.map((part) => part[key]));
  return {
    handedOver: middle('handedOver'),
    travels: middle('travels'),
    answer: middle('answer'),
    handedBack: middle('handedBack'),
    json: middle('json'),
    own: middle('own'),
    whole: middle('whole'),
    read: reads.length > 0 ? median(reads) : undefined,
  };
};

let turns = 0;
const play = async (way: Way, size: number): Promise<number> => {
  turns += 1;
  let began = 0;
  let ended = 0;
  const scene = { connections: 1 } as Scene;
  const turn: Turn = {
    ...{ scene, ticket: undefined, signal: new AbortController().signal },
    origin: `http://turn-${turns}.localhost:${asked.port}`,
    files: [new File([new Uint8Array(size).fill(turns)], `${turns}.bin`)],
    begins: () => {
      began = performance.now();
    },
    ended: () => {
      ended = performance.now();
    },
  };
  await fetch(`${turn.origin}/received`);
  calls = [];
  reads = [];
  performance.clearResourceTimings();
  await way(turn);
  return ended - began;
};

const ways = { bare, ours };
const took = { bare: [] as number[], ours: [] as number[] };
const split: Partial<Record<'bare' | 'ours', Split>> = {};
let error: string | undefined;
try {
  performance.setResourceTimingBufferSize(10_000);
  for (const way of [bare, ours]) await play(way, asked.size / 8);
  for (let turn = 0; turn < asked.turns; turn += 1)
    for (const name of ['bare', 'ours'] as const)
      took[name].push(await play(ways[name], asked.size));
  // Watching takes time itself, so that what is watched is not what was timed.
  watch();
  for (const name of ['bare', 'ours'] as const) {
    await play(ways[name], asked.size);
    // The browser writes its entries down a little later.
    await new Promise((resolve) => setTimeout(resolve, 300));
    split[name] = splitOf();
  }
} catch (thrown) {
  error = String(thrown);
}
await fetch('/found', {
  method: 'POST',
  body: JSON.stringify({ took, split, ...(error && { error }) }),
});
