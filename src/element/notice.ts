/**
 * What is said about the files that came last: which were not added and why, and how many were left out.
 *
 * Knows: one message for all of them. Does not know: rules, or where files came from.
 */

import { html, nothing, type TemplateResult } from 'lit';
import type { UploadError } from '../engine/index.js';
import { icon } from './icons.js';
import { valuesOf } from './why.js';
import type { Words } from './words.js';

/** What can be said of a whole folder. */
export type FolderTrouble =
  | 'folderEmpty'
  | 'folderUnreadable'
  | 'folderRefused';

/** A file that was not added, and why. */
export interface Rejection {
  readonly file: File;
  readonly error: UploadError;
  /** Where it was in a folder. */
  readonly path?: string | undefined;
  /** Set if it is no file but a folder. */
  readonly folder?: FolderTrouble | undefined;
}

/** What there is to say. */
export interface Notice {
  readonly rejected: readonly Rejection[];
  /** How many files of the system were left out. */
  readonly leftOut: number;
  /** Something was dropped that is no file. */
  readonly isNoFile: boolean;
}

export interface NoticeModel {
  readonly notice: Notice;
  readonly words: Words;
  readonly gestures: { dismiss(): void };
}

/** More reasons than this help nobody. */
const MOST_REJECTED = 50;

export const noticeOf = ({
  notice: { rejected, leftOut, isNoFile },
  words,
  gestures,
}: NoticeModel): TemplateResult | typeof nothing => {
  const isTrouble = rejected.length > 0 || isNoFile;
  if (!isTrouble && leftOut === 0) return nothing;
  const count = countOf(rejected);
  const dismiss = words.say('dismiss', {});
  return html`
    <div class=${isTrouble ? 'message' : 'message mild'} part="message">
      ${icon('alert')}
      <div>
        ${isNoFile ? html`<p>${words.say('not-a-file', NO_VALUES)}</p>` : nothing}
        ${count > 0 ? html`<p>${words.say('rejected', { count })}</p>` : nothing}
        ${rejected.length > 0 ? reasons(rejected, words) : nothing}
        ${leftOut > 0 ? html`<p>${words.say('leftOut', { count: leftOut })}</p>` : nothing}
      </div>
      <button
        class="icon"
        part="button"
        aria-label=${dismiss}
        title=${dismiss}
        @click=${gestures.dismiss}
      >
        ${icon('close')}
      </button>
    </div>
  `;
};

/** How many files were rejected: a folder is none. */
export const countOf = (rejected: readonly Rejection[]): number =>
  rejected.filter(({ folder }) => folder === undefined).length;

const NO_VALUES = { limit: undefined, subject: undefined };

const reasons = (
  rejected: readonly Rejection[],
  words: Words,
): TemplateResult => {
  const more = rejected.length - MOST_REJECTED;
  return html`<ul class="reasons" tabindex="0">
    ${rejected
      .slice(0, MOST_REJECTED)
      .map(({ file, path = file.name, error, folder }) =>
        folder === undefined
          ? html`<li>
              <bdi>${path}</bdi>
              <span>${words.say(error.code, valuesOf(error))}</span>
            </li>`
          : html`<li><span>${words.say(folder, { name: path })}</span></li>`,
      )}
    ${
      more > 0
        ? html`<li>${words.say('rejectedMore', { count: more })}</li>`
        : nothing
    }
  </ul>`;
};
