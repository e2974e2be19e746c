/**
 * `npm run consumers`: packs the package, installs it into each app of this folder as a stranger would, builds the app,
 * and uploads a file with it in a browser.
 *
 *     npm run consumers                 all
 *     npm run consumers -- vue next     only these
 *     npm run consumers -- --light      those that `npm test` runs
 *     npm run consumers -- --built      with the dist/ that is there
 *     npm run consumers -- vue --keep   leaves the folder of the app, and says where it is
 *
 * Knows what all apps share, and how each ended. An app whose packages cannot be had is named, and has not passed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from 'playwright';
import { startDrive } from '../../demo/drive/node.js';
import { ensureBrowser, launchOptions } from '../helpers/browser.js';
import { BrowserMissing } from '../helpers/machine.js';
import { apps, light } from './apps.js';
import { consume, type World } from './consume.js';
import { endAll, NotToBeHad, npm } from './programs.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

const FAILED = 1;
/** Nothing is wrong that could be seen, but not everything could. */
const INCOMPLETE = 2;

const given = process.argv.slice(2);
const flags = ['--light', '--built', '--keep'];
const has = (flag: string) => given.includes(flag);
const names = given.filter((each) => !flags.includes(each));
const wanted =
  names.length > 0 ? names : has('--light') ? light : Object.keys(apps);

async function main(): Promise<number> {
  const unknown = wanted.find((name) => !(name in apps));
  if (unknown !== undefined) {
    console.error(
      `No app "${unknown}": there are ${Object.keys(apps).join(', ')}.`,
    );
    return FAILED;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'consumers-'));
  const leave = () => {
    endAll();
    if (!has('--keep')) rmSync(folder, { recursive: true, force: true });
  };
  // What is left of a run that somebody stops would go on listening.
  process.once('exit', leave);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => process.exit(FAILED));
  const drive = await startDrive({
    ...{ port: 0, open: true },
    data: path.join(folder, 'drive'),
  });
  let opened: Promise<Browser> | undefined;
  try {
    return await consumeAll({
      folder,
      drive,
      tarball: await pack(folder),
      browser: () => {
        opened ??= chromium.launch(launchOptions(ensureBrowser()));
        return opened;
      },
    });
  } finally {
    await (await opened)?.close();
    await drive.close();
    if (has('--keep')) console.log(`The apps are in ${folder}.`);
  }
}

async function pack(folder: string): Promise<string> {
  if (!has('--built')) await npm(root, 'run', 'build');
  const said = await npm(
    root,
    'pack',
    '--silent',
    '--pack-destination',
    folder,
  );
  return path.join(folder, said.trim());
}

async function consumeAll(world: World): Promise<number> {
  const failed: string[] = [];
  const missing: string[] = [];
  for (const [name, app] of Object.entries(apps)) {
    if (!wanted.includes(name)) continue;
    console.log(`\n── ${name} ──`);
    try {
      await consume(name, app, world);
    } catch (error) {
      if (error instanceof BrowserMissing || !(error instanceof Error))
        throw error;
      console.log(`\n${error.message}\n`);
      (error instanceof NotToBeHad ? missing : failed).push(name);
    }
  }
  const passed = wanted.length - failed.length - missing.length;
  console.log(`\n${passed} passed, ${failed.length} failed`);
  if (failed.length > 0) console.log(`failed: ${failed.join(', ')}`);
  if (missing.length > 0)
    console.log(
      `NOT TRIED: ${missing.join(', ')}: npm gives no package for it here, see above. Nobody knows whether it works.`,
    );
  if (failed.length > 0) return FAILED;
  return missing.length > 0 ? INCOMPLETE : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = FAILED;
}
