/**
 * All that the widget's journeys need: the unpacked archive in two versions, a CRM with cards, the broker, the drive.
 *
 * Knows: how they are put together, and which requests came. The page is `widget-host.ts`. The CRM's own page is let in
 * by its cookie, and everybody else by a token.
 */
import { unzipSync } from 'fflate';
import { Hono } from 'hono';
import { Cards } from '../../demo/crm/cards.js';
import { type Crm, createCrm } from '../../demo/crm/index.js';
import { openDoor } from '../../demo/crm/server.js';
import { type RunningDrive, startDrive } from '../../demo/drive/node.js';
import { widgetZip } from '../../demo/widget/build.js';
import type { Archive } from '../../demo/widget/rules.js';
import {
  createBroker,
  memoryStore,
  pageTicket,
} from '../../src/broker/index.js';
import {
  type RunningBroker,
  serveBroker,
} from '../../src/broker/node/index.js';
import { widgetHost } from './widget-host.js';

const account = 31_415_926;
const user = 7;
export const versions = ['1.2.3', '1.3.0'] as const;

export interface WidgetSite {
  readonly url: string;
  readonly broker: string;
  /** A broker that answers other pages only. */
  readonly strangersBroker: string;
  readonly drive: RunningDrive;
  readonly cards: Cards;
  /** What the broker was asked, by method and path. */
  readonly asked: string[];
  /** So many requests of this path are answered with 401 first. */
  refuse(path: string, times: number): void;
  /** Cards that somebody made, as `leads/1`: who, and when, in seconds since 1970. */
  readonly made: Map<string, { created_at: number; created_by: number }>;
  /** How the CRM's next requests for notes go: a status each. */
  readonly noteFaults: number[];
  forget(): void;
  close(): Promise<void>;
}

const html = (lang: string) => `<!doctype html><html lang="${lang}">
  <meta charset="utf-8"><title>A card</title><link rel="icon" href="data:,">
  <style>
    body { background: #fff; }
    .dark { background: #10151f; }
    /* Pages style everything, and so do other widgets. */
    #panel :is(button, ul, li, main, progress) { display: none !important; }
    body * { font-size: 40px; color: red; letter-spacing: 9px; text-transform: uppercase; }
    #panel { inline-size: 320px; }
  </style>
  <script src="/host.js"></script>
  <h1>A card</h1><div id="panel"></div>
  <form id="modal">
    <label>Address <input name="broker" type="text"></label>
    <label>Place <input name="place" type="hidden" value=""></label>
  </form>`;

export async function startWidgetSite(): Promise<WidgetSite> {
  const archives = Object.fromEntries(
    await Promise.all(
      versions.map(
        async (version): Promise<[string, Archive]> => [
          version,
          unzipSync(await widgetZip(version)),
        ],
      ),
    ),
  );
  const drive = await startDrive({ port: 0, open: true });
  const cards = new Cards(200, (type, id) => made.get(`${type}/${id}`));
  const asked: string[] = [];
  const refusals = new Map<string, number>();
  const noteFaults: number[] = [];
  const made: WidgetSite['made'] = new Map();
  let crm: Crm | undefined;

  const app = new Hono();
  app.get('/', (c) => {
    c.header('Set-Cookie', 'session=person; HttpOnly; SameSite=Strict');
    return c.html(html(c.req.query('lang') ?? 'en'));
  });
  app.get('/host.js', (c) => {
    c.header('Content-Type', 'text/javascript');
    return c.body(`(${widgetHost})(${account}, ${user})`);
  });
  app.get('/widgets/:version/*', (c) => {
    const { version } = c.req.param();
    const name = c.req.path.slice(`/widgets/${version}/`.length);
    const bytes = archives[version]?.[name];
    if (bytes === undefined) return c.notFound();
    if (name.endsWith('.js')) c.header('Content-Type', 'text/javascript');
    return c.body(Uint8Array.from(bytes));
  });
  app.get('/ajax/token', async (c) =>
    c.text((await crm?.authToken(account, user)) ?? ''),
  );
  app.use('/api/v4/*', async (c, next) => {
    if (c.req.header('authorization')) return crm?.fetch(c.req.raw);
    if (!c.req.header('cookie')?.includes('session=person'))
      return c.json({ title: 'Unauthorized' }, 401);
    const fault = c.req.path.endsWith('/notes') ? noteFaults.shift() : 0;
    if (fault) return c.json({ title: 'Not now' }, fault as 429);
    await next();
    return undefined;
  });
  app.route('/', cards.routes());
  const door = await openDoor();
  door.open(async (request) => app.fetch(request));
  const { host, url } = door;

  const redirectUri = 'http://127.0.0.1:1/oauth/callback';
  const secret = 'the-secret-of-the-integration-0123456789';
  const clientId = '6f1b2c3d-0000-4000-8000-000000000001';
  crm = createCrm({
    accounts: [{ id: account, subdomain: 'acme', drive_url: drive.url }],
    integration: {
      client_id: clientId,
      client_secret: secret,
      redirect_uri: redirectUri,
    },
    domain: host,
  });
  const token = crm.oauth.exchange({
    client_id: clientId,
    client_secret: secret,
    redirect_uri: redirectUri,
    grant_type: 'authorization_code',
    code: crm.oauth.code(account),
  })?.access_token;
  const brokers: RunningBroker[] = [];
  const brokerFor = async (origin: string): Promise<string> => {
    const broker = createBroker({
      key: 'ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=',
      accounts: [{ id: account, host, token: token ?? '' }],
      integration: { clientId, clientSecret: secret, redirectUri },
      authorize: (request, doorman) => {
        const { pathname } = new URL(request.url);
        const left = refusals.get(pathname) ?? 0;
        refusals.set(pathname, left - 1);
        return left > 0 ? null : pageTicket()(request, doorman);
      },
      origins: [origin],
      store: memoryStore(),
      singleInstance: true,
      relay: true,
      dev: true,
      log: ({ method, route }) => asked.push(`${method} ${route}`),
    });
    const running = await serveBroker(broker, { port: 0, patience: 1000 });
    brokers.push(running);
    return `http://127.0.0.1:${running.port}`;
  };
  return {
    ...{ url, drive, cards, asked, made, noteFaults },
    broker: await brokerFor(url),
    strangersBroker: await brokerFor('https://stranger.kommo.com'),
    refuse: (path, times) => refusals.set(path, times),
    forget() {
      asked.length = 0;
      noteFaults.length = 0;
      refusals.clear();
      drive.drive.reset();
    },
    async close() {
      for (const broker of brokers) await broker.close();
      await door.close();
      await drive.close();
    },
  };
}
