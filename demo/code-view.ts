/**
 * Code as a page shows it: a block to scroll in, its pieces in colours. Knows: how they look; the text itself stays text.
 * Does not know: what the pieces are (`code-pieces.ts`).
 */
import { html, type TemplateResult } from 'lit';
import { codePieces } from './code-pieces.js';

/** A scrollable block; the label is for those who do not see it. */
export function codeView(code: string, label: string): TemplateResult<1> {
  const pieces = codePieces(code).map(({ text, kind }) =>
    kind ? html`<span class=${kind}>${text}</span>` : text,
  );
  // No space around the pieces: it would show.
  return html`<pre class="code scroll" tabindex="0" role="region" aria-label=${label}><code>${pieces}</code></pre>`;
}
