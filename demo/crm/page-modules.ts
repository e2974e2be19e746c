/**
 * The page's own modules: TypeScript in `page/`, JavaScript for the browser, one by one as it asks for them.
 *
 * Knows: one folder, and how types are left out. Does not know: what a module does.
 */
import { readFile } from 'node:fs/promises';
import { transformWithOxc } from 'vite';

const folder = new URL('page/', import.meta.url);

/** The module of a name such as `main.js`; nothing where there is none. Read anew each time. */
export async function pageModule(name: string): Promise<string | undefined> {
  if (!/^[a-z-]+\.js$/.test(name)) return undefined;
  const file = name.replace(/\.js$/, '.ts');
  const source = await readFile(new URL(file, folder), 'utf8').catch(
    () => undefined,
  );
  if (source === undefined) return undefined;
  return (await transformWithOxc(source, file, { target: 'es2022' })).code;
}
