/**
 * The texts of the language that is closest to an element.
 *
 * Knows: which languages were added, and the page's own texts. Does not know: where a text is shown.
 */

import { Format } from './format.js';
import { english } from './locales/en.js';
import type { Message, Messages, MessageValues } from './messages.js';

/** Texts by language; what a language lacks is said in English. */
const tables = new Map<string, Partial<Messages>>();
const watchers = new Set<() => void>();

/** Adds a language, or changes texts of one. */
export const addMessages = (lang: string, table: Partial<Messages>): void => {
  const key = lang.toLowerCase();
  tables.set(key, { ...tables.get(key), ...table });
  for (const watcher of watchers) watcher();
};

/** Calls back when texts were added, until the returned function is called. */
export const onMessages = (callback: () => void): (() => void) => {
  watchers.add(callback);
  return () => watchers.delete(callback);
};

/** The words of one language, with the page's own before them. */
export class Words {
  readonly format: Format;
  readonly #table: Messages;

  constructor(lang: string, own: Partial<Messages> = {}) {
    const known = closest(lang);
    const isEnglish = /^en\b/i.test(lang);
    // Numbers are written in the language of the words beside them.
    this.format = new Format(known || isEnglish ? lang : 'en');
    this.#table = { ...english, ...known, ...own };
  }

  say<Key extends keyof MessageValues>(
    key: Key,
    values: MessageValues[Key],
  ): string {
    const message = this.#table[key] as Message<MessageValues[Key]>;
    return typeof message === 'function'
      ? message(values, this.format)
      : message;
  }
}

/** `pt-BR` is served by `pt-BR`, else by `pt`. */
const closest = (lang: string): Partial<Messages> | undefined => {
  for (let key = lang.toLowerCase(); key; key = key.replace(/-?[^-]*$/, '')) {
    const table = tables.get(key);
    if (table !== undefined) return table;
  }
  return undefined;
};

/** The language of an element: its own, or that of what it stands in, through shadow trees. */
export const langOf = (element: Element): string => {
  let at: Element | undefined = element;
  while (at !== undefined) {
    const found: Element | null = at.closest('[lang]');
    const lang = found?.getAttribute('lang');
    if (lang && isLang(lang)) return lang;
    at = (at.getRootNode() as Partial<ShadowRoot>).host;
  }
  return 'en';
};

/** A page's mistake in `lang` must not take the words away. */
const isLang = (lang: string): boolean => {
  try {
    return Intl.getCanonicalLocales(lang).length > 0;
  } catch {
    return false;
  }
};
