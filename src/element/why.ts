/**
 * Why an upload failed: what fits into its row, and in full for whoever presses it.
 *
 * Knows: what a person, and whoever helps that person, needs to know. Does not know: what happened; the engine's
 * diagnosis says that, without secrets.
 */

import { html, nothing, type TemplateResult } from 'lit';
import type { Upload, UploadError } from '../engine/index.js';
import type { Words } from './words.js';

/** What the popover can do. */
export interface WhyModel {
  readonly words: Words;
  readonly gestures: { copyDiagnosis(upload: Upload): void };
}

/** A sentence in the row; pressed, it opens the rest. A popover: the row keeps its height. */
export const why = (
  upload: Upload,
  error: UploadError,
  text: string,
  { words, gestures }: WhyModel,
): TemplateResult => {
  const { id, name } = upload;
  const { code, serverText } = error;
  const { httpStatus, requestId, requests, lastTried } = upload.diagnose();
  const traces = [
    code,
    httpStatus !== undefined && `HTTP ${httpStatus}`,
    requestId,
  ].filter(Boolean);
  return html`
    <button part="status" title=${text} popovertarget=${`why-${id}`}>
      <span class="text">${text}</span>
    </button>
    <div id=${`why-${id}`} class="why" part="details" popover>
      <p><bdi><b>${name}</b></bdi></p>
      <p>${text}</p>
      ${
        upload.status === 'unlinked'
          ? html`<p>${words.say(code, valuesOf(error))}</p>`
          : nothing
      }
      ${
        serverText
          ? html`<p>${words.say('serverSays', {})}</p>
              <p class="quote"><bdi>${serverText.slice(0, 300)}</bdi></p>`
          : nothing
      }
      ${
        lastTried
          ? html`<p>
              ${words.say('tried', { count: requests, at: new Date(lastTried) })}
            </p>`
          : nothing
      }
      <p class="code"><bdi>${traces.join(' · ')}</bdi></p>
      <button part="button" @click=${() => gestures.copyDiagnosis(upload)}>
        ${words.say('copyDiagnosis', {})}
      </button>
    </div>
  `;
};

/** What the words for an error may mention. */
export const valuesOf = ({
  limit,
  subject,
}: UploadError): {
  limit: number | undefined;
  subject: string | undefined;
} => ({ limit, subject });
