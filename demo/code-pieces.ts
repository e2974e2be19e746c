/**
 * Code in pieces: names, texts and numbers set apart. Knows: a little of the looks of JSON, HTML, CSS and TypeScript,
 * and no more than is needed to read an example easily. Does not know: the page that shows it.
 */

export interface CodePiece {
  readonly text: string;
  /** What it is, where that is to be seen. */
  readonly kind?: string;
}

const token =
  /(?<comment>(?<![:\w])\/\/[^\n]*|\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|(?<=^|\s{2})# [^\n]*)|(?<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)|(?<word>\b(?:import|from|const|await|async|return|true|false|null)\b)|(?<number>-?\b\d+(?:\.\d+)?\b)|(?<tag><\/?[a-z][\w-]*)/g;

/** All of the code, in order. */
export function codePieces(code: string): CodePiece[] {
  const pieces: CodePiece[] = [];
  let end = 0;
  for (const match of code.matchAll(token)) {
    const [found] = match;
    if (match.index > end) pieces.push({ text: code.slice(end, match.index) });
    end = match.index + found.length;
    pieces.push({ text: found, kind: kindOf(match, code, end) });
  }
  if (end < code.length) pieces.push({ text: code.slice(end) });
  return pieces;
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
