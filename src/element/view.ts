/**
 * What the element looks like around its list: where to drop, what is wrong, totals and buttons for all.
 *
 * Knows: a model and what can be done. Does not know: queues, options or events of the window; it calls no upload.
 */

import { html, nothing, type TemplateResult } from 'lit';
import type { Limits, OptionError, UploadError } from '../engine/index.js';
import { icon } from './icons.js';
import {
  type ListModel,
  type RowActions,
  uploadList,
  valuesOf,
} from './upload-list.js';
import type { Words } from './words.js';

/** A file that was not added, and why. */
export interface Rejection {
  readonly file: File;
  readonly error: UploadError;
}

export interface ViewActions extends RowActions {
  browse(): void;
  chosen(input: HTMLInputElement): void;
  /** What stood in the page before the script did. */
  fallback(): void;
  startAll(): void;
  pauseAll(): void;
  resumeAll(): void;
  retryAll(): void;
  abortAll(): void;
  clear(): void;
  dismiss(): void;
}

export interface ViewModel extends ListModel {
  readonly multiple: boolean;
  readonly accept: string | null | undefined;
  readonly limits: Limits & { readonly accept?: readonly string[] };
  readonly isOver: boolean;
  readonly problem: OptionError | undefined;
  readonly rejected: readonly Rejection[];
  /** Something was dropped that is no file. */
  readonly hint: boolean;
  /** How many uploads have each status; `held` are those that wait for `start()`. */
  readonly count: Readonly<
    Record<'held' | 'going' | 'paused' | 'failed' | 'uploaded' | 'over', number>
  >;
  readonly loaded: number;
  readonly total: number;
  readonly aloud: string;
  readonly actions: ViewActions;
}

/** More reasons than this help nobody. */
const MOST_REJECTED = 50;

export const view = (model: ViewModel): TemplateResult => html`
  <div class="base" part="base">
    ${dropArea(model)}
    ${model.problem === undefined ? nothing : problem(model.problem, model.words)}
    ${model.rejected.length > 0 || model.hint ? rejected(model) : nothing}
    ${model.uploads.length > 1 || model.count.held > 0 ? header(model) : nothing}
    ${model.uploads.length > 0 ? uploadList(model) : nothing}
    <div class="aloud" role="status" aria-live="polite">${model.aloud}</div>
    <slot
      hidden
      @slotchange=${model.actions.fallback}
      @change=${model.actions.fallback}
    ></slot>
  </div>
`;

const dropArea = (model: ViewModel): TemplateResult => {
  const { words, multiple, disabled, isOver, accept, actions } = model;
  return html`
    <div
      class="drop"
      part="drop-area"
      ?data-over=${isOver}
      ?data-disabled=${disabled}
      @click=${actions.browse}
    >
      ${icon('add')}
      <span class="call">
        ${words.say(isOver ? 'dropNow' : 'dropFiles', { multiple })}
      </span>
      <button class="browse" part="browse-button" ?disabled=${disabled}>
        ${words.say('chooseFiles', { multiple })}
      </button>
      ${limits(model)}
      <input
        type="file"
        hidden
        ?multiple=${multiple}
        ?disabled=${disabled}
        accept=${accept ?? nothing}
        @click=${(event: Event) => event.stopPropagation()}
        @input=${(event: Event) => event.stopPropagation()}
        @change=${(event: Event) => actions.chosen(event.target as HTMLInputElement)}
      />
    </div>
  `;
};

const limits = ({
  words,
  limits,
  multiple,
}: ViewModel): TemplateResult | typeof nothing => {
  const { accept = [], maxFiles, maxFileSize, maxTotalSize } = limits;
  const texts = [
    accept.length > 0 && words.say('limitTypes', { types: accept }),
    maxFileSize !== undefined && words.say('limitSize', { bytes: maxFileSize }),
    maxFiles !== undefined &&
      multiple &&
      words.say('limitFiles', { count: maxFiles }),
    maxTotalSize !== undefined &&
      words.say('limitTotal', { bytes: maxTotalSize }),
  ].filter((text) => text !== false);
  return texts.length === 0
    ? nothing
    : html`<span class="limits">
        ${texts.map((text) => html`<span>${text}</span>`)}
      </span>`;
};

const problem = (error: OptionError, words: Words): TemplateResult => html`
  <div class="message bad" part="message">
    ${icon('alert')}
    <div>
      <p>${words.say('bad-option', valuesOf(error))}</p>
      <p class="code"><bdi>${error.message}</bdi></p>
    </div>
  </div>
`;

const rejected = ({ rejected, words, actions }: ViewModel): TemplateResult => {
  const count = rejected.length;
  const title =
    count === 0
      ? words.say('not-a-file', { limit: undefined, subject: undefined })
      : words.say('rejected', { count });
  const more = count - MOST_REJECTED;
  return html`
    <div class="message" part="message">
      ${icon('alert')}
      <div>
        <p>${title}</p>
        ${
          count === 0
            ? nothing
            : html`<ul class="reasons" tabindex=${count > 4 ? 0 : nothing}>
                ${rejected.slice(0, MOST_REJECTED).map(
                  ({ file, error }) => html`<li>
                    <bdi>${file.name}</bdi>
                    <span>${words.say(error.code, valuesOf(error))}</span>
                  </li>`,
                )}
                ${
                  more > 0
                    ? html`<li>${words.say('rejectedMore', { count: more })}</li>`
                    : nothing
                }
              </ul>`
        }
      </div>
      <button
        class="icon"
        part="button"
        aria-label=${words.say('dismiss', {})}
        title=${words.say('dismiss', {})}
        @click=${actions.dismiss}
      >
        ${icon('close')}
      </button>
    </div>
  `;
};

const header = (model: ViewModel): TemplateResult => {
  const { words, count, uploads, loaded, total, disabled, actions } = model;
  const button = (
    isShown: boolean,
    label: string,
    act: () => void,
    look = '',
  ) =>
    isShown
      ? html`<button
          class=${look}
          part="button"
          ?disabled=${disabled}
          @click=${act}
        >
          ${label}
        </button>`
      : nothing;
  const { held, going, paused, failed, uploaded, over } = count;
  return html`
    <div class="header" part="header">
      <span class="totals">
        ${words.say('totals', { uploaded, count: uploads.length, loaded, total })}
      </span>
      <span class="all">
        ${button(held > 0, words.say('startAll', { count: held }), actions.startAll, 'main')}
        ${button(going > 0, words.say('pauseAll', {}), actions.pauseAll)}
        ${button(paused > 0, words.say('resumeAll', {}), actions.resumeAll)}
        ${button(failed > 0, words.say('retryAll', {}), actions.retryAll)}
        ${button(over < uploads.length, words.say('abortAll', {}), actions.abortAll)}
        ${button(over > 0, words.say('clear', {}), actions.clear)}
      </span>
      <progress
        part="progress"
        aria-label=${words.say('progressOfAll', {})}
        .value=${loaded}
        max=${total || 1}
        ?hidden=${over === uploads.length}
      ></progress>
    </div>
  `;
};
