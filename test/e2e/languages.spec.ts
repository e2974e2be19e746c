/**
 * How languages come to a page: with a bundler by themselves, each when it is needed; beside the one file by a script tag
 * of their own, and never by themselves. Both with the real modules, and every request counted.
 */
import type { Page } from 'playwright/test';
import { type Bundles, bundleForPages } from '../../src/bundle.js';
import { complaintsOf, isOfTheElement } from './complaints.js';
import { expect, test } from './journey.js';

/** The names of the languages that this page has asked for, from now on. */
function askedLanguages(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const [, lang] = /\/locales\/([\w-]+)\./.exec(request.url()) ?? [];
    if (lang !== undefined && lang !== 'en') asked.push(lang);
  });
  return asked;
}

const setLang = (page: Page, lang: string) =>
  page.evaluate((lang) => {
    document.documentElement.lang = lang;
  }, lang);

const button = (page: Page) =>
  page.locator('kommo-uploader').getByRole('button').first();

test.describe('a page with a bundler', () => {
  test('loads a language when it is needed, once, and no other', async ({
    journey: { page },
  }) => {
    const asked = askedLanguages(page);
    await page.reload();
    await expect(button(page)).toHaveText('Choose files');
    await setLang(page, 'en-GB');
    await setLang(page, 'ja');
    expect(asked).toEqual([]);
    await setLang(page, 'de-AT');
    await expect(button(page)).toHaveText('Dateien auswählen');
    await setLang(page, 'pt');
    await expect(button(page)).toHaveText('Escolher arquivos');
    await setLang(page, 'zh-TW');
    await expect(button(page)).toHaveText('Choose files');
    await setLang(page, 'de');
    await expect(button(page)).toHaveText('Dateien auswählen');
    expect(asked).toEqual(['de', 'pt-br']);
  });

  test('has a switch in the demo, and the tag that follows from it', async ({
    journey: { page },
  }) => {
    await page.getByLabel('lang').selectOption('العربية');
    await expect(button(page)).toHaveText('اختيار ملفات');
    await expect(page.locator('kommo-uploader')).toHaveAttribute('dir', 'rtl');
    await expect(page.locator('#options')).toContainText('lang="ar"');
    await page.getByLabel('lang').selectOption('of the page');
    await expect(button(page)).toHaveText('Choose files');
    await expect(page.locator('#options')).not.toContainText('lang="');
  });

  test('stays in English where a language does not come', async ({
    page,
    demo,
  }) => {
    const told = complaintsOf(page, isOfTheElement);
    await page.route('**/locales/pl.*', (route) => route.abort());
    await page.goto(demo.url);
    await expect(button(page)).toHaveText('Choose files');
    await setLang(page, 'pl');
    await expect.poll(() => told).toHaveLength(1);
    await expect(button(page)).toHaveText('Choose files');
    await setLang(page, 'de');
    await expect(button(page)).toHaveText('Dateien auswählen');
    await setLang(page, 'pl');
    await expect(button(page)).toHaveText('Choose files');
    expect(told).toEqual([
      'kommo-uploader: the words for "pl" could not be loaded. English stands in.',
    ]);
  });
});

test.describe('a page with the one file', () => {
  let bundles: Bundles;
  const site = 'https://page.example/';

  test.beforeAll(async () => {
    test.setTimeout(180_000);
    bundles = await bundleForPages(false, ['de', 'pt-br']);
  });

  /** Opens a page in this language with these scripts, in this order. Gives what it asked for. */
  async function open(page: Page, lang: string, ...scripts: string[]) {
    const asked: string[] = [];
    await page.route(`${site}**`, (route) => {
      const name = route.request().url().slice(site.length);
      if (name !== '') asked.push(name);
      const code = bundles[name];
      if (code !== undefined)
        return route.fulfill({ contentType: 'text/javascript', body: code });
      return route.fulfill({
        contentType: name === '' ? 'text/html' : 'text/plain',
        status: name === '' ? 200 : 404,
        body: `<!doctype html><html lang="${lang}"><meta charset="utf-8"><link rel="icon" href="data:,">
          ${scripts.map((name) => `<script type="module" src="${name}"></script>`).join('')}
          <kommo-uploader session-url="/v1.0/sessions" multiple></kommo-uploader></html>`,
      });
    });
    await page.goto(site);
    return asked;
  }

  const one = 'kommo-uploader.min.js';
  const german = 'locales/de.min.js';

  test('speaks English, and loads nothing by itself', async ({ page }) => {
    const asked = await open(page, 'de', one);
    await expect(button(page)).toHaveText('Choose files');
    await setLang(page, 'fr');
    await expect(button(page)).toHaveText('Choose files');
    expect(asked).toEqual([one]);
  });

  for (const scripts of [
    [one, german],
    [german, one],
  ])
    test(`speaks German with ${scripts.join(' before ')}`, async ({ page }) => {
      const asked = await open(page, 'de', ...scripts);
      await expect(button(page)).toHaveText('Dateien auswählen');
      await setLang(page, 'en');
      await expect(button(page)).toHaveText('Choose files');
      await setLang(page, 'de-CH');
      await expect(button(page)).toHaveText('Dateien auswählen');
      expect(asked.sort()).toEqual([...scripts].sort());
    });

  test('takes a language later, and more than one', async ({ page }) => {
    await open(page, 'pt-PT', one, german);
    await expect(button(page)).toHaveText('Choose files');
    await page.addScriptTag({ type: 'module', url: 'locales/pt-br.min.js' });
    await expect(button(page)).toHaveText('Escolher arquivos');
  });

  test('brings nothing of the element along with a language', () => {
    expect(bundles[german]).not.toContain('HTMLElement');
    expect(bundles[german]?.length).toBeLessThan(15_000);
    expect(bundles[one]).not.toMatch(/import\(/);
  });
});
