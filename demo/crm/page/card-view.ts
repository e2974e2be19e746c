/**
 * A card: what it is, its media, its feed, and the place where widgets put their panels.
 *
 * Knows: how a card looks. Does not know: widgets, or how files came onto it.
 */
import type { CrmFile } from '../inside.js';
import type { CardRecord, CardType } from '../sample-cards.js';
import { ask, make } from './dom.js';
import { TITLES } from './place.js';
import { tabsOf } from './tabs.js';

interface CardNote {
  readonly note_type: string;
  readonly file?: CrmFile;
}

interface CardDetails extends CardRecord {
  readonly files: readonly CrmFile[];
  readonly notes: readonly CardNote[];
}

export interface CardView {
  readonly node: HTMLElement;
  /** Shows the card as the server has it now. */
  refresh(): Promise<void>;
}

const quiet = (text: string) => make('p', { class: 'quiet' }, text);

/** A card that the server knows. */
export const cardView = (type: CardType, id: number): CardView => {
  const name = make('h1', {}, '…');
  const stage = make('p', { class: 'stage' });
  const main = make('dl', { class: 'fields' });
  const media = make('div', { class: 'media' });
  const feed = make('ol', { class: 'entries' });
  const tabs = tabsOf('The card', [
    { name: 'Main', content: main },
    { name: 'Media', content: media },
  ]);
  const header = make('header', {}, backTo(type), name, stage);
  return {
    node: frame([header, tabs.list, tabs.panel], feed),
    async refresh() {
      const card = await ask<CardDetails>(`/ajax/cards/${type}/${id}`);
      name.textContent = card.name;
      stage.textContent = card.stage;
      main.replaceChildren(...card.fields.flatMap(fieldOf));
      media.replaceChildren(mediaOf(card.files));
      tabs.count('Media', card.files.length);
      const created = entry('Created', `${TITLES[type].one} ${id}`);
      feed.replaceChildren(created, ...card.notes.map(entryOf));
    },
  };
};

/** A card that was never saved. */
export const newCardView = (
  type: CardType,
  save: (name: string) => void,
): HTMLElement => {
  const what = TITLES[type].one.toLowerCase();
  const name = make('input', {
    ...{ id: 'name', name: 'name', autocomplete: 'off' },
    value: `New ${what}`,
  });
  const form = make(
    'form',
    {
      class: 'new-card',
      submit(event: Event) {
        event.preventDefault();
        save(name.value.trim() || name.defaultValue);
      },
    },
    make('label', { for: 'name' }, 'Name'),
    name,
    make('button', { class: 'primary' }, 'Save'),
  );
  const header = make(
    'header',
    {},
    backTo(type),
    make('h1', {}, `New ${what}`),
    make('p', { class: 'stage' }, 'Not saved yet'),
  );
  return frame([header, form], make('ol', { class: 'entries' }));
};

const frame = (left: readonly Node[], feed: Node): HTMLElement =>
  make(
    'main',
    { class: 'card' },
    make('div', { class: 'card-left' }, ...left),
    make('section', { class: 'feed' }, make('h2', {}, 'Feed'), feed),
    make('aside', { class: 'widgets', 'aria-label': 'Widgets' }),
  );

const backTo = (type: CardType) =>
  make('a', { class: 'back', href: `/${type}/` }, `‹ ${TITLES[type].many}`);

const fieldOf = ({ label, value, to }: CardRecord['fields'][number]) => [
  make('dt', {}, label),
  make('dd', {}, to === undefined ? value : make('a', { href: to }, value)),
];

const mediaOf = (files: readonly CrmFile[]): HTMLElement =>
  files.length === 0
    ? quiet('No files on this card.')
    : make('ul', { 'aria-label': 'Files on this card' }, ...files.map(fileOf));

const fileOf = (file: CrmFile) => {
  const { name, size, preview, created_at } = file;
  return make(
    'li',
    { class: 'file' },
    preview === undefined
      ? make(
          'span',
          { class: 'thumb', 'aria-hidden': true },
          name.split('.').at(-1)?.slice(0, 4) ?? '',
        )
      : make('img', { class: 'thumb', src: preview, alt: '' }),
    make(
      'span',
      { class: 'about' },
      linkTo(file),
      make('small', {}, `${sizeOf(size)} · ${timeOf(created_at)}`),
    ),
  );
};

const entry = (what: string, about: Node | string) =>
  make('li', {}, make('strong', {}, what), make('span', {}, about));

const entryOf = ({ note_type, file }: CardNote) =>
  file === undefined
    ? entry('Note', note_type)
    : entry('File attached', linkTo(file));

const linkTo = ({ download, name }: CrmFile) =>
  make('a', { href: download, target: '_blank', rel: 'noopener' }, name);

const sizeOf = (bytes: number): string => {
  const [value, unit] =
    bytes < 1000
      ? [bytes, 'byte']
      : bytes < 1_000_000
        ? [bytes / 1000, 'kilobyte']
        : [bytes / 1_000_000, 'megabyte'];
  return new Intl.NumberFormat('en', {
    ...{ style: 'unit', unit, maximumFractionDigits: 1 },
  }).format(value);
};

const timeOf = (seconds: number): string =>
  new Intl.DateTimeFormat('en', {
    ...{ dateStyle: 'medium', timeStyle: 'short' },
  }).format(seconds * 1000);
