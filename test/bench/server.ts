/**
 * A drive that costs next to nothing, and the page beside it: what is measured is the browser.
 *
 * Knows: the answers of a drive that takes everything, after a while. Does not know: bytes (it counts them), or what
 * the page finds.
 */

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, peerRoute } from './peer-protocols.js';
import { PART } from './scenes.js';

/** What came to one origin: each turn has its own. */
export interface Received {
  bytes: number;
  requests: number;
  preflights: number;
}

export interface DriveSettings {
  /** Milliseconds that it takes for each answer. */
  readonly latency: number;
  /** Its `max_part_size`. */
  readonly part?: number;
  /** Whether pages may see when single things happened on the way. */
  readonly timing?: boolean;
}

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
};

const textOf = async (request: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
};

const sizeOf = async (request: IncomingMessage): Promise<number> => {
  let size = 0;
  for await (const piece of request) size += (piece as Buffer).byteLength;
  return size;
};

/** A running server and how to end it. */
export interface Running {
  readonly url: string;
  close(): void;
}

const running = async (server: Server): Promise<Running> => ({
  url: await listening(server),
  close: () => {
    server.closeAllConnections();
    server.close();
  },
});

const ok = (body: object): Answer => ({ status: 200, body });

/** A drive on a port of its own, as another origin. */
export const startBenchDrive = ({
  latency,
  part: partSize = PART,
  timing = false,
}: DriveSettings): Promise<Running> => {
  const sessions = new Map<string, { name: string; left: number }>();
  const byOrigin = new Map<string, Received>();
  const receivedAt = ({ headers: { host = '' } }: IncomingMessage) => {
    const known = byOrigin.get(host);
    if (known) return known;
    const fresh: Received = { bytes: 0, requests: 0, preflights: 0 };
    byOrigin.set(host, fresh);
    return fresh;
  };
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const origin = `http://${request.headers.host}`;
    const received = receivedAt(request);
    if (request.url === '/received') return ok(received);
    received.requests += 1;
    if (request.url === '/v1.0/sessions') {
      const { file_name: name, file_size: left } = JSON.parse(
        await textOf(request),
      ) as { file_name: string; file_size: number };
      const id = `${sessions.size + 1}`;
      sessions.set(id, { name, left });
      return ok({
        session_id: Number(id),
        upload_url: `${origin}/upload/${id}/0`,
        max_part_size: partSize,
        max_file_size: 2 ** 40,
      });
    }
    // The broker asks the CRM where the drive is: here it is the same server.
    if (request.url?.startsWith('/api/v4/account'))
      return ok({ id: 1, drive_url: origin });
    const peer = peerRoute(request);
    const got = await sizeOf(request);
    received.bytes += got;
    if (peer) return peer(got);
    const [, , id = '', part] = request.url?.split('/') ?? [];
    const session = sessions.get(id) ?? { name: '', left: 0 };
    session.left -= got;
    return ok(
      session.left > 0
        ? { next_url: `${origin}/upload/${id}/${Number(part) + 1}` }
        : {
            uuid: `00000000-0000-4000-8000-${id.padStart(12, '0')}`,
            type: 'file',
            name: session.name,
            size: got + Number(part) * partSize,
          },
    );
  };
  return running(
    createServer((request, response) => {
      response.setHeader('Access-Control-Allow-Origin', '*');
      if (timing) response.setHeader('Timing-Allow-Origin', '*');
      if (request.method === 'OPTIONS') {
        receivedAt(request).preflights += 1;
        const asked = request.headers['access-control-request-headers'] ?? '';
        response.setHeader('Access-Control-Allow-Headers', asked);
        response.setHeader('Access-Control-Allow-Methods', 'POST, PATCH');
        response.setHeader('Access-Control-Max-Age', '7200');
        response.end();
        return;
      }
      void answerTo(request).then(({ status, headers = {}, body }) => {
        const isText = typeof body === 'string';
        const text = isText ? body : JSON.stringify(body);
        response.setHeader(
          'Content-Type',
          isText ? 'text/plain' : 'application/json',
        );
        response.writeHead(status, {
          'Content-Length': Buffer.byteLength(text),
          ...headers,
        });
        const isCounted = request.url !== '/received';
        if (latency === 0 || !isCounted) response.end(text);
        else setTimeout(() => response.end(text), latency);
      });
    }),
  );
};

const PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,"><body><script type="module" src="/page.js"></script></body></html>';
const OTHER =
  '<!doctype html><html lang="en"><title>Another tab</title></html>';

export interface BenchPage {
  /** The page's code. */
  readonly script: string;
  /** Its clock is a finer one, and it may not keep other windows. */
  readonly isolated?: boolean;
  /** What it gets from `/asked`. */
  asked(): object;
  /** Hears what it posts, and where to. */
  heard(path: string, text: string): void;
}

export const startBenchPage = (page: BenchPage): Promise<Running> => {
  const gets: Readonly<Record<string, readonly [type: string, text: string]>> =
    {
      '/': ['text/html', PAGE],
      '/page.js': ['text/javascript', page.script],
      '/other': ['text/html', OTHER],
    };
  return running(
    createServer(async (request, response) => {
      const path = request.url ?? '';
      if (request.method === 'POST') {
        page.heard(path, await textOf(request));
        response.end();
        return;
      }
      const [type, text] =
        path === '/asked'
          ? (['application/json', JSON.stringify(page.asked())] as const)
          : (gets[path] ?? []);
      if (page.isolated) {
        response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
        response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
      }
      response.statusCode = text === undefined ? 404 : 200;
      if (type) response.setHeader('Content-Type', type);
      response.end(text);
    }),
  );
};
