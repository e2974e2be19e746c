/**
 * Upload sessions: which parts were taken, what the next one is, when it is whole.
 *
 * The storage is the truth: a session's document says what was asked for, and each piece of bytes is one blob whose
 * name says its order, its part and whether the part was whole. What is kept in memory is only a copy of that. Does not
 * know: HTTP, or tokens.
 */
import type { Library } from './library.js';
import { splitName } from './naming.js';
import type { Behaviour } from './options.js';
import {
  addPiece,
  endedSession,
  newSession,
  type OpenSession,
  type Piece,
  pieceName,
  piecesOf,
  type SessionRequest,
  type StoredSession,
} from './pieces.js';
import { ConnectionLost, Refusal } from './refusal.js';
import type { DriveStorage, StagedBlob } from './storage.js';
import { Turns } from './waiting.js';

/** What the client is told about its part. */
export type Taken = { kind: 'next'; part: number } | { kind: 'record' };

export class Sessions {
  readonly #storage: DriveStorage;
  readonly #library: Library;
  readonly #behaviour: () => Readonly<Behaviour>;
  readonly #now: () => number;
  readonly #turns = new Turns();
  readonly #open = new Map<number, OpenSession>();
  #lastId: Promise<{ id: number }> | undefined;
  /** Called once for each version that came about. */
  readonly #onFinished: (session: StoredSession) => void;

  constructor(options: {
    storage: DriveStorage;
    library: Library;
    behaviour: () => Readonly<Behaviour>;
    now: () => number;
    onFinished: (session: StoredSession) => void;
  }) {
    this.#storage = options.storage;
    this.#library = options.library;
    this.#behaviour = options.behaviour;
    this.#now = options.now;
    this.#onFinished = options.onFinished;
  }

