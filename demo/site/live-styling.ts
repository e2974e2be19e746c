/**
 * An uploader with a control for each thing that a page's style sheet can change, and the style sheet that follows.
 *
 * Knows: the element's custom properties and their usual values, as the guide has them. The rules go into a sheet of
 * their own: no style attribute is written, so that a strict page allows it.
 */
import { html, render } from 'lit';
import { codeView } from '../code-view.js';
import { copyButton } from '../copy-button.js';

const colours = [
  { name: 'accent', light: '#2f5bd8', dark: '#8fb0ff' },
  { name: 'on-accent', light: '#ffffff', dark: '#0d1730' },
  { name: 'text', light: '#1c2430', dark: '#e7eaf0' },
  { name: 'muted', light: '#5a6474', dark: '#a3adbd' },
  { name: 'surface', light: '#ffffff', dark: '#181c23' },
  { name: 'raised', light: '#f5f7fa', dark: '#212732' },
  { name: 'line', light: '#d9dfe8', dark: '#38414f' },
  { name: 'good', light: '#14713c', dark: '#6fd394' },
  { name: 'bad', light: '#b3261e', dark: '#ff9d94' },
] as const;

const fonts = ['system-ui, sans-serif', 'Georgia, serif', 'ui-monospace'];

export function showStyling(place: HTMLElement): HTMLElement {
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  /** What somebody changed, by the property's short name. */
  const changed = new Map<string, string>();
  let scheme = '';

  const isDark = () =>
    scheme === 'dark' ||
    (scheme === '' &&
      getComputedStyle(place).colorScheme.includes('dark') &&
      (document.documentElement.dataset.theme === 'dark' ||
        (document.documentElement.dataset.theme !== 'light' &&
          matchMedia('(prefers-color-scheme: dark)').matches)));

  const rule = () => {
    const lines = [
      ...(scheme ? [`color-scheme: ${scheme};`] : []),
      ...[...changed].map(
        ([name, value]) => `--kommo-uploader-${name}: ${value};`,
      ),
    ];
    return lines.length > 0
      ? `kommo-uploader {\n${lines.map((line) => `  ${line}`).join('\n')}\n}`
      : '/* As it comes: change something. */';
  };

  const set = (name: string, value: string) => {
    if (value === '') changed.delete(name);
    else changed.set(name, value);
    paint();
  };

  const reset = () => {
    changed.clear();
    scheme = '';
    place.querySelector('kommo-uploader')?.removeAttribute('look');
    paint();
  };

  const paint = () => {
    sheet.replaceSync(rule());
    const dark = isDark();
    render(
      html`<div class="studio">
        <kommo-uploader multiple></kommo-uploader>
        <div class="swatches" role="group" aria-label="Colours">
          ${colours.map(
            (colour) => html`<label class="swatch">
              <input
                type="color"
                .value=${changed.get(colour.name) ?? (dark ? colour.dark : colour.light)}
                @input=${(event: Event) => set(colour.name, (event.target as HTMLInputElement).value)}
              >
              <code>${colour.name}</code>
            </label>`,
          )}
        </div>
        <div class="fields">
          <label class="field">
            <span>Corners <span>${changed.get('radius') ?? '12px'}</span></span>
            <input
              type="range" min="0" max="24"
              .value=${(changed.get('radius') ?? '12px').replace('px', '')}
              @input=${(event: Event) => set('radius', `${(event.target as HTMLInputElement).value}px`)}
            >
          </label>
          <label class="field">
            <span>Font</span>
            <select .value=${changed.get('font') ?? ''} @change=${(event: Event) => set('font', (event.target as HTMLSelectElement).value)}>
              <option value="">default</option>
              ${fonts.map((font) => html`<option>${font}</option>`)}
            </select>
          </label>
          <label class="field">
            <span>Colour scheme</span>
            <select
              .value=${scheme}
              @change=${(event: Event) => {
                scheme = (event.target as HTMLSelectElement).value;
                paint();
              }}
            >
              <option value="">of the page</option>
              <option>light</option>
              <option>dark</option>
            </select>
          </label>
          <label class="field">
            <span><code>look</code></span>
            <select
              .value=${place.querySelector('kommo-uploader')?.getAttribute('look') ?? ''}
              @change=${(event: Event) => setLook((event.target as HTMLSelectElement).value)}
            >
              <option value="">default</option>
              <option>compact</option>
            </select>
          </label>
        </div>
        <div class="head">
          <button type="button" @click=${reset}>As it comes</button>
          ${copyButton('the style sheet', rule)}
        </div>
        ${codeView(rule(), 'The style sheet')}
      </div>`,
      place,
    );
  };

  const setLook = (look: string) => {
    const uploader = place.querySelector('kommo-uploader');
    if (look === '') uploader?.removeAttribute('look');
    else uploader?.setAttribute('look', look);
  };

  paint();
  const uploader = place.querySelector('kommo-uploader');
  if (!uploader) throw new Error('No uploader was drawn.');
  return uploader;
}
