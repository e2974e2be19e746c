/**
 * What is measured: files, a drive, and how many connections.
 *
 * Knows: numbers only. Server, page and table read them from here.
 */

export interface Scene {
  readonly name: string;
  /** Bytes of each file. */
  readonly sizes: readonly number[];
  /** Milliseconds that the drive takes for each answer. */
  readonly latency: number;
  /** What the element is told; `undefined` leaves it to its own pace. */
  readonly concurrency: number | undefined;
  /** Loops that the bare way runs side by side. */
  readonly connections: number;
  /** The most that our time may be of the bare one. */
  readonly limit: number;
  /** Whether the others play it too: all with six connections, or each with what it does when nothing is said. */
  readonly peers?: 'six' | 'own';
  /** More turns than these are never played: it takes long. */
  readonly turns?: number;
  readonly peerTurns?: number;
  /** The broker's relay stands between the page and the drive. */
  readonly relay?: true;
  /** The page is a tab that nobody sees. */
  readonly hidden?: true;
}

const KIB = 1024;
const MIB = KIB * KIB;

export const PART = 128 * KIB;

const sizes = (files: number, size: number) =>
  Array.from({ length: files }, () => size);

const BIG = {
  ...{ sizes: [16 * MIB], concurrency: undefined, connections: 1 },
  ...{ latency: 20, limit: 1.03 },
};
const SMALL = {
  ...{ sizes: sizes(100, 64 * KIB), concurrency: undefined, connections: 6 },
  ...{ latency: 20, limit: 1.08 },
};

/**
 * A folder as people have them: of fifty files one of 1 MiB, four of up to 128 KiB, and the rest of up to 8 KiB. The
 * steps share no factor with the ranges, so that the sizes are spread, and the same in each run.
 */
const mixedSize = (_: unknown, at: number): number => {
  if (at % 50 === 0) return MIB;
  if (at % 50 < 5) return 8 * KIB + ((at * 7919) % (120 * KIB));
  return 1 + ((at * 7919) % (8 * KIB));
};

export const scenes: Readonly<Record<string, Scene>> = {
  'one-20': { ...BIG, name: 'one file of 16 MiB, 20 ms', peers: 'six' },
  'one-0': {
    ...BIG,
    ...{ name: 'one file of 16 MiB, no latency', peers: 'six' },
    ...{ latency: 0, limit: 1.1 },
  },
  'many-6': {
    ...SMALL,
    ...{ name: '100 files of 64 KiB, 20 ms, `concurrency="6"`' },
    ...{ concurrency: 6, limit: 1.05, peers: 'six' },
  },
  'many-default': {
    ...SMALL,
    ...{ name: '100 files of 64 KiB, 20 ms, default', peers: 'own' },
  },
  mixed: {
    ...SMALL,
    ...{ name: '1,000 mixed files, 28 MiB, 20 ms, default', peers: 'six' },
    ...{ sizes: Array.from({ length: 1000 }, mixedSize) },
    ...{ turns: 3, peerTurns: 1 },
  },
  huge: {
    ...BIG,
    ...{ name: 'one file of 300 MiB, no latency', peers: 'six' },
    ...{ sizes: [300 * MIB], latency: 0, limit: 1.1, turns: 3, peerTurns: 1 },
  },
  'relay-one': {
    ...BIG,
    ...{ name: "one file of 16 MiB, 20 ms, through the broker's relay" },
    relay: true,
  },
  'relay-many': {
    ...SMALL,
    ...{ name: "100 files of 64 KiB, 20 ms, through the broker's relay" },
    relay: true,
  },
  'hidden-one': {
    ...BIG,
    ...{ name: 'one file of 16 MiB, 20 ms, hidden tab', hidden: true },
  },
  'hidden-many': {
    ...SMALL,
    ...{ name: '100 files of 64 KiB, 20 ms, default, hidden tab' },
    hidden: true,
  },
};
