/**
 * Reads a request's body straight from Node's own stream.
 *
 * Knows: `IncomingMessage`. Does not know: limits. What is not read stays there: the server reads it away, or closes the
 * connection.
 */

import type { Readable } from 'node:stream';
import type { Chunks } from '../chunks.js';

export const chunksFrom = (incoming: Readable): Chunks => {
  // Whoever gives up still wants to answer, on the same socket.
  const chunks = incoming.iterator({ destroyOnReturn: false });
  return {
    next: async () => (await chunks.next()).value as Uint8Array | undefined,
    // A `next` may still be waiting, and this waits behind it.
    stop: () => void chunks.return?.(undefined)?.catch(() => {}),
  };
};
