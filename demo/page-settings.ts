/**
 * How the page looks: theme and direction of writing. Knows the root element's attributes; the style sheets know what
 * follows from them.
 */
import { html, render } from 'lit';

const themes = ['auto', 'light', 'dark'] as const;
const words = { auto: 'Auto', light: 'Light', dark: 'Dark' };

export function startSettings(place: HTMLElement): void {
  const page = document.documentElement;
  const setTheme = (theme: (typeof themes)[number]) => {
    if (theme === 'auto') delete page.dataset.theme;
    else page.dataset.theme = theme;
  };
  const turn = (button: HTMLButtonElement) => {
    const isRtl = page.dir !== 'rtl';
    page.dir = isRtl ? 'rtl' : 'ltr';
    button.setAttribute('aria-pressed', String(isRtl));
  };
  render(
    html`<fieldset class="choice">
        <legend class="hidden">Theme</legend>
        ${themes.map(
          (theme) => html`<label>
            <input type="radio" name="theme" .checked=${theme === 'auto'} @change=${() => setTheme(theme)}>
            <span class="pill">${words[theme]}</span>
          </label>`,
        )}
      </fieldset>
      <button
        type="button"
        class="quiet"
        aria-pressed="false"
        @click=${(event: Event) => turn(event.currentTarget as HTMLButtonElement)}
      >RTL<span class="hidden"> (right to left)</span></button>`,
    place,
  );
}
