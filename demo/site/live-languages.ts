/**
 * An uploader whose language is chosen beside it. Knows: the languages by their own names, and which are written from
 * the right.
 */
import { html, render } from 'lit';
import { languageNames } from '../language-names.js';

export function showLanguages(place: HTMLElement): HTMLElement {
  let uploader: HTMLElement | null = null;
  const choose = (lang: string) => {
    uploader?.setAttribute('lang', lang);
    uploader?.setAttribute('dir', lang === 'ar' ? 'rtl' : 'ltr');
  };
  render(
    html`<div class="fields">
        <label class="field">
          <span><code>lang</code></span>
          <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
            ${languageNames().map(
              ({ lang, name }) =>
                html`<option value=${lang} lang=${lang} ?selected=${lang === 'en'}>${name}</option>`,
            )}
          </select>
        </label>
      </div>
      <kommo-uploader multiple lang="en" max-files="20" max-file-size="10 MB" accept="image/*,.pdf"></kommo-uploader>`,
    place,
  );
  uploader = place.querySelector('kommo-uploader');
  if (!uploader) throw new Error('No uploader was drawn.');
  return uploader;
}
