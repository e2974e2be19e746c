/**
 * A queue before the local drive in this process, with a clock of its own, and what tests want to know of both.
 *
 * Knows: the engine's doorway and the drive's. Does not know: any single test.
 */

import {
  createDrive,
  type Drive,
  type DriveOptions,
  pageFetch,
} from '../../demo/drive/index.js';
import {
  type Environment,
  type FileOptions,
  type FileVersion,
  Links,
  Pace,
  Reachability,
  type Signals,
  type Upload,
  UploadQueue,
  type UploadState,
} from '../../src/engine/index.js';
import { SimClock } from './sim-clock.js';

export const SESSION_URL = 'http://localhost:8787/v1.0/sessions';

/** A page's signals, in a test's hand. */
export class TestSignals implements Signals {
  #online = true;
  readonly #callbacks = new Set<() => void>();
  readonly #hideCallbacks = new Set<() => void>();

  get online(): boolean {
    return this.#online;
  }

  set online(online: boolean) {
    this.#online = online;
    if (online) this.wake();
  }

  wake(): void {
    for (const callback of [...this.#callbacks]) callback();
  }

  onWake(callback: () => void): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  /** The page may be gone at any moment. */
  hide(): void {
    for (const callback of [...this.#hideCallbacks]) callback();
  }

  onHide(callback: () => void): () => void {
    this.#hideCallbacks.add(callback);
    return () => this.#hideCallbacks.delete(callback);
  }
}

/** A request as it left the engine. */
export interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface World {
  readonly drive: Drive;
  readonly clock: SimClock;
  readonly signals: TestSignals;
  readonly queue: UploadQueue;
  readonly pace: Pace;
  /** Every request, in order. */
  readonly sent: Sent[];
  /** `name: status` of every change of status, in order. */
  readonly log: string[];
  add(file: File, options?: FileOptions): Upload;
  /** The same file, whose reads hold the clock still: in Firefox they take longer than a clock waits for silence. */
  held(file: File): File;
  /** Resolves when the upload is in this status. */
  reaches(upload: Upload, status: UploadState['status']): Promise<void>;
  /** The stored bytes of a record. */
  stored(record: FileVersion | undefined): Promise<Uint8Array>;
}

export interface WorldOptions extends DriveOptions {
  /** Instead of the drive as a page of another origin sees it. */
  fetch?: (drive: Drive, clock: SimClock) => typeof fetch;
  random?: () => number;
  /** Milliseconds since the epoch when its clock starts. */
  start?: number | undefined;
  /** Real milliseconds after which a request hangs, as far as the clock is concerned. */
  hangsAfter?: number;
  /** A drive that is there already. */
  drive?: Drive;
  /** Any other part of the engine's world. */
  env?: Partial<Environment>;
}

/** Makes a drive that takes any bearer, and a queue that uploads to it. */
export const world = ({
  fetch,
  random,
  env,
  drive: given,
  hangsAfter,
  start,
  ...options
}: WorldOptions = {}): World => {
  const clock = new SimClock({ hangsAfter, start });
  const drive =
    given ?? createDrive({ open: true, now: clock.now, ...options });
  const signals = new TestSignals();
  const pace = new Pace();
  const sent: Sent[] = [];
  const transport = clock.watch(fetch?.(drive, clock) ?? pageFetch(drive));
  const queue = new UploadQueue({
    clock,
    signals,
    random: random ?? (() => 0.5),
    reachability: new Reachability(),
    paceOf: () => pace,
    links: new Links(),
    fetch: (input, init) => {
      sent.push({
        url: String(input),
        method: init?.method ?? 'GET',
        headers: new Headers(init?.headers),
        body: init?.body,
      });
      return transport(input, init);
    },
    ...env,
  });
  const log: string[] = [];
  queue.subscribe({
    added: (upload) => log.push(`${upload.name}: ${upload.status}`),
    changed: (upload, previous, state) => {
      if (previous.status !== state.status)
        log.push(`${upload.name}: ${state.status}`);
    },
    removed: (upload) => log.push(`${upload.name}: removed`),
    idle: () => log.push('idle'),
  });
  return {
    drive,
    clock,
    signals,
    queue,
    pace,
    sent,
    log,
    held: (file) => heldBy(clock, file),
    add: (file, given) =>
      queue.add(heldBy(clock, file), { sessionUrl: SESSION_URL, ...given }),
    reaches: (upload, status) =>
      new Promise((resolve) => {
        const check = () => {
          if (upload.status !== status) return;
          stop();
          resolve();
        };
        const stop = queue.subscribe({ changed: check });
        check();
      }),
    stored: (record) =>
      drive.readVersion(record?.version_uuid ?? record?.uuid ?? 'none'),
  };
};

const heldBy = (clock: SimClock, file: File): File => {
  const { slice } = file;
  file.slice = (...range) => {
    const blob = slice.apply(file, range);
    const { arrayBuffer } = blob;
    blob.arrayBuffer = () => clock.hold(() => arrayBuffer.call(blob));
    return blob;
  };
  return file;
};

/** Bytes without a pattern, always the same for the same size and seed. */
export const bytesOf = (size: number, seed = 1): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size);
  let state = seed * 2654435761 + 1;
  for (let at = 0; at < size; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
};

export const fileOf = (size: number, name = 'file.bin', seed = 1): File =>
  new File([bytesOf(size, seed)], name, { lastModified: 1_700_000_000_000 });

/** Whether two pieces of bytes are equal, with a short word where not. */
export const difference = (a: Uint8Array, b: Uint8Array): string => {
  if (a.byteLength !== b.byteLength)
    return `${a.byteLength} bytes against ${b.byteLength}`;
  const at = a.findIndex((byte, index) => byte !== b[index]);
  return at === -1 ? '' : `different from byte ${at}`;
};
