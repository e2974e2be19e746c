/**
 * The frame of a page: head, the top with search, the list of all pages, what is on this one.
 *
 * Knows: HTML and where pages lie to each other: every address is relative, so that the site works below any path. Does
 * not know: what a text says.
 */
import { escapeHtml, type Rendered } from './markdown.js';
import type { PageSource } from './pages.js';

export const siteName = 'kommo-uploader';

/** `../` for a page in a folder, nothing for one at the top. */
export const rootOf = (pagePath: string): string =>
  '../'.repeat(pagePath.split('/').length - 1);

const mark =
  '<svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9"/><path d="M16 23V10m-6 6 6-6 6 6"/></svg>';

/** The same at the top of each page. */
export function topOf(pagePath: string, skipTo: string): string {
  const root = rootOf(pagePath);
  const link = (href: string, label: string) =>
    `<a href="${root}${href}"${href === pagePath ? ' aria-current="page"' : ''}>${label}</a>`;
  return `<header class="top">
      <a class="skip" href="#${skipTo}">Skip to the content</a>
      <a class="mark" href="${root}index.html">${mark} ${siteName}</a>
      <nav aria-label="Site">
        <a href="${root}index.html#guides">Guides</a>
        ${link('reference.html', 'Reference')}
        ${link('measured.html', 'Measured')}
      </nav>
      <search class="search" id="search" data-root="${root}"></search>
      <div class="settings" id="settings"></div>
    </header>`;
}

/** All pages by group, for the front page's cards and for the list beside a text. */
export function groupsOf(
  pages: readonly PageSource[],
): [group: string, pages: PageSource[]][] {
  const groups = new Map<string, PageSource[]>();
  for (const page of pages)
    groups.set(page.group, [...(groups.get(page.group) ?? []), page]);
  return [...groups];
}

const contentsOf = (
  page: PageSource,
  pages: readonly PageSource[],
): string => `<nav class="contents" aria-label="All pages">
        ${groupsOf(pages)
          .map(
            ([group, those]) => `<h2>${group}</h2>
        <ul role="list">${those
          .map(
            ({ path, label }) =>
              `<li><a href="${rootOf(page.path)}${path}"${path === page.path ? ' aria-current="page"' : ''}>${label}</a></li>`,
          )
          .join('')}</ul>`,
          )
          .join('\n        ')}
      </nav>`;

function hereOf({ headings }: Rendered): string {
  const shown = headings.filter(({ depth }) => depth === 2);
  if (shown.length < 2) return '';
  return `<nav class="here" aria-label="On this page">
        <h2>On this page</h2>
        <ul role="list">${shown
          .map(
            ({ id, text }) =>
              `<li><a href="#${id}">${escapeHtml(text)}</a></li>`,
          )
          .join('')}</ul>
      </nav>`;
}

/** The pages before and after this one. */
function turnOf(page: PageSource, pages: readonly PageSource[]): string {
  const at = pages.indexOf(page);
  const link = (
    to: PageSource | undefined,
    rel: 'prev' | 'next',
    word: string,
  ) =>
    to
      ? `<a class="${rel}" rel="${rel}" href="${rootOf(page.path)}${to.path}"><span>${word}</span> ${to.label}</a>`
      : '';
  return `<nav class="turn" aria-label="Previous and next page">${link(pages[at - 1], 'prev', 'Previous')}${link(pages[at + 1], 'next', 'Next')}</nav>`;
}

export function pageHtml(
  page: PageSource,
  rendered: Rendered,
  pages: readonly PageSource[],
): string {
  const title =
    rendered.title === siteName ? siteName : `${rendered.title} · ${siteName}`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="description" content="${escapeHtml(rendered.summary.slice(0, 200))}">
    <title>${escapeHtml(title)}</title>
    <link rel="icon" href="/icon.svg">
    <script src="/theme.js"></script>
    <link rel="stylesheet" href="/demo/page.css">
    <link rel="stylesheet" href="/demo/panels.css">
    <link rel="stylesheet" href="/demo/site/site.css">
    <link rel="stylesheet" href="/demo/site/text.css">
    <script type="module" src="/demo/site/page.ts"></script>
  </head>
  <body class="book">
    ${topOf(page.path, 'content')}
    <div class="spread">
      <main id="content" tabindex="-1">
        <article>
${rendered.html}
        </article>
        ${turnOf(page, pages)}
      </main>
      ${hereOf(rendered)}
      ${contentsOf(page, pages)}
    </div>
    <footer><p>Written from the sources of this version. Nothing on this page asks another server.</p></footer>
  </body>
</html>
`;
}
