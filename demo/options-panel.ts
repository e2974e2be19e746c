/**
 * The element's options, to be changed while it runs, and the tag that follows from them. Knows: attributes and what
 * they accept; whether a value is right, the element says itself.
 */
import { html, render } from 'lit';
import { codeView } from './code-view.js';
import { languageNames } from './language-names.js';

const switches = [
  { name: 'multiple', what: 'more than one file' },
  { name: 'directory', what: 'the button chooses a folder' },
  { name: 'manual', what: 'files wait for a start' },
  { name: 'with-preview', what: 'ask for thumbnails' },
  { name: 'disabled', what: 'takes no file' },
] as const;

const texts = [
  { name: 'accept', example: 'image/*,.pdf' },
  { name: 'max-file-size', example: '10 MB' },
  { name: 'drop-target', example: 'body' },
] as const;

const choices = [
  { name: 'look', values: ['', 'compact'] },
  { name: 'concurrency', values: ['', '1', '2', '3', '4', '6'] },
] as const;

export function startOptions(
  place: HTMLElement,
  uploader: HTMLElement,
  onChange: () => void,
): void {
  const set = (name: string, value: string) => {
    if (value === '') uploader.removeAttribute(name);
    else uploader.setAttribute(name, value);
    changed();
  };
  const setLang = (lang: string) => {
    // Only this one: the rest of the page is in English.
    if (lang === 'ar') uploader.dir = 'rtl';
    else uploader.removeAttribute('dir');
    set('lang', lang);
  };
  const changed = () => {
    paint();
    onChange();
  };
  const paint = () =>
    render(
      html`
        <div class="switches">
          ${switches.map(
            ({ name, what }) => html`<label class="switch">
              <input
                type="checkbox"
                name=${name}
                .checked=${uploader.hasAttribute(name)}
                @change=${(event: Event) => {
                  uploader.toggleAttribute(
                    name,
                    (event.target as HTMLInputElement).checked,
                  );
                  changed();
                }}
              >
              <span><code>${name}</code> <small>${what}</small></span>
            </label>`,
          )}
        </div>
        <div class="fields">
          ${texts.map(
            ({ name, example }) => html`<label class="field">
              <span><code>${name}</code></span>
              <input
                type="text"
                name=${name}
                placeholder=${example}
                autocomplete="off"
                spellcheck="false"
                .value=${uploader.getAttribute(name) ?? ''}
                @change=${(event: Event) => set(name, (event.target as HTMLInputElement).value.trim())}
              >
            </label>`,
          )}
          ${choices.map(
            ({ name, values }) => html`<label class="field">
              <span><code>${name}</code></span>
              <select
                name=${name}
                @change=${(event: Event) => set(name, (event.target as HTMLSelectElement).value)}
              >
                ${values.map((value) => html`<option value=${value}>${value || 'default'}</option>`)}
              </select>
            </label>`,
          )}
          <label class="field">
            <span><code>lang</code></span>
            <select name="lang" @change=${(event: Event) => setLang((event.target as HTMLSelectElement).value)}>
              <option value="">of the page</option>
              ${languageNames().map(({ lang, name }) => html`<option value=${lang} lang=${lang}>${name}</option>`)}
            </select>
          </label>
        </div>
        ${codeView(tagOf(uploader), 'The tag with these options')}
      `,
      place,
    );
  paint();
}

/** The options in the order in which somebody would write them; not those that only this page needs. */
export function tagOf(uploader: HTMLElement): string {
  const flags = switches
    .filter(({ name }) => uploader.hasAttribute(name))
    .map(({ name }) => name);
  const names = [
    ...[...texts, ...choices].map(({ name }) => name),
    'lang',
    'dir',
  ];
  const values = names.flatMap((name) => {
    const value = uploader.getAttribute(name);
    return value ? [`${name}="${value.replaceAll('"', '&quot;')}"`] : [];
  });
  const lines = [
    'session-url="https://files.example.com/v1.0/sessions"',
    ...(flags.length > 0 ? [flags.join(' ')] : []),
    ...values,
  ];
  return `<kommo-uploader\n${lines.map((line) => `  ${line}`).join('\n')}\n></kommo-uploader>`;
}
