/**
 * The CRM's page: one page whose areas change, with widgets beside each card.
 *
 * Knows: when an area is entered and left, and what stands on `APP`. Does not know: any single widget.
 */

import { cardView } from './card-view.js';
import { getJson, make, placeOf, readKnown, type WidgetInfo } from './known.js';
import { settingsView } from './settings-view.js';
import { WidgetHost } from './widget-host.js';

declare const require: {
  (names: string[], done: () => void): void;
  config(options: object): void;
};

const AREAS: Record<string, string> = {
  leads: 'lcard-1',
  contacts: 'ccard-1',
  companies: 'comcard-1',
  settings: 'settings',
};

// The CRM's page does so too: whoever walks over an array by `for in` meets it.
Object.defineProperty(Array.prototype, 'contains', {
  enumerable: true,
  configurable: true,
  value(this: unknown[], one: unknown) {
    return this.includes(one);
  },
});

const known = readKnown();
let place = placeOf(location.pathname);
/** The CRM's object for the card: a new one for each, and the same one when it is saved. */
let card: { id: number } | false = false;

const lang = new URLSearchParams(location.search).get('lang') ?? 'en';
Object.assign(globalThis, {
  APP: {
    lang_id: lang,
    isCard: () => card !== false,
    getBaseEntity: () => place.area,
    constant: (name: string) =>
      name === 'account' ? { id: known.account } : { id: known.user.id },
    data: {
      get current_card() {
        return card;
      },
    },
  },
});

const crm = make('div', { class: 'crm' });
const hosts: WidgetHost[] = [];
const panel = () => document.querySelector('.widgets');

const draw = () => {
  const link = (path: string, text: string) =>
    make(
      'a',
      {
        href: path,
        ...(path === location.pathname ? { 'aria-current': 'page' } : {}),
        click: (event: Event) => {
          event.preventDefault();
          void goTo(path);
        },
      },
      text,
    );
  const nav = make(
    'nav',
    {},
    make('p', {}, `${known.user.name}`),
    ...Object.entries({
      leads: ['Leads', 'Lead'],
      contacts: ['Contacts', 'Contact'],
      companies: ['Companies', 'Company'],
    }).flatMap(([area, [many, one]]) => [
      make('p', { class: 'group' }, many ?? ''),
      link(`/${area}/detail/1`, `${one} 1`),
      link(`/${area}/detail/2`, `${one} 2`),
      link(`/${area}/add/`, 'New'),
    ]),
    make('p', { class: 'group' }, 'Account'),
    link('/settings/widgets/', 'Integrations'),
    make(
      'button',
      {
        click: () => {
          const { dataset } = document.documentElement;
          dataset.colorScheme = dataset.colorScheme === 'dark' ? '' : 'dark';
        },
      },
      'Dark or light',
    ),
  );
  const view =
    place.area === 'settings'
      ? settingsView(hosts, saveSettings)
      : cardView(known, place, saveCard);
  crm.replaceChildren(nav, view, make('aside', { class: 'widgets' }));
};

const active = new Set<WidgetHost>();

const enter = () => {
  place = placeOf(location.pathname);
  card = place.area === 'settings' ? false : { id: place.id };
  draw();
  if (place.area !== 'settings') for (const host of active) host.enter();
  document.dispatchEvent(new CustomEvent('page:changed'));
};

const goTo = async (path: string, isNew = true) => {
  for (const host of active) host.leave();
  if (isNew) history.pushState(null, '', path + location.search);
  enter();
};

/** The card gets its id where it stands: nobody leaves an area. */
const saveCard = async () => {
  const answer = await fetch(`/ajax/cards/${place.area}`, { method: 'POST' });
  if (!answer.ok || card === false) return;
  card.id = (await answer.json()).id;
  const path = `/${place.area}/detail/${card.id}`;
  history.pushState(null, '', path + location.search);
  place = placeOf(path);
  crm.querySelector('main.card')?.replaceWith(cardView(known, place, saveCard));
};

const saveSettings = async (
  host: WidgetHost,
  change: { active: boolean; settings: Record<string, string> },
) => {
  await fetch(`/ajax/widgets/${host.info.code}`, {
    method: 'POST',
    body: JSON.stringify(change),
  });
  if (change.active) active.add(host);
  else {
    host.leave();
    active.delete(host);
  }
};

const start = async () => {
  for (const info of await getJson<WidgetInfo[]>('/ajax/widgets')) {
    const host = new WidgetHost(info, {
      panel,
      area: () => AREAS[place.area] ?? '',
    });
    await host.load(lang);
    hosts.push(host);
    if (info.active) active.add(host);
  }
  document.getElementById('app')?.append(crm);
  addEventListener('popstate', () => void goTo(location.pathname, false));
  enter();
};

require.config({ baseUrl: '/assets' });
require(['/assets/jquery.js'], () => void start());
