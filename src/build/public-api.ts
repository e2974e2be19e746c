/**
 * What is public, as one list that can be compared with that of the last release.
 *
 * Knows: what a manifest has and that a changelog names things in code. Does not know: where lists are kept.
 */
import type { News } from './changelog.js';
import type { CustomElement } from './manifest.js';

/** By kind and name, as `attribute accept`: its type. */
export type PublicApi = Readonly<Record<string, string>>;

export function publicApi(
  element: CustomElement,
  entries: readonly string[],
): PublicApi {
  const api: [string, string][] = [
    ...entries.map((name): [string, string] => [
      `entry kommo-uploader${name.slice(1)}`,
      '',
    ]),
    ...(
      [
        ['attribute', element.attributes],
        ['event', element.events],
        ['slot', element.slots],
        ['part', element.cssParts],
        ['state', element.cssStates],
        ['property', element.cssProperties],
      ] as const
    ).flatMap(([kind, list]) =>
      list.map((each): [string, string] => [
        `${kind} ${each.name}`,
        'type' in each ? (each.type?.text ?? '') : '',
      ]),
    ),
    ...element.members.map((member): [string, string] => [
      `member ${member.name}`,
      member.kind === 'field'
        ? `${member.readonly ? 'readonly ' : ''}${member.type?.text ?? ''}`
        : `(${member.parameters?.map(({ name, type, optional }) => `${name}${optional ? '?' : ''}: ${type?.text ?? ''}`).join(', ') ?? ''}) => ${member.return?.type?.text ?? 'void'}`,
    ]),
  ];
  return Object.fromEntries(api.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What came, went or has another type, and is not named in what is told of it; what went is told as removed or breaking. */
export function untold(
  released: PublicApi,
  now: PublicApi,
  { groups }: Pick<News, 'groups'>,
): string[] {
  const entries = groups.flatMap(({ name, entries }) =>
    entries.map((entry) => ({
      entry,
      breaks: name === 'Removed' || entry.startsWith('**Breaking:**'),
    })),
  );
  return Object.keys({ ...released, ...now })
    .filter((key) => released[key] !== now[key])
    .filter((key) => {
      const name = key.slice(key.indexOf(' ') + 1);
      return !entries.some(
        ({ entry, breaks }) =>
          (breaks || now[key] !== undefined) && isNamed(name, entry),
      );
    });
}

/** As `accept`, `accept="image/*"`, `:state(accept)` or `accept()`, and not within another name. */
const isNamed = (name: string, entry: string): boolean =>
  [...entry.matchAll(/`([^`]+)`/g)].some(([, code = '']) =>
    code
      .split(/[^\w./*-]+/)
      .some((word) => word === name || word.endsWith(`.${name}`)),
  );
