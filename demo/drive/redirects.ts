/**
 * What a `fetch` does with a redirect, for requests that never reach a socket.
 *
 * Knows: `request.redirect`. A body that was sent is not kept, so a redirect that wants it again (307, 308) fails, as
 * it does for streams in browsers.
 */
const mostHops = 20;

export interface Arrived {
  answer: Response;
  url: string;
  redirected: boolean;
}

export async function withRedirects(
  request: Request,
  send: (request: Request) => Promise<Response>,
  hops = 0,
): Promise<Arrived> {
  const { redirect, url, method } = request;
  const answer = await send(request);
  const location = answer.headers.get('location');
  const moved = [301, 302, 303, 307, 308].includes(answer.status);
  if (!moved || location === null) {
    return { answer, url, redirected: hops > 0 };
  }
  await answer.body?.cancel();
  if (redirect === 'manual') {
    return { answer: opaque('opaqueredirect', url), url, redirected: false };
  }
  const reads = method === 'GET' || method === 'HEAD';
  const keepsBody = answer.status === 307 || answer.status === 308;
  if (redirect === 'error' || hops >= mostHops || (keepsBody && !reads)) {
    throw new TypeError('Failed to fetch');
  }
  const { headers, mode, signal } = request;
  const next = new Request(new URL(location, url), {
    ...(reads && { headers, method }),
    redirect,
    mode,
    signal,
  });
  return withRedirects(next, send, hops + 1);
}

/** An answer of which the caller learns nothing but that it came. */
export function opaque(type: 'opaque' | 'opaqueredirect', url = ''): Response {
  return Object.defineProperties(Response.error(), {
    type: { value: type },
    url: { value: url },
  });
}
