/**
 * The broker inside a Node application of your own: the same handler, beside your own routes.
 *
 * Knows: one way to put it together. In your project the imports are `kommo-uploader/broker` and
 * `kommo-uploader/broker/node`, beside `hono`, `jose` and a Redis client. With `npx kommo-uploader broker` none of this
 * is needed.
 */
import { createClient } from '@redis/client';
import { Hono } from 'hono';
import {
  type Broker,
  createBroker,
  pageTicket,
  redisStore,
  type Store,
} from '../../src/broker/index.js';
import {
  clientAddress,
  nodeFetch,
  serveBroker,
} from '../../src/broker/node/index.js';

type Environment = Record<string, string | undefined>;

export function brokerOf(environment: Environment, store: Store): Broker {
  return createBroker({
    key: environment.BROKER_KEY ?? '',
    accounts: [
      {
        id: Number(environment.KOMMO_ACCOUNT),
        host: environment.KOMMO_HOST ?? '',
      },
    ],
    integration: {
      clientId: environment.CLIENT_ID ?? '',
      clientSecret: environment.CLIENT_SECRET ?? '',
      redirectUri: `${environment.PUBLIC_URL}/oauth/callback`,
    },
    authorize: pageTicket(),
    origins: [environment.SHOP_ORIGIN ?? ''],
    publicUrl: environment.PUBLIC_URL,
    relay: true,
    store,
    fetch: nodeFetch,
    clientAddress: clientAddress({ trustedProxies: 1 }),
  });
}

/** The broker with a route of the application: it knows its visitors, and gives them tickets. */
export function applicationOf(
  broker: Broker,
  environment: Environment,
): Broker {
  const app = new Hono();
  const origin = environment.SHOP_ORIGIN ?? '';
  app.post('/my/upload-ticket', async (c) => {
    const visitor = visitorOf(c.req.raw);
    // A page of another site must not get tickets with your visitor's cookie.
    if (visitor === undefined || c.req.header('origin') !== origin)
      return c.json({ error: 'not signed in' }, 401);
    const ticket = await broker.issueTicket(
      {
        account: Number(environment.KOMMO_ACCOUNT),
        id: `visitor:${visitor}`,
        maxFileSize: 50 * 1024 * 1024,
        maxFiles: 20,
        types: ['image/*', 'application/pdf'],
        expires: Date.now() + 15 * 60 * 1000,
      },
      { origin },
    );
    return c.json({ ticket });
  });
  const handle = async (request: Request): Promise<Response> =>
    new URL(request.url).pathname.startsWith('/my/')
      ? app.fetch(request)
      : broker(request);
  return Object.assign(handle, { ...broker, fetch: handle });
}

/** Your own session check stands here. */
function visitorOf(request: Request): string | undefined {
  return /(?:^|; )visitor=(\w{16,64})(?:;|$)/.exec(
    request.headers.get('cookie') ?? '',
  )?.[1];
}

/** Starts it on a port, and ends it when the system says so, without cutting a part. */
export async function start(environment: Environment): Promise<void> {
  const redis = createClient({
    url: environment.REDIS_URL ?? 'redis://localhost:6379',
    disableOfflineQueue: true,
  });
  redis.on('error', () => {});
  await redis.connect();
  const broker = brokerOf(environment, redisStore(redis));
  const running = await serveBroker(applicationOf(broker, environment), {
    port: Number(environment.PORT ?? 8080),
  });
  process.once('SIGTERM', async () => {
    await running.close();
    redis.destroy();
  });
}
