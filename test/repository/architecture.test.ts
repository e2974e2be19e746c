/**
 * That the repository keeps the rules of the house, and that each rule notices when it is broken. Knows: which files
 * there are. The rules themselves are in `rules.ts`.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { foldersTold, roomsTold, wayTold } from './architecture-told.js';
import { readModules, type Tree } from './modules.js';
import * as rules from './rules.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

function filesOf(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter(
      ({ name }) =>
        !['dist', 'node_modules', '.results', '.next'].includes(name),
    )
    .flatMap((entry) => {
      const file = `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesOf(file) : [file];
    });
}

const tree: Tree = new Map(
  ['package.json', ...['src', 'demo', 'test'].flatMap(filesOf)].map((file) => [
    file,
    /\.(ts|mjs)$/.test(file) ? readFileSync(path.join(root, file), 'utf8') : '',
  ]),
);
const modules = readModules(tree);

/** A made-up tree, judged by one rule. */
function judge(rule: rules.Rule, files: Record<string, string>): string[] {
  return rule(readModules(new Map(Object.entries(files))));
}

it('there are sources to judge', () => {
  assert.ok(modules.some(({ path: file }) => file.startsWith('src/engine/')));
});

describe('every import leads somewhere', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.everythingResolves(modules), []);
  });

  it('and a broken one is noticed', () => {
    const found = judge(rules.everythingResolves, {
      'src/a.ts': `import './gone.js'; import './b.ts'; import(\`./\${x}.js\`);`,
      'src/b.ts': 'const = 1;',
    });
    assert.equal(found.length, 4);
    assert.match(found.join('\n'), /gone\.js, which is missing/);
    assert.match(found.join('\n'), /only known when it runs/);
    assert.match(found.join('\n'), /b\.ts instead of \.js/);
    assert.match(found.join('\n'), /src\/b\.ts cannot be read/);
  });
});

describe('imports go down only', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.importDirection(modules), []);
  });

  it('and one that goes up or across is noticed, of types too', () => {
    const found = judge(rules.importDirection, {
      'src/index.ts': `import './element/index.js';`,
      'src/element/index.ts': `import '../engine/index.js'; export * from '../broker/index.js';`,
      'src/element/up.ts': `import type { A } from '../index.js';`,
      'src/engine/index.ts': `import type { A } from '../element/index.js';`,
      'src/engine/deep.ts': `export type A = import('../element/index.js').A;`,
      'src/broker/index.ts': `const a = () => import('../engine/index.js');`,
      'src/broker/door.ts': `import A = require('../element/index.js');`,
      'src/probe/wire.ts': `import '../engine/index.js'; import '../broker/index.js';`,
      'demo/drive/main.ts': `import '/src/engine/index.js'; import '../page.js';`,
      'demo/page.ts': `import '/src/index.js'; import './drive/main.js'; import '../test/helpers/a.js';`,
      'test/helpers/a.ts': `import '../../src/index.js';`,
    });
    assert.deepEqual(found, [
      'src/element/index.ts imports src/broker/index.ts',
      'src/element/up.ts imports src/index.ts',
      'src/engine/index.ts imports src/element/index.ts',
      'src/engine/deep.ts imports src/element/index.ts',
      'src/broker/index.ts imports src/engine/index.ts',
      'src/broker/door.ts imports src/element/index.ts',
      'src/probe/wire.ts imports src/engine/index.ts',
      'src/probe/wire.ts imports src/broker/index.ts',
      'demo/drive/main.ts imports src/engine/index.ts',
      'demo/drive/main.ts imports demo/page.ts',
      'demo/page.ts imports test/helpers/a.ts',
    ]);
  });
});

describe('the engine is entered by its door', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.engineBehindItsDoor(modules), []);
  });

  it('and a way around it is noticed, but for its own unit tests', () => {
    const past = `import type { A } from '../../src/engine/drive.js';`;
    const found = judge(rules.engineBehindItsDoor, {
      'src/engine/index.ts': `export * from './drive.js';`,
      'src/engine/drive.ts': '',
      'src/element/view.ts': `import '../engine/index.js'; import '../engine/drive.js';`,
      'test/engine/drive.test.ts': past,
      'test/e2e/drop.spec.ts': past,
    });
    assert.deepEqual(found, [
      'src/element/view.ts imports src/engine/drive.ts past src/engine/index.ts',
      'test/e2e/drop.spec.ts imports src/engine/drive.ts past src/engine/index.ts',
    ]);
  });
});

describe('there is no cycle of imports', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.noCycles(modules), []);
  });

  it('and one is noticed', () => {
    const found = judge(rules.noCycles, {
      'src/engine/a.ts': `import './b.js'; import './c.js';`,
      'src/engine/b.ts': `import './c.js';`,
      'src/engine/c.ts': `import type { B } from './b.js';`,
    });
    assert.deepEqual(found, [
      'src/engine/b.ts -> src/engine/c.ts -> src/engine/b.ts',
    ]);
  });
});

