/**
 * Whether a body came to its end, where only the server underneath can tell.
 *
 * Knows: who said so of which request. Does not know: servers. A body in chunks that breaks off may look like one that
 * ended: in Node the stream of a closed connection sometimes just ends.
 */

const checks = new WeakMap<Request, () => boolean>();

/** For a server: how to tell, once the body was read, that all of it had come. */
export const tellWholeness = (
  request: Request,
  isWhole: () => boolean,
): void => {
  checks.set(request, isWhole);
};

/** Whether nobody could tell: the body says no length, and the server underneath says nothing either. */
export const cannotTell = (request: Request): boolean =>
  request.headers.has('Transfer-Encoding') && !checks.has(request);

/** `false` where the server says that the body broke off. */
export const mayBeWhole = (request: Request): boolean =>
  checks.get(request)?.() ?? true;
