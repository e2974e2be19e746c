/**
 * `npm run build`: writes `dist/`, the package as it is published. Checks that it loads, and prints how large it is.
 * Knows the compiler, the bundles and the package's entries. It belongs to no room and is not in `dist/` itself.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { bundle, bundleCommand, bundleForPages, languages } from './bundle.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const { exports: entries, name: packageName } = JSON.parse(
  readFileSync(path.join(root, 'package.json'), 'utf8'),
) as { name: string; exports: Record<string, string | Record<string, string>> };

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
      ...['-p', project, '--noEmit', 'false', '--declaration'],
      ...['--rootDir', 'src', '--outDir', 'dist'],
    );
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
  for (const [entry, target] of Object.entries(entries)) {
    const files = typeof target === 'string' ? [target] : Object.values(target);
    // A `*` stands for each language.
    for (const lang of entry.includes('*') ? languages : ['']) {
      for (const file of files.map((file) => file.replace('*', lang)))
        if (!existsSync(path.join(root, file)))
          throw new Error(
            `The entry "${entry}" leads to ${file}, which is missing.`,
          );
      if (typeof target !== 'string')
        modules.push(path.posix.join(packageName, entry.replace('*', lang)));
    }
  }
  const imports = modules.map((name) => `import ${JSON.stringify(name)};`);
  node('--input-type=module', '--eval', imports.join('\n'));
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

rmSync(path.join(root, 'dist'), { recursive: true, force: true });
emitModules();
const bundles = await bundleForPages(true);
const command = await bundleCommand();
checkCommand();
checkEntries();
printSizes({
  ...bundles,
  'the command': command,
  'the engine alone': await bundle('src/engine/index.ts'),
});
