/**
 * A site for looking at what a page holds: the package as one file that keeps its names, and a drive that keeps no
 * bytes.
 *
 * Knows: the bundler, one page and the local drive. Does not know: what happens in the page.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Rolldown } from 'vite';
import { type RunningDrive, startDrive } from '../../demo/drive/node.js';
import { buildAlone, forOneFile } from '../../src/bundle.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The size of a part: large beside all else that a page holds. */
export const partSize = 4 * 2 ** 20;

export interface MemorySite {
  readonly url: string;
  readonly drive: RunningDrive;
  close(): Promise<void>;
}

/** As `bundle.ts` makes it for pages, but a heap is read by names, so that none is shortened. */
async function readableBundle(): Promise<string> {
  const built = (await buildAlone({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    mode: 'one-file',
    logLevel: 'warn',
    plugins: [...forOneFile],
    build: {
      write: false,
      minify: false,
      lib: { entry: 'src/one-file.ts', formats: ['es'], fileName: 'bundle' },
      rolldownOptions: { output: { minify: false } },
    },
  })) as Rolldown.RolldownOutput[];
  const [chunk] = built.flatMap(({ output }) => output);
  if (chunk?.type !== 'chunk') throw new Error('There is no bundle.');
  return chunk.code;
}

/**
 * Runs before the element's script: which addresses of files were given, and not taken back. The browser's own list of
 * what was loaded is no part of the page.
 */
const watch = `
  performance.setResourceTimingBufferSize(0);
  performance.clearResourceTimings();
  window.addresses = { made: 0, open: new Set() };
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    const url = createObjectURL.call(URL, blob);
    addresses.made += 1;
    addresses.open.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    addresses.open.delete(url);
    revokeObjectURL.call(URL, url);
  };
`;

export async function startMemorySite(): Promise<MemorySite> {
  const drive = await startDrive({
    port: 0,
    open: true,
    discard: true,
    maxPartSize: partSize,
    maxFileSize: 2 ** 40,
  });
  const code = await readableBundle();
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Memory</title>
    <link rel="icon" href="data:,">
    <script>${watch}</script>
    <script type="module" src="/uploader.js"></script>
    <input type="file" id="large" multiple>`;
  const server = createServer((request, response) => {
    const isScript = request.url === '/uploader.js';
    response
      .setHeader('Content-Type', isScript ? 'text/javascript' : 'text/html')
      .end(isScript ? code : page);
  });
  await new Promise<void>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    drive,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await drive.close();
    },
  };
}
