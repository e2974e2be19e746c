/**
 * The body of `POST /v1.0/sessions`, checked field by field.
 *
 * Knows: the documented fields and this drive's limits for them. Unknown fields are ignored, `null` counts as absent.
 */

import { mimeOf } from './naming.js';
import type { Behaviour } from './options.js';
import type { SessionRequest } from './pieces.js';
import { Refusal } from './refusal.js';
import { owner } from './tokens.js';

export function checkSessionRequest(
  body: unknown,
  behaviour: Readonly<Behaviour>,
  mimeOfName: (fileName: string) => string | undefined,
): SessionRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal(400, 'The body must be a JSON object.');
  }
  const given = body as Record<string, unknown>;
  const wrong: Record<string, string> = Object.create(null);

  const file_name = given.file_name;
  if (typeof file_name !== 'string' || !/^.{1,255}$/su.test(file_name)) {
    wrong.file_name = 'must be a text of 1 to 255 characters';
  }
  const file_size = given.file_size;
  if (!Number.isSafeInteger(file_size) || (file_size as number) < 0) {
    wrong.file_size = 'must be a whole number, 0 or more';
  } else if (file_size === 0 && behaviour.zero === 'refuse') {
    wrong.file_size = 'must be more than 0';
  }
  // A browser gives an empty text for a type that it does not know.
  const content_type = given.content_type || undefined;
  const mime =
    typeof content_type === 'string' && content_type.length <= 255
      ? mimeOf(content_type)
      : undefined;
  if (content_type !== undefined && !mime) {
    wrong.content_type = 'must be a MIME type';
  }
  const file_uuid = given.file_uuid ?? undefined;
  if (file_uuid !== undefined && !isUuid(file_uuid)) {
    wrong.file_uuid = 'must be a UUID';
  }
  const with_preview = given.with_preview ?? false;
  if (typeof with_preview !== 'boolean') {
    wrong.with_preview = 'must be true or false';
  }
  const created_by = given.created_by ?? undefined;
  if (created_by !== undefined && !isActor(created_by)) {
    wrong.created_by = 'must be {id, type}';
  }

  if (Object.keys(wrong).length > 0) {
    const reasons = Object.entries(wrong).map((entry) => entry.join(' '));
    throw new Refusal(400, `${reasons.join('; ')}.`, { fields: wrong });
  }
  if ((file_size as number) > behaviour.maxFileSize) {
    throw new Refusal(
      413,
      `The file is larger than ${behaviour.maxFileSize} bytes.`,
    );
  }
  return {
    file_name: file_name as string,
    file_size: file_size as number,
    mime: mime ?? mimeOfName(file_name as string) ?? 'application/octet-stream',
    file_uuid: (file_uuid as string | undefined)?.toLowerCase(),
    with_preview: with_preview as boolean,
    created_by: isActor(created_by)
      ? { id: created_by.id, type: created_by.type }
      : { id: owner.user_id, type: owner.user_type },
  };
}

export function isUuid(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
  );
}

function isActor(value: unknown): value is { id: number; type: string } {
  if (typeof value !== 'object' || value === null) return false;
  const { id, type } = value as Record<string, unknown>;
  return (
    Number.isSafeInteger(id) &&
    typeof type === 'string' &&
    /^[\w-]{1,64}$/.test(type)
  );
}
