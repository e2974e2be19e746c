/**
 * The drive's records as types, and the check that an answer is one.
 *
 * Knows: the field names and types that the vendor documents, which stay as they are. Does not know: HTTP, or what an
 * answer means for an upload. Fields that nobody documents are kept untouched.
 * What the check insists on is only what cannot be done without (`uuid`, `type`, `name`, `size`): an upload whose
 * bytes are stored must not fail because a server left out `source_id`. A documented field that is there, though,
 * must have its documented type.
 */

/** Who made or changed a record. `id` is -1 for a client, 0 for a robot, above 0 for a user. */
export interface Author {
  id: number;
  type: string;
  [field: string]: unknown;
}

/** A smaller picture of the file. */
export interface FilePreview {
  download_link: string;
  width: number;
  height: number;
  [field: string]: unknown;
}

/** A link of a record. */
export interface FileLink {
  href: string;
  [field: string]: unknown;
}

/**
 * The file-version record: what Kommo's drive answers to the last part of a file.
 * Field names are the vendor's: https://developers.kommo.com/reference/uploading-files
 */
export interface FileVersion {
  /** The file's UUID (the vendor's table calls it the version's; its sample and SDK use it as the file's). */
  uuid: string;
  /** The version's UUID, where the drive sends it. */
  version_uuid?: string;
  /** Numeric id, where the drive sends it. */
  id?: number;
  /** `image`, `video`, `audio`, `document` or `file`. */
  type: string;
  /** The version's name, usually without the extension. */
  name: string;
  /** The name in ASCII. */
  sanitized_name?: string;
  /** Bytes. */
  size: number;
  source_id?: number | null;
  has_multiple_versions?: boolean;
  is_trashed?: boolean;
  session_id?: number;
  /** Unix time in seconds. */
  created_at?: number;
  created_by?: Author;
  /** Unix time in seconds. */
  updated_at?: number;
  updated_by?: Author;
  /** Unix time in seconds, `null` while the file is not deleted. */
  deleted_at?: number | null;
  deleted_by?: Author | null;
  metadata?: {
    extension?: string;
    mime_type?: string;
    [field: string]: unknown;
  } | null;
  /** Smaller pictures; `null` right after an upload. */
  previews?: FilePreview[] | null;
  _links?: {
    download?: FileLink;
    download_version?: FileLink;
    self?: FileLink;
    [name: string]: unknown;
  };
  /** What the vendor sends beyond its documentation is kept. */
  [field: string]: unknown;
}

/** What the drive answers to a session request. */
export interface UploadSession {
  /** Where part 1 goes. Whoever knows it may upload: never log or show it. */
  upload_url: string;
  /** Bytes that one part may have at most. */
  max_part_size: number;
  /** Bytes that the file may have at most. */
  max_file_size?: number;
  session_id?: number | string;
  [field: string]: unknown;
}

/** What a session is asked for; the names are the vendor's. */
export interface SessionRequest {
  file_name: string;
  file_size: number;
  content_type?: string;
  /** The upload becomes a new version of this file. */
  file_uuid?: string;
  with_preview?: boolean;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isFilledText: Check = (value) =>
  typeof value === 'string' && value !== '';
const isFlag: Check = (value) => typeof value === 'boolean';
const isWhole: Check = (value) => Number.isSafeInteger(value);
const isSize: Check = (value) =>
  Number.isSafeInteger(value) && (value as number) >= 0;
const isPositive: Check = (value) =>
  Number.isSafeInteger(value) && (value as number) > 0;
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

/** An object whose fields pass: `required` must be there, `optional` may be missing. */
const shape =
  (
    required: Record<string, Check>,
    optional: Record<string, Check> = {},
  ): Check =>
  (value) =>
    isObject(value) &&
    Object.entries(required).every(([field, check]) =>
      check(own(value, field)),
    ) &&
    Object.entries(optional).every(([field, check]) => {
      const found = own(value, field);
      return found === undefined || check(found);
    });

/** Own fields only: an answer must not be able to borrow one from a prototype. */
const own = (value: object, field: string): unknown =>
  Object.hasOwn(value, field)
    ? (value as Record<string, unknown>)[field]
    : undefined;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAuthor = shape({ id: isWhole, type: isText });
const isLink = shape({ href: isText });

const isRecord = shape(
  { uuid: isFilledText, type: isText, name: isText, size: isSize },
  {
    version_uuid: isText,
    id: isWhole,
    sanitized_name: isText,
    source_id: orNull(isWhole),
    has_multiple_versions: isFlag,
    is_trashed: isFlag,
    session_id: isWhole,
    created_at: isWhole,
    updated_at: isWhole,
    created_by: isAuthor,
    updated_by: isAuthor,
    deleted_at: orNull(isWhole),
    deleted_by: orNull(isAuthor),
    metadata: orNull(shape({}, { extension: isText, mime_type: isText })),
    previews: orNull(
      listOf(shape({ download_link: isText, width: isWhole, height: isWhole })),
    ),
    _links: shape(
      {},
      { download: isLink, download_version: isLink, self: isLink },
    ),
  },
);

const isSession = shape(
  { upload_url: isFilledText, max_part_size: isPositive },
  { max_file_size: isPositive },
);

/** Whether a value is a file-version record, field by field. */
export const isFileVersion = (value: unknown): value is FileVersion =>
  isRecord(value);

/** Whether a value is an opened session. */
export const isUploadSession = (value: unknown): value is UploadSession =>
  isSession(value);

/** The address of the next part, if a value is an answer that names one. */
export const nextUrlOf = (value: unknown): string | undefined => {
  const url = isObject(value) ? own(value, 'next_url') : undefined;
  return isFilledText(url) ? (url as string) : undefined;
};
