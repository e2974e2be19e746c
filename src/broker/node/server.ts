/**
 * The broker on a port, for Node.
 *
 * Knows: sockets, how long a client may take for its headers, and how to end without cutting a part. Does not know:
 * routes.
 */

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Http2Bindings,
  type HttpBindings,
  serve,
} from '@hono/node-server';
import type { Broker } from '../broker.js';
import { readThrough } from '../chunks.js';
import { tellWholeness } from '../wholeness.js';
import { rememberAddress } from './client-address.js';
import { chunksFrom } from './incoming-chunks.js';

/** Where a broker listens, and how it ends. */
export interface ServeOptions {
  /** 0 takes a free one (8080). */
  port?: number;
  /** Where to listen (127.0.0.1). */
  host?: string;
  /** Milliseconds that running requests have at the end (130,000: longer than any body may take). */
  patience?: number;
}

/** A broker on a port. */
export interface RunningBroker {
  /** The port, where a free one was taken too. */
  readonly port: number;
  /** Takes no new requests, lets the running ones finish, and stores what is unsaved. */
  close(): Promise<void>;
}

const MAINTAIN_EVERY = 6 * 60 * 60 * 1000;

/** Puts a broker on a port, and refreshes its idle pairs while it runs. Throws where the port is taken. */
export async function serveBroker(
  broker: Broker,
  { port = 8080, host = '127.0.0.1', patience = 130_000 }: ServeOptions = {},
): Promise<RunningBroker> {
  let isClosing = false;
  const server = await new Promise<Server>((resolve, reject) => {
    const started = serve(
      {
        port,
        hostname: host,
        overrideGlobalObjects: false,
        serverOptions: {
          headersTimeout: 10_000,
          // A body has 120 s, which the broker itself sees to; this is for what it never reads.
          requestTimeout: 140_000,
          // How late the two above may be noticed.
          connectionsCheckingInterval: 1000,
          maxHeaderSize: 16 * 1024,
          keepAliveTimeout: 65_000,
        },
        fetch: async (
          request: Request,
          { incoming }: HttpBindings | Http2Bindings,
        ) => {
          rememberAddress(request, incoming.socket.remoteAddress ?? '');
          // A request without a body is complete at once.
          tellWholeness(request, () => incoming.complete);
          readThrough(request, () => chunksFrom(incoming));
          const answer = await broker(request);
          if (isClosing) answer.headers.set('Connection', 'close');
          return answer;
        },
      },
      () => resolve(started as Server),
    ) as Server;
    started.once('error', reject);
  });
  const maintain = () => void broker.maintain().catch(() => {});
  maintain();
  const timer = setInterval(maintain, MAINTAIN_EVERY);
  timer.unref();
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      isClosing = true;
      clearInterval(timer);
      const closed = new Promise((resolve) => server.close(resolve));
      // A connection that becomes idle after this moment would be kept open by itself.
      const idle = setInterval(() => server.closeIdleConnections(), 100);
      const last = setTimeout(() => server.closeAllConnections(), patience);
      await closed;
      clearInterval(idle);
      clearTimeout(last);
      await broker.settled();
      await broker.close();
    },
  };
}
