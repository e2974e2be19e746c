/**
 * Why an upload waits, as a sentence.
 *
 * Knows: what uploads wait for. Does not know: whether it is read in a row or heard.
 */

import type { UploadState } from '../engine/index.js';
import type { Words } from './words.js';

/** @param seconds until it is tried again; without them the sentence says that it goes on by itself. */
export const waitingText = (
  { answersHidden, waitingFor }: UploadState,
  words: Words,
  seconds?: number,
): string => {
  if (answersHidden) return words.say('waitingHidden', { seconds });
  if (waitingFor === 'network')
    return words.say('waitingForNetwork', { seconds });
  if (waitingFor === 'drive') return words.say('waitingForDrive', { seconds });
  if (waitingFor === 'other-tab') return words.say('waitingForOtherTab', {});
  if (waitingFor === 'card') return words.say('waitingForCard', {});
  return words.say('waiting', { seconds });
};
