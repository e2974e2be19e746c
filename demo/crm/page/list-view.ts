/**
 * The cards of a type, each a way to it.
 *
 * Knows: how a list looks. Does not know: what happens on the way.
 */
import type { CardRecord, CardType } from '../sample-cards.js';
import { ask, make } from './dom.js';
import { pathOf, TITLES } from './place.js';

export const listView = (type: CardType, mayAdd: boolean): HTMLElement => {
  const list = make('ul', { class: 'cards' });
  void ask<readonly CardRecord[]>(`/ajax/cards/${type}`).then((cards) =>
    list.append(
      ...cards.map(({ id, name, stage }) =>
        make(
          'li',
          {},
          make('a', { href: pathOf(type, id) }, name),
          make('span', { class: 'stage' }, stage),
        ),
      ),
    ),
  );
  const { one, many } = TITLES[type];
  const add = make(
    'a',
    { class: 'primary', href: pathOf(type, 0) },
    `New ${one.toLowerCase()}`,
  );
  return make(
    'main',
    { class: 'plain' },
    make('header', {}, make('h1', {}, many), mayAdd ? add : undefined),
    list,
  );
};
