/**
 * The documentation as pages: that each text is one, that links lead somewhere, that the reference has all that the
 * element has, and that search finds it.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { withCodes } from '../../demo/site/error-table.js';
import { find } from '../../demo/site/find.js';
import { readElement } from '../../demo/site/manifest.js';
import { renderMarkdown } from '../../demo/site/markdown.js';
import { frontPage, makeSite } from '../../demo/site/site.js';
import { allSnippets, root } from '../helpers/snippets.js';

// A link that leads nowhere makes this fail, and says which.
const site = await makeSite(root);
const element = await readElement(root);

const guides = readdirSync(path.join(root, 'demo/guide')).filter((file) =>
  file.endsWith('.md'),
);

describe('the site', () => {
  it('has every guide as a page, and all of them in the list beside each', () => {
    for (const guide of guides) {
      const name = `guide/${guide.replace('.md', '.html')}`;
      assert.ok(site.pages.has(name), name);
      for (const [other, html] of site.pages)
        if (other.startsWith('guide/'))
          assert.ok(html.includes(`href="../${name}"`), `${other} → ${name}`);
    }
    const front = frontPage(root, '<!-- guides -->');
    assert.equal(front.match(/href="guide\//g)?.length, guides.length);
  });

  it('shows the files that a text leads to', () => {
    const broker = site.pages.get('guide/broker.html') ?? '';
    assert.ok(broker.includes('href="../source/demo/deploy/node.ts.html"'));
    const shown = site.pages.get('source/demo/deploy/node.ts.html') ?? '';
    assert.match(shown, /<h1>demo\/deploy\/node\.ts<\/h1>/);
  });

  it('tells in its reference of all that is public', () => {
    const html = site.pages.get('reference.html') ?? '';
    const named = [
      ...element.members,
      ...element.attributes,
      ...element.events,
      ...element.slots.filter(({ name }) => name),
      ...element.cssParts,
      ...element.cssStates,
      ...element.cssProperties,
    ];
    assert.ok(named.length > 100);
    const missing = named.filter(
      ({ name }) => !new RegExp(`>${name}[<(]|\\.${name}[<(]`).test(html),
    );
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
    );
  });

  it('has the numbers that the runs have kept', () => {
    const html = site.pages.get('measured.html') ?? '';
    const { engine } = JSON.parse(
      readFileSync(path.join(root, 'demo/guide/chaos-results.json'), 'utf8'),
    );
    assert.ok(html.includes(`>${engine.parts.toLocaleString('en')}<`));
  });

  it('asks no other server: what a page needs is beside it', () => {
    for (const [name, html] of site.pages) {
      const asked = html.match(/<(script|link|img)[^>]*"(https?:)?\/\/[^>]*>/g);
      assert.equal(asked, null, name);
    }
  });
});

describe('the README', () => {
  it('leads to files and headings that are there', () => {
    const headingsOf = (file: string) => {
      const text = readFileSync(path.join(root, file), 'utf8');
      // On the site a picture would be missing; here it is what the README is read for.
      const plain = text.replaceAll(/!\[[^\]]*\]\([^)]*\)/g, '');
      return renderMarkdown(plain, (href) => href).headings;
    };
    const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
    const wrong = [...readme.matchAll(/\]\((?!https?:)([^)]+)\)/g)]
      .map(([, href = '']) => href)
      .filter((href) => {
        const [file = '', anchor] = href.split('#');
        const target = file || 'README.md';
        if (!existsSync(path.join(root, target))) return true;
        return anchor && !headingsOf(target).some(({ id }) => id === anchor);
      });
    assert.deepEqual(wrong, []);
  });
});

describe('the search', () => {
  const first = (question: string) => find(site.search, question)[0]?.entry;

  for (const [question, href] of [
    ['first upload', 'guide/first-upload.html'],
    ['max-total-size', 'reference.html#max-total-size--maxtotalsize'],
    ['custom properties', 'guide/styling.html#custom-properties'],
  ] as const)
    it(`finds “${question}”`, () => {
      assert.equal(first(question)?.href, href);
    });

  it('wants all of its words, and says nothing where one is nowhere', () => {
    assert.deepEqual(find(site.search, 'upload xyzzy'), []);
    assert.deepEqual(find(site.search, '  '), []);
  });
});

describe('a text', () => {
  const plain = (href: string) => href;

  it('keeps what is code as text, and lets no markup through', () => {
    const { html } = renderMarkdown('# A\n\n`<b>&lt;`', plain);
    assert.match(html, /<code[^>]*>&lt;b&gt;&amp;lt;<\/code>/);
    assert.throws(() => renderMarkdown('# A\n\n<b>bold</b>', plain), /Markup/);
  });

  it('has one anchor for each heading, also where two are called the same', () => {
    const { headings } = renderMarkdown(
      '# A\n\n## `b()`, c\n\n## `b()`, c',
      plain,
    );
    assert.deepEqual(
      headings.map(({ id }) => id),
      ['a', 'b-c', 'b-c-1'],
    );
  });
});

describe('the guide to errors', () => {
  it('has the codes and sentences that the sources have', () => {
    const guide = readFileSync(path.join(root, 'demo/guide/errors.md'), 'utf8');
    assert.equal(
      guide,
      withCodes(guide),
      'Write it anew: npx tsx demo/site/error-table.ts',
    );
  });
});

describe('style sheets in the guides', () => {
  it('name parts, states and properties that the element has', () => {
    const names = (things: readonly { name: string }[]) =>
      things.map(({ name }) => name);
    const known = [
      ...names(element.cssParts).map((name) => `::part(${name})`),
      ...names(element.cssStates).map((name) => `:state(${name})`),
      ...names(element.cssProperties),
    ];
    const wrong = allSnippets()
      .filter(({ language }) => language === 'css')
      .flatMap(({ place, code }) =>
        [
          ...code.matchAll(
            /::part\([\w-]+\)|:state\([\w-]+\)|--kommo-uploader-[\w-]+/g,
          ),
        ]
          .map(([name]) => name)
          .filter((name) => !known.includes(name))
          .map((name) => `${place}: ${name}`),
      );
    assert.deepEqual(wrong, []);
  });
});
