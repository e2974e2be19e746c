/**
 * Questions about what an upload leaves: the record's fields, its versions, reading and deleting; downloads.
 *
 * Knows: the documented fields. Does not know: what an answer means for a page.
 */
import { asObject, type Desk, type StoredRecord, Unexpected } from './desk.js';
import { readableBy } from './origins.js';
import type { DownloadAnswers, Origins, RecordAnswers } from './profile.js';

/** As the documentation's table and samples have them. */
const DOCUMENTED = [
  ...['uuid', 'version_uuid', 'type', 'name', 'sanitized_name', 'size'],
  ...['source_id', 'has_multiple_versions', 'is_trashed', 'session_id'],
  ...['created_at', 'created_by', 'updated_at', 'updated_by', 'deleted_at'],
  ...['deleted_by', 'metadata', 'previews', '_links'],
];

/** The first question: it also proves that what is uploaded can be deleted. */
export async function askRecord(
  desk: Desk,
  bytes: Uint8Array,
): Promise<RecordAnswers> {
  const record = await desk.upload(bytes);
  const second = await desk.upload(bytes, { file_uuid: record.uuid });
  const url = `${desk.drive}/v1.0/files/${encodeURIComponent(record.uuid)}`;
  const read = async () =>
    (await desk.wire.send('GET', url, { headers: desk.bearer })).status;
  const before = await read();
  const removed = await desk.remove(record.uuid);
  if (removed === 401 || removed === 403)
    throw new DeleteRefused('the token may not delete files');
  const fields = Object.entries(record.all);
  return {
    fields: Object.fromEntries(
      fields.map(([name, value]) => [name, typeOf(value)]).sort(),
    ),
    missing: DOCUMENTED.filter((name) => !Object.hasOwn(record.all, name)),
    undocumented: fields
      .map(([name]) => name)
      .filter((name) => !DOCUMENTED.includes(name)),
    links: Object.keys(asObject(record.all._links) ?? {}).sort(),
    uuidStays: second.uuid === record.uuid,
    read: before,
    delete: removed,
    readDeleted: await read(),
  };
}

/** Nothing more is uploaded then. */
export class DeleteRefused extends Unexpected {}

export async function askDownloads(
  desk: Desk,
  bytes: Uint8Array,
  origins: Origins<string>,
): Promise<DownloadAnswers> {
  const record = await desk.upload(bytes);
  const link = downloadOf(desk, record);
  const whole = await desk.wire.send('GET', link);
  const from = 1;
  const range = await desk.wire.send('GET', link, {
    headers: { Range: `bytes=${from}-` },
  });
  const oneByte = await desk.wire.send('GET', link, {
    headers: { Range: 'bytes=0-0' },
  });
  const readable = await readableBy(origins, (Origin) =>
    desk.wire.send('GET', link, { headers: { Origin } }),
  );
  const refused = whole.status === 401 || whole.status === 403;
  const right = (body: Buffer, start: number) =>
    body.equals(Buffer.from(bytes.subarray(start)));
  return {
    whole: whole.status,
    range: range.status,
    oneByte: oneByte.status,
    ...(refused && {
      withBearer: (await desk.wire.send('GET', link, { headers: desk.bearer }))
        .status,
    }),
    intact:
      whole.status === 200 &&
      right(whole.body, 0) &&
      (range.status !== 206 || right(range.body, from)),
    readable,
  };
}

/** The stored bytes; `undefined` where they cannot be read. */
export async function stored(
  desk: Desk,
  record: StoredRecord,
): Promise<Buffer | undefined> {
  const link = desk.linkOf(record);
  if (link === undefined || !desk.wire.mayGo(link)) return undefined;
  const { status, body } = await desk.wire.send('GET', link);
  return status === 200 ? body : undefined;
}

function downloadOf(desk: Desk, record: StoredRecord): string {
  const link = desk.linkOf(record);
  if (link === undefined) throw new Unexpected('the record has no link');
  if (!desk.wire.mayGo(link))
    throw new Unexpected('the download is not at an address of Kommo');
  return link;
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}
