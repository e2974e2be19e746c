/**
 * Keeps the keyboard's place when what has the focus goes: with its row, or because a button has no meaning any more.
 *
 * Knows: where things stand in the element. Does not know: why something goes. What a page focuses meanwhile stays.
 */

import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Where the focus was. */
interface Place {
  readonly focused: Element;
  readonly row: Element | null;
  /** How many rows, and in this row how many buttons, come before it. */
  readonly rowAt: number;
  readonly buttonAt: number;
  /** Where else to look when it was in no row. */
  readonly group: Element | null;
}

export class FocusKeeper implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #place: Place | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostUpdate(): void {
    const focused = this.#host.shadowRoot?.activeElement;
    this.#place = focused ? placeOf(focused) : undefined;
  }

  hostUpdated(): void {
    const place = this.#place;
    this.#place = undefined;
    if (place === undefined || place.focused.isConnected) return;
    if (this.#isElsewhere) return;
    this.#next(place)?.focus();
  }

  get #isElsewhere(): boolean {
    const { activeElement } = this.#host.getRootNode() as Document | ShadowRoot;
    return activeElement !== null && activeElement !== document.body;
  }

  /** What is closest to where it was: the same row, the row that took its place, the buttons beside, the way in. */
  #next({ row, rowAt, buttonAt, group }: Place): HTMLElement | undefined {
    const root = this.#host.shadowRoot;
    const rows = [...(root?.querySelectorAll(ROW) ?? [])];
    const heir = row?.isConnected
      ? row
      : row && (rows.find((each) => placeIn(each) >= rowAt) ?? rows.at(-1));
    const near = heir ?? (group?.isConnected ? group : undefined);
    const buttons = near ? buttonsIn(near) : [];
    return (
      buttons[Math.min(buttonAt, buttons.length - 1)] ??
      root?.querySelector<HTMLElement>('[part~=browse-button]') ??
      undefined
    );
  }
}

const ROW = '[part~=row]';

const buttonsIn = (place: Element): HTMLElement[] => [
  ...place.querySelectorAll<HTMLElement>('[part~=button]:enabled'),
];

/** How many rows come before it; of a long list not all of them are there, and each says which one it is. */
const placeIn = (row: Element): number =>
  row.ariaPosInSet
    ? Number(row.ariaPosInSet) - 1
    : [...(row.parentElement?.children ?? [])].indexOf(row);

const placeOf = (focused: Element): Place => {
  const row = focused.closest(ROW);
  const group = focused.closest('[part~=header]');
  const before = (element: Element | null, others: Iterable<Element>) =>
    element === null ? 0 : Math.max(0, [...others].indexOf(element));
  return {
    focused,
    row,
    group,
    rowAt: row ? placeIn(row) : 0,
    buttonAt: before(focused, buttonsIn(row ?? group ?? focused)),
  };
};
