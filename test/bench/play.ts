/**
 * One scene in a page: it times itself, because a browser with its tools attached is a slower one, and posts what it
 * found.
 *
 * Knows: turns, files, and the clock. Does not know: the ways by name, or what is made of the numbers.
 */

import { bare, openSession, ours, type Turn, type Way } from './own-ways.js';
import type { PeerId } from './peers.js';
import { PART, type Scene, scenes } from './scenes.js';
import type { Received } from './server.js';

/** What the page is told by `/asked`. */
export interface Asked {
  readonly scene: string;
  /** Where the drive listens, or the broker before it. */
  readonly port: string;
  readonly turns: number;
  readonly peerTurns: number;
  readonly peers: readonly PeerId[];
  readonly ticket?: string;
}

export interface WayFound {
  /** Milliseconds of each turn. */
  readonly took: number[];
  /** What the drive got in the last of them. */
  received?: Received;
  /** Why it could not go on. */
  failed?: string;
}

export interface SceneFound {
  readonly ways: Partial<Record<'bare' | 'ours' | PeerId, WayFound>>;
  readonly visibility: DocumentVisibilityState;
  /** Milliseconds that a timer of 10 took, in a chain of some. */
  readonly timer: number;
  readonly error?: string;
}

/** Milliseconds after which nobody waits for a turn of ours. */
const LONGEST_TURN = 180_000;
/** Nor for another's that takes so many times as long as the bare one; but so much is given to each. */
const longestOf = (bareTook: number): number =>
  Math.min(120_000, Math.max(20_000, 20 * bareTook));
const MIB = 2 ** 20;

const post = (path: string, body: unknown) =>
  fetch(path, { method: 'POST', body: JSON.stringify(body) });

let made = 0;
/** A large one is the same MiB again and again: nobody holds all of its bytes. */
const fileOf = (size: number): File => {
  made += 1;
  const name = `${made}.bin`;
  if (size <= 16 * MIB)
    return new File([new Uint8Array(size).fill(made)], name);
  const one = new Blob([new Uint8Array(MIB).fill(made)]);
  const pieces = Array.from({ length: Math.ceil(size / MIB) }, () => one);
  return new File([new Blob(pieces).slice(0, size)], name);
};

/** Of a long scene a tenth is enough to have the code compiled. */
const warmUpSizes = ({ sizes, turns }: Scene): readonly number[] => {
  if (turns === undefined) return sizes;
  const [only = 0] = sizes;
  return sizes.length > 1
    ? sizes.slice(0, sizes.length / 10)
    : [Math.max(2 * PART, only / 10)];
};

/** A tab that nobody sees, because another is in front of it; browsers need a moment for that. */
const hide = async (): Promise<void> => {
  window.open('/other');
  const end = performance.now() + 10_000;
  while (!document.hidden && performance.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 50));
};

/** A hidden tab that is seen, or the other way round, would be another scene. */
const checkSight = ({ hidden }: Scene): void => {
  const wanted = hidden ? 'hidden' : 'visible';
  const { visibilityState: is } = document;
  if (is !== wanted) throw new Error(`the tab is ${is}, and not ${wanted}`);
};

/** What browsers do to the timers of a tab that nobody sees. */
const timerOf10 = async (): Promise<number> => {
  const start = performance.now();
  for (let timer = 0; timer < 4; timer += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  return (performance.now() - start) / 4;
};

const inTime = async (
  way: Way,
  turn: Omit<Turn, 'signal'>,
  longest: number,
): Promise<void> => {
  const end = new AbortController();
  const why = new Error(`not done after ${Math.round(longest / 1000)} s`);
  const timer = setTimeout(() => end.abort(why), longest);
  const { signal } = end;
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(why));
  });
  try {
    await Promise.race([way({ ...turn, signal }), late]);
  } finally {
    clearTimeout(timer);
  }
};

let origins = 0;

/** Each turn has an origin of its own, with connections that are open and a pace that knows nothing of it yet. */
const timed = async (
  { port, ticket }: Asked,
  scene: Scene,
  way: Way,
  { sizes, longest }: { sizes: readonly number[]; longest: number },
): Promise<{ took: number; received?: Received }> => {
  origins += 1;
  const origin = `http://turn-${origins}.localhost:${port}`;
  const warmUp = new File(['x'], 'x');
  await Promise.all(
    Array.from({ length: 6 }, () => openSession({ origin, ticket }, warmUp)),
  );
  const files = sizes.map(fileOf);
  // The broker does not tell.
  const received = async (): Promise<Received | undefined> =>
    scene.relay ? undefined : (await fetch(`${origin}/received`)).json();
  const before = await received();
  let began = 0;
  let ended = 0;
  const turn = {
    ...{ origin, files, scene, ticket },
    begins: () => {
      began = performance.now();
    },
    ended: () => {
      ended = performance.now();
    },
  };
  await inTime(way, turn, longest);
  const after = await received();
  const took = ended - began;
  if (!before || !after) return { took };
  const bytes = after.bytes - before.bytes;
  const all = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes < all) throw new Error(`${bytes} of ${all} bytes arrived.`);
  return {
    took,
    received: {
      bytes,
      requests: after.requests - before.requests,
      preflights: after.preflights - before.preflights,
    },
  };
};

const playAll = async (
  asked: Asked,
  peerWays: Partial<Record<PeerId, Way>>,
  ways: SceneFound['ways'],
): Promise<void> => {
  const scene = scenes[asked.scene] as Scene;
  if (scene.hidden) await hide();
  checkSight(scene);
  const plan = [
    ['bare', bare, asked.turns] as const,
    ['ours', ours, asked.turns] as const,
    ...asked.peers.map(
      (id) => [id, peerWays[id] as Way, asked.peerTurns] as const,
    ),
  ];
  let longest = LONGEST_TURN;
  // The first of each is not counted: code is compiled, connections are opened.
  for (let turn = -1; turn < asked.turns; turn++)
    for (const [name, way, turns] of plan) {
      const isOwn = name === 'bare' || name === 'ours';
      ways[name] ??= { took: [] };
      const found = ways[name];
      if (turn >= turns || found.failed !== undefined) continue;
      const sizes = turn < 0 ? warmUpSizes(scene) : scene.sizes;
      try {
        const { took, received } = await timed(asked, scene, way, {
          sizes,
          longest: isOwn ? LONGEST_TURN : longest,
        });
        if (name === 'bare') longest = longestOf(took);
        if (turn >= 0) {
          found.took.push(Math.round(took * 10) / 10);
          if (received) found.received = received;
        }
      } catch (thrown) {
        if (isOwn) throw thrown;
        found.failed =
          thrown instanceof Error ? thrown.message : String(thrown);
      }
      checkSight(scene);
      await post('/turn', { name, turn });
    }
};

export const play = async (
  peerWays: Partial<Record<PeerId, Way>> = {},
): Promise<void> => {
  const asked: Asked = await (await fetch('/asked')).json();
  const ways: SceneFound['ways'] = {};
  let error: string | undefined;
  try {
    await playAll(asked, peerWays, ways);
  } catch (thrown) {
    error = thrown instanceof Error ? thrown.message : String(thrown);
  }
  const found: SceneFound = {
    ...{ ways, visibility: document.visibilityState },
    timer: await timerOf10(),
    ...(error && { error }),
  };
  await post('/found', found);
};
