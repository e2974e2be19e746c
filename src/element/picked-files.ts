/**
 * What a person dropped or chose, as files.
 *
 * Knows: `DataTransfer` and `<input type=file>`. Does not know: Lit, the engine, or which files are wanted.
 */

/** What came. */
export interface Picked {
  /** Where the browser gives such a thing: with it a file need not be chosen again after a reload. */
  readonly handles?: ReadonlyMap<File, Promise<unknown>>;
  readonly files: readonly File[];
  /** Folders, in the shape that a browser gives them: a file without bytes of its own. */
  readonly folders: readonly File[];
}

/** Whether something that is dragged holds files, as far as a browser tells before it is dropped. */
export const holdsFiles = (transfer: DataTransfer | null): boolean =>
  transfer?.types.includes('Files') ?? false;

/** Whether it holds text, links among it. */
export const holdsText = (transfer: DataTransfer | null): boolean =>
  transfer?.types.some((type) => type.startsWith('text/')) ?? false;

/** Whether it is no file, but would make a browser leave the page as well. */
export const holdsLink = (transfer: DataTransfer | null): boolean =>
  transfer?.types.includes('text/uri-list') ?? false;

/** What was dropped. To be asked during the event: afterwards there is nothing left. */
export const droppedIn = (transfer: DataTransfer | null): Picked => {
  const files: File[] = [];
  const folders: File[] = [];
  const handles = new Map<File, Promise<unknown>>();
  for (const item of transfer?.items ?? []) {
    const file = item.kind === 'file' ? item.getAsFile() : null;
    if (file === null) continue;
    const isFolder = item.webkitGetAsEntry?.()?.isDirectory === true;
    (isFolder ? folders : files).push(file);
    // Only some browsers have it, and only during the event.
    const { getAsFileSystemHandle } = item as {
      getAsFileSystemHandle?: () => Promise<unknown>;
    };
    if (!isFolder && getAsFileSystemHandle !== undefined)
      handles.set(file, getAsFileSystemHandle.call(item));
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

/** Inputs that stand in the page for visitors without the script. */
export const inputsIn = (element: Element): HTMLInputElement[] => [
  ...element.querySelectorAll<HTMLInputElement>('input[type=file]'),
];
