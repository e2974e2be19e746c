/**
 * The stand-in's page as a widget finds it, seen by small widgets that write down what happens to them.
 *
 * Knows: the vendor's page on widgets. Does not know: this package's widget.
 */
import type { Page } from 'playwright/test';
import type { Archive } from '../../demo/crm/widgets.js';
import { expect, test } from './crm-journey.js';

/** A widget that notes each call with the area and the card that the CRM had then. */
const script = (code: string) => `
define(['jquery', './helper.js'], function ($, helper) {
  return function () {
    const self = this;
    const instance = (window.instances = (window.instances || 0) + 1);
    const note = (name) => {
      const card = APP.data.current_card;
      (window.calls = window.calls || []).push([
        '${code}', name, self.system().area, card && card.id, APP.isCard(), APP.getBaseEntity(),
      ].join(' '));
      return true;
    };
    window.seen = window.seen || {};
    window.seen['${code}'] = { self, $, helper, instance };
    this.callbacks = {
      render() {
        self.render_template(
          { caption: { class_name: '${code}-caption' }, body: '', render: '<p class="${code}">' + self.i18n('widget').name + '</p>' },
          {},
        );
        return note('render');
      },
      init: () => note('init'),
      bind_actions: () => note('bind_actions'),
      settings: ($modal) => note('settings ' + $modal.length),
      onSave: ({ active, fields }) => note('onSave ' + active + ' ' + fields.word),
      destroy: () => note('destroy'),
    };
  };
});`;

const archiveOf =
  (code: string, init_once: boolean): (() => Promise<Archive>) =>
  async () => {
    const files = {
      'manifest.json': JSON.stringify({
        widget: { version: '1.0.0', init_once, locale: ['en'] },
        locations: ['lcard-1', 'settings'],
        settings: { word: { name: 'widget.word', type: 'text' } },
      }),
      'i18n/en.json': JSON.stringify({
        widget: { name: `Notes of ${code}`, word: 'Word' },
      }),
      'script.js': script(code),
      'helper.js': `define([], function () { return 'a module of ${code}'; });`,
    };
    const encoder = new TextEncoder();
    return Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, encoder.encode(text)]),
    );
  };

interface Seen {
  self: {
    $authorizedAjax(request: object): PromiseLike<Record<string, unknown>>;
  };
  $: ((target: Document) => { on(name: string, run: () => void): void }) & {
    fn: { jquery: string };
  };
  helper: string;
  instance: number;
}

declare global {
  interface Window {
    calls?: string[];
    seen: Record<string, Seen>;
    changes: number;
  }
}

/** What was noted since the last time. */
const callsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => window.calls?.splice(0) ?? []);

