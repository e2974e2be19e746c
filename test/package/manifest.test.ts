/**
 * That `custom-elements.json` names everything that a page can set, hear, fill or style, and nothing that is not there.
 * What there is, is asked of the class, of its types, its templates and its style sheets, never of its comments.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { readChangelog } from '../../src/build/changelog.js';
import type { Named, Package } from '../../src/build/manifest.js';
import {
  type PublicApi,
  publicApi,
  untold,
} from '../../src/build/public-api.js';
import { statesOf } from '../../src/element/states.js';
import { KommoUploader, UploadQueue } from '../../src/index.js';
import { root } from './packed.js';

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const readJson = (file: string) => JSON.parse(read(file));

const manifest: Package = readJson('dist/custom-elements.json');
const [element, ...others] = manifest.modules.flatMap(
  ({ declarations }) => declarations,
);
assert.ok(element !== undefined && others.length === 0);

const namesOf = (list: readonly Named[]) => list.map(({ name }) => name).sort();
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

/** Templates and style sheets, without the comments between. */
const sources = readdirSync(path.join(root, 'src/element'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) =>
    read(`src/element/${file}`).replaceAll(/\/\*\*[\s\S]*?\*\//g, ''),
  )
  .join('\n');
const found = (pattern: RegExp) =>
  sorted([...sources.matchAll(pattern)].map(([, name = '']) => name));

describe('the manifest names', () => {
  it('each attribute', () => {
    assert.deepEqual(
      namesOf(element.attributes),
      sorted(KommoUploader.observedAttributes),
    );
  });

  it('each property that can be set, with its attribute', () => {
    const real = [...KommoUploader.elementProperties].map(
      ([name, { attribute }]) => [
        String(name),
        attribute === false
          ? undefined
          : typeof attribute === 'string'
            ? attribute
            : String(name),
      ],
    );
    const named = element.members
      .filter(({ kind, readonly }) => kind === 'field' && !readonly)
      .map(({ name, attribute }) => [name, attribute]);
    assert.deepEqual(named.sort(), real.sort());
  });

  it('each slot, part, state and custom property', () => {
    assert.deepEqual(
      namesOf(element.slots),
      found(/<slot(?:\s+name="([\w-]+)"|(?=[\s>]))/g),
    );
    // Else there would be parts that are in no text.
    assert.doesNotMatch(sources, /\bpart=\$|exportparts/);
    assert.deepEqual(
      namesOf(element.cssParts),
      sorted(found(/\bpart="([^"]+)"/g).flatMap((names) => names.split(' '))),
    );
    assert.deepEqual(
      namesOf(element.cssProperties),
      found(/var\(\s*(--[\w-]+)/g).filter((name) =>
        name.startsWith('--kommo-'),
      ),
    );
    assert.deepEqual(
      namesOf(element.cssStates),
      sorted(
        Object.keys(
          statesOf({
            queue: new UploadQueue(),
            ...{ held: 0, isOver: false, disabled: false, isWrong: false },
          }),
        ),
      ),
    );
  });

  it('each of them once, and says what it is', () => {
    for (const list of [
      element.attributes,
      element.members,
      element.events,
      element.slots,
      element.cssParts,
      element.cssStates,
      element.cssProperties,
    ]) {
      assert.equal(new Set(namesOf(list)).size, list.length);
      for (const { name, description } of list)
        assert.match(description ?? '', /\w.*\.$/s, name);
    }
  });

  it('each public member and each event, with the types that they have', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'types-'));
    try {
      writeFileSync(path.join(folder, 'check.ts'), typeCheck());
      const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [
          tsc,
          ...['--noEmit', '--strict', '--exactOptionalPropertyTypes'],
          ...['--skipLibCheck', '--ignoreConfig', '--types', ''],
          ...['--target', 'es2022', '--module', 'nodenext'],
          path.join(folder, 'check.ts'),
        ],
        { cwd: root },
      ).catch((error: { stdout: string }) => error);
      assert.equal(stdout, '');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Compiles where the manifest and the types of the class say the same. */
function typeCheck(): string {
  assert.ok(element);
  const union = (names: string[]) =>
    names.map((name) => `'${name}'`).join(' | ') || 'never';
  const isStatic = (is: boolean) =>
    namesOf(
      element.members.filter((member) => (member.static ?? false) === is),
    );
  const own = element.events.filter(({ type }) => type?.text !== 'Event');
  const types = [
    ...element.members
      .filter(({ static: isStatic }) => !isStatic)
      .map(({ kind, name, type, return: result }) =>
        kind === 'field'
          ? `[KommoUploader['${name}'], ${type?.text}]`
          : `[ReturnType<KommoUploader['${name}']>, ${result?.type?.text}]`,
      ),
    ...own.map(
      ({ name, type }) =>
        `[UploaderEventMap['${name}']['detail'], ${type?.text}['detail']]`,
    ),
  ];
  return `
    import type { LitElement } from '${path.join(root, 'node_modules/lit/index.js')}';
    import type {
      AccessToken, Entity, FileVersion, IdleDetail, KommoUploader, Messages,
      OpenSession, Prepare, ProgressDetail, QueueStatus, RenderRow, Upload,
      UploaderEventMap, UploadError, UploadEvent, UploadQueue, WaitDetail,
    } from '${path.join(root, 'dist/index.js')}';

    type Named = ${union(isStatic(false))};
    type NamedStatic = ${union(isStatic(true))};
    type Heard = ${union(namesOf(own))};
    type Class = typeof KommoUploader;
    type None<T extends never> = T;
    export type Missing = [
      None<Exclude<keyof KommoUploader, keyof LitElement | Named>>,
      None<Exclude<keyof Class, keyof typeof LitElement | NamedStatic>>,
      None<Exclude<keyof UploaderEventMap, Heard>>,
    ];
    export type Invented = [
      None<Exclude<Named, keyof KommoUploader>>,
      None<Exclude<NamedStatic, keyof Class>>,
      None<Exclude<Heard, keyof UploaderEventMap>>,
    ];

    type Same<Pair extends [unknown, unknown]> =
      Pair extends [infer A, infer B]
        ? [A] extends [B] ? ([B] extends [A] ? never : Pair) : Pair
        : never;
${types.map((pair, at) => `    export type Type${at} = None<Same<${pair}>>;`).join('\n')}
  `;
}

describe('what people read names the same as the manifest', () => {
  const readme = read('README.md');
  const styling = read('demo/guide/styling.md');
  const inCode = (text: string, name: string) =>
    text.includes(`\`${name}\``) || text.includes(`\`${name}(`);

  it('the options, events and methods in the README', () => {
    const missing = [
      ...element.attributes,
      ...element.events,
      ...element.members.filter(
        ({ kind, readonly, static: isStatic, attribute }) =>
          !isStatic && !attribute && (kind === 'method' || !readonly),
      ),
    ]
      .map(({ name }) => name)
      .filter((name) => !inCode(readme, name));
    assert.deepEqual(missing, []);
  });

  it('the parts, states, slots and custom properties in the guide to styling', () => {
    const missing = [
      ...element.cssParts,
      ...element.cssStates,
      ...element.cssProperties,
    ]
      .map(({ name }) => name)
      .filter((name) => !inCode(styling, name));
    assert.deepEqual(missing, []);
    for (const { name } of element.slots)
      if (name !== '') assert.ok(styling.includes(`slot="${name}"`), name);
  });
});

describe('the changelog', () => {
  it('names what is public now and was not, or was otherwise, in the last release', () => {
    const released: PublicApi = readJson('src/build/released-api.json');
    const { exports: entries } = readJson('package.json') as {
      exports: object;
    };
    const now = publicApi(element, Object.keys(entries));
    assert.ok(Object.keys(now).length > 100);
    const [news] = readChangelog(read('CHANGELOG.md'));
    // The first release is the first of which anything can differ.
    const isReleased = Object.keys(released).length > 0;
    assert.deepEqual(isReleased && news ? untold(released, now, news) : [], []);
  });
});

describe('what editors offer', () => {
  it('has the tag, its attributes and what can be styled', () => {
    const { tags } = readJson('dist/vscode.html-custom-data.json');
    assert.equal(tags[0].name, 'kommo-uploader');
    assert.deepEqual(namesOf(tags[0].attributes), namesOf(element.attributes));
    const verify = tags[0].attributes.find(
      ({ name }: Named) => name === 'verify',
    );
    assert.deepEqual(namesOf(verify.values), ['always', 'never', 'repeated']);
    const css = readJson('dist/vscode.css-custom-data.json');
    assert.deepEqual(namesOf(css.properties), namesOf(element.cssProperties));
    assert.equal(css.pseudoElements.length, element.cssParts.length);
    assert.equal(css.pseudoClasses.length, element.cssStates.length);
  });

  it('is found by JetBrains through package.json', () => {
    const { version, ...facts } = readJson('package.json');
    const types = readJson(facts['web-types']);
    assert.deepEqual([types.name, types.version], ['kommo-uploader', version]);
    const [tag] = types.contributions.html.elements;
    assert.deepEqual(namesOf(tag.attributes), namesOf(element.attributes));
    assert.deepEqual(namesOf(tag.js.events), namesOf(element.events));
  });
});
