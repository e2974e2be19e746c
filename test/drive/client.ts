/**
 * A small client of the drive for its tests: sessions, parts, whole uploads.
 *
 * Knows: the vendor's protocol. Does not retry and does not judge: tests do.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createDrive,
  type Drive,
  type DriveOptions,
  type FileRecord,
} from '../../demo/drive/node.js';

export type Send = (input: string, init?: RequestInit) => Promise<Response>;

export interface Session {
  max_file_size: number;
  max_part_size: number;
  session_id: number;
  upload_url: string;
}

/** What a part is answered, whichever of the two it is. */
export type PartAnswer = Partial<FileRecord> & {
  next_url?: string;
  detail?: string;
};

export const origin = 'http://drive.test';

/** A drive in memory that lets everybody in, with parts of ten bytes. */
export function smallDrive(options: DriveOptions = {}): Drive {
  return createDrive({ open: true, maxPartSize: 10, ...options });
}

/** Bytes that repeat nowhere soon; another seed, other bytes. */
export function makeBytes(size: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let state = (seed * 2654435761) >>> 0 || 1;
  for (let i = 0; i < size; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[i] = state;
  }
  return bytes;
}

export function postSession(
  send: Send,
  body: unknown,
  { base = origin, bearer }: { base?: string; bearer?: string } = {},
): Promise<Response> {
  return send(`${base}/v1.0/sessions`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export async function openSession(
  send: Send,
  body: Record<string, unknown>,
  where: { base?: string; bearer?: string } = {},
): Promise<Session> {
  const answer = await postSession(
    send,
    { file_name: 'a.bin', ...body },
    where,
  );
  assert.equal(answer.status, 200, 'the session opens');
  return (await answer.json()) as Session;
}

export async function postPart(
  send: Send,
  url: string,
  bytes: Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: PartAnswer; headers: Headers }> {
  const answer = await send(url, { method: 'POST', body: bytes, headers });
  const text = await answer.text();
  const { status } = answer;
  return { status, body: parse(text), headers: answer.headers };
}

function parse(text: string): PartAnswer {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Sends bytes part by part and gives the last answer. */
export async function sendParts(
  send: Send,
  session: Session,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<PartAnswer> {
  let url: string | undefined = session.upload_url;
  let offset = 0;
  let last: PartAnswer;
  do {
    assert.ok(url, 'there is a next URL');
    const end = offset + session.max_part_size;
    const { body } = await postPart(send, url, bytes.slice(offset, end));
    last = body;
    url = body.next_url;
    offset = end;
  } while (offset < bytes.byteLength);
  return last;
}

/** A whole upload; gives the record. */
export async function upload(
  send: Send,
  bytes: Uint8Array<ArrayBuffer>,
  body: Record<string, unknown> = {},
  where: { base?: string; bearer?: string } = {},
): Promise<FileRecord> {
  const request = { file_size: bytes.byteLength, ...body };
  const session = await openSession(send, request, where);
  const record = await sendParts(send, session, bytes);
  assert.ok(record.uuid, 'the last part is answered with a record');
  return record as FileRecord;
}

export async function assertStored(
  drive: Drive,
  uuid: string | undefined,
  bytes: Uint8Array,
): Promise<void> {
  assert.ok(uuid);
  const stored = await drive.readVersion(uuid);
  assert.ok(Buffer.from(stored).equals(bytes), 'stored bytes are the same');
}

/** A body of chunks that breaks off after the last one. */
export function brokenBody(
  ...chunks: Uint8Array<ArrayBuffer>[]
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const left = [...chunks];
  return new ReadableStream({
    pull(controller) {
      const chunk = left.shift();
      if (chunk) controller.enqueue(chunk);
      else controller.error(new Error('the line went dead'));
    },
  });
}

/** Sends a part whose body breaks off after `bytes`; the drive gives no answer. */
export async function sendBroken(
  send: Send,
  url: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const init = { method: 'POST', body: brokenBody(bytes), duplex: 'half' };
  await assert.rejects(send(url, init as RequestInit), TypeError);
}

/** A folder that goes with its test. */
export async function temporaryFolder(t: {
  after(fn: () => unknown): void;
}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'drive-test-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
