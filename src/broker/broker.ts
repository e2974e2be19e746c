/**
 * The broker: the Kommo API minus the secret, as one `(Request) => Promise<Response>`.
 *
 * Knows: how its parts are put together, and what every request passes: its id, CORS, the log. Does not know: what a
 * route does. Uses web standards only, so that it runs in Node, Bun, Deno and workers alike; what is Node's own is in
 * `node/`.
 */

import { Hono } from 'hono';
import { doormanOf } from './authorize.js';
import { Budgeting } from './budgets.js';
import { Cors } from './cors.js';
import type { Doorman, Grant } from './grants.js';
import { type Health, healthOf, healthRoutes } from './health.js';
import { HeldBytes } from './held-bytes.js';
import { Hosts } from './hosts.js';
import type { BrokerEnv, House, Visit } from './house.js';
import { askFileSession } from './kommo.js';
import { FILES, linkRoutes, NOTES } from './links.js';
import { logOf, toConsole } from './log.js';
import { installLink, oauthRoutes } from './oauth.js';
import { exchangeAt } from './oauth-exchange.js';
import { type BrokerOptions, checkOptions } from './options.js';
import { Ownership } from './ownership.js';
import { Pace } from './pace.js';
import { notFound, Problem } from './problem.js';
import { relayRoutes } from './relay.js';
import { Seals } from './seals.js';
import { sessionRoutes } from './sessions.js';
import { ticketRoutes } from './ticket-route.js';
import { type IssueOptions, sealTicket } from './tickets.js';
import { TokenKeeper } from './tokens.js';
import { Upstream } from './upstream.js';
import { Vault } from './vault.js';

/** What a platform knows beside the request. A worker's `ctx` is one. */
export interface Surroundings {
  /** Keeps the platform awake until this is done. */
  waitUntil?: (work: Promise<unknown>) => void;
}

/** Answers requests, and what the host application may ask of it beside. */
export interface Broker {
  (request: Request, surroundings?: Surroundings): Promise<Response>;
  /** The same function, for platforms that want an object with `fetch`. */
  readonly fetch: (
    request: Request,
    surroundings?: Surroundings,
  ) => Promise<Response>;
  /** Makes a ticket for a page. To be called on the server, for somebody whom the host application knows. */
  issueTicket(grant: Grant, options: IssueOptions): Promise<string>;
  /** Whether a file is this grant's: for the host application's form handler, before it uses a uuid. */
  ownsFile(uuid: string, grant: Grant): Promise<boolean>;
  /** A link for an administrator's browser that connects an account: once, for ten minutes. */
  installLink(account: number): Promise<string>;
  /** Refreshes idle pairs. To be called about once a day. */
  maintain(): Promise<void>;
  /** What `GET /healthz` answers. */
  health(): Promise<Health>;
  /** Bytes of parts that are held now, and the most that ever were. */
  readonly heldBytes: { readonly now: number; readonly peak: number };
  /** Waits for work that went on after its answer. */
  settled(): Promise<void>;
  /** Stops what waits. An unsaved pair gets one last try. */
  close(): Promise<void>;
}

const environment = (): Record<string, string | undefined> =>
  (globalThis as { process?: { env?: Record<string, string | undefined> } })
    .process?.env ?? {};

/** Throws a BrokerOptionsError that names every mistake at once. */
export function createBroker(given: BrokerOptions): Broker {
  const options = checkOptions(given, environment());
  const house = houseOf(given, options);
  const cors = new Cors(options.origins, options.credentials);
  const app = appOf(house, cors);
  const running = new Set<Promise<unknown>>();

  const handle = async (
    request: Request,
    surroundings?: Surroundings,
  ): Promise<Response> => {
    const start = house.now();
    const visit: Visit = {
      requestId: crypto.randomUUID(),
      route: 'none',
      later(work) {
        const kept = work.finally(() => running.delete(kept));
        running.add(kept);
        surroundings?.waitUntil?.(kept);
      },
    };
    const answer = await app.fetch(request, { visit });
    // Its headers may be immutable where it came from `fetch`.
    const response = new Response(answer.body, answer);
    response.headers.set('X-Request-Id', visit.requestId);
    response.headers.set('X-Content-Type-Options', 'nosniff');
    cors.mark(response.headers, request.headers.get('Origin'));
    const { requestId, route, account, bytes, code } = visit;
    house.log.request({
      requestId,
      route,
      method: /^[A-Z]{1,10}$/.test(request.method) ? request.method : 'other',
      status: response.status,
      ms: house.now() - start,
      ...(code === undefined ? {} : { code }),
      ...(account === undefined ? {} : { account }),
      ...(bytes === undefined ? {} : { bytes }),
    });
    return response;
  };

  return Object.assign(handle, {
    fetch: handle,
    issueTicket: (grant: Grant, issue: IssueOptions) =>
      sealTicket(house.seals, grant, issue, house.now()),
    ownsFile: (uuid: string, grant: Grant) => house.ownership.owns(grant, uuid),
    installLink: (account: number) => installLink(house, account),
    maintain: () => house.tokens.maintain(),
    health: () => healthOf(house),
    heldBytes: {
      get now() {
        return house.held.held;
      },
      get peak() {
        return house.held.peak;
      },
    },
    async settled() {
      while (running.size > 0) await Promise.allSettled(running);
    },
    close: () => house.tokens.close(),
  });
}

