/**
 * What the drive and the relay are compared with: plain Node, nothing else.
 *
 *     bare.ts server FOLDER    reads bodies and writes them as the drive does: a file for each part, all joined at the end
 *     bare.ts proxy URL        passes everything on to URL, byte by byte as it comes
 *
 * Knows: `node:http` and streams. Checks nothing, keeps nothing, knows no token; so it is as fast as it gets with the
 * same reading and writing. Speaks just enough of the vendor's shapes for the load and the broker.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import {
  Agent,
  createServer,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

type Answer = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
) => Promise<void>;

const [what = '', where = ''] = process.argv.slice(2);
const partSize = Number(process.env.PART_SIZE);

const answer = what === 'proxy' ? proxyTo(new URL(where)) : serverIn(where);
const server = createServer((incoming, outgoing) => {
  answer(incoming, outgoing).catch(() => outgoing.destroy());
});
server.keepAliveTimeout = 65_000;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`listens on http://127.0.0.1:${port}`);
});
process.once('SIGTERM', () => process.exit(0));

function serverIn(folder: string): Answer {
  const sessions = new Map<number, { size: number; parts: number }>();
  return async (incoming, outgoing) => {
    const { host } = incoming.headers;
    const path = incoming.url ?? '';
    const say = (status: number, body: unknown) => {
      const text = JSON.stringify(body);
      outgoing.writeHead(status, {
        'Content-Type': 'application/json',
        'Content-Length': Buffer.byteLength(text),
      });
      outgoing.end(text);
    };
    // The broker asks the CRM where the drive is: here it is the same server.
    if (path.startsWith('/api/v4/account'))
      return say(200, { id: 1, drive_url: `http://${host}` });
    if (path === '/v1.0/sessions') {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const { file_size } = JSON.parse(Buffer.concat(chunks).toString());
      const id = sessions.size + 1;
      sessions.set(id, { size: file_size, parts: 0 });
      await mkdir(join(folder, `${id}`), { recursive: true });
      return say(200, {
        session_id: id,
        max_part_size: partSize,
        max_file_size: 2 ** 40,
        upload_url: `http://${host}/upload/${id}`,
      });
    }
    const id = Number(path.split('/').at(-1));
    const session = sessions.get(id);
    if (!session) return say(404, {});
    session.parts += 1;
    const piece = join(folder, `${id}`, `${session.parts}`);
    await pipeline(incoming, createWriteStream(`${piece}.aside`));
    await rename(`${piece}.aside`, piece);
    if (session.parts * partSize < session.size)
      return say(202, {
        session_id: id,
        next_url: `http://${host}/upload/${id}`,
      });
    const whole = join(folder, `${id}.whole`);
    const { parts } = session;
    if (parts === 1) await rename(piece, whole);
    else
      await pipeline(async function* () {
        for (let part = 1; part <= parts; part += 1)
          yield* createReadStream(join(folder, `${id}`, `${part}`));
      }, createWriteStream(whole));
    await rm(join(folder, `${id}`), { recursive: true });
    say(200, {
      uuid: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
      version_uuid: `00000000-0000-4000-9000-${String(id).padStart(12, '0')}`,
      session_id: id,
      name: 'a',
      size: session.size,
    });
  };
}

function proxyTo({ hostname, port }: URL): Answer {
  const agent = new Agent({ keepAlive: true });
  return async (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = request({
      ...{ agent, hostname, port, method, headers },
      path: url ?? '/',
    });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      onward.once('response', resolve);
      onward.once('error', reject);
    });
    const [, response] = await Promise.all([
      pipeline(incoming, onward),
      answered,
    ]);
    outgoing.writeHead(response.statusCode ?? 502, response.headers);
    await pipeline(response, outgoing);
  };
}
