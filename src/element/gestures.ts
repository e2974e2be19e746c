/**
 * What only a person can set off: the picker, the right to read a file, the clipboard.
 *
 * Knows: that browsers allow these in a click alone. Does not know: what becomes of files.
 */

import type { Upload } from '../engine/index.js';
import { asPicked, chosenIn, forOneFile, type Picked } from './picked-files.js';
import { Picker } from './picker.js';
import { fetchFile } from './resumption.js';
import type { RowGestures } from './upload-list.js';

/** Around the list. */
export interface Gestures extends RowGestures {
  browse(): void;
  chosen(input: HTMLInputElement): void;
  /** Goes on with all that are paused and can. */
  goOnAll(): void;
  /** Something stands in the page for people without the script. */
  fallback(): void;
  dismiss(): void;
}

/** What the element makes of it. */
export interface GestureTarget {
  readonly input: () => HTMLInputElement | null;
  readonly add: (picked: Picked) => void;
  readonly uploads: () => readonly Upload[];
  readonly resume: () => void;
  readonly adopt: () => void;
  readonly dismiss: () => void;
  readonly copied: () => void;
}

export class PersonGestures implements Gestures {
  readonly #target: GestureTarget;
  readonly #picker = new Picker();
  /** The row that the picker was opened for. */
  #wanted: Upload | undefined;

  constructor(target: GestureTarget) {
    this.#target = target;
  }

  readonly browse = (): void => {
    void this.#choose(undefined);
  };

  readonly chosen = (input: HTMLInputElement): void =>
    this.#take(asPicked(chosenIn(input)));

  readonly goOn = async (upload: Upload): Promise<void> => {
    if (!(await fetchFile(upload))) await this.#choose(upload);
  };

  /** All are asked for in one click: a browser may answer for all of them at once. */
  readonly goOnAll = (): void => {
    this.#target.resume();
    for (const upload of this.#target.uploads())
      if (upload.waitingFor === 'permission') void fetchFile(upload);
  };

  async #choose(wanted: Upload | undefined): Promise<void> {
    const input = this.#target.input();
    if (input === null) return;
    this.#wanted = wanted;
    const restore = wanted === undefined ? undefined : forOneFile(input);
    const picked = await this.#picker.open(input);
    restore?.();
    if (picked !== undefined) this.#take(picked);
  }

  #take(picked: Picked): void {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    const [first, ...files] = picked.files;
    if (first === undefined || wanted?.status !== 'paused') {
      this.#target.add(picked);
      return;
    }
    // The row itself says so when it is another file.
    void attach(wanted, first, picked.handles?.get(first));
    if (files.length > 0) this.#target.add({ ...picked, files });
  }

  readonly copyDiagnosis = async (upload: Upload): Promise<void> => {
    const diagnosis = JSON.stringify(upload.diagnose(), null, 2);
    if (await copy(diagnosis)) this.#target.copied();
  };

  readonly fallback = (): void => this.#target.adopt();
  readonly dismiss = (): void => this.#target.dismiss();
}

/** Whether it is on the clipboard now. Where a page may not write there (a frame, plain http), the old way may do. */
const copy = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const write = (event: ClipboardEvent) => {
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    const options = { capture: true, once: true };
    window.addEventListener('copy', write, options);
    const isCopied = document.execCommand('copy');
    window.removeEventListener('copy', write, options);
    return isCopied;
  }
};

/** A handle of another file must not stay with the upload. */
const attach = async (
  upload: Upload,
  file: File,
  handle: Promise<unknown> | undefined,
): Promise<void> => {
  if ((await upload.attach(file)) && handle !== undefined)
    upload.keepHandle(await handle);
};
