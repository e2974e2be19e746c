/**
 * `custom-elements.json`: the element as the analyzer finds it in the sources, and nothing that is not public.
 *
 * Knows: the schema of manifests (2.1), and where the package's modules lie. Does not know: which tools read it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { cli } from '@custom-elements-manifest/analyzer/cli.js';

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
  inheritedFrom?: unknown;
}

export interface Parameter extends Typed {
  optional?: boolean;
}

export interface Member extends Typed {
  kind: 'field' | 'method';
  static?: boolean;
  privacy?: 'private' | 'protected' | 'public';
  /** Of a field. */
  readonly?: boolean;
  attribute?: string;
  reflects?: boolean;
  /** Of a method. */
  parameters?: Parameter[];
  return?: { type?: { text: string }; description?: string };
  inheritedFrom?: unknown;
}

export interface CustomElement extends Named {
  kind: 'class';
  tagName: string;
  customElement: true;
  superclass: { name: string; package?: string; module?: string };
  attributes: Attribute[];
  members: Member[];
  events: Typed[];
  slots: Named[];
  cssParts: Named[];
  cssStates: Named[];
  cssProperties: Typed[];
}

export interface Package {
  schemaVersion: string;
  readme: string;
  modules: {
    kind: 'javascript-module';
    path: string;
    declarations: CustomElement[];
    exports: unknown[];
  }[];
}

const tag = 'kommo-uploader';
const className = 'KommoUploader';
const home = 'dist/element/kommo-uploader.js';
const door = 'dist/index.js';

/** Reads the sources below `root`, and writes nothing. */
export async function readManifest(root: string): Promise<Package> {
  const sources = 'src/element/*.ts';
  const { modules } = await cli({
    argv: ['analyze', '--litelement', '--quiet', '--globs', sources],
    cwd: root,
    noWrite: true,
  });
  const found = modules
    .flatMap(({ declarations }) => declarations)
    .find(({ name }) => name === className);
  if (found === undefined) throw new Error(`No class ${className} was found.`);
  const declaration = { name: className, module: home };
  return {
    schemaVersion: '2.1.0',
    readme: 'README.md',
    modules: [
      {
        kind: 'javascript-module',
        path: home,
        declarations: [onlyPublic(found, plainTypes(root))],
        exports: [{ kind: 'js', name: className, declaration }],
      },
      {
        kind: 'javascript-module',
        path: door,
        declarations: [],
        exports: [
          { kind: 'js', name: className, declaration },
          { kind: 'custom-element-definition', name: tag, declaration },
        ],
      },
    ],
  };
}

/** The element and its base classes as one: which modules it is made of is nobody's business. */
function onlyPublic(
  found: CustomElement,
  expand: (type: string) => string[],
): CustomElement {
  return {
    kind: 'class',
    name: className,
    ...(found.description === undefined
      ? {}
      : { description: found.description }),
    tagName: tag,
    customElement: true,
    superclass: { name: 'LitElement', package: 'lit' },
    attributes: found.attributes.map((attribute) => ({
      ...withoutOrigin(attribute),
      type: {
        text: expand(attribute.type?.text ?? 'string')
          .filter(isWrittenInMarkup)
          .join(' | '),
      },
    })),
    members: oneOfEach(found.members.filter(isPublic)).map((member) => ({
      ...withoutOrigin(member),
      ...(member.type && {
        type: { text: expand(member.type.text).join(' | ') },
      }),
    })),
    // The analyzer takes the name of a variable for that of an event.
    events: found.events.filter(({ description }) => description).map(inOrder),
    slots: found.slots.map(inOrder),
    cssParts: found.cssParts.map(inOrder),
    cssStates: found.cssStates.map(inOrder),
    cssProperties: found.cssProperties.map(inOrder),
  };
}

/** What is public has words. What has none, the analyzer made of an assignment to something else. */
const isPublic = ({ privacy, description }: Member): boolean =>
  (privacy === undefined || privacy === 'public') && description !== undefined;

/** The ways to call a method are one method, with what all of them say. */
function oneOfEach(members: Member[]): Member[] {
  const byName = new Map<string, Member>();
  for (const member of members) {
    const first = byName.get(member.name);
    if (first === undefined) byName.set(member.name, member);
    else {
      first.description += `\n\n${member.description}`;
      first.parameters = (member.parameters ?? []).map((parameter) => ({
        ...parameter,
        optional: true,
      }));
    }
  }
  return [...byName.values()];
}

const withoutOrigin = <T extends { name: string; inheritedFrom?: unknown }>(
  member: T,
): T => inOrder({ ...member, inheritedFrom: undefined });

/** The name first, as a person reads it. */
const inOrder = <T extends { name: string }>(member: T): T =>
  Object.assign({ name: member.name }, member);

const isWrittenInMarkup = (type: string): boolean =>
  /^(string|number|boolean|'.*')$/.test(type);

/**
 * Says what a type stands for where that is plain: `Look` is `'default' | 'compact'`, which an editor can offer. Gives
 * the members of a union, each of them once.
 */
function plainTypes(root: string): (type: string) => string[] {
  const plain = new Map<string, string>();
  for (const room of ['src/element', 'src/engine'])
    for (const file of readdirSync(path.join(root, room)))
      if (file.endsWith('.ts')) {
        const text = readFileSync(path.join(root, room, file), 'utf8');
        for (const [, name = '', type = ''] of text.matchAll(
          /^(?:export )?type (\w+) =([^;]+);/gm,
        ))
          if (membersOf(type).every(isPlain)) plain.set(name, type);
      }
  return (type) => [
    ...new Set(
      membersOf(type).flatMap((member) =>
        membersOf(plain.get(member) ?? member),
      ),
    ),
  ];
}

/** None of the unions here has another one inside. */
const membersOf = (type: string): string[] =>
  type
    .split('|')
    .map((member) => member.trim())
    .filter((member) => member !== '');

const isPlain = (type: string): boolean =>
  isWrittenInMarkup(type) || type === 'null' || type === 'undefined';