describe('the broker runs where there is no Node', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.brokerWithoutNode(modules), []);
  });

  it('and what would need it is noticed', () => {
    const found = judge(rules.brokerWithoutNode, {
      'src/broker/index.ts': `import './node/server.js'; import 'jose'; import '@hono/node-server';`,
      'src/broker/keys.ts': `import 'node:crypto'; import './store/file-store.js';`,
      'src/broker/store/file-store.ts': `import 'node:fs';`,
      'src/broker/node/server.ts': `import 'node:http'; import '../index.js';`,
    });
    assert.deepEqual(found, [
      'src/broker/index.ts imports ./node/server.js',
      'src/broker/index.ts imports @hono/node-server',
      'src/broker/keys.ts imports node:crypto',
      'src/broker/keys.ts imports ./store/file-store.js',
    ]);
  });
});

describe('each room imports only the packages on its list', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.packagesOnTheList(modules), []);
  });

  it('and another one is noticed', () => {
    const found = judge(rules.packagesOnTheList, {
      'src/index.ts': `import 'lit';`,
      'src/element/view.ts': `import 'lit/decorators.js'; import '@lit/task'; import '@lit/context';`,
      'src/engine/drive.ts': `import type { A } from 'kommo-uploader/element';`,
      'src/engine/part.ts': `import 'node:fs';`,
      'src/broker/index.ts': `import 'hono/cors'; import 'lit';`,
      'src/probe/wire.ts': `import 'node:http'; import 'undici';`,
      'demo/drive/main.ts': `import 'sharp'; import '@hono/node-server'; import 'express';`,
    });
    assert.deepEqual(found, [
      'src/index.ts imports lit',
      'src/element/view.ts imports @lit/context',
      'src/engine/drive.ts imports kommo-uploader',
      'src/engine/part.ts imports node:',
      'src/broker/index.ts imports lit',
      'src/probe/wire.ts imports undici',
      'demo/drive/main.ts imports express',
    ]);
  });
});

describe('only the front doors do something when they are imported', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.sideEffectsOnlyInFrontDoors(modules), []);
  });

  it('and a module that does is noticed', () => {
    const found = judge(rules.sideEffectsOnlyInFrontDoors, {
      'src/index.ts': `import './element/a.js'; define();`,
      'src/one-file.ts': `define();`,
      'src/element/a.ts': `define();`,
      'src/element/b.ts': `if (true) { a = 1; }`,
      'src/element/c.ts': `import './a.js';`,
      'src/react.ts': `import './index.js';`,
      'src/element/d.ts': `@customElement('x-y') class A {}`,
      'src/element/e.ts': `class A { static { customElements.define('x-y', A); } }`,
      'src/element/f.ts': `export const mac = navigator.platform === 'mac';`,
      'src/element/g.ts': `const parts = { fetch };`,
    });
    assert.deepEqual(found, [
      'src/element/a.ts does something while it loads',
      'src/element/b.ts does something while it loads',
      'src/element/c.ts imports a module only for what it does',
      'src/element/d.ts defines a tag while it loads',
      'src/element/e.ts touches customElements while it loads',
      'src/element/f.ts touches navigator while it loads',
      'src/element/g.ts touches fetch while it loads',
    ]);
  });

  it('and what only declares is left alone', () => {
    const found = judge(rules.sideEffectsOnlyInFrontDoors, {
      'src/build.ts': `console.log('building');`,
      'src/bundle.ts': `console.log('bundling');`,
      'src/react.ts': `'use client'; export const a = 1;`,
      'src/build/manifest.ts': `console.log('reading');`,
      'src/engine/a.ts': `
        import { css } from 'lit';
        export type Fetch = typeof fetch;
        export interface Options { fetch?: typeof globalThis.fetch }
        export const known = Object.freeze(new Set(['a']));
        export const defaults = { document: 1, timeout: known.location };
        export const ask = (run: typeof fetch = fetch) => run('/');
        export function wait() { return setTimeout(() => {}, 1); }
        export class A {
          static styles = css\`\`;
          @property() where = document.title;
          connected() { window.addEventListener('x', () => {}); }
        }
        export { wait as setTimeout };`,
    });
    assert.deepEqual(found, []);
  });
});

