/**
 * What the element looks like around its list: where to drop, what is wrong, totals and buttons for all.
 *
 * Knows: a model and what can be done. Does not know: queues, options or events of the window; it calls no upload.
 */

import { html, nothing, type TemplateResult } from 'lit';
import type {
  OptionError,
  UploadQueue,
  UploadStatus,
} from '../engine/index.js';
import type { Rules } from './acceptance.js';
import type { Gestures } from './gestures.js';
import { icon } from './icons.js';
import { type Notice, noticeOf } from './notice.js';
import { type ListModel, uploadList } from './upload-list.js';
import { valuesOf } from './why.js';
import type { Words } from './words.js';

export interface ViewModel extends Omit<ListModel, 'uploads'> {
  readonly multiple: boolean;
  /** Whether the picker chooses a whole folder. */
  readonly directory: boolean;
  readonly capture: string | null | undefined;
  readonly accept: string | null | undefined;
  readonly rules: Rules;
  readonly isOver: boolean;
  readonly problem: OptionError | undefined;
  /** Whether a folder is being read. */
  readonly isReading: boolean;
  readonly notice: Notice;
  readonly queue: Pick<
    UploadQueue,
    'uploads' | 'count' | 'loaded' | 'total' | 'held' | 'resumable'
  >;
  readonly aloud: string;
  readonly gestures: Gestures;
}

export const view = (model: ViewModel): TemplateResult => {
  const { uploads } = model.queue;
  return html`
  <div class="base" part="base" lang=${model.words.lang}>
    ${dropArea(model)}
    ${model.problem === undefined ? nothing : problem(model.problem, model.words)}
    ${noticeOf(model)}
    ${uploads.length > 1 || model.queue.held > 0 ? header(model) : nothing}
    ${uploads.length > 0 ? uploadList({ ...model, uploads }) : nothing}
    <div class="aloud" role="status" aria-live="polite">${model.aloud}</div>
    <slot
      hidden
      @slotchange=${model.gestures.fallback}
      @change=${model.gestures.fallback}
    ></slot>
  </div>
`;
};

const dropArea = (model: ViewModel): TemplateResult => {
  const { words, multiple, directory, disabled, accept, gestures } = model;
  const { isOver, isReading, capture } = model;
  const call = isReading ? 'readingFolder' : 'dropFiles';
  return html`
    <div
      class="drop"
      part="drop-area"
      ?data-over=${isOver}
      ?data-disabled=${disabled}
      @click=${(event: Event) => {
        if (!isForThePage(event)) gestures.browse();
      }}
    >
      <span class="lead"><slot name="icon">${icon('add')}</slot></span>
      <span class="call" part="label">
        <slot name="label"
          >${words.say(isOver ? 'dropNow' : call, { multiple })}</slot
        >
      </span>
      <button class="browse" part="browse-button" ?disabled=${disabled}>
        ${words.say(directory ? 'chooseFolder' : 'chooseFiles', { multiple })}
      </button>
      <slot name="actions"></slot>
      ${limits(model)}
      <input
        type="file"
        hidden
        ?multiple=${multiple}
        ?webkitdirectory=${directory}
        capture=${capture ?? nothing}
        ?disabled=${disabled}
        accept=${accept ?? nothing}
        @click=${(event: Event) => event.stopPropagation()}
        @input=${(event: Event) => event.stopPropagation()}
        @change=${(event: Event) => gestures.chosen(event.target as HTMLInputElement)}
      />
    </div>
  `;
};

/** What a page puts into a slot may be a button or a link of its own. */
const isForThePage = ({ target, currentTarget }: Event): boolean => {
  const pressed = (target as Element).closest('a, button, input, select');
  return pressed !== null && !(currentTarget as Element).contains(pressed);
};

const limits = ({
  words,
  rules,
  multiple,
}: ViewModel): TemplateResult | typeof nothing => {
  const { accept, maxFiles, maxFileSize, maxTotalSize } = rules;
  const texts = [
    accept.length > 0 && words.say('limitTypes', { types: accept }),
    maxFileSize !== undefined &&
      words.say('limitSize', { bytes: maxFileSize, multiple }),
    maxFiles !== undefined &&
      multiple &&
      words.say('limitFiles', { count: maxFiles }),
    maxTotalSize !== undefined &&
      words.say('limitTotal', { bytes: maxTotalSize }),
  ].filter((text) => text !== false);
  return texts.length === 0
    ? nothing
    : html`<span class="limits" part="limits">
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

const header = (model: ViewModel): TemplateResult => {
  const { words, queue, disabled, actions, gestures } = model;
  const { loaded, total, held } = queue;
  const all = queue.uploads.length;
  const count = (...statuses: UploadStatus[]) =>
    statuses.reduce((sum, status) => sum + queue.count(status), 0);
  const going = count('queued', 'opening', 'uploading', 'waiting') - held;
  // One that waits for a person to choose its file goes on in its row alone.
  const canGoOn = queue.resumable > 0;
  const uploaded = count('uploaded', 'linking', 'linked', 'unlinked');
  const failed = count('failed', 'unlinked');
  const over = count('uploaded', 'linked', 'unlinked', 'failed', 'aborted');
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
  return html`
    <div class="header" part="header">
      <span class="totals">
        ${words.say('totals', { uploaded, count: all, loaded, total })}
      </span>
      <span class="all">
        ${button(held > 0, words.say('startAll', { count: held }), () => actions.start(), 'main')}
        ${button(going > 0, words.say('pauseAll', {}), () => actions.pause())}
        ${button(canGoOn, words.say('resumeAll', {}), () => gestures.goOnAll())}
        ${button(failed > 0, words.say('retryAll', {}), () => actions.retry())}
        ${button(over < all, words.say('abortAll', {}), () => actions.abort())}
        ${button(over > 0, words.say('clear', {}), () => actions.clear())}
      </span>
      <progress
        part="progress"
        aria-label=${words.say('progressOfAll', {})}
        .value=${loaded}
        max=${total || 1}
        ?hidden=${over === all}
      ></progress>
    </div>
  `;
};
