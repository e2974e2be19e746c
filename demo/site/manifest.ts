/**
 * The element's manifest, as the analyzer finds it in the sources: what the reference is made of.
 *
 * Knows the analyzer and what of its findings is public. Does not know how it is shown.
 */
export interface Named {
  name: string;
  description?: string;
}

export interface Typed extends Named {
  type?: { text: string };
  default?: string;
}

export interface Attribute extends Typed {
  fieldName: string;
}

export interface Member extends Typed {
  kind: 'field' | 'method';
  static?: boolean;
  privacy?: 'private' | 'protected' | 'public';
  readonly?: boolean;
  attribute?: string;
  parameters?: (Typed & { optional?: boolean })[];
  return?: { type?: { text: string } };
}

export interface CustomElement extends Named {
  attributes: Attribute[];
  members: Member[];
  events: Typed[];
  slots: Named[];
  cssParts: Named[];
  cssStates: Named[];
  cssProperties: Typed[];
}

/** Reads the sources below `root`, and writes nothing. */
export async function readElement(root: string): Promise<CustomElement> {
  // It brings a compiler along, which only the reference needs.
  const { cli } = await import('@custom-elements-manifest/analyzer/cli.js');
  const { modules } = await cli({
    argv: [
      ...['analyze', '--litelement', '--quiet'],
      ...['--globs', 'src/element/*.ts'],
    ],
    cwd: root,
    noWrite: true,
  });
  const found = modules
    .flatMap(({ declarations }) => declarations)
    .find(({ name }) => name === 'KommoUploader');
  if (found === undefined) throw new Error('The analyzer found no element.');
  return {
    ...found,
    // What is public has words.
    members: found.members
      .filter(
        ({ privacy, description }) =>
          (privacy === undefined || privacy === 'public') && description,
      )
      .map(({ type, ...member }) => ({
        ...member,
        ...(type && { type: { text: plainType(type.text) } }),
      })),
    events: found.events.filter(({ description }) => description),
  };
}

/** What the short names of the options' module stand for. */
const short: Readonly<Record<string, string>> = {
  Text: 'string | null',
  Amount: 'number | string | null',
};

/** Each member of a union once; that an option may be missing is said of none. */
function plainType(text: string): string {
  const members = text
    .split(/\s*\|\s*/)
    .flatMap((member) => (short[member] ?? member).split(' | '))
    .filter((member) => member !== '' && member !== 'undefined');
  return [...new Set(members)].join(' | ');
}
