/** The probe's snippet in the console of a CRM page: what a real browser lets such a page see. */
import { expect, test } from 'playwright/test';
import { startCrm } from '../../demo/crm/server.js';
import { type DriveOptions, startDrive } from '../../demo/drive/node.js';
import { snippet } from '../../src/probe/snippet.js';

const token = `access-${'a'.repeat(40)}`;

/** What the page's origin may read, and what the browser hides from it. */
const cases: [DriveOptions, Record<string, unknown>][] = [
  [
    { cors: 'open' },
    {
      ...{ withToken: true, account: 200, sessionUntyped: 401 },
      // A drive that answers every origin with a star takes no cookies.
      ...{ sessionWithCookies: 'hidden', sessionWithToken: 200 },
      ...{ partWithWrongUrl: 401, partUntyped: 202, partTyped: 200 },
      ...{ download: 200, downloadRange: 206, downloadWithCookies: 'hidden' },
      deleted: 204,
    },
  ],
  [
    { cors: 'bare-errors', downloads: 'none' },
    {
      ...{ withToken: true, account: 200, sessionUntyped: 'hidden' },
      ...{ sessionWithCookies: 'hidden', sessionWithToken: 200 },
      ...{ partWithWrongUrl: 'hidden', partUntyped: 202, partTyped: 200 },
      ...{ download: 'hidden', downloadRange: 'hidden' },
      ...{ downloadWithCookies: 'hidden', deleted: 204 },
    },
  ],
  [
    { cors: 'none' },
    {
      ...{ withToken: true, account: 200, sessionUntyped: 'hidden' },
      ...{ sessionWithCookies: 'hidden', sessionWithToken: 'hidden' },
    },
  ],
];

for (const [options, seen] of cases)
  test(`with ${JSON.stringify(options)} the snippet tells what the page may see, and nothing stays`, async ({
    page,
  }) => {
    const drive = await startDrive({ port: 0, token, ...options });
    const crm = await startCrm({
      accounts: [{ id: 1, subdomain: 'acme', drive_url: drive.url }],
      integration: { client_id: 'a', client_secret: 'b', redirect_uri: 'c' },
      rate: 0,
    });
    crm.crm.oauth.accountOf = (given) => (given === token ? 1 : undefined);
    try {
      // The page's cookie, in the words of the stand-in.
      await page.route(`${crm.url}/api/v4/**`, (route) =>
        route.continue({
          headers: {
            ...route.request().headers(),
            authorization: `Bearer ${token}`,
          },
        }),
      );
      page.on('dialog', (dialog) => dialog.accept(token));
      await page.goto(crm.url);
      const printed = page.waitForEvent('console', (message) =>
        message.text().includes('kommo-page-answers'),
      );
      await page.evaluate(snippet);
      const text = (await printed).text();
      expect(JSON.parse(text)).toEqual({
        ...{ format: 'kommo-page-answers', version: 1, origin: crm.url },
        ...seen,
      });
      expect(text).not.toMatch(/eyJ|upload\/|access-/);
      expect(await drive.drive.files()).toEqual([]);
    } finally {
      await crm.close();
      await drive.close();
    }
  });
