/**
 * The log of events: what is kept, and how it looks.
 *
 * Knows: entries made of words. Does not know: the uploader's events (`uploader-events.ts` puts those into words).
 */
import { html, render } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { clockText } from './words.js';

export type Tone = 'calm' | 'good' | 'waiting' | 'bad';

export interface Happening {
  readonly name: string;
  readonly tone: Tone;
  /** The file's name as it was picked, or nothing for an event about all of them. */
  readonly file: string;
  readonly detail: string;
  /** Happenings with the same key, one right after the other, share a line. */
  readonly sameAs?: string;
}

interface Line extends Happening {
  readonly id: number;
  readonly time: Date;
  readonly count: number;
}

/** More would only make the page slow; nobody reads that far back. */
const longest = 200;

export class EventLog {
  readonly #place: HTMLElement;
  readonly #tools: HTMLElement;
  #lines: Line[] = [];
  /** For each file the latest line, as that is the one to share. */
  readonly #latest = new Map<string, Line>();
  #count = 0;
  #isDue = false;

  constructor(place: HTMLElement, tools: HTMLElement) {
    this.#place = place;
    this.#tools = tools;
    this.#paint();
  }

  add(happening: Happening, about: string): void {
    const time = new Date();
    const before = this.#latest.get(about);
    this.#count += 1;
    const shares =
      before?.sameAs !== undefined && before.sameAs === happening.sameAs;
    const line: Line = shares
      ? { ...happening, time, id: before.id, count: before.count + 1 }
      : { ...happening, time, id: this.#count, count: 1 };
    this.#lines = shares
      ? this.#lines.map((each) => (each === before ? line : each))
      : [line, ...this.#lines].slice(0, longest);
    this.#latest.set(about, line);
    this.#paintSoon();
  }

  clear(): void {
    this.#lines = [];
    this.#latest.clear();
    this.#paint();
    this.#place.focus();
  }

  #paintSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#paint();
    });
  }

  #paint(): void {
    const { length } = this.#lines;
    render(
      html`<button type="button" class="quiet" ?disabled=${length === 0} @click=${() => this.clear()}>
        Clear<span class="hidden"> the events</span>
      </button>`,
      this.#tools,
    );
    render(
      length === 0
        ? html`<p class="empty">Nothing yet. Each event of the element appears here, the newest first.</p>`
        : html`<div class="log scroll" role="log" aria-live="off" aria-label="Events, the newest first" tabindex="0">
            <ol role="list">${repeat(this.#lines, ({ id }) => id, lineView)}</ol>
          </div>`,
      this.#place,
    );
  }
}

const lineView = ({ name, tone, file, detail, time, count }: Line) => html`
  <li class="line ${tone}">
    <time datetime=${time.toISOString()}>${clockText(time)}</time>
    <code class="name">${name}${count > 1 ? html` <span class="count">×${count}</span>` : ''}</code>
    <span class="what">${file ? html`<bdi class="file">${file}</bdi>` : ''} ${detail}</span>
  </li>
`;
