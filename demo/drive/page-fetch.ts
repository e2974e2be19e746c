/**
 * The drive as a page of another origin finds it, without a socket.
 *
 * Does what a browser does around `fetch`: asks before requests that need it,
 * hides answers and headers that the drive does not open to the page, and obeys
 * `redirect` and `mode`. With it the switches for CORS can be tried in process.
 * Knows the Fetch standard; knows nothing of files.
 */
import type { Client, Drive } from './drive.js';

const safelistedTypes =
  /^\s*(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\s*(;|$)/i;
const safelistedAnswers = [
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
];
const mostRedirects = 20;

/** A `fetch` for tests that take the place of a page at `origin`. */
export function pageFetch(
  drive: Drive,
  origin = 'https://page.example',
): typeof globalThis.fetch {
  /** Address and method of preflights that may be reused, and until when. */
  const asked = new Map<string, number>();

  const preflight = async (request: Request): Promise<void> => {
    const needed = headersToAskFor(request);
    const simple = ['GET', 'HEAD', 'POST'].includes(request.method);
    if (simple && needed.length === 0) return;
    const key = `${request.method} ${request.url} ${needed.join()}`;
    if ((asked.get(key) ?? 0) > Date.now()) return;
    const answer = await drive.handle(
      new Request(request.url, { method: 'OPTIONS', signal: request.signal }),
      client(needed.join()),
    );
    const { headers } = answer;
    const allowed = list(headers, 'access-control-allow-headers');
    const methods = list(headers, 'access-control-allow-methods');
    if (
      !answer.ok ||
      !isOpen(headers) ||
      !needed.every((name) => allowed.includes(name)) ||
      !(simple || methods.includes(request.method.toLowerCase()))
    ) {
      throw failure();
    }
    const seconds = Number(headers.get('access-control-max-age') ?? 5);
    asked.set(key, Date.now() + seconds * 1000);
  };

  const client = (preflight?: string): Client => ({
    address: 'in-process',
    asker: { origin, preflight },
  });

  const isOpen = (headers: Headers): boolean =>
    ['*', origin].includes(headers.get('access-control-allow-origin') ?? '');

  const send = async (request: Request, hops: number): Promise<Response> => {
    const { mode, redirect, url } = request;
    if (mode !== 'no-cors') await preflight(request);
    // Only a redirect that is followed needs the body a second time.
    const spare =
      redirect === 'follow' && request.body ? request.clone() : request;
    const answer = await drive.handle(request, client());
    const location = answer.headers.get('location');
    if (answer.status >= 301 && answer.status <= 308 && location !== null) {
      await answer.body?.cancel();
      if (redirect === 'manual') return disguise('opaqueredirect', url);
      if (redirect === 'error' || hops >= mostRedirects) throw failure();
      if (mode !== 'no-cors' && !isOpen(answer.headers)) throw failure();
      const next = redirected(spare, answer.status, new URL(location, url));
      return send(next, hops + 1);
    }
    await spareBody(spare, request);
    if (mode === 'no-cors') {
      await answer.body?.cancel();
      return disguise('opaque', '');
    }
    if (!isOpen(answer.headers)) {
      await answer.body?.cancel();
      throw failure();
    }
    return visible(answer, url, hops > 0);
  };

  return (input, init) => send(new Request(input, init), 0);
}

/** The names of headers for which a browser asks before it sends them. */
function headersToAskFor(request: Request): string[] {
  const names: string[] = [];
  for (const [name, value] of request.headers) {
    const safe =
      ['accept', 'accept-language', 'content-language'].includes(name) ||
      (name === 'content-type' && safelistedTypes.test(value)) ||
      (name === 'range' && /^bytes=\d+-\d*$/.test(value));
    if (!safe) names.push(name);
  }
  return names.sort();
}

function redirected(request: Request, status: number, to: URL): Request {
  const { redirect, mode, signal } = request;
  const keepsMethod = status === 307 || status === 308;
  if (!keepsMethod && request.method !== 'GET') {
    return new Request(to, { redirect, mode, signal });
  }
  return new Request(to, request);
}

/** The half of a clone that nobody reads. */
async function spareBody(spare: Request, request: Request): Promise<void> {
  if (spare !== request) spare.body?.cancel().catch(() => {});
}

/** An answer with only the headers that the page may see. */
function visible(answer: Response, url: string, redirected: boolean): Response {
  const open = list(answer.headers, 'access-control-expose-headers');
  for (const name of [...answer.headers.keys()]) {
    if (!safelistedAnswers.includes(name) && !open.includes(name)) {
      answer.headers.delete(name);
    }
  }
  return Object.defineProperties(answer, {
    type: { value: 'cors' },
    url: { value: url },
    redirected: { value: redirected },
  });
}

/** An answer of which the page learns nothing but that it came. */
function disguise(type: 'opaque' | 'opaqueredirect', url: string): Response {
  return Object.defineProperties(Response.error(), {
    type: { value: type },
    url: { value: url },
  });
}

function list(headers: Headers, name: string): string[] {
  return (headers.get(name) ?? '')
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .filter(Boolean);
}

function failure(): TypeError {
  return new TypeError('Failed to fetch');
}
