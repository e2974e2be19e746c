/**
 * Custom states: what a page's style sheet can ask the element, as in `kommo-uploader:state(uploading)`.
 *
 * Knows: which states hold. Does not know: how anything looks.
 */

import type { UploadQueue } from '../engine/index.js';

/** What states are made of. */
export interface StateFacts {
  readonly queue: Pick<UploadQueue, 'uploads' | 'count'>;
  /** How many uploads wait for `start()`. */
  readonly held: number;
  readonly isOver: boolean;
  readonly disabled: boolean;
  readonly isWrong: boolean;
}

/** Each state, and whether it holds. */
export const statesOf = (facts: StateFacts): Record<string, boolean> => {
  const { queue, held, isOver, disabled, isWrong } = facts;
  const all = queue.uploads.length - queue.count('aborted');
  return {
    empty: queue.uploads.length === 0,
    dragging: isOver,
    disabled,
    'bad-option': isWrong,
    held: held > 0,
    uploading: ['opening', 'uploading', 'pausing'].some(
      (status) => queue.count(status as 'opening') > 0,
    ),
    waiting: queue.count('waiting') > 0,
    paused: queue.count('paused') > 0,
    failed: queue.count('failed') > 0,
    uploaded: all > 0 && queue.count('uploaded') === all,
  };
};

/** Tells the browser. Where it knows no custom states, or only an early form of them, a page gets none. */
export const showStates = (
  { states }: ElementInternals,
  wanted: Record<string, boolean>,
): void => {
  try {
    for (const [name, holds] of Object.entries(wanted))
      if (holds) states.add(name);
      else states.delete(name);
  } catch {
    // Nothing else depends on them.
  }
};
