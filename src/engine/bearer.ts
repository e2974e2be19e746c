/**
 * The access token of one run: asked for, kept for its parts, asked for again.
 *
 * Knows: the page's `accessToken`. Does not know: requests. The token is in no message and in no error.
 */

import { RefusedError } from './errors.js';
import type { AccessToken } from './options.js';
import { isPagesNetworkFailure } from './wire.js';

export class Bearer {
  readonly #accessToken: AccessToken | undefined;
  #token: string | undefined;

  constructor(accessToken: AccessToken | undefined) {
    this.#accessToken = accessToken;
  }

  /** Whether asking again can give another one. */
  get canChange(): boolean {
    return typeof this.#accessToken === 'function';
  }

  /** The token that was asked for last. */
  readonly last = async (): Promise<string | undefined> =>
    this.#token ?? (await this.fresh());

  /**
   * Asks the page. Its failure is a network's (then it is tried again) or the end: `unauthorized`. `isRefused`: an
   * answer just said that the last one counts no more.
   */
  readonly fresh = async (isRefused = false): Promise<string | undefined> => {
    const source = this.#accessToken;
    let token: unknown;
    try {
      token =
        typeof source === 'function'
          ? await source({ refused: isRefused ? this.#token : undefined })
          : source;
    } catch (cause) {
      if (isPagesNetworkFailure(cause)) throw cause;
      throw new RefusedError('unauthorized', 'accessToken failed.', { cause });
    }
    if (token === undefined || token === null || token === '') return undefined;
    // Anything else would make `fetch` throw as if there were no network.
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token))
      throw new RefusedError(
        'unauthorized',
        'accessToken gave something that is no token.',
      );
    this.#token = token;
    return token;
  };
}
