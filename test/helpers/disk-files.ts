/**
 * Real files on the disk, for tests in a browser: made, picked in a file input as a person does, and spoiled
 * afterwards. A plugin of @web/test-runner. Knows: the disk, and the page that a driver controls. Does not know: tests.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  rename,
  rm,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TestRunnerPlugin } from '@web/test-runner';
import type { Page } from 'playwright';
import { isRoot } from './machine.js';

/** What a driver offers that controls one page, and no more than is needed of it. */
interface Driver {
  findElement(using: string, value: string): Promise<Record<string, string>>;
  elementSendKeys(id: string, text: string): Promise<void>;
}

/** What becomes of a file on the disk. */
export type Deed =
  | 'rewrite'
  | 'replace'
  | 'append'
  | 'truncate'
  | 'delete'
  | 'forbid'
  | 'pull';

/** What cannot be done to a file on this machine, and why. */
export type Undoable = Partial<Record<Deed, string>>;

export interface PickCommand {
  /** Of the input. */
  selector: string;
  name: string;
  /** Bytes, as base64: commands travel as JSON. */
  content: string;
  /** Whether it lies on a drive of its own, which can be pulled. */
  onDrive: boolean;
}

export interface SpoilCommand {
  id: string;
  deed: Deed;
  /** What is written, as base64. */
  content: string;
  size: number;
}

const deeds: Record<
  Deed,
  (file: string, content: Buffer, size: number) => Promise<void>
> = {
  rewrite: (file, content) => writeFile(file, content),
  // As editors save: the new file is complete before it takes the name.
  replace: async (file, content) => {
    await writeFile(`${file}.new`, content);
    await rename(`${file}.new`, file);
  },
  append: (file, content) => appendFile(file, content),
  truncate: (file, _, size) => truncate(file, size),
  delete: (file) => rm(file),
  forbid: (file) => chmod(file, 0),
  // Lazily: nobody asks whether somebody still reads from it.
  pull: (file) => run('umount', '-l', path.dirname(file)),
};

const run = async (name: string, ...args: string[]): Promise<void> => {
  await promisify(execFile)(name, args);
};

const plugIn = (drive: string) =>
  run('mount', '-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', drive);

/** Tried once: containers differ in what they allow. */
const undoable = async (folder: string): Promise<Undoable> => {
  const found: Undoable = isRoot()
    ? { forbid: 'root may read every file' }
    : {};
  const drive = path.join(folder, 'trial');
  await mkdir(drive);
  try {
    await plugIn(drive);
    await run('umount', drive);
    return found;
  } catch {
    return { ...found, pull: 'no drive can be mounted on this machine' };
  }
};

const decoded = (text: string) => Buffer.from(text, 'base64');

export function diskFiles(): TestRunnerPlugin {
  const files = new Map<string, string>();
  const drives = new Set<string>();
  let made: Promise<string> | undefined;
  let cannot: Promise<Undoable> | undefined;
  const folder = () => {
    made ??= mkdtemp(path.join(tmpdir(), 'kommo-uploader-'));
    return made;
  };

  const pick = async (
    given: PickCommand,
    choose: (file: string) => Promise<void>,
  ) => {
    const id = randomUUID();
    // An id of its own: two tests may want the same name.
    let file = path.join(await folder(), `${id}-${given.name}`);
    if (given.onDrive) {
      await mkdir(file);
      await plugIn(file);
      drives.add(file);
      file = path.join(file, given.name);
    }
    await writeFile(file, decoded(given.content));
    // WebKit sees a change by the second. Nobody picks a file in the second in which it was written.
    const before = Date.now() / 1000 - 60;
    await utimes(file, before, before);
    files.set(id, file);
    await choose(file);
    return id;
  };

  const spoil = async ({ id, deed, content, size }: SpoilCommand) => {
    const file = files.get(id);
    if (file === undefined) throw new Error('That file was never picked.');
    await deeds[deed](file, decoded(content), size);
    if (deed === 'pull') drives.delete(path.dirname(file));
    return true;
  };

  return {
    name: 'disk-files',
    async executeCommand({ command, payload, session }) {
      if (command === 'spoil-file') return spoil(payload as SpoilCommand);
      if (command === 'undoable-deeds') {
        cannot ??= folder().then(undoable);
        return cannot;
      }
      if (command !== 'pick-file') return undefined;
      const given = payload as PickCommand;
      const choose = chooserOf(session);
      // A driver of another kind cannot pick: the test is told.
      return { id: choose && (await pick(given, choose(given.selector))) };
    },
    async serverStop() {
      for (const drive of drives) await run('umount', '-l', drive);
      if (made) await rm(await made, { recursive: true, force: true });
    },
  };
}

type Command = Parameters<NonNullable<TestRunnerPlugin['executeCommand']>>[0];
type Session = Command['session'];
type Chooser = (selector: string) => (file: string) => Promise<void>;

/** How a file is chosen in an input of the page that a session runs in. */
function chooserOf({ browser, id }: Session): Chooser | undefined {
  if (browser.type === 'playwright') {
    const { getPage } = browser as unknown as { getPage(id: string): Page };
    const page = getPage.call(browser, id);
    return (selector) => (file) => page.setInputFiles(selector, file);
  }
  const { driver } = browser as { driver?: Driver };
  if (driver === undefined) return undefined;
  return (selector) => async (file) => {
    const found = await driver.findElement('css selector', selector);
    // The only key of what is found is a name that the protocol gave it.
    const [element = ''] = Object.values(found);
    await driver.elementSendKeys(element, file);
  };
}
