/**
 * What is kept of a session: its document, and its bytes piece by piece.
 *
 * Each piece is one blob whose name says its order, its part and whether the part was whole, so that a listing tells
 * where an upload stands. Knows: names and sums. Does not know: the storage, or what a piece should do.
 */
import type { Actor } from './library.js';

export interface SessionRequest {
  file_name: string;
  file_size: number;
  mime: string;
  file_uuid: string | undefined;
  with_preview: boolean;
  created_by: Actor;
}

export interface StoredSession {
  id: number;
  /** Unix seconds. */
  created_at: number;
  expires_at: number;
  max_part_size: number;
  file_name: string;
  file_size: number;
  mime: string;
  with_preview: boolean;
  created_by: Actor;
  /** Decided when it is opened, so that finishing twice makes one version. */
  file_uuid: string;
  version_uuid: string;
  /** Digest of the bearer that opened it. */
  bearer: string | null;
  /** Once complete: how many parts there were. */
  parts: number | null;
}

/** A session as it stands: its document and what its pieces add up to. */
export interface OpenSession {
  readonly stored: StoredSession;
  readonly pieces: string[];
  bytes: number;
  /** The part that is expected; lower ones were taken. */
  expected: number;
}

export interface Piece {
  part: number;
  whole: boolean;
  size: number;
}

export function newSession(stored: StoredSession): OpenSession {
  return { stored, pieces: [], bytes: 0, expected: 1 };
}

export function endedSession(
  stored: StoredSession,
  parts: number,
): OpenSession {
  return { stored, pieces: [], bytes: stored.file_size, expected: parts + 1 };
}

/** The folder of a session's pieces. */
export function piecesOf(session: number): string {
  return `parts-${session}`;
}

/** The name of the next piece. */
export function pieceName(state: OpenSession, piece: Piece): string {
  const order = String(state.pieces.length + 1).padStart(8, '0');
  return `${order}-${piece.part}-${piece.whole ? 'whole' : 'cut'}`;
}

/** Counts a piece that is stored, just now or before a restart. */
export function addPiece(state: OpenSession, name: string, size: number): void {
  const [, part, end] = name.split('-');
  state.pieces.push(name);
  state.bytes += size;
  if (end === 'whole') {
    state.expected = Math.max(state.expected, Number(part) + 1);
  }
}
