/**
 * What a person or the page gave, all of it: files at once or in slices, folders as they are read, and one notice about
 * the rest.
 *
 * Knows: that a folder takes its time, and so do thousands of files, and that more may come meanwhile. Does not know: how one file gets in
 * (`intake.ts`), how a folder is read (`folders.ts`), or how the notice looks.
 */

import {
  FileError,
  OptionError,
  type Upload,
  UploadError,
} from '../engine/index.js';
import { contentsOf, type Unreadable } from './folders.js';
import { type Destination, notAFile, takeFile } from './intake.js';
import type { MessageValues } from './messages.js';
import {
  countOf,
  type FolderTrouble,
  type Notice,
  type Rejection,
} from './notice.js';
import type { Picked } from './picked-files.js';
import type { AddOptions } from './read-options.js';
import { valuesOf } from './why.js';

/** Where things arrive. */
export interface ArrivalDesk {
  /** Where files go now; an `OptionError` where none can. */
  readonly destination: (options?: AddOptions) => Destination | OptionError;
  /** Whether the element is still in the page. */
  readonly isThere: () => boolean;
  /** Whether somebody still takes what is in a folder. */
  readonly takesFolders: () => boolean;
  readonly reject: (file: File, error: UploadError) => void;
  readonly say: <Key extends keyof MessageValues>(
    key: Key,
    values: MessageValues[Key],
  ) => void;
  /** Something that is shown changed. */
  readonly changed: () => void;
}

/** Folders that are named aloud: more would never come to an end. */
const MOST_SPOKEN = 3;

/** Files that are taken between two looks at the clock. */
const SLICE = 100;
/** Milliseconds that a slice may take: a frame has room for it. */
const SLICE_TIME = 8;

const NOTHING: Notice = { rejected: [], leftOut: 0, isNoFile: false };

export class Arrivals {
  /** About what came last. */
  notice = NOTHING;

  readonly #desk: ArrivalDesk;
  /** Folders that nobody has looked into yet. */
  readonly #unread: FileSystemDirectoryEntry[] = [];
  #isReading = false;
  /** How many times something is being taken in slices. */
  #slicing = 0;

  constructor(desk: ArrivalDesk) {
    this.#desk = desk;
  }

  /** Whether a folder is being read. */
  get isReading(): boolean {
    return this.#isReading;
  }

