/**
 * The drive on a port of its own.
 *
 * Knows: sockets; what the drive answers goes out through Hono's Node adapter, and where it does not answer the
 * connection is destroyed. Does not know: routes.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Http2Bindings,
  type HttpBindings,
  serve,
} from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { lookup } from 'mime-types';
import { readThrough } from './body.js';
import { countingStorage } from './counting-storage.js';
import { diskStorage } from './disk-storage.js';
import { createDrive, type Drive, type DriveOptions } from './drive.js';
import { sharpThumbnails } from './thumbnails.js';

export interface StartOptions extends Omit<DriveOptions, 'storage'> {
  /** 0 takes a free one (8787). */
  port?: number;
  /** Where to listen (127.0.0.1). */
  host?: string;
  /** The data folder; without one everything is in memory. */
  data?: string;
  /** Counts the bytes of files and keeps none of them; then there is no data folder either. */
  discard?: boolean;
}

export interface RunningDrive {
  /** `http://127.0.0.1:8787`, without a slash at its end. */
  readonly url: string;
  /** The bearer for development. */
  readonly token: string;
  readonly port: number;
  readonly drive: Drive;
  close(): Promise<void>;
}

const hour = 60 * 60 * 1000;

export async function startDrive(
  options: StartOptions = {},
): Promise<RunningDrive> {
  const {
    port = 8787,
    host = '127.0.0.1',
    data,
    discard = false,
    ...rest
  } = options;
  const storage = discard
    ? countingStorage()
    : data !== undefined && (await diskStorage(data));
  const drive = createDrive({
    thumbnails: sharpThumbnails(),
    mimeOfName: (name) => lookup(name) || undefined,
    ...rest,
    hosts: [host, ...(rest.hosts ?? []), ...hostOf(rest.publicUrl)],
    ...(storage && { storage }),
  });
  const server = await listen(drive, port, host);
  const address = server.address() as AddressInfo;
  const sweep = (): void => void drive.sweep().catch(console.error);
  sweep();
  const sweeping = setInterval(sweep, hour);
  sweeping.unref();
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${address.port}`,
    token: await drive.token(),
    port: address.port,
    drive,
    async close() {
      clearInterval(sweeping);
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await drive.settled();
    },
  };
}

function listen(drive: Drive, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        port,
        hostname: host,
        overrideGlobalObjects: false,
        fetch: async (
          request: Request,
          { incoming }: HttpBindings | Http2Bindings,
        ) => {
          // What is left unread stays, so that an answer still gets out.
          readThrough(request, () =>
            incoming.iterator({ destroyOnReturn: false }),
          );
          try {
            const response = await drive.handle(request, {
              address: incoming.socket.remoteAddress ?? 'unknown',
            });
            return breakable(response, () => incoming.socket.destroy());
          } catch {
            // No answer: the client finds a broken connection.
            incoming.socket.destroy();
            return RESPONSE_ALREADY_SENT;
          }
        },
      },
      () => resolve(server as Server),
    ) as Server;
    server.once('error', reject);
    // Longer than a client's pause between two parts; a reused connection that
    // closes at that moment would look like a lost answer.
    server.keepAliveTimeout = 65_000;
  });
}

/** A body that breaks off must break the connection, or it would look complete. */
function breakable(response: Response, cutConnection: () => void): Response {
  if (!response.body) return response;
  const reader = response.body.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await reader.read();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      } catch {
        cutConnection();
        controller.close();
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(body, response);
}

function hostOf(url: string | undefined): string[] {
  return url === undefined ? [] : [new URL(url).hostname];
}
