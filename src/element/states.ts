/**
 * Custom states: what a page's style sheet can ask the element, as in `kommo-uploader:state(uploading)`.
 *
 * Knows: which states hold. Does not know: how anything looks.
 */

import type { UploadQueue, UploadStatus } from '../engine/index.js';

/** What states are made of. */
export interface StateFacts {
  readonly queue: Pick<UploadQueue, 'size' | 'count' | 'held'>;
  readonly isOver: boolean;
  readonly disabled: boolean;
  readonly isWrong: boolean;
}

/** Each state, and whether it holds. */
export const statesOf = (facts: StateFacts): Record<string, boolean> => {
  const { queue, isOver, disabled, isWrong } = facts;
  const count = (...statuses: UploadStatus[]) =>
    statuses.reduce((sum, status) => sum + queue.count(status), 0);
  const all = queue.size - count('aborted');
  return {
    empty: queue.size === 0,
    dragging: isOver,
    disabled,
    'bad-option': isWrong,
    held: queue.held > 0,
    uploading: count('opening', 'uploading', 'pausing') > 0,
    waiting: count('waiting') > 0,
    paused: count('paused') > 0,
    linking: count('linking') > 0,
    failed: count('failed', 'unlinked') > 0,
    uploaded: all > 0 && count('uploaded', 'linked') === all,
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
