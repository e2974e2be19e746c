/**
 * The rules of the house, each a pure function: modules in, violations out, one sentence for each. Knows: the rooms,
 * who may need whom, and what stays out of which. Reads no file.
 */
import path from 'node:path';
import { type Module, type Node, walk } from './modules.js';

export type Rule = (modules: Module[]) => string[];

/** The build lives with what it builds and belongs to no room. */
const buildFiles = ['src/build.ts', 'src/bundle.ts'];
const isOfTheBuild = (file: string) =>
  buildFiles.includes(file) || file.startsWith('src/build/');
/** The doors that do something when they are imported: the package's, that of the one-file build, and the command. */
const frontDoors = ['src/index.ts', 'src/one-file.ts', 'src/command.ts'];
/** A component of a framework is of no use without the tag. */
const withTheTag = 'src/react.ts';
const languageList = 'src/element/languages.ts';
/** They load what a page may never need. The one file has pictures from the beginning, and languages by other scripts. */
const lateLoaders = [languageList, 'src/element/preview.ts'];
const engineDoor = 'src/engine/index.ts';

export function roomOf(file: string): string {
  if (isOfTheBuild(file)) return 'build';
  if (file.startsWith('demo/drive/')) return 'demo/drive';
  if (file.startsWith('demo/crm/')) return 'demo/crm';
  const [top = '', second = ''] = file.split('/');
  if (top !== 'src') return top;
  return second.endsWith('.ts') ? second.replace(/\.ts$/, '') : second;
}

/** Which other rooms a room may import from. A room that is not here may import from all. */
export const allowedRooms: Record<string, string[]> = {
  index: ['element', 'engine'],
  'one-file': ['element', 'engine'],
  react: ['index', 'element', 'engine'],
  element: ['engine'],
  engine: [],
  broker: [],
  probe: [],
  // The program that the package installs.
  command: ['broker', 'probe'],
  // Its budget is about the widget, too.
  build: ['demo'],
  'demo/drive': [],
  'demo/crm': [],
  // Neither is there for those who use them.
  demo: [
    'demo/drive',
    'demo/crm',
    'index',
    'react',
    'element',
    'engine',
    'broker',
    // The widget is bundled as the package is.
    'build',
  ],
};

/** Which packages a room may import, Node's own among them as `node:`. A room that is not here may import any. */
export const allowedPackages: Record<string, string[]> = {
  index: [],
  'one-file': [],
  element: ['lit', '@lit/task'],
  engine: ['idb-keyval'],
  react: ['react'],
  broker: ['hono', 'jose', '@hono/node-server', '@redis/client', 'node:'],
  // It is asked to run where nothing is installed, and to hold secrets: Node is all it has.
  probe: ['node:'],
  command: ['node:'],
  'demo/crm': ['hono', '@hono/node-server', 'jose', 'vite', 'node:'],
  'demo/drive': [
    'hono',
    '@hono/node-server',
    'jose',
    'any-ascii',
    'mime-types',
    'sharp',
    'node:',
  ],
};

const isSource = ({ path: file }: Module) => file.startsWith('src/');
const isInRoom = (module: Module) =>
  isSource(module) && !isOfTheBuild(module.path);
const isTypeScript = (file: string) => file.endsWith('.ts');

/** The tree can only be judged where it can be read, and where each import leads somewhere. */
export const everythingResolves: Rule = (modules) =>
  modules.flatMap(({ path: file, errors, imports }) => [
    ...errors.map((error) => `${file} cannot be read: ${error}`),
    ...imports
      .filter(({ specifier }) => specifier === '(computed)')
      .map(() => `${file} imports a path that is only known when it runs`),
    ...imports
      .filter(({ specifier, target }) => specifier.startsWith('.') && !target)
      .map(({ specifier }) => `${file} imports ${specifier}, which is missing`),
    ...imports
      .filter(({ specifier }) => /^\..*\.tsx?$/.test(specifier))
      .map(({ specifier }) => `${file} imports ${specifier} instead of .js`),
  ]);

export const importDirection: Rule = (modules) =>
  modules.flatMap(({ path: file, imports }) => {
    const room = roomOf(file);
    const allowed = allowedRooms[room];
    if (!allowed) return [];
    return imports
      .map(({ target }) => target)
      .filter((target) => target !== undefined)
      .filter((target) => ![room, ...allowed].includes(roomOf(target)))
      .map((target) => `${file} imports ${target}`);
  });

