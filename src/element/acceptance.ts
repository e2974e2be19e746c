/**
 * Whether a file may come in: its type, its size, how many there are, whether it is there already.
 *
 * Knows: the rules of `<input accept>` and the limits of the page. Does not know: where files come from, or words.
 */

import {
  type Limits,
  OptionError,
  RejectedFileError,
  type Upload,
  type UploadQueue,
} from '../engine/index.js';

/** What the page accepts. */
export interface Rules extends Limits {
  /** Lower-case extensions, MIME types and kinds. None: all. */
  readonly accept: readonly string[];
}

/** What is in the list already. */
export interface Taken {
  readonly count: number;
  readonly bytes: number;
}

/** Types that browsers do not know: such a file comes without one, and would fall through `image/*`. */
const UNKNOWN_TYPES = new Map([
  ['heic', 'image/heic'],
  ['heif', 'image/heif'],
  ['avif', 'image/avif'],
  ['jxl', 'image/jxl'],
  ['mkv', 'video/x-matroska'],
  ['opus', 'audio/ogg'],
  ['md', 'text/markdown'],
]);

/** Reads `accept`; throws an `OptionError` where it names something that is neither an extension nor a type. */
export const readAccept = (
  accept: string | null | undefined,
): readonly string[] => {
  const tokens = (accept ?? '')
    .toLowerCase()
    .split(',')
    .map((token) => token.trim())
    .filter(Boolean);
  const odd = tokens.find(
    (token) => !/^(\.[^/\s]+|[^/\s]+\/[^/\s]+)$/.test(token),
  );
  if (odd !== undefined)
    throw new OptionError(
      'accept',
      `accept has extensions such as ".pdf" and types such as "image/*"; received ${JSON.stringify(odd)}.`,
    );
  return tokens;
};

/** Whether a file is of one of these types. */
export const isOfType = (file: File, accept: readonly string[]): boolean => {
  if (accept.length === 0) return true;
  const name = file.name.toLowerCase();
  const extension = name.slice(name.lastIndexOf('.') + 1);
  const type =
    file.type.toLowerCase().replace(/;.*/, '').trim() ||
    (UNKNOWN_TYPES.get(extension) ?? '');
  return accept.some((token) => {
    if (token.startsWith('.')) return name.endsWith(token);
    if (token === '*/*') return true;
    return token.endsWith('/*')
      ? type.startsWith(token.slice(0, -1))
      : type === token;
  });
};

/** Whether it is a file at all, of this window or of another. */
export const isFile = (value: unknown): value is File =>
  Object.prototype.toString.call(value) === '[object File]';

/** Why a file is not taken; `undefined` if it is. */
export const reasonAgainst = (
  file: File,
  rules: Rules,
  { count, bytes }: Taken,
): RejectedFileError | undefined => {
  const { size } = file;
  const { accept, minFileSize, maxFileSize, maxFiles, maxTotalSize } = rules;
  if (!isOfType(file, accept))
    return new RejectedFileError('file-type', 'This type is not accepted.', {
      subject: accept.join(', '),
    });
  if (minFileSize !== undefined && size < minFileSize)
    return new RejectedFileError('file-too-small', 'The file is too small.', {
      limit: minFileSize,
    });
  if (maxFileSize !== undefined && size > maxFileSize)
    return new RejectedFileError('file-too-large', 'The file is too large.', {
      limit: maxFileSize,
    });
  if (maxFiles !== undefined && count >= maxFiles)
    return new RejectedFileError('too-many-files', 'There are enough files.', {
      limit: maxFiles,
    });
  if (maxTotalSize !== undefined && bytes + size > maxTotalSize)
    return new RejectedFileError(
      'total-too-large',
      'All files together are too large.',
      { limit: maxTotalSize },
    );
  return undefined;
};

/** The upload of the same file in the same place, rather one that is stuck. Aborted ones do not count. */
export const uploadOf = (
  file: File,
  path: string | undefined,
  queue: UploadQueue,
): Upload | undefined => {
  const same = queue
    .sameAs(file, path)
    .filter(({ status }) => status !== 'aborted');
  return same.find(isUnfinished) ?? same[0];
};

/** Whether an upload is stuck, and its file may help. */
export const isUnfinished = ({ status }: Upload): boolean =>
  status === 'paused' ||
  status === 'pausing' ||
  status === 'waiting' ||
  status === 'failed' ||
  status === 'unlinked';
