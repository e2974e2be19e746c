/**
 * How the page looks: theme and direction of writing. Knows: the root element's attributes, and where a chosen theme is
 * kept for the other pages (`public/theme.js` reads it); the style sheets know what follows from them.
 */
import { html, nothing, render } from 'lit';

const themes = ['auto', 'light', 'dark'] as const;
const words = { auto: 'Auto', light: 'Light', dark: 'Dark' };

export function startSettings(
  place: HTMLElement,
  { direction = false }: { direction?: boolean } = {},
): void {
  const page = document.documentElement;
  const setTheme = (theme: (typeof themes)[number]) => {
    if (theme === 'auto') delete page.dataset.theme;
    else page.dataset.theme = theme;
    try {
      if (theme === 'auto') localStorage.removeItem('theme');
      else localStorage.setItem('theme', theme);
    } catch {
      // A browser that keeps nothing: until the next page.
    }
  };
  const turn = (button: HTMLButtonElement) => {
    const isRtl = page.dir !== 'rtl';
    page.dir = isRtl ? 'rtl' : 'ltr';
    button.setAttribute('aria-pressed', String(isRtl));
  };
  const turner = html`<button
        type="button"
        class="quiet"
        aria-pressed="false"
        @click=${(event: Event) => turn(event.currentTarget as HTMLButtonElement)}
      >RTL<span class="hidden"> (right to left)</span></button>`;
  render(
    html`<fieldset class="choice">
        <legend class="hidden">Theme</legend>
        ${themes.map(
          (theme) => html`<label>
            <input type="radio" name="theme" .checked=${theme === (page.dataset.theme ?? 'auto')} @change=${() => setTheme(theme)}>
            <span class="pill">${words[theme]}</span>
          </label>`,
        )}
      </fieldset>
      ${direction ? turner : nothing}`,
    place,
  );
}
