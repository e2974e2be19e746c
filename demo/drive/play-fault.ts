/**
 * Plays a fault around the real work of a request.
 *
 * Knows: what each kind of fault does to the answer and when. Does not know: routes; the work is given, and so is what
 * it means to cut its body.
 */
import { readAway } from './body.js';
import type { Fault } from './faults.js';
import { ConnectionLost } from './refusal.js';
import { pause } from './waiting.js';

/** What a fault asks of the work itself. */
export interface WorkPlan {
  /** Break the body off: after so many bytes, in the middle, or at its end. */
  cutAfter?: number | 'half' | 'end';
  /** Waited for between the body's end and the taking of it. */
  beforeTaking?: () => Promise<void>;
}

/** A stall that nobody gives up ends after this. */
const longestStall = 600_000;

export async function playFault(
  fault: Fault | undefined,
  request: Request,
  work: (plan: WorkPlan) => Promise<Response>,
): Promise<Response> {
  if (!fault) return work({});
  const when = fault.when ?? 'before';
  /** The fault's own answer, before or after the work. */
  const instead = async (answer: () => Response): Promise<Response> => {
    if (when === 'after') await settle(work({}));
    else await readAway(request).catch(() => {});
    return answer();
  };

  switch (fault.kind) {
    case 'lost-answer':
      await settle(work({}));
      throw new ConnectionLost('the answer is lost');
    case 'reset':
      if (when === 'before') throw new ConnectionLost('reset');
      return cutStream(
        await work({
          cutAfter: when === 'after' ? 'end' : (fault.bytes ?? 'half'),
        }),
        fault.bytes ?? 0,
      );
    case 'stall':
      if (when === 'after') await settle(work({}));
      await pause(fault.delay ?? longestStall, request.signal).catch(() => {});
      throw new ConnectionLost('nobody answers');
    case 'late': {
      const late = (): Promise<void> => pause(fault.delay ?? 1000);
      if (fault.when === 'before') return work({ beforeTaking: late });
      const answer = await work({});
      await late();
      return answer;
    }
    case 'status':
      return instead(() => statusAnswer(fault));
    case 'redirect':
      return instead(
        () =>
          new Response(null, {
            status: fault.status ?? 307,
            headers: {
              Location:
                fault.location ?? new URL('/elsewhere', request.url).href,
            },
          }),
      );
    case 'not-json':
      return instead(() =>
        plain(
          fault,
          '<!doctype html><title>Welcome</title><p>Please log in.</p>',
          'text/html; charset=utf-8',
        ),
      );
    case 'wrong-json':
      return instead(() => plain(fault, '{"ok":true}', 'application/json'));
    case 'huge':
      return instead(() => hugeAnswer(fault));
    case 'wrong-bytes':
      return flipBytes(await work({}));
  }
}

/** The work is done for its effect; that it was refused changes nothing here. */
async function settle(work: Promise<Response>): Promise<void> {
  const answer = await work.catch(() => undefined);
  await answer?.body?.cancel();
}

function plain(fault: Fault, body: string, type: string): Response {
  return new Response(fault.body ?? body, {
    status: fault.status ?? 200,
    headers: { 'Content-Type': fault.contentType ?? type },
  });
}

function statusAnswer(fault: Fault): Response {
  const status = fault.status ?? 503;
  const bodyless = status === 204 || status === 205 || status === 304;
  return new Response(
    bodyless ? null : (fault.body ?? `Fault on demand: ${status}\n`),
    {
      status,
      headers: {
        'Content-Type': fault.contentType ?? 'text/plain; charset=utf-8',
        ...(fault.retryAfter !== undefined && {
          'Retry-After': String(fault.retryAfter),
        }),
      },
    },
  );
}

/** One JSON text of the wanted size, made as it is read. */
function hugeAnswer(fault: Fault): Response {
  const encoder = new TextEncoder();
  const padding = encoder.encode('x'.repeat(65_536));
  let left = fault.bytes ?? 8 * 1024 * 1024;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      controller.enqueue(encoder.encode('{"padding":"'));
    },
    pull(controller) {
      if (left <= 0) {
        controller.enqueue(encoder.encode('"}'));
        controller.close();
        return;
      }
      controller.enqueue(padding.slice(0, left));
      left -= padding.byteLength;
    },
  });
  return new Response(body, {
    status: fault.status ?? 200,
    headers: { 'Content-Type': 'application/json' },
  });
}

/** An answer whose body breaks off. Answers to parts never get here: their cut throws. */
function cutStream(answer: Response, after: number): Response {
  if (!answer.body) throw new ConnectionLost('reset');
  const reader = answer.body.getReader();
  let left = after;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = left > 0 ? await reader.read() : undefined;
      if (!next || next.done) {
        await reader.cancel().catch(() => {});
        // A moment later, so that a server has sent what came before.
        await pause(20);
        controller.error(new TypeError('network error'));
        return;
      }
      controller.enqueue(next.value.subarray(0, left));
      left -= next.value.byteLength;
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return new Response(body, answer);
}

function flipBytes(answer: Response): Response {
  if (!answer.body) return answer;
  const flip = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(chunk.map((byte) => byte ^ 0x55));
    },
  });
  return new Response(answer.body.pipeThrough(flip), answer);
}
