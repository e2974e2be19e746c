/**
 * What stands for a file at the start of its row: its own picture, else the drive's preview of it, else an icon.
 *
 * Knows: which of them there is. Does not know: how pictures are made. A preview that cannot be fetched, or that the
 * page's policy forbids, leaves the icon where it is.
 */

import { html, nothing, type TemplateResult } from 'lit';
import {
  type FileVersion,
  readableLink,
  type Upload,
} from '../engine/index.js';
import { kindOf } from './file-kind.js';
import { icon } from './icons.js';

/** Pixels of a side that look sharp on a dense screen. */
const ENOUGH = 80;

export const thumbnail = (
  upload: Upload,
  picture: Node | undefined,
): TemplateResult => {
  const kind = kindOf(upload);
  return html`<span
    class="picture"
    part="thumbnail"
    aria-hidden="true"
    data-kind=${kind}
    >${picture ?? html`${icon(kind)}${preview(upload.record)}`}</span
  >`;
};

/** Laid over the icon. */
const preview = (
  record: FileVersion | undefined,
): TemplateResult | typeof nothing => {
  const href = previewOf(record);
  return href === undefined
    ? nothing
    : html`<img
        alt=""
        loading="lazy"
        decoding="async"
        referrerpolicy="no-referrer"
        src=${href}
        @load=${({ target }: Event) =>
          (target as Element).toggleAttribute('data-there', true)}
      />`;
};

/** The smallest that is large enough, or the largest there is. */
const previewOf = (record: FileVersion | undefined): string | undefined => {
  const links = (record?.previews ?? [])
    .map((each) => ({
      side: Math.min(each?.width ?? 0, each?.height ?? 0),
      href: readableLink(each?.download_link),
    }))
    .filter(({ href }) => href !== undefined)
    .sort((one, other) => one.side - other.side);
  return (links.find(({ side }) => side >= ENOUGH) ?? links.at(-1))?.href;
};
