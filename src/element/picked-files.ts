/**
 * What a person dropped, pasted or chose, as files and folders.
 *
 * Knows: `DataTransfer` and `<input type=file>`. Does not know: Lit, the engine, what is in a folder, or which files
 * are wanted.
 */

import { isFolder, isSystemFile } from './folders.js';

/** What came. */
export interface Picked {
  /** Where the browser gives such a thing: with it a file need not be chosen again after a reload. */
  readonly handles?: ReadonlyMap<File, Promise<unknown>>;
  readonly files: readonly File[];
  /** Not yet read. */
  readonly folders: readonly FileSystemDirectoryEntry[];
  /** How many files of the system were left out of a folder that the browser read itself. */
  readonly leftOut?: number;
}

/** Whether something that is dragged or pasted holds files, as far as a browser tells before it is dropped. */
export const holdsFiles = (transfer: DataTransfer | null): boolean =>
  transfer?.types.includes('Files') ?? false;

/** Whether it holds text, links among it. */
export const holdsText = (transfer: DataTransfer | null): boolean =>
  transfer?.types.some((type) => type.startsWith('text/')) ?? false;

/** Whether it is no file, but would make a browser leave the page as well. */
export const holdsLink = (transfer: DataTransfer | null): boolean =>
  transfer?.types.includes('text/uri-list') ?? false;

/** What was dropped or pasted. To be asked during the event: afterwards there is nothing left. */
export const givenIn = (transfer: DataTransfer | null): Picked => {
  const files: File[] = [];
  const folders: FileSystemDirectoryEntry[] = [];
  const handles = new Map<File, Promise<unknown>>();
  for (const item of transfer?.items ?? []) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry?.() ?? null;
    if (entry !== null && isFolder(entry)) {
      folders.push(entry);
      continue;
    }
    const file = item.getAsFile();
    if (file === null) continue;
    files.push(file);
    // Only some browsers have it, and only during the event.
    const { getAsFileSystemHandle } = item as {
      getAsFileSystemHandle?: () => Promise<unknown>;
    };
    const handle = getAsFileSystemHandle?.call(item);
    if (handle === undefined) continue;
    handles.set(file, handle);
    // Nobody may ask for it.
    handle.catch(() => {});
  }
  // Some give files without items.
  if (files.length + folders.length === 0)
    files.push(...(transfer?.files ?? []));
  return { files, folders, handles };
};

/** What was chosen. The input is emptied, so that the same file can be chosen again. */
export const chosenIn = (input: HTMLInputElement): readonly File[] => {
  const files = [...(input.files ?? [])];
  input.value = '';
  return files;
};

/** Files of an input, which may be all those of a folder. */
export const asPicked = (given: Iterable<File>): Picked => {
  const all = [...given];
  const files = all.filter(
    ({ webkitRelativePath, name }) =>
      !webkitRelativePath || !isSystemFile(name),
  );
  return { files, folders: [], leftOut: all.length - files.length };
};

/** Makes an input one for files, even where whole folders are chosen or a camera takes pictures, until it is restored. */
export const forOneFile = (input: HTMLInputElement): (() => void) => {
  const before = ['webkitdirectory', 'capture'].map(
    (name) => [name, input.getAttribute(name)] as const,
  );
  for (const [name] of before) input.removeAttribute(name);
  return () => {
    for (const [name, value] of before)
      if (value !== null) input.setAttribute(name, value);
  };
};

/** Inputs that stand in the page for people without the script. */
export const inputsIn = (element: Element): HTMLInputElement[] => [
  ...element.querySelectorAll<HTMLInputElement>('input[type=file]'),
];
