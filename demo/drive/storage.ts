/**
 * The port to where things are kept: documents, and blobs of bytes.
 *
 * Both are written whole or not at all, so that a process killed at any moment leaves nothing half-written that can be
 * seen. Does not know: sessions, or files; names are made by the drive itself and never come from outside.
 */

/** Small JSON documents, grouped by kind. */
export type DocumentKind = 'drive' | 'session' | 'file';

/** Bytes that are being written aside; nobody sees them before `keep`. */
export interface StagedBlob {
  readonly size: number;
  write(chunk: Uint8Array): Promise<void>;
  /** Puts the bytes (or only the first `size` of them) under their name, at once. */
  keep(name: string, size?: number): Promise<void>;
  /** Throws the bytes away; does nothing after `keep`. */
  discard(): Promise<void>;
}

export interface StoredBlob {
  /** The last segment of the name. */
  readonly name: string;
  readonly size: number;
}

export interface DriveStorage {
  readDocument(kind: DocumentKind, key: string): Promise<unknown>;
  writeDocument(kind: DocumentKind, key: string, value: unknown): Promise<void>;
  removeDocument(kind: DocumentKind, key: string): Promise<void>;
  listDocuments(kind: DocumentKind): Promise<string[]>;

  stageBlob(): Promise<StagedBlob>;
  /** Names are `folder/name`; `listBlobs` gives a folder's, sorted by name. */
  listBlobs(folder: string): Promise<StoredBlob[]>;
  /** The bytes from `start` up to, not including, `end`. */
  readBlob(
    name: string,
    start: number,
    end: number,
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  /** Copies blobs one after another into a new one, which appears at once and whole. */
  joinBlobs(names: readonly string[], to: string): Promise<void>;
  removeBlob(name: string): Promise<void>;
  removeBlobs(folder: string): Promise<void>;
}

/** There is no room: the request ends as 507 and leaves nothing behind. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
}

/** Bytes were taken and counted, but not kept: reading them is a 404. */
export class BytesGone extends Error {
  override readonly name = 'BytesGone';
}
