/**
 * The widget's settings: the broker's address, a button that tries it, and where files are shown.
 *
 * Knows: the CRM's modal window, in which it finds its own fields by name. Does not know: what a connection needs.
 */

import { brokerOf, checkConnection } from './connection.js';
import type { WidgetSelf } from './crm.js';

/** Where a linked file is shown beside the card's media. */
export type Place = 'media' | 'feed';

export interface Settings {
  /** Nothing where none is set, or it is no address. */
  readonly broker: string | undefined;
  readonly place: Place;
}

export const settingsOf = (self: WidgetSelf): Settings => {
  const { broker, place } = self.get_settings();
  return {
    broker: brokerOf(broker),
    place: place === 'feed' ? 'feed' : 'media',
  };
};

/** Adds what the CRM does not draw by itself. A second call, for a window that stayed open, changes nothing. */
export const fillSettings = (
  self: WidgetSelf,
  modal: Element | undefined,
  words: Record<string, string>,
): void => {
  const field = (name: string) =>
    modal?.querySelector<HTMLInputElement>(`[name="${name}"]`);
  const address = field('broker');
  const place = field('place');
  if (!address || !place || address.dataset.checked !== undefined) return;
  address.dataset.checked = '';
  address.placeholder = 'https://broker.example.com';
  place.hidden = true;
  place.after(choiceOf(place, words));

  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words.check ?? '';
  const result = document.createElement('p');
  result.setAttribute('role', 'status');
  button.addEventListener('click', async () => {
    button.disabled = true;
    result.textContent = words.checking ?? '';
    const finding = await checkConnection(self, address.value);
    result.textContent = words[finding] ?? '';
    result.dataset.finding = finding;
    button.disabled = false;
  });
  address.addEventListener('input', () => {
    result.textContent = '';
    delete result.dataset.finding;
  });
  address.after(button, result);
};

/**
 * The CRM draws a line of text for a field of type `custom`, or none; two choices are no text. Its own field stays, as
 * that is what it reads and watches.
 */
const choiceOf = (
  field: HTMLInputElement,
  words: Record<string, string>,
): HTMLSelectElement => {
  const choice = document.createElement('select');
  choice.setAttribute('aria-label', words.place ?? '');
  for (const place of ['media', 'feed'] satisfies Place[])
    choice.append(
      new Option(
        words[place],
        place,
        false,
        place === (field.value || 'media'),
      ),
    );
  choice.addEventListener('change', () => {
    field.value = choice.value;
    for (const type of ['input', 'change'])
      field.dispatchEvent(new Event(type, { bubbles: true }));
  });
  return choice;
};
