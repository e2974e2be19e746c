/**
 * The record of the last `uploaded` event, with the vendor's field names, as it came. Knows: how to show it, not where
 * it came from.
 */
import { html, render } from 'lit';
import type { FileVersion } from '../src/engine/index.js';
import { codeView } from './code-view.js';
import { copyButton } from './copy-button.js';

export class RecordPanel {
  readonly #place: HTMLElement;
  readonly #tools: HTMLElement;

  constructor(place: HTMLElement, tools: HTMLElement) {
    this.#place = place;
    this.#tools = tools;
    render(
      html`<p class="empty">When a file is stored, <code>event.detail</code> is the drive’s own record of it.</p>`,
      place,
    );
  }

  show(record: FileVersion, pickedAs: string): void {
    const json = JSON.stringify(record, null, 2);
    render(
      copyButton('the record', () => json),
      this.#tools,
    );
    render(
      html`<p class="caption">of <bdi>${pickedAs}</bdi></p>
        ${codeView(json, 'The record as JSON')}`,
      this.#place,
    );
  }
}