export const engineBehindItsDoor: Rule = (modules) =>
  modules
    .filter(({ path: file }) => roomOf(file) !== 'engine')
    // The engine's unit tests look at its single modules.
    .filter(({ path: file }) => !file.startsWith('test/engine/'))
    .flatMap(({ path: file, imports }) =>
      imports
        .map(({ target }) => target)
        .filter((target) => target !== undefined && target !== engineDoor)
        .filter((target) => target && roomOf(target) === 'engine')
        .map((target) => `${file} imports ${target} past ${engineDoor}`),
    );

export const packagesOnTheList: Rule = (modules) =>
  modules.flatMap(({ path: file, imports }) => {
    const room = roomOf(file);
    const allowed = allowedPackages[room];
    if (!allowed) return [];
    return imports
      .filter(({ specifier }) => !/^[./(]/.test(specifier))
      .map(({ specifier }) => packageOf(specifier))
      .filter((name) => !allowed.includes(name))
      .map((name) => `${file} imports ${name}`);
  });

function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:';
  const depth = specifier.startsWith('@') ? 2 : 1;
  return specifier.split('/').slice(0, depth).join('/');
}

/** Each of them has to work where its code cannot be loaded. The class alone brings no language along. */
export const loadsLateOnlyWhatIsKnown: Rule = (modules) =>
  modules.filter(isInRoom).flatMap(({ path: file, body, imports }) => {
    const found: string[] = [];
    for (const statement of body)
      walk(statement, ({ type }) => {
        if (type === 'ImportExpression' && !lateLoaders.includes(file))
          found.push(`${file} loads code while it runs`);
        return undefined;
      });
    if (
      file !== 'src/index.ts' &&
      imports.some(({ target }) => target === languageList)
    )
      found.push(`${file} brings all languages along`);
    return found;
  });

/** A language that is not on the list would never be loaded. */
export const everyLanguageIsOnTheList: Rule = (modules) => {
  const listed = modules
    .find(({ path: file }) => file === languageList)
    ?.imports.map(({ target }) => target);
  return modules
    .map(({ path: file }) => file)
    .filter((file) => file.startsWith('src/element/locales/'))
    .filter((file) => !file.endsWith('/en.ts') && !listed?.includes(file))
    .map((file) => `${file} is not in ${languageList}`);
};

/** What the broker's doorway leads to runs in workers, too. */
export const brokerWithoutNode: Rule = (modules) =>
  modules
    .filter(({ path: file }) => roomOf(file) === 'broker')
    .filter(({ path: file }) => !isNodesOwn(file))
    .flatMap(({ path: file, imports }) =>
      imports
        .filter(
          ({ specifier, target = '' }) =>
            /^(node:|@hono\/node-server|@redis\/)/.test(specifier) ||
            isNodesOwn(target),
        )
        .map(({ specifier }) => `${file} imports ${specifier}`),
    );

const isNodesOwn = (file: string) =>
  file.startsWith('src/broker/node/') ||
  file === 'src/broker/store/file-store.ts';

