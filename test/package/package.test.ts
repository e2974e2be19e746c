/** The package that would be published: what is in it, whether tools can read it, and what a bundler makes of it. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import {
  checkPackage,
  createPackageFromTarballData,
} from '@arethetypeswrong/core';
import { publint } from 'publint';
import { build, parseSync, type Rolldown } from 'vite';
import { integrityOf, withIntegrity } from '../../src/build/integrity.js';
import { reachedFrom } from '../../src/build/reach.js';
import { type Packed, pack, root } from './packed.js';

const run = promisify(execFile);

let packed: Packed;
before(() => {
  packed = pack();
});
after(() => packed?.remove());

describe('the tarball', () => {
  it('holds what was built, its description and its licence, and nothing else', () => {
    const others = packed.files.filter((file) => !file.startsWith('dist/'));
    assert.deepEqual(others.sort(), [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'package.json',
    ]);
    const kinds = new Set(
      packed.files.map((file) => /(\.d\.ts|\.[a-z]+)$/.exec(file)?.[0]),
    );
    assert.deepEqual([...kinds].sort(), [
      '.d.ts',
      '.js',
      '.json',
      '.md',
      undefined,
    ]);
    assert.deepEqual(
      packed.files.filter((file) => /test|spec|demo|\bsrc\b/.test(file)),
      [],
    );
  });

  it('has no source map, no way to one, and nothing of the machine it was built on', () => {
    for (const file of packed.files) {
      const text = packed.read(file);
      assert.doesNotMatch(text, /sourceMappingURL/, file);
      assert.ok(!text.includes(root), file);
    }
  });

  it('has no module that no entry leads to', () => {
    const installed = path.join(packed.folder, 'node_modules/kommo-uploader');
    const { exports, bin } = JSON.parse(packed.read('package.json')) as {
      exports: Record<string, string | Record<string, string>>;
      bin: Record<string, string>;
    };
    const targets = [...Object.values(exports), ...Object.values(bin)]
      .flatMap((target) =>
        typeof target === 'string' ? target : Object.values(target),
      )
      .map((target) => target.replace('./', ''));
    const isEntry = (file: string) =>
      targets.some((target) => {
        const [start = '', end] = target.split('*');
        return end === undefined
          ? file === target
          : file.startsWith(start) && file.endsWith(end);
      });
    const reached = reachedFrom(
      packed.files.filter(isEntry).map((file) => path.join(installed, file)),
    );
    const modules = packed.files.filter((file) => /\.(js|d\.ts)$/.test(file));
    assert.deepEqual(
      modules.filter((file) => !reached.has(path.join(installed, file))),
      [],
    );
  });

  it('can be installed beside any React, though its component needs React 19', () => {
    const { peerDependencies, peerDependenciesMeta } = JSON.parse(
      packed.read('package.json'),
    );
    assert.equal(peerDependencies.react, '*');
    for (const name of Object.keys(peerDependencies))
      assert.equal(peerDependenciesMeta[name].optional, true, name);
  });

  it('pleases publint', async () => {
    const tarball = Uint8Array.from(readFileSync(packed.tarball)).buffer;
    const { messages } = await publint({ pack: { tarball }, strict: true });
    assert.deepEqual(messages, []);
  });

  it('has types that are right wherever modules are known', async () => {
    const result = await checkPackage(
      createPackageFromTarballData(readFileSync(packed.tarball)),
      // It finds the others by itself, but none that a `*` stands for.
      { includeEntrypoints: ['./locales/de', './types/vue'] },
    );
    assert.ok(result.types);
    const { problems, entrypoints } = result as typeof result & {
      problems: object[];
      entrypoints: object;
    };
    assert.ok(Object.keys(entrypoints).includes('./engine'));
    // CommonJS and the Node before `exports` cannot take modules anyway.
    assert.deepEqual(
      problems.filter(
        (problem) =>
          !('resolutionKind' in problem) ||
          !/^node10$|cjs$/.test(String(problem.resolutionKind)),
      ),
      [],
    );
  });
});

describe('the README', () => {
  const readme = readFileSync(path.join(root, 'README.md'), 'utf8');
  const { version } = JSON.parse(
    readFileSync(path.join(root, 'package.json'), 'utf8'),
  ) as { version: string };
  const scripts = () =>
    packed.files.filter((file) => file.endsWith('.min.js')).sort();
  const files = () =>
    Object.fromEntries(
      scripts().map((file) => [file.replace('dist/', ''), packed.read(file)]),
    );

  it('has a hash for each script of the version that the package has', () => {
    const [place = ''] =
      readme.match(/<!-- integrity -->[\s\S]*<!-- \/integrity -->/) ?? [];
    const named = [
      ...place.matchAll(/(locales\/[\w-]+|kommo-uploader)\.min\.js[`"]/g),
    ].map(([, name]) => `dist/${name}.min.js`);
    assert.deepEqual(named.sort(), scripts());
    assert.ok(readme.includes(`/npm/kommo-uploader@${version}/dist/`));
  });

  it('gets the hashes of a release, and then says nothing else', () => {
    const released = withIntegrity(readme, version, integrityOf(files()));
    for (const code of Object.values(files())) {
      const hash = createHash('sha384').update(code).digest('base64');
      assert.ok(released.includes(`sha384-${hash}`));
    }
    assert.equal(
      withIntegrity(released, version, integrityOf(files())),
      released,
    );
    const apart = (text: string) =>
      text.replace(/<!-- integrity -->[\s\S]*<!-- \/integrity -->/, '');
    assert.equal(apart(released), apart(readme));
  });
});

/** What a bundler makes of one module that is written beside the package. */
async function bundled(source: string): Promise<Rolldown.OutputChunk[]> {
  const entry = path.join(packed.folder, 'entry.js');
  writeFileSync(entry, source);
  const outputs = (await build({
    root: packed.folder,
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry, formats: ['es'], fileName: 'bundle' },
      rolldownOptions: { external: ['react'] },
    },
  })) as Rolldown.RolldownOutput[];
  return outputs
    .flatMap(({ output }) => output)
    .filter((chunk) => chunk.type === 'chunk');
}

