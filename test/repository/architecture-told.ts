/**
 * What CONTRIBUTING.md tells of the architecture, as data, and whether the sources say the same: pure functions, one
 * sentence for each difference.
 *
 * Knows: how its tables are laid out. The rules that they repeat are in `rules.ts`.
 */
import { type Module, type Node, walk } from './modules.js';
import { allowedPackages, allowedRooms, roomOf } from './rules.js';

/** The cells of the tables below a heading, row by row, without their heads. */
function rowsBelow(text: string, heading: string): string[][] {
  const [, section = ''] = text.split(`\n### ${heading}\n`);
  const [own = ''] = section.split(/^#/m);
  return own
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

/** Each room has a row with exactly what it may import. */
export function roomsTold(text: string, modules: Module[]): string[] {
  const rows = rowsBelow(text, 'The rooms');
  const rowOf = new Map(
    rows.map((row) => {
      const [, place = ''] = /^`([^`]+)`/.exec(row[0] ?? '') ?? [];
      return [roomOf(place.endsWith('/') ? `${place}*` : place), row];
    }),
  );
  const rooms = new Set(modules.map(({ path: file }) => roomOf(file)));
  const found = [...rowOf.keys()]
    .filter((room) => !rooms.has(room))
    .map((room) => `${room} is a room that is not there`);
  for (const room of rooms) {
    const row = rowOf.get(room);
    if (row === undefined) found.push(`${room} is a room without a row`);
    else
      for (const [at, list] of [allowedRooms, allowedPackages].entries()) {
        const right = listed(list[room]);
        if (row[at + 3] !== right)
          found.push(`${room} says “${row[at + 3]}” instead of “${right}”`);
      }
  }
  return found;
}

const listed = (names: readonly string[] | undefined): string =>
  names
    ?.map((name) => `\`${name}\``)
    .join(', ')
    .replace(/^$/, 'none') ?? 'any';

/** Each folder of the demo and of the tests has its line, and each line leads somewhere. */
export function foldersTold(text: string, files: readonly string[]): string[] {
  const [, block = ''] = /```text\n(demo\/[\s\S]*?)```/.exec(text) ?? [];
  const told = block.split('\n').flatMap((line) => line.split(/\s/, 1));
  const folders = files.flatMap((file) =>
    /^(demo|test)\/[^/]+\//.exec(file)?.slice(0, 1),
  );
  return [
    ...[...new Set(folders)]
      .filter((folder) => folder !== undefined && !told.includes(folder))
      .map((folder) => `${folder} has no line`),
    ...told
      .filter((place) => !files.some((file) => file.startsWith(place)))
      .map((place) => `${place} is not there`),
  ];
}

/** Each step of a way is exported by the module that it names, and one of its module and an earlier one knows the other. */
export function wayTold(
  text: string,
  heading: string,
  modules: Module[],
): string[] {
  const byPath = new Map(modules.map((module) => [module.path, module]));
  const steps = rowsBelow(text, heading).map(([who = '', where = '']) => ({
    name: who.replaceAll('`', ''),
    module: byPath.get(`src/${where.replaceAll('`', '')}`),
    where,
  }));
  if (steps.length === 0) return [`“${heading}” has no steps`];
  return steps.flatMap(({ name, module, where }, at) => {
    if (module === undefined) return [`${name}: ${where} is not there`];
    if (!exports(module, name)) return [`${where} exports no ${name}`];
    const isTied = steps
      .slice(0, at)
      .some(
        (step) =>
          step.module === module ||
          (step.module &&
            (mentions(step.module, name) || mentions(module, step.name))),
      );
    return at === 0 || isTied ? [] : [`no step before it knows ${name}`];
  });
}

/** `uploadFile`, or `PartReader.read` for a method. */
function exports({ body }: Module, name: string): boolean {
  const [first, member] = name.split('.');
  const declared = body
    .filter(({ type }) => type === 'ExportNamedDeclaration')
    .map(({ declaration }) => declaration as Node | null)
    .flatMap((node) =>
      node?.type === 'VariableDeclaration'
        ? (node.declarations as Node[])
        : (node ?? []),
    )
    .find(({ id }) => (id as Node | null)?.name === first);
  if (member === undefined || declared === undefined) return !!declared;
  const { body: members = [] } = (declared.body ?? {}) as { body?: Node[] };
  return members.some(({ key }) => (key as Node | null)?.name === member);
}

function mentions({ body }: Module, name: string): boolean {
  const wanted = name.split('.').at(-1);
  let found = false;
  for (const statement of body)
    walk(statement, (node) => {
      found ||= node.type === 'Identifier' && node.name === wanted;
      return !found;
    });
  return found;
}