export const noCycles: Rule = (modules) => {
  const byPath = new Map(
    modules.filter(isSource).map((module) => [module.path, module]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const follow = (file: string, way: string[]) => {
    const start = way.indexOf(file);
    if (start >= 0) cycles.push([...way.slice(start), file].join(' -> '));
    if (start >= 0 || done.has(file)) return;
    for (const { target } of byPath.get(file)?.imports ?? [])
      if (target && byPath.has(target)) follow(target, [...way, file]);
    done.add(file);
  };
  for (const file of byPath.keys()) follow(file, []);
  return cycles;
};

/** What a module must leave alone while it loads: a page without them, or a server, has to survive the import. */
const outside = new Set([
  'addEventListener',
  'console',
  'customElements',
  'document',
  'fetch',
  'globalThis',
  'indexedDB',
  'localStorage',
  'location',
  'navigator',
  'queueMicrotask',
  'self',
  'sessionStorage',
  'setInterval',
  'setTimeout',
  'window',
]);

/** Statements that only declare. Everything else does something. */
const declaring = /Declaration$|^TS|^EmptyStatement$/;

/** Runs later than the module loads, if ever. */
const isLater = (node: Node) =>
  /Function(Expression|Declaration)$/.test(node.type) ||
  (/^(PropertyDefinition|AccessorProperty)$/.test(node.type) && !node.static);

export const sideEffectsOnlyInFrontDoors: Rule = (modules) =>
  modules
    .filter(isInRoom)
    .filter(({ path: file }) => !frontDoors.includes(file))
    .flatMap(({ path: file, body }) => {
      const found: string[] = [];
      for (const statement of body) {
        // 'use client' says where a module runs, and does nothing.
        if (typeof statement.directive === 'string') continue;
        if (!declaring.test(statement.type)) {
          found.push(`${file} does something while it loads`);
          continue;
        }
        if (isBareImport(statement) && file !== withTheTag)
          found.push(`${file} imports a module only for what it does`);
        walk(statement, (node, parent, key) => {
          if (isLater(node) || isType(node)) return false;
          if (isDefiningDecorator(node))
            found.push(`${file} defines a tag while it loads`);
          if (isUse(node, parent, key) && outside.has(String(node.name)))
            found.push(`${file} touches ${node.name} while it loads`);
          return undefined;
        });
      }
      return found;
    });

const isBareImport = ({ type, specifiers }: Node) =>
  type === 'ImportDeclaration' &&
  Array.isArray(specifiers) &&
  specifiers.length === 0;

function isDefiningDecorator({ type, expression }: Node): boolean {
  if (type !== 'Decorator') return false;
  const { callee } = expression as { callee?: Node };
  return callee?.name === 'customElement';
}

/** Types say `typeof fetch` and never run. An assertion is an expression, and has a type beside it. */
const isType = ({ type }: Node) =>
  type.startsWith('TS') &&
  !/^TS(As|Satisfies|NonNull|TypeAssertion|Instantiation)/.test(type);

/** Whether a name stands for what it names, and is not only the name of a member or of an option. */
function isUse(node: Node, parent?: Node, key?: string): boolean {
  if (node.type !== 'Identifier') return false;
  if (parent?.shorthand) return key === 'value';
  if (parent?.computed) return true;
  if (parent?.type === 'MemberExpression') return key === 'object';
  return key !== 'key' && !/^(Import|Export)/.test(parent?.type ?? '');
}

export const atMost300Lines: Rule = (modules) =>
  modules.filter(isSourceOrDemo).flatMap(({ path: file, text, comments }) => {
    const code = comments.reduceRight(
      (rest, { start, end }) =>
        rest.slice(0, start) +
        rest.slice(start, end).replaceAll(/[^\n]/g, ' ') +
        rest.slice(end),
      text,
    );
    const lines = code.split('\n').filter((line) => line.trim() !== '').length;
    return lines > 300 ? [`${file} has ${lines} lines`] : [];
  });

const isSourceOrDemo = ({ path: file }: Module) =>
  /^(src|demo)\//.test(file) && isTypeScript(file);

export const opensWithAComment: Rule = (modules) =>
  modules
    .filter(isSourceOrDemo)
    // Types of what others wrote know nothing themselves.
    .filter(({ path: file }) => !file.endsWith('.d.ts'))
    .filter(({ text, comments }) => {
      const [first] = comments;
      if (!first || text.slice(0, first.start).trim() !== '') return true;
      return !/\b(Knows|Does not know):/.test(
        first.value.replace(/\s*\n \* /g, ' '),
      );
    })
    .map(({ path: file }) => `${file} does not say what it knows`);

export const noTransportInElement: Rule = (modules) =>
  modules
    .filter(({ path: file }) => roomOf(file) === 'element')
    .flatMap(({ path: file, body }) => {
      const found: string[] = [];
      for (const statement of body)
        walk(statement, (node, parent, key) => {
          if (isType(node)) return false;
          if (isTransport(node, parent, key))
            found.push(`${file} uses ${node.name}`);
          if (
            isUse(node, parent, key) &&
            node.name === 'URL' &&
            !(isObjectUrl(parent) && path.basename(file) === 'pictures.ts')
          )
            found.push(`${file} uses URL`);
          return undefined;
        });
      return found;
    });

/** `fetch`, and `globalThis.fetch` too. */
function isTransport(node: Node, parent?: Node, key?: string): boolean {
  if (node.name !== 'fetch' && node.name !== 'XMLHttpRequest') return false;
  if (isUse(node, parent, key)) return true;
  const { name } = (parent?.object ?? {}) as { name?: string };
  return /^(globalThis|window|self)$/.test(name ?? '');
}

function isObjectUrl(parent?: Node): boolean {
  const { name } = (parent?.property ?? {}) as { name?: string };
  return name === 'createObjectURL' || name === 'revokeObjectURL';
}

export const noEnumNamespaceOrAny: Rule = (modules) =>
  modules.filter(isSource).flatMap(({ path: file, body }) => {
    const found: string[] = [];
    for (const statement of body)
      walk(statement, ({ type, kind }) => {
        if (type === 'TSEnumDeclaration') found.push(`${file} has an enum`);
        if (type === 'TSAnyKeyword') found.push(`${file} says any`);
        if (type === 'TSModuleDeclaration' && kind === 'namespace')
          found.push(`${file} has a namespace`);
        return undefined;
      });
    return found;
  });

const inBrowser = (module: Module) =>
  isInRoom(module) && !['broker', 'probe'].includes(roomOf(module.path));

/** A strict page applies no style that stands in markup. What a script sets on `element.style` it does. */
export const noInlineStyle: Rule = (modules) =>
  modules.filter(inBrowser).flatMap(({ path: file, body }) => {
    const found: string[] = [];
    for (const statement of body)
      walk(statement, (node, parent, key) => {
        if (isType(node)) return false;
        const text = textIn(node);
        if (/\sstyle\s*=|<style[\s>]/i.test(text))
          found.push(`${file} has a style in its markup`);
        if (text === 'style' && isFirstArgumentOf(parent, key, 'setAttribute'))
          found.push(`${file} sets a style attribute`);
        if (node.type === 'Identifier' && node.name === 'styleMap')
          found.push(`${file} uses styleMap`);
        return undefined;
      });
    return [...new Set(found)];
  });

/** What makes markup or code of text, which a strict page refuses, and what makes a worker of it. */
const makers = new Set([
  'innerHTML',
  'outerHTML',
  'insertAdjacentHTML',
  'setHTMLUnsafe',
  'createContextualFragment',
  'unsafeHTML',
  'unsafeSVG',
  'eval',
  'Function',
  'Worker',
  'SharedWorker',
]);

export const nothingMadeOfText: Rule = (modules) =>
  modules.filter(inBrowser).flatMap(({ path: file, body }) => {
    const found: string[] = [];
    for (const statement of body)
      walk(statement, (node) => {
        if (isType(node)) return false;
        if (node.type === 'Identifier' && makers.has(String(node.name)))
          found.push(`${file} uses ${node.name}`);
        return undefined;
      });
    return [...new Set(found)];
  });

/** Of a string, or of a piece of a template. */
function textIn({ type, value }: Node): string {
  if (type === 'TemplateElement')
    return String((value as { raw?: string }).raw ?? '');
  return type === 'Literal' && typeof value === 'string' ? value : '';
}

function isFirstArgumentOf(
  call: Node | undefined,
  key: string | undefined,
  method: string,
): boolean {
  if (call?.type !== 'CallExpression' || key !== 'arguments') return false;
  const { property } = call.callee as { property?: { name?: string } };
  return property?.name === method;
}

/** `it.only` silences the other tests of its file, and a run would still look green. */
export const noTestAlone: Rule = (modules) =>
  modules
    .filter(({ path: file }) => file.startsWith('test/'))
    .flatMap(({ path: file, body }) => {
      const found: string[] = [];
      for (const statement of body)
        walk(statement, ({ type, property }) => {
          const { name } = (property ?? {}) as { name?: string };
          if (type === 'MemberExpression' && name === 'only')
            found.push(`${file} runs one test and leaves out the others`);
          return undefined;
        });
      return found;
    });

const topLevel = new Set([
  'src',
  'demo',
  'test',
  'index.html',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'vite.config.ts',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  // Made by npm, by the build and by the probe, and not kept.
  'node_modules',
  'dist',
  'kommo-profile.json',
]);

/** Judges the names of what lies at the top level. Files with a dot are the tools' own. */
export function nothingElseAtTheTop(entries: string[]): string[] {
  return entries
    .filter((entry) => !entry.startsWith('.') && !topLevel.has(entry))
    .map((entry) => `${entry} lies at the top level`);
}
