/**
 * Which pages the site has, in what order, and what they are called in its lists.
 *
 * Knows: folders of texts. Every text in `demo/guide` is a page; one that is not on the list here comes last. Does not
 * know what a text says or how it is shown.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

export interface PageSource {
  /** Where it is on the site: `guide/forms.html`. */
  readonly path: string;
  /** In lists of pages. */
  readonly label: string;
  readonly group: string;
  /** The text's file in the repository, or undefined where the page is written from data. */
  readonly file?: string;
  /** What a page that is written from data has, in a sentence. */
  readonly about?: string;
}

const groups: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Start: {
    'first-upload': 'First upload',
    forms: 'In a form',
    styling: 'Styling',
    languages: 'Languages',
  },
  'The back end': {
    broker: 'Broker',
    widget: 'Widget',
    probe: 'Probe',
  },
  'When it matters': {
    reliability: 'Reliability',
    errors: 'Errors',
    'strict-pages': 'Strict pages',
  },
  'Moving here': {
    'from-uppy': 'From Uppy',
    'from-filepond': 'From FilePond',
    'from-dropzone': 'From Dropzone',
  },
};

const referenceGroup = 'Reference';

/** All pages but the front page, in the order in which they are read. */
export function findPages(root: string): PageSource[] {
  const names = readdirSync(path.join(root, 'demo/guide'))
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.basename(file, '.md'));
  const listed = Object.entries(groups).flatMap(([group, labels]) =>
    Object.entries(labels)
      .filter(([name]) => names.includes(name))
      .map(([name, label]) => guide(name, label, group)),
  );
  const known = new Set(Object.values(groups).flatMap(Object.keys));
  const others = names
    .filter((name) => !known.has(name))
    .map((name) => guide(name, labelOf(name), 'More'));
  return [
    ...listed,
    ...others,
    {
      path: 'reference.html',
      label: 'Reference',
      group: referenceGroup,
      about: 'All that a page can set, call, hear and style.',
    },
    {
      path: 'measured.html',
      label: 'Measured',
      group: referenceGroup,
      about: 'How reliable it is and how fast, in numbers of kept runs.',
    },
    ...['SECURITY.md', 'CHANGELOG.md', 'CONTRIBUTING.md']
      .filter((file) => existsSync(path.join(root, file)))
      .map((file) => ({
        path: `${path.basename(file, '.md').toLowerCase()}.html`,
        label: labelOf(path.basename(file, '.md').toLowerCase()),
        group: referenceGroup,
        file,
      })),
  ];
}

const guide = (name: string, label: string, group: string): PageSource => ({
  path: `guide/${name}.html`,
  label,
  group,
  file: `demo/guide/${name}.md`,
});

/** `strict-pages` as `Strict pages`. */
function labelOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
