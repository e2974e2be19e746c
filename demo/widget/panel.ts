/**
 * The uploader in the right panel of a card.
 *
 * Knows: the element and where it stands. Does not know: the CRM's callbacks, or what becomes of its uploads: those
 * are in a queue that outlives it.
 */

import type { KommoUploader } from '../../src/element/index.js';
import type { AccessToken } from '../../src/engine/index.js';
import { type Card, filesOf, savedId, scopeOf } from './card.js';
import { followTheme } from './theme.js';
import type { CardQueues } from './uploads.js';

/** Files that come within so many milliseconds are one drop: a folder is read piece by piece. */
const ONE_DROP = 1000;

export interface PanelOptions {
  readonly tag: string;
  readonly lang: string;
  readonly broker: string;
  readonly card: Card;
  readonly queues: CardQueues;
  /** An `accessToken` for the files of one drop. */
  readonly ticketsOfDrop: () => AccessToken;
  /** What a file says whose card was left without saving it. */
  readonly notSaved: string;
}

/** Cards that were never saved have no name of their own. */
const keys = new WeakMap<object, string>();
let unsaved = 0;

const keyOf = (card: Card): string => {
  if (card.id > 0) return scopeOf(card);
  const key = keys.get(card.shown) ?? `unsaved ${++unsaved}`;
  keys.set(card.shown, key);
  return key;
};

/** Puts the uploader into a place. Returns how to take it away. */
export const mountPanel = (
  place: HTMLElement,
  options: PanelOptions,
): (() => void) => {
  const { tag, lang, broker, card, queues, ticketsOfDrop, notSaved } = options;
  // Neither the page's style sheets nor those of other widgets reach into it.
  const root = place.attachShadow({ mode: 'open' });
  const style = new CSSStyleSheet();
  style.replaceSync(
    ':host, main { all: initial; display: block; color-scheme: inherit; }',
  );
  root.adoptedStyleSheets = [style];
  const main = document.createElement('main');
  const uploader = document.createElement(tag) as KommoUploader;
  uploader.lang = lang;
  uploader.multiple = true;
  uploader.sessionUrl = `${broker}/v1.0/sessions`;

  let key = keyOf(card);
  uploader.queue = queues.of(key);
  const toCard = (id: number) => {
    uploader.linkUrl = filesOf(card.type, id);
    uploader.resumeScope = scopeOf({ ...card, id });
  };
  if (card.id > 0) toCard(card.id);
  else {
    // What was dropped on this card stays with it; nothing of it is kept for later, as nobody knows where it belongs.
    uploader.resumeScope = 'none';
    const id = savedId(card, new Error(notSaved));
    const linkUrl = id.then((found) => filesOf(card.type, found));
    linkUrl.catch(() => {});
    uploader.linkUrl = linkUrl;
    void id.then(
      (found) => {
        const saved = scopeOf({ ...card, id: found });
        queues.rename(key, saved);
        key = saved;
        toCard(found);
      },
      () => {},
    );
  }

  uploader.accessToken = ticketsOfDrop();
  let drop: ReturnType<typeof setTimeout> | undefined;
  uploader.addEventListener('file-add', () => {
    clearTimeout(drop);
    drop = setTimeout(() => {
      uploader.accessToken = ticketsOfDrop();
    }, ONE_DROP);
  });

  main.append(uploader);
  root.append(main);
  const stopTheme = followTheme(place);
  return () => {
    stopTheme();
    clearTimeout(drop);
    place.remove();
    queues.left(key);
  };
};