describe('code is loaded late for a language or small pictures only', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.loadsLateOnlyWhatIsKnown(modules), []);
  });

  it('and what is loaded otherwise is noticed, and whoever brings the languages along', () => {
    const found = judge(rules.loadsLateOnlyWhatIsKnown, {
      'src/index.ts': `import './element/languages.js';`,
      'src/one-file.ts': `import './element/languages.js';`,
      'src/element/languages.ts': `const a = () => import('./locales/a.js');`,
      'src/element/preview.ts': `const a = () => import('./pictures.js');`,
      'src/element/pictures.ts': '',
      'src/element/view.ts': `const a = () => import('./locales/a.js');`,
      'src/element/locales/a.ts': '',
    });
    assert.deepEqual(found, [
      'src/one-file.ts brings all languages along',
      'src/element/view.ts loads code while it runs',
    ]);
  });
});

describe('every language is on the list of those that are loaded', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.everyLanguageIsOnTheList(modules), []);
  });

  it('and one that is not is noticed', () => {
    const found = judge(rules.everyLanguageIsOnTheList, {
      'src/element/languages.ts': `const a = () => import('./locales/a.js');`,
      'src/element/locales/en.ts': '',
      'src/element/locales/a.ts': '',
      'src/element/locales/b.ts': '',
    });
    assert.deepEqual(found, [
      'src/element/locales/b.ts is not in src/element/languages.ts',
    ]);
  });
});

describe('a module has at most 300 lines of code', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.atMost300Lines(modules), []);
  });

  it('and a longer one is noticed, comments and blanks not counted', () => {
    const line = 'export const a = "// no comment";\n';
    const found = judge(rules.atMost300Lines, {
      'src/engine/long.ts': line.repeat(301),
      'demo/drive/long.ts': line.repeat(301),
      'src/engine/talkative.ts': `/*\n${'*\n'.repeat(200)}*/\n${'// a\n\n'.repeat(200)}${line.repeat(300)}`,
    });
    assert.deepEqual(found, [
      'src/engine/long.ts has 301 lines',
      'demo/drive/long.ts has 301 lines',
    ]);
  });
});

describe('a module opens with what it knows', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.opensWithAComment(modules), []);
  });

  it('and one that does not is noticed', () => {
    const found = judge(rules.opensWithAComment, {
      'src/engine/a.ts': '/** Knows: a. */\nconst a = 1;',
      'src/engine/b.ts': 'const b = 1;',
      'src/engine/e.ts': '/** About e. Does not\n * know: f. */\nconst e = 1;',
      'src/engine/g.ts': '/** Knows g. */\nconst g = 1;',
      'demo/c.ts': 'const c = 1; // Knows: c.',
      'demo/d.ts': '// biome-ignore lint: no reason\nconst d = 1;',
    });
    assert.deepEqual(found, [
      'src/engine/b.ts does not say what it knows',
      'src/engine/g.ts does not say what it knows',
      'demo/c.ts does not say what it knows',
      'demo/d.ts does not say what it knows',
    ]);
  });
});

describe('the element knows no transport', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.noTransportInElement(modules), []);
  });

  it('and one that does is noticed', () => {
    const found = judge(rules.noTransportInElement, {
      'src/element/a.ts': `const load = () => fetch('/');`,
      'src/element/b.ts': `const load = () => window.fetch('/');`,
      'src/element/c.ts': `const host = (at: string) => new URL(at).host;`,
      'src/element/d.ts': `const show = (file: File) => URL.createObjectURL(file);`,
      'src/element/e.ts': `const load = () => new XMLHttpRequest();`,
    });
    assert.deepEqual(found, [
      'src/element/a.ts uses fetch',
      'src/element/b.ts uses fetch',
      'src/element/c.ts uses URL',
      'src/element/d.ts uses URL',
      'src/element/e.ts uses XMLHttpRequest',
    ]);
  });

  it('and thumbnails, types and names are left alone', () => {
    const found = judge(rules.noTransportInElement, {
      'src/element/pictures.ts': `const show = (file: File) => URL.createObjectURL(file);`,
      'src/element/options.ts': `class Options { fetch?: typeof fetch; at?: URL; give() { return { fetch: this.fetch }; } }`,
      'src/engine/drive.ts': `const load = () => fetch('/');`,
    });
    assert.deepEqual(found, []);
  });
});

describe('the sources have no enum, no namespace and no any', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.noEnumNamespaceOrAny(modules), []);
  });

  it('and one is noticed', () => {
    const found = judge(rules.noEnumNamespaceOrAny, {
      'src/engine/a.ts': 'export enum A { a }',
      'src/engine/b.ts': 'export namespace B { export const b = 1; }',
      'src/engine/c.ts': 'export const c = (x: unknown) => x as any[];',
      'src/element/d.ts': 'declare global { interface Window { any: 1 } }',
    });
    assert.deepEqual(found, [
      'src/engine/a.ts has an enum',
      'src/engine/b.ts has a namespace',
      'src/engine/c.ts says any',
    ]);
  });
});

