/**
 * What a page pays that takes the package from npm, with a bundler that splits: at once, and later.
 *
 * Knows: the bundler and the modules in `dist/`, which have to be there. Lit is left out, because a page may have it.
 */
import { fileURLToPath } from 'node:url';
import type { Rolldown } from 'vite';
import { buildAlone } from '../bundle.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface NpmPage {
  /** Code that comes with the page, in all of its files. */
  readonly first: readonly string[];
  /** Code that makes small pictures, and comes with the first of them. */
  readonly pictures: readonly string[];
}

export async function npmPage(): Promise<NpmPage> {
  const built = (await buildAlone({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: 'dist/index.js', formats: ['es'] },
      rolldownOptions: {
        external: /^@?lit\b/,
        output: { minify: true },
      },
    },
  })) as Rolldown.RolldownOutput[];
  const chunks = new Map(
    built
      .flatMap(({ output }) => output)
      .filter((file) => file.type === 'chunk')
      .map((chunk) => [chunk.fileName, chunk]),
  );
  const reached = new Set<Rolldown.OutputChunk>();
  const reach = (chunk: Rolldown.OutputChunk | undefined) => {
    if (chunk === undefined || reached.has(chunk)) return;
    reached.add(chunk);
    for (const name of chunk.imports) reach(chunks.get(name));
  };
  const reachedFrom = (named: (chunk: Rolldown.OutputChunk) => boolean) => {
    const before = reached.size;
    reach([...chunks.values()].find(named));
    return [...reached].slice(before).map(({ code }) => code);
  };
  return {
    first: reachedFrom(({ isEntry }) => isEntry),
    pictures: reachedFrom(({ name }) => name === 'pictures'),
  };
}
