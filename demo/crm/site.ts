/**
 * The stand-in's site: the one page that all areas are shown in, under a strict policy, and what it loads.
 *
 * Knows: paths of files, and the policy. Does not know: what the page asks (`inside.ts`) or does.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Hono } from 'hono';
import type { Crm } from './crm.js';
import { type CrmFile, insideRoutes } from './inside.js';
import { crmPage, signInPage } from './markup.js';
import { pageModule } from './page-modules.js';
import { type WidgetPackage, Widgets } from './widgets.js';

export interface SiteOptions {
  readonly account: number;
  /** The integration's id: all widgets here are its. */
  readonly integration: string;
  readonly widgets: readonly WidgetPackage[];
  /** Origins that widgets may send to and show pictures of: the broker's and the drive's. */
  readonly reachable: readonly string[];
  /** A file, asked of the drive. */
  readonly fileOf: (uuid: string) => Promise<CrmFile | undefined>;
}

const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  png: 'image/png',
};

const { resolve } = createRequire(import.meta.url);
/** RequireJS, and a jQuery as old as the CRM's. */
const assets: Record<string, string | URL> = {
  'require.js': resolve('requirejs/require.js'),
  'jquery.js': resolve('jquery/dist/jquery.js'),
  'manners.css': new URL('page/manners.css', import.meta.url),
  'crm.css': new URL('page/crm.css', import.meta.url),
};

export function crmSite(crm: Crm, options: SiteOptions): Hono {
  const { account, integration, reachable } = options;
  const widgets = new Widgets(integration, options.widgets);
  const policy = policyFor(reachable);
  const app = new Hono();

  app.get('/assets/page/:name', async (c) =>
    fileAnswer(await pageModule(c.req.param('name')), 'js'),
  );
  app.get('/assets/:name', async (c) => {
    const name = c.req.param('name');
    const file = assets[name];
    return fileAnswer(file && (await readFile(file)), name);
  });
  app.get('/widgets/:code/:version/*', async (c) => {
    const { code, version } = c.req.param();
    const name = c.req.path.split('/').slice(4).join('/');
    return fileAnswer(await widgets.file(code, version, name), name);
  });
  app.post('/ajax/sign-in', async (c) => {
    const { user } = await c.req.parseBody();
    const cookie = crm.people.signIn(Number(user));
    if (cookie === undefined) return c.notFound();
    c.header('Set-Cookie', cookie);
    return c.redirect('/leads/', 303);
  });
  app.post('/ajax/sign-out', (c) => {
    c.header('Set-Cookie', crm.people.signOut(c.req.raw.headers));
    return c.redirect('/leads/', 303);
  });
  app.route('/ajax', insideRoutes(crm, widgets, options));
  app.get('/', (c) => c.redirect('/leads/', 302));
  app.get('/:area{leads|contacts|companies|settings}/*', (c) => {
    const user = crm.people.of(c.req.raw.headers);
    c.header('Content-Security-Policy', policy);
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Cache-Control', 'no-store');
    return c.html(
      user === undefined ? signInPage() : crmPage({ account, user }),
    );
  });
  return app;
}

const policyFor = (reachable: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' blob: data: ${reachable.join(' ')}`,
    'media-src blob:',
    `connect-src 'self' ${reachable.join(' ')}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/** `name` is a file's, or its ending alone. */
const fileAnswer = (
  body: string | Uint8Array | undefined,
  name: string,
): Response => {
  if (body === undefined) return new Response('Not found', { status: 404 });
  const type = TYPES[name.split('.').at(-1) ?? ''];
  return new Response(typeof body === 'string' ? body : Uint8Array.from(body), {
    headers: {
      'Content-Type': type ?? 'application/octet-stream',
      'Cache-Control': 'no-store',
    },
  });
};
