/**
 * Folders, read to their ends.
 *
 * Knows: that a browser gives the entries of a folder by the hundred and in no order, and which files systems keep in
 * folders for themselves. Does not know: what becomes of files. What cannot be read is handed on by name.
 */

/** Some of what is in a folder. */
export interface Findings {
  /** With paths that begin with the name of the folder that was dropped. */
  readonly files: readonly { readonly file: File; readonly path: string }[];
  readonly unreadable: readonly Unreadable[];
  /** How many files of the system were left out. */
  readonly leftOut: number;
}

/** A file or a folder that is there, and does not open. */
export interface Unreadable {
  readonly path: string;
  readonly isFolder: boolean;
  readonly cause: unknown;
}

/** Files that are opened side by side, and handed on together. */
const BATCH = 100;

const SYSTEM_FILES = new Set(['.ds_store', 'thumbs.db', 'desktop.ini']);

/** Whether a system keeps it in folders without being asked. A person who picks it by itself means it. */
export const isSystemFile = (name: string): boolean =>
  SYSTEM_FILES.has(name.toLowerCase());

/**
 * What is in a folder and in all below it, some at a time: the files of a folder by name, then each of its folders.
 * The page breathes in between, for each step waits for the browser.
 */
export async function* contentsOf(
  root: FileSystemDirectoryEntry,
): AsyncGenerator<Findings, void, undefined> {
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  const rest = [root];
  for (let folder = rest.pop(); folder !== undefined; folder = rest.pop()) {
    const { entries, unreadable } = await entriesOf(folder);
    entries.sort((a, b) => compare(a.name, b.name));
    const folders = entries.filter(isFolder).reverse();
    for (const each of folders) rest.push(each);
    const others = entries.filter((entry) => !isFolder(entry));
    const files = others.filter(({ name }) => !isSystemFile(name));
    yield { files: [], unreadable, leftOut: others.length - files.length };
    for (let at = 0; at < files.length; at += BATCH)
      yield await opened(files.slice(at, at + BATCH));
  }
}

export const isFolder = (
  entry: FileSystemEntry,
): entry is FileSystemDirectoryEntry => entry.isDirectory;

const pathOf = ({ fullPath }: FileSystemEntry): string =>
  fullPath.replace(/^\/+/, '');

const entriesOf = async (
  folder: FileSystemDirectoryEntry,
): Promise<{ entries: FileSystemEntry[]; unreadable: Unreadable[] }> => {
  const entries: FileSystemEntry[] = [];
  try {
    const reader = folder.createReader();
    for (;;) {
      const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      );
      if (some.length === 0) return { entries, unreadable: [] };
      for (const entry of some) entries.push(entry);
    }
  } catch (cause) {
    // What it gave before stays.
    const path = pathOf(folder);
    return { entries, unreadable: [{ path, isFolder: true, cause }] };
  }
};

const opened = async (
  entries: readonly FileSystemEntry[],
): Promise<Findings> => {
  const files: { file: File; path: string }[] = [];
  const unreadable: Unreadable[] = [];
  const opening = entries.map(
    (entry) =>
      new Promise<File>((resolve, reject) =>
        (entry as FileSystemFileEntry).file(resolve, reject),
      ),
  );
  for (const [at, result] of (await Promise.allSettled(opening)).entries()) {
    const path = pathOf(entries[at] as FileSystemEntry);
    if (result.status === 'fulfilled') files.push({ file: result.value, path });
    else unreadable.push({ path, isFolder: false, cause: result.reason });
  }
  return { files, unreadable, leftOut: 0 };
};
