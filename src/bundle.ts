/**
 * The package's bundles: what becomes one file, and how. Knows the bundler and which languages there are. Like
 * `build.ts` it belongs to no room and is not in `dist/`; unlike it, it does nothing when it is imported.
 */
import { readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type Plugin, type Rolldown } from 'vite';

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
  const built = (await buildAlone({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    mode: 'one-file',
    logLevel: 'warn',
    plugins: [scriptsOfLanguages, smallerStyles],
    build: {
      write: name !== undefined,
      lib: { entry, formats: ['es'], fileName: () => name ?? 'bundle.js' },
    },
  })) as Rolldown.RolldownOutput[];
  const chunks = built.flatMap(({ output }) => output);
  const [chunk] = chunks;
  if (chunks.length !== 1 || chunk?.type !== 'chunk')
    throw new Error(`${entry} became more than one file.`);
  const needed = [...chunk.imports, ...chunk.dynamicImports];
  if (needed.length > 0)
    throw new Error(`${entry} still imports ${needed.join(', ')}.`);
  return chunk.code;
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

/**
 * The minifier leaves templates alone, and style sheets of the element are nothing else. Only comments and spaces go:
 * a tool that knows CSS also joins rules, and one with `::-webkit-…` and `::-moz-…` in its selector is no rule anywhere.
 */
export const smallerStyles: Plugin = {
  name: 'smaller-styles',
  enforce: 'pre',
  transform: (code, id) =>
    id.endsWith('styles.ts')
      ? code.replace(/(?<=css`)[^`]*(?=`)/g, smallerStyle)
      : undefined,
};

const smallerStyle = (css: string): string =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .trim()
    // What is quoted stays as it is: every second piece.
    .split(/('[^']*'|"[^"]*")/)
    .map((piece, at) =>
      at % 2 === 1
        ? piece
        : piece
            .replace(/\s+/g, ' ')
            .replace(/ ?([{};,]) ?/g, '$1')
            .replaceAll(': ', ':')
            .replaceAll(';}', '}'),
    )
    .join('');

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
