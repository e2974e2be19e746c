/**
 * A real file on the disk that was picked in a file input, seen from the page, and what a test can do to it there.
 * Knows: the commands of `disk-files.ts`. Does not know: who uploads it.
 */
import { executeServerCommand } from '@web/test-runner-commands';
import type {
  Deed,
  PickCommand,
  SpoilCommand,
  Undoable,
} from './disk-files.js';

export interface PickedFile {
  readonly file: File;
  /** Does this to the file on the disk, and resolves when it is done. */
  spoil(
    deed: Deed,
    change?: { content?: Uint8Array; size?: number },
  ): Promise<void>;
}

/** Commands travel as JSON. */
const encoded = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};

/** What cannot be done to a file on this machine, and why. */
export const undoableDeeds = (): Promise<Undoable> =>
  executeServerCommand<Undoable, undefined>('undoable-deeds');

/** Writes a file to the disk, or to a drive of its own that can be pulled, and picks it as a person does. */
export const pickFile = async (
  content: Uint8Array,
  { name = 'picked.bin', onDrive = false } = {},
): Promise<PickedFile> => {
  const input = document.createElement('input');
  input.type = 'file';
  input.id = 'picks-from-disk';
  document.body.append(input);
  try {
    const { id } = await executeServerCommand<
      { id: string | undefined },
      PickCommand
    >('pick-file', {
      selector: `#${input.id}`,
      name,
      content: encoded(content),
      onDrive,
    });
    const [file] = input.files ?? [];
    // Chromium asks the disk when size or time are looked at first: what comes after that is a change.
    if (id === undefined || file?.size !== content.length || !file.lastModified)
      throw new Error('Nothing was picked.');
    return {
      file,
      spoil: async (deed, { content = new Uint8Array(), size = 0 } = {}) => {
        await executeServerCommand<boolean, SpoilCommand>('spoil-file', {
          id,
          deed,
          content: encoded(content),
          size,
        });
      },
    };
  } finally {
    input.remove();
  }
};
