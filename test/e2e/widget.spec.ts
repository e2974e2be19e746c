/**
 * The widget as it is built, on cards of a CRM's page: whose card a file is for, whatever the page shows later.
 *
 * Knows: what somebody does and sees, and what came to the CRM, the broker and the drive. The page is
 * `widget-host.ts`'s.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  expect as anyExpect,
  test as base,
  type CDPSession,
  type Locator,
  type Page,
} from 'playwright/test';
import type { KommoUploader } from '../../src/element/index.js';
import { complaintsOf } from './complaints.js';
import { Gate } from './gate.js';
import { withoutHandles } from './journey.js';
import { startWidgetSite, versions, type WidgetSite } from './widget-site.js';

/** A slow machine takes its time. */
const expect = anyExpect.configure({ timeout: 20_000 });

const tagOf = (version: string) =>
  `kommo-uploader-${version.replaceAll('.', '-')}`;
const [version, otherVersion] = versions;
const TAG = tagOf(version);

interface Given {
  /** Puts a file onto the disk. */
  file(name: string, size?: number): string;
  /** The page, with the widget in it. */
  crm: Page;
  gate: Gate;
  /** What the page said on its console, and what was thrown in it. */
  complaints: string[];
}

const test = base.extend<Given, { site: WidgetSite }>({
  site: [
    // biome-ignore lint/correctness/noEmptyPattern: the runner reads what a fixture needs from its parameter.
    async ({}, use) => {
      const site = await startWidgetSite();
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: the same.
  file: async ({}, use) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'widget-'));
    await use((name, size = 1000) => {
      const file = path.join(folder, name);
      writeFileSync(file, name.repeat(size).slice(0, size));
      return file;
    });
    rmSync(folder, { recursive: true, force: true });
  },
  gate: async ({ site }, use) => {
    const gate = new Gate(site.drive.drive);
    await use(gate);
    gate.remove();
  },
  complaints: ({ page }, use) => use(complaintsOf(page)),
  crm: async ({ page, site, complaints: _ }, use) => {
    await withoutHandles(page);
    await page.goto(site.url);
    await load(page, site);
    await use(page);
  },
});

test.afterEach(({ site }) => site.forget());

const load = (
  page: Page,
  { broker }: WidgetSite,
  settings: Record<string, unknown> = {},
  which: string = version,
): Promise<void> =>
  page.evaluate(([which, settings]) => window.host.load(which, settings), [
    which,
    { broker, ...settings },
  ] as const);

type Card = Parameters<typeof window.host.open>[0];

const open = (page: Page, type: Card['type'], id: number): Promise<void> =>
  page.evaluate((card) => window.host.open(card), { type, id });

const uploaderIn = (page: Page, tag = TAG): Locator => page.locator(tag);

const row = (page: Page, name: string): Locator =>
  uploaderIn(page).getByRole('listitem').filter({ hasText: name });

const devtoolsOf = new WeakMap<Page, CDPSession>();

/** As the operating system would drop them. */
async function drop(page: Page, files: string[], tag = TAG): Promise<void> {
  const uploader = uploaderIn(page, tag);
  await uploader.getByRole('button').first().waitFor();
  const box = await uploader.boundingBox();
  if (!box) throw new Error('Nothing to drop on.');
  // One session for a page: what ends with one is how the browser plays the network.
  const devtools =
    devtoolsOf.get(page) ?? (await page.context().newCDPSession(page));
  devtoolsOf.set(page, devtools);
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', {
      type,
      x: Math.round(box.x + box.width / 2),
      y: Math.round(box.y + 20),
      data: { items: [], files, dragOperationsMask: 1 },
    });
}

const statuses = (page: Page): Promise<string[]> =>
  uploaderIn(page).evaluate((element) =>
    (element as KommoUploader).uploads.map(({ status }) => status),
  );

const tickets = ({ asked }: WidgetSite): number =>
  asked.filter((line) => line === 'POST ticket').length;

const linkedTo = ({ cards }: WidgetSite, card: string): number =>
  cards.files(card).length;

