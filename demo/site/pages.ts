/**
 * Which pages the site has, in what order, and what they are called in its lists.
 *
 * Knows: folders of texts. Every text in `demo/guide` is a page; one that is not on the list here comes last. Does not
 * know: what a text says or how it is shown.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';

export interface PageSource {
  /** Where it is on the site: `guide/forms.html`. */
  readonly path: string;
  /** In lists of pages. */
  readonly label: string;
  readonly group: string;
  /** The text's file in the repository, or undefined where the page is written from data. */
  readonly file?: string;
  /** In a sentence; what has none is told by its first one. */
  readonly about?: string;
}

/** By file: what it is called in lists, and what it is about. */
type Group = Readonly<Record<string, readonly [label: string, about: string]>>;

const groups: Readonly<Record<string, Group>> = {
  Start: {
    'first-upload': ['First upload', 'From nothing to a stored file.'],
    forms: ['In a form', 'A form control; what the server must check.'],
    styling: ['Styling', 'Colours, parts, states and your own rows.'],
    languages: ['Languages', 'Twelve of them, and your own words.'],
    frameworks: ['Frameworks', 'React, Vue and others, and your editor.'],
  },
  'The back end': {
    broker: ['Broker', 'Keeps the secret; from nothing to live.'],
    widget: ['Widget', 'Uploads on the cards of Kommo itself.'],
    'crm-stand-in': ['CRM stand-in', 'The widget on cards of your computer.'],
    probe: ['Probe', 'Asks a real account what nobody documented.'],
  },
  'When it matters': {
    reliability: ['Reliability', 'Every fault, and what happens then.'],
    errors: ['Errors', 'Every code, and what helps.'],
    'strict-pages': [
      'Strict pages',
      'Security policies, servers that render, leaving.',
    ],
  },
  'Moving here': {
    'from-uppy': ['From Uppy', 'Its options, events and calls, and ours.'],
    'from-filepond': ['From FilePond', 'The same for FilePond.'],
    'from-dropzone': ['From Dropzone', 'The same for Dropzone.'],
    comparison: ['Compared', 'Others and this one, and when to take which.'],
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
      .map(([name, [label, about]]) => ({
        ...guide(name, label, group),
        about,
      })),
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
    ...(
      [
        ['SECURITY.md', 'What is promised, and where to report.'],
        ['CHANGELOG.md', 'What changed from version to version.'],
        ['CONTRIBUTING.md', 'How to work on it.'],
      ] as const
    ).map(([file, about]) => ({
      path: `${path.basename(file, '.md').toLowerCase()}.html`,
      label: labelOf(path.basename(file, '.md').toLowerCase()),
      group: referenceGroup,
      file,
      about,
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
