/**
 * What this page knows of the world: the engine's port, and frames.
 *
 * Knows: by which events a browser says that the network or the page came back, and when it paints. Does not know:
 * uploads.
 */

import type { Signals } from '../engine/index.js';

/**
 * The signals of the page that this code runs in, for a queue that is made outside of an element:
 * `new UploadQueue({ signals: pageSignals })`. Nothing is touched before somebody asks.
 */
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

  onHide(callback) {
    const listening = new AbortController();
    const { signal } = listening;
    window.addEventListener('pagehide', callback, { signal });
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.hidden) callback();
      },
      { signal },
    );
    return () => listening.abort();
  },
};

/** When the page paints next. Where no frames come, as in a hidden tab, a moment later. */
export const nextFrame = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
    setTimeout(resolve, 250);
  });
