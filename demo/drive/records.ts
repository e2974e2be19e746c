/**
 * The vendor's records, as its documentation shows them.
 *
 * Knows: the field names and which link leads where. Does not know: the storage, or requests; the public origin is
 * given.
 */
import type { Actor, Found } from './library.js';
import { joinName, sanitizeName, typeOf, wellFormed } from './naming.js';
import type { Behaviour } from './options.js';

/** A file version as the API answers it. */
export interface FileRecord {
  uuid: string;
  version_uuid: string;
  id: number;
  type: string;
  name: string;
  sanitized_name: string;
  size: number;
  source_id: number | null;
  has_multiple_versions: boolean;
  is_trashed: boolean;
  session_id: number;
  created_at: number;
  created_by: Actor;
  updated_at: number;
  updated_by: Actor;
  deleted_at: number | null;
  deleted_by: Actor | null;
  metadata: { extension: string; mime_type: string };
  previews: { download_link: string; width: number; height: number }[] | null;
  _links: {
    self: { href: string };
    download: { href: string };
    download_version: { href: string };
  };
}

export function toRecord(
  { file, version }: Found,
  naming: Behaviour['uuid'],
  origin: string,
): FileRecord {
  const uuid = naming === 'version' ? version.uuid : file.uuid;
  // Only for people who look at the link: the name is never read back.
  const name = encodeURIComponent(
    sanitizeName(joinName(wellFormed(version.name), version.extension)),
  );
  return {
    uuid,
    version_uuid: version.uuid,
    // Any number would do; unlike session_id, so that mixing them up shows.
    id: version.session_id * 2 + 1,
    type: typeOf(version.mime),
    name: version.name,
    sanitized_name: sanitizeName(version.name),
    size: version.size,
    source_id: null,
    has_multiple_versions: file.versions.length > 1,
    is_trashed: file.trashed_at !== null,
    session_id: version.session_id,
    created_at: version.created_at,
    created_by: version.created_by,
    updated_at: version.updated_at,
    updated_by: version.created_by,
    deleted_at: file.trashed_at,
    deleted_by: file.trashed_at === null ? null : version.created_by,
    metadata: { extension: version.extension, mime_type: version.mime },
    previews:
      version.previews?.map(({ width, height }, index) => ({
        download_link: `${origin}/preview/${version.uuid}/${index}`,
        width,
        height,
      })) ?? null,
    _links: {
      self: { href: `${origin}/v1.0/files/${uuid}` },
      download: { href: `${origin}/download/${file.uuid}/${name}` },
      download_version: {
        href: `${origin}/download/${version.uuid}/${name}`,
      },
    },
  };
}
