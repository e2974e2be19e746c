/**
 * The changelog as data: what is wrong with it, and how high a version has to rise for what it tells.
 *
 * Knows: Keep a Changelog, and that an entry which begins with `**Breaking:**` is one. Reads and writes nothing.
 */
import { compare, numbersOf } from './versions.js';

/** What is told of one version, or of what is to come. */
export interface News {
  /** `Unreleased`, or the version. */
  readonly name: string;
  readonly date: string | undefined;
  readonly groups: readonly { name: string; entries: readonly string[] }[];
  /** Text that is in no group. */
  readonly loose: string;
}

const known = [
  'Added',
  'Changed',
  'Deprecated',
  'Removed',
  'Fixed',
  'Security',
];

export function readChangelog(text: string): News[] {
  const [, ...parts] = text.split(/^## /m);
  return parts.map((part) => {
    const [head = ''] = part.split('\n', 1);
    const [, name = head, date] =
      /^\[([^\]]+)\](?: - (\S+))?$/.exec(head) ?? [];
    const [loose = '', ...groups] = part.slice(head.length).split(/^### /m);
    return {
      name,
      date,
      loose: loose.trim(),
      groups: groups.map((group) => {
        const [name = '', ...lines] = group.split('\n');
        const [, ...entries] = `\n${lines.join('\n')}`.split('\n- ');
        return { name: name.trim(), entries };
      }),
    };
  });
}

/** What is wrong with it, one sentence for each. */
export function problemsOf(releases: readonly News[]): string[] {
  const found = releases.flatMap((news, at) => [
    ...problemsOfHead(news, at, releases[at - 1]),
    ...problemsOfGroups(news),
  ]);
  return releases[0]?.name === 'Unreleased'
    ? found
    : ['The first part is not for what is next.', ...found];
}

function problemsOfHead(
  { name, date }: News,
  at: number,
  above: News | undefined,
): string[] {
  if (at === 0 && name === 'Unreleased')
    return date === undefined ? [] : ['What is next has a date.'];
  if (numbersOf(name) === undefined) return [`“${name}” is no version.`];
  const found: string[] = [];
  if (!isDay(date)) found.push(`${name} has no date like 2026-01-31.`);
  if (above === undefined || numbersOf(above.name) === undefined) return found;
  if (compare(above.name, name) <= 0)
    found.push(`${name} stands below ${above.name}.`);
  if ((date ?? '') > (above.date ?? ''))
    found.push(`${name} is younger than ${above.name}.`);
  return found;
}

const isDay = (date = ''): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(date) &&
  new Date(`${date}T00:00:00Z`).toJSON()?.startsWith(date) === true;

function problemsOfGroups({ name, groups, loose }: News): string[] {
  const names = groups.map((group) => group.name);
  return [
    ...(loose === '' ? [] : [`${name} has text outside of its groups.`]),
    ...groups.flatMap((group, at) => [
      ...(known.includes(group.name)
        ? []
        : [`${name} has a group “${group.name}”.`]),
      ...(names.indexOf(group.name) < at
        ? [`${name} has two groups “${group.name}”.`]
        : []),
      ...(group.entries.some((entry) => entry.trim() !== '')
        ? []
        : [`“${group.name}” of ${name} is empty.`]),
    ]),
  ];
}

/** Why this version is too low for what is new, if it is. Below 1.0 what breaks is minor, and all the rest a patch. */
export function whyTooLow(
  { groups }: News,
  current: string,
  next: string,
): string | undefined {
  const [before, after] = [numbersOf(current), numbersOf(next)];
  if (before === undefined || after === undefined) return undefined;
  const risen = before.findIndex((number, at) => after[at] !== number);
  // Its first candidate was judged.
  if (risen < 0) return undefined;
  const breaks = groups.some(
    ({ name, entries }) =>
      name === 'Removed' ||
      entries.some((entry) => entry.startsWith('**Breaking:**')),
  );
  const adds = groups.some(({ name }) =>
    ['Added', 'Changed', 'Deprecated'].includes(name),
  );
  const needed = (breaks ? 0 : adds ? 1 : 2) + (before[0] === 0 ? 1 : 0);
  if (risen <= needed) return undefined;
  const what = breaks ? 'what breaks' : 'what was added or changed';
  return `${next} is too low after ${current} for ${what}.`;
}
