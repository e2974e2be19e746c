/**
 * A card that was never saved has no address: its files wait for one.
 *
 * Knows: where the address comes from, and that it is the page's to say that none comes. Does not know:
 * requests, or status. Nothing of the file is sent before, so a card that is given up leaves no file behind in Kommo.
 */

import { PrepareError } from './errors.js';
import { type CheckedOptions, linkUrlOf } from './options.js';

/** Resolves once the card has an address, which the job's options have from then on. */
export const cardSaved = async (
  job: { options: CheckedOptions },
  signal: AbortSignal,
): Promise<void> => {
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {
      once: true,
    });
  });
  let saved: string | undefined;
  try {
    saved = await Promise.race([job.options.laterLinkUrl, ended]);
  } catch (cause) {
    signal.throwIfAborted();
    throw new PrepareError(cause);
  }
  job.options = { ...job.options, ...linkUrlOf(saved) };
};
