/**
 * The element's languages, each by its own name. Knows: the browser's names of languages.
 */
import { languages } from '../src/element/languages.js';

export const languageNames = (): { lang: string; name: string }[] =>
  Intl.getCanonicalLocales(['en', ...Object.keys(languages)])
    .map((lang) => {
      const names = new Intl.DisplayNames(lang, { type: 'language' });
      return { lang, name: names.of(lang) ?? lang };
    })
    .sort((one, other) => one.name.localeCompare(other.name));
