/**
 * Checkpoints and locks in memory: what a browser keeps over a reload, without the reload.
 *
 * Knows: the two ports. Does not know: uploads.
 */

import type { Checkpoint, CheckpointStore } from '../../src/engine/index.js';

/** Keeps copies, as IndexedDB does; each call can be made to fail. */
export class MemoryCheckpoints implements CheckpointStore {
  readonly kept = new Map<string, Checkpoint>();
  saves = 0;
  fails = false;

  async load(scope: string): Promise<readonly Checkpoint[]> {
    this.#check();
    return [...this.kept.values()]
      .filter((each) => each.scope === scope)
      .map((each) => structuredClone(each));
  }

  async find(key: string): Promise<Checkpoint | undefined> {
    this.#check();
    return structuredClone(this.kept.get(key));
  }

  async save(checkpoint: Checkpoint): Promise<void> {
    this.#check();
    this.saves += 1;
    this.kept.set(checkpoint.key, structuredClone(checkpoint));
  }

  async remove(key: string): Promise<void> {
    this.#check();
    this.kept.delete(key);
  }

  async clear(): Promise<void> {
    this.#check();
    this.kept.clear();
  }

  #check(): void {
    if (this.fails) throw new DOMException('No storage here.', 'UnknownError');
  }
}

interface Waiting {
  readonly tab: TabLocks;
  grant(): void;
}

/** The locks of one browser. */
export class MemoryLocks {
  readonly #holders = new Map<string, TabLocks>();
  readonly #lines = new Map<string, Waiting[]>();

  tab(): TabLocks {
    return new TabLocks(this);
  }

  isHeld(name: string): boolean {
    return this.#holders.has(name);
  }

  take(name: string, tab: TabLocks): void {
    this.#holders.set(name, tab);
  }

  wait(name: string, waiting: Waiting): void {
    this.#lines.set(name, [...(this.#lines.get(name) ?? []), waiting]);
  }

  free(name: string, tab: TabLocks): void {
    if (this.#holders.get(name) !== tab) return;
    this.#holders.delete(name);
    this.#lines.get(name)?.shift()?.grant();
  }

  /** The tab is gone, and with it all that it held. */
  close(tab: TabLocks): void {
    for (const [name, line] of this.#lines)
      this.#lines.set(
        name,
        line.filter((each) => each.tab !== tab),
      );
    for (const [name, holder] of [...this.#holders])
      if (holder === tab) this.free(name, tab);
  }
}

/** What one tab sees of them: the part of the Web Locks API that the engine uses. */
export class TabLocks {
  readonly #locks: MemoryLocks;
  #isClosed = false;

  constructor(locks: MemoryLocks) {
    this.#locks = locks;
  }

  readonly request = (async (
    name: string,
    options: LockOptions,
    callback: (lock: Lock | null) => Promise<unknown> | undefined,
  ) => {
    // What a tab still asks for as it goes, it never gets.
    if (this.#isClosed) return new Promise(() => {});
    if (this.#locks.isHeld(name)) {
      if (options.ifAvailable) return callback(null);
      await new Promise<void>((resolve, reject) => {
        options.signal?.addEventListener('abort', () =>
          reject(options.signal?.reason),
        );
        this.#locks.wait(name, { tab: this, grant: resolve });
      });
    }
    this.#locks.take(name, this);
    try {
      return await callback({ name, mode: 'exclusive' });
    } finally {
      this.#locks.free(name, this);
    }
  }) as LockManager['request'];

  close(): void {
    this.#isClosed = true;
    this.#locks.close(this);
  }
}
