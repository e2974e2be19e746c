/**
 * Reads what a request carries, chunk by chunk.
 *
 * Knows: streams, limits and broken connections. Does not know: routes; what a broken body means is decided where the
 * bytes are kept.
 */
import { Refusal } from './refusal.js';
import type { StagedBlob } from './storage.js';
import { orAbort } from './waiting.js';

/** The body broke off before its end: reset, or given up by the client. */
export class BodyCut extends Error {
  override readonly name = 'BodyCut';
}

const ways = new WeakMap<Request, () => AsyncIterable<Uint8Array>>();

/**
 * For a server: how to read this request without its stream. A web stream over
 * another one copies each chunk once more, which costs as much as writing it.
 */
export function readThrough(
  request: Request,
  open: () => AsyncIterable<Uint8Array>,
): void {
  ways.set(request, open);
}

/** The chunks of a body; throws `BodyCut` when it does not reach its end. */
export async function* chunksOf(request: Request): AsyncGenerator<Uint8Array> {
  const open = ways.get(request);
  if (open) {
    try {
      yield* open();
    } catch (cause) {
      throw new BodyCut('the body broke off', { cause });
    }
    return;
  }
  // Firefox has no `Request.body`; then the body is not a stream and never breaks.
  if (request.body === undefined) {
    yield new Uint8Array(await request.arrayBuffer());
    return;
  }
  if (request.body === null) return;
  const reader = request.body.getReader();
  let finished = false;
  try {
    while (true) {
      let next: Awaited<ReturnType<typeof reader.read>>;
      try {
        next = await orAbort(reader.read(), request.signal);
      } catch (cause) {
        finished = true;
        throw new BodyCut('the body broke off', { cause });
      }
      if (next.done) {
        finished = true;
        return;
      }
      yield next.value;
    }
  } finally {
    // Left early: over HTTP the adapter reads the rest away, so only the lock goes.
    if (!finished) reader.releaseLock();
    else if (request.signal.aborted) reader.cancel().catch(() => {});
  }
}

/** Reads a small text body; more than `limit` bytes is 413. */
export async function readText(
  request: Request,
  limit: number,
): Promise<string> {
  if (Number(request.headers.get('content-length')) > limit) {
    throw new Refusal(413, `The body is larger than ${limit} bytes.`);
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let size = 0;
  for await (const chunk of chunksOf(request)) {
    size += chunk.byteLength;
    if (size > limit) {
      throw new Refusal(413, `The body is larger than ${limit} bytes.`);
    }
    text += decode(decoder, chunk);
  }
  return text + decode(decoder);
}

function decode(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    throw new Refusal(400, 'The body is not UTF-8.');
  }
}

/** Reads a small JSON body; anything else is 400. */
export async function readJson(
  request: Request,
  limit: number,
): Promise<unknown> {
  const text = await readText(request, limit);
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'The body is not JSON.');
  }
}

/** How a body ended. */
export type BodyEnd = 'whole' | 'cut' | 'too-long';

/**
 * Writes a body aside as it arrives. `limit` is the most it may have; after
 * `stopAfter` bytes it counts as cut, even if it had just ended there.
 */
export async function receive(
  request: Request,
  blob: StagedBlob,
  { limit, stopAfter }: { limit: number; stopAfter?: number | undefined },
): Promise<BodyEnd> {
  if (Number(request.headers.get('content-length')) > limit) return 'too-long';
  try {
    for await (const chunk of chunksOf(request)) {
      if (
        stopAfter !== undefined &&
        blob.size + chunk.byteLength >= stopAfter
      ) {
        await blob.write(chunk.subarray(0, stopAfter - blob.size));
        return 'cut';
      }
      if (blob.size + chunk.byteLength > limit) return 'too-long';
      await blob.write(chunk);
    }
  } catch (error) {
    if (error instanceof BodyCut) return 'cut';
    throw error;
  }
  return stopAfter === undefined ? 'whole' : 'cut';
}

/** Reads a body to its end and forgets it. */
export async function readAway(request: Request): Promise<void> {
  for await (const chunk of chunksOf(request)) void chunk;
}