  /** Takes what came: gives the uploads of its files. Those of its folders come later. */
  take(picked: Picked, options?: AddOptions): Upload[] {
    const { files, folders, handles, leftOut = 0 } = picked;
    // What comes while a folder is read is part of the same.
    if (!this.#isBusy) this.notice = NOTHING;
    this.#note({ leftOut });
    const uploads = this.#add(files.map(withoutPath), { options, handles });
    for (const folder of folders) this.#takeFolder(folder);
    if (this.#unread.length > 0) void this.#read();
    if (!this.#isBusy) this.#tell();
    return uploads;
  }

  /** The same for what a person gave. Of thousands of files nobody waits for an answer, but for the page to move. */
  async takeInSlices(picked: Picked): Promise<void> {
    const { files, handles } = picked;
    if (files.length <= SLICE) {
      this.take(picked);
      return;
    }
    if (!this.#isBusy) this.notice = NOTHING;
    this.#slicing += 1;
    const release = this.#expectMore();
    try {
      let since = performance.now();
      let before = 0;
      for (let at = 0; at < files.length && this.#desk.isThere(); at += SLICE) {
        const slice = files.slice(at, at + SLICE).map(withoutPath);
        before += this.#add(slice, { handles, before }).length;
        if (performance.now() - since < SLICE_TIME) continue;
        await nextTask();
        since = performance.now();
      }
      // The folders and what was left out.
      if (this.#desk.isThere()) this.take({ ...picked, files: [] });
    } finally {
      this.#slicing -= 1;
      release();
      if (!this.#isBusy) this.#tell();
    }
  }

  /** Something came that is no file. */
  hint(): void {
    this.notice = { ...NOTHING, isNoFile: true };
    this.#desk.changed();
  }

  dismiss(): void {
    this.notice = NOTHING;
    this.#desk.changed();
  }

  get #isBusy(): boolean {
    return this.#isReading || this.#slicing > 0;
  }

  /** Nothing is told to be done until the returned function is called. */
  #expectMore(): () => void {
    const destination = this.#desk.destination();
    return destination instanceof OptionError
      ? () => {}
      : destination.queue.expectMore();
  }

  #add(
    found: readonly { file: File; path: string | undefined }[],
    {
      options,
      handles,
      before = 0,
    }: {
      options?: AddOptions | undefined;
      handles?: Picked['handles'];
      /** How many were taken together with these, before them. */
      before?: number;
    } = {},
  ): Upload[] {
    const uploads: Upload[] = [];
    const rejected: Rejection[] = [];
    const destination = this.#desk.destination(options);
    for (const { file, path } of found) {
      const taken =
        destination instanceof OptionError
          ? destination
          : takeFile(file, destination, {
              before: before + uploads.length,
              path,
            });
      if (taken instanceof UploadError)
        rejected.push({ file, path, error: taken });
      else if (taken !== undefined) {
        uploads.push(taken);
        void handles?.get(file)?.then(
          (handle) => taken.keepHandle(handle),
          () => {},
        );
      }
    }
    this.#reject(rejected);
    return uploads;
  }

  #takeFolder(folder: FileSystemDirectoryEntry): void {
    const destination = this.#desk.destination();
    if (destination instanceof OptionError)
      this.#rejectFolder(folder.name, destination);
    else if (this.#desk.takesFolders()) this.#unread.push(folder);
    else this.#rejectFolder(folder.name, notAFile(), 'folderRefused');
  }

  /** Reads one folder after the other, and those that come meanwhile. Stops where nobody takes files any more. */
  async #read(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    this.#desk.say('readingFolder', {});
    this.#desk.changed();
    const release = this.#expectMore();
    try {
      for (
        let folder = this.#unread.shift();
        folder !== undefined;
        folder = this.#unread.shift()
      )
        await this.#readOne(folder);
    } finally {
      this.#isReading = false;
      release();
      if (!this.#isBusy) this.#tell();
    }
  }

  async #readOne(folder: FileSystemDirectoryEntry): Promise<void> {
    let isEmpty = true;
    for await (const { files, unreadable, leftOut } of contentsOf(folder)) {
      if (!this.#desk.takesFolders()) {
        this.#unread.length = 0;
        return;
      }
      this.#note({ leftOut });
      this.#add(files);
      for (const each of unreadable) this.#rejectUnreadable(each);
      if (files.length + unreadable.length + leftOut > 0) isEmpty = false;
    }
    if (isEmpty) this.#rejectFolder(folder.name, notAFile(), 'folderEmpty');
  }

  #rejectUnreadable({ path, isFolder, cause }: Unreadable): void {
    const error = new FileError('file-unreadable', 'It cannot be read.', {
      cause,
    });
    if (isFolder) this.#rejectFolder(path, error, 'folderUnreadable');
    else this.#reject([{ file: standIn(path), path, error }]);
  }

  #rejectFolder(
    path: string,
    error: UploadError,
    folder?: FolderTrouble,
  ): void {
    this.#reject([{ file: standIn(path), path, error, folder }]);
  }

  #reject(rejected: readonly Rejection[]): void {
    for (const { file, error } of rejected) this.#desk.reject(file, error);
    const problem = rejected.find(({ error }) => error instanceof OptionError);
    if (problem) this.#desk.say('bad-option', valuesOf(problem.error));
    // What is wrong with an option is shown already, and not the files' fault.
    const shown = rejected.filter(
      ({ error }) => !(error instanceof OptionError),
    );
    if (shown.length > 0)
      this.notice = {
        ...this.notice,
        rejected: [...this.notice.rejected, ...shown],
      };
  }

  #note({ leftOut }: { leftOut: number }): void {
    if (leftOut > 0)
      this.notice = { ...this.notice, leftOut: this.notice.leftOut + leftOut };
  }

  /** All is there: says what there is to say, once. */
  #tell(): void {
    const { rejected, leftOut } = this.notice;
    const count = countOf(rejected);
    if (count > 0) this.#desk.say('rejected', { count });
    for (const { path = '', folder } of rejected
      .filter(({ folder }) => folder !== undefined)
      .slice(0, MOST_SPOKEN))
      if (folder !== undefined) this.#desk.say(folder, { name: path });
    if (leftOut > 0) this.#desk.say('leftOut', { count: leftOut });
    this.#desk.changed();
  }
}

const withoutPath = (file: File) => ({ file, path: undefined });

/** Not by a timer: those of a hidden page are late, and files may still be taken when somebody has left it. */
const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });

/** Stands for what has no file to show. */
const standIn = (path: string): File =>
  new File([], path.slice(path.lastIndexOf('/') + 1));
