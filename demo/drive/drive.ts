/**
 * The local drive: the vendor's Files API as one `(Request) => Promise<Response>`.
 *
 * Knows: the order in which a request passes host check, rate limit, latency, routes and CORS, and what reaches the
 * client when the connection breaks. Uses web standards only, so that it runs in a browser's test as well; disk,
 * thumbnails and sockets are given from outside.
 */
import { Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { getMimeType } from 'hono/utils/mime';
import type { DriveEnv, House } from './context.js';
import { controlRoutes } from './control-routes.js';
import {
  type Asker,
  addControlCors,
  addCors,
  askerOf,
  preflight,
} from './cors.js';
import { Faults } from './faults.js';
import { activeOf, fileRoutes } from './file-routes.js';
import { hostRefusal } from './hosts.js';
import { Journal, type OpenEntry, routeOf } from './journal.js';
import { Library } from './library.js';
import { memoryStorage } from './memory-storage.js';
import { mimeOf } from './naming.js';
import { type Behaviour, checkBehaviour, defaultBehaviour } from './options.js';
import { Previews, type ThumbnailMaker } from './previews.js';
import { RateLimit } from './rate-limit.js';
import { type FileRecord, toRecord } from './records.js';
import { withRedirects } from './redirects.js';
import { ConnectionLost, Refusal } from './refusal.js';
import { Sessions } from './sessions.js';
import { BytesGone, type DriveStorage, StorageFull } from './storage.js';
import { Tokens } from './tokens.js';
import { uploadRoutes } from './upload-routes.js';
import { orAbort, pause } from './waiting.js';

export interface DriveOptions extends Partial<Behaviour> {
  /** Where everything is kept (memory). */
  storage?: DriveStorage;
  /** The access token that it takes (one derived from the signing key). */
  token?: string;
  /** Takes any access token, and requests without one. */
  open?: boolean;
  /** Whether another access token is taken too: a CRM beside this drive gives tokens of its own. */
  welcome?: (bearer: string) => boolean;
  /** The address in links and part URLs (that of the request). */
  publicUrl?: string;
  /** Host names that requests may carry besides addresses and localhost (any). */
  hosts?: readonly string[];
  /** Milliseconds since 1970 (the clock). */
  now?: () => number;
  thumbnails?: ThumbnailMaker;
  /** The MIME type of a file name (a short table). */
  mimeOfName?: (fileName: string) => string | undefined;
  /** How many requests the journal lists (10,000). */
  journalSize?: number;
  /** Told about what should not happen (console.error). */
  onError?: (error: unknown) => void;
}

/** What a request does not say about its client. */
export interface Client {
  /** For the rate limit. */
  readonly address: string;
  /** Instead of the headers about origins, which no script in a browser can set. */
  readonly asker?: Asker;
}

export interface Drive {
  /** To be used like the browser's own `fetch`; a broken connection rejects as there. */
  readonly fetch: (
    input: RequestInfo | URL,
    init?: RequestInit,
  ) => Promise<Response>;
  /** The same for a server, which knows more about the client. */
  handle(request: Request, client: Client): Promise<Response>;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly behaviour: Readonly<Behaviour>;
  /** Changes how the drive behaves from the next request on. */
  set(changes: Partial<Behaviour>): void;
  /** An access token that it takes. */
  token(): Promise<string>;
  /**
   * The active versions of all files that are not in the trash, oldest first.
   * Without a `publicUrl` their links lead nowhere.
   */
  files(): Promise<FileRecord[]>;
  /** All versions of a file, oldest first. */
  versions(uuid: string): Promise<FileRecord[]>;
  /** Stored bytes: of a version, or of a file's active version. */
  readVersion(uuid: string): Promise<Uint8Array>;
  /** Resolves when no thumbnail is being made. */
  settled(): Promise<void>;
  /** Removes what expired sessions left. */
  sweep(): Promise<void>;
  /** Behaviour, faults, journal and rate as at the start; files stay. */
  reset(): void;
}

export function createDrive(options: DriveOptions = {}): Drive {
  const storage = options.storage ?? memoryStorage();
  const now = options.now ?? Date.now;
  const onError = options.onError ?? console.error;
  const initial = { ...defaultBehaviour(), ...checkBehaviour(only(options)) };
  let behaviour: Readonly<Behaviour> = initial;
  const journal = new Journal(options.journalSize ?? 10_000);
  const faults = new Faults();
  const library = new Library(storage);
  const tokens = new Tokens(storage, now);
  const previews = new Previews(storage, library, options.thumbnails);
  const rate = new RateLimit(now);
  const sessions = new Sessions({
    storage,
    library,
    behaviour: () => behaviour,
    now,
    onFinished: (session) => previews.want(session),
  });
  const token = async (): Promise<string> =>
    options.token ?? (await tokens.development());
  const mimeOfName = options.mimeOfName ?? getMimeType;

  const house: House = {
    get behaviour() {
      return behaviour;
    },
    storage,
    tokens,
    library,
    sessions,
    faults,
    journal,
    publicUrl: options.publicUrl?.replace(/\/+$/, ''),
    now,
    mimeOfName: (fileName) => mimeOf(mimeOfName(fileName) ?? ''),
    isWelcome: async (bearer) =>
      options.open === true ||
      (bearer !== undefined &&
        (bearer === (await token()) || options.welcome?.(bearer) === true)),
  };

  const drive: Drive = {
    async fetch(input, init) {
      const send = (request: Request) =>
        handle(request, { address: 'in-process' });
      return (await withRedirects(new Request(input, init), send)).answer;
    },
    handle,
    faults,
    journal,
    get behaviour() {
      return behaviour;
    },
    set(changes) {
      behaviour = { ...behaviour, ...checkBehaviour(changes) };
    },
    token,
    async files() {
      const files = await library.all();
      return files
        .filter((file) => file.trashed_at === null)
        .map((file) => record(activeOf(file)));
    },
    async versions(uuid) {
      const { file } = await library.get(uuid);
      return file.versions.map((version) => record({ file, version }));
    },
    async readVersion(uuid) {
      const { version } = await library.get(uuid);
      const bytes = await storage.readBlob(version.blob, 0, version.size);
      return new Uint8Array(await new Response(bytes).arrayBuffer());
    },
    settled: () => previews.settled(),
    sweep: () => sessions.sweep(),
    reset() {
      behaviour = initial;
      faults.clear();
      journal.clear();
      rate.clear();
    },
  };
  const record = (found: Parameters<typeof toRecord>[0]): FileRecord =>
    toRecord(found, behaviour.uuid, house.publicUrl ?? 'http://drive.invalid');

  const app = new Hono<DriveEnv>();
  app.use(methodNotAllowed({ app, onMethodNotAllowed: notAllowed }));
  uploadRoutes(app, house);
  fileRoutes(app, house);
  controlRoutes(app, house, drive);
  app.notFound(() => new Refusal(404, 'There is nothing here.').toResponse());
  app.onError((error) => {
    // Not an answer: it has to leave the router as it is.
    if (error instanceof ConnectionLost) throw error;
    if (error instanceof Refusal) return error.toResponse();
    if (error instanceof StorageFull) {
      return new Refusal(507, 'No room is left.').toResponse();
    }
    if (error instanceof BytesGone) {
      return new Refusal(404, 'The bytes were not kept.').toResponse();
    }
    onError(error);
    return new Refusal(500, 'Something went wrong.').toResponse();
  });

  /** From the request to the answer, or to a rejection when there is none. */
  async function handle(request: Request, client: Client): Promise<Response> {
    request.signal.throwIfAborted();
    const path = new URL(request.url).pathname;
    const asker = client.asker ?? askerOf(request);
    const isPreflight = asker.preflight !== undefined;
    if (path.startsWith('/_control/')) {
      return answer(request, async () => {
        const response = isPreflight
          ? new Response(null, { status: 204 })
          : await app.fetch(request, { entry: unlisted() });
        addControlCors(response, asker);
        return response;
      });
    }
    const route = routeOf(path);
    const entry = journal.begin(request.method, route);
    const work = answer(request, async () => {
      const { latency } = behaviour;
      await pause(latency / 2, request.signal);
      const response = isPreflight
        ? preflight(asker, behaviour, route === 'part' ? undefined : 7200)
        : await admit(request, client, asker, entry);
      await pause(latency - latency / 2, request.signal);
      return response;
    });
    try {
      const response = await orAbort(work, request.signal);
      entry.status = response.status;
      return response;
    } catch (error) {
      entry.status = request.signal.aborted ? 'aborted' : 'reset';
      if (request.signal.aborted) throw request.signal.reason;
      if (error instanceof ConnectionLost) {
        throw new TypeError('Failed to fetch', { cause: error });
      }
      throw error;
    }
  }

  /** Adds what every answer has; checks the host before anything is done. */
  async function answer(
    request: Request,
    work: () => Promise<Response> | Response,
  ): Promise<Response> {
    const response =
      hostRefusal(request, options.hosts)?.toResponse() ?? (await work());
    response.headers.set('X-Request-Id', crypto.randomUUID());
    if (!response.headers.has('Cache-Control')) {
      response.headers.set('Cache-Control', 'no-store');
    }
    return response;
  }

  async function admit(
    request: Request,
    client: Client,
    asker: Asker,
    entry: OpenEntry,
  ): Promise<Response> {
    let response: Response;
    try {
      rate.admit(client.address, behaviour.rate);
      response = await app.fetch(request, { entry });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response = error.toResponse();
    }
    const hidden = entry.route === 'download' && behaviour.downloads === 'none';
    if (!hidden) addCors(response, asker, behaviour);
    return response;
  }

  return drive;
}

function notAllowed(_c: unknown, methods: readonly string[]): Response {
  return new Refusal(405, 'This route has other methods.', {
    headers: { Allow: methods.join(', ') },
  }).toResponse();
}

/** Control requests are not part of what the journal is about. */
function unlisted(): OpenEntry {
  return { n: 0, method: '', route: 'other', status: 'open' };
}

/** The behaviour among all options. */
function only(options: DriveOptions): Record<string, unknown> {
  const names = Object.keys(defaultBehaviour());
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => names.includes(name)),
  );
}
