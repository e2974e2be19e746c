/**
 * What Kommo said, made fit for a page: refusals, sessions, records.
 *
 * Knows: which fields go through. Does not know: requests. An address of another server never goes through in a
 * refusal, and a record only with what is the page's own.
 */

import { isUuid } from './grants.js';
import { fieldOf, type UpstreamAnswer } from './upstream.js';

const LONGEST_TEXT = 500;

/** Fields of a refusal that people and the engine read. */
const WORDS = ['title', 'detail', 'message', 'hint', 'error'] as const;

/** A refusal's own words, as text without addresses. */
export const refusalOf = ({
  status,
  json,
}: UpstreamAnswer): Record<string, unknown> => {
  const body: Record<string, unknown> = { status, code: 'upstream-refused' };
  for (const name of WORDS) {
    const value = fieldOf(json, name);
    if (typeof value === 'string') body[name] = withoutAddresses(value);
  }
  const errors = fieldOf(json, 'validation-errors');
  const first = Array.isArray(errors) ? errors[0] : undefined;
  const list = fieldOf(first, 'errors');
  if (Array.isArray(list))
    body['validation-errors'] = [
      {
        errors: list.slice(0, 20).map((each: unknown) => ({
          code: textOf(fieldOf(each, 'code')),
          path: textOf(fieldOf(each, 'path')),
          detail: textOf(fieldOf(each, 'detail')),
        })),
      },
    ];
  return body;
};

const textOf = (value: unknown) =>
  typeof value === 'string' ? withoutAddresses(value) : '';

/** Addresses, and what is long enough to be a token, are left out. */
const withoutAddresses = (text: string): string =>
  text
    .slice(0, LONGEST_TEXT)
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/\S*/gi, '…')
    .replace(/[\w.-]{60,}/g, '…');

export interface UpstreamSession {
  upload_url: string;
  max_part_size: number;
  max_file_size?: number;
  session_id: number | string;
}

/** A session with its documented fields, and no others; `undefined` where it is none. */
export const sessionOf = (json: unknown): UpstreamSession | undefined => {
  const upload_url = fieldOf(json, 'upload_url');
  const max_part_size = fieldOf(json, 'max_part_size');
  const max_file_size = fieldOf(json, 'max_file_size');
  const session_id = fieldOf(json, 'session_id');
  if (typeof upload_url !== 'string' || !isCount(max_part_size))
    return undefined;
  if (!isCount(session_id) && !isShortText(session_id)) return undefined;
  return {
    upload_url,
    max_part_size,
    session_id,
    ...(isCount(max_file_size) ? { max_file_size } : {}),
  };
};

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) > 0;

const isShortText = (value: unknown): value is string =>
  typeof value === 'string' && /^[\w-]{1,100}$/.test(value);

export const isRecord = (json: unknown): json is Record<string, unknown> =>
  typeof fieldOf(json, 'uuid') === 'string' &&
  typeof fieldOf(json, 'name') === 'string' &&
  typeof fieldOf(json, 'size') === 'number';

/** The uuids by which a file can be named later. */
export const uuidsOf = (record: Record<string, unknown>): string[] =>
  [record.uuid].filter(isUuid);

/** What a record says of the file itself. Not in it: other people's ids, previews and links elsewhere. */
const OWN_FIELDS = [
  'uuid',
  'version_uuid',
  'id',
  'type',
  'name',
  'sanitized_name',
  'size',
  'has_multiple_versions',
  'is_trashed',
  'session_id',
  'created_at',
  'updated_at',
  'deleted_at',
] as const;

/** The record for a page, with one link only: its download through the broker. */
export const pageRecordOf = (
  record: Record<string, unknown>,
  download: string | undefined,
): Record<string, unknown> => {
  const own: Record<string, unknown> = {};
  for (const name of OWN_FIELDS) {
    const value = fieldOf(record, name);
    if (
      value === null ||
      ['string', 'number', 'boolean'].includes(typeof value)
    )
      own[name] = value;
  }
  const metadata = fieldOf(record, 'metadata');
  const extension = fieldOf(metadata, 'extension');
  const mime_type = fieldOf(metadata, 'mime_type');
  own.metadata = {
    ...(typeof extension === 'string' ? { extension } : {}),
    ...(typeof mime_type === 'string' ? { mime_type } : {}),
  };
  own.previews = null;
  if (download !== undefined) own._links = { download: { href: download } };
  return own;
};

/** Where the stored bytes of this version can be read. */
export const downloadOf = (record: Record<string, unknown>): unknown => {
  const links = fieldOf(record, '_links');
  return (
    fieldOf(fieldOf(links, 'download_version'), 'href') ??
    fieldOf(fieldOf(links, 'download'), 'href')
  );
};
