/**
 * A card: its title, its feed and its media.
 *
 * Knows: what the CRM says of a card. Does not know: widgets, or how files came onto it.
 */

import { getJson, type Known, make, type Place } from './known.js';

const NOUNS: Record<string, string> = {
  leads: 'Lead',
  contacts: 'Contact',
  companies: 'Company',
};

interface CardFiles {
  _embedded?: { files?: { file_uuid: string }[] };
}

interface CardNote {
  note_type: string;
  params: { file_name?: string };
}

export const titleOf = ({ area, id }: Place): string =>
  id > 0 ? `${NOUNS[area]} ${id}` : `New ${NOUNS[area]?.toLowerCase()}`;

const mediaOf = async ({ area, id }: Place): Promise<string[]> => {
  if (id === 0) return [];
  const found = await getJson<CardFiles>(`/api/v4/${area}/${id}/files`);
  const files = found._embedded?.files ?? [];
  return Promise.all(
    files.map(async ({ file_uuid }) => {
      const { name } = await getJson<{ name: string }>(
        `/ajax/files/${file_uuid}`,
      ).catch(() => ({ name: file_uuid }));
      return name;
    }),
  );
};

const feedOf = async ({ area, id }: Place): Promise<string[]> => {
  if (id === 0) return [];
  const notes = await getJson<CardNote[]>(`/ajax/notes/${area}/${id}`);
  return notes.map(
    ({ note_type, params }) =>
      params.file_name ?? `a note of type ${note_type}`,
  );
};

/** Draws a card. `save` is there for one that has no id. */
export const cardView = (
  known: Known,
  place: Place,
  save: () => Promise<void>,
): HTMLElement => {
  const panel = make('div', { role: 'tabpanel', id: 'tab' });
  const tabs = (['Feed', 'Media'] as const).map((name) =>
    make('button', { role: 'tab', click: () => open(name) }, name),
  );
  const open = async (name: 'Feed' | 'Media') => {
    for (const tab of tabs)
      tab.setAttribute('aria-selected', String(tab.textContent === name));
    panel.replaceChildren(make('p', { class: 'quiet' }, 'Loading…'));
    const items = await (name === 'Feed' ? feedOf(place) : mediaOf(place));
    const nothing =
      name === 'Feed' ? 'Nothing happened yet.' : 'No files on this card.';
    panel.replaceChildren(
      items.length > 0
        ? make('ul', {}, ...items.map((item) => make('li', {}, item)))
        : make('p', { class: 'quiet' }, nothing),
    );
  };
  void open('Media');
  return make(
    'main',
    { class: 'card' },
    make(
      'header',
      {},
      make('h1', {}, titleOf(place)),
      place.id === 0 && known.user.mayEdit
        ? make('button', { click: () => void save() }, 'Save')
        : '',
    ),
    make('div', { role: 'tablist' }, ...tabs),
    panel,
  );
};
