/**
 * Files on a card of Kommo: the shapes in which the CRM takes and gives them.
 *
 * Knows: the vendor's field names. Does not know: requests.
 */

import type { FileVersion } from './file-version.js';

/** A card: a lead, a contact, a company or a customer. */
export interface Entity {
  /** As in the CRM's addresses: `leads`, `contacts`, `companies`, `customers`. */
  readonly type: string;
  readonly id: number;
}

/** The card that an address such as `/api/v4/leads/123/files` is about; `undefined` where it does not say. */
export const entityOf = (linkUrl: string): Entity | undefined => {
  const [, type, id] =
    /\/([a-z]+)\/(\d+)\/files\/?$/.exec(new URL(linkUrl).pathname) ?? [];
  return type === undefined ? undefined : { type, id: Number(id) };
};

/** What a card says of its files: their uuids. */
export const filesIn = (body: unknown): ReadonlySet<string> => {
  const { _embedded } = (body ?? {}) as { _embedded?: { files?: unknown } };
  const files = _embedded?.files;
  const uuids = (Array.isArray(files) ? files : []).map(
    (file: { file_uuid?: unknown } | null) => file?.file_uuid,
  );
  return new Set(uuids.filter((uuid) => typeof uuid === 'string'));
};

/** What the CRM's file fields and notes know of a file. */
export interface CardFile {
  file_uuid: string;
  version_uuid?: string;
  file_name: string;
}

const cardFile = ({ uuid, version_uuid, name }: FileVersion): CardFile => ({
  file_uuid: uuid,
  ...(typeof version_uuid === 'string' ? { version_uuid } : {}),
  file_name: name,
});

/** The value of a custom field of type file: `values: [{ value: fileFieldValue(record) }]`. */
export const fileFieldValue = (
  record: FileVersion,
): CardFile & { file_size: number } => ({
  ...cardFile(record),
  file_size: record.size,
});

/** The params of a note of type `attachment`, which shows a file in the feed of a card. */
export const attachmentNoteParams = (record: FileVersion): CardFile =>
  cardFile(record);
