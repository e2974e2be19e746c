/**
 * Which files of `dist/` a user of the package can come to, by its entries and by what they import.
 *
 * Knows: how compiled modules and declarations name each other. Does not know: what is done with the rest.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Follows every import from these files. All are absolute. */
export function reachedFrom(files: Iterable<string>): Set<string> {
  const reached = new Set<string>();
  const follow = (file: string) => {
    if (reached.has(file)) return;
    reached.add(file);
    if (!/\.(js|d\.ts)$/.test(file)) return;
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(
      /\b(?:from|import)\s*\(?\s*['"](\.[^'"]+)['"]/g,
    ))
      follow(neighbour(file, specifier));
  };
  for (const file of files) follow(file);
  return reached;
}

/** A declaration says `./a.js` and means `./a.d.ts`. */
function neighbour(from: string, specifier: string): string {
  const module = path.join(path.dirname(from), specifier);
  const types = module.replace(/\.js$/, '.d.ts');
  return from.endsWith('.d.ts') && existsSync(types) ? types : module;
}
