/**
 * Files and folders as a browser gives them in a drop, and drops of them.
 *
 * Knows: the shape of entries; no script can make real ones. Journeys drop real folders. Does not know: single tests.
 */

import { drag, fileOf } from './stage.js';

/** What a folder has in it, by name: files, folders, and what does not open. */
export interface Tree {
  readonly [name: string]: Tree | File | 'unreadable';
}

export interface FolderOptions {
  /** Entries that one call gives. */
  readonly perCall?: number;
  /** Paths of folders that fail, after they gave what is in them. */
  readonly broken?: readonly string[];
  /** Called with each path that is opened. */
  readonly opened?: (path: string) => void;
}

const later = (work: () => void): void => {
  setTimeout(work);
};

/** A folder, and all that is in it. */
export const folder = (
  path: string,
  tree: Tree,
  options: FolderOptions = {},
): FileSystemDirectoryEntry => {
  const { perCall = 100, broken = [], opened } = options;
  const entries = Object.entries(tree).map(([name, what]) => {
    const at = `${path}/${name}`;
    if (what === 'unreadable' || what instanceof File) {
      const entry = {
        isFile: true,
        isDirectory: false,
        name,
        fullPath: `/${at}`,
        file: (
          take: (file: File) => void,
          fail: (error: DOMException) => void,
        ) => {
          opened?.(at);
          later(() =>
            what === 'unreadable'
              ? fail(new DOMException('No.', 'NotReadableError'))
              : take(what),
          );
        },
      };
      return entry as unknown as FileSystemEntry;
    }
    return folder(at, what, options);
  });
  const entry = {
    isFile: false,
    isDirectory: true,
    name: path.slice(path.lastIndexOf('/') + 1),
    fullPath: `/${path}`,
    createReader: () => {
      opened?.(path);
      const rest = [...entries];
      return {
        readEntries: (
          take: (some: FileSystemEntry[]) => void,
          fail: (error: DOMException) => void,
        ) =>
          later(() =>
            rest.length === 0 && broken.includes(path)
              ? fail(new DOMException('No.', 'NotReadableError'))
              : take(rest.splice(0, perCall)),
          ),
      };
    },
  };
  return entry as unknown as FileSystemDirectoryEntry;
};

/** So many files, by the names that they get. */
export const files = (
  count: number,
  name: (at: number) => string,
): Record<string, File> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      name(at),
      fileOf(name(at), 4, '', at),
    ]),
  );

export type Dropped = File | FileSystemDirectoryEntry;

/** A drop of files and folders. */
export const dropOf = (...things: Dropped[]): DragEvent => {
  const drop = drag('drop', [fileOf()]);
  const items = things.map((thing) => ({
    kind: 'file',
    getAsFile: () => (thing instanceof File ? thing : null),
    webkitGetAsEntry: () => (thing instanceof File ? null : thing),
  }));
  Object.defineProperty(drop.dataTransfer, 'items', { value: items });
  return drop;
};
