/**
 * What a release does to numbers and words: which version may follow, and what the changelog says of it.
 *
 * Knows: Semantic Versioning and Keep a Changelog. Reads and writes nothing.
 */

const shape = /^(\d+)\.(\d+)\.(\d+)(?:-([\da-z.-]+))?$/;

/** Whether this version may be the next. The first release has the version that the package was born with. */
export function mayFollow(
  current: string,
  next: string,
  released: readonly string[],
): boolean {
  if (!shape.test(next) || released.includes(next)) return false;
  const order = compare(next, current);
  return order > 0 || (order === 0 && released.length === 0);
}

/** Its three numbers, or undefined where it is no version. */
export const numbersOf = (version: string): number[] | undefined =>
  shape.exec(version)?.slice(1, 4).map(Number);

/** Below, at or above zero, as `a` comes before, with or after `b`. */
export function compare(a: string, b: string): number {
  const [, ...left] = shape.exec(a) ?? [];
  const [, ...right] = shape.exec(b) ?? [];
  for (const at of [0, 1, 2]) {
    const difference = Number(left[at]) - Number(right[at]);
    if (difference !== 0) return difference;
  }
  const [early, before] = [left[3], right[3]];
  // A version comes after what led to it.
  if (early === undefined || before === undefined)
    return Number(early === undefined) - Number(before === undefined);
  return early.localeCompare(before, 'en', { numeric: true });
}

/** The changelog in which all that is not released yet has become this version. */
export function withRelease(
  changelog: string,
  version: string,
  date: string,
): string {
  const head = '## [Unreleased]\n';
  const at = changelog.indexOf(head);
  if (at < 0) throw new Error('The changelog has no part for what is next.');
  const rest = changelog.slice(at + head.length);
  const [news = ''] = rest.split(/^## /m);
  if (news.trim() === '') throw new Error('The changelog has nothing new.');
  return `${changelog.slice(0, at)}${head}\n## [${version}] - ${date}\n${rest}`;
}