const codeOf = (chunks: Rolldown.OutputChunk[]) =>
  chunks
    .map(({ code }) => code)
    .join('')
    .replaceAll(/^\s*\/\/#.*$/gm, '')
    .trim();

describe('a bundler', () => {
  it('brings lit and idb-keyval into a page, and nothing of the broker', async () => {
    const chunks = await bundled(`
      import 'kommo-uploader';
      export * from 'kommo-uploader/react';
    `);
    const packages = new Set<string>();
    for (const id of chunks.flatMap(({ moduleIds }) => moduleIds)) {
      const [, name] =
        /node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*node_modules)/.exec(id) ?? [];
      if (name !== undefined) packages.add(name);
      assert.doesNotMatch(id, /dist\/(broker|command)/);
    }
    assert.deepEqual([...packages].sort(), [
      '@lit/reactive-element',
      '@lit/task',
      'idb-keyval',
      'kommo-uploader',
      'lit',
      'lit-element',
      'lit-html',
    ]);
  });

  it('leaves nothing of a class that nobody uses, nor of the engine or the component', async () => {
    for (const entry of ['element', 'engine', 'react', 'locales/de'])
      assert.equal(
        codeOf(await bundled(`import 'kommo-uploader/${entry}';`)),
        '',
        entry,
      );
  });

  it('keeps the definition of the tag, though nothing is imported by name', async () => {
    for (const source of [
      `import 'kommo-uploader';`,
      `export { KommoUploader } from 'kommo-uploader/react';`,
    ])
      assert.match(codeOf(await bundled(source)), /registry\?\.define\(/);
  });

  it('puts what makes small pictures into a file that is loaded later', async () => {
    const chunks = await bundled(`import 'kommo-uploader';`);
    const fileOf = (module: string) =>
      chunks.find(({ moduleIds }) =>
        moduleIds.some((id) => id.endsWith(module)),
      )?.fileName;
    const [first] = chunks;
    assert.equal(fileOf('element/preview.js'), first?.fileName);
    const late = fileOf('element/pictures.js');
    assert.ok(late !== undefined && first?.dynamicImports.includes(late));
    assert.equal(fileOf('element/image-size.js'), late);
    assert.equal(fileOf('@lit/task/task.js'), late);
  });

  it('takes the engine without anything of a page', async () => {
    const code = codeOf(
      await bundled(`export { UploadQueue } from 'kommo-uploader/engine';`),
    );
    assert.match(code, /UploadQueue/);
    assert.doesNotMatch(code, /HTMLElement|\bdocument\.|customElements/);
  });
});

describe('the command', () => {
  const npx = (...args: string[]) => [
    '--no-install',
    'kommo-uploader',
    ...args,
  ];

  it('runs in an empty folder, where none of the libraries of the broker is', async () => {
    const installed = readdirSync(path.join(packed.folder, 'node_modules'));
    assert.ok(!installed.some((name) => /hono|jose|redis/.test(name)));
    const { stdout } = await run('npx', npx('broker', 'new-key'), {
      cwd: packed.folder,
    });
    const key = stdout.trim();
    const child = spawn('npx', npx('broker'), {
      cwd: packed.folder,
      // `npx` has a child of its own.
      detached: true,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        BROKER_KEY: key,
        ACCOUNTS: '1=example.kommo.com',
        CLIENT_ID: 'id',
        CLIENT_SECRET: 'secret',
        REDIRECT_URI: 'https://broker.example.com/oauth/callback',
        ORIGINS: 'https://www.example.com',
        SINGLE_INSTANCE: 'true',
        DEV: 'true',
        PORT: '0',
      },
    });
    const closed = once(child, 'close');
    let said = '';
    const port = await new Promise<string>((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          said += chunk;
          const [, port] = /"event":"listening","port":(\d+)/.exec(said) ?? [];
          if (port) resolve(port);
        });
      void closed.then(() => reject(new Error(`It ended: ${said}`)));
    });
    try {
      const health = await fetch(`http://127.0.0.1:${port}/healthz`);
      assert.ok('status' in ((await health.json()) as object));
    } finally {
      process.kill(-(child.pid as number), 'SIGKILL');
      await closed;
    }
  });
});

