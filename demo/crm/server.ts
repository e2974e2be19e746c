/**
 * The stand-in for the CRM on a port of its own.
 *
 * Knows: sockets. One port is one account's host: `domain` is its address, and subdomains are left out.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type Crm, createCrm } from './crm.js';
import type { CrmOptions } from './options.js';

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
  let crm: Crm | undefined;
  const server = await new Promise<Server>((resolve, reject) => {
    const started = serve(
      {
        port,
        hostname: '127.0.0.1',
        overrideGlobalObjects: false,
        fetch: (request: Request) =>
          crm?.fetch(request) ?? new Response(null, { status: 503 }),
      },
      () => resolve(started as Server),
    ) as Server;
    started.once('error', reject);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  crm = createCrm({ ...options, domain: host });
  return {
    ...{ crm, host, url: `http://${host}` },
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
