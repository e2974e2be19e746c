/**
 * The list: one row for each upload, all of the same height.
 *
 * Knows: what a state looks like. Does not know: queues, what a button sets off, or which rows of a long list are there
 * (`list-window.ts`). A row is drawn again only when something in it changed.
 */

import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { isEnded, readableLink, type Upload } from '../engine/index.js';
import { type Icon, icon } from './icons.js';
import type { ListWindow } from './list-window.js';
import { thumbnail } from './thumbnail.js';
import { waitingText } from './waiting.js';
import { valuesOf, why } from './why.js';
import type { Words } from './words.js';

/** What buttons do, to one upload or to all. */
export interface UploadActions {
  start(): void;
  pause(upload?: Upload): void;
  resume(upload?: Upload): void;
  retry(upload?: Upload): void;
  abort(upload?: Upload): void;
  remove(upload: Upload): void;
  clear(): void;
}

/** What only a person can set off. */
export interface RowGestures {
  /** For a row that is back after a reload: finds its file. */
  goOn(upload: Upload): void;
  copyDiagnosis(upload: Upload): void;
}

/** What stands in a row: a template of Lit, a node, or text. */
export type RenderRow = (upload: Upload) => unknown;

/** What all rows have in common. */
export interface ListModel {
  readonly uploads: readonly Upload[];
  readonly words: Words;
  readonly disabled: boolean;
  /** Counts up a few times a second: text that would flicker changes with it. */
  readonly tick: number;
  readonly picture: (upload: Upload) => Node | undefined;
  /** A row came into sight. */
  readonly inSight: (upload: Upload) => void;
  /** What a page puts into a row instead. */
  readonly renderRow: RenderRow | undefined;
  /** Which rows are there. */
  readonly rows: ListWindow;
  readonly actions: UploadActions;
  readonly gestures: RowGestures;
}

export const uploadList = (model: ListModel): TemplateResult => {
  const { uploads, words, rows } = model;
  const isLong = rows.isLong(uploads.length);
  return html`
    <ul
      part="list"
      role="list"
      aria-label=${words.say('files', {})}
      tabindex=${isLong ? '0' : nothing}
      ?data-long=${isLong}
      ?data-placed=${rows.isPlaced(uploads.length)}
      @scroll=${rows.look}
      @keydown=${rows.pressed}
    >
      ${repeat(
        rows.rowsOf(uploads),
        (at) => uploads[at]?.id,
        (at) => row(uploads[at] as Upload, at, model),
      )}
    </ul>
  `;
};

/** A browser tells so of what it need not lay out. One that lays out everything never does. */
const tellsOfSight = 'oncontentvisibilityautostatechange';

const row = (upload: Upload, at: number, model: ListModel): TemplateResult => {
  const { uploads, words, disabled, tick, renderRow, rows } = model;
  const { status } = upload;
  const picture = model.picture(upload);
  const isLong = rows.isLong(uploads.length);
  const isMoving = status === 'waiting' || status === 'uploading';
  const shown = [
    ...[upload, upload.state, words, disabled, picture, renderRow],
    isMoving && tick,
  ];
  return html`
    <li
      part="row"
      data-status=${status}
      aria-setsize=${isLong ? uploads.length : nothing}
      aria-posinset=${isLong ? at + 1 : nothing}
      @contentvisibilityautostatechange=${(event: Event) => {
        if (!(event as ContentVisibilityAutoStateChangeEvent).skipped)
          model.inSight(upload);
      }}
    >
      ${guard(shown, () => {
        if (!(tellsOfSight in HTMLElement.prototype)) model.inSight(upload);
        return (
          ownRow(upload, model.renderRow) ?? builtInRow(upload, model, picture)
        );
      })}
    </li>
  `;
};

/** Functions whose failure was told. */
const broken = new WeakSet<RenderRow>();

/** A page's mistake must not take the list away. */
const ownRow = (upload: Upload, renderRow: RenderRow | undefined): unknown => {
  try {
    return renderRow?.(upload);
  } catch (error) {
    if (renderRow && !broken.has(renderRow))
      console.error('kommo-uploader: renderRow threw.', error);
    if (renderRow) broken.add(renderRow);
    return undefined;
  }
};

const builtInRow = (
  upload: Upload,
  model: ListModel,
  picture: Node | undefined,
): TemplateResult => {
  const { words } = model;
  const { status } = upload;
  const isOver = isEnded(status) || status === 'linking';
  const text = statusText(upload, model);
  return html`
    ${thumbnail(upload, picture)}
    <div class="about">
      ${name(upload)}
      ${isOver ? nothing : bar(upload, words)}
      <span class="status">
        ${mark(status)}
        ${
          upload.error === undefined
            ? html`<span class="text" part="status" title=${text}
                >${text}</span
              >`
            : why(upload, upload.error, text, model)
        }
      </span>
    </div>
    <div class="buttons">${buttons(upload, model)}</div>
  `;
};

/** Where a file was in a folder that was added. */
const folderOf = ({ name, path }: Upload): string =>
  path === name ? '' : path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** With its folder: of one name there may be several. */
const fullNameOf = (upload: Upload): string =>
  [folderOf(upload), upload.name].filter(Boolean).join('/');

