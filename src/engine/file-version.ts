/**
 * The drive's records as types, and the check that an answer is one.
 *
 * Knows: the field names and types that the vendor documents, which stay as they are. Does not know: HTTP, or what an
 * answer means for an upload. Fields that nobody documents are kept untouched.
 * What the check insists on is only what cannot be done without (`uuid`, `type`, `name`, `size`): an upload whose
 * bytes are stored must not fail because a server left out `source_id`, or sent `null` for it. A documented field that
 * says something, though, must have its documented type.
 */

/** Who made, changed or deleted a record. `id` is -1 for a client, 0 for a robot, above 0 for a user. */
export interface Author {
  id: number | null;
  type: string | null;
  [field: string]: unknown;
}

/** A smaller picture of the file. */
export interface FilePreview {
  download_link: string | null;
  width: number | null;
  height: number | null;
  [field: string]: unknown;
}

/** A link of a record. */
export interface FileLink {
  href: string | null;
  [field: string]: unknown;
}

/**
 * The file-version record: what Kommo's drive answers to the last part of a file.
 * Field names are the vendor's: https://developers.kommo.com/reference/uploading-files
 * `uuid`, `type`, `name` and `size` are always there. Any other field may be missing or `null`, on every level: the file
 * is stored, whatever its record leaves open. What the vendor sends beyond its documentation is kept, but has no type: a
 * misspelt field shall not compile.
 */
export interface FileVersion {
  /** The file's UUID (the vendor's table calls it the version's; its sample and SDK use it as the file's). */
  uuid: string;
  /** The version's UUID, where the drive sends it. */
  version_uuid?: string | null;
  /** Numeric id, where the drive sends it. */
  id?: number | null;
  /** `image`, `video`, `audio`, `document` or `file`. */
  type: string;
  /** The version's name, usually without the extension. */
  name: string;
  /** The name in ASCII. */
  sanitized_name?: string | null;
  /** Bytes. */
  size: number;
  source_id?: number | null;
  has_multiple_versions?: boolean | null;
  is_trashed?: boolean | null;
  session_id?: number | null;
  /** Unix time in seconds. */
  created_at?: number | null;
  created_by?: Author | null;
  /** Unix time in seconds. */
  updated_at?: number | null;
  updated_by?: Author | null;
  /** Unix time in seconds, `null` while the file is not deleted. */
  deleted_at?: number | null;
  deleted_by?: Author | null;
  metadata?: {
    extension?: string | null;
    mime_type?: string | null;
    [field: string]: unknown;
  } | null;
  /** Smaller pictures; `null` right after an upload. */
  previews?: (FilePreview | null)[] | null;
  _links?: {
    download?: FileLink | null;
    download_version?: FileLink | null;
    self?: FileLink | null;
    [name: string]: unknown;
  } | null;
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
const orMissing =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

/** An object whose fields pass: `required` must be there, `optional` may be missing or `null`. */
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
    Object.entries(optional).every(([field, check]) =>
      orNull(orMissing(check))(own(value, field)),
    );

/** Own fields only: an answer must not be able to borrow one from a prototype. */
const own = (value: object, field: string): unknown =>
  Object.hasOwn(value, field)
    ? (value as Record<string, unknown>)[field]
    : undefined;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isAuthor = shape({ id: orNull(isWhole), type: orNull(isText) });
const isLink = shape({ href: orNull(isText) });
const isPreview = shape({
  download_link: orNull(isText),
  width: orNull(isWhole),
  height: orNull(isWhole),
});

const isRecord = shape(
  { uuid: isFilledText, type: isText, name: isText, size: isSize },
  {
    version_uuid: isText,
    id: isWhole,
    sanitized_name: isText,
    source_id: isWhole,
    has_multiple_versions: isFlag,
    is_trashed: isFlag,
    session_id: isWhole,
    created_at: isWhole,
    updated_at: isWhole,
    created_by: isAuthor,
    updated_by: isAuthor,
    deleted_at: isWhole,
    deleted_by: isAuthor,
    metadata: shape({}, { extension: isText, mime_type: isText }),
    previews: listOf(orNull(isPreview)),
    _links: shape(
      {},
      { download: isLink, download_version: isLink, self: isLink },
    ),
  },
);

const isSession = shape({
  upload_url: isFilledText,
  max_part_size: isPositive,
  max_file_size: orMissing(isPositive),
});

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
