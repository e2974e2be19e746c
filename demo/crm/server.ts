/**
 * The stand-in for the CRM on a port of its own.
 *
 * Knows: sockets, and which requests are for its pages, where it has some. One port is one account's host: `domain` is its address, and subdomains are left out.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
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
  pagesOf?: (crm: Crm) => Hono,
): Promise<RunningCrm> {
  let crm: Crm | undefined;
  let pages: Hono | undefined;
  const isApi = (request: Request) =>
    /^\/(api|oauth2?)(\/|$)/.test(new URL(request.url).pathname);
  const server = await new Promise<Server>((resolve, reject) => {
    const started = serve(
      {
        port,
        hostname: '127.0.0.1',
        overrideGlobalObjects: false,
        fetch: (request: Request) =>
          (isApi(request) ? undefined : pages?.fetch(request)) ??
          crm?.fetch(request) ??
          new Response(null, { status: 503 }),
      },
      () => resolve(started as Server),
    ) as Server;
    started.once('error', reject);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  crm = createCrm({ ...options, domain: host });
  pages = pagesOf?.(crm);
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
