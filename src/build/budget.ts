/**
 * How large the package is: exactly as large as `budget.json` says, so that each change says what it costs, and what one
 * has saved stays saved.
 *
 * All numbers are bytes. They are the same on each machine: the lock pins the bundler, nothing of a path or of the
 * version gets into a file, and brotli gives the same bytes in Node 20, 22 and 24. The minified ones say what a change
 * costs. Those of brotli say what travels; they may jump by a hundred, up or down, where one character is another.
 *
 * Knows: names and numbers. Does not know: how they are measured (`measure.ts`).
 */
import { brotliCompressSync } from 'node:zlib';

/** Of one thing that is loaded, its bytes as they are and as they travel. */
export type Size = Readonly<Record<string, number>>;
export type Budget = Readonly<Record<string, Size>>;

/** Of code that comes in one file or in several. */
export const sizeOf = (...files: readonly string[]): Size => ({
  minified: sum(files, (code) => Buffer.byteLength(code)),
  brotli: sum(files, (code) => brotliCompressSync(code).length),
});

const sum = (files: readonly string[], size: (code: string) => number) =>
  files.reduce((total, code) => total + size(code), 0);

/** Says which numbers are others now, a line for each thing: old, new and what is between. */
export const differences = (kept: Budget, now: Budget): string[] =>
  [...new Set([...Object.keys(kept), ...Object.keys(now)])].flatMap((name) => {
    const [old = {}, size = {}] = [kept[name], now[name]];
    const kinds = [...new Set([...Object.keys(old), ...Object.keys(size)])];
    const changes = kinds
      .filter((kind) => old[kind] !== size[kind])
      .map((kind) => `${kind} ${change(old[kind], size[kind])}`);
    return changes.length > 0 ? [`${name}: ${changes.join(', ')}`] : [];
  });

const number = new Intl.NumberFormat('en', { signDisplay: 'negative' });
const signed = new Intl.NumberFormat('en', { signDisplay: 'always' });

const change = (old?: number, size?: number): string => {
  if (old === undefined || size === undefined)
    return `${old === undefined ? 'none' : number.format(old)} → ${size === undefined ? 'none' : number.format(size)}`;
  return `${number.format(old)} → ${number.format(size)} (${signed.format(size - old)})`;
};

/** What the build says where a number is another one. */
export const complaint = (changes: readonly string[]): string =>
  [
    'The sizes are not those of src/build/budget.json:',
    ...changes.map((line) => `  ${line}`),
    'Is the change worth it? `npm run build -- --write-budget` writes the new ones: commit them with it.',
  ].join('\n');

const place = /(<!-- sizes -->\n)[\s\S]*(<!-- \/sizes -->)/;
/** Beside others, in the table that compares. */
const row = /^(\| what a page loads, brotli \| )\d+/m;

/** The README with these sizes in it, in thousands of bytes. */
export function withSizes(readme: string, budget: Budget): string {
  if (!place.test(readme) || !row.test(readme))
    throw new Error('The README has no place for sizes.');
  const size = (name: string) => kilobytes(budget, name);
  const text = `
As they travel, compressed with brotli: the one file ${size('kommo-uploader.min.js')} kB, with Lit and English in it; another language up to ${size('the largest language')} kB;
from npm ${size('npm, without Lit')} kB beside Lit, and ${size('npm, small pictures')} kB more with the first picture of a local file; the engine alone ${size('the engine alone')} kB.

`;
  return readme
    .replace(place, (_, open, close) => open + text + close)
    .replace(row, (_, before) => before + size('kommo-uploader.min.js'));
}

/** Compressed, in whole thousands of bytes. */
export function kilobytes(budget: Budget, name: string): number {
  const bytes = budget[name]?.brotli;
  if (bytes === undefined) throw new Error(`The budget has no "${name}".`);
  return Math.round(bytes / 1000);
}