test.describe('a file that is dropped on a card', () => {
  test('is linked to it, though another card is shown by then, with one ticket for the drop', async ({
    crm,
    site,
    file,
    gate,
  }) => {
    await open(crm, 'leads', 11);
    gate.close('parts');
    await drop(crm, [file('a.txt'), file('b.txt')]);
    await expect.poll(() => gate.waiting).toBe(2);
    await open(crm, 'contacts', 12);
    await expect(uploaderIn(crm).getByRole('listitem')).toHaveCount(0);
    await drop(crm, [file('c.txt')]);
    await expect.poll(() => gate.waiting).toBe(3);
    gate.open();
    await expect.poll(() => linkedTo(site, 'leads/11')).toBe(2);
    await expect.poll(() => linkedTo(site, 'contacts/12')).toBe(1);
    expect(tickets(site)).toBe(2);
    await open(crm, 'leads', 11);
    await expect(row(crm, 'a.txt').getByText('On the card')).toBeVisible();
    expect(await statuses(crm)).toEqual(['linked', 'linked']);
    // Where only the card's media are asked for, its feed stays as it is.
    expect(site.cards.notes('leads')).toEqual([]);
  });

  test('is for the card that is shown when it falls, also where the CRM told the widget of none', async ({
    crm,
    site,
    file,
  }) => {
    await open(crm, 'leads', 21);
    await crm.evaluate(() => window.host.become({ type: 'companies', id: 22 }));
    await drop(crm, [file('a.txt')]);
    await expect.poll(() => linkedTo(site, 'companies/22')).toBe(1);
    expect(linkedTo(site, 'leads/21')).toBe(0);
    await open(crm, 'companies', 22);
    await expect(row(crm, 'a.txt')).toContainText('On the card');
  });

  test('is linked to it after a reload, and asks for its file there only', async ({
    crm,
    site,
    file,
    gate,
  }) => {
    await open(crm, 'leads', 31);
    gate.close('parts');
    const dropped = file('a.txt');
    await drop(crm, [dropped]);
    await expect.poll(() => gate.waiting).toBe(1);
    crm.on('dialog', (dialog) => void dialog.accept());
    await crm.reload();
    gate.open();
    await load(crm, site);
    await open(crm, 'leads', 32);
    await expect(uploaderIn(crm).getByRole('button').first()).toBeVisible();
    expect(await statuses(crm)).toEqual([]);
    await open(crm, 'leads', 31);
    await expect(row(crm, 'a.txt')).toBeVisible();
    await drop(crm, [dropped]);
    await expect.poll(() => linkedTo(site, 'leads/31')).toBe(1);
    expect(linkedTo(site, 'leads/32')).toBe(0);
  });

  test('gets another ticket where the broker takes the first no more', async ({
    crm,
    site,
    file,
  }) => {
    await open(crm, 'leads', 41);
    site.refuse('/v1.0/sessions', 1);
    await drop(crm, [file('a.txt')]);
    await expect.poll(() => linkedTo(site, 'leads/41')).toBe(1);
    expect(tickets(site)).toBe(2);
    // The next drop has its own, at once too.
    await drop(crm, [file('b.txt')]);
    await expect.poll(() => linkedTo(site, 'leads/41')).toBe(2);
    expect(tickets(site)).toBe(3);
  });

  test('is shown in the feed, too, where that is set, and again after the CRM was busy', async ({
    page,
    site,
    file,
  }) => {
    await page.goto(site.url);
    await load(page, site, { place: 'feed' });
    await open(page, 'contacts', 51);
    site.noteFaults.push(429);
    await drop(page, [file('a.txt'), file('b.txt')]);
    await expect.poll(() => site.cards.notes('contacts').length).toBe(2);
    const uuids = site.cards.files('contacts/51').map((one) => one.file_uuid);
    const notes = site.cards.notes('contacts');
    expect(notes.map(({ params }) => params.file_uuid).sort()).toEqual(
      uuids.sort(),
    );
    expect(new Set(notes.map((note) => note.entity_id))).toEqual(new Set([51]));
  });

  test('goes on as soon as the network is back', async ({
    crm,
    site,
    file,
  }) => {
    await open(crm, 'leads', 61);
    await crm.context().setOffline(true);
    await drop(crm, [file('a.txt')]);
    // Offline it waits half a minute: only the news can end that within this test.
    await expect
      .poll(() =>
        uploaderIn(crm).evaluate((element) => {
          const [upload] = (element as KommoUploader).uploads;
          return ((upload?.until ?? 0) - Date.now()) / 1000;
        }),
      )
      .toBeGreaterThan(20);
    await crm.context().setOffline(false);
    await expect.poll(() => linkedTo(site, 'leads/61')).toBe(1);
  });
});