  async create(
    request: SessionRequest,
    bearer: string | null,
  ): Promise<StoredSession> {
    const { maxPartSize, sessionTtl } = this.#behaviour();
    const created_at = Math.floor(this.#now() / 1000);
    const target = request.file_uuid
      ? (await this.#library.get(request.file_uuid)).file
      : undefined;
    if (target && target.trashed_at !== null) {
      throw new Refusal(404, 'There is no such file.');
    }
    const session: StoredSession = {
      id: await this.#takeId(),
      created_at,
      expires_at: created_at + sessionTtl,
      max_part_size: maxPartSize,
      file_name: request.file_name,
      file_size: request.file_size,
      mime: request.mime,
      with_preview: request.with_preview,
      created_by: request.created_by,
      file_uuid: target?.uuid ?? crypto.randomUUID(),
      version_uuid: crypto.randomUUID(),
      bearer,
      parts: null,
    };
    await this.#storage.writeDocument('session', String(session.id), session);
    return session;
  }

  /** The session, or 404, or 410 when its time is over. */
  async get(id: number): Promise<StoredSession> {
    const open = this.#open.get(id);
    const session = open?.stored ?? (await this.#read(id));
    if (!session) throw new Refusal(404, 'There is no such session.');
    if (session.expires_at <= this.#now() / 1000) {
      throw new Refusal(410, 'The session has expired.');
    }
    return session;
  }

  /** How many bytes are still missing; for faults that cut a part in half. */
  missing(id: number): Promise<number> {
    // In its turn like everything that loads: a session that ends meanwhile
    // must not be remembered as open.
    return this.#turns.run(`${id}`, async () => {
      const { stored, bytes } = await this.#load(await this.get(id));
      return stored.file_size - bytes;
    });
  }

  /** Takes a part whose body arrived whole, as the switches say. */
  take(id: number, part: number, staged: StagedBlob): Promise<Taken> {
    return this.#turns.run(`${id}`, () => this.#take(id, part, staged));
  }

  /** Keeps of a broken part what the switches say; there is never an answer. */
  cut(id: number, part: number, staged: StagedBlob): Promise<never> {
    return this.#turns.run(`${id}`, async () => {
      await this.#keepCut(id, part, staged);
      throw new ConnectionLost('the body broke off');
    });
  }

  /** Removes sessions whose time is over, and what they left. */
  async sweep(): Promise<void> {
    for (const key of await this.#storage.listDocuments('session')) {
      const id = Number(key);
      await this.#turns.run(key, async () => {
        const session = await this.#read(id);
        // A minute more, so that a part on its way is told 410 and not 404.
        if (!session || session.expires_at + 60 > this.#now() / 1000) return;
        this.#open.delete(id);
        await this.#storage.removeBlobs(piecesOf(id));
        if (!(await this.#library.find(session.version_uuid))) {
          // Joined, but the process died before the file was written down.
          await this.#storage.removeBlob(`versions/${session.version_uuid}`);
        }
        await this.#storage.removeDocument('session', key);
      });
    }
  }

  async #take(id: number, part: number, staged: StagedBlob): Promise<Taken> {
    const session = await this.get(id);
    const { replay, over } = this.#behaviour();
    const state = await this.#load(session);
    const ended = await this.#finishIfWhole(state);
    if (part > state.expected) {
      throw ended
        ? new Refusal(410, 'The session has ended.')
        : new Refusal(409, 'This part is not the next one.');
    }
    if (part < state.expected) {
      if (replay === 'same') return this.#answer(state, part, ended);
      if (replay === 'refuse') {
        throw new Refusal(409, 'This part was already taken.');
      }
      if (replay === 'missing') {
        throw new Refusal(404, 'There is no such part.');
      }
    }
    if (ended) return this.#takeAfterEnd(session, part, state, staged);
    if (staged.size === 0 && session.file_size > 0) {
      throw new Refusal(400, 'The part is empty.');
    }
    const room = session.file_size - state.bytes;
    if (staged.size > room && over === 'refuse') {
      throw new Refusal(413, 'The part goes past the size of the file.');
    }
    const size = over === 'trim' ? Math.min(staged.size, room) : staged.size;
    await this.#addPiece(state, { part, whole: true, size }, staged);
    return this.#answer(state, part, await this.#finishIfWhole(state));
  }

  /** A drive that takes parts again may do so even when the file is complete. */
  async #takeAfterEnd(
    session: StoredSession,
    part: number,
    state: OpenSession,
    staged: StagedBlob,
  ): Promise<Taken> {
    const { over } = this.#behaviour();
    if (part === state.expected || over === 'refuse') {
      throw new Refusal(410, 'The session has ended.');
    }
    if (over === 'grow' && staged.size > 0) {
      const { version } = await this.#library.get(session.version_uuid);
      const size = version.size + staged.size;
      const blob = `versions/${session.version_uuid}-${size}`;
      const extra = `${piecesOf(session.id)}/grown`;
      await staged.keep(extra);
      await this.#storage.joinBlobs([version.blob, extra], blob);
      await this.#library.updateVersion(version.uuid, (version) => ({
        ...version,
        size,
        blob,
      }));
      await this.#storage.removeBlob(version.blob);
      await this.#storage.removeBlobs(piecesOf(session.id));
    }
    return { kind: 'record' };
  }

  async #keepCut(id: number, part: number, staged: StagedBlob): Promise<void> {
    const { cut, over, replay } = this.#behaviour();
    const session = await this.get(id);
    const state = await this.#load(session);
    if (await this.#finishIfWhole(state)) return;
    const replayed = part < state.expected && replay !== 'append';
    if (cut === 'drop' || staged.size === 0) return;
    if (replayed || part > state.expected) return;
    const room = session.file_size - state.bytes;
    if (staged.size > room && over === 'refuse') return;
    const size = over === 'trim' ? Math.min(staged.size, room) : staged.size;
    // Bytes that complete the file end the session, whatever the client saw.
    const whole = cut === 'taken' || size >= room;
    await this.#addPiece(state, { part, whole, size }, staged);
    await this.#finishIfWhole(state);
  }

  async #addPiece(
    state: OpenSession,
    piece: Piece,
    staged: StagedBlob,
  ): Promise<void> {
    const name = pieceName(state, piece);
    await staged.keep(`${piecesOf(state.stored.id)}/${name}`, piece.size);
    addPiece(state, name, piece.size);
  }

  /** The answer that a part gets, and gets again. */
  #answer(state: OpenSession, part: number, ended: boolean): Taken {
    return ended && part === state.expected - 1
      ? { kind: 'record' }
      : { kind: 'next', part: part + 1 };
  }

  /**
   * Joins the pieces when all bytes are there. Also runs when a session is met
   * again, because the process may have died between the last part and this.
   * Every step can be done twice.
   */
  async #finishIfWhole(state: OpenSession): Promise<boolean> {
    const session = state.stored;
    if (session.parts !== null) return true;
    if (state.bytes < session.file_size || state.expected === 1) return false;
    const blob = `versions/${session.version_uuid}`;
    if (!(await this.#library.find(session.version_uuid))) {
      const folder = piecesOf(session.id);
      await this.#storage.joinBlobs(
        state.pieces.map((name) => `${folder}/${name}`),
        blob,
      );
      const now = Math.floor(this.#now() / 1000);
      await this.#library.add(session.file_uuid, {
        ...splitName(session.file_name),
        uuid: session.version_uuid,
        session_id: session.id,
        mime: session.mime,
        size: state.bytes,
        blob,
        created_at: now,
        created_by: session.created_by,
        updated_at: now,
        previews: null,
      });
    }
    const ended = { ...session, parts: state.expected - 1 };
    await this.#storage.writeDocument('session', String(session.id), ended);
    this.#open.delete(session.id);
    // What stays after a crash here is removed with the session.
    await this.#storage.removeBlobs(piecesOf(session.id));
    this.#onFinished(ended);
    return true;
  }

  async #load(session: StoredSession): Promise<OpenSession> {
    const known = this.#open.get(session.id);
    if (known) return known;
    if (session.parts !== null) return endedSession(session, session.parts);
    const blobs = await this.#storage.listBlobs(piecesOf(session.id));
    const state = newSession(session);
    for (const { name, size } of blobs) addPiece(state, name, size);
    this.#open.set(session.id, state);
    return state;
  }

  async #read(id: number): Promise<StoredSession | undefined> {
    const stored = await this.#storage.readDocument('session', String(id));
    return stored as StoredSession | undefined;
  }

  /** Numbers go up, also over a restart. */
  async #takeId(): Promise<number> {
    this.#lastId ??= this.#highestId().catch((error: unknown) => {
      this.#lastId = undefined; // the next one tries again
      throw error;
    });
    const last = await this.#lastId;
    last.id += 1;
    return last.id;
  }

  async #highestId(): Promise<{ id: number }> {
    const files = await this.#library.all();
    const used = [
      ...(await this.#storage.listDocuments('session')).map(Number),
      ...files.flatMap((file) => file.versions.map((v) => v.session_id)),
    ];
    return { id: used.reduce((a, b) => Math.max(a, b), 1_000_000) };
  }
}
