/**
 * That the code in the README and in the guides is right: TypeScript has its types, what is typed into a terminal is
 * there, JSON can be read. What stands in a page is played in one: `test/e2e/snippets.spec.ts`.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import {
  allSnippets,
  root,
  type Snippet,
  snippetsIn,
  snippetsOf,
} from '../helpers/snippets.js';

const run = promisify(execFile);

/** The languages that a test knows, and `text` for what a program prints or how folders look. */
const known = ['ts', 'tsx', 'js', 'html', 'css', 'csp', 'sh', 'json', 'text'];

describe('the snippets', () => {
  it('are found with their place, also in a list', () => {
    const text =
      'A\n\n```sh\nnpm ci\n```\n\n- B\n\n  ```ts\n  const a = 1;\n  ```\n';
    assert.deepEqual(snippetsIn('x.md', text), [
      { place: 'x.md:3', language: 'sh', code: 'npm ci\n' },
      { place: 'x.md:9', language: 'ts', code: 'const a = 1;\n' },
    ]);
  });

  it('each say in which language they are', () => {
    const strange = allSnippets()
      .filter(({ language }) => !known.includes(language))
      .map(({ place, language }) => `${place} is “${language}”`);
    assert.deepEqual(strange, []);
  });

  it('in TypeScript and JavaScript have their types, and one with a wrong name would be found', async () => {
    const wrong: Snippet = {
      place: 'x.md:7',
      language: 'ts',
      code: "import 'kommo-uploader';\nuploader.maxFile = 3;\n",
    };
    const right = snippetsOf('ts', 'tsx', 'js')
      // Those types are there once the package is built: its own tests have them.
      .filter(({ code }) => !code.includes("'kommo-uploader/types/"));
    const found = await typeErrors([...right, wrong]);
    assert.deepEqual(
      found.filter((line) => !/^x\.md:9: .*maxFile/.test(line)),
      [],
    );
    assert.equal(found.length, 1);
  });

  it('for a terminal name scripts, files and commands that are there', async () => {
    const wrong: string[] = [];
    for (const { place, code } of snippetsOf('sh'))
      for (const command of commandsIn(code)) {
        const problem = await problemOf(command);
        if (problem) wrong.push(`${place}: ${command}: ${problem}`);
      }
    assert.deepEqual(wrong, []);
  });

  it('for a terminal that name nothing would be found', async () => {
    const strange = ['npm run nothing', 'npx tsx test/nothing.ts', 'make'];
    for (const command of [...strange, 'npx kommo-uploader nothing'])
      assert.ok(await problemOf(command), command);
  });

  for (const { place, code } of snippetsOf('json'))
    it(`in JSON can be read (${place})`, () => {
      JSON.parse(code);
    });
});

const nameOf = ({ place, language }: Snippet) =>
  `${place.replaceAll(/[^\w]+/g, '-')}.${language === 'js' ? 'ts' : language}`;

/** What the compiler says of each, with the line in its text. */
async function typeErrors(snippets: readonly Snippet[]): Promise<string[]> {
  const folder = path.join(root, 'test/.results', `snippets-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const up = '../../..';
  try {
    for (const snippet of snippets)
      writeFileSync(
        path.join(folder, nameOf(snippet)),
        // A snippet is a module, also where it imports nothing.
        `${snippet.code}\nexport {};\n`,
      );
    writeFileSync(
      path.join(folder, 'tsconfig.json'),
      JSON.stringify({
        extends: `${up}/tsconfig.json`,
        compilerOptions: {
          types: ['node'],
          jsx: 'react-jsx',
          lib: ['ES2023', 'DOM', 'DOM.Iterable'],
          // An example shows one thing, and not all that a program is made of.
          noUnusedLocals: false,
          noUnusedParameters: false,
          noImplicitReturns: false,
          paths: pathsOf(up),
        },
        include: ['.', `${up}/test/helpers/snippet-world.d.ts`],
        exclude: [],
      }),
    );
    await run(process.execPath, [
      path.join(root, 'node_modules/typescript/bin/tsc'),
      ...['-p', folder, '--pretty', 'false'],
    ]);
    return [];
  } catch (error) {
    const { stdout = '' } = error as { stdout?: string };
    if (!stdout) throw error;
    return stdout
      .split('\n')
      .filter((line) => /error TS/.test(line))
      .map((line) => inText(line, snippets));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The package's entries as its sources, so that no build is needed. */
function pathsOf(up: string): Record<string, string[]> {
  const { exports: entries } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  ) as { exports: Record<string, string | { types?: string }> };
  return Object.fromEntries(
    Object.entries(entries).flatMap(([entry, target]) => {
      const types = typeof target === 'string' ? undefined : target.types;
      if (!types?.endsWith('.d.ts')) return [];
      const source = types
        .replace(/^\.\/dist\//, `${up}/src/`)
        .replace(/\.d\.ts$/, '.ts');
      return [[path.posix.join('kommo-uploader', entry), [source]]];
    }),
  );
}

function inText(line: string, snippets: readonly Snippet[]): string {
  const found = snippets.find((snippet) => line.includes(nameOf(snippet)));
  const [, at = '1', message = line] = /\((\d+),\d+\): (.*)$/.exec(line) ?? [];
  if (!found) return line;
  const [file, first = '0'] = found.place.split(':');
  return `${file}:${Number(first) + Number(at)}: ${message}`;
}

/** One command in each; comments and lines that go on are not what is meant here. */
function commandsIn(code: string): string[] {
  return code
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap((line) => line.replace(/(^|\s)#.*$/, '').split('&&'))
    .map((command) => command.trim().replace(/^([A-Z_]+=\S*\s+)+/, ''))
    .filter(Boolean);
}

const helps = new Map<string, Promise<string>>();

/** What the package's command says of itself, or of one of its own commands. */
function helpOf(...words: string[]): Promise<string> {
  const key = words.join(' ');
  const asked =
    helps.get(key) ??
    run(
      process.execPath,
      ['--import', 'tsx', 'src/command.ts', ...words, '--help'],
      { cwd: root },
    ).then(({ stdout }) => stdout);
  helps.set(key, asked);
  return asked;
}

async function problemOf(command: string): Promise<string | undefined> {
  const { scripts, devDependencies } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  ) as Record<'scripts' | 'devDependencies', Record<string, string>>;
  const [program, first = '', ...rest] = command.split(/\s+/);
  if (program === 'npm') {
    if (['ci', 'install'].includes(first)) return undefined;
    const script = first === 'run' ? rest[0] : first;
    return scripts[script ?? ''] ? undefined : 'no such script';
  }
  // Whoever has this repository has it.
  if (program === 'git') return undefined;
  if (program !== 'npx') return 'nothing that everybody has';
  if (first === 'kommo-uploader') {
    const [sub = '', ...more] = rest;
    try {
      const help = await helpOf(sub);
      // A name or a flag, and not a value of one's own.
      return more
        .filter((word) => /^(--[a-z-]+|[a-z]+(-[a-z]+)+)$/.test(word))
        .filter((word) => !help.includes(word))
        .map((word) => `${word} is in no help`)[0];
    } catch {
      return `no command ${sub}`;
    }
  }
  if (!devDependencies[first]) return `${first} is not installed`;
  const file = rest.find((word) => word.endsWith('.ts'));
  return file && !existsSync(path.join(root, file))
    ? 'no such file'
    : undefined;
}