test('the CRM calls a widget in the vendor’s order, on each card anew, and with init_once in part', async ({
  start,
}) => {
  const crm = await start(() => [
    {
      code: 'each',
      archive: archiveOf('each', false),
      installed: { word: 'a' },
    },
    {
      code: 'once',
      archive: archiveOf('once', true),
      installed: { word: 'b' },
    },
  ]);
  const { page } = crm;
  // The small widgets have no logos.
  crm.journey.requestsMayFail = true;
  await crm.signIn();
  expect(await callsOf(page)).toEqual([]);
  const sorted = async () => (await callsOf(page)).sort();
  const card = (code: string, id: number) =>
    ['bind_actions', 'init', 'render'].map(
      (name) => `${code} ${name} lcard-1 ${id} true leads`,
    );

  await crm.follow('Forty oak chairs');
  await expect(page.getByText('Notes of once').last()).toBeVisible();
  await expect(page.getByText('Notes of each').last()).toBeVisible();
  const first = await callsOf(page);
  expect(first.filter((call) => call.startsWith('each'))).toEqual([
    'each render lcard-1 2 true leads',
    'each init lcard-1 2 true leads',
    'each bind_actions lcard-1 2 true leads',
  ]);
  expect([...first].sort()).toEqual([...card('each', 2), ...card('once', 2)]);

  // A contact is none of their areas: they only hear that the card is left.
  await crm.follow('Tomás Reyes');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Tomás Reyes',
  );
  expect(await sorted()).toEqual([
    'each destroy lcard-1 2 true leads',
    'once destroy lcard-1 2 true leads',
  ]);
  await crm.follow('Leads', 'Menu boards for Harbour Café');
  await expect(page.getByText('Notes of once').last()).toBeVisible();
  expect(await sorted()).toEqual([
    ...card('each', 1),
    'once render lcard-1 1 true leads',
  ]);
  const instances = await page.evaluate(() => [
    window.seen.each?.instance,
    window.seen.once?.instance,
  ]);
  expect(instances.map((at) => Number(at) > 2)).toEqual([true, false]);
  // Saved where it stands: nobody is called, and the CRM's object has its id.
  await crm.follow('Leads', 'New lead');
  await expect(page.getByText('Notes of once').last()).toBeVisible();
  await callsOf(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('tab', { name: 'Media' })).toBeVisible();
  expect(await callsOf(page)).toEqual([]);
  await crm.follow('Integrations');
  expect(await sorted()).toContain('once destroy lcard-1 4 true leads');
});

test('the settings’ window is the widget’s, and what it agrees to is stored', async ({
  start,
}) => {
  const crm = await start(() => [
    { code: 'each', archive: archiveOf('each', false) },
  ]);
  const { page } = crm;
  crm.journey.requestsMayFail = true;
  await crm.signIn();
  await crm.follow('Integrations');
  await page.getByRole('button', { name: 'Install' }).click();
  await page.getByLabel('Word').fill('yes');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Install' })
    .click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  const calls = await callsOf(page);
  expect(calls.map((call) => call.replace(/ settings false.*/, ''))).toEqual([
    ...['each render', 'each init', 'each bind_actions'],
    ...['each settings 1', 'each onSave Y yes'],
  ]);
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByLabel('Word')).toHaveValue('yes');
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(page.getByText('not installed')).toBeVisible();
});

test('the page is as old and as strict as the CRM’s', async ({ start }) => {
  const crm = await start(() => [
    {
      code: 'each',
      archive: archiveOf('each', false),
      installed: { word: 'a' },
    },
  ]);
  const { page, kommo } = crm;
  crm.journey.requestsMayFail = true;
  await crm.signIn();
  await crm.follow('Menu boards for Harbour Café');
  const panel = page.getByText('Notes of each').last();
  await expect(panel).toBeVisible();
  // Whatever breaks the policy is a complaint of the page, which ends each journey badly.
  const policy = (await page.request.get(page.url())).headers();
  expect(policy['content-security-policy']).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self'; /,
  );
  await expect(panel).toHaveCSS('letter-spacing', /0\.\d+px/);
  const found = await page.evaluate(async (broker) => {
    const { self, $, helper } = window.seen.each as Seen;
    const names: string[] = [];
    for (const name in ['a']) names.push(name);
    window.changes = 0;
    $(document).on('page:changed', () => {
      window.changes += 1;
    });
    const { ticket, ...rest } = await self.$authorizedAjax({
      url: `${broker}/ticket`,
      method: 'POST',
    });
    return {
      ...{ jquery: $.fn.jquery, helper, names, rest },
      hasTicket: typeof ticket === 'string',
      cookie: document.cookie,
    };
  }, kommo.broker);
  expect(found).toEqual({
    ...{ jquery: '2.2.4', helper: 'a module of each', hasTicket: true },
    names: ['0', 'contains', 'last'],
    rest: { expires_in: 900 },
    cookie: '',
  });
  await crm.follow('Mia Lindqvist');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'Mia Lindqvist',
  );
  expect(await page.evaluate(() => window.changes)).toBe(1);
});
