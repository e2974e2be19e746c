/**
 * When the options are read, and what is wrong with them.
 *
 * Knows: that a page needs a chance to set everything before it is told what is missing. Does not know: what an option
 * means, or how a problem is shown.
 */

import { OptionError } from '../engine/index.js';
import type { Rules } from './acceptance.js';
import { readDropTarget } from './drop-target.js';
import {
  readLeaveWarning,
  readRules,
  readUploadOptions,
} from './read-options.js';
import type { UploaderOptions } from './uploader-options.js';

export class OptionCheck {
  /** Which files are taken. */
  rules: Rules = { accept: [] };
  /** The first option that is missing or cannot be read. */
  problem: OptionError | undefined;

  readonly #element: UploaderOptions;
  readonly #found: (problem: OptionError) => void;
  readonly #fine: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param told `found` once for each problem, until it is mended; `fine` each time that options were read in time
   * and nothing was wrong.
   */
  constructor(
    element: UploaderOptions,
    told: { found: (problem: OptionError) => void; fine: () => void },
  ) {
    this.#element = element;
    this.#found = told.found;
    this.#fine = told.fine;
  }

  /** Reads what the view shows of them; what is wrong is left for later. */
  glance(): void {
    try {
      this.rules = readRules(this.#element);
    } catch {
      // It is told in time.
    }
  }

  /** Reads them in the next task, or when all of the page is there. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (!this.#element.isConnected) return;
      if (document.readyState === 'complete') {
        this.now();
        if (this.problem === undefined) this.#fine();
      } else {
        const again = () => this.soon();
        window.addEventListener('load', again, { once: true });
      }
    });
  }

  /** Reads them now. */
  now(): void {
    const before = this.problem;
    try {
      this.rules = readRules(this.#element);
      readUploadOptions(this.#element);
      readLeaveWarning(this.#element);
      readDropTarget(this.#element);
      this.problem = undefined;
    } catch (error) {
      if (!(error instanceof OptionError)) throw error;
      this.problem = error;
      if (error.message !== before?.message) this.#found(error);
    }
    if (this.problem !== before) this.#element.requestUpdate();
  }
}
