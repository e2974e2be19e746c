/**
 * Questions about one part: who may send it, as what, how large, and where to.
 *
 * Knows: one small upload for each. Does not know: parts that come twice (`ask-repeats.ts`).
 */
import { wrongUrl } from './ask-cors.js';
import { stored } from './ask-record.js';
import { asObject, type Desk, type StoredRecord, Unexpected } from './desk.js';
import type { BearerAnswers, PartAnswers, UrlAnswers } from './profile.js';

const TYPES = [
  'image/png',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'text/plain;charset=UTF-8',
];
/** A larger part is not worth the time of a question. */
const LARGEST_PART = 16 * 1024 * 1024;

export async function askBearer(
  desk: Desk,
  piece: Uint8Array,
): Promise<BearerAnswers> {
  desk.bearerOnParts = false;
  const status = async (headers: Record<string, string>) => {
    const { upload_url } = await desk.open(piece.byteLength);
    return (await desk.part(upload_url, piece, { headers })).status;
  };
  return {
    none: await status({}),
    same: await status(desk.bearer),
    wrong: await status({ Authorization: 'Bearer not-a-token' }),
  };
}

export async function askUrls(
  desk: Desk,
  piece: Uint8Array,
): Promise<UrlAnswers> {
  const session = await desk.open(piece.byteLength * 2);
  const url = session.upload_url;
  const { status: wrong } = await desk.part(wrongUrl(url), piece);
  const { next, status } = await desk.part(url, piece);
  if (next === undefined)
    throw new Unexpected(`the first of two parts was answered ${status}`);
  const { record } = await desk.part(next, piece);
  const lifetime = lifetimeOf(url);
  const link = record && desk.linkOf(record);
  const downloadLifetime = link === undefined ? undefined : lifetimeOf(link);
  return {
    differs: next !== url,
    ...(lifetime !== undefined && { lifetime }),
    ...(downloadLifetime !== undefined && { downloadLifetime }),
    wrong,
  };
}

export async function askParts(
  desk: Desk,
  piece: Uint8Array,
): Promise<PartAnswers> {
  const size = piece.byteLength;
  const oversize = await askOversize(desk, piece);

  const types: Record<string, number> = {};
  let { upload_url: url } = await desk.open(size * (TYPES.length + 1));
  const short = await desk.part(url, piece);
  url = short.next ?? url;
  for (const type of TYPES) {
    const headers = { 'Content-Type': type };
    const { status, next } = await desk.part(url, piece, { headers });
    types[type] = status;
    url = next ?? url;
  }

  const forEmpty = await desk.open(size);
  const empty = await desk.part(forEmpty.upload_url, new Uint8Array());

  const forChunked = await desk.open(size);
  const chunked = await desk.part(forChunked.upload_url, piece, {
    chunked: true,
  });

  const { upload_url } = await desk.open(size * 2);
  const twice = Buffer.concat([piece, piece]);
  const excess = await desk.parts(upload_url, [piece, twice]);
  return {
    ...(oversize && { oversize }),
    short: { status: short.status },
    empty: { status: empty.status },
    chunked: {
      status: chunked.status,
      intact: await isIntact(desk, chunked.record, piece),
    },
    excess: {
      status: excess.status,
      size: excess.record ? sizeAgainst(excess.record.size, size * 2) : null,
    },
    types,
  };
}

async function askOversize(
  desk: Desk,
  piece: Uint8Array,
): Promise<PartAnswers['oversize']> {
  const first = await desk.open(piece.byteLength);
  const { max_part_size: most, max_file_size } = first;
  if (most > LARGEST_PART || most * 2 > max_file_size) return undefined;
  const large = new Uint8Array(most + 1).fill(7);
  const { upload_url } = await desk.open(most * 2);
  const { status, next } = await desk.part(upload_url, large);
  if (next !== undefined) return { status, goesOn: true };
  const again = await desk.part(upload_url, large.subarray(1));
  return { status, goesOn: again.next !== undefined };
}

const sizeAgainst = (size: number, announced: number) => {
  if (size === announced) return 'announced';
  return size > announced ? 'larger' : 'other';
};

async function isIntact(
  desk: Desk,
  record: StoredRecord | undefined,
  bytes: Uint8Array,
): Promise<boolean | null> {
  if (record === undefined) return null;
  const read = await stored(desk, record);
  return read === undefined ? null : read.equals(Buffer.from(bytes));
}

/** What a signed token in a URL says of its own time; nothing where none is found. */
function lifetimeOf(url: string): number | undefined {
  const tokens = /[\w-]+\.([\w-]+)\.[\w-]+/g;
  for (const [, claims = ''] of url.matchAll(tokens)) {
    try {
      const text = Buffer.from(claims, 'base64url').toString('utf8');
      const { exp, iat, nbf } = asObject(JSON.parse(text)) ?? {};
      const from = iat ?? nbf;
      if (typeof exp === 'number' && typeof from === 'number')
        return exp - from;
    } catch {
      // A host's name has dots as well.
    }
  }
  return undefined;
}
