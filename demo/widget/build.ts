/**
 * `npm run build:widget`: writes `dist/widget.zip`, ready for Kommo, and checks it by the vendor's rules.
 *
 * Knows: the bundler, and what belongs into the archive. What the vendor wants is in `rules.ts`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';
import type { Plugin, Rolldown } from 'vite';
import { buildAlone, forOneFile } from '../../src/bundle.js';
import { type Archive, violationsOf } from './rules.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const here = path.join(root, 'demo/widget');
const read = (file: string) => readFileSync(path.join(here, file));

const packageVersion = (): string =>
  JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')).version;

/** Files of the archive by name. `version` is the package's, unless a test wants two widgets on one page. */
export async function widgetFiles(
  version = packageVersion(),
): Promise<Archive> {
  const manifest = JSON.parse(read('manifest.json').toString());
  manifest.widget.version = version;
  const archive: Archive = {
    'manifest.json': strToU8(JSON.stringify(manifest, null, 2)),
    'script.js': strToU8(await script(version)),
  };
  for (const [folder, ending] of [
    ['i18n', '.json'],
    ['images', '.png'],
  ] as const)
    for (const file of readdirSync(path.join(here, folder)))
      if (file.endsWith(ending))
        archive[`${folder}/${file}`] = Uint8Array.from(
          read(path.join(folder, file)),
        );
  return archive;
}

/** The CRM loads AMD, and the bundler writes none: it makes one expression, and this makes a module of it. */
async function script(version: string): Promise<string> {
  const built = (await buildAlone({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    mode: 'one-file',
    logLevel: 'warn',
    plugins: [...forOneFile, withoutGlobals],
    define: { VERSION: JSON.stringify(version) },
    build: {
      write: false,
      lib: {
        entry: 'demo/widget/script.ts',
        formats: ['iife'],
        name: 'KommoWidget',
        fileName: () => 'script.js',
      },
    },
  })) as Rolldown.RolldownOutput[];
  const [chunk, ...others] = built.flatMap(({ output }) => output);
  if (chunk?.type !== 'chunk' || others.length > 0)
    throw new Error('The widget became more than one file.');
  return `define([], function () {\nvar ${litsNames.join(', ')};\n${chunk.code}\nreturn KommoWidget;\n});\n`;
}

/** What Lit leaves on its page: variables of the module instead. */
const litsNames = [
  'litHtmlVersions',
  'litElementVersions',
  'reactiveElementVersions',
  'litPropertyMetadata',
  'litMetadata',
];

/** The CRM's page is not the widget's: nothing stays there, and no other copy of Lit is met. */
const withoutGlobals: Plugin = {
  name: 'without-globals',
  transform: (code, id) =>
    /node_modules\/(@lit|lit-\w+)\//.test(id)
      ? code
          .replaceAll(/\bSymbol\.metadata\b/g, 'litMetadata')
          .replaceAll(
            new RegExp(`[\\w$]+\\.(${litsNames.join('|')})\\b`, 'g'),
            '$1',
          )
      : undefined,
};

/** The archive as the CRM takes it. Throws what is wrong with it, all at once. */
export async function widgetZip(version?: string): Promise<Uint8Array> {
  const archive = await widgetFiles(version);
  const violations = violationsOf(archive);
  if (violations.length > 0) throw new Error(violations.join('\n'));
  // Without the time of the build: the same sources give the same bytes.
  return zipSync(archive, { level: 9, mtime: '1980-01-02' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const zip = await widgetZip();
  mkdirSync(path.join(root, 'dist'), { recursive: true });
  writeFileSync(path.join(root, 'dist/widget.zip'), zip);
  console.log(`dist/widget.zip  ${(zip.length / 1000).toFixed(1)} kB`);
}
