/**
 * The others, timed as the element is: on the page first, then the files, until all have arrived.
 *
 * Knows: widgets by what they have in common. Does not know: which there are.
 */

import type { Way } from './own-ways.js';
import { widgets } from './peer-widgets.js';
import { type PeerId, peerIds } from './peers.js';

/** They may still put themselves together. */
const settled = () =>
  new Promise<void>((resolve) =>
    requestAnimationFrame(() => setTimeout(resolve)),
  );

const wayOf =
  (id: PeerId): Way =>
  async (turn) => {
    const { origin, files, scene } = turn;
    const widget = widgets[id]({
      ...{ origin, sends: true },
      connections: scene.peers === 'own' ? undefined : 6,
    });
    // What nobody waits for must not work on beside the next.
    turn.signal.addEventListener('abort', () => widget.remove());
    await settled();
    try {
      turn.begins();
      widget.add(files);
      await widget.arrived(files.length);
      turn.ended();
    } finally {
      if (!turn.signal.aborted) widget.remove();
    }
  };

export const peerWays = Object.fromEntries(
  peerIds.map((id) => [id, wayOf(id)]),
) as Readonly<Record<PeerId, Way>>;