test.describe('a card that was never saved', () => {
  test('gets its files as soon as it has an id', async ({
    crm,
    site,
    file,
  }) => {
    await open(crm, 'leads', 0);
    await drop(crm, [file('a.txt')]);
    await expect(row(crm, 'a.txt')).toContainText('card is saved');
    expect(site.asked).toEqual([]);
    await crm.evaluate(() => window.host.save(71));
    await expect.poll(() => linkedTo(site, 'leads/71')).toBe(1);
    await expect(row(crm, 'a.txt')).toContainText('On the card');
    await open(crm, 'leads', 72);
    await open(crm, 'leads', 71);
    await expect(row(crm, 'a.txt')).toContainText('On the card');
  });

  test('gives its files to the saved one that takes its place, and to no other', async ({
    crm,
    site,
    file,
  }) => {
    const seconds = Math.floor(Date.now() / 1000);
    site.made.set('leads/74', { created_at: seconds - 9, created_by: 7 });
    site.made.set('leads/75', { created_at: seconds + 60, created_by: 8 });
    site.made.set('leads/76', { created_at: seconds + 60, created_by: 7 });
    for (const [id, links] of [
      [74, 0],
      [75, 0],
      [76, 1],
    ] as const) {
      await open(crm, 'leads', 0);
      await drop(crm, [file(`${id}.txt`)]);
      await expect(row(crm, `${id}.txt`)).toContainText('card is saved');
      const looked = crm.waitForResponse(`**/api/v4/leads/${id}`);
      await crm.evaluate((id) => window.host.save(id, true), id);
      await looked;
      if (links > 0)
        await expect.poll(() => linkedTo(site, `leads/${id}`)).toBe(links);
    }
    const sessions = site.asked.filter((line) => line === 'POST session');
    expect(sessions).toHaveLength(1);
  });

  test('that is left without saving it leaves nothing in Kommo', async ({
    crm,
    site,
    file,
  }) => {
    await open(crm, 'leads', 0);
    await drop(crm, [file('a.txt')]);
    await expect(row(crm, 'a.txt')).toContainText('card is saved');
    await open(crm, 'leads', 73);
    expect(await statuses(crm)).toEqual([]);
    expect(site.asked).toEqual([]);
    expect(linkedTo(site, 'leads/73')).toBe(0);
  });
});