function houseOf(
  given: BrokerOptions,
  options: ReturnType<typeof checkOptions>,
): House {
  const now = given.now ?? Date.now;
  const { store, key, oldKey, dev } = given;
  const log = logOf(given.log ?? toConsole, now);
  const hosts = new Hosts({ hosts: given.hosts, dev });
  const seals = new Seals(key, oldKey, now);
  const upstream = new Upstream(
    given.fetch ?? globalThis.fetch,
    options.limits.upstreamMs,
  );
  const { accounts, integration } = options;
  const tokens = new TokenKeeper({
    accounts,
    vault: new Vault(store, seals),
    store,
    exchange: integration && exchangeAt(integration, hosts, upstream, now),
    log,
    now,
    times: given.refresh,
  });
  const base = {
    ...{ options, hosts, seals, store, log, tokens, upstream, now },
    pace: new Pace(store, now),
    budgets: new Budgeting(store, options.budgets, now),
    held: new HeldBytes(options.maxHeldBytes),
    askingForDrive: new Map<number, Promise<string>>(),
  };
  const ownership = new Ownership(
    store,
    options.relay
      ? undefined
      : (account, uuid) => askFileSession(base, account, uuid),
  );
  const house: House = {
    ...base,
    ownership,
    // Asked late: the doorman needs the house that he stands in.
    get doorman(): Doorman {
      return doormanOf(house);
    },
  };
  return house;
}

/** The routes, each behind the check of the page's origin; everything else is 404. */
function appOf(house: House, cors: Cors): Hono<BrokerEnv> {
  const { options } = house;
  const app = new Hono<BrokerEnv>();
  app.use(async (c, next) => {
    // The router would answer it as a GET, and a relayed one would ask the drive for nothing.
    if (c.req.method === 'HEAD') throw notFound();
    await next();
  });
  const ofPages: [path: string, methods: string][] = [
    ['/v1.0/sessions', 'POST'],
    ['/ticket', 'POST'],
    ...(options.relay
      ? ([['/relay/:token', 'GET, POST']] as [string, string][])
      : []),
    ...(options.links
      ? ([
          [FILES, 'GET, PUT'],
          [NOTES, 'POST'],
        ] as [string, string][])
      : []),
  ];
  for (const [path, methods] of ofPages) {
    app.use(path, async (c, next) => {
      if (!cors.allows(c.req.header('origin') ?? null))
        throw new Problem(
          403,
          'forbidden-origin',
          'This page may not ask here.',
          { close: c.req.method !== 'GET' },
        );
      await next();
    });
    app.options(path, (c) => {
      c.env.visit.route = 'preflight';
      return cors.preflight(c.req.header('origin') ?? null, methods);
    });
  }
  sessionRoutes(app, house);
  ticketRoutes(app, house);
  if (options.relay) relayRoutes(app, house);
  if (options.links) linkRoutes(app, house);
  oauthRoutes(app, house);
  healthRoutes(app, house);
  app.notFound((c) => {
    c.env.visit.code = 'not-found';
    return notFound().toResponse(c.env.visit.requestId);
  });
  app.onError((error, c) => {
    const { visit } = c.env;
    const problem = problemOf(error, house, visit);
    visit.code = problem.code;
    const answer = problem.toResponse(visit.requestId);
    for (const name of ['Set-Cookie', 'Referrer-Policy'])
      if (c.res.headers.has(name))
        answer.headers.set(name, c.res.headers.get(name) ?? '');
    return answer;
  });
  return app;
}

/** What is no Problem is a bug, or a store that fails: nothing of it is told. */
function problemOf(error: unknown, house: House, visit: Visit): Problem {
  if (error instanceof Problem) return error;
  house.log.trouble('failed', error, {
    requestId: visit.requestId,
    route: visit.route,
  });
  return new Problem(503, 'internal', 'Something went wrong here.', {
    retryAfter: 5,
  });
}
