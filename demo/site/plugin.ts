/**
 * The site in Vite: served while somebody works, and built into files.
 *
 * Knows: Vite's hooks, and the rules that a built page is under. Does not know: what is on a page; `site.ts` does.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { frontPage, makeSite, type Site, sitePaths } from './site.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

const searchModule = 'virtual:search-entries';

/** Everything comes from the site itself, and nothing is asked of anybody: not even of it. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  'media-src blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

export function documentation(): Plugin {
  let made: Promise<Site> | undefined;
  let building = false;
  const site = () => {
    made ??= makeSite(root);
    return made;
  };
  const idOf = (page: string) => path.posix.join(slashed(root), page);
  const pageOf = (id: string) =>
    path.posix.relative(slashed(root), slashed(id));
  return {
    name: 'documentation',
    // Before Vite looks for the pages on the disk.
    enforce: 'pre',
    async config(_, { command }) {
      building = command === 'build';
      if (!building) return undefined;
      const { pages } = await site();
      return {
        build: {
          rolldownOptions: {
            input: ['index.html', ...pages.keys()].map(idOf),
          },
        },
      };
    },
    async resolveId(id) {
      if (id === searchModule) return `\0${searchModule}`;
      if (building && id.endsWith('.html') && id !== idOf('index.html'))
        return (await site()).pages.has(pageOf(id)) ? id : undefined;
      return undefined;
    },
    async load(id) {
      if (id === `\0${searchModule}`)
        return `export default ${JSON.stringify((await site()).search)}`;
      if (building && id.endsWith('.html'))
        return (await site()).pages.get(pageOf(id));
      return undefined;
    },
    transformIndexHtml: {
      order: 'pre',
      handler(html, { filename }) {
        const isFront = pageOf(filename) === 'index.html';
        const whole = isFront ? frontPage(root, html) : html;
        if (!building) return whole;
        return {
          html: whole,
          tags: [
            {
              tag: 'meta',
              attrs: {
                'http-equiv': 'Content-Security-Policy',
                content: policy,
              },
              injectTo: 'head-prepend',
            },
          ],
        };
      },
    },
    configureServer(server) {
      const watched = sitePaths(root);
      server.watcher.add(watched);
      server.watcher.on('all', (_, file) => {
        if (!watched.some((place) => file.startsWith(place))) return;
        made = undefined;
        server.ws.send({ type: 'full-reload' });
      });
      server.middlewares.use(async (request, response, next) => {
        try {
          const url = new URL(request.url ?? '/', 'http://localhost');
          const page = url.pathname.slice(1);
          const html = page.endsWith('.html')
            ? (await site()).pages.get(page)
            : undefined;
          if (html === undefined) return next();
          response.setHeader('Content-Type', 'text/html');
          response.end(
            await server.transformIndexHtml(url.pathname, html, page),
          );
        } catch (error) {
          next(error);
        }
      });
    },
  };
}

const slashed = (file: string): string =>
  file.replaceAll(path.sep, '/').replace(/\/$/, '');
