/**
 * What is written down of an upload, never a byte of its file, so that it can go on after a reload or a crash.
 *
 * Knows: the shape, and how much of it may be believed later. Does not know: where or when it is written. It names
 * the address of the next part, which is a capability: nothing here ever shows it.
 */

import type { Standing } from './standing.js';

/** What identifies a picked file. */
export interface FileIdentity {
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly lastModified: number;
}

/** One upload, as far as it got. */
export interface Checkpoint {
  readonly key: string;
  readonly scope: string;
  /** When the upload began, in milliseconds since 1970. */
  readonly since: number;
  readonly file: FileIdentity;
  /** The name to store it under, and the file it becomes a version of, where the page gave them. */
  readonly name: string;
  readonly fileUuid: string | undefined;
  /** The card that it is for, whatever card the page shows later. */
  readonly linkUrl: string | undefined;
  /** Of the bytes that are sent: a file that looks the same must also be the same. */
  readonly fingerprint: string;
  /** Bytes that are sent: the file's own, or those that `prepare` made of it. */
  readonly total: number;
  readonly standing: Standing;
  /** A file handle, where the browser has such a thing: with it nobody has to pick the file again. */
  readonly handle: unknown;
}

/** Keeps checkpoints. Each of these may fail; no upload fails with it. */
export interface CheckpointStore {
  /** All of a scope that are not too old at `now`, in milliseconds since 1970. */
  load(scope: string, now: number): Promise<readonly Checkpoint[]>;
  find(key: string): Promise<Checkpoint | undefined>;
  /** Takes the place of the one with the same key. */
  save(checkpoint: Checkpoint): Promise<void>;
  remove(key: string): Promise<void>;
  /** Removes all, of every scope. */
  clear(): Promise<void>;
  /** The page may go at any moment: what waits to be written with other things waits no more. */
  flush?(): void;
}

/** One upload of one person: two people at one computer never go on with each other's. */
export const checkpointKey = (
  scope: string,
  { path, size, lastModified }: FileIdentity,
): string => JSON.stringify([scope, path, size, lastModified]);

/**
 * Where an upload stands after the page was gone. How much the drive took after the last write is not known: so the
 * session counts as repeated from there on, and as one that may have had all bytes.
 */
export const resumed = ({ standing, total }: Checkpoint): Standing => {
  const { session } = standing;
  if (session === undefined) return standing;
  return {
    ...standing,
    session: {
      ...session,
      repeated: true,
      firstRepeated: session.firstRepeated ?? session.offset,
      bytesSent: Math.max(session.bytesSent, total - 1),
    },
  };
};
