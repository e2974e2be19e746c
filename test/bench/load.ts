/**
 * The load: uploads files as fast as it can, from a process of its own.
 *
 * Knows: the shapes of sessions and parts, `node:http` with connections that stay open, and raw bytes; no `fetch`, whose
 * own work would hide the server's. What is refused with 429 or 503 is sent again after the time that it names, as the
 * engine does. Everything is bounded: files, parts, tries, seconds.
 */
import { setMaxListeners } from 'node:events';
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

export interface Job {
  base: string;
  headers: Record<string, string>;
  files: number;
  /** Bytes of each file. */
  size: number;
  /** How many uploads run at the same time. */
  atOnce: number;
}

export interface JobResult {
  seconds: number;
  bytes: number;
  /** How often something was sent again. */
  again: number;
}

interface Said {
  status: number;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

const longestJob = 240_000;
const tries = 200;
/** Any bytes do; all files share them. */
const bytes = Buffer.alloc(4 * 1024 * 1024, 'kommo');

process.on('message', (job: Job) => {
  run(job).then(
    (result) => process.send?.(result),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
process.once('disconnect', () => process.exit(0));

async function run(job: Job): Promise<JobResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: job.atOnce });
  const end = AbortSignal.timeout(longestJob);
  // Each request that runs listens to it.
  setMaxListeners(0, end);
  const start = performance.now();
  let next = 0;
  let again = 0;
  const one = async () => {
    while (next < job.files) {
      next += 1;
      again += await upload(job, agent, end);
    }
  };
  await Promise.all(Array.from({ length: job.atOnce }, one));
  agent.destroy();
  const seconds = (performance.now() - start) / 1000;
  return { seconds, bytes: job.files * job.size, again };
}

/** One file, part by part. Gives how often something was sent again. */
async function upload(
  { base, headers, size }: Job,
  agent: Agent,
  signal: AbortSignal,
): Promise<number> {
  let again = 0;
  const send = async (
    path: string,
    body: Buffer,
    more: Record<string, string>,
  ): Promise<Said> => {
    for (let left = tries; ; left -= 1) {
      const said = await post(base + path, body, more, agent, signal);
      if (said.status < 300) return said;
      if (![0, 429, 503].includes(said.status) || left === 0)
        throw new Error(`${said.status} ${JSON.stringify(said.body)}`);
      again += 1;
      const seconds = Number(said.headers['retry-after'] ?? 0);
      // Not all at the same moment again.
      await pause((seconds + Math.random()) * 1000, undefined, { signal });
    }
  };
  const opening = Buffer.from(
    JSON.stringify({ file_name: 'a.bin', file_size: size }),
  );
  const session = await send('/v1.0/sessions', opening, {
    'Content-Type': 'application/json',
    ...headers,
  });
  const partSize = Number(session.body.max_part_size);
  let address = session.body.upload_url;
  for (let at = 0; at < size; at += partSize) {
    const part = bytes.subarray(0, Math.min(partSize, size - at));
    const said = await send(new URL(String(address)).pathname, part, {
      'Content-Type': 'application/octet-stream',
      ...(headers.Origin === undefined ? {} : { Origin: headers.Origin }),
    });
    address = said.body.next_url;
    if ((address === undefined) !== at + partSize >= size)
      throw new Error('the file did not end with its last part');
  }
  return again;
}

/** Status 0 where the connection broke, as it does when a server refuses a body unread. */
function post(
  url: string,
  body: Buffer,
  headers: Record<string, string>,
  agent: Agent,
  signal: AbortSignal,
): Promise<Said> {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      ...{ method: 'POST', agent, signal },
      headers: { ...headers, 'Content-Length': body.byteLength },
    });
    sent.on('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: parsed(text),
        }),
      );
      answer.on('error', () => resolve(broken));
    });
    sent.on('error', (error) =>
      signal.aborted ? reject(error) : resolve(broken),
    );
    sent.end(body);
  });
}

const broken: Said = { status: 0, headers: {}, body: {} };

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { text: text.slice(0, 200) };
  }
}
