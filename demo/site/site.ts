/**
 * The whole site as texts: each page's HTML, and what search looks through.
 *
 * Knows: how pages are made of texts and data, and where a link of a text leads on the site. A link that leads nowhere
 * is an error. Does not know: who serves or writes the pages.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { groupsOf, pageHtml, topOf } from './layout.js';
import { readElement } from './manifest.js';
import {
  codeHtml,
  escapeHtml,
  type Rendered,
  renderMarkdown,
} from './markdown.js';
import { measuredText, speedFiles, whereFile } from './measured.js';
import { findPages, type PageSource } from './pages.js';
import { referenceOf } from './reference.js';

/** A place that search can lead to. */
export interface SearchEntry {
  /** From the site's root, with its anchor. */
  readonly href: string;
  readonly page: string;
  readonly title: string;
  readonly text: string;
}

export interface Site {
  /** By path, `guide/forms.html`; all but the front page, whose text is `index.html`. */
  readonly pages: ReadonlyMap<string, string>;
  readonly search: readonly SearchEntry[];
}

/** Where it is read, the front page stands on the site. */
const readmePath = 'README.md';

export async function makeSite(root: string): Promise<Site> {
  const sources = findPages(root);
  const element = await readElement(root);
  const written: Readonly<Record<string, () => string>> = {
    'reference.html': () => referenceOf(element),
    'measured.html': () => measuredText(root),
  };
  const byFile = new Map(sources.map((page) => [page.file, page]));
  /** Files of the repository that a text leads to: each becomes a page that shows it. */
  const shownFiles = new Map<string, PageSource>();
  const wanted: { from: string; page: string; anchor: string }[] = [];

  const resolverFor = (page: PageSource) => (href: string) => {
    if (/^(https?:|mailto:)/.test(href)) return href;
    const [target = '', anchor = ''] = href.split('#');
    const home = page.file ?? 'x.md';
    // A page written from data names guides as they lie on the site.
    const from = page.file ? path.posix.dirname(home) : 'demo';
    const file = target ? path.posix.join(from, target) : home;
    const hash = anchor ? `#${anchor}` : '';
    if (target === '') {
      wanted.push({ from: page.path, page: page.path, anchor });
      return hash;
    }
    if (file === readmePath) return relative(page.path, 'index.html');
    const found = byFile.get(file) ?? shownFile(file, page.path);
    wanted.push({ from: page.path, page: found.path, anchor });
    return relative(page.path, found.path) + hash;
  };

  const shownFile = (file: string, from: string): PageSource => {
    if (file.startsWith('..') || !existsSync(path.join(root, file)))
      throw new Error(`${from} leads to ${file}, which is not there.`);
    const page = shownFiles.get(file) ?? {
      path: `source/${file}.html`,
      label: path.posix.basename(file),
      group: '',
      file,
    };
    shownFiles.set(file, page);
    return page;
  };

  const rendered = new Map<PageSource, Rendered>();
  for (const page of sources) {
    const text =
      written[page.path]?.() ??
      readFileSync(path.join(root, page.file ?? ''), 'utf8');
    rendered.set(page, renderMarkdown(text, resolverFor(page)));
  }
  // A folder brings more of them along while this goes on.
  for (const page of shownFiles.values())
    rendered.set(
      page,
      sourcePage(page, root, (file) =>
        relative(page.path, shownFile(file, page.path).path),
      ),
    );

  for (const { from, page, anchor } of wanted) {
    if (!anchor) continue;
    const there = [...rendered].find(([{ path }]) => path === page)?.[1];
    if (!there?.headings.some(({ id }) => id === anchor))
      throw new Error(`${from} leads to ${page}#${anchor}, which is missing.`);
  }

  return {
    pages: new Map(
      [...rendered].map(([page, each]) => [
        page.path,
        pageHtml(page, each, sources),
      ]),
    ),
    search: sources.flatMap((page) =>
      (rendered.get(page)?.sections ?? []).map(({ id, title, text }) => ({
        href: id ? `${page.path}#${id}` : page.path,
        page: page.label,
        title,
        text,
      })),
    ),
  };
}

/** Puts into the front page what it shares with the others. Needs the texts alone, so that it is there at once. */
export function frontPage(root: string, html: string): string {
  return html
    .replace('<!-- top -->', topOf('index.html', 'try'))
    .replace('<!-- guides -->', cardsOf(findPages(root), root));
}

/** Every file whose change makes another site. */
export const sitePaths = (root: string): string[] => [
  path.join(root, 'demo/guide'),
  path.join(root, 'demo/site'),
  ...[...speedFiles, whereFile].map((file) => path.join(root, file)),
];

const relative = (from: string, to: string): string =>
  path.posix.relative(path.posix.dirname(from), to);

/** What can be shown as text. */
const isText = /\.(ts|js|mjs|json|md|css|html|svg)$|(^|\/)[A-Z]\w+$/;

/** A file with what is in it, or a folder with its files. */
function sourcePage(
  { file = '', label }: PageSource,
  root: string,
  addressOf: (file: string) => string,
): Rendered {
  const place = path.join(root, file);
  const isFolder = statSync(place).isDirectory();
  const inner = isFolder
    ? `<ul>${readdirSync(place)
        .map((name) => path.posix.join(file, name))
        .map((each) => {
          const name = path.posix.basename(each);
          const isShown =
            isText.test(each) || statSync(path.join(root, each)).isDirectory();
          return `<li>${isShown ? `<a href="${addressOf(each)}">${name}</a>` : name}</li>`;
        })
        .join('')}</ul>`
    : codeHtml(readFileSync(place, 'utf8'), label);
  return {
    title: file,
    summary: `${file} as it is in the repository.`,
    html: `<h1>${escapeHtml(file)}</h1>\n${inner}`,
    headings: [],
    sections: [],
  };
}

function cardsOf(sources: readonly PageSource[], root: string): string {
  const aboutOf = ({ about, file = '' }: PageSource): string =>
    about ??
    firstSentence(
      renderMarkdown(
        readFileSync(path.join(root, file), 'utf8'),
        (href) => href,
      ).summary,
    );
  return groupsOf(sources)
    .map(
      ([group, pages]) => `<div class="group">
          <h3>${group}</h3>
          <ul role="list">${pages
            .map(
              (page) =>
                `<li><a href="${page.path}">${page.label}</a> <span>${escapeHtml(aboutOf(page))}</span></li>`,
            )
            .join('')}</ul>
        </div>`,
    )
    .join('\n');
}

const firstSentence = (text: string): string =>
  /^.+?[.:](?=\s|$)/s.exec(text)?.[0].replace(/:$/, '.') ?? text;
