/**
 * What a file's name and MIME type say about it.
 *
 * Knows: the vendor's fields `name`, `sanitized_name`, `type`, `metadata`, and how a name travels in a header. Does not
 * know: disks; no name from outside is ever part of a path.
 */
import anyAscii from 'any-ascii';

/** `photo.jpg` is `photo` and `jpg`; `.profile` has no extension. */
export function splitName(fileName: string): {
  name: string;
  extension: string;
} {
  const match = /^(.+)\.([^.\s/\\]{1,32})$/s.exec(fileName);
  return match
    ? { name: match[1] as string, extension: match[2] as string }
    : { name: fileName, extension: '' };
}

export function joinName(name: string, extension: string): string {
  return extension ? `${name}.${extension}` : name;
}

/** The name in ASCII, as the vendor gives it beside the real one. */
export function sanitizeName(name: string): string {
  return anyAscii(name).replace(/[^\x20-\x7e]/g, '') || 'file';
}

/** `type/subtype` of a content type, in lower case; undefined if it is none. */
export function mimeOf(contentType: string): string | undefined {
  const match = /^\s*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)\s*(?:;|$)/.exec(
    contentType,
  );
  return match?.[1]?.toLowerCase();
}

/** Half of a surrogate pair cannot be encoded; it becomes the replacement character. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}

/** The vendor's five kinds of file. */
export type FileType = 'image' | 'video' | 'audio' | 'document' | 'file';

export function typeOf(mime: string): FileType {
  const [family] = mime.split('/');
  if (family === 'image' || family === 'video' || family === 'audio') {
    return family;
  }
  return family === 'text' || documents.test(mime) ? 'document' : 'file';
}

const documents =
  /^application\/(pdf|rtf|json|xml|epub\+zip|msword|vnd\.(ms-(excel|powerpoint|word)|openxmlformats-officedocument|oasis\.opendocument))/;

/**
 * `Content-Disposition` for a download (RFC 6266): an ASCII name for old
 * readers, the real one percent-encoded (RFC 8187). Neither can end the header.
 */
export function attachment(fileName: string): string {
  // Direction overrides and control characters would lie about the name.
  const clean = wellFormed(fileName)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[/\\]/g, '_');
  const ascii = sanitizeName(clean).replace(/["\\%/]/g, '_');
  const encoded = encodeURIComponent(clean).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded || 'file'}`;
}
