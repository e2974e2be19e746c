/**
 * Which answers a page of another origin may read.
 *
 * The vendor says nothing about it, so it is a switch. Knows headers only.
 */
import type { Behaviour } from './options.js';

const exposed = [
  'Retry-After',
  'X-Request-Id',
  'Content-Range',
  'Accept-Ranges',
  'Content-Disposition',
];

/** Marks an answer as readable, or not. */
export function addCors(
  response: Response,
  request: Request,
  behaviour: Readonly<Behaviour>,
): void {
  const { cors } = behaviour;
  const headers = response.headers;
  const origin = allowedOrigin(request, behaviour);
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
  request: Request,
  behaviour: Readonly<Behaviour>,
  maxAge: number | undefined,
): Response {
  const response = new Response(null, { status: 204 });
  const origin = allowedOrigin(request, behaviour);
  if (behaviour.cors === 'account') response.headers.append('Vary', 'Origin');
  if (!origin) return response;
  const asked = request.headers.get('access-control-request-headers');
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

export function isPreflight(request: Request): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers.has('access-control-request-method')
  );
}

/** The control routes are readable from pages of this computer, whatever the switch says. */
export function addControlCors(response: Response, request: Request): void {
  const origin = request.headers.get('origin') ?? '';
  response.headers.append('Vary', 'Origin');
  if (!isLocalOrigin(origin)) return;
  const { headers } = response;
  headers.set('Access-Control-Allow-Origin', origin);
  if (!isPreflight(request)) return;
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
  request: Request,
  { cors, origins }: Readonly<Behaviour>,
): string | undefined {
  if (cors === 'none') return undefined;
  if (cors !== 'account') return '*';
  const origin = request.headers.get('origin') ?? '';
  return origins.includes(origin) ? origin : undefined;
}
