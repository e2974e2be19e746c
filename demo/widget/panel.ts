/**
 * The uploader in the right panel of a card.
 *
 * Knows: the element, and for which card and with which ticket the next file is. Does not know: the CRM's callbacks,
 * or what becomes of its uploads: those are in a queue that outlives it.
 */

import type { KommoUploader } from '../../src/element/index.js';
import type { AccessToken } from '../../src/engine/index.js';
import { type Card, filesOf, scopeOf } from './card.js';
import { savedId } from './saved.js';
import { followTheme } from './theme.js';
import type { CardQueues } from './uploads.js';

/** What comes before files: whichever way they come in, one of these is first. */
const ARRIVALS = ['dragenter', 'drop', 'paste', 'click'];

export interface PanelOptions {
  readonly tag: string;
  readonly lang: string;
  readonly broker: string;
  readonly card: Card;
  /** The card that the page shows now. */
  readonly cardNow: () => Card | undefined;
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
  const { tag, lang, broker, cardNow, queues, ticketsOfDrop, notSaved } =
    options;
  const listening = new AbortController();
  const host = document.createElement('div');
  // Neither the page's style sheets nor those of other widgets reach into it.
  const root = host.attachShadow({ mode: 'open' });
  const style = new CSSStyleSheet();
  style.replaceSync(':host, div { all: initial; display: block; }');
  root.adoptedStyleSheets = [style];
  const inside = document.createElement('div');
  const uploader = document.createElement(tag) as KommoUploader;
  uploader.lang = lang;
  uploader.multiple = true;
  uploader.sessionUrl = `${broker}/v1.0/sessions`;

  let card = options.card;
  let key = keyOf(card);
  const toCard = () => {
    uploader.queue = queues.of(key);
    if (card.id > 0) {
      uploader.linkUrl = filesOf(card.type, card.id);
      uploader.resumeScope = scopeOf(card);
      return;
    }
    // What is dropped stays with this card; nothing of it is kept for later, as nobody knows where it belongs.
    uploader.resumeScope = 'none';
    const { type } = card;
    const id = savedId(card, { reason: new Error(notSaved) });
    const linkUrl = id.then((found) => filesOf(type, found));
    linkUrl.catch(() => {});
    uploader.linkUrl = linkUrl;
    const before = key;
    void id.then(
      (found) => {
        const saved = { ...card, type, id: found };
        queues.rename(before, scopeOf(saved));
        if (key !== before) return;
        card = saved;
        key = scopeOf(saved);
        toCard();
      },
      () => {},
    );
  };
  /** Looks again which card it is: the CRM may show another one and tell nobody. */
  const aim = () => {
    const now = cardNow();
    const isSaved = card.id === 0 && now?.shown === card.shown;
    if (now === undefined || isSaved || keyOf(now) === key) return;
    queues.left(key);
    card = now;
    key = keyOf(now);
    toCard();
  };
  /** Asks nobody until a file needs it. */
  const newDrop = () => {
    uploader.accessToken = ticketsOfDrop();
  };

  const { signal } = listening;
  // Before the element hears of them.
  for (const arrival of ARRIVALS)
    uploader.addEventListener(
      arrival,
      () => {
        aim();
        newDrop();
      },
      { signal, capture: true },
    );
  // A dialog may have been open for long.
  uploader.addEventListener('before-file-add', aim, { signal });
  uploader.addEventListener('uploads-idle', newDrop, { signal });
  newDrop();
  toCard();
  const stopWatching = queues.watch((renamed) => {
    if (renamed === key) uploader.queue = queues.of(key);
  });

  inside.append(uploader);
  root.append(inside);
  place.append(host);
  followTheme(host, inside, signal);
  return () => {
    listening.abort();
    stopWatching();
    host.remove();
    queues.left(key);
  };
};
