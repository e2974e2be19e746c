/**
 * `POST /relay/<token>`: one part, read whole and then sent; `GET /relay/<token>`: stored bytes, for the tail check.
 *
 * Knows: what goes through in which direction. Status, JSON and `Retry-After` of the drive do; headers of the page, and
 * everything else of the drive, do not. Does not know: who may: the token was made for whom a grant allowed it.
 */

import type { Hono } from 'hono';
import { announcedLength, readBytes } from './body.js';
import type { Admission } from './grants.js';
import type { BrokerContext, BrokerEnv, House } from './house.js';
import { refusal } from './kommo.js';
import {
  type DownloadToken,
  downloadAddress,
  type PartToken,
  partAddress,
  readDownload,
  readPart,
} from './part-token.js';
import { notFound, Problem } from './problem.js';
import { downloadOf, isRecord, pageRecordOf, uuidsOf } from './said.js';
import { refused } from './sessions.js';
import { fieldOf, type UpstreamAnswer } from './upstream.js';

const DAY = 24 * 60 * 60;

export function relayRoutes(app: Hono<BrokerEnv>, house: House): void {
  app.post('/relay/:token', async (c) => {
    c.env.visit.route = 'part';
    const part = await readPart(house, c.req.param('token'));
    if (part === undefined) throw notFound();
    samePage(c, part);
    c.env.visit.account = part.account;
    await house.budgets.charge(asAdmission(house, part), clientOf(part), {
      requests: 1,
    });
    return sendPart(c, house, part);
  });

  app.get('/relay/:token', async (c) => {
    c.env.visit.route = 'download';
    const download = await readDownload(house, c.req.param('token'));
    if (download === undefined) throw notFound();
    samePage(c, download);
    c.env.visit.account = download.account;
    return deliver(c, house, download);
  });
}

/** A token that another page got hold of is of no use there. A person who clicks a link sends no origin. */
function samePage(c: BrokerContext, { origin }: { origin: string | null }) {
  const asking = c.req.header('origin');
  const isSame =
    asking === undefined
      ? c.req.method === 'GET' || origin === null
      : asking === origin;
  if (!isSame)
    throw new Problem(403, 'forbidden-origin', 'This page may not ask here.', {
      close: true,
    });
}

const clientOf = ({ client }: { client: string | null }) => client ?? undefined;

/** The grant is over by now, perhaps; its budget is not. */
const asAdmission = (
  house: House,
  { account, id, kind }: Pick<PartToken, 'account' | 'id' | 'kind'>,
): Admission => ({
  kind,
  grant: {
    account,
    maxFileSize: 1,
    maxFiles: 1,
    types: ['*/*'],
    expires: house.now() + 1,
    ...(id === null ? {} : { id }),
  },
});

async function sendPart(
  c: BrokerContext,
  house: House,
  part: PartToken,
): Promise<Response> {
  const { options, held, pace, hosts } = house;
  const url = hosts.url(part.url);
  if (url === undefined) throw notFound();
  const announced = announcedLength(c.req.raw);
  if (announced !== undefined && announced > part.maxPart)
    throw new Problem(
      413,
      'too-large',
      `A part has ${part.maxPart} bytes at most.`,
      { close: true },
    );
  // Before the body is read: a drive that asked for peace gets it, and the page its bytes back.
  await pace.turn('drive', part.account);
  const letGo = held.take(announced ?? part.maxPart);
  try {
    const bytes = await readBytes(c.req.raw, part.maxPart, options.limits);
    c.env.visit.bytes = bytes.byteLength;
    await countSentAgain(house, part, bytes.byteLength);
    await inspect(house, part, bytes);
    const token = await house.tokens.accessToken(part.account);
    const answer = await house.upstream.json(url, {
      method: 'POST',
      body: bytes,
      headers: {
        'Content-Type': 'application/octet-stream',
        Authorization: `Bearer ${token}`,
      },
    });
    return await passOn(c, house, part, answer);
  } finally {
    letGo();
  }
}

/** The file's bytes were counted when its session was opened; what goes beyond them is counted here. */
async function countSentAgain(
  house: House,
  part: PartToken,
  bytes: number,
): Promise<void> {
  const sent = await house.store.increment(
    `sent:${part.account}:${part.session}`,
    bytes,
    DAY,
  );
  const beyond = Math.min(bytes, sent - part.size);
  if (beyond > 0)
    await house.budgets.charge(asAdmission(house, part), clientOf(part), {
      bytes: beyond,
    });
}

