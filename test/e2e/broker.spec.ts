/**
 * A page of a shop, and its broker on another origin that knows visitors by a cookie: from the drop to the card.
 *
 * Knows: the site, what the browser sends across origins, and what arrives at the drive and the CRM. What a broker
 * answers to what no browser sends is asked in `test/broker`.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, type Page, type Request, test } from 'playwright/test';
import {
  createBroker,
  type Grant,
  memoryStore,
} from '../../src/broker/index.js';
import { nodeFetch, serveBroker } from '../../src/broker/node/index.js';
import { bundle } from '../../src/bundle.js';
import { connectAt, startKommo } from '../broker/process.js';
import { account, key } from '../broker/world.js';
import { withoutHandles } from './journey.js';

const cookie = 'visitor=0123456789abcdef';

/** The shop, its broker, Kommo. */
async function startShop(t: { after(fn: () => unknown): void }) {
  const script = await bundle('src/one-file.ts');
  let broker = '';
  const shop = createServer(({ url = '/' }, outgoing) => {
    if (url === '/uploader.js')
      outgoing
        .writeHead(200, { 'Content-Type': 'text/javascript' })
        .end(script);
    else
      outgoing
        .writeHead(200, {
          'Content-Type': 'text/html',
          'Set-Cookie': `${cookie}; HttpOnly; SameSite=Lax; Path=/`,
        })
        .end(
          `<!doctype html><html lang="en"><title>Shop</title><script type="module" src="/uploader.js"></script>
          <kommo-uploader session-url="${broker}/v1.0/sessions" link-url="${broker}/api/v4/leads/7/files"
            ${url === '/with' ? 'with-credentials' : ''}></kommo-uploader></html>`,
        );
  });
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    shop.closeAllConnections();
    shop.close();
  });
  const origin = `http://127.0.0.1:${(shop.address() as AddressInfo).port}`;
  const kommo = await startKommo(t);
  const { settings } = kommo;
  const grant = (): Grant => ({
    account,
    id: 'visitor:1',
    maxFileSize: 1_000_000,
    maxFiles: 10,
    types: ['*/*'],
    expires: Date.now() + 600_000,
    entity: { type: 'leads', id: 7 },
  });
  const running = await serveBroker(
    createBroker({
      ...{ key, credentials: true, relay: true, links: true, dev: true },
      accounts: [{ id: account, host: kommo.crm.host }],
      integration: {
        clientId: settings.CLIENT_ID ?? '',
        clientSecret: settings.CLIENT_SECRET ?? '',
        redirectUri: settings.REDIRECT_URI ?? '',
      },
      authorize: async ({ headers }) =>
        headers.get('cookie') === cookie ? grant() : null,
      origins: [origin],
      ...{ store: memoryStore(), singleInstance: true, fetch: nodeFetch },
      log: () => {},
    }),
    { port: 0, patience: 1000 },
  );
  t.after(() => running.close());
  broker = `http://127.0.0.1:${running.port}`;
  await connectAt(broker, kommo);
  return { ...kommo, origin, broker };
}

let shop: Awaited<ReturnType<typeof startShop>>;
const endings: (() => unknown)[] = [];

test.beforeAll(async () => {
  shop = await startShop({ after: (fn) => void endings.unshift(fn) });
});
test.afterAll(async () => {
  for (const end of endings) await end();
});

const bytes = Buffer.from(Array.from({ length: 2500 }, (_, at) => at % 251));

/** Somebody presses the button and chooses a file in the browser's dialog. */
async function choose(page: Page): Promise<void> {
  const dialog = page.waitForEvent('filechooser');
  await page.locator('kommo-uploader').getByRole('button').first().click();
  await (await dialog).setFiles({
    name: 'Angebot.pdf',
    mimeType: 'application/pdf',
    buffer: bytes,
  });
}

test('a visitor with a cookie uploads part by part through the broker, and the file is on the card', async ({
  page,
}) => {
  const sent: Request[] = [];
  page.on('request', (request) => sent.push(request));
  await withoutHandles(page);
  await page.goto(`${shop.origin}/with`);
  await choose(page);
  const state = () =>
    page.evaluate(() => {
      const [upload] = document.querySelector('kommo-uploader')?.uploads ?? [];
      return upload && { status: upload.status, record: upload.record };
    });
  await expect.poll(async () => (await state())?.status).toBe('linked');

  const uuid = (await state())?.record?.uuid ?? '';
  const stored = await shop.drive.drive.readVersion(uuid);
  expect(bytes.equals(stored), 'the stored bytes are the file').toBe(true);
  expect(
    shop.crm.crm.cards.files('leads/7').map(({ file_uuid }) => file_uuid),
  ).toEqual([uuid]);

  const across = sent.filter(
    (request) => !request.url().startsWith(shop.origin),
  );
  expect(across.every((request) => request.url().startsWith(shop.broker))).toBe(
    true,
  );
  const cookies = new Map<string, boolean[]>();
  for (const request of across) {
    if (request.method() === 'OPTIONS') continue;
    const [, first = ''] = new URL(request.url()).pathname.split('/');
    const has = 'cookie' in (await request.allHeaders());
    cookies.set(first, [...(cookies.get(first) ?? []), has]);
  }
  expect(cookies.get('v1.0'), 'the session is asked with it').toEqual([true]);
  expect(cookies.get('api')?.every((has) => has)).toBe(true);
  expect(
    cookies.get('relay'),
    'the parts go by their own addresses alone',
  ).toEqual([false, false, false]);
});

test('without with-credentials no cookie goes out, and nothing is opened', async ({
  page,
}) => {
  await withoutHandles(page);
  await page.goto(`${shop.origin}/without`);
  const refused = page.waitForResponse(`${shop.broker}/v1.0/sessions`);
  await choose(page);
  const answer = await refused;
  expect(answer.status()).toBe(401);
  expect(answer.headers()['access-control-allow-origin']).toBe(shop.origin);
  await expect
    .poll(() =>
      page.evaluate(
        () => document.querySelector('kommo-uploader')?.uploads[0]?.status,
      ),
    )
    .toBe('failed');
});
