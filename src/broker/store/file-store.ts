/**
 * A store in a folder, for a broker that runs alone and must survive a restart.
 *
 * Knows: one file for each key, written beside and moved into place, readable for its owner only. Everything happens
 * one after another, which makes the atomic two atomic within this process, and only there.
 */

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Store } from './store.js';

interface Kept {
  key: string;
  value: string;
  /** Milliseconds since 1970. */
  until: number;
}

const HOUR = 60 * 60 * 1000;

/** A store in a folder, which is made where it is missing. One broker at a time may use it. */
export const fileStore = (
  folder: string,
  { now = Date.now }: { now?: () => number } = {},
): Store => {
  let line: Promise<unknown> = Promise.resolve();
  let sweptAt = now();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = line.then(work);
    line = done.catch(() => {});
    return done;
  };

  /** A key can be anything; a file's name cannot. */
  const fileOf = (key: string) =>
    path.join(folder, createHash('sha256').update(key).digest('hex'));

  const read = async (file: string): Promise<Kept | undefined> => {
    try {
      const kept = JSON.parse(await readFile(file, 'utf8')) as Kept;
      return kept.until > now() ? kept : undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  };

  const write = async (kept: Kept): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await sweep();
    const file = fileOf(kept.key);
    const beside = `${file}.${randomUUID()}`;
    try {
      const handle = await open(beside, 'wx', 0o600);
      try {
        await handle.writeFile(JSON.stringify(kept));
        // A pair that was refreshed exists nowhere else: it must be on the disk before it counts as kept.
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(beside, file);
    } catch (error) {
      await rm(beside, { force: true });
      throw error;
    }
  };

  const sweep = async (): Promise<void> => {
    if (now() - sweptAt < HOUR) return;
    sweptAt = now();
    for (const name of await readdir(folder)) {
      const file = path.join(folder, name);
      if (!/^[0-9a-f]{64}$/.test(name)) continue;
      if ((await read(file)) === undefined) await rm(file, { force: true });
    }
  };

  const until = (ttl: number) => now() + ttl * 1000;

  return {
    isShared: false,
    get: (key) => inTurn(async () => (await read(fileOf(key)))?.value),
    put: (key, value, ttl) =>
      inTurn(() => write({ key, value, until: until(ttl) })),
    putIfAbsent: (key, value, ttl) =>
      inTurn(async () => {
        if ((await read(fileOf(key))) !== undefined) return false;
        await write({ key, value, until: until(ttl) });
        return true;
      }),
    increment: (key, by, ttl) =>
      inTurn(async () => {
        const kept = await read(fileOf(key));
        const sum = Number(kept?.value ?? 0) + by;
        await write({
          key,
          value: String(sum),
          until: kept?.until ?? until(ttl),
        });
        return sum;
      }),
    remove: (key) => inTurn(() => rm(fileOf(key), { force: true })),
  };
};
