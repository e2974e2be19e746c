/**
 * What only a person can set off: the picker, the right to read a file, the clipboard.
 *
 * Knows: that browsers allow these in a click alone. Does not know: what becomes of files.
 */

import type { Upload } from '../engine/index.js';
import { chosenIn } from './picked-files.js';
import { fetchFile } from './resumption.js';
import type { RowGestures } from './upload-list.js';

/** Around the list. */
export interface Gestures extends RowGestures {
  browse(): void;
  chosen(input: HTMLInputElement): void;
  /** Something stands in the page for visitors without the script. */
  fallback(): void;
  dismiss(): void;
}

/** What the element makes of it. */
export interface GestureTarget {
  readonly input: () => HTMLInputElement | null;
  readonly add: (files: Iterable<File>) => void;
  readonly adopt: () => void;
  readonly dismiss: () => void;
  readonly copied: () => void;
}

export class PersonGestures implements Gestures {
  readonly #target: GestureTarget;
  /** The row that the picker was opened for. */
  #wanted: Upload | undefined;

  constructor(target: GestureTarget) {
    this.#target = target;
  }

  readonly browse = (): void => {
    this.#wanted = undefined;
    this.#target.input()?.click();
  };

  readonly chosen = (input: HTMLInputElement): void => {
    const files = chosenIn(input);
    const [first, ...others] = files;
    const wanted = this.#wanted;
    this.#wanted = undefined;
    if (first === undefined || wanted?.status !== 'paused') {
      this.#target.add(files);
      return;
    }
    // The row itself says so when it is another file.
    void wanted.attach(first);
    if (others.length > 0) this.#target.add(others);
  };

  readonly goOn = async (upload: Upload): Promise<void> => {
    if (await fetchFile(upload)) return;
    this.#wanted = upload;
    this.#target.input()?.click();
  };

  readonly copyDiagnosis = async (upload: Upload): Promise<void> => {
    const diagnosis = JSON.stringify(upload.diagnose(), null, 2);
    await navigator.clipboard.writeText(diagnosis);
    this.#target.copied();
  };

  readonly fallback = (): void => this.#target.adopt();
  readonly dismiss = (): void => this.#target.dismiss();
}
