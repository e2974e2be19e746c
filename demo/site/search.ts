/**
 * The search of the site: a field, and what it finds.
 *
 * Knows: the keyboard (`/` to get there, arrows through what is found, Escape to close) and loads what it looks through
 * when somebody first comes here. How something is found, `find.ts` knows. No server is asked.
 */
import { html, nothing, render } from 'lit';
import { type Found, find } from './find.js';
import type { SearchEntry } from './site.js';

export function startSearch(place: HTMLElement): void {
  new Search(place);
}

class Search {
  readonly #place: HTMLElement;
  /** Where the site begins, seen from this page. */
  readonly #root: string;
  #entries: readonly SearchEntry[] | undefined;
  #question = '';
  #found: readonly Found[] = [];
  #isOpen = false;

  constructor(place: HTMLElement) {
    this.#place = place;
    this.#root = place.dataset.root ?? '';
    this.#paint();
    document.addEventListener('keydown', (event) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey)
        return;
      const [target] = event.composedPath();
      if (
        target instanceof HTMLElement &&
        (target.isContentEditable || target.matches('input, select, textarea'))
      )
        return;
      event.preventDefault();
      this.#field?.focus();
    });
    document.addEventListener('pointerdown', (event) => {
      if (!event.composedPath().includes(this.#place)) this.#close();
    });
    place.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !place.contains(relatedTarget))
        this.#close();
    });
    place.addEventListener('keydown', (event) => this.#key(event));
  }

  get #field(): HTMLInputElement | null {
    return this.#place.querySelector('input');
  }

  get #links(): HTMLAnchorElement[] {
    return [...this.#place.querySelectorAll<HTMLAnchorElement>('.found a')];
  }

  async #load(): Promise<void> {
    this.#entries ??= (await import('virtual:search-entries')).default;
    this.#look();
  }

  #look(): void {
    this.#found = this.#entries ? find(this.#entries, this.#question) : [];
    this.#paint();
  }

  #ask(question: string): void {
    this.#question = question.trim();
    this.#isOpen = this.#question !== '';
    this.#look();
    void this.#load();
  }

  #close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#paint();
  }

  #key(event: KeyboardEvent): void {
    const field = this.#field;
    if (event.key === 'Escape' && this.#isOpen) {
      event.preventDefault();
      field?.focus();
      this.#close();
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    if (!this.#isOpen) return;
    event.preventDefault();
    const stops = [field, ...this.#links];
    const at = stops.indexOf(document.activeElement as HTMLInputElement);
    const step = event.key === 'ArrowDown' ? 1 : -1;
    stops[(at + step + stops.length) % stops.length]?.focus();
  }

  #go(event: Event): void {
    event.preventDefault();
    this.#links[0]?.click();
  }

  #paint(): void {
    const isReady = this.#entries !== undefined;
    render(
      html`<form @submit=${(event: Event) => this.#go(event)}>
        <input
          type="search"
          name="q"
          placeholder="Search"
          aria-label="Search the documentation"
          aria-keyshortcuts="/"
          autocomplete="off"
          spellcheck="false"
          @focus=${() => void this.#load()}
          @input=${(event: Event) => this.#ask((event.target as HTMLInputElement).value)}
        >
      </form>
      <p class="hidden" role="status">${this.#isOpen && isReady ? countText(this.#found.length) : ''}</p>
      ${
        this.#isOpen && isReady
          ? html`<div class="found">
              ${
                this.#found.length === 0
                  ? html`<p>Nothing is called that here.</p>`
                  : html`<ul role="list">
                      ${this.#found.map((found) => this.#result(found))}
                    </ul>`
              }
            </div>`
          : nothing
      }`,
      this.#place,
    );
  }

  #result({ entry, excerpt }: Found) {
    const { href, page, title } = entry;
    return html`<li>
      <a href=${this.#root + href} @click=${() => this.#close()}>
        <b>${title}</b> <span class="from">${page}</span>
        <span class="excerpt">${excerpt.map(({ text, isFound }) => (isFound ? html`<mark>${text}</mark>` : text))}</span>
      </a>
    </li>`;
  }
}

const countText = (count: number): string =>
  count === 1 ? '1 place found' : `${count} places found`;