async function inspect(
  house: House,
  { first, account, size, maxPart }: PartToken,
  bytes: Uint8Array,
): Promise<void> {
  const look = house.options.inspect;
  if (look === undefined || first === undefined) return;
  // A first part of one byte would show nothing of what comes.
  if (bytes.byteLength < Math.min(maxPart, size))
    throw new Problem(
      422,
      'refused-by-content',
      'The first part is too short.',
    );
  let isGood = false;
  try {
    isGood =
      (await look(bytes, { ...first, account, file_size: size })) === true;
  } catch (error) {
    house.log.trouble('inspect-failed', error, { account });
  }
  if (!isGood)
    throw new Problem(422, 'refused-by-content', 'This file is not taken.');
}

async function passOn(
  c: BrokerContext,
  house: House,
  part: PartToken,
  answer: UpstreamAnswer,
): Promise<Response> {
  const { status, json, headers } = answer;
  if (status === 429)
    await house.pace.slowDown(
      'drive',
      part.account,
      headers.get('Retry-After'),
    );
  if (status < 200 || status > 299) return refused(c, answer);
  const next = fieldOf(json, 'next_url');
  if (typeof next === 'string') {
    if (house.hosts.url(next) === undefined)
      throw new Problem(
        502,
        'forbidden-upstream',
        'The drive named an address that is not allowed.',
      );
    const { first: _, ...rest } = part;
    return said(status, {
      session_id: part.session,
      next_url: await partAddress(house, c.req.raw, { ...rest, url: next }),
    });
  }
  if (!isRecord(json))
    throw new Problem(502, 'upstream-failed', 'Kommo gave no usable answer.');
  const { id, account, kind, origin, client } = part;
  await house.ownership.fileCame(
    { account, ...(id === null ? {} : { id }) },
    uuidsOf(json),
  );
  if (house.options.fullRecord || kind === 'user') return said(status, json);
  const link = house.hosts.url(downloadOf(json));
  const download =
    link === undefined
      ? undefined
      : await downloadAddress(house, c.req.raw, {
          ...{ url: link.href, account, kind, origin, id, client },
        });
  return said(status, pageRecordOf(json, download));
}

const said = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), {
    status,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
    },
  });

/**
 * Stored bytes. Whatever was uploaded, it is no page here: an uploaded page that asks for its own link gets a download
 * that runs nowhere.
 */
async function deliver(
  c: BrokerContext,
  house: House,
  token: DownloadToken,
): Promise<Response> {
  const url = house.hosts.url(token.url);
  if (url === undefined) throw notFound();
  const range = c.req.header('range');
  const wanted =
    range !== undefined && /^bytes=(?:\d{1,15}-\d{0,15}|-\d{1,15})$/.test(range)
      ? range
      : undefined;
  const admission = asAdmission(house, token);
  await house.budgets.charge(admission, clientOf(token), { requests: 1 });
  await house.pace.turn('drive', token.account);
  const answer = await house.upstream.stream(url, {
    headers: wanted === undefined ? {} : { Range: wanted },
  });
  const { status, body } = answer;
  if (status === 429)
    await house.pace.slowDown(
      'drive',
      token.account,
      answer.headers.get('Retry-After'),
    );
  if (status !== 200 && status !== 206 && status !== 416) {
    await body?.cancel();
    throw refusal(status, answer.headers);
  }
  const length = /^\d{1,15}$/.exec(
    answer.headers.get('Content-Length') ?? '',
  )?.[0];
  if (length === undefined && status !== 416) {
    await body?.cancel();
    throw new Problem(502, 'upstream-failed', 'Kommo did not say how much.');
  }
  try {
    await house.budgets.charge(admission, clientOf(token), {
      bytes: Number(length ?? 0),
    });
  } catch (error) {
    await body?.cancel();
    throw error;
  }
  const headers = new Headers({
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': 'attachment',
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'private, no-store',
  });
  for (const name of ['Content-Length', 'Content-Range', 'Accept-Ranges']) {
    const value = answer.headers.get(name);
    if (value !== null && /^[\w */-]{1,100}$/.test(value))
      headers.set(name, value);
  }
  return new Response(body, { status, headers });
}
