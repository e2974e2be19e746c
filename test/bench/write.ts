/**
 * Writes what runs keep, formatted as all else in the repository is.
 *
 * Knows: this folder, and the formatter. Does not know: what is written.
 */

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const beside = (name: string): string =>
  fileURLToPath(new URL(name, import.meta.url));

const root = beside('../..');

export const writeText = (name: string, text: string): void =>
  writeFileSync(beside(name), text);

export const writeJson = (name: string, value: unknown): void => {
  writeText(name, `${JSON.stringify(value, undefined, 2)}\n`);
  spawnSync(
    process.execPath,
    [
      `${root}/node_modules/@biomejs/biome/bin/biome`,
      ...['format', '--write', beside(name)],
    ],
    { cwd: root },
  );
};
