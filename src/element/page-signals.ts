/**
 * What this page knows of the world, for the engine's port.
 *
 * Knows: the events by which a browser says that the network or the page came back. Does not know: uploads.
 */

import type { Signals } from '../engine/index.js';

/** The signals of the page that this code runs in. Nothing is touched before somebody asks. */
export const pageSignals: Signals = {
  get online() {
    return globalThis.navigator?.onLine !== false;
  },

  onWake(callback) {
    const listening = new AbortController();
    const { signal } = listening;
    const { connection } = navigator as { connection?: EventTarget };
    window.addEventListener('online', callback, { signal });
    window.addEventListener('pageshow', callback, { signal });
    connection?.addEventListener('change', callback, { signal });
    document.addEventListener(
      'visibilitychange',
      () => {
        if (!document.hidden) callback();
      },
      { signal },
    );
    return () => listening.abort();
  },
};
