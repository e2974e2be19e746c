/**
 * The widget in a CRM: installed, set up, on cards that come and go, beside another version of itself.
 *
 * Knows: what a person sees there. That bytes arrive under every fault is `upload.spec.ts`'s matter.
 */
import { expect, OWN, test } from './crm-journey.js';

const MIB = 1024 * 1024;
const CURRENT = '0.1.0';
const NEXT = '9.9.9';

/** Installed, with the broker's address and files in the feed. */
const installed = (broker: string) => ({ broker, place: 'feed' });

test('a widget is installed and set up, and a file reaches the card that it was dropped on, whatever card is open', async ({
  start,
  widgets,
}) => {
  const crm = await start(() => [
    { code: OWN, archive: widgets.built(CURRENT) },
  ]);
  const { page, journey, kommo } = crm;
  // "Check connection" finds a broker that is not ready.
  journey.requestsMayFail = true;
  await crm.signIn();
  await crm.follow('Integrations');
  const entry = page.getByRole('listitem').filter({ hasText: 'File upload' });
  const settings = page.getByRole('dialog', { name: 'File upload' });
  const address = settings.getByLabel('Address of the broker');
  const check = settings.getByRole('button', { name: 'Check connection' });
  const finding = settings.getByRole('status');
  await entry.getByRole('button', { name: 'Install' }).click();
  await address.fill(kommo.broker);
  await check.click();
  await expect(finding).toContainText('is not ready');
  await settings.getByRole('button', { name: 'Install' }).click();
  await expect(entry).toContainText(`Version ${CURRENT} · installed`);

  await entry.getByRole('button', { name: 'Settings' }).click();
  await expect(address).toHaveValue(kommo.broker);
  // The broker fetches its tokens after it has answered the CRM.
  await expect(async () => {
    await check.click();
    await expect(finding).toContainText('Connected', { timeout: 1000 });
  }).toPass();
  await settings
    .getByRole('combobox', { name: 'Show files in' })
    .selectOption('feed');
  await settings.getByRole('button', { name: 'Save' }).click();
  await expect(settings).toBeHidden();

  await crm.follow('Leads', 'Menu boards for Harbour Café');
  const file = journey.file('menu.bin', MIB);
  journey.gate.close('parts', 2);
  await crm.drop([file]);
  await expect.poll(() => journey.gate.waiting).toBe(1);
  await expect(crm.row('menu.bin')).toContainText('262 kB of 1 MB');

  await crm.follow('Mia Lindqvist');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Mia Lindqvist',
  );
  await expect(
    crm.panel().getByRole('button', { name: 'Choose files' }),
  ).toBeVisible();
  await expect(crm.row('menu.bin')).toHaveCount(0);
  journey.gate.open();
  await crm.hasFiles('leads/1', 1);
  expect(crm.filesOf('contacts/1')).toEqual([]);

  await page.goBack();
  await expect(crm.row('menu.bin')).toContainText('On the card');
  const media = await crm.media();
  await expect(media.getByRole('listitem')).toHaveCount(1);
  await expect(media).toContainText('menu.bin');
  await expect(page.getByText('File attached')).toHaveCount(1);
  const [uuid = ''] = crm.filesOf('leads/1');
  const record = await journey.recordOf(uuid);
  await journey.expectStored(file, record);
  expect(record.created_by).toEqual({ id: 2_718_281, type: 'user' });
});

test('two versions of the widget on one card do not disturb each other', async ({
  start,
  widgets,
}) => {
  const other = 'kommo_uploader_next';
  const crm = await start((broker) => [
    {
      code: OWN,
      archive: widgets.built(CURRENT),
      installed: installed(broker),
    },
    { code: other, archive: widgets.built(NEXT), installed: { broker } },
  ]);
  const { page, journey } = crm;
  await crm.signIn();
  await crm.follow('Leads', 'Forty oak chairs');
  await crm.drop([journey.file('one.bin', 1000)]);
  await crm.drop([journey.file('two.bin', 1000)], other);
  await expect(crm.row('one.bin')).toContainText('On the card');
  await expect(crm.row('two.bin', other)).toContainText('On the card');
  await expect(crm.row('two.bin')).toHaveCount(0);
  const tags = await page.evaluate(
    () =>
      [...document.querySelectorAll('.widget-body *')]
        .map((place) => place.shadowRoot?.querySelector('div > *')?.localName)
        .filter((tag) => tag !== undefined) as string[],
  );
  expect(tags).toHaveLength(2);
  expect(new Set(tags).size, tags.join(' ')).toBe(2);
  await crm.hasFiles('leads/2', 2);
  await expect(await crm.media()).toContainText('two.bin');
});
