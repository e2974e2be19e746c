/** A world whose requests wait until a test lets them go, and how to bring an upload into each status. */
import type {
  FileOptions,
  Upload,
  UploadStatus,
} from '../../src/engine/index.js';
import { fileOf, type World, world } from '../helpers/engine.js';

export const tick = (ms = 5) =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** A drive whose requests wait until a test lets them go. */
export const gated = (options: FileOptions = {}) => {
  let isOpen = true;
  let release = () => {};
  let gate = Promise.resolve();
  let held = () => {};
  const made = world({
    maxPartSize: 10,
    // What waits here waits for the test, however slow the machine is.
    hangsAfter: Number.POSITIVE_INFINITY,
    fetch: (drive) => async (input, init) => {
      if (!isOpen) {
        held();
        held = () => {};
      }
      await gate;
      init?.signal?.throwIfAborted();
      return drive.fetch(input, init);
    },
  });
  const close = () => {
    isOpen = false;
    gate = new Promise((resolve) => {
      release = resolve;
    });
  };
  return {
    ...made,
    add: (size = 45) => made.add(fileOf(size), options),
    /** From now on requests wait; resolves when one does. */
    close: (): Promise<void> => {
      close();
      return new Promise((resolve) => {
        held = resolve;
      });
    },
    open: () => {
      if (!isOpen) release();
      isOpen = true;
      gate = Promise.resolve();
    },
  };
};
export type Gated = ReturnType<typeof gated>;

/** Parts that the drive took, in order, over all sessions. */
export const partsOf = ({
  drive,
}: Pick<World, 'drive'>): (number | undefined)[] =>
  drive.journal.entries
    .filter(({ route, taken }) => route === 'part' && taken)
    .map(({ part }) => part);

/** All statuses but those of links. */
export type Sent = Exclude<UploadStatus, 'linking' | 'linked' | 'unlinked'>;

/** How to bring an upload into each status. */
export const into: Record<Sent, (made: Gated) => Promise<Upload>> = {
  queued: async (made) =>
    made.queue.add(fileOf(45), {
      sessionUrl: 'http://localhost:8787/v1.0/sessions',
      manual: true,
    }),
  opening: async (made) => {
    const isHeld = made.close();
    const upload = made.add();
    await isHeld;
    return upload;
  },
  uploading: async (made) => {
    const upload = made.add();
    await made.reaches(upload, 'uploading');
    await made.close();
    return upload;
  },
  pausing: async (made) => {
    const upload = await into.uploading(made);
    upload.pause();
    return upload;
  },
  paused: async (made) => {
    const upload = made.add();
    await made.reaches(upload, 'uploading');
    upload.pause();
    await made.reaches(upload, 'paused');
    return upload;
  },
  waiting: async (made) => {
    made.drive.faults.add({
      on: 'part',
      at: 2,
      kind: 'status',
      status: 503,
      retryAfter: 60,
    });
    const upload = made.add();
    await made.reaches(upload, 'waiting');
    return upload;
  },
  uploaded: async (made) => {
    const upload = made.add();
    await made.reaches(upload, 'uploaded');
    return upload;
  },
  failed: async (made) => {
    made.drive.faults.add({ on: 'session', kind: 'status', status: 400 });
    const upload = made.add();
    await made.reaches(upload, 'failed');
    return upload;
  },
  aborted: async (made) => {
    const upload = made.add();
    upload.abort();
    return upload;
  },
};
