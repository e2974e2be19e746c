/**
 * What goes to the drive: session requests and parts.
 *
 * Knows: the requests as the drive takes them. Does not know: how an answer is read (`wire.ts`), what it means for an
 * upload, or whether to try again. A part travels as a POST with a bare body and no header of ours, so that a browser
 * asks no permission first.
 */

import { RefusedError, UploadError } from './errors.js';
import {
  isFileVersion,
  isUploadSession,
  nextUrlOf,
  type SessionRequest,
  type UploadSession,
} from './file-version.js';
import { cleanText } from './text.js';
import { type Answer, ask, isPagesNetworkFailure, type Wire } from './wire.js';

/** The page's own way to open a session. */
export type OpenSession = (
  request: SessionRequest,
  options: { signal: AbortSignal },
) => Promise<UploadSession>;

/** Asks the drive, or a broker that speaks like it, for a session. */
export const openSession = (
  url: string,
  request: SessionRequest,
  {
    bearer,
    withCredentials,
  }: { bearer: () => Promise<string | undefined>; withCredentials: boolean },
  wire: Wire,
): Promise<Answer> =>
  ask(wire, sessionIn, async (signal) => {
    const headers: Record<string, string> = {
      'Content-Type': 'application/json',
    };
    const token = await bearer();
    if (token !== undefined) headers.Authorization = `Bearer ${token}`;
    return wire.fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify(request),
      credentials: withCredentials ? 'include' : 'same-origin',
      redirect: 'manual',
      signal,
    });
  });

/** Lets the page open the session, and reads what it gives or throws as if a server had answered. */
export const openSessionWith = (
  open: OpenSession,
  request: SessionRequest,
  wire: Wire,
): Promise<Answer> =>
  ask(wire, sessionIn, async (signal) => {
    let given: unknown;
    try {
      given = await open(request, { signal });
    } catch (thrown) {
      given = thrown;
      if (!(thrown instanceof Response)) {
        const status = statusOf(thrown);
        if (status === undefined) {
          if (isPagesNetworkFailure(thrown))
            return { kind: 'none', stalled: false, cause: thrown };
          throw thrown instanceof UploadError ? thrown : sessionFailure(thrown);
        }
        const words =
          thrown instanceof Error ? cleanText(thrown.message) : undefined;
        return { kind: 'refused', status, serverText: words };
      }
    }
    return given instanceof Response
      ? given
      : (sessionIn(given) ?? { kind: 'odd' });
  });

/** Sends one part. The body is bare bytes: no Content-Type, no preflight, unless the page wants the access token on parts. */
export const sendPart = (
  url: string,
  part: Uint8Array<ArrayBuffer>,
  bearer: (() => Promise<string | undefined>) | undefined,
  wire: Wire,
): Promise<Answer> =>
  ask(wire, partAnswerIn, async (signal) => {
    // No await without an access token: nothing stands between an answer and the next part.
    const token = bearer && (await bearer());
    return wire.fetch(url, {
      method: 'POST',
      body: part,
      ...(token ? { headers: { Authorization: `Bearer ${token}` } } : {}),
      credentials: 'same-origin',
      redirect: 'manual',
      signal,
    });
  });

const sessionIn = (body: unknown): Answer | undefined =>
  isUploadSession(body) ? { kind: 'session', session: body } : undefined;

const partAnswerIn = (body: unknown): Answer | undefined => {
  if (isFileVersion(body)) return { kind: 'record', record: body };
  const nextUrl = nextUrlOf(body);
  return nextUrl === undefined ? undefined : { kind: 'next', nextUrl };
};

const statusOf = (thrown: unknown): number | undefined => {
  const status = (thrown as { status?: unknown } | null | undefined)?.status;
  return typeof status === 'number' && status >= 400 && status <= 599
    ? status
    : undefined;
};

/** What the page's own function threw, when it is neither an answer nor a network's failure. */
const sessionFailure = (thrown: unknown): RefusedError => {
  const words = thrown instanceof Error ? cleanText(thrown.message) : undefined;
  return new RefusedError('session-refused', words ?? 'openSession failed.', {
    cause: thrown,
    serverText: words,
  });
};
