/**
 * `npm run release -- 0.2.0`: writes version, changelog, hashes and what is public, builds, runs all tests, packs, commits and tags.
 * It pushes and publishes nothing: the tag does, where it is pushed (`.github/workflows/release.yml`).
 *
 * With `--dry-run` it does so in a copy of the last commit, with the tests of the package alone, and leaves nothing but
 * what it printed. Knows: git, npm and the steps, not how each is done.
 */
import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { problemsOf, readChangelog, whyTooLow } from './changelog.js';
import type { CustomElement } from './manifest.js';
import { publicApi } from './public-api.js';
import { mayFollow, withRelease } from './versions.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const args = process.argv.slice(2);
const isDry = args.includes('--dry-run');
const [version = ''] = args.filter((arg) => !arg.startsWith('-'));

const git = (folder: string, ...args: string[]) =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();

/** Runs with its output passed on, and throws where it fails. */
const run = (folder: string, program: string, ...args: string[]) => {
  console.log(`\n$ ${program} ${args.join(' ')}`);
  execFileSync(program, args, { cwd: folder, stdio: 'inherit' });
};

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** Why this cannot be released, if it cannot. */
function refuse(): string | undefined {
  const { version: current, repository } = JSON.parse(read('package.json')) as {
    version: string;
    repository?: unknown;
  };
  const released = git(root, 'tag', '--list', 'v*')
    .split('\n')
    .filter(Boolean)
    .map((tag) => tag.slice(1));
  const usage = 'Say: npm run release -- 1.2.3 [--dry-run]';
  if (version === '') return `The version is missing. ${usage}`;
  if (!mayFollow(current, version, released))
    return `"${version}" cannot follow ${current}. ${usage}`;
  const releases = readChangelog(read('CHANGELOG.md'));
  const [problem] = problemsOf(releases);
  if (problem !== undefined) return `CHANGELOG.md: ${problem}`;
  const [news] = releases;
  const tooLow = news && whyTooLow(news, current, version);
  if (released.length > 0 && tooLow !== undefined) return tooLow;
  if (isDry) return undefined;
  if (git(root, 'status', '--porcelain') !== '')
    return 'There are changes that are not committed.';
  if (git(root, 'branch', '--show-current') !== 'main')
    return 'A release is made of main.';
  if (repository === undefined)
    return 'package.json names no repository, and provenance is about one.';
  if (read('README.md').includes('not published yet'))
    return 'The README still says that the package is not published yet.';
  return undefined;
}

function release(folder: string): void {
  const changelog = path.join(folder, 'CHANGELOG.md');
  const today = new Date().toISOString().slice(0, 10);
  writeFileSync(
    changelog,
    withRelease(readFileSync(changelog, 'utf8'), version, today),
  );
  run(
    folder,
    'npm',
    ...['version', version, '--no-git-tag-version', '--allow-same-version'],
  );
  run(folder, 'npm', 'run', 'build', '--', '--write-readme');
  writeApi(folder);
  if (isDry) run(folder, 'npx', 'tsx', 'test/run.ts', 'package');
  else run(folder, 'npm', 'test');
  // The tests built again: what is packed must be what the README says.
  run(folder, 'npm', 'run', 'build', '--', '--check-readme');
  run(folder, 'npm', 'pack', '--dry-run');
}

/** What is public now is what the next changes are told of. */
function writeApi(folder: string): void {
  const readJson = (file: string) =>
    JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
  const { modules } = readJson('dist/custom-elements.json') as {
    modules: { declarations: CustomElement[] }[];
  };
  const [element] = modules.flatMap(({ declarations }) => declarations);
  if (element === undefined) throw new Error('The manifest has no element.');
  const { exports: entries } = readJson('package.json') as { exports: object };
  writeFileSync(
    path.join(folder, 'src/build/released-api.json'),
    `${JSON.stringify(publicApi(element, Object.keys(entries)), undefined, 2)}\n`,
  );
}

const why = refuse();
if (why !== undefined) {
  console.error(why);
  process.exitCode = 2;
} else if (isDry) {
  const copy = mkdtempSync(path.join(tmpdir(), 'release-'));
  git(root, 'worktree', 'add', '--detach', copy, 'HEAD');
  try {
    symlinkSync(
      path.join(root, 'node_modules'),
      path.join(copy, 'node_modules'),
    );
    release(copy);
    console.log('\nWould be committed:\n');
    console.log(git(copy, 'diff', '--stat'));
    console.log(`\nand tagged v${version}. Nothing was.`);
  } finally {
    git(root, 'worktree', 'remove', '--force', copy);
    rmSync(copy, { recursive: true, force: true });
  }
} else {
  release(root);
  git(root, 'commit', '--all', '--message', `Release ${version}`);
  git(root, 'tag', '--annotate', `v${version}`, '--message', version);
  console.log(`\nTagged v${version}. This publishes it, with provenance:`);
  console.log('git push --follow-tags');
}
