/**
 * The CRM's page: one page whose areas change.
 *
 * Knows: when an area is entered and left, and in which order that happens. Does not know: how an area looks, or what a
 * widget does in it.
 */
import type { CardType } from '../sample-cards.js';
import type { WidgetInfo } from '../widgets.js';
import { type CardView, cardView, newCardView } from './card-view.js';
import { ask, make } from './dom.js';
import { type CurrentCard, extendArrays, installApp } from './habits.js';
import { listView } from './list-view.js';
import { navigation } from './navigation.js';
import { areaOf, pathOf, placeOf, readKnown } from './place.js';
import { type Store, settingsView } from './settings-view.js';
import { loadJQuery } from './vendor.js';
import { WidgetHost } from './widget-host.js';

extendArrays();

const known = readKnown();
const query = new URLSearchParams(location.search);
const lang = query.get('lang') ?? 'en';
/** Whether a card that is saved makes way for a new one, and widgets are called again: nobody has written it down. */
const savesAnew = query.get('save') === 'anew';
let place = placeOf(location.pathname);
const app = installApp(known, lang, () => place);
const root = document.getElementById('app') as HTMLElement;
const menu = navigation(known);
const room = make('div', { class: 'room' }, make('p', {}, 'Loading…'));
root.append(menu.node, room);
let view: CardView | undefined;

const $ = await loadJQuery();
const page = {
  ...{ $, lang, user: known.user.id },
  area: () => areaOf(place),
  panel: () => document.querySelector('.widgets'),
};
const hosts = (await ask<readonly WidgetInfo[]>('/ajax/widgets')).map(
  (info) => new WidgetHost(info, page),
);
await Promise.all(hosts.map((host) => host.readTexts()));

const enter = async (): Promise<void> => {
  place = placeOf(location.pathname);
  app.data.current_card = place.kind === 'card' ? { id: place.id } : false;
  menu.mark(place);
  view = undefined;
  room.replaceChildren(draw());
  for (const host of hosts) void host.enter();
  $(document).trigger('page:changed');
};

const draw = (): Node => {
  if (place.kind === 'settings')
    return settingsView(hosts, known.user.isAdmin, store);
  const { type } = place;
  if (place.kind === 'list') return listView(type, known.user.mayEdit);
  if (place.id === 0) return newCardView(type, (name) => void save(type, name));
  view = cardView(type, place.id);
  void view.refresh();
  return view.node;
};

const leave = (): void => {
  for (const host of hosts) host.leave();
};

const goTo = (path: string): void => {
  leave();
  history.pushState(null, '', path + location.search);
  void enter();
};

/** Unless told otherwise a card is saved where it stands: it gets an id, nobody leaves an area, no widget is told. */
const save = async (type: CardType, name: string): Promise<void> => {
  const card = app.data.current_card as CurrentCard;
  const { id } = await ask<{ id: number }>(`/ajax/cards/${type}`, { name });
  if (savesAnew && app.data.current_card === card) {
    goTo(pathOf(type, id));
    return;
  }
  card.id = id;
  // Somebody may have gone on meanwhile.
  if (app.data.current_card !== card) return;
  place = { kind: 'card', type, id };
  history.replaceState(null, '', pathOf(type, id) + location.search);
  view = cardView(type, id);
  // The widgets' panels stay where they are.
  const [left, feed] = view.node.children;
  const [before, feedBefore] = room.querySelector('.card')?.children ?? [];
  before?.replaceWith(left ?? '');
  feedBefore?.replaceWith(feed ?? '');
  await view.refresh();
};

const store: Store = async ({ info: { code } }, change) => {
  const infos = await ask<readonly WidgetInfo[]>(`/ajax/widgets/${code}`, {
    ...change,
  });
  for (const host of hosts)
    host.info = infos.find((each) => each.code === host.info.code) ?? host.info;
};

root.addEventListener('click', (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href]');
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey);
  if (!link || link.origin !== location.origin || link.target || !isPlain)
    return;
  event.preventDefault();
  goTo(link.pathname);
});
addEventListener('popstate', () => {
  leave();
  void enter();
});
new EventSource('/ajax/changes').addEventListener('message', ({ data }) => {
  if (place.kind === 'card' && data === `${place.type}/${place.id}`)
    void view?.refresh();
});
await enter();
