/**
 * Code as a page shows it: names, texts and numbers set apart. Knows a little of JSON's, HTML's and TypeScript's looks,
 * and no more than is needed to read an example easily. The text itself stays text.
 */
import { html, type TemplateResult } from 'lit';

const token =
  /(?<comment>\/\/[^\n]*|<!--[\s\S]*?-->)|(?<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?<word>\b(?:import|from|const|await|async|true|false|null)\b)|(?<number>-?\b\d+(?:\.\d+)?\b)|(?<tag><\/?[a-z][\w-]*)/g;

/** A scrollable block; the label is for those who do not see it. */
export function codeView(code: string, label: string): TemplateResult<1> {
  const pieces: (string | TemplateResult<1>)[] = [];
  let end = 0;
  for (const match of code.matchAll(token)) {
    const [found] = match;
    pieces.push(code.slice(end, match.index));
    end = match.index + found.length;
    pieces.push(html`<span class=${kindOf(match, code, end)}>${found}</span>`);
  }
  pieces.push(code.slice(end));
  // No space around the pieces: it would show.
  return html`<pre class="code scroll" tabindex="0" role="region" aria-label=${label}><code>${pieces}</code></pre>`;
}

function kindOf(match: RegExpMatchArray, code: string, end: number): string {
  const [kind = 'text'] =
    Object.entries(match.groups ?? {}).find(
      ([, found]) => found !== undefined,
    ) ?? [];
  // In JSON a text before a colon is a field's name.
  return kind === 'text' && /^\s*:/.test(code.slice(end, end + 3))
    ? 'key'
    : kind;
}
