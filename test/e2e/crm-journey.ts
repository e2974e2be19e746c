/**
 * What journeys through the CRM stand-in share: an account with its broker and its drive, somebody who is signed in,
 * and the panels of widgets on a card.
 *
 * Knows: Playwright, the stand-in's page and the widget's words. Does not know: how the widget is made.
 */
import type { Locator, Page } from 'playwright/test';
import type { Archive, WidgetPackage } from '../../demo/crm/widgets.js';
import { startDrive } from '../../demo/drive/node.js';
import {
  AccessTokens,
  type RunningKommo,
  startKommo,
} from '../../demo/kommo.js';
import { widgetFiles } from '../../demo/widget/build.js';
import { test as base, expect, Journey } from './journey.js';

/** The code of the widget that is this package's. */
export const OWN = 'kommo_uploader';

export interface Widgets {
  /** This package's widget with a version of its own; built once. */
  built(version: string): () => Promise<Archive>;
}

export class CrmJourney {
  readonly page: Page;
  readonly kommo: RunningKommo;
  /** Files, drops, the gate in front of the drive, and what the page complained of. */
  readonly journey: Journey;

  constructor(page: Page, kommo: RunningKommo, journey: Journey) {
    this.page = page;
    this.kommo = kommo;
    this.journey = journey;
  }

  /** Opens the CRM as somebody. */
  async signIn(name = 'Ana Duarte'): Promise<void> {
    await this.page.goto(this.kommo.url);
    await this.page.getByRole('button', { name }).click();
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(
      'Leads',
    );
  }

  /** Follows links by their names. The page stays the same one. */
  async follow(...names: string[]): Promise<void> {
    for (const name of names)
      await this.page.getByRole('link', { name, exact: true }).click();
  }

  panel(code = OWN): Locator {
    return this.page.locator(`.widget[data-code="${code}"]`);
  }

  row(name: string, code = OWN): Locator {
    return this.panel(code).getByRole('listitem').filter({ hasText: name });
  }

  /** Drops files onto a widget's panel, once it is there. */
  async drop(files: string[], code = OWN): Promise<void> {
    const way = this.panel(code).getByRole('button', { name: 'Choose files' });
    await way.waitFor();
    await this.journey.drop(files, way);
  }

  /** The uuids that the CRM has on a card. */
  filesOf(card: string): string[] {
    return this.kommo.crm.cards.files(card).map(({ file_uuid }) => file_uuid);
  }

  async hasFiles(card: string, count: number): Promise<void> {
    await expect
      .poll(() => this.filesOf(card).length, { message: `files of ${card}` })
      .toBe(count);
  }

  /** What the card's Media tab lists. */
  async media(): Promise<Locator> {
    await this.page.getByRole('tab', { name: 'Media' }).click();
    return this.page.getByRole('list', { name: 'Files on this card' });
  }
}

type Start = (
  widgetsFor: (broker: string) => readonly WidgetPackage[],
) => Promise<CrmJourney>;

export const test = base.extend<{ start: Start }, { widgets: Widgets }>({
  widgets: [
    async ({ browserName: _ }, use) => {
      const versions = new Map<string, Promise<Archive>>();
      await use({
        built: (version) => () => {
          const found = versions.get(version) ?? widgetFiles(version);
          versions.set(version, found);
          return found;
        },
      });
    },
    { scope: 'worker' },
  ],
  /** An account of its own for each journey: nothing of it is on disk. */
  start: async ({ page }, use) => {
    const endings: (() => Promise<unknown>)[] = [];
    await use(async (widgetsFor) => {
      const accessTokens = new AccessTokens();
      const { isGiven: welcome } = accessTokens;
      // Only the broker may talk to it, as no page would find itself allowed.
      const drive = await startDrive({ port: 0, cors: 'none', welcome });
      const kommo = await startKommo({
        ...{ drive, accessTokens, widgetsFor },
        ...{ port: 0, brokerPort: 0 },
      });
      const { url } = kommo;
      const close = async () => {
        await kommo.close();
        await drive.close();
      };
      const journey = new Journey(page, { url, drive, data: '', close });
      endings.push(() => journey.end(), close);
      return new CrmJourney(page, kommo, journey);
    });
    for (const end of endings) await end();
  },
});

export { expect };
