/**
 * The languages that come with the package, and how each is loaded when it is needed.
 *
 * Knows: where they are. Does not know: what they say, or who needs them. Importing it loads none.
 */

import type { Loader } from './words.js';

/** By their tags, in small letters. English is not here: it is always there. */
export const languages: Record<string, Loader> = {
  ar: () => import('./locales/ar.js'),
  de: () => import('./locales/de.js'),
  es: () => import('./locales/es.js'),
  fr: () => import('./locales/fr.js'),
  id: () => import('./locales/id.js'),
  pl: () => import('./locales/pl.js'),
  'pt-br': () => import('./locales/pt-br.js'),
  ru: () => import('./locales/ru.js'),
  tr: () => import('./locales/tr.js'),
  uk: () => import('./locales/uk.js'),
  'zh-cn': () => import('./locales/zh-cn.js'),
};