describe('a page with strict rules has nothing to forbid', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.noInlineStyle(modules), []);
    assert.deepEqual(rules.nothingMadeOfText(modules), []);
  });

  it('and a style in markup is noticed', () => {
    const found = judge(rules.noInlineStyle, {
      'src/element/a.ts':
        'export const a = html`<p style="color: red">Red</p>`;',
      'src/element/b.ts': 'export const b = html`<style>p { }</style>`;',
      'src/element/c.ts': `import { styleMap } from 'lit/directives/style-map.js';`,
      'src/element/d.ts': `export const d = (e) => e.setAttribute('style', 'top: 0');`,
      'src/element/e.ts': `export const e = (e) => e.style.setProperty('--top', '0');`,
      'demo/f.ts': 'export const f = html`<p style="color: red"></p>`;',
    });
    assert.deepEqual(found, [
      'src/element/a.ts has a style in its markup',
      'src/element/b.ts has a style in its markup',
      'src/element/c.ts uses styleMap',
      'src/element/d.ts sets a style attribute',
    ]);
  });

  it('and so is markup or code that is made of text', () => {
    const found = judge(rules.nothingMadeOfText, {
      'src/element/a.ts': 'export const a = (e, t) => { e.innerHTML = t; };',
      'src/engine/b.ts': 'export const b = (t) => new Function(t);',
      'src/engine/c.ts': 'export const c = (f: Function, w: Worker) => f(w);',
    });
    assert.deepEqual(found, [
      'src/element/a.ts uses innerHTML',
      'src/engine/b.ts uses Function',
    ]);
  });
});

describe('no test runs alone', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.noTestAlone(modules), []);
  });

  it('and one that does is noticed', () => {
    const found = judge(rules.noTestAlone, {
      'test/engine/a.test.ts': `describe('a', () => { it.only('b', () => {}); });`,
      'test/e2e/b.spec.ts': `test.describe.only('b', () => {});`,
      'test/e2e/c.spec.ts': `test.skip('c', () => {}); const only = { only: 1 };`,
    });
    assert.deepEqual(found, [
      'test/engine/a.test.ts runs one test and leaves out the others',
      'test/e2e/b.spec.ts runs one test and leaves out the others',
    ]);
  });
});

describe('CONTRIBUTING tells the architecture as it is', () => {
  const text = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8');
  const ways = ['The way of one file', 'The way of one fault'];

  it('with every room and what it imports, every folder, and ways that exist', () => {
    assert.deepEqual(roomsTold(text, modules), []);
    assert.deepEqual(foldersTold(text, [...tree.keys()]), []);
    for (const way of ways) assert.deepEqual(wayTold(text, way, modules), []);
  });

  it('and a new room, another rule, a new folder and a step of another name are noticed', () => {
    const made = readModules(
      new Map([
        ['src/engine/index.ts', 'export class Reader { read() {} }'],
        ['src/element/a.ts', 'export const take = () => new Reader().read();'],
        ['src/element/b.ts', 'export const alone = 1;'],
        ['src/broker/index.ts', ''],
      ]),
    );
    const told = [
      '',
      '### The rooms',
      '| `src/engine/` | | | none | `lit` |',
      '| `src/element/` | | | `engine` | `lit`, `@lit/task` |',
      '| `src/probe/` | | | none | `node:` |',
      '### A way',
      '| `take` | `element/a.ts` | |',
      '| `Reader.read` | `engine/index.ts` | |',
      '| `Reader.bytes` | `engine/index.ts` | |',
      '| `alone` | `element/b.ts` | |',
      '| `alone` | `element/c.ts` | |',
      '```text',
      'demo/drive/  the drive',
      'demo/gone/   nothing',
      '```',
    ].join('\n');
    assert.deepEqual(roomsTold(told, made), [
      'probe is a room that is not there',
      'engine says “`lit`” instead of “`idb-keyval`”',
      'broker is a room without a row',
    ]);
    assert.deepEqual(
      foldersTold(told, ['demo/drive/a.ts', 'test/new/a.ts', 'test/run.ts']),
      ['test/new/ has no line', 'demo/gone/ is not there'],
    );
    assert.deepEqual(wayTold(told, 'A way', made), [
      '`engine/index.ts` exports no Reader.bytes',
      'no step before it knows alone',
      'alone: `element/c.ts` is not there',
    ]);
    assert.deepEqual(wayTold(told, 'No way', made), ['“No way” has no steps']);
  });
});

describe('the top level holds only what belongs there', () => {
  it('in this repository', () => {
    assert.deepEqual(rules.nothingElseAtTheTop(readdirSync(root)), []);
  });

  it('and anything else is noticed', () => {
    assert.deepEqual(
      rules.nothingElseAtTheTop(['src', '.ci', 'notes.md', 'scripts']),
      ['notes.md lies at the top level', 'scripts lies at the top level'],
    );
  });
});
