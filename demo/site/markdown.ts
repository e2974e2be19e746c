/**
 * Markdown to the HTML of a page, and to what search finds in it.
 *
 * Knows: headings and their anchors, tables and code that scroll by themselves, links, and the places where something
 * live stands. Does not know: which pages there are; who calls it says where a link leads.
 */
import { Marked, type Tokens } from 'marked';
import { codePieces } from '../code-pieces.js';

export interface Heading {
  readonly depth: number;
  readonly id: string;
  readonly text: string;
}

/** What stands between one heading and the next, as text. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface Rendered {
  readonly title: string;
  /** The first paragraph, as text. */
  readonly summary: string;
  readonly html: string;
  readonly headings: readonly Heading[];
  readonly sections: readonly Section[];
}

/** Says where a link of the text leads on the site. Throws where it leads nowhere. */
export type ResolveLink = (href: string) => string;

export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** The anchor of a heading, as the places where such texts are read elsewhere make it. */
export const slugOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

/** `<!-- live: styling -->`: what stands there moves, and only on the site. */
const livePlace = /^<!-- live: ([a-z-]+) -->\s*$/;

export function renderMarkdown(text: string, resolve: ResolveLink): Rendered {
  const headings: Heading[] = [];
  const sections: { id: string; title: string; text: string }[] = [];
  let summary = '';
  const ids = new Map<string, number>();

  const idOf = (title: string): string => {
    const slug = slugOf(title);
    const used = ids.get(slug) ?? 0;
    ids.set(slug, used + 1);
    return used === 0 ? slug : `${slug}-${used}`;
  };

  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth }: Tokens.Heading) {
        const plain = plainText(tokens);
        const id = idOf(plain);
        headings.push({ depth, id, text: plain });
        const inner = this.parser.parseInline(tokens);
        if (depth === 1) return `<h1 id="${id}">${inner}</h1>\n`;
        // The sign is for those who want the address; the heading's own name stays as it is.
        return `<h${depth} id="${id}"><a class="anchor" href="#${id}" aria-labelledby="${id}"></a>${inner}</h${depth}>\n`;
      },
      code({ text, lang }: Tokens.Code) {
        return codeHtml(text, lang ?? '');
      },
      codespan({ text }: Tokens.Codespan) {
        // A name is one word, also where it has hyphens.
        const kind = /^\S{1,28}$/.test(text) ? ' class="one"' : '';
        return `<code${kind}>${escapeHtml(text)}</code>`;
      },
      table(token: Tokens.Table) {
        const row = (cells: Tokens.TableCell[], tag: 'th' | 'td') =>
          `<tr>${cells
            .map(({ tokens, align }, at) => {
              const kind = align ? ` class="${align}"` : '';
              const inner = this.parser.parseInline(tokens);
              // An empty corner is no heading.
              if (tag === 'th' && inner === '') return '<td></td>';
              const scope = tag === 'th' ? ' scope="col"' : '';
              return at === 0 && tag === 'td'
                ? `<th scope="row"${kind}>${inner}</th>`
                : `<${tag}${scope}${kind}>${inner}</${tag}>`;
            })
            .join('')}</tr>`;
        const about = escapeHtml(headings.at(-1)?.text ?? '');
        return `<div class="table" tabindex="0" role="group" aria-label="Table: ${about}"><table><thead>${row(token.header, 'th')}</thead><tbody>${token.rows.map((cells) => row(cells, 'td')).join('')}</tbody></table></div>\n`;
      },
      link({ href, tokens }: Tokens.Link) {
        const leads = escapeHtml(resolve(href));
        const rel = /^https?:/.test(leads) ? ' rel="noreferrer"' : '';
        return `<a href="${leads}"${rel}>${this.parser.parseInline(tokens)}</a>`;
      },
      image({ text }: Tokens.Image) {
        throw new Error(`The picture “${text}” would be missing on the site.`);
      },
      html({ text }: Tokens.HTML | Tokens.Tag) {
        const [, live] = livePlace.exec(text) ?? [];
        if (live) return `<div class="live" data-live="${live}"></div>\n`;
        // A comment is for those who read the text itself.
        if (/^\s*(<!--[\s\S]*?-->\s*)+$/.test(text)) return '';
        throw new Error(`Markup in a text: ${text.slice(0, 40)}`);
      },
    },
  });

  const tokens = marked.lexer(text);
  for (const token of tokens) {
    if (token.type === 'heading') {
      const title = plainText((token as Tokens.Heading).tokens);
      sections.push({ id: '', title, text: '' });
      continue;
    }
    const plain = textOf(token as Tokens.Generic);
    if (summary === '' && token.type === 'paragraph') summary = plain;
    const last = sections.at(-1);
    if (last && plain) last.text += `${plain} `;
  }
  const html = marked.parser(tokens);
  sections.forEach((section, at) => {
    // The first is the page itself.
    section.id = at === 0 ? '' : (headings[at]?.id ?? '');
    section.text = section.text.replaceAll(/\s+/g, ' ').trim();
  });
  const title = headings[0]?.text;
  if (!title) throw new Error('A page without a title.');
  return { title, summary, html, headings, sections };
}

/** A block of code; `role` and name, because it can be scrolled by keys. */
export function codeHtml(code: string, language: string): string {
  const pieces = codePieces(code)
    .map(({ text, kind }) =>
      kind
        ? `<span class="${kind}">${escapeHtml(text)}</span>`
        : escapeHtml(text),
    )
    .join('');
  const name = language ? `Code: ${escapeHtml(language)}` : 'Code';
  return `<div class="snippet"><pre class="code scroll" tabindex="0" role="group" aria-label="${name}"><code>${pieces}</code></pre></div>\n`;
}

const plainText = (tokens: readonly Tokens.Generic[]): string =>
  tokens.map(textOf).join('');

/** What a token says, without marks. */
function textOf(token: Tokens.Generic): string {
  if (token.type === 'html' || token.type === 'space') return '';
  if (token.type === 'table') {
    const { header, rows } = token as unknown as Tokens.Table;
    return [header, ...rows]
      .flat()
      .map(({ tokens }) => plainText(tokens))
      .join(' ');
  }
  if (token.type === 'list')
    return (token as unknown as Tokens.List).items
      .map(({ tokens }) => plainText(tokens))
      .join(' ');
  if (token.type === 'br') return ' ';
  if (token.type === 'code' || token.type === 'codespan')
    return String(token.text);
  if (token.tokens) return plainText(token.tokens);
  return decode(String(token.text ?? token.raw ?? ''));
}

const decode = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
