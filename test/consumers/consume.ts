/**
 * One app, as somebody who has just found the package: copies it, installs it, checks its types, builds it, opens it.
 *
 * Knows the steps, and says of each how long it took. Does not know what a page looks like, nor how npm is run.
 */
import { randomBytes } from 'node:crypto';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import sharp from 'sharp';
import type { RunningDrive } from '../../demo/drive/node.js';
import { serveFolder } from '../e2e/static-site.js';
import { type App, sessionUrl } from './apps.js';
import { install, npm, ProgramFailed, serve } from './programs.js';
import { visit } from './visit.js';

const here = fileURLToPath(new URL('.', import.meta.url));

/** What all apps share. */
export interface World {
  /** Where their folders are made. */
  readonly folder: string;
  readonly tarball: string;
  /** The real one: what it stores lies on the disk. */
  readonly drive: RunningDrive;
  readonly browser: () => Promise<Browser>;
}

interface Folder {
  readonly name: string;
  readonly path: string;
  /** Its scripts. */
  readonly can: ReadonlySet<string>;
  readonly app: App;
}

/** Throws where the app does not do what it is there for. */
export async function consume(
  name: string,
  app: App,
  world: World,
): Promise<void> {
  const at = path.join(world.folder, name);
  const folder: Folder = { name, app, path: at, can: copy(name, at, world) };
  await step('installs the packed tarball', () => install(at));
  if (folder.can.has('check')) {
    await step('compiles', () => npm(at, 'run', 'check'));
    await step('does not compile with a wrong field', () => wrongField(folder));
  }
  if (folder.can.has('build'))
    await step('builds', () => npm(at, 'run', 'build'));
  if (app.result === 'output')
    return step('uploads by a script', () => runScript(folder, world));
  await step('uploads in a browser', () =>
    app.result === 'files'
      ? visitFiles(folder, world)
      : visitServer(folder, world, 'start'),
  );
  if (folder.can.has('dev'))
    await step('uploads in a browser, in development', () =>
      visitServer(folder, world, 'dev'),
    );
}

async function step(what: string, go: () => Promise<unknown>): Promise<void> {
  const from = performance.now();
  const told = (how: string) =>
    `  ${how} ${what} (${((performance.now() - from) / 1000).toFixed(1)} s)`;
  try {
    await go();
    console.log(told('✓'));
  } catch (error) {
    console.log(told('✗'));
    throw error;
  }
}

/** Its sources, with what no source can know: where the tarball is, and where the drive. The names of its scripts. */
function copy(
  name: string,
  to: string,
  { tarball, drive }: World,
): ReadonlySet<string> {
  cpSync(path.join(here, name), to, {
    recursive: true,
    filter: (source) => !/\/(node_modules|dist|\.next)$/.test(source),
  });
  for (const file of sourcesOf(name)) {
    const text = readFileSync(path.join(to, file), 'utf8');
    const changed = text.replaceAll(sessionUrl, `${drive.url}/v1.0/sessions`);
    if (changed !== text) writeFileSync(path.join(to, file), changed);
  }
  const manifest = path.join(to, 'package.json');
  const { dependencies, scripts, ...rest } = JSON.parse(
    readFileSync(manifest, 'utf8'),
  );
  writeFileSync(
    manifest,
    JSON.stringify({
      ...rest,
      scripts,
      dependencies: { ...dependencies, 'kommo-uploader': `file:${tarball}` },
    }),
  );
  return new Set(Object.keys(scripts ?? {}));
}

