/**
 * Which answers a page of another origin may read.
 *
 * The vendor says nothing about it, so it is a switch. Knows: headers only.
 */
import type { Behaviour } from './options.js';

const exposed = [
  'Retry-After',
  'X-Request-Id',
  'Content-Range',
  'Accept-Ranges',
  'Content-Disposition',
];

/** Who asks, as far as other origins are concerned. */
export interface Asker {
  /** The page's origin; empty when it is not a page that asks. */
  readonly origin: string;
  /** For a preflight: the headers that it asks for. */
  readonly preflight?: string | undefined;
}

export function askerOf(request: Request): Asker {
  const { headers } = request;
  const isPreflight =
    request.method === 'OPTIONS' &&
    headers.has('access-control-request-method');
  return {
    origin: headers.get('origin') ?? '',
    preflight: isPreflight
      ? (headers.get('access-control-request-headers') ?? '')
      : undefined,
  };
}

/** Marks an answer as readable, or not. */
export function addCors(
  response: Response,
  asker: Asker,
  behaviour: Readonly<Behaviour>,
): void {
  const { cors } = behaviour;
  const headers = response.headers;
  const origin = allowedOrigin(asker, behaviour);
  if (cors === 'account') headers.append('Vary', 'Origin');
  if (!origin) return;
  if (cors === 'bare-errors' && response.status >= 400) return;
  headers.set('Access-Control-Allow-Origin', origin);
  headers.set(
    'Access-Control-Expose-Headers',
    exposed
      .filter((name) => cors !== 'hidden-retry-after' || name !== 'Retry-After')
      .join(', '),
  );
}

/** Answers a preflight; only the session route's may be kept by the browser. */
export function preflight(
  asker: Asker,
  behaviour: Readonly<Behaviour>,
  maxAge: number | undefined,
): Response {
  const response = new Response(null, { status: 204 });
  const origin = allowedOrigin(asker, behaviour);
  if (behaviour.cors === 'account') response.headers.append('Vary', 'Origin');
  if (!origin) return response;
  const asked = asker.preflight;
  response.headers.set('Access-Control-Allow-Origin', origin);
  response.headers.set(
    'Access-Control-Allow-Methods',
    'GET, HEAD, POST, PUT, PATCH, DELETE',
  );
  if (asked) response.headers.set('Access-Control-Allow-Headers', asked);
  if (maxAge !== undefined) {
    response.headers.set('Access-Control-Max-Age', String(maxAge));
  }
  return response;
}

/** The control routes are readable from pages of this computer, whatever the switch says. */
export function addControlCors(response: Response, asker: Asker): void {
  const { origin, preflight } = asker;
  response.headers.append('Vary', 'Origin');
  if (!isLocalOrigin(origin)) return;
  const { headers } = response;
  headers.set('Access-Control-Allow-Origin', origin);
  if (preflight === undefined) return;
  headers.set('Access-Control-Allow-Methods', 'GET, PUT, POST, DELETE');
  headers.set('Access-Control-Allow-Headers', 'Authorization, Content-Type');
  headers.set('Access-Control-Max-Age', '7200');
}

/** Whether an origin is this computer's; only such pages may use the control routes. */
export function isLocalOrigin(origin: string): boolean {
  return (
    URL.canParse(origin) &&
    /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(
      new URL(origin).hostname,
    )
  );
}

function allowedOrigin(
  { origin }: Asker,
  { cors, origins }: Readonly<Behaviour>,
): string | undefined {
  if (cors === 'none') return undefined;
  if (cors !== 'account') return '*';
  return origins.includes(origin) ? origin : undefined;
}
