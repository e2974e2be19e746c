/**
 * What a card may do to a file, in the stand-in: be saved late, take many at once, or take none.
 *
 * Knows: what a person sees there. The way of a file from the settings to a card is `crm.spec.ts`'s matter.
 */
import { expect, OWN, test, type Widgets } from './crm-journey.js';

/** An account with the widget installed, and files in the feed. */
const withWidget = (widgets: Widgets) => (broker: string) => [
  {
    code: OWN,
    archive: widgets.built('0.1.0'),
    installed: { broker, place: 'feed' },
  },
];

for (const [way, query] of [
  ['gets its id where it stands', ''],
  ['gives way to the saved one', '?save=anew'],
] as const)
  test(`a file for a card that was never saved waits, and is on the card when that ${way}`, async ({
    start,
    widgets,
  }) => {
    const crm = await start(withWidget(widgets));
    const { page, journey, kommo } = crm;
    await crm.signIn();
    await page.goto(`${kommo.url}leads/${query}`);
    await crm.follow('New lead');
    await crm.drop([journey.file('early.bin', 1000)]);
    await expect(crm.row('early.bin')).toContainText('when the card is saved');
    expect(journey.asked('session')).toHaveLength(0);
    await page.getByLabel('Name').fill('Awning');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Awning');
    await crm.hasFiles('leads/4', 1);
    await expect(crm.row('early.bin')).toContainText('On the card');
    expect(crm.filesOf('leads/0')).toEqual([]);
  });

test('thirty files at once stay within what the CRM takes in a second, and are all on the card and in its feed', async ({
  start,
  widgets,
}) => {
  const crm = await start(withWidget(widgets));
  const { page, journey } = crm;
  await crm.signIn();
  await crm.follow('Menu boards for Harbour Café');
  const names = Array.from({ length: 30 }, (_, at) => `page ${at + 1}.txt`);
  await crm.drop(names.map((name) => journey.file(name, 100)));
  await crm.hasFiles('leads/1', 30);
  // A request too many would have been a complaint of the page.
  await expect(page.getByText('File attached')).toHaveCount(30);
});

test('who may not change a card is told that the file is not on it', async ({
  start,
  widgets,
}) => {
  const crm = await start(withWidget(widgets));
  crm.journey.requestsMayFail = true;
  await crm.signIn('Bruno Keller');
  await crm.follow('Menu boards for Harbour Café');
  await crm.drop([crm.journey.file('mine.bin', 1000)]);
  await expect(crm.row('mine.bin')).toContainText('not on the card');
  expect(crm.filesOf('leads/1')).toEqual([]);
  await expect(await crm.media()).toHaveCount(0);
});
