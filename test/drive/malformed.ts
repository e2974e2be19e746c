/**
 * Requests that no client should send, the same ones for the same seed.
 *
 * Knows: the drive's routes and what each of them reads. Sends nothing, and none of its requests is one that the drive
 * takes a file from.
 */

/** `next` gives a request around a part's token; `pick` gives one of a list. */
export function generator(seed: number) {
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const junk = (length: number): string =>
    Array.from({ length: below(length) }, () =>
      String.fromCharCode(33 + below(94)),
    ).join('');
  const uuid = '00000000-0000-4000-8000-000000000000';
  return {
    pick,
    next(token: string) {
      const at = below(token.length - 1);
      const bent = `${token.slice(0, at)}${pick(['', '.', '%00', 'é'])}${token.slice(at + 1)}`;
      const tail = pick([
        ...['', '%', '%E0%A4%A', '%00', '..%2f..', uuid, `${uuid}/versions`],
        encodeURIComponent(junk(30)),
      ]);
      const path = pick([
        ...['/v1.0/sessions', '/v1.0/files/restore', `/v1.0/files/${tail}`],
        `/v1.0/files?limit=${tail}&page=${below(3) - 1}`,
        `/upload/${encodeURI(bent)}`,
        ...[`/upload/${tail}`, `/v1.0/sessions/upload/${tail}`],
        ...[`/download/${tail}`, `/preview/${tail}/${below(12)}`, `/${tail}`],
        ...['/_control/faults', '/_control/options', `/_control/${tail}`],
      ]);
      const value = pick([
        ...['null', '-1', '1e999', '1.5', '"\\ud800"', '[]', '{}', '""', '{'],
        `"${'x'.repeat(below(400))}"`,
        '['.repeat(below(3000)),
        JSON.stringify(junk(20)),
      ]);
      // No name, so that it never is a good request.
      const field = pick(['file_size', '__proto__', 'file_uuid', 'uuid']);
      const body = pick([
        ...[value, `{"${field}":${value}}`, `[{"${field}":${value}}]`],
        ...[junk(60), '', '\u0000'.repeat(below(40)), `{"${field}":`],
      ]);
      const headers = pick([
        {},
        { Range: `bytes=${pick(['-', '9-1', '0-0,1-1', '-99999999999999'])}` },
        { Authorization: `Bearer ${junk(20)}` },
        { Origin: junk(20), 'Access-Control-Request-Method': junk(9) },
        { 'Content-Type': junk(20), Cookie: junk(20) },
      ] as Record<string, string>[]);
      const method = pick([
        ...['POST', 'POST', 'POST', 'GET', 'PUT', 'PATCH', 'DELETE'],
        ...['OPTIONS', 'HEAD'],
      ]);
      const bodiless = method === 'GET' || method === 'HEAD';
      return { method, path, headers, body: bodiless ? '' : body };
    },
  };
}
