/**
 * The broker as a Cloudflare Worker, with a Durable Object as its store: the same handler again.
 *
 * Knows: how a worker is put together. One object answers one request at a time, which makes the store's atomic two
 * atomic. In your project the import is `kommo-uploader/broker`. The types are the few lines of Cloudflare's that are
 * needed here.
 */
import {
  type Broker,
  createBroker,
  pageTicket,
  type Store,
} from '../../src/broker/index.js';

export interface WorkerEnvironment {
  BROKER_KEY: string;
  KOMMO_ACCOUNT: string;
  KOMMO_HOST: string;
  CLIENT_ID: string;
  CLIENT_SECRET: string;
  PUBLIC_URL: string;
  PAGE_ORIGINS: string;
  STORE: {
    idFromName(name: string): unknown;
    get(id: unknown): { fetch(request: Request): Promise<Response> };
  };
}

interface Storage {
  get<T>(key: string): Promise<T | undefined>;
  put<T>(key: string, value: T): Promise<void>;
  delete(key: string): Promise<boolean>;
}

type Question =
  | { do: 'get'; key: string }
  | { do: 'remove'; key: string }
  | { do: 'put'; key: string; value: string; ttl: number }
  | { do: 'putIfAbsent'; key: string; value: string; ttl: number }
  | { do: 'increment'; key: string; by: number; ttl: number };

/** The store's other side. */
export class BrokerStore {
  readonly #storage: Storage;

  constructor({ storage }: { storage: Storage }) {
    this.#storage = storage;
  }

  async fetch(request: Request): Promise<Response> {
    const question = (await request.json()) as Question;
    return Response.json({ answer: await this.#answer(question) });
  }

  async #answer(question: Question): Promise<unknown> {
    const { key } = question;
    const found = await this.#storage.get<{ value: string; until: number }>(
      key,
    );
    const kept = found && found.until > Date.now() ? found : undefined;
    if (question.do === 'get') return kept?.value;
    if (question.do === 'remove') return this.#storage.delete(key);
    const until = Date.now() + question.ttl * 1000;
    if (question.do === 'increment') {
      const sum = Number(kept?.value ?? 0) + question.by;
      await this.#storage.put(key, {
        value: String(sum),
        until: kept?.until ?? until,
      });
      return sum;
    }
    if (question.do === 'putIfAbsent' && kept !== undefined) return false;
    await this.#storage.put(key, { value: question.value, until });
    return true;
  }
}

/** One object for each key: what belongs together is asked at one place, and nothing is a bottleneck. */
function storeIn({ STORE }: WorkerEnvironment): Store {
  const ask = async <T>(question: Question): Promise<T> => {
    const object = STORE.get(STORE.idFromName(question.key));
    const answer = await object.fetch(
      new Request('https://store/', {
        method: 'POST',
        body: JSON.stringify(question),
      }),
    );
    return ((await answer.json()) as { answer: T }).answer;
  };
  return {
    isShared: true,
    get: (key) => ask({ do: 'get', key }),
    async put(key, value, ttl) {
      await ask({ do: 'put', key, value, ttl });
    },
    putIfAbsent: (key, value, ttl) =>
      ask({ do: 'putIfAbsent', key, value, ttl }),
    increment: (key, by, ttl) => ask({ do: 'increment', key, by, ttl }),
    async remove(key) {
      await ask({ do: 'remove', key });
    },
  };
}

let broker: Broker | undefined;

const brokerOf = (environment: WorkerEnvironment): Broker => {
  broker ??= createBroker({
    key: environment.BROKER_KEY,
    accounts: [
      { id: Number(environment.KOMMO_ACCOUNT), host: environment.KOMMO_HOST },
    ],
    integration: {
      clientId: environment.CLIENT_ID,
      clientSecret: environment.CLIENT_SECRET,
      redirectUri: `${environment.PUBLIC_URL}/oauth/callback`,
    },
    authorize: pageTicket(),
    origins: environment.PAGE_ORIGINS.split(','),
    publicUrl: environment.PUBLIC_URL,
    relay: true,
    // A worker has 128 MiB.
    maxHeldBytes: 32 * 1024 * 1024,
    store: storeIn(environment),
    clientAddress: (request) =>
      request.headers.get('CF-Connecting-IP') ?? undefined,
  });
  return broker;
};

export default {
  fetch: (
    request: Request,
    environment: WorkerEnvironment,
    context: { waitUntil(work: Promise<unknown>): void },
  ): Promise<Response> =>
    brokerOf(environment)(request, {
      waitUntil: (work) => context.waitUntil(work),
    }),
  /** A cron trigger once a day: idle pairs are refreshed. */
  scheduled: (_event: unknown, environment: WorkerEnvironment): Promise<void> =>
    brokerOf(environment).maintain(),
};
