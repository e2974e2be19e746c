/**
 * Opens the browser's picker: where there is one that gives handles that one, because with a handle a file need not be
 * chosen again after a reload.
 *
 * Knows: `showOpenFilePicker`, and when only `<input type=file>` will do. Does not know: what becomes of files.
 */

import type { Picked } from './picked-files.js';

interface FileHandle {
  getFile(): Promise<File>;
}

/** As much of it as is needed; only some browsers have it, and only in a secure context. */
interface PickerWindow {
  showOpenFilePicker?(options: {
    multiple: boolean;
    types: { accept: Record<string, string[]> }[];
  }): Promise<FileHandle[]>;
}

/** Extensions need a type to stand under, and this one brings no others with it. */
const ANY_TYPE = 'application/x-listed';

/** `accept` as the picker wants it: one choice, as the input offers it, beside "all files". */
export const typesOf = (
  accept: string,
): { accept: Record<string, string[]> }[] => {
  const tokens = accept.split(',').map((token) => token.trim());
  const named = tokens.filter(Boolean);
  if (named.length === 0 || named.includes('*/*')) return [];
  const isExtension = (token: string) => token.startsWith('.');
  const extensions = named.filter(isExtension);
  const types = named.filter((token) => !isExtension(token));
  return [
    {
      accept: Object.fromEntries([
        ...types.map((type): [string, string[]] => [type, []]),
        ...(extensions.length > 0 ? [[ANY_TYPE, extensions] as const] : []),
      ]),
    },
  ];
};

export class Picker {
  #isOpen = false;
  /** It was refused for a reason that stays, such as a rule of the company's. */
  #isForbidden = false;

  /**
   * Has to be called in a click. Gives what was chosen, with handles. Where the input was opened instead it gives
   * nothing, and what is chosen comes as the input's `change`.
   */
  async open(input: HTMLInputElement): Promise<Picked | undefined> {
    if (input.disabled || this.#isOpen) return undefined;
    const pick = this.#isForbidden ? undefined : pickerFor(input);
    if (pick === undefined) {
      input.click();
      return undefined;
    }
    this.#isOpen = true;
    try {
      return await readAll(await pick());
    } catch (error) {
      const { name } = error as Error;
      // The person chose nothing.
      if (name === 'AbortError') return undefined;
      // What it refuses before it opens (a type, a frame of another origin) leaves the click for the input.
      this.#isForbidden = name === 'NotAllowedError';
      input.click();
      return undefined;
    } finally {
      this.#isOpen = false;
    }
  }
}

/** Neither a camera nor folders are for this picker. On Android only the input offers the camera for a picture. */
const pickerFor = (
  input: HTMLInputElement,
): (() => Promise<FileHandle[]>) | undefined => {
  const { showOpenFilePicker } = window as PickerWindow;
  if (
    input.webkitdirectory ||
    input.hasAttribute('capture') ||
    /Android/.test(navigator.userAgent)
  )
    return undefined;
  return showOpenFilePicker?.bind(window, {
    multiple: input.multiple,
    types: typesOf(input.accept),
  });
};

/** One that is gone already is left out. */
const readAll = async (handles: readonly FileHandle[]): Promise<Picked> => {
  const found = await Promise.allSettled(
    handles.map(async (handle) => [await handle.getFile(), handle] as const),
  );
  const read = found.flatMap((one) =>
    one.status === 'fulfilled' ? [one.value] : [],
  );
  return {
    files: read.map(([file]) => file),
    folders: [],
    handles: new Map(
      read.map(([file, handle]) => [file, Promise.resolve(handle)]),
    ),
  };
};
