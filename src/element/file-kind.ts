/**
 * What kind of file it is, for its icon.
 *
 * Knows: extensions and MIME types. Does not know: pictures, or what may be uploaded. A wrong guess costs a wrong icon.
 */

import type { Upload } from '../engine/index.js';

export type FileKind =
  | 'image'
  | 'video'
  | 'audio'
  | 'pdf'
  | 'archive'
  | 'sheet'
  | 'text'
  | 'code'
  | 'other';

/** Of each kind the extensions, and the types in which it may come without one. */
const KINDS: readonly (readonly [FileKind, RegExp, RegExp])[] = [
  [
    'image',
    /^(avif|bmp|gif|hei[cf]|ico|jfif|jpe?g|png|psd|svg|tiff?|webp)$/i,
    /^image\//,
  ],
  ['video', /^(3gp|avi|m4v|mkv|mov|mp4|mpe?g|webm|wmv)$/i, /^video\//],
  ['audio', /^(aac|aiff?|amr|flac|m4a|mp3|og[ag]|opus|wav|wma)$/i, /^audio\//],
  ['pdf', /^pdf$/i, /pdf$/],
  [
    'archive',
    /^(7z|bz2|dmg|gz|iso|jar|rar|tar|tgz|xz|zip|zst)$/i,
    /zip|compressed|tar$/,
  ],
  ['sheet', /^(csv|numbers|ods|tsv|xlsx?|xls[bm])$/i, /csv|sheet|excel/],
  [
    'code',
    /^(c|cpp|cs|css|go|html?|java|jsx?|json|mjs|php|py|rb|rs|sh|sql|tsx?|xml|ya?ml)$/i,
    /html|json|script|xml/,
  ],
  [
    'text',
    /^(docx?|eml|epub|key|log|md|msg|odp|odt|pages|pptx?|rtf|txt)$/i,
    /^text\/|document|word/,
  ],
];

/** By its extension, which is what a person sees; else by its type. */
export const kindOf = ({ name, file, record }: Upload): FileKind => {
  const { extension, mime_type } = record?.metadata ?? {};
  const ending = /\.([^.\s]+)$/.exec(name)?.[1] ?? extension ?? '';
  const type = file?.type || mime_type || `${record?.type}/`;
  const [kind = 'other'] =
    KINDS.find(([, endings]) => endings.test(ending)) ??
    KINDS.find(([, , types]) => types.test(type)) ??
    [];
  return kind;
};
