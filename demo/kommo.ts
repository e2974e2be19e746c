/**
 * All of Kommo on this computer: the CRM's page with the widget in it, a broker of ours, and a drive that only the
 * broker is told of. As it would be in an account: the page talks to the CRM and to the broker, and to nobody else.
 *
 * Knows: how they are put together, on which ports. Does not know: what each of them does.
 */
import { createServer, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import {
  anyOf,
  createBroker,
  memoryStore,
  pageTicket,
  widgetToken,
} from '../src/broker/index.js';
import { serveBroker } from '../src/broker/node/index.js';
import { crmPages, type WidgetPackage } from './crm/pages.js';
import { type RunningCrm, startCrm } from './crm/server.js';
import { type RunningDrive, startDrive } from './drive/node.js';
import { widgetFiles } from './widget/build.js';

const ACCOUNT = 31_415_926;

export interface KommoOptions {
  /** Of the CRM's page (a free one). */
  port?: number;
  /** The drive's folder (in memory). */
  data?: string;
  /** Versions of the widget: two live on one page (the package's). */
  versions?: readonly (string | undefined)[];
}

export interface RunningKommo {
  /** Of the CRM's page. */
  readonly url: string;
  /** What a widget's settings ask for. */
  readonly broker: string;
  readonly crm: RunningCrm;
  readonly drive: RunningDrive;
  close(): Promise<void>;
}

export async function startKommo({
  port = 0,
  data,
  versions = [undefined],
}: KommoOptions = {}): Promise<RunningKommo> {
  const { widgets, script } = await builds(versions);
  // The integration has to know the broker's address before there is one.
  const brokerPort = await freePort();
  const broker = `http://127.0.0.1:${brokerPort}`;
  const integration = {
    client_id: '6f1b2c3d-0000-4000-8000-000000000001',
    client_secret: crypto.randomUUID() + crypto.randomUUID(),
    redirect_uri: `${broker}/oauth/callback`,
    disconnect_hook: `${broker}/hooks/disconnected`,
  };
  const drive = await startDrive({
    port: 0,
    // Tokens of the CRM stand-in mean nothing to it; only this computer reaches it.
    open: true,
    cors: 'none',
    ...(data === undefined ? {} : { data }),
  });
  const crm = await startCrm(
    {
      accounts: [{ id: ACCOUNT, subdomain: 'demo', drive_url: drive.url }],
      integration,
    },
    port,
    (crm) =>
      crmPages(crm, {
        account: ACCOUNT,
        integration: integration.client_id,
        widgets,
        script,
        connect: [broker],
        nameOf: async (uuid) =>
          (await drive.drive.files()).find((file) => file.uuid === uuid)?.name,
      }),
  );
  const serving = await serveBroker(
    createBroker({
      key: Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString(
        'base64',
      ),
      accounts: [{ id: ACCOUNT, host: crm.host }],
      integration: {
        clientId: integration.client_id,
        clientSecret: integration.client_secret,
        redirectUri: integration.redirect_uri,
      },
      authorize: anyOf(pageTicket(), widgetToken()),
      origins: [crm.url],
      relay: true,
      store: memoryStore(),
      singleInstance: true,
      dev: true,
      publicUrl: broker,
      log: () => {},
    }),
    { port: brokerPort, patience: 1000 },
  );
  return {
    ...{ url: `${crm.url}/`, broker, crm, drive },
    async close() {
      await Promise.all([serving.close(), crm.close(), drive.close()]);
    },
  };
}

/** The bundler says `production` to the whole process, where a broker for development then refuses to start. */
const builds = async (versions: readonly (string | undefined)[]) => {
  const { NODE_ENV } = process.env;
  try {
    const [widgets, script] = await Promise.all([
      Promise.all(versions.map(widgetPackage)),
      pageScript(),
    ]);
    return { widgets, script };
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
};

const widgetPackage = async (
  version: string | undefined,
  at: number,
): Promise<WidgetPackage> => {
  const files = await widgetFiles(version);
  const { widget } = JSON.parse(
    new TextDecoder().decode(files['manifest.json']),
  );
  return {
    code: at === 0 ? 'kommo_uploader' : `kommo_uploader_${at + 1}`,
    version: widget.version,
    files,
  };
};

const pageScript = async (): Promise<string> => {
  const built = (await build({
    root: fileURLToPath(new URL('..', import.meta.url)),
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('crm/page/main.ts', import.meta.url)),
        formats: ['iife'],
        name: 'crm',
      },
    },
  })) as Rolldown.RolldownOutput[];
  const [chunk] = built.flatMap(({ output }) => output);
  if (chunk?.type !== 'chunk') throw new Error('The page has no script.');
  return chunk.code;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server: Server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
