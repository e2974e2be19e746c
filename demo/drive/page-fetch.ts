/**
 * The drive as a page of another origin finds it, without a socket.
 *
 * Does what a browser does around `fetch`: asks before requests that need it, hides answers and headers that the drive
 * does not open to the page, and obeys `redirect` and `mode`. With it the switches for CORS can be tried in process.
 * Knows: the Fetch standard. Does not know: files.
 */
import type { Client, Drive } from './drive.js';
import { opaque, withRedirects } from './redirects.js';

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

  const send = async (request: Request): Promise<Response> => {
    const hidden = request.mode === 'no-cors';
    if (!hidden) await preflight(request);
    const answer = await drive.handle(request, client());
    if (hidden || isOpen(answer.headers)) return answer;
    await answer.body?.cancel();
    throw failure();
  };

  return async (input, init) => {
    const request = new Request(input, init);
    const arrived = await withRedirects(request, send);
    const { answer, url, redirected } = arrived;
    if (answer.type === 'opaqueredirect') return answer;
    if (request.mode !== 'no-cors') return visible(answer, url, redirected);
    await answer.body?.cancel();
    return opaque('opaque');
  };
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

function list(headers: Headers, name: string): string[] {
  return (headers.get(name) ?? '')
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .filter(Boolean);
}

function failure(): TypeError {
  return new TypeError('Failed to fetch');
}
