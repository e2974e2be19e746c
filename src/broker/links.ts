/**
 * Linking a finished file to a card, and the note that shows it in the card's feed. Off unless `links` is on.
 *
 * Knows: three routes of the CRM's API, and that both the card and each file must be the grant's. Does not know: how a
 * file came. What goes to the CRM is built anew from checked fields.
 */

import type { Hono } from 'hono';
import { admit } from './authorize.js';
import { readJson } from './body.js';
import { type Admission, type Grant, isUuid } from './grants.js';
import type { BrokerContext, BrokerEnv, House } from './house.js';
import { askCrm } from './kommo.js';
import { Problem } from './problem.js';
import { refused, requireExactOrigin } from './sessions.js';
import { fieldOf, type UpstreamAnswer } from './upstream.js';

/** More in one request is nobody's upload. */
const MOST = 50;

const TYPES = ':type{leads|contacts|companies|customers}';
export const FILES = `/api/v4/${TYPES}/:id{[0-9]+}/files`;
export const NOTES = `/api/v4/${TYPES}/notes`;

export function linkRoutes(app: Hono<BrokerEnv>, house: House): void {
  app.get(FILES, async (c) => {
    const { grant, path } = await enter(c, house, 'linked');
    const answer = await askCrm(house, grant.account, path);
    if (answer.status === 204) return c.body(null, 204);
    if (!isFine(answer)) return refused(c, answer);
    const embedded = fieldOf(fieldOf(answer.json, '_embedded'), 'files');
    const files = (Array.isArray(embedded) ? embedded : []).map((file) => ({
      file_uuid: fieldOf(file, 'file_uuid'),
      id: fieldOf(file, 'id'),
    }));
    return c.json({ _embedded: { files } });
  });

  app.put(FILES, async (c) => {
    const { grant, path } = await enter(c, house, 'link');
    const list = listOf(await readJson(c.req.raw, house.options.limits));
    const uuids = list.map((each) => fieldOf(each, 'file_uuid'));
    await requireFiles(house, grant, uuids);
    const answer = await askCrm(house, grant.account, path, {
      method: 'PUT',
      body: JSON.stringify(uuids.map((file_uuid) => ({ file_uuid }))),
    });
    return pass(c, answer);
  });

  app.post(NOTES, async (c) => {
    const { grant } = await enter(c, house, 'note');
    const list = listOf(await readJson(c.req.raw, house.options.limits));
    const notes = list.map((each) => noteOf(each, grant));
    await requireFiles(
      house,
      grant,
      notes.map(({ params }) => params.file_uuid),
    );
    const answer = await askCrm(
      house,
      grant.account,
      `/api/v4/${c.req.param('type')}/notes`,
      { method: 'POST', body: JSON.stringify(notes) },
    );
    return pass(c, answer);
  });
}

/** Everything that comes before the body is read. */
async function enter(
  c: BrokerContext,
  house: House,
  route: string,
): Promise<{ grant: Grant; path: string }> {
  c.env.visit.route = route;
  requireExactOrigin(c, house);
  const client = house.options.clientAddress(c.req.raw);
  await house.budgets.chargeClient(client);
  const admission: Admission = await admit(house, c.req.raw);
  const { grant } = admission;
  c.env.visit.account = grant.account;
  await house.budgets.charge(admission, client, { requests: 1 });
  const type = c.req.param('type') ?? '';
  const id = c.req.param('id');
  const { entity } = grant;
  const isCard =
    entity !== undefined &&
    entity.type === type &&
    // As text: what only becomes the same number is not the same path.
    (id === undefined || id === String(entity.id));
  if (!isCard) throw new Problem(403, 'not-yours', 'This card is not yours.');
  return { grant, path: `/api/v4/${type}/${entity.id}/files` };
}

const listOf = (body: unknown): unknown[] => {
  if (!Array.isArray(body) || body.length === 0 || body.length > MOST)
    throw new Problem(400, 'bad-request', `A list of 1 to ${MOST} is needed.`);
  return body;
};

async function requireFiles(
  house: House,
  grant: Grant,
  uuids: readonly unknown[],
): Promise<void> {
  for (const uuid of uuids)
    if (!isUuid(uuid))
      throw new Problem(400, 'bad-request', 'Look at file_uuid.');
    else if (!(await house.ownership.owns(grant, uuid)))
      throw new Problem(403, 'not-yours', 'This file is not yours.');
}

function noteOf(given: unknown, { entity }: Grant) {
  const params = fieldOf(given, 'params');
  const file_uuid = fieldOf(params, 'file_uuid');
  const version_uuid = fieldOf(params, 'version_uuid') ?? undefined;
  const file_name = fieldOf(params, 'file_name');
  if (
    fieldOf(given, 'note_type') !== 'attachment' ||
    !isUuid(file_uuid) ||
    (version_uuid !== undefined && !isUuid(version_uuid)) ||
    typeof file_name !== 'string' ||
    !/^[^\p{Cc}]{1,255}$/u.test(file_name)
  )
    throw new Problem(400, 'bad-request', 'This is no note of a file.');
  if (fieldOf(given, 'entity_id') !== entity?.id)
    throw new Problem(403, 'not-yours', 'This card is not yours.');
  return {
    entity_id: entity?.id,
    note_type: 'attachment',
    params: {
      file_uuid,
      ...(version_uuid === undefined ? {} : { version_uuid }),
      file_name,
    },
  };
}

const isFine = ({ status }: UpstreamAnswer) => status >= 200 && status < 300;

/** That it was done is all that a page needs to know. */
const pass = (c: BrokerContext, answer: UpstreamAnswer): Response =>
  isFine(answer)
    ? new Response('{}', {
        status: answer.status === 204 ? 200 : answer.status,
        headers: { 'Content-Type': 'application/json' },
      })
    : refused(c, answer);
