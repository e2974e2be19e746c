/**
 * Drags as the window sees them.
 *
 * Knows: which drags began in this page, and that a drop that misses must not make the browser open the file instead of
 * the page. Does not know: where files are welcome.
 */

import { holdsFiles, holdsLink } from './picked-files.js';

/** Fields that take a drop themselves. */
const FILE_INPUTS = 'input[type=file]';
const TEXT_FIELDS = 'input, textarea, [contenteditable]';

export class WindowDrags {
  /** Whether what is dragged was taken up in this page: then it stays the page's own. */
  isOwn = false;

  /** Watches until it is told to stop. */
  watch(signal: AbortSignal): void {
    const end = () => {
      this.isOwn = false;
    };
    window.addEventListener(
      'dragstart',
      () => {
        this.isOwn = true;
        // Nobody hears the end where what was dragged is gone from the page; but no pointer moves before it.
        for (const type of ['dragend', 'pointermove'])
          window.addEventListener(type, end, {
            capture: true,
            once: true,
            signal,
          });
      },
      { signal, capture: true },
    );
    for (const type of ['dragover', 'drop'] as const) {
      const ready = () => {
        // Last in line again, each time: whoever else takes the drop is asked before.
        window.removeEventListener(type, missed);
        window.addEventListener(type, missed, { signal });
      };
      window.addEventListener(type, ready, { signal, capture: true });
    }
  }
}

/** Whether it is over an input that takes files by itself. */
export const isOverFileInput = (event: Event): boolean =>
  isOver(event, FILE_INPUTS);

const isOver = (event: Event, selector: string): boolean => {
  const [target] = event.composedPath();
  return target instanceof Element && target.closest(selector) !== null;
};

/** What the page handles itself, and what an input of its own takes, is left alone. */
const missed = (event: DragEvent): void => {
  const { dataTransfer } = event;
  if (event.defaultPrevented || dataTransfer === null) return;
  const hasFiles = holdsFiles(dataTransfer);
  if (!hasFiles && !holdsLink(dataTransfer)) return;
  if (isOver(event, hasFiles ? FILE_INPUTS : TEXT_FIELDS)) return;
  event.preventDefault();
  dataTransfer.dropEffect = 'none';
};
