/**
 * A site with the strictest rules that an upload can live with, and the package as it is built: one file.
 *
 * Knows: Content-Security-Policy, the package's bundles and the local drive. Does not know: what happens in its pages.
 */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type RunningDrive, startDrive } from '../../demo/drive/node.js';
import { bundle } from '../../src/bundle.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What the server gave to this page's style elements; on a real site another one each time. */
const nonce = 'bm9uY2U';

export interface StrictSite {
  readonly url: string;
  readonly drive: RunningDrive;
  close(): Promise<void>;
}

/** What a server without a DOM makes of the tag. */
async function rendered(sessionUrl: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'test/e2e/render-on-server.ts', sessionUrl],
    { cwd: root },
  );
  return stdout;
}

/** Runs before anything else in the page. */
const watch = `
  window.violations = [];
  document.addEventListener('securitypolicyviolation', (event) =>
    window.violations.push(event.effectiveDirective + ' ' + event.blockedURI));
`;

/** The rules of each page, besides those that all have. */
const rules: Record<string, string> = {
  strict: "style-src 'self'; img-src blob: <drive>; media-src blob:",
  bare: "style-src 'self'",
  rendered: `style-src 'self' 'nonce-${nonce}'`,
  'rendered-without-nonce': "style-src 'self'",
  'rendered-without-support': `style-src 'self' 'nonce-${nonce}'`,
};

const policy = (page: string, drive: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    'connect-src <drive>',
    rules[page],
    "require-trusted-types-for 'script'",
  ]
    .join('; ')
    .replaceAll('<drive>', drive);

export async function startStrictSite(): Promise<StrictSite> {
  const drive = await startDrive({ port: 0, open: true });
  const sessionUrl = `${drive.url}/v1.0/sessions`;
  const [uploader, hydrated, tag] = await Promise.all([
    bundle('src/one-file.ts'),
    bundle('test/e2e/hydrated.ts'),
    rendered(sessionUrl),
  ]);
  const scripts: Record<string, string> = {
    'watch.js': watch,
    'uploader.js': uploader,
    'hydrated.js': hydrated,
  };
  const html = (page: string): string => {
    const script = /^rendered($|-without-nonce)/.test(page)
      ? 'hydrated.js'
      : 'uploader.js';
    const plain = `<kommo-uploader session-url="${sessionUrl}" multiple max-file-size="10 MB"></kommo-uploader>`;
    const sent =
      page === 'rendered-without-nonce'
        ? tag
        : tag.replaceAll('<style>', `<style nonce="${nonce}">`);
    const uploader = page.startsWith('rendered') ? sent : plain;
    return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${page}</title>
      <script src="/watch.js"></script>
      <script type="module" src="/${script}"></script>
      <h1>${page}</h1>${uploader}`;
  };
  const server = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1);
    const script = scripts[name];
    if (script !== undefined)
      response.setHeader('Content-Type', 'text/javascript').end(script);
    else if (name in rules)
      response
        .setHeader('Content-Type', 'text/html')
        .setHeader('Content-Security-Policy', policy(name, drive.url))
        .end(html(name));
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    drive,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await drive.close();
    },
  };
}
