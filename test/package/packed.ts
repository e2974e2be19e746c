/**
 * The package as a user gets it: packed from `dist/`, which the build has written, and installed into an empty folder.
 *
 * Knows: npm. Does not know: what ought to be in the package.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Packed {
  /** Where it is installed, with what it depends on and nothing else. */
  readonly folder: string;
  readonly tarball: string;
  /** What is in the tarball, by its path. */
  readonly files: readonly string[];
  read(file: string): string;
  /** Puts a package of the project's own beside it. */
  addPackages(...names: string[]): void;
  remove(): void;
}

export function pack(): Packed {
  if (!existsSync(path.join(root, 'dist')))
    throw new Error('There is no dist/: npm run build writes it.');
  const folder = mkdtempSync(path.join(tmpdir(), 'packed-'));
  const npm = (cwd: string, ...args: string[]) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8' });
  const [packed] = JSON.parse(
    npm(root, 'pack', '--json', '--pack-destination', folder),
  ) as { filename: string; files: { path: string }[] }[];
  if (packed === undefined) throw new Error('npm packed nothing.');
  writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ private: true, type: 'module' }),
  );
  npm(
    folder,
    ...['install', '--prefer-offline', '--no-audit', '--no-fund'],
    ...['--ignore-scripts', '--no-package-lock', `./${packed.filename}`],
  );
  const installed = path.join(folder, 'node_modules');
  return {
    folder,
    tarball: path.join(folder, packed.filename),
    files: packed.files.map(({ path }) => path),
    read: (file) =>
      readFileSync(path.join(installed, 'kommo-uploader', file), 'utf8'),
    addPackages(...names) {
      for (const name of names)
        symlinkSync(
          path.join(root, 'node_modules', name),
          path.join(installed, name),
        );
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
