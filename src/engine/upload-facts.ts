/**
 * What can be read of an upload.
 *
 * Knows: names for the fields of its state. Does not know: how they come to be.
 */

import type { Entity } from './card.js';
import type { UploadError } from './errors.js';
import type { FileVersion } from './file-version.js';
import type { Leftover } from './standing.js';
import type { WaitingFor } from './trying.js';
import type { UploadState, UploadStatus } from './upload-state.js';

/** What an upload is called. */
export interface NamedSource {
  readonly name: string;
  readonly path: string;
  readonly meta?: unknown;
}

let count = 0;

export abstract class UploadFacts {
  /** Unique on this page. */
  readonly id: string;
  /** The name it is stored under. */
  readonly name: string;
  /** Where it was in a dropped folder, or its name. */
  readonly path: string;
  /** Whatever the page gave with the file. */
  readonly meta: unknown;

  constructor({ name, path, meta }: NamedSource) {
    count += 1;
    this.id = `upload-${count}`;
    this.name = name;
    this.path = path;
    this.meta = meta;
  }

  /** Everything that can be seen, as one value. */
  abstract get state(): UploadState;

  /** Where it is in its life. */
  get status(): UploadStatus {
    return this.state.status;
  }

  /** Bytes that the drive acknowledged. */
  get loaded(): number {
    return this.state.loaded;
  }

  /** Bytes of the file as it is sent. */
  get total(): number {
    return this.state.total;
  }

  /** What it waits for: while `waiting`, and while `paused` after a reload (the file, or the right to read it). */
  get waitingFor(): WaitingFor | undefined {
    return this.state.waitingFor;
  }

  /** When it tries again, in milliseconds since 1970, while `waiting` and where that is known. */
  get until(): number | undefined {
    return this.state.until;
  }

  /** Why it failed, while `failed` or `unlinked`; why a file was not taken for it, while `paused` after a reload. */
  get error(): UploadError | undefined {
    return this.state.error;
  }

  /** The file-version record, once `uploaded`. */
  get record(): FileVersion | undefined {
    return this.state.record;
  }

  /** `true`: read back and equal. `undefined`: right by structure. `false`: nobody could tell. */
  get verified(): boolean | undefined {
    return this.state.verified;
  }

  /** The card that the file is for, once it is on its way there. */
  get entity(): Entity | undefined {
    return this.state.entity;
  }

  /** What may be left behind in Kommo, at the end of a run. */
  get leftovers(): readonly Leftover[] {
    return this.state.leftovers;
  }

  /** Bytes a second, as measured last. */
  protected abstract get measured(): number;

  /** Bytes a second while it is sending, 0 otherwise. */
  get speed(): number {
    return this.status === 'uploading' ? this.measured : 0;
  }

  /** Seconds until it is done at this speed; `undefined` while nobody can tell. */
  get timeLeft(): number | undefined {
    const { speed } = this;
    return speed > 0 ? (this.total - this.loaded) / speed : undefined;
  }
}
