/**
 * The HTML and CSS that the README and the guides show, each in a page of its own against the local drive.
 *
 * Knows: what a reader would put around a snippet: the package beside it, the address of a drive, a server that gives
 * tickets. What else the texts show, `test/repository/snippets.test.ts` knows.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test as base, expect, type Page } from 'playwright/test';
import { type RunningDrive, startDrive } from '../../demo/drive/node.js';
import { bundleForPages } from '../../src/bundle.js';
import { type Snippet, snippetsOf } from '../helpers/snippets.js';
import { complaintsOf } from './complaints.js';

interface Reader {
  readonly drive: RunningDrive;
  /** Puts a page up, and says where. */
  show(html: string, policy?: string): string;
  close(): Promise<void>;
}

async function startReader(): Promise<Reader> {
  const drive = await startDrive({ port: 0, open: true });
  const scripts = await bundleForPages(false, ['de']);
  const pages: { html: string; policy: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1);
    const page = pages[Number(name.replace('page/', ''))];
    if (name.startsWith('page/') && page) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      if (page.policy)
        response.setHeader('Content-Security-Policy', page.policy);
      response.end(page.html);
    } else if (name === 'my/upload-ticket') {
      response
        .setHeader('Content-Type', 'application/json')
        .end(JSON.stringify({ ticket: 'of-this-visitor' }));
    } else {
      const script = scripts[name.replace(/^page\//, '')];
      response.writeHead(script === undefined ? 404 : 200, {
        'Content-Type': 'text/javascript',
      });
      response.end(script);
    }
  });
  await new Promise<void>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const { port } = server.address() as AddressInfo;
  return {
    drive,
    show(html, policy) {
      pages.push({ html, policy });
      return `http://127.0.0.1:${port}/page/${pages.length - 1}`;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await drive.close();
    },
  };
}

const test = base.extend<{ complaints: string[] }, { reader: Reader }>({
  reader: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from its parameter.
    async ({}, use) => {
      const reader = await startReader();
      await use(reader);
      await reader.close();
    },
    { scope: 'worker' },
  ],
  complaints: async ({ page }, use) => {
    const complaints = complaintsOf(
      page,
      (message) =>
        message.type() === 'error' &&
        // A picture that an example names is not here, nor is the icon of a site.
        !/^Failed to load resource/.test(message.text()),
    );
    await use(complaints);
    expect(complaints).toEqual([]);
  },
});

const packageTag =
  '<script type="module" src="kommo-uploader.min.js"></script>';

/** The snippet as a reader makes a page of it: with their own addresses, and with what it takes for granted. */
function pageOf(code: string, sessionUrl: string): string {
  const mine = code
    .replaceAll(/session-url="[^"]*"/g, `session-url="${sessionUrl}"`)
    // A release's own hash is its release's matter.
    .replaceAll(/https:\/\/[^"]*\/dist\/(?=[^"]*\.js")/g, '')
    .replaceAll(/\s(integrity|crossorigin)="[^"]*"/g, '');
  const hasPackage = mine.includes('kommo-uploader.min.js');
  const hasTag = mine.includes('<kommo-uploader');
  const lang = /locales\/([\w-]+)\.min\.js/.exec(mine)?.[1];
  return [
    mine.includes('<!doctype')
      ? ''
      : '<!doctype html><html lang="en"><title>A page</title>',
    hasPackage ? '' : packageTag,
    hasTag
      ? ''
      : `<kommo-uploader ${lang ? `lang="${lang}" ` : ''}session-url="${sessionUrl}"></kommo-uploader>`,
    mine,
  ].join('\n');
}

/** Drops a file on each uploader, and says what became of all. */
const uploadIn = (page: Page) =>
  page.evaluate(async () => {
    await customElements.whenDefined('kommo-uploader');
    const outcomes: string[] = [];
    for (const uploader of document.querySelectorAll('kommo-uploader')) {
      await uploader.updateComplete;
      if (uploader.matches(':state(bad-option)')) outcomes.push('bad-option');
      const file = new File(['Hello, drive!'], 'letter.pdf', {
        type: 'application/pdf',
      });
      uploader.addFiles([file]);
      uploader.start();
      const { uploaded, failed, aborted } = await uploader.done();
      outcomes.push(`${uploaded.length} ${failed.length} ${aborted.length}`);
    }
    return outcomes;
  });

const at = ({ place }: Snippet) => place.replace('demo/guide/', '');

for (const snippet of snippetsOf('html'))
  test(`the page of ${at(snippet)} uploads`, async ({
    page,
    reader,
    complaints: _,
  }) => {
    const { url } = reader.drive;
    await page.goto(reader.show(pageOf(snippet.code, `${url}/v1.0/sessions`)));
    const outcomes = await uploadIn(page);
    expect(outcomes.length).toBeGreaterThan(0);
    expect(new Set(outcomes)).toEqual(new Set(['1 0 0']));
  });

for (const snippet of snippetsOf('csp'))
  test(`the policy of ${at(snippet)} lets an upload through, without a violation`, async ({
    page,
    reader,
    complaints: _,
  }) => {
    const { url } = reader.drive;
    const policy = snippet.code
      .replaceAll('<drive>', url)
      .replaceAll('\n', ' ');
    await page.goto(reader.show(pageOf('', `${url}/v1.0/sessions`), policy));
    // A violation is an error on the console.
    expect(await uploadIn(page)).toEqual(['1 0 0']);
  });

test('each style sheet has only rules that a browser knows', async ({
  page,
  complaints: _,
}) => {
  for (const { place, code } of snippetsOf('css')) {
    // What a browser does not know is gone from what it has read.
    const read = await page.evaluate((code) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(code);
      return [...sheet.cssRules].map(({ cssText }) => cssText).join('\n');
    }, code);
    const written = code.replaceAll(/\/\*[\s\S]*?\*\//g, '');
    const count = (css: string, what: RegExp) => css.match(what)?.length ?? 0;
    expect(count(read, /\{/g), place).toBe(count(written, /\{/g));
    expect(count(read, /: [^;{}]+;/g), place).toBe(
      count(written, /: [^;{}]+;/g),
    );
  }
});
