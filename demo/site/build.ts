/**
 * `npm run build:site`: the site as files, in `demo/dist`, for any server and below any path.
 *
 * Knows: Vite's build. What is on the pages, `site.ts` knows; that they are right, its test.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Gives the folder with the files. */
export async function buildSite(
  outDir = path.join(root, 'demo/dist'),
): Promise<string> {
  await build({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outDir = await buildSite();
  console.log(`The site is in ${path.relative('', outDir)}.`);
}
