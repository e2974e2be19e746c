/**
 * What is measured: files, a drive, and how many connections.
 *
 * Knows: numbers only. Server, page and table read them from here.
 */

export interface Scene {
  readonly name: string;
  readonly files: number;
  /** Bytes of each file. */
  readonly size: number;
  /** Milliseconds that the drive takes for each answer. */
  readonly latency: number;
  /** What the element is told; `undefined` leaves it to its own pace. */
  readonly concurrency: number | undefined;
  /** Loops that the bare way runs side by side. */
  readonly connections: number;
  /** The most that our time may be of the bare one. */
  readonly limit: number;
}

const KIB = 1024;
const ONE = { files: 1, size: 16 * KIB * KIB, concurrency: undefined };
const MANY = { files: 100, size: 64 * KIB, latency: 20, connections: 6 };

export const PART = 128 * KIB;

export const scenes: Readonly<Record<string, Scene>> = {
  'one-20': {
    ...ONE,
    ...{ name: 'one file of 16 MiB, 20 ms', connections: 1 },
    ...{ latency: 20, limit: 1.03 },
  },
  'one-0': {
    ...ONE,
    ...{ name: 'one file of 16 MiB, no latency', connections: 1 },
    ...{ latency: 0, limit: 1.1 },
  },
  'many-6': {
    ...MANY,
    ...{ name: '100 files of 64 KiB, 20 ms, `concurrency="6"`' },
    ...{ concurrency: 6, limit: 1.05 },
  },
  'many-default': {
    ...MANY,
    ...{ name: '100 files of 64 KiB, 20 ms, default' },
    ...{ concurrency: undefined, limit: 1.08 },
  },
};
