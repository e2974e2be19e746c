/**
 * `POST /v1.0/sessions`: opens a session for a file that its grant allows.
 *
 * Knows: the documented fields, and what each of them needs. Does not know: parts. With relay, the address of the
 * first part stays here, and a sealed one goes to the page.
 */

import type { Hono } from 'hono';
import { admit } from './authorize.js';
import { readJson } from './body.js';
import { type Admission, isTypeAllowed, isUuid } from './grants.js';
import type { BrokerContext, BrokerEnv, House } from './house.js';
import { askDrive } from './kommo.js';
import { LARGEST_PART } from './options.js';
import { type PartToken, partAddress } from './part-token.js';
import { Problem } from './problem.js';
import { refusalOf, sessionOf } from './said.js';
import { fieldOf } from './upstream.js';

/** A session lives so long at most, says the vendor. */
const SESSION_LIFE = 24 * 60 * 60 * 1000;

interface SessionRequest {
  file_name: string;
  file_size: number;
  content_type?: string;
  file_uuid?: string;
  with_preview?: boolean;
}

export function sessionRoutes(app: Hono<BrokerEnv>, house: House): void {
  app.post('/v1.0/sessions', async (c) => {
    c.env.visit.route = 'session';
    requireExactOrigin(c, house);
    const client = house.options.clientAddress(c.req.raw);
    await house.budgets.chargeClient(client);
    const admission = await admit(house, c.req.raw);
    const { grant } = admission;
    c.env.visit.account = grant.account;
    await house.budgets.charge(admission, client, { requests: 1 });
    const asked = checked(await readJson(c.req.raw, house.options.limits));
    await allow(house, admission, asked);
    await house.budgets.charge(admission, client, { bytes: asked.file_size });
    return open(c, house, admission, client, asked);
  });
}

/** With cookies, a request must say which page it comes from. */
export function requireExactOrigin(c: BrokerContext, house: House): void {
  if (house.options.credentials && c.req.header('origin') === undefined)
    throw new Problem(403, 'forbidden-origin', 'This page may not ask here.');
}

const checked = (body: unknown): SessionRequest => {
  const file_name = fieldOf(body, 'file_name');
  const file_size = fieldOf(body, 'file_size');
  const content_type = fieldOf(body, 'content_type') ?? undefined;
  const file_uuid = fieldOf(body, 'file_uuid') ?? undefined;
  const with_preview = fieldOf(body, 'with_preview') ?? undefined;
  const wrong = [
    (typeof file_name !== 'string' || !/^[^\p{Cc}]{1,255}$/u.test(file_name)) &&
      'file_name',
    (!Number.isSafeInteger(file_size) || (file_size as number) < 0) &&
      'file_size',
    content_type !== undefined &&
      (typeof content_type !== 'string' ||
        !/^[\x20-\x7e]{0,255}$/.test(content_type)) &&
      'content_type',
    file_uuid !== undefined && !isUuid(file_uuid) && 'file_uuid',
    with_preview !== undefined &&
      typeof with_preview !== 'boolean' &&
      'with_preview',
  ].filter((name) => name !== false);
  if (wrong.length > 0)
    throw new Problem(400, 'bad-request', `Look at ${wrong.join(', ')}.`);
  return {
    file_name: file_name as string,
    file_size: file_size as number,
    ...(content_type ? { content_type: content_type as string } : {}),
    ...(file_uuid === undefined ? {} : { file_uuid: file_uuid as string }),
    ...(with_preview === undefined
      ? {}
      : { with_preview: with_preview as boolean }),
  };
};

async function allow(
  house: House,
  admission: Admission,
  { file_name, file_size, content_type = '', file_uuid }: SessionRequest,
): Promise<void> {
  const { grant } = admission;
  if (file_size > grant.maxFileSize)
    throw new Problem(
      413,
      'file-too-large',
      `A file may have ${grant.maxFileSize} bytes.`,
    );
  if (!isTypeAllowed(grant.types, file_name, content_type))
    throw new Problem(422, 'file-type', 'Files of this type are not taken.');
  if (
    file_uuid !== undefined &&
    !(await house.ownership.owns(grant, file_uuid))
  )
    // As if it were not there: nobody learns which files exist, and an engine that repairs a file opens another session.
    throw new Problem(404, 'not-yours', 'This file is not there for you.');
  if (!(await house.ownership.countFile(admission, house.now())))
    throw new Problem(403, 'too-many-files', 'These are too many files.');
}

async function open(
  c: BrokerContext,
  house: House,
  { grant, kind }: Admission,
  client: string | undefined,
  asked: SessionRequest,
): Promise<Response> {
  const answer = await askDrive(house, grant.account, '/v1.0/sessions', {
    method: 'POST',
    body: JSON.stringify({
      ...asked,
      ...(grant.createdBy === undefined ? {} : { created_by: grant.createdBy }),
    }),
  });
  if (answer.status < 200 || answer.status > 299) return refused(c, answer);
  const session = sessionOf(answer.json);
  if (session === undefined)
    throw new Problem(502, 'upstream-failed', 'Kommo gave no session.');
  const { upload_url, session_id, max_part_size, max_file_size } = session;
  if (house.hosts.url(upload_url) === undefined)
    throw new Problem(
      502,
      'forbidden-upstream',
      'The drive named an address that is not allowed.',
    );
  await house.ownership.sessionOpened(grant, session_id);
  const limits = {
    ...(max_file_size === undefined
      ? {}
      : { max_file_size: Math.min(max_file_size, grant.maxFileSize) }),
    session_id,
  };
  if (!house.options.relay)
    return c.json({ ...limits, max_part_size, upload_url });
  const partSize = Math.min(max_part_size, LARGEST_PART);
  const first: PartToken = {
    url: upload_url,
    account: grant.account,
    session: session_id,
    kind,
    origin: c.req.header('origin') ?? null,
    id: grant.id ?? null,
    client: client ?? null,
    maxPart: partSize,
    size: asked.file_size,
    until: house.now() + SESSION_LIFE,
    // Only the first part is looked into, so only its token says what it should be.
    ...(house.options.inspect === undefined
      ? {}
      : {
          first: {
            file_name: asked.file_name,
            ...(asked.content_type === undefined
              ? {}
              : { content_type: asked.content_type }),
          },
        }),
  };
  return c.json({
    ...limits,
    max_part_size: partSize,
    upload_url: await partAddress(house, c.req.raw, first),
  });
}

/** Status, JSON and `Retry-After` of a refusal; nothing else. */
export function refused(
  c: BrokerContext,
  answer: Parameters<typeof refusalOf>[0],
): Response {
  const retryAfter = answer.headers.get('Retry-After');
  const { visit } = c.env;
  visit.code = 'upstream-refused';
  const status =
    answer.status >= 400 && answer.status <= 599 ? answer.status : 502;
  return new Response(
    JSON.stringify({ ...refusalOf(answer), request_id: visit.requestId }),
    {
      status,
      headers: {
        'Content-Type': 'application/problem+json',
        ...(retryAfter !== null && /^[\x20-\x7e]{1,40}$/.test(retryAfter)
          ? { 'Retry-After': retryAfter }
          : {}),
      },
    },
  );
}
