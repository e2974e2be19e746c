/**
 * Drag and drop on the element, and beside it.
 *
 * Knows: drag events, and that a drop that misses must not make the browser open the file instead of the page. Does
 * not know: what becomes of files.
 */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import {
  droppedIn,
  holdsFiles,
  holdsLink,
  holdsText,
  type Picked,
} from './picked-files.js';

/** What the element makes of it. */
export interface DropTarget {
  /** Whether it takes files now. */
  readonly takesFiles: () => boolean;
  readonly dropped: (picked: Picked) => void;
}

/** A drag tells that it is still there more often than this; that it left, not always. */
const GONE_AFTER = 800;

export class DropController implements ReactiveController {
  /** Whether files are held over the element. */
  isOver = false;

  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #target: DropTarget;
  #listening: AbortController | undefined;
  #gone: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, target: DropTarget) {
    this.#host = host;
    this.#target = target;
    host.addController(this);
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const host = this.#host;
    host.addEventListener('dragenter', this.#held, { signal });
    host.addEventListener('dragover', this.#held, { signal });
    host.addEventListener('dragleave', this.#left, { signal });
    host.addEventListener('drop', this.#dropped, { signal });
    for (const type of ['dragover', 'drop'] as const) {
      const ready = () => {
        // Last in line again, each time: whoever else takes the drop is asked before.
        window.removeEventListener(type, this.#missed);
        window.addEventListener(type, this.#missed, { signal });
      };
      window.addEventListener(type, ready, { signal, capture: true });
    }
  }

  hostDisconnected(): void {
    this.#listening?.abort();
    this.#over(false);
  }

  readonly #held = (event: DragEvent): void => {
    const { dataTransfer } = event;
    if (!isOurs(event) || dataTransfer === null) return;
    event.preventDefault();
    event.stopPropagation();
    const takes = this.#target.takesFiles();
    dataTransfer.dropEffect = takes ? 'copy' : 'none';
    this.#over(takes && holdsFiles(dataTransfer));
  };

  readonly #left = (event: DragEvent): void => {
    if (isOurs(event)) event.stopPropagation();
    if (!this.#isInside(event)) this.#over(false);
  };

  #isInside({ relatedTarget, clientX, clientY }: DragEvent): boolean {
    if (relatedTarget instanceof Node)
      return this.#host.contains(relatedTarget);
    // Some browsers do not say where it went.
    const { left, right, top, bottom } = this.#host.getBoundingClientRect();
    return (
      clientX > left && clientX < right && clientY > top && clientY < bottom
    );
  }

  readonly #dropped = (event: DragEvent): void => {
    this.#over(false);
    if (!isOurs(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.#target.takesFiles())
      this.#target.dropped(droppedIn(event.dataTransfer));
  };

  /** Beside the element. What the page handles itself, and what an input of its own takes, is left alone. */
  readonly #missed = (event: DragEvent): void => {
    const { dataTransfer } = event;
    if (event.defaultPrevented || dataTransfer === null) return;
    const hasFiles = holdsFiles(dataTransfer);
    if (!hasFiles && !holdsLink(dataTransfer)) return;
    const takers = hasFiles
      ? 'input[type=file]'
      : 'input, textarea, [contenteditable]';
    const [target] = event.composedPath();
    if (target instanceof Element && target.closest(takers) !== null) return;
    event.preventDefault();
    dataTransfer.dropEffect = 'none';
  };

  #over(isOver: boolean): void {
    clearTimeout(this.#gone);
    if (isOver) this.#gone = setTimeout(() => this.#over(false), GONE_AFTER);
    if (isOver === this.isOver) return;
    this.isOver = isOver;
    this.#host.requestUpdate();
  }
}

/** Text too: a person who drops it is told that it is no file. What a page drags within itself stays its own. */
const isOurs = ({ defaultPrevented, dataTransfer }: DragEvent): boolean =>
  !defaultPrevented && (holdsFiles(dataTransfer) || holdsText(dataTransfer));
