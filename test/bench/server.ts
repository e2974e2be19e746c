/**
 * A drive that costs next to nothing, and the page beside it: what is measured is the browser.
 *
 * Knows: the answers of a drive that takes everything, after a while. Does not know: bytes (it counts them), or what
 * the page finds.
 */

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PART } from './scenes.js';

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

/** A drive on a port of its own, as another origin. Each answer takes `latency` milliseconds. */
export const startBenchDrive = (latency: number): Promise<Running> => {
  const sessions = new Map<string, { name: string; left: number }>();
  const answerTo = async (request: IncomingMessage): Promise<object> => {
    const origin = `http://${request.headers.host}`;
    if (request.url === '/v1.0/sessions') {
      const { file_name: name, file_size: left } = JSON.parse(
        await textOf(request),
      ) as { file_name: string; file_size: number };
      const id = `${sessions.size + 1}`;
      sessions.set(id, { name, left });
      return {
        session_id: Number(id),
        upload_url: `${origin}/upload/${id}/0`,
        max_part_size: PART,
        max_file_size: 2 ** 40,
      };
    }
    const [, , id = '', part] = request.url?.split('/') ?? [];
    const session = sessions.get(id) ?? { name: '', left: 0 };
    const got = await sizeOf(request);
    session.left -= got;
    return session.left > 0
      ? { next_url: `${origin}/upload/${id}/${Number(part) + 1}` }
      : {
          uuid: id,
          type: 'file',
          name: session.name,
          size: got + Number(part) * PART,
        };
  };
  return running(
    createServer((request, response) => {
      response.setHeader('Access-Control-Allow-Origin', '*');
      if (request.method === 'OPTIONS') {
        response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
        response.setHeader('Access-Control-Max-Age', '7200');
        response.end();
        return;
      }
      void answerTo(request).then((answer) => {
        const body = JSON.stringify(answer);
        response.setHeader('Content-Type', 'application/json');
        if (latency === 0) response.end(body);
        else setTimeout(() => response.end(body), latency);
      });
    }),
  );
};

const PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,"><body><script type="module" src="/page.js"></script></body></html>';

/** The page with its script; `found` hears what it posts. */
export const startBenchPage = (
  script: string,
  found: (text: string) => void,
): Promise<Running> =>
  running(
    createServer((request, response) => {
      if (request.method === 'POST') {
        void textOf(request).then(found);
        response.end();
        return;
      }
      const isScript = request.url === '/page.js';
      const type = isScript ? 'text/javascript' : 'text/html';
      response.setHeader('Content-Type', type);
      response.end(isScript ? script : PAGE);
    }),
  );
