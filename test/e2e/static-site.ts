/**
 * A folder as a site below a path, as any server of files gives it: nothing is looked for elsewhere.
 *
 * Knows: files and their types. Does not know: what is in them.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

export interface StaticSite {
  /** With the path that the site is below, and a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export async function serveFolder(
  folder: string,
  below = '/docs/v1/',
): Promise<StaticSite> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname.slice(below.length) || 'index.html';
    const file = path.join(folder, name);
    try {
      if (!pathname.startsWith(below) || !file.startsWith(folder))
        throw new Error('Not of this site.');
      const bytes = await readFile(file);
      response
        .setHeader('Content-Type', types[path.extname(file)] ?? 'text/plain')
        .end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${below}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
