/**
 * The package's bundles: what becomes one file, and how. Knows: the bundler and which languages there are. Like
 * `build.ts` it belongs to no room and is not in `dist/`; unlike it, it does nothing when it is imported.
 */
import { readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';
import { withSmallerStyles } from './build/smaller-styles.js';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The name of a bundle in `dist/`, to its code. */
export type Bundles = Record<string, string>;

/** `de`, `pt-br`, … but not English, which is in the element. */
export const languages = readdirSync(path.join(root, 'src/element/locales'))
  .map((file) => path.basename(file, '.ts'))
  .filter((lang) => lang !== 'en');

let lastBuild: Promise<unknown> = Promise.resolve();

/**
 * Builds for production, and leaves this process as it was: the bundler believes NODE_ENV, and sets it for all that runs
 * beside it, where a broker for development then does not start. One build after another, for the same reason.
 */
export function buildAlone(config: InlineConfig): ReturnType<typeof build> {
  const building = lastBuild.then(async () => {
    const { NODE_ENV } = process.env;
    process.env.NODE_ENV = 'production';
    try {
      return await build(config);
    } finally {
      if (NODE_ENV === undefined) delete process.env.NODE_ENV;
      else process.env.NODE_ENV = NODE_ENV;
    }
  });
  lastBuild = building.catch(() => {});
  return building;
}

/** Everything in one file, and a file for each language. With `write`, they are written into `dist/`. */
export async function bundleForPages(
  write: boolean,
  langs: readonly string[] = languages,
): Promise<Bundles> {
  const bundles: Bundles = {};
  const add = async (name: string, entry: string) => {
    bundles[name] = await bundle(entry, write ? name : undefined);
  };
  await add('kommo-uploader.min.js', 'src/one-file.ts');
  for (const lang of langs)
    await add(`locales/${lang}.min.js`, `script-of:${lang}`);
  return bundles;
}

/** Bundles one entry into one module, and makes sure that it needs no other. */
export async function bundle(entry: string, name?: string): Promise<string> {
  return (await chunkOf(entry, { name })).code;
}

/** The same, and where each piece of it comes from. It is written nowhere. */
export async function bundleWithMap(
  entry: string,
): Promise<{ code: string; map: Rolldown.SourceMap }> {
  const { code, map } = await chunkOf(entry, { sourcemap: 'hidden' });
  if (map === null) throw new Error(`${entry} was built without a map.`);
  return { code, map };
}

async function chunkOf(
  entry: string,
  {
    name,
    sourcemap = false,
  }: { name?: string | undefined; sourcemap?: false | 'hidden' },
): Promise<Rolldown.OutputChunk> {
  const built = (await buildAlone({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    mode: 'one-file',
    logLevel: 'warn',
    plugins: [scriptsOfLanguages, ...forOneFile],
    build: {
      write: name !== undefined,
      sourcemap,
      lib: { entry, formats: ['es'], fileName: () => name ?? 'bundle.js' },
    },
  })) as Rolldown.RolldownOutput[];
  const files = built
    .flatMap(({ output }) => output)
    .filter(({ fileName }) => !fileName.endsWith('.map'));
  const [chunk] = files;
  if (files.length !== 1 || chunk?.type !== 'chunk')
    throw new Error(`${entry} became more than one file.`);
  const needed = [...chunk.imports, ...chunk.dynamicImports];
  if (needed.length > 0)
    throw new Error(`${entry} still imports ${needed.join(', ')}.`);
  return chunk;
}

/** What the Redis client would load for calls that nobody makes. */
const neverAsked = ['@node-rs/xxhash', '@opentelemetry/api'];

/** The command as one file, `dist/command.js`, with everything in it but Node itself. */
export async function bundleCommand(): Promise<string> {
  const { output } = (await buildAlone({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    mode: 'command',
    logLevel: 'warn',
  })) as Rolldown.RolldownOutput;
  const [chunk] = output;
  if (output.length !== 1 || chunk === undefined)
    throw new Error('The command became more than one file.');
  const needed = [...chunk.imports, ...chunk.dynamicImports].filter(
    (name) => !isBuiltin(name) && !neverAsked.includes(name),
  );
  if (needed.length > 0)
    throw new Error(`The command still imports ${needed.join(', ')}.`);
  return chunk.code;
}

const smallerStyles: Plugin = {
  name: 'smaller-styles',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('styles.ts')
      ? { code: withSmallerStyles(code), map: null }
      : undefined,
};

/** What the package loads late is in the one file from the beginning, as if it were imported like all else. */
const nothingLate: Plugin = {
  name: 'nothing-late',
  enforce: 'pre',
  transform(code, id) {
    if (!id.includes('/src/element/')) return undefined;
    const imports: string[] = [];
    const early = code.replace(
      /\(await import\(('[^']+')\)\)\.(\w+)/g,
      (_, module, name) => {
        imports.push(`import { ${name} as Early${name} } from ${module};\n`);
        return `Early${name}`;
      },
    );
    return { code: imports.join('') + early, map: null };
  },
};

/** What makes one file of the element, for a page and for the widget alike. */
export const forOneFile: readonly Plugin[] = [smallerStyles, nothingLate];

/** The script of a language is the same lines for each, so no file holds them. */
const scriptsOfLanguages: Plugin = {
  name: 'scripts-of-languages',
  resolveId: (id) => /\bscript-of:.+$/.exec(id)?.[0],
  load(id) {
    const [, lang] = /^script-of:(.+)$/.exec(id) ?? [];
    return (
      lang &&
      `import { addLate } from '/src/element/late-messages.ts';
       import table from '/src/element/locales/${lang}.ts';
       addLate('${lang}', table);`
    );
  },
};
