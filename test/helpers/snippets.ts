/**
 * The code that the texts of this repository show: every fenced block of the README and of the guides.
 *
 * Knows: fences. Does not know: what makes a snippet right; each language has its own test.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Snippet {
  /** `demo/guide/forms.md:14`: where somebody looks who has to mend it. */
  readonly place: string;
  readonly language: string;
  readonly code: string;
}

export const texts = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(path.join(root, 'demo/guide'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `demo/guide/${file}`),
];

/** Also those that are indented, as in a list. */
const fence = /^([ \t]*)```([^\n]*)\n([\s\S]*?)^\1```[ \t]*$/gm;

export const snippetsIn = (file: string, text: string): Snippet[] =>
  [...text.matchAll(fence)].map((match) => {
    const [, indent = '', language = '', code = ''] = match;
    const line = text.slice(0, match.index).split('\n').length;
    return {
      place: `${file}:${line}`,
      language: language.trim(),
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    };
  });

export const allSnippets = (): Snippet[] =>
  texts.flatMap((file) =>
    snippetsIn(file, readFileSync(path.join(root, file), 'utf8')),
  );

export const snippetsOf = (...languages: string[]): Snippet[] =>
  allSnippets().filter(({ language }) => languages.includes(language));
