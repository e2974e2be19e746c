/**
 * Questions about other origins: which page may read what, preflights, and errors.
 *
 * Knows: one session a page, a part each. Does not know: what a browser makes of a body.
 */
import { type Desk, Unexpected } from './desk.js';
import {
  forEach,
  isListed,
  isReadable,
  preflightOf,
  readableBy,
} from './origins.js';
import type { CorsAnswers, Origins } from './profile.js';

export async function askCors(
  desk: Desk,
  piece: Uint8Array,
  origins: Origins<string>,
): Promise<CorsAnswers> {
  const { wire } = desk;
  const sessions = `${desk.drive}/v1.0/sessions`;
  const request = () => ({
    file_name: desk.name(),
    file_size: piece.byteLength,
  });
  let url = '';
  let retryAfterExposed = false;
  let credentials = false;

  const session = await readableBy(origins, async (Origin) => {
    const { answer, session } = await desk.ask(request(), { Origin });
    if (session) url = session.upload_url;
    return answer;
  });
  if (url === '') throw new Unexpected('no page was given a session');
  const sessionError = await readableBy(
    origins,
    async (Origin) =>
      (
        await desk.ask(request(), {
          Origin,
          Authorization: 'Bearer not-a-token',
        })
      ).answer,
  );
  const part = await readableBy(origins, async (Origin) => {
    const { upload_url } = await desk.open(piece.byteLength);
    const { answer } = await desk.part(upload_url, piece, {
      headers: { Origin },
    });
    const { headers } = answer;
    const exposed = headers['access-control-expose-headers'];
    if (isReadable(answer, Origin) && isListed(exposed, 'Retry-After'))
      retryAfterExposed = true;
    if (headers['access-control-allow-credentials'] === 'true')
      credentials = true;
    return answer;
  });
  const wrong = wrongUrl(url);
  const partError = await readableBy(
    origins,
    async (Origin) =>
      (await desk.part(wrong, piece, { headers: { Origin } })).answer,
  );
  const preflight = (to: string, names: readonly string[]) =>
    forEach(origins, async (Origin) =>
      preflightOf(
        await wire.send('OPTIONS', to, {
          headers: {
            Origin,
            'Access-Control-Request-Method': 'POST',
            'Access-Control-Request-Headers': names.join(','),
          },
        }),
        Origin,
        names,
      ),
    );
  return {
    ...{ session, part, sessionError, partError },
    ...{ retryAfterExposed, credentials },
    sessionPreflight: await preflight(sessions, [
      'authorization',
      'content-type',
    ]),
    partPreflight: await preflight(url, ['content-type']),
  };
}

/** A part's URL whose signature cannot be right. */
export function wrongUrl(url: string): string {
  const wrong = new URL(url);
  const { pathname } = wrong;
  // Not the last letter: of that one, some bits may not count.
  const at = Math.max(1, pathname.length - 6);
  const letter = pathname[at] === 'A' ? 'B' : 'A';
  wrong.pathname = pathname.slice(0, at) + letter + pathname.slice(at + 1);
  return wrong.href;
}
