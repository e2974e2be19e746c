/**
 * Where somebody is in the CRM, by the address, and what the server said about them.
 *
 * Knows: addresses, and the vendor's names of areas. Does not know: what is shown there.
 */
import type { User } from '../people.js';
import type { CardType } from '../sample-cards.js';

export interface Known {
  readonly account: number;
  readonly user: User;
}

export type Place =
  | { readonly kind: 'list'; readonly type: CardType }
  /** `id` is 0 on a card that was never saved. */
  | { readonly kind: 'card'; readonly type: CardType; readonly id: number }
  | { readonly kind: 'settings' };

export const TITLES = {
  leads: { one: 'Lead', many: 'Leads' },
  contacts: { one: 'Contact', many: 'Contacts' },
  companies: { one: 'Company', many: 'Companies' },
} as const satisfies Record<CardType, object>;

/** Lists and cards, as the vendor's `locations` have them. */
const AREAS = {
  leads: { list: 'llist', card: 'lcard' },
  contacts: { list: 'clist', card: 'ccard' },
  // The vendor has no area for lists of companies.
  companies: { list: '', card: 'comcard' },
} as const satisfies Record<CardType, object>;

export const readKnown = (): Known =>
  JSON.parse(document.getElementById('known')?.textContent ?? '{}');

export const placeOf = (path: string): Place => {
  const [, type, rest = ''] =
    /^\/(leads|contacts|companies)\/(.*)$/.exec(path) ?? [];
  if (type === undefined) return { kind: 'settings' };
  const [, id] = /^detail\/(\d+)/.exec(rest) ?? [];
  const isCard = id !== undefined || rest.startsWith('add');
  return isCard
    ? { kind: 'card', type: type as CardType, id: Number(id ?? 0) }
    : { kind: 'list', type: type as CardType };
};

export const pathOf = (type: CardType, id: number): string =>
  id > 0 ? `/${type}/detail/${id}` : `/${type}/add/`;

/** The area's name without what a widget's manifest says about the right panel. */
export const areaOf = (place: Place): string =>
  place.kind === 'settings' ? 'settings' : AREAS[place.type][place.kind];
