/**
 * The texts of the language that is closest to what an element asks for.
 *
 * Knows: which languages were added, which can be loaded, and the page's own texts. Does not know: how a language is
 * loaded (`languages.ts`), or where a text is shown.
 */

import { isServer } from 'lit';
import { Format } from './format.js';
import english from './locales/en.js';
import type { Message, Messages, MessageValues } from './messages.js';

/** Fetches the module of a language. */
export type Loader = () => Promise<{ readonly default: Messages }>;

/** Texts by language, in small letters; what a language lacks is said in the next closest one, at last in English. */
const tables = new Map<string, Partial<Messages>>();
/** Languages that nobody needed yet. */
const offered = new Map<string, Loader>();
const coming = new Set<string>();
const watchers = new Set<() => void>();

/** Adds a language, or changes texts of one. Throws a `RangeError` for what is no tag of a language, as `pt_BR`. */
export const addMessages = (lang: string, table: Partial<Messages>): void => {
  const key = keyOf(new Intl.Locale(lang));
  tables.set(key, { ...tables.get(key), ...table });
  tell();
};

/** From now on, a language that is needed and not there is loaded. */
export const offerMessages = (loaders: Record<string, Loader>): void => {
  for (const [key, loader] of Object.entries(loaders)) offered.set(key, loader);
  tell();
};

/** Calls back when texts were added, until the returned function is called. */
export const onMessages = (callback: () => void): (() => void) => {
  watchers.add(callback);
  return () => watchers.delete(callback);
};

const tell = (): void => {
  for (const watcher of watchers) watcher();
};

/** Loads what a language needs. Says whether something is still on its way; `onMessages` says when it has come. */
export const loadMessages = (lang: string): boolean => {
  const all = Object.keys(english).length;
  const known = new Set<string>();
  let isComing = false;
  for (const key of keysFor(lang)) {
    for (const text in tables.get(key)) known.add(text);
    // A page may have brought everything itself.
    if (known.size >= all) break;
    if (offered.has(key)) void load(key);
    isComing ||= coming.has(key);
  }
  return isComing;
};

const load = async (key: string): Promise<void> => {
  const loader = offered.get(key);
  // Once only: where it fails, the next would fail too, and nobody waits for it.
  offered.delete(key);
  coming.add(key);
  try {
    const table = (await loader?.())?.default;
    // What the page changed stays changed.
    tables.set(key, { ...table, ...tables.get(key) });
  } catch {
    console.warn(
      `kommo-uploader: the words for "${key}" could not be loaded. English stands in.`,
    );
  }
  coming.delete(key);
  tell();
};

/** The words of one language, with the page's own before them. */
export class Words {
  readonly format: Format;
  readonly #table: Messages;

  constructor(lang: string, own: Partial<Messages> = {}) {
    const locale = localeOf(lang);
    const found = keysFor(lang).flatMap((key) => tables.get(key) ?? []);
    const isKnown = found.length > 0 || locale?.language === 'en';
    // Numbers are written in the language of the words beside them.
    this.format = new Format((isKnown && locale?.toString()) || 'en');
    this.#table = Object.assign({}, english, ...found.reverse(), own);
  }

  /** The language that the texts are in. */
  get lang(): string {
    return this.format.lang;
  }

  say<Key extends keyof MessageValues>(
    key: Key,
    values: MessageValues[Key],
  ): string {
    const message = this.#table[key] as Message<MessageValues[Key]>;
    return typeof message === 'function'
      ? message(this.#readable(values), this.format)
      : message;
  }

  /** Here once, so that no text of any language can forget it. */
  #readable<Values extends object>(values: Values): Values {
    const { name } = values as { name?: string };
    return name === undefined
      ? values
      : { ...values, name: this.format.name(name) };
  }
}

/**
 * The languages that may serve one, closest first: `de-at` is served by `de-at` and `de`. At last by what is written
 * alike: `pt-pt` by `pt-br`, and `zh` by `zh-cn`, but not `zh-tw`, whose readers have another script.
 */
const keysFor = (lang: string): string[] => {
  const locale = localeOf(lang);
  if (locale === undefined) return [];
  const keys: string[] = [];
  for (let key = keyOf(locale); key; key = key.replace(/-?[^-]*$/, ''))
    keys.push(key);
  const kin = new Set([...tables.keys(), ...offered.keys(), ...coming]);
  for (const key of kin)
    if (!keys.includes(key) && isWrittenAlike(localeOf(key), locale))
      keys.push(key);
  return keys;
};

const isWrittenAlike = (
  one: Intl.Locale | undefined,
  other: Intl.Locale,
): boolean => {
  const [mine, its] = [one?.maximize(), other.maximize()];
  return mine?.language === its.language && mine.script === its.script;
};

const keyOf = (locale: Intl.Locale): string => locale.toString().toLowerCase();

/** A page's mistake in `lang` must not take the words away. */
const localeOf = (lang: string): Intl.Locale | undefined => {
  try {
    return new Intl.Locale(lang);
  } catch {
    return undefined;
  }
};

/** The language of an element: its own, or that of what it stands in, through shadow trees. */
export const langOf = (element: Element): string => {
  let at: Element | undefined = element;
  while (at !== undefined) {
    // On a server an element stands in nothing.
    const found: Element | null = isServer ? at : at.closest('[lang]');
    const lang = found?.getAttribute('lang') ?? undefined;
    // An empty one says that the language is unknown.
    if (lang !== undefined) return localeOf(lang)?.toString() ?? 'en';
    at = isServer ? undefined : (at.getRootNode() as Partial<ShadowRoot>).host;
  }
  return 'en';
};
