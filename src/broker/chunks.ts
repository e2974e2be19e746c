/**
 * Where the chunks of a body come from, where a server has a shorter way than the request's stream.
 *
 * Knows: which server said so of which request. Does not know: servers, limits. A web stream made of another stream
 * copies each chunk once more and asks for it with several promises: for parts that was the larger half of the work.
 */

/** What a reader does with chunks: takes the next one, or gives up. */
export interface Chunks {
  next(): Promise<Uint8Array | undefined>;
  stop(): void;
}

const ways = new WeakMap<Request, () => Chunks>();

/** For a server: how to read this request. The request's own body must not be read then. */
export const readThrough = (request: Request, open: () => Chunks): void => {
  ways.set(request, open);
};

/** The chunks of a body; `undefined` where there is none. */
export const chunksOf = (request: Request): Chunks | undefined =>
  ways.get(request)?.() ?? ofStream(request.body);

const ofStream = (
  body: ReadableStream<Uint8Array> | null,
): Chunks | undefined => {
  if (body === null) return undefined;
  const reader = body.getReader();
  return {
    next: async () => (await reader.read()).value,
    stop: () => void reader.cancel().catch(() => {}),
  };
};
