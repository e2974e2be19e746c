/**
 * The pages of the CRM stand-in: one page for all cards, as in the CRM, what it loads, and what it asks beside
 * `/api/v4`.
 *
 * Knows: paths, the strict policy, installed widgets and their settings. Does not know: what a widget is made of; its
 * files are given.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Hono } from 'hono';
import type { Crm } from './crm.js';
import { USERS } from './people.js';

/** A widget's archive, unpacked. */
export interface WidgetPackage {
  /** Its name among widgets: part of its address. */
  readonly code: string;
  readonly version: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

export interface PagesOptions {
  readonly account: number;
  /** The integration's id, which all widgets here belong to. */
  readonly integration: string;
  readonly widgets: readonly WidgetPackage[];
  /** The page's own script. */
  readonly script: string;
  /** Where widgets may send: the broker, and the drive where there is no relay. */
  readonly connect: readonly string[];
  /** The file's name, asked of the drive. */
  readonly nameOf: (uuid: string) => Promise<string | undefined>;
}

/** A widget of this account, as the page knows it. */
interface Installed {
  active: boolean;
  settings: Record<string, string>;
}

const TYPES: Record<string, string> = {
  js: 'text/javascript',
  json: 'application/json',
  png: 'image/png',
  css: 'text/css',
};

const require = createRequire(import.meta.url);
/** As old as the CRM's own. */
const VENDOR: Record<string, string> = {
  'require.js': require.resolve('requirejs/require.js'),
  'jquery.js': require.resolve('jquery/dist/jquery.js'),
};

const styles = new URL('page/crm.css', import.meta.url);

export function crmPages(crm: Crm, options: PagesOptions): Hono {
  const { account, widgets, connect } = options;
  const app = new Hono();
  const installed = new Map<string, Installed>(
    widgets.map(({ code }) => [code, { active: false, settings: {} }]),
  );
  /** Cards that somebody made here, by type; two of each are there at the start. */
  const made = new Map<string, number>();
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    `connect-src 'self' ${connect.join(' ')}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

  app.get('/assets/:file', (c) => {
    const file = c.req.param('file');
    c.header('Cache-Control', 'no-store');
    if (file === 'crm.js') return text(options.script, 'js');
    if (file === 'crm.css') return text(readFileSync(styles, 'utf8'), 'css');
    const found = VENDOR[file];
    return found ? text(readFileSync(found, 'utf8'), 'js') : c.notFound();
  });

  app.get('/widgets/:code/:version/*', (c) => {
    const { code, version } = c.req.param();
    const name = c.req.path.split('/').slice(4).join('/');
    const found = widgets.find(
      (each) => each.code === code && each.version === version,
    );
    const bytes = found?.files[name];
    if (bytes === undefined) return c.notFound();
    return new Response(Uint8Array.from(bytes), {
      headers: {
        'Content-Type':
          TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      },
    });
  });

  app.post('/ajax/sign-in', async (c) => {
    const { user } = await c.req.parseBody();
    const cookie = crm.people.signIn(Number(user));
    if (cookie === undefined) return c.notFound();
    c.header('Set-Cookie', cookie);
    return c.redirect('/leads/detail/1', 303);
  });

  /** What only the CRM's own page may ask. */
  const inside = new Hono();
  inside.use('/ajax/*', async (c, next) => {
    if (crm.people.of(c.req.raw) === undefined)
      return c.json({ title: 'Unauthorized' }, 401);
    await next();
    return undefined;
  });
  inside.get('/ajax/v2/integrations/:uuid/disposable_token', async (c) => {
    const user = crm.people.of(c.req.raw);
    if (c.req.param('uuid') !== options.integration || user === undefined)
      return c.json({ title: 'Not Found' }, 404);
    const token = await crm.authToken(account, user.id, {
      is_admin: user.isAdmin,
    });
    return c.json({ token });
  });
  inside.get('/ajax/widgets', (c) =>
    c.json(
      widgets.map(({ code, version }) => ({
        ...{ code, version, integration: options.integration },
        ...installed.get(code),
      })),
    ),
  );
  inside.post('/ajax/widgets/:code', async (c) => {
    const widget = installed.get(c.req.param('code'));
    const user = crm.people.of(c.req.raw);
    if (widget === undefined || user?.isAdmin !== true)
      return c.json({ title: 'Forbidden' }, 403);
    const asked = await c.req.json<Partial<Installed>>();
    // The first time is the installation: the CRM calls the integration by itself.
    if (asked.active === true && !widget.active)
      await crm.install(account).catch(() => {});
    widget.active = asked.active ?? widget.active;
    widget.settings = asked.settings ?? widget.settings;
    return c.json(widget);
  });
  inside.post('/ajax/cards/:type', (c) => {
    if (crm.people.of(c.req.raw)?.mayEdit !== true)
      return c.json({ title: 'Forbidden' }, 403);
    const type = c.req.param('type');
    const id = (made.get(type) ?? 2) + 1;
    made.set(type, id);
    return c.json({ id });
  });
  inside.get('/ajax/notes/:type/:id', (c) => {
    const { type, id } = c.req.param();
    return c.json(
      crm.cards
        .notes(type)
        .filter(({ entity_id }) => entity_id === Number(id))
        .map(({ note_type, params }) => ({ note_type, params })),
    );
  });
  inside.get('/ajax/files/:uuid', async (c) => {
    const name = await options.nameOf(c.req.param('uuid'));
    return name === undefined ? c.notFound() : c.json({ name });
  });
  app.route('/', inside);

  app.get('*', (c) => {
    const user = crm.people.of(c.req.raw);
    c.header('Content-Security-Policy', policy);
    c.header('X-Content-Type-Options', 'nosniff');
    return c.html(
      user === undefined ? signInPage : pageOf({ account, user, USERS }),
    );
  });
  return app;
}

const text = (body: string, type: string) =>
  new Response(body, {
    headers: { 'Content-Type': `${TYPES[type]}; charset=utf-8` },
  });

const head = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>CRM stand-in</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/crm.css">`;

const signInPage = `${head}</head><body><main class="sign-in"><h1>CRM stand-in</h1>
<p>A page that loads a widget as Kommo does. Nothing leaves this computer.</p>
<form method="post" action="/ajax/sign-in">${USERS.map(
  ({ id, name, mayEdit }) =>
    `<button name="user" value="${id}">${name} <small>${mayEdit ? 'administrator' : 'may only look'}</small></button>`,
).join('')}</form></main></body></html>`;

const pageOf = (known: object) => `${head}
<script type="application/json" id="known">${JSON.stringify(known).replaceAll('<', '\\u003c')}</script>
<script src="/assets/require.js"></script>
<script src="/assets/crm.js" defer></script></head>
<body><div id="app"></div></body></html>`;
