/**
 * A button that copies a text and says that it did. Knows: the clipboard. Does not know: what it copies.
 */
import { html, type TemplateResult } from 'lit';

export function copyButton(
  label: string,
  text: () => string,
): TemplateResult<1> {
  return html`<button type="button" class="quiet copy" @click=${(event: Event) => copy(event.currentTarget as HTMLButtonElement, text())}>
    <span class="before">Copy</span><span class="after" role="status"></span><span class="hidden"> ${label}</span>
  </button>`;
}

async function copy(button: HTMLButtonElement, text: string): Promise<void> {
  const word = button.querySelector('.after') as HTMLElement;
  try {
    await navigator.clipboard.writeText(text);
    word.textContent = 'Copied';
  } catch {
    // Permission denied, or a page without https.
    word.textContent = 'Not allowed';
  }
  setTimeout(() => {
    word.textContent = '';
  }, 2000);
}
