/**
 * A port: what a page tells its uploads about the world.
 *
 * Knows: that there may be a network, and that something may have changed for the better. Does not know: windows and
 * events; the page's own implementation is in the element's room.
 */

/** What a page tells its uploads; `pageSignals` of the element is one. */
export interface Signals {
  /** `false` only when the page is sure that there is no network; it may be wrong. */
  readonly online: boolean;
  /** Calls back when it is worth trying at once: online again, another network, the page woke up. */
  onWake(callback: () => void): () => void;
  /** Calls back when the page may be gone at any moment. */
  onHide?(callback: () => void): () => void;
}

/** Always online, never woken: for Node, workers and tests. */
export const noSignals: Signals = { online: true, onWake: () => () => {} };
