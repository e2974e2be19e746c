/**
 * All of Kommo on this computer: the CRM's page with the widget in it, a broker of ours, and a drive that only the
 * broker talks to. As in a real account the page asks the CRM and the broker, and nobody else.
 *
 * Knows: how they are put together, and that each must know another's address before it is there. Does not know: what
 * each of them does.
 */
import {
  anyOf,
  createBroker,
  memoryStore,
  pageTicket,
  widgetToken,
} from '../src/broker/index.js';
import { type Crm, createCrm } from './crm/index.js';
import type { CrmFile } from './crm/inside.js';
import { openDoor } from './crm/server.js';
import { crmSite } from './crm/site.js';
import type { WidgetPackage } from './crm/widgets.js';
import type { RunningDrive } from './drive/node.js';
import { onPort } from './serve.js';
import { widgetFiles } from './widget/build.js';

/** The drive's own account. */
const ACCOUNT = 31_415_926;

export interface KommoOptions {
  /** Where files go. */
  readonly drive: RunningDrive;
  /** What this drive was started with: `welcome: accessTokens.isGiven`. */
  readonly accessTokens: AccessTokens;
  /** Of the CRM's page (5174, or any that is free). */
  readonly port?: number | undefined;
  /** Of the broker (8788, or any that is free). */
  readonly brokerPort?: number | undefined;
  /** The account's widgets, for a broker's address (this package's, installed). */
  readonly widgetsFor?: (broker: string) => readonly WidgetPackage[];
  /** Requests a second on `/api/v4` (7). */
  readonly rate?: number | undefined;
}

export interface RunningKommo {
  /** Of the CRM's page. */
  readonly url: string;
  /** What a widget's settings ask for. */
  readonly broker: string;
  readonly crm: Crm;
  close(): Promise<void>;
}

/** What a drive asks about bearers: it is there before the CRM that gives them. */
export class AccessTokens {
  #crm: Crm | undefined;

  readonly isGiven = (bearer: string): boolean =>
    this.#crm?.oauth.accountOf(bearer) !== undefined;

  askedOf(crm: Crm): void {
    this.#crm = crm;
  }
}

export async function startKommo({
  drive,
  accessTokens,
  port,
  brokerPort,
  widgetsFor = ownWidget,
  rate,
}: KommoOptions): Promise<RunningKommo> {
  const [page, door] = await openBoth(port, brokerPort);
  const integration = {
    client_id: '6f1b2c3d-0000-4000-8000-000000000001',
    client_secret: crypto.randomUUID() + crypto.randomUUID(),
    redirect_uri: `${door.url}/oauth/callback`,
    disconnect_hook: `${door.url}/hooks/disconnected`,
  };
  const crm = createCrm({
    accounts: [{ id: ACCOUNT, subdomain: 'demo', drive_url: drive.url }],
    integration,
    domain: page.host,
    ...(rate !== undefined && { rate }),
  });
  accessTokens.askedOf(crm);
  const broker = createBroker({
    key: newKey(),
    accounts: [{ id: ACCOUNT, host: page.host }],
    integration: {
      clientId: integration.client_id,
      clientSecret: integration.client_secret,
      redirectUri: integration.redirect_uri,
    },
    authorize: anyOf(pageTicket(), widgetToken()),
    origins: [page.url],
    relay: true,
    store: memoryStore(),
    singleInstance: true,
    dev: true,
    publicUrl: door.url,
    log: () => {},
  });
  door.open((request) => broker(request));
  const widgets = widgetsFor(door.url);
  const site = crmSite(crm, {
    account: ACCOUNT,
    integration: integration.client_id,
    widgets,
    reachable: [door.url, drive.url],
    fileOf: (uuid) => fileOf(drive, uuid),
  });
  const isApi = (request: Request) =>
    /^\/(api|oauth2?)(\/|$)/.test(new URL(request.url).pathname);
  page.open(async (request, address) =>
    isApi(request) ? crm.fetch(request, address) : site.fetch(request),
  );
  if (widgets.some(({ installed }) => installed !== undefined))
    await crm.install(ACCOUNT);
  return {
    ...{ url: `${page.url}/`, broker: door.url, crm },
    async close() {
      await Promise.all([page.close(), door.close()]);
      await broker.close();
    },
  };
}

const ownWidget = (broker: string): readonly WidgetPackage[] => [
  {
    code: 'kommo_uploader',
    archive: () => widgetFiles(),
    installed: { broker, place: 'feed' },
  },
];

async function openBoth(port?: number, brokerPort?: number) {
  const page = await onPort('crm', port, 5174, openDoor);
  try {
    return [page, await onPort('broker', brokerPort, 8788, openDoor)] as const;
  } catch (error) {
    await page.close();
    throw error;
  }
}

const newKey = (): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64');

/** What the CRM shows of a file, as the drive has it. */
async function fileOf(
  { url, token }: RunningDrive,
  uuid: string,
): Promise<CrmFile | undefined> {
  const answer = await fetch(`${url}/v1.0/files/${uuid}`, {
    headers: { Authorization: `Bearer ${token}` },
  }).catch(() => undefined);
  if (answer?.status !== 200) return undefined;
  const { name, size, created_at, metadata, previews, _links } =
    (await answer.json()) as {
      name: string;
      size: number;
      created_at: number;
      metadata: { extension: string };
      previews: { download_link: string }[] | null;
      _links: { download: { href: string } };
    };
  const preview = previews?.[0]?.download_link;
  const { extension } = metadata;
  return {
    ...{ uuid, size, created_at, download: _links.download.href },
    name: extension ? `${name}.${extension}` : name,
    ...(preview !== undefined && { preview }),
  };
}
