/**
 * `npm run build`: writes `dist/`, the package as it is published. Checks that it loads, and prints how large it is and
 * the hash of each script. It fails where it is larger or smaller than `build/budget.json` says; with `--write-budget`
 * it writes what it is. With `--write-readme` it writes the hashes into the README, as a release does; with
 * `--check-readme` it fails where others stand there. Knows: the compiler, the bundles and the package's entries. It
 * belongs to no room and is not in `dist/` itself.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import {
  type Budget,
  complaint,
  differences,
  withSizes,
} from './build/budget.js';
import { editorData } from './build/editor-data.js';
import { frameworkTypes } from './build/framework-types.js';
import { integrityOf, withIntegrity } from './build/integrity.js';
import { readManifest } from './build/manifest.js';
import { measure } from './build/measure.js';
import { reachedFrom } from './build/reach.js';
import { withSmallerStyles } from './build/smaller-styles.js';
import { bundleCommand, bundleForPages, languages } from './bundle.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const manifest = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8'),
) as {
  name: string;
  version: string;
  exports: Record<string, string | Record<string, string>>;
  bin: Record<string, string>;
};

/** Those that have types of their own: `kommo-uploader/types/…`. */
const frameworks = ['react', 'preact', 'solid', 'vue', 'svelte'];

function node(...args: string[]) {
  execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
}

/** ES modules with types, one for each source: what a bundler takes. Each room is compiled with what it may know. */
function emitModules() {
  for (const project of [
    'tsconfig.json',
    'src/broker/tsconfig.json',
    'src/broker/node/tsconfig.json',
  ])
    node(
      path.join(root, 'node_modules/typescript/bin/tsc'),
      ...[
        '-p',
        project,
        '--noEmit',
        'false',
        '--declaration',
        '--stripInternal',
      ],
      ...['--rootDir', 'src', '--outDir', 'dist'],
    );
  const element = path.join(dist, 'element');
  for (const name of readdirSync(element).filter(isStyles)) {
    const file = path.join(element, name);
    writeFileSync(file, withSmallerStyles(readFileSync(file, 'utf8')));
  }
}

const isStyles = (name: string) => name.endsWith('styles.js');

/** For editors and for the types of frameworks: all from the one manifest, which is read from the sources. */
async function emitDescriptions() {
  const described = await readManifest(root);
  const [element] = described.modules.flatMap(
    ({ declarations }) => declarations,
  );
  if (element === undefined) throw new Error('The manifest has no element.');
  const write = (name: string, text: string) =>
    writeFileSync(path.join(dist, name), text);
  const asJson = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
  write('custom-elements.json', asJson(described));
  for (const [name, data] of Object.entries(editorData(element, manifest)))
    write(name, asJson(data));
  mkdirSync(path.join(dist, 'types'));
  for (const [name, text] of Object.entries(frameworkTypes(element)))
    write(`types/${name}`, text);
}

/** Each file that an entry leads to, with the `*` of its name filled in. */
function* filesOfEntries(): Generator<[entry: string, file: string]> {
  const { exports, bin } = manifest;
  for (const [entry, target] of [
    ...Object.entries(exports),
    ...Object.entries(bin),
  ]) {
    const files = typeof target === 'string' ? [target] : Object.values(target);
    const names = namesFor(entry);
    for (const name of names)
      for (const file of files)
        yield [
          entry.replace('*', name),
          path.join(root, file.replace('*', name)),
        ];
  }
}

/** What a `*` stands for. */
function namesFor(entry: string): string[] {
  if (!entry.includes('*')) return [''];
  return entry.startsWith('./types/') ? frameworks : languages;
}

/** The compiler writes a module for each source; what only the bundles need is nobody's to import. */
function removeUnreached() {
  const kept = reachedFrom([...filesOfEntries()].map(([, file]) => file));
  for (const entry of readdirSync(dist, {
    recursive: true,
    withFileTypes: true,
  })) {
    const file = path.join(entry.parentPath, entry.name);
    if (/\.(js|d\.ts)$/.test(entry.name) && !kept.has(file)) rmSync(file);
  }
}

/** It has to start where nothing of this project is installed. */
function checkCommand() {
  const file = path.join(root, 'dist/command.js');
  chmodSync(file, 0o755);
  const elsewhere = mkdtempSync(path.join(tmpdir(), 'command-'));
  try {
    copyFileSync(file, path.join(elsewhere, 'command.mjs'));
    node(path.join(elsewhere, 'command.mjs'), 'broker', 'new-key');
    node(path.join(elsewhere, 'command.mjs'), 'probe', '--help');
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
}

/** A page's bundler and a server that renders in Node both come in by these doors. */
function checkEntries() {
  const modules: string[] = [];
  for (const [entry, file] of filesOfEntries()) {
    if (!existsSync(file))
      throw new Error(
        `The entry "${entry}" leads to ${file}, which is missing.`,
      );
    if (/^\.(?!.*\.min\.js$)/.test(entry) && file.endsWith('.js'))
      modules.push(path.posix.join(manifest.name, entry));
  }
  const imports = modules.map((name) => `import ${JSON.stringify(name)};`);
  node('--input-type=module', '--eval', imports.join('\n'));
}

/** What stands in the README is true of a release, and of nothing that was changed since. */
function compareReadme(hashes: Record<string, string>) {
  const file = path.join(root, 'README.md');
  const before = readFileSync(file, 'utf8');
  const after = withIntegrity(before, manifest.version, hashes);
  if (before === after) return;
  if (process.argv.includes('--write-readme')) writeFileSync(file, after);
  else if (process.argv.includes('--check-readme'))
    throw new Error('The README has other hashes: --write-readme writes them.');
}

/** Every number has to be the one that is kept, a smaller one too. */
function compareBudget(now: Budget) {
  const file = path.join(root, 'src/build/budget.json');
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Budget;
  const changes = differences(kept, now);
  if (!process.argv.includes('--write-budget')) {
    if (changes.length > 0) throw new Error(complaint(changes));
    return;
  }
  writeFileSync(file, `${JSON.stringify(now, undefined, 2)}\n`);
  const readme = path.join(root, 'README.md');
  writeFileSync(readme, withSizes(readFileSync(readme, 'utf8'), now));
  console.log(['', ...changes].join('\n'));
}

function printSizes(files: Record<string, string>) {
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(2)} kB`.padStart(11);
  console.log(`${''.padEnd(24)}        raw       gzip     brotli`);
  for (const [name, code] of Object.entries(files)) {
    const sizes = [
      Buffer.byteLength(code),
      gzipSync(code).length,
      brotliCompressSync(code).length,
    ];
    console.log(name.padEnd(24) + sizes.map(kb).join(''));
  }
}

rmSync(dist, { recursive: true, force: true });
emitModules();
const bundles = await bundleForPages(true);
const command = await bundleCommand();
await emitDescriptions();
removeUnreached();
checkCommand();
checkEntries();
printSizes({ ...bundles, 'the command': command });
const hashes = integrityOf(bundles);
for (const [name, hash] of Object.entries(hashes))
  console.log(name.padEnd(24), hash);
compareReadme(hashes);
const budget = await measure(bundles);
for (const [name, size] of Object.entries(budget)) {
  const parts = Object.entries(size).map(([kind, bytes]) => `${kind} ${bytes}`);
  console.log(name.padEnd(24), parts.join(', '));
}
// Last: what is too large is there all the same.
compareBudget(budget);