test.describe('the page around it', () => {
  test('keeps its names and its look, and has nothing left when the card is left', async ({
    crm,
    complaints,
  }) => {
    const state = () =>
      crm.evaluate(() => ({
        names: Object.getOwnPropertyNames(window).sort(),
        styles: document.querySelectorAll('style, link').length,
        nodes: document.body.querySelectorAll('*').length,
        title: getComputedStyle(document.querySelector('h1') as Element).color,
      }));
    // Before any widget: the page alone.
    await crm.reload();
    const before = await state();
    const site = { broker: 'https://broker.example' } as WidgetSite;
    await load(crm, site);
    await open(crm, 'leads', 81);
    const button = uploaderIn(crm).getByRole('button').first();
    await expect(button).toBeVisible();
    await expect(button).toHaveCSS('letter-spacing', 'normal');
    await expect(button).toHaveCSS('text-transform', 'none');
    expect((await button.boundingBox())?.height).toBeLessThan(60);
    await crm.evaluate(() => window.host.leave());
    expect(await state()).toEqual(before);
    expect(complaints).toEqual([]);
  });

  test('may hold two versions of it at once', async ({
    crm,
    site,
    file,
    complaints,
  }) => {
    await load(crm, site, {}, otherVersion);
    await open(crm, 'leads', 82);
    await drop(crm, [file('a.txt')]);
    await drop(crm, [file('b.txt')], tagOf(otherVersion));
    await expect.poll(() => linkedTo(site, 'leads/82')).toBe(2);
    for (const [tag, name] of [
      [TAG, 'a.txt'],
      [tagOf(otherVersion), 'b.txt'],
    ] as const)
      await expect(uploaderIn(crm, tag).getByRole('listitem')).toContainText([
        name,
      ]);
    expect(complaints).toEqual([]);
  });

  test('is dark or light, and the panel with it', async ({ crm }) => {
    await open(crm, 'leads', 83);
    const scheme = () =>
      uploaderIn(crm).evaluate((one) => getComputedStyle(one).colorScheme);
    const back = () =>
      uploaderIn(crm).evaluate(
        (one) =>
          getComputedStyle(
            one.shadowRoot?.querySelector('[part~=base]') as Element,
          ).backgroundColor,
      );
    expect(await scheme()).toBe('light');
    const light = await back();
    await crm.evaluate(() => document.body.classList.add('dark'));
    await expect.poll(scheme).toBe('dark');
    expect(await back()).not.toBe(light);
  });

  test('may speak Spanish and Portuguese', async ({ page, site }) => {
    for (const [lang, words] of [
      ['es', 'Suelte'],
      ['pt', 'Solte'],
    ] as const) {
      await page.goto(`${site.url}/?lang=${lang}`);
      await load(page, site);
      await open(page, 'leads', 84);
      await expect(uploaderIn(page)).toContainText(words);
    }
  });

  test('hears nothing of uploads that go on, until the widget is disabled', async ({
    crm,
    site,
    file,
    gate,
  }) => {
    await open(crm, 'leads', 85);
    gate.close('parts');
    await drop(crm, [file('a.txt')]);
    await expect.poll(() => gate.waiting).toBe(1);
    await crm.evaluate(() => window.host.leave());
    await crm.evaluate(() => window.host.onSave({ active: 'Y' }));
    await open(crm, 'leads', 85);
    expect(await statuses(crm)).toEqual(['uploading']);
    await crm.evaluate(() => window.host.onSave({ active: 'N' }));
    await expect.poll(() => statuses(crm)).not.toContain('uploading');
    gate.open();
    await open(crm, 'leads', 86);
    expect(linkedTo(site, 'leads/85')).toBe(0);
  });
});

test.describe('the settings', () => {
  const check = async (page: Page, address: string): Promise<Locator> => {
    await page.locator('#modal [name=broker]').fill(address);
    await page.getByRole('button', { name: 'Check connection' }).click();
    return page.locator('#modal [role=status]');
  };

  test('say whether the broker can be reached, and if not, why', async ({
    crm,
    site,
  }) => {
    await crm.evaluate(() => window.host.settings());
    for (const [address, words] of [
      [site.broker, 'Connected'],
      [`${site.broker}/`, 'Connected'],
      ['broker', 'no address'],
      ['http://broker.example', 'https://'],
      ['http://127.0.0.1:1', 'Nothing answers'],
      [site.strangersBroker, 'ORIGINS'],
      [`${site.url}/elsewhere`, 'no broker'],
    ] as const)
      await expect(await check(crm, address), address).toContainText(words);
  });

  test('keep the choice of place in the field of the CRM', async ({ crm }) => {
    await crm.evaluate(() => window.host.settings());
    const choice = crm.getByRole('combobox');
    await expect(choice).toHaveValue('media');
    await choice.selectOption('feed');
    const saved = () =>
      crm.evaluate(() => [
        ...new FormData(document.querySelector('form') as HTMLFormElement),
      ]);
    expect(await saved()).toEqual([
      ['broker', ''],
      ['place', 'feed'],
    ]);
    await expect(choice).toHaveAccessibleName('Show files in');
  });
});
