/**
 * Opening a session and taking its parts.
 *
 * Knows: the two routes' order of checks and their answers. What becomes of the bytes is decided in `sessions.ts`, what
 * breaks in `play-fault.ts`.
 */
import type { Hono } from 'hono';
import { readJson, receive } from './body.js';
import {
  bearerOf,
  type DriveContext,
  type DriveEnv,
  type House,
  originOf,
  requireBearer,
} from './context.js';
import type { StoredSession } from './pieces.js';
import { playFault, type WorkPlan } from './play-fault.js';
import { toRecord } from './records.js';
import { ConnectionLost, Refusal } from './refusal.js';
import { checkSessionRequest } from './session-request.js';
import type { Taken } from './sessions.js';
import { digest, type PartClaims } from './tokens.js';

const sessionBodyLimit = 16 * 1024;

export function uploadRoutes(app: Hono<DriveEnv>, house: House): void {
  app.post('/v1.0/sessions', async (c) => {
    const bearer = await requireBearer(c, house);
    const { raw: request } = c.req;
    const fault = house.faults.next('session');
    if (fault) c.env.entry.fault = fault.kind;
    return playFault(fault, request, async (plan) => {
      const body = await readJson(request, sessionBodyLimit);
      if (plan.cutAfter !== undefined) throw new ConnectionLost('reset');
      await plan.beforeTaking?.();
      const session = await house.sessions.create(
        checkSessionRequest(body, house.behaviour, house.mimeOfName),
        bearer === undefined ? null : await digest(bearer),
      );
      c.env.entry.session = session.id;
      return c.json({
        max_file_size: house.behaviour.maxFileSize,
        max_part_size: session.max_part_size,
        session_id: session.id,
        upload_url: await partUrl(c, house, session, 1),
      });
    });
  });

  const takePart = async (c: DriveContext): Promise<Response> => {
    const claims = await house.tokens.readPart(c.req.param('token') ?? '');
    const { entry } = c.env;
    entry.session = claims.session_id;
    entry.part = claims.part_num;
    const session = await house.sessions.get(claims.session_id);
    await checkPartBearer(c, house, session);
    const fault = house.faults.next('part', {
      session: session.id,
      part: claims.part_num,
    });
    if (fault) entry.fault = fault.kind;
    return playFault(fault, c.req.raw, (plan) =>
      storePart(c, house, session, claims, plan),
    );
  };
  // The vendor's samples show both forms.
  app.post('/upload/:token', takePart);
  app.post('/v1.0/sessions/upload/:token', takePart);
}

async function storePart(
  c: DriveContext,
  house: House,
  session: StoredSession,
  { part_num }: PartClaims,
  plan: WorkPlan,
): Promise<Response> {
  const { entry } = c.env;
  const staged = await house.storage.stageBlob();
  try {
    const end = await receive(c.req.raw, staged, {
      limit: session.max_part_size,
      stopAfter: await bytesBeforeCut(house, session, plan),
    });
    entry.bytes = staged.size;
    if (end === 'too-long') {
      throw new Refusal(
        413,
        `A part has at most ${session.max_part_size} bytes.`,
      );
    }
    await plan.beforeTaking?.();
    if (end === 'cut') {
      return await house.sessions.cut(session.id, part_num, staged);
    }
    const taken = await house.sessions.take(session.id, part_num, staged);
    entry.taken = true;
    return await partAnswer(c, house, session, taken);
  } finally {
    await staged.discard();
  }
}

async function partAnswer(
  c: DriveContext,
  house: House,
  session: StoredSession,
  taken: Taken,
): Promise<Response> {
  if (taken.kind === 'next') {
    return c.json(
      {
        session_id: session.id,
        next_url: await partUrl(c, house, session, taken.part),
      },
      202,
    );
  }
  const found = await house.library.get(session.version_uuid);
  return c.json(toRecord(found, house.behaviour.uuid, originOf(c, house)));
}

async function partUrl(
  c: DriveContext,
  house: House,
  session: StoredSession,
  part_num: number,
): Promise<string> {
  const claims = { session_id: session.id, part_num };
  const token = await house.tokens.signPart(claims, session);
  return `${originOf(c, house)}/upload/${token}`;
}

/** With `bearer: 'same'`, a part needs the bearer that opened its session. */
async function checkPartBearer(
  c: DriveContext,
  house: House,
  session: StoredSession,
): Promise<void> {
  if (house.behaviour.bearer === 'none') return;
  const bearer = bearerOf(c);
  if (!(await house.isWelcome(bearer))) await requireBearer(c, house);
  const same = bearer === undefined ? null : await digest(bearer);
  if (same === session.bearer) return;
  throw bearer === undefined
    ? new Refusal(401, 'The access token is missing.')
    : new Refusal(403, 'The session belongs to another access token.');
}

/** Where a fault breaks the body off, in bytes. */
async function bytesBeforeCut(
  house: House,
  session: StoredSession,
  { cutAfter }: WorkPlan,
): Promise<number | undefined> {
  if (cutAfter === 'end') return Number.POSITIVE_INFINITY;
  if (cutAfter !== 'half') return cutAfter;
  const missing = await house.sessions.missing(session.id);
  return Math.ceil(Math.min(missing, session.max_part_size) / 2);
}
