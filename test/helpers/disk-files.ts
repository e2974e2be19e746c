/**
 * Real files on the disk, for tests in a browser: made, picked in a file input as a person does, and spoiled afterwards.
 * A plugin of @web/test-runner. Knows the disk, and the page that a driver controls. Knows no test.
 */
import { randomUUID } from 'node:crypto';
import {
  appendFile,
  mkdtemp,
  rename,
  rm,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestRunnerPlugin } from '@web/test-runner';
import type { Page } from 'playwright';

/** What becomes of a file on the disk. */
export type Deed = 'rewrite' | 'replace' | 'append' | 'truncate' | 'delete';

export interface PickCommand {
  /** Of the input. */
  selector: string;
  name: string;
  /** Bytes, as base64: commands travel as JSON. */
  content: string;
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
};

const decoded = (text: string) => Buffer.from(text, 'base64');

export function diskFiles(): TestRunnerPlugin {
  const files = new Map<string, string>();
  let folder: Promise<string> | undefined;

  const pick = async (page: Page, given: PickCommand) => {
    folder ??= mkdtemp(path.join(tmpdir(), 'kommo-uploader-'));
    const id = randomUUID();
    // An id of its own: two tests may want the same name.
    const file = path.join(await folder, `${id}-${given.name}`);
    await writeFile(file, decoded(given.content));
    files.set(id, file);
    await page.setInputFiles(given.selector, file);
    return id;
  };

  const spoil = async ({ id, deed, content, size }: SpoilCommand) => {
    const file = files.get(id);
    if (file === undefined) throw new Error('That file was never picked.');
    await deeds[deed](file, decoded(content), size);
    return true;
  };

  return {
    name: 'disk-files',
    async executeCommand({ command, payload, session }) {
      if (command === 'spoil-file') return spoil(payload as SpoilCommand);
      if (command !== 'pick-file') return undefined;
      const { browser } = session;
      // A driver without pages of Playwright's kind cannot pick: the test is told, and skips.
      if (browser.type !== 'playwright') return { id: undefined };
      const { getPage } = browser as unknown as {
        getPage(id: string): Page;
      };
      return {
        id: await pick(
          getPage.call(browser, session.id),
          payload as PickCommand,
        ),
      };
    },
    async serverStop() {
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
}
