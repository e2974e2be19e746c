/**
 * The card that the page shows: which one it is.
 *
 * Knows: where the CRM says so. Does not know: files, or when a card is saved (`saved.ts`). Whoever is not certain
 * which card it is gets none: a file must never end on another one.
 */

import { app } from './crm.js';

/** The card types that the widget is shown on, by the words that the CRM has for them. */
const TYPES = new Map([
  ['leads', 'leads'],
  ['lcard', 'leads'],
  ['contacts', 'contacts'],
  ['ccard', 'contacts'],
  ['companies', 'companies'],
  ['comcard', 'companies'],
]);

export interface Card {
  /** As in the CRM's addresses: `leads`, `contacts`, `companies`. */
  readonly type: string;
  /** 0 where it was never saved. */
  readonly id: number;
  /** The CRM's own object for it, by which it is recognised. */
  readonly shown: object;
}

/** The card on the page, or nothing. `area` is what the CRM tells the widget: `lcard-1` and so on. */
export const cardOnPage = (area = ''): Card | undefined => {
  const shown = app().data?.current_card;
  if (typeof shown !== 'object' || shown === null) return undefined;
  const entity = String(app().getBaseEntity?.() ?? '');
  const type = TYPES.get(entity) ?? TYPES.get(area.replace(/-\d$/, ''));
  const id = Number(shown.id);
  if (type === undefined || !Number.isSafeInteger(id) || id < 0)
    return undefined;
  return { type, id, shown };
};

/** Where files of a card are linked, in the CRM's own page: its session cookie is enough. */
export const filesOf = (type: string, id: number): string =>
  `/api/v4/${type}/${id}/files`;

/** Whose files these are: who else sits at this computer must not go on with them. */
export const scopeOf = ({ type, id }: Card): string => {
  const { constant } = app();
  const number = (name: 'account' | 'user') => constant?.(name)?.id ?? 0;
  return `kommo/${number('account')}/${number('user')}/${type}/${id}`;
};
