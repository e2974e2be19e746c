/**
 * Which entries a question finds, the best first. Knows: texts and words. Does not know: the page.
 */
import type { SearchEntry } from './site.js';

/** A stretch of text, and whether it is what was looked for. */
export interface Excerpt {
  readonly text: string;
  readonly isFound: boolean;
}

export interface Found {
  readonly entry: SearchEntry;
  readonly excerpt: readonly Excerpt[];
}

const wordsOf = (question: string): string[] =>
  question.toLowerCase().split(/\s+/).filter(Boolean);

/** Every word of the question stands in what is found: in a title it counts more than in the text. */
export function find(
  entries: readonly SearchEntry[],
  question: string,
  most = 12,
): Found[] {
  const words = wordsOf(question);
  if (words.length === 0) return [];
  return entries
    .map((entry) => ({ entry, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most)
    .map(({ entry }) => ({ entry, excerpt: excerptOf(entry.text, words) }));
}

function scoreOf(
  { page, title, text, href }: SearchEntry,
  words: string[],
): number {
  const fields = [
    { text: title.toLowerCase(), weight: 8 },
    { text: page.toLowerCase(), weight: 4 },
    { text: text.toLowerCase(), weight: 1 },
  ];
  let score = 0;
  for (const word of words) {
    const scores = fields.map(({ text, weight }) => {
      const at = text.indexOf(word);
      if (at < 0) return 0;
      const startsWord = at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1] ?? '');
      return weight * (startsWord ? 2 : 1) * (text === word ? 2 : 1);
    });
    const best = Math.max(...scores);
    if (best === 0) return 0;
    score += best;
  }
  // A guide explains what the reference and the changelog only name.
  return score + (href.startsWith('guide/') ? 1 : 0);
}

const around = 60;

/** Some words before and after the first that was found. */
export function excerptOf(text: string, words: string[]): Excerpt[] {
  const lower = text.toLowerCase();
  const first = Math.min(
    ...words.map((word) => {
      const at = lower.indexOf(word);
      return at < 0 ? Number.POSITIVE_INFINITY : at;
    }),
  );
  const from = Number.isFinite(first) ? Math.max(0, first - around) : 0;
  const start = from === 0 ? 0 : text.indexOf(' ', from) + 1;
  const piece = text.slice(start, start + 3 * around);
  const pattern = new RegExp(
    `(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`,
    'gi',
  );
  const excerpt = piece
    .split(pattern)
    .filter(Boolean)
    .map((text) => ({ text, isFound: words.includes(text.toLowerCase()) }));
  if (start > 0) excerpt.unshift({ text: '… ', isFound: false });
  if (start + piece.length < text.length)
    excerpt.push({ text: ' …', isFound: false });
  return excerpt;
}