it('the types of each entry and of each framework say what is right, and what is not', async () => {
  const consumers = path.join(root, 'test/package/consumer');
  cpSync(consumers, packed.folder, { recursive: true });
  // Preact writes the same, but for the name of one attribute.
  writeFileSync(
    path.join(packed.folder, 'preact.tsx'),
    readFileSync(path.join(consumers, 'react.tsx'), 'utf8')
      .replaceAll('react', 'preact')
      .replaceAll('className', 'class'),
  );
  packed.addPackages('hono', 'jose', '@hono');
  packed.addPackages('react', '@types/react', 'preact', 'solid-js');
  packed.addPackages('vue', 'svelte');
  writeFileSync(
    path.join(packed.folder, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        target: 'ES2022',
        module: 'NodeNext',
        lib: ['ES2023', 'DOM', 'DOM.Iterable'],
        types: [],
        strict: true,
        exactOptionalPropertyTypes: true,
        jsx: 'preserve',
        noEmit: true,
      },
      include: ['*.ts', '*.tsx'],
    }),
  );
  assert.equal(await complaints(packed.folder), '');
});

it('the types of the engine are whole where there are no types of a page', async () => {
  packed.addPackages('@types/node');
  const folder = path.join(packed.folder, 'in-node');
  cpSync(path.join(root, 'test/consumers/node'), folder, { recursive: true });
  assert.equal(await complaints(folder, '--noEmit'), '');
});

it('a component of a server may import the one for React', () => {
  const [statement] = parseSync('react.js', packed.read('dist/react.js'))
    .program.body;
  assert.deepEqual(
    statement?.type === 'ExpressionStatement' && statement.directive,
    'use client',
  );
});

/** What the compiler says of the project in a folder. */
async function complaints(folder: string, ...options: string[]) {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [
    ...[tsc, '-p', folder],
    ...options,
  ]).catch((error: { stdout: string }) => error);
  return stdout;
}
