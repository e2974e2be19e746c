/**
 * Sockets for the stand-in: a port that answers as soon as somebody says what, and the CRM on one.
 *
 * Knows: sockets. One port is one account's host: `domain` is its address, and subdomains are left out.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Http2Bindings,
  type HttpBindings,
  serve,
} from '@hono/node-server';
import { type Crm, createCrm } from './crm.js';
import type { CrmOptions } from './options.js';

type Answer = (request: Request, address: string) => Promise<Response>;

/** A port whose address is known before what is behind it: a CRM and its broker must know each other's. */
export interface Door {
  readonly url: string;
  /** As an account's `host` is given to a broker. */
  readonly host: string;
  /** What answers from now on; until then it is 503. */
  open(answer: Answer): void;
  close(): Promise<void>;
}

export async function openDoor(port = 0): Promise<Door> {
  let answer: Answer = async () => new Response(null, { status: 503 });
  const server = await new Promise<Server>((resolve, reject) => {
    const started = serve(
      {
        port,
        hostname: '127.0.0.1',
        overrideGlobalObjects: false,
        fetch: (request: Request, { incoming }: HttpBindings | Http2Bindings) =>
          answer(request, incoming.socket.remoteAddress ?? 'unknown'),
      },
      () => resolve(started as Server),
    ) as Server;
    started.once('error', reject);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ host, url: `http://${host}` },
    open(given) {
      answer = given;
    },
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

export interface RunningCrm {
  readonly crm: Crm;
  readonly url: string;
  /** As an account's `host` is given to a broker. */
  readonly host: string;
  close(): Promise<void>;
}

export async function startCrm(
  options: Omit<CrmOptions, 'domain'>,
  port = 0,
): Promise<RunningCrm> {
  const { open, ...door } = await openDoor(port);
  const crm = createCrm({ ...options, domain: door.host });
  open(crm.fetch);
  return { ...door, crm };
}
