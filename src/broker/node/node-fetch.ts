/**
 * A `fetch` over Node's own `http` and `https`, for what the broker asks of Kommo.
 *
 * Knows: connections that stay open, and as much of `fetch` as the broker uses: a method, headers, a body that is there
 * as a whole, a signal. Does not know: redirects, which it never follows, cookies, or what is asked. Node's own `fetch`
 * copies a part three times on its way out, which costs more than sending it.
 */

import {
  type ClientRequest,
  Agent as HttpAgent,
  type IncomingMessage,
  request as overHttp,
} from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';
import { Readable } from 'node:stream';

/** Milliseconds that an idle connection is kept: shorter than the other side is likely to keep it. */
const timeout = 4000;
const plain = new HttpAgent({ keepAlive: true, timeout });
const secure = new HttpsAgent({ keepAlive: true, timeout });

/** For `createBroker({fetch: nodeFetch})` in Node. Follows no redirect. */
export const nodeFetch: typeof fetch = async (input, init = {}) => {
  const url = new URL(input instanceof Request ? input.url : input);
  const { method = 'GET', body, signal } = init;
  const bytes =
    typeof body === 'string' ? new TextEncoder().encode(body) : body;
  if (bytes && !(bytes instanceof Uint8Array))
    throw new TypeError('nodeFetch sends strings and bytes only.');
  const headers: Record<string, string | number> = {};
  for (const [name, value] of new Headers(init.headers)) headers[name] = value;
  if (bytes) headers['content-length'] = bytes.byteLength;
  const options = {
    ...{ method, headers },
    ...(signal && { signal }),
  };
  const sent =
    url.protocol === 'https:'
      ? overHttps(url, { ...options, agent: secure })
      : overHttp(url, { ...options, agent: plain });
  const answer = await answered(sent, bytes ?? undefined);
  const status = answer.statusCode ?? 0;
  const hasBody = ![204, 205, 304].includes(status);
  if (!hasBody) answer.resume();
  return new Response(
    hasBody ? (Readable.toWeb(answer) as ReadableStream<Uint8Array>) : null,
    { status, headers: headersOf(answer) },
  );
};

const answered = (
  sent: ClientRequest,
  bytes: Uint8Array | undefined,
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    sent.once('response', resolve);
    // Stays: a connection that breaks later is told by the answer's body, too.
    sent.on('error', reject);
    sent.end(bytes);
  });

const headersOf = ({ rawHeaders }: IncomingMessage): Headers => {
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  return headers;
};
