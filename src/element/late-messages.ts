/**
 * How a language comes to an element that may not be there yet: for the scripts of `dist/locales/`.
 *
 * Knows: the tag, and what the element promises. Does not know: the element; nothing of it must come along with a
 * language.
 */

import type { Messages } from './messages.js';

/** The class of the element; another version of it may not take languages. */
type Taker = CustomElementConstructor & {
  addMessages?(lang: string, table: Messages): void;
};

/** Gives a language to `<kommo-uploader>`, now or as soon as it is defined. */
export const addLate = async (lang: string, table: Messages): Promise<void> => {
  const element: Taker = await customElements.whenDefined('kommo-uploader');
  element.addMessages?.(lang, table);
};
