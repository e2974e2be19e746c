/**
 * Pages that ask: the three origins, and whether such a page may read an answer.
 *
 * Knows: the headers of CORS as the Fetch standard reads them. Does not know: which answer it is.
 */
import type { Origins, Preflight } from './profile.js';
import type { Answer } from './wire.js';

export const ORIGIN_NAMES = ['own', 'other', 'null'] as const;

/** The account's origin, another site (one that nobody can own), and that of a sandboxed page. */
export const originsOf = (
  own: string,
  other = 'https://another-site.example',
): Origins<string> => ({
  own,
  other,
  null: 'null',
});

export function isReadable({ headers }: Answer, origin: string): boolean {
  const allowed = headers['access-control-allow-origin'];
  return allowed === '*' || allowed === origin;
}

/** Asks once for each origin. */
export async function forEach<T>(
  origins: Origins<string>,
  ask: (origin: string) => Promise<T>,
): Promise<Origins<T>> {
  const { own, other, null: none } = origins;
  return {
    own: await ask(own),
    other: await ask(other),
    null: await ask(none),
  };
}

export const readableBy = (
  origins: Origins<string>,
  ask: (origin: string) => Promise<Answer>,
): Promise<Origins<boolean>> =>
  forEach(origins, async (origin) => isReadable(await ask(origin), origin));

/** Whether a header is on a list that may be `*`. */
export const isListed = (list: string | undefined, name: string): boolean =>
  (list ?? '')
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .some((each) => each === '*' || each === name.toLowerCase());

export function preflightOf(
  answer: Answer,
  origin: string,
  headers: readonly string[],
): Preflight {
  const { status, headers: got } = answer;
  const list = got['access-control-allow-headers'];
  const age = Number(got['access-control-max-age']);
  return {
    status,
    allowed:
      status >= 200 &&
      status < 300 &&
      isReadable(answer, origin) &&
      headers.every((name) =>
        // A star does not stand for this one.
        name === 'authorization'
          ? isListed((list ?? '').replaceAll('*', ''), name)
          : isListed(list, name),
      ),
    ...(got['access-control-max-age'] !== undefined &&
      Number.isFinite(age) && { maxAge: age }),
  };
}