/** What is written by hand. */
const sourcesOf = (name: string): string[] =>
  readdirSync(path.join(here, name), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(html|tsx?|vue|svelte)$/.test(file))
    .filter((file) => !/(^|\/)(node_modules|dist|\.next)\//.test(file));

/** The record has a `uuid` and no `uid`: the same source with that one letter less has to be refused, in that line. */
async function wrongField({ name, path: at }: Folder): Promise<void> {
  const places = sourcesOf(name).flatMap((file) => {
    const right = readFileSync(path.join(at, file), 'utf8');
    return right.split('.uuid').length === 2 ? [{ file, right }] : [];
  });
  const [place] = places;
  if (place === undefined || places.length > 1)
    throw new Error('Its sources do not read `.uuid` in exactly one place.');
  const { file, right } = place;
  const line = right.slice(0, right.indexOf('.uuid')).split('\n').length;
  writeFileSync(path.join(at, file), right.replace('.uuid', '.uid'));
  const said = await npm(at, 'run', 'check').then(
    () => {
      throw new Error(`${file} compiles with \`.uid\` in line ${line}.`);
    },
    (error) => {
      if (error instanceof ProgramFailed) return error.output;
      throw error;
    },
  );
  writeFileSync(path.join(at, file), right);
  // `App.vue(7,12): error`, and `App.svelte:7:12`.
  const refused = said
    .replaceAll('\\', '/')
    .split(/(?=^.*\b(?:tsx?|vue|svelte)[(:]\d)/m)
    .filter((part) => /\berror\b/i.test(part));
  const [first = ''] = refused;
  if (
    refused.length !== 1 ||
    !first.includes(file) ||
    !new RegExp(`[(:]${line}[,:]`).test(first) ||
    !first.includes(`'uid'`)
  )
    throw new Error(
      `Not only line ${line} of ${file} was refused, for its 'uid':\n${said}`,
    );
}

/** A picture that nobody has seen, in three parts: the last one is not full. */
function noise(): Promise<Buffer> {
  const shape = { width: 300, height: 300, channels: 3 } as const;
  return sharp(randomBytes(300 * 300 * 3), { raw: shape })
    .png({ compressionLevel: 0 })
    .toBuffer();
}

/** One upload of a new file by `act`, which gives the uuid of what was uploaded. Then the drive must have its bytes. */
async function uploadWith(
  { name }: Folder,
  { drive: { drive }, folder }: World,
  act: (file: string, fileName: string) => Promise<string>,
): Promise<void> {
  const fileName = `${name}.png`;
  const file = path.join(mkdtempSync(path.join(folder, 'file-')), fileName);
  const bytes = await noise();
  writeFileSync(file, bytes);
  const before = drive.journal.count('POST', 'session');
  const uuid = await act(file, fileName);
  const stored = await drive.readVersion(uuid);
  if (!bytes.equals(stored))
    throw new Error(
      `The drive has ${stored.byteLength} other bytes than the ${bytes.length} of the file.`,
    );
  const sessions = drive.journal.count('POST', 'session') - before;
  if (sessions !== 1)
    throw new Error(`One file was uploaded in ${sessions} sessions.`);
}

const runScript = (folder: Folder, world: World): Promise<void> =>
  uploadWith(folder, world, async (file, fileName) => {
    const said = await npm(folder.path, 'start', '--silent', '--', file);
    const [, uuid] = said.match(`^${fileName}: ([\\w-]{36})\\n$`) ?? [];
    if (uuid === undefined) throw new Error(`It printed:\n${said}`);
    return uuid;
  });

async function visitFiles(folder: Folder, world: World): Promise<void> {
  const files = folder.can.has('build')
    ? path.join(folder.path, 'dist')
    : folder.path;
  const site = await serveFolder(files, '/');
  try {
    await visitAt(site.url, false, folder, world);
  } finally {
    await site.close();
  }
}

async function visitServer(
  folder: Folder,
  world: World,
  script: string,
): Promise<void> {
  const port = await freePort();
  const url = `http://localhost:${port}/`;
  const server = await serve(folder.path, script, port);
  try {
    if (folder.app.isRendered) await checkRendered(url, world);
    await visitAt(url, folder.app.isRendered, folder, world);
  } catch (error) {
    throw new Error(
      `${(error as Error).message}\nThe server said:\n${server.output.trim()}`,
      { cause: error },
    );
  } finally {
    await server.end();
  }
}

/** Nobody's, a moment ago. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      server.close(() => resolve(port as number));
    });
  });

/** What somebody without a script gets. */
async function checkRendered(url: string, { drive }: World): Promise<void> {
  const html = await (await fetch(url)).text();
  const [tag] = /<kommo-uploader[^>]*>/.exec(html) ?? [];
  if (!tag?.includes(` session-url="${drive.url}/v1.0/sessions"`))
    throw new Error(`The server sends no tag with its attributes: ${tag}`);
}

const visitAt = (
  url: string,
  isRendered: boolean,
  folder: Folder,
  world: World,
): Promise<void> =>
  uploadWith(folder, world, async (file, name) =>
    visit(await world.browser(), {
      ...{ url, file, name, isRendered },
      button: folder.app.button,
    }),
  );
