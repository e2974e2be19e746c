/**
 * Which rows of a long list are there: those in sight, a few around them, and the one that has the keyboard.
 *
 * Knows: heights, scrolling, the focus. Does not know: what a row looks like or is about. A short list is there as a
 * whole and lies in the page as any list does; so does the beginning of a long one, until its rows can be measured.
 */

import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** So many rows are no long list yet. */
const SHORT = 50;
/** Rows before and behind those in sight: what is scrolled to should be there already. */
const AROUND = 4;
/** Rows that are there before anybody could measure. */
const UNMEASURED = 20;

/** Where a key leads from a row; `page` are the rows in sight. */
const KEYS: Record<string, (at: number, page: number) => number> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at, page) => at + page,
  PageUp: (at, page) => at - page,
  Home: () => 0,
  End: () => Number.POSITIVE_INFINITY,
};

export class ListWindow implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #list: HTMLElement | undefined;
  #row: Element | undefined;
  #sizes: ResizeObserver | undefined;
  /** Pixels of a row; 0 as long as nobody could measure. */
  #height = 0;
  #from = 0;
  #to = UNMEASURED;
  /** What the rows were about when they were drawn last. */
  #things: readonly unknown[] = [];
  /** The row that has the focus, counted from 0. */
  #at: number | undefined;
  /** The row that gets the focus as soon as it is there. */
  #goal: number | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // Whatever scrolls around a list that is higher than the window.
    window.addEventListener('scroll', this.look, scrolling);
  }

  hostDisconnected(): void {
    window.removeEventListener('scroll', this.look, scrolling);
    this.#sizes?.disconnect();
    this.#sizes = undefined;
    this.#list = undefined;
    this.#row = undefined;
  }

  hostUpdate(): void {
    this.#at = positionOf(this.#host.shadowRoot?.activeElement);
  }

  /** Whether it scrolls, and rows say where in the list they are, for not all of them are there. */
  isLong(count: number): boolean {
    return count > SHORT;
  }

  /** Whether each row lies in its place among all. */
  isPlaced(count: number): boolean {
    return this.isLong(count) && this.#height > 0;
  }

  /** The rows to draw, in order, counted from 0. */
  rowsOf(things: readonly unknown[]): readonly number[] {
    const before = this.#things;
    this.#things = things;
    const count = things.length;
    if (!this.isLong(count)) return range(0, count);
    // Rows before it may be gone, or it is gone itself: then the one that took its place is meant.
    if (this.#at !== undefined && things !== before) {
      const at = things.indexOf(before[this.#at]);
      if (at >= 0) this.#at = at;
    }
    const size = this.#to - this.#from;
    const from = Math.max(0, Math.min(this.#from, count - size));
    const rows = new Set(range(from, Math.min(count, from + size)));
    for (const each of [this.#at, this.#goal]) {
      if (each === undefined) continue;
      // With its neighbours: the Tab key must find them.
      const at = Math.min(each, count - 1);
      for (const near of range(Math.max(0, at - 1), Math.min(count, at + 2)))
        rows.add(near);
    }
    return [...rows].sort((one, other) => one - other);
  }

  hostUpdated(): void {
    const list =
      this.#host.shadowRoot?.querySelector<HTMLElement>('[part~=list]') ??
      undefined;
    const count = this.#things.length;
    if (list !== undefined && this.isLong(count)) {
      set(list, '--_rows', count);
      for (const row of list.querySelectorAll<HTMLElement>(ROW))
        set(row, '--_at', positionOf(row));
    }
    // An empty list is not drawn: what was in the last one is nobody's any more.
    if (list === undefined) this.#things = [];
    const row = list?.firstElementChild ?? undefined;
    if (list === this.#list && row === this.#row) return;
    // Drawn in the same frame, it would change what is being observed.
    this.#sizes ??= new ResizeObserver(() => requestAnimationFrame(this.look));
    this.#sizes.disconnect();
    this.#list = list;
    this.#row = row;
    // The height of all may change with that of the list, or with that of each.
    if (list) this.#sizes.observe(list);
    if (row) this.#sizes.observe(row);
  }

  /** Looks which rows are in sight; draws again before others come into it. */
  readonly look = (): void => {
    const list = this.#list;
    const count = this.#things.length;
    if (list === undefined || !this.isLong(count)) return;
    const wasPlaced = this.#height > 0;
    this.#height = heightOf(list, count);
    if (this.#height === 0) return;
    const [top, bottom] = sightOf(list);
    const from = Math.max(0, Math.floor(top / this.#height));
    const to = Math.min(count, Math.ceil(bottom / this.#height));
    const isThere =
      this.#from <= Math.max(0, from - 1) &&
      this.#to >= Math.min(count, to + 1);
    if (wasPlaced && isThere && this.#to - this.#from <= to - from + 3 * AROUND)
      return;
    this.#from = Math.max(0, from - AROUND);
    this.#to = Math.max(to, from) + AROUND;
    this.#host.requestUpdate();
  };

  /** Keys that lead from row to row, and from the list to the first row in sight. */
  readonly pressed = (event: KeyboardEvent): void => {
    const { key, target, shiftKey, ctrlKey, altKey, metaKey } = event;
    const list = this.#list;
    if (list === undefined || !this.isPlaced(this.#things.length)) return;
    if (shiftKey || ctrlKey || altKey || metaKey) return;
    const [top, bottom] = sightOf(list);
    if (target === list) {
      if (key !== 'Tab') return;
      // By itself it would lead into a row before those in sight.
      const first = Math.ceil(top / this.#height);
      const [button] = buttonsIn(this.#rowAt(first));
      if (button === undefined) return;
      event.preventDefault();
      button.focus();
      return;
    }
    // In a field of a page's own row, or in a window, keys mean something else.
    const row = (target as Element).closest(ROW);
    const place = buttonsIn(row)
      .reverse()
      .indexOf(target as HTMLElement);
    const page = Math.max(1, Math.floor((bottom - top) / this.#height) - 1);
    const goal = KEYS[key]?.(this.#goal ?? positionOf(row) ?? 0, page);
    if (goal === undefined || place < 0) return;
    event.preventDefault();
    void this.#goTo(goal, place);
  };

  /** Draws a row, and focuses the button of it that is at the same place, counted from its end. */
  async #goTo(goal: number, place: number): Promise<void> {
    const last = this.#things.length - 1;
    this.#goal = Math.max(0, Math.min(goal, last));
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    if (this.#goal === undefined) return;
    const buttons = buttonsIn(this.#rowAt(this.#goal)).reverse();
    this.#goal = undefined;
    buttons[Math.min(place, buttons.length - 1)]?.focus();
  }

  #rowAt(at: number): Element | null {
    return (
      this.#list?.querySelector(`${ROW}[aria-posinset="${at + 1}"]`) ?? null
    );
  }
}

const ROW = '[part~=row]';

const scrolling = { capture: true, passive: true };

/** Where a row is in the list, counted from 0. */
const positionOf = (within: Element | null | undefined): number | undefined => {
  const position = within?.closest(ROW)?.ariaPosInSet;
  return position ? Number(position) - 1 : undefined;
};

/** What is set again, the browser works out again. */
const set = ({ style }: HTMLElement, name: string, value = 0): void => {
  if (style.getPropertyValue(name) !== `${value}`)
    style.setProperty(name, `${value}`);
};

const buttonsIn = (row: Element | null): HTMLElement[] =>
  [
    ...(row?.querySelectorAll<HTMLElement>('a[href], button:enabled') ?? []),
  ].filter((button) => button.closest('[popover]') === null);

/** Pixels of a row: those of all of them are exact where those of one are rounded. */
const heightOf = (list: HTMLElement, count: number): number =>
  list.hasAttribute('data-placed')
    ? list.scrollHeight / count
    : ((list.firstElementChild as HTMLElement | null)?.offsetHeight ?? 0);

/** Pixels from the list's beginning to where what is in sight of it begins and ends. */
const sightOf = (list: HTMLElement): readonly [number, number] => {
  const { scrollTop, clientHeight } = list;
  if (clientHeight <= window.innerHeight)
    return [scrollTop, scrollTop + clientHeight];
  // A page that lets it be as high as it likes scrolls by itself.
  const { top, height } = list.getBoundingClientRect();
  const scale = clientHeight / (height || 1);
  return [
    scrollTop + Math.max(0, -top * scale),
    scrollTop + Math.max(0, (window.innerHeight - top) * scale),
  ];
};

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);
