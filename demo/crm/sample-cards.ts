/**
 * The cards that are in the stand-in from the start, and those that somebody adds.
 *
 * Knows: what a card says about itself. Does not know: its files and notes.
 */

export type CardType = 'leads' | 'contacts' | 'companies';

export interface CardRecord {
  readonly id: number;
  readonly name: string;
  /** Where a lead stands; what a contact or a company is. */
  readonly stage: string;
  readonly fields: readonly CardField[];
  /** Seconds since 1970, and who. */
  readonly created_at: number;
  readonly created_by: number;
}

export interface CardField {
  readonly label: string;
  readonly value: string;
  /** The card that the value names. */
  readonly to?: string;
}

type Sample = Omit<CardRecord, 'created_at' | 'created_by'>;

const card = (
  id: number,
  name: string,
  stage: string,
  ...fields: readonly [label: string, value: string, to?: string][]
): Sample => ({
  ...{ id, name, stage },
  fields: fields.map(([label, value, to]) => ({
    ...{ label, value },
    ...(to !== undefined && { to }),
  })),
});

const samples: Record<CardType, readonly Sample[]> = {
  leads: [
    card(
      ...([1, 'Menu boards for Harbour Café', 'Offer sent'] as const),
      ['Responsible', 'Ana Duarte'],
      ['Sale', '€ 4,800'],
      ['Contact', 'Mia Lindqvist', '/contacts/detail/1'],
      ['Company', 'Harbour Café', '/companies/detail/1'],
      ['Source', 'Web form'],
    ),
    card(
      ...([2, 'Forty oak chairs', 'Negotiation'] as const),
      ['Responsible', 'Ana Duarte'],
      ['Sale', '€ 11,200'],
      ['Contact', 'Tomás Reyes', '/contacts/detail/2'],
      ['Company', 'Nordlicht Hotels', '/companies/detail/2'],
      ['Source', 'Trade fair'],
    ),
    card(
      ...([3, 'Spring catalogue, 2000 copies', 'First contact'] as const),
      ['Responsible', 'Bruno Keller'],
      ['Sale', '€ 2,350'],
      ['Source', 'Phone'],
    ),
  ],
  contacts: [
    card(
      ...([1, 'Mia Lindqvist', 'Owner'] as const),
      ['Company', 'Harbour Café', '/companies/detail/1'],
      ['E-mail', 'mia@harbour.example'],
      ['Phone', '+46 8 555 0101'],
    ),
    card(
      ...([2, 'Tomás Reyes', 'Purchasing'] as const),
      ['Company', 'Nordlicht Hotels', '/companies/detail/2'],
      ['E-mail', 'reyes@nordlicht.example'],
      ['Phone', '+49 40 555 0188'],
    ),
  ],
  companies: [
    card(
      ...([1, 'Harbour Café', 'Customer'] as const),
      ['City', 'Stockholm'],
      ['Web', 'harbour.example'],
    ),
    card(
      ...([2, 'Nordlicht Hotels', 'Prospect'] as const),
      ['City', 'Hamburg'],
      ['Web', 'nordlicht.example'],
    ),
  ],
};

export const isCardType = (type: string): type is CardType => type in samples;

export class CardRecords {
  readonly #now: () => number;
  readonly #cards: Record<CardType, CardRecord[]>;

  constructor(now: () => number) {
    this.#now = now;
    const made = (type: CardType) =>
      samples[type].map((each) => this.#made(each, 0));
    this.#cards = {
      leads: made('leads'),
      contacts: made('contacts'),
      companies: made('companies'),
    };
  }

  all(type: CardType): readonly CardRecord[] {
    return this.#cards[type];
  }

  find(type: CardType, id: number): CardRecord | undefined {
    return this.#cards[type].find((each) => each.id === id);
  }

  add(type: CardType, name: string, user: number): CardRecord {
    const sample = card(this.#cards[type].length + 1, name, 'New');
    const added = this.#made(sample, user);
    this.#cards[type].push(added);
    return added;
  }

  #made(sample: Sample, created_by: number): CardRecord {
    const created_at = Math.floor(this.#now() / 1000);
    return { ...sample, created_at, created_by };
  }
}