/** Long names lose their middle: how they begin and their extension say most. */
const name = (upload: Upload): TemplateResult => {
  const [, stem, extension] =
    /^(.+?)(\.[^.\s]{1,8})?$/su.exec(upload.name) ?? [];
  const href = readableLink(upload.record?._links?.download?.href);
  const folder = folderOf(upload);
  const title = fullNameOf(upload);
  const text = html`<bdi><span>${stem}</span><span>${extension}</span></bdi
    >${folder && html` <bdi class="folder">${folder}</bdi>`}`;
  return href === undefined
    ? html`<span class="name" part="name" title=${title}>${text}</span>`
    : html`<a
        class="name"
        part="name"
        title=${title}
        href=${href}
        target="_blank"
        rel="noopener noreferrer"
        referrerpolicy="no-referrer"
        >${text}</a
      >`;
};

const bar = (upload: Upload, words: Words): TemplateResult => {
  const { loaded, total, status } = upload;
  const name = fullNameOf(upload);
  return html`
  <progress
    part="progress"
    aria-label=${words.say('progressOfFile', { name })}
    .value=${loaded}
    max=${total || 1}
    data-status=${status}
  ></progress>
`;
};

const MARKS: Record<string, Icon> = {
  uploaded: 'check',
  linked: 'check',
  linking: 'clock',
  unlinked: 'alert',
  failed: 'alert',
  waiting: 'clock',
};

const mark = (status: string): TemplateResult | typeof nothing => {
  const found = MARKS[status];
  return found === undefined ? nothing : icon(found);
};

/** What happens, in a line. */
const statusText = (upload: Upload, { words, tick }: ListModel): string => {
  const { status, state, loaded, total, error } = upload;
  switch (status) {
    case 'uploading':
      if (state.doing === 'checking') return words.say('checking', {});
      if (state.doing === 'healing') return words.say('healing', {});
      if (state.doing === 'starting-over') return words.say('startingOver', {});
      return steady(upload, tick, words, () => {
        const { speed, timeLeft } = upload;
        return words.say('uploading', { loaded, total, speed, timeLeft });
      });
    case 'paused':
      if (error !== undefined) return words.say('otherFile', {});
      if (upload.waitingFor === 'file')
        return words.say('pausedForFile', { loaded, total });
      if (upload.waitingFor === 'permission')
        return words.say('pausedForPermission', { loaded, total });
      return words.say('paused', { loaded, total });
    case 'waiting': {
      const seconds =
        upload.until === undefined
          ? undefined
          : Math.max(1, (upload.until - Date.now()) / 1000);
      return waitingText(state, words, seconds);
    }
    case 'uploaded':
    case 'linked':
      return words.say(status, { total });
    case 'failed':
      return error === undefined ? '' : words.say(error.code, valuesOf(error));
    default:
      return words.say(status, {});
  }
};

const shown = new WeakMap<
  Upload,
  { tick: number; words: Words; text: string }
>();

/** Numbers that change with every part are read more easily when they stand still for a moment. */
const steady = (
  upload: Upload,
  tick: number,
  words: Words,
  text: () => string,
): string => {
  let last = shown.get(upload);
  if (last?.tick !== tick || last.words !== words) {
    last = { tick, words, text: text() };
    shown.set(upload, last);
  }
  return last.text;
};

/** Two at most. Each keeps its place and its element while its meaning changes, so that it keeps the focus. */
const buttons = (
  upload: Upload,
  { words, disabled, actions, gestures }: ListModel,
): TemplateResult => {
  const { status, file } = upload;
  const name = fullNameOf(upload);
  const button = (picture: Icon, label: string, act: () => void) =>
    html`<button
      class="icon"
      part="button"
      aria-label=${label}
      title=${label}
      ?disabled=${disabled}
      @click=${act}
    >
      ${icon(picture)}
    </button>`;
  const isOver = isEnded(status);
  const isHeld = status === 'paused' || status === 'pausing';
  const first = () => {
    if (status === 'unlinked')
      return button('retry', words.say('linkFile', { name }), () =>
        actions.retry(upload),
      );
    if (status === 'linking' || status === 'linked') return nothing;
    if (isOver)
      return file === undefined || status === 'uploaded'
        ? nothing
        : button('retry', words.say('retryFile', { name }), () =>
            actions.retry(upload),
          );
    // Back after a reload: its file has to be found first.
    if (status === 'paused' && file === undefined) {
      const label = upload.waitingFor === 'file' ? 'chooseAgain' : 'resumeFile';
      return button('play', words.say(label, { name }), () =>
        gestures.goOn(upload),
      );
    }
    // What another tab uploads can only be taken from the list here.
    if (upload.waitingFor === 'other-tab' || upload.waitingFor === 'card')
      return nothing;
    return isHeld
      ? button('play', words.say('resumeFile', { name }), () =>
          actions.resume(upload),
        )
      : button('pause', words.say('pauseFile', { name }), () =>
          actions.pause(upload),
        );
  };
  return html`${first()}
  ${
    isOver
      ? button('close', words.say('removeFile', { name }), () =>
          actions.remove(upload),
        )
      : button('close', words.say('abortFile', { name }), () =>
          actions.abort(upload),
        )
  }`;
};
