/** Links and notes: only the grant's card, only the grant's files, and nothing but checked fields goes out. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeBytes } from '../drive/client.js';
import {
  assertProblem,
  createWorld,
  jsonOf,
  page,
  uuid,
  type World,
} from './world.js';

const lead = { entity: { type: 'leads' as const, id: 7 } };

const ask = (
  world: World,
  method: string,
  path: string,
  ticket: string,
  body?: unknown,
) =>
  world.send(path, {
    method,
    headers: {
      Origin: page,
      Authorization: `Bearer ${ticket}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

const written = (world: World) =>
  world.sent.filter(
    ({ method, host }) => method !== 'GET' && host === 'acme.kommo.com',
  );

describe('a card that the grant does not name', () => {
  for (const [name, method, path, body] of [
    ['is not read', 'GET', '/api/v4/leads/8/files', undefined],
    [
      'is not read by another number for it',
      'GET',
      '/api/v4/leads/07/files',
      undefined,
    ],
    [
      'is not read by way of ours',
      'GET',
      '/api/v4/leads/7/../8/files',
      undefined,
    ],
    [
      'of another type is not read',
      'GET',
      '/api/v4/contacts/7/files',
      undefined,
    ],
    ['gets no file', 'PUT', '/api/v4/leads/8/files', [{ file_uuid: uuid(1) }]],
    ['gets no note', 'POST', '/api/v4/contacts/notes', []],
  ] as const)
    test(name, async () => {
      const world = await createWorld();
      const ticket = await world.ticket(lead);
      const answer = await ask(world, method, path, ticket, body);
      await assertProblem(answer, 403, 'not-yours');
      assert.equal(world.sent.length, 0);
    });

  test('gets no note in a list of ours', async () => {
    const world = await createWorld();
    const ticket = await world.ticket({ ...lead, fileUuid: uuid(1) });
    const note = (entity_id: unknown) => ({
      entity_id,
      note_type: 'attachment',
      params: { file_uuid: uuid(1), file_name: 'a' },
    });
    for (const list of [[note(8)], [note(7), note(8)], [note('7')]])
      await assertProblem(
        await ask(world, 'POST', '/api/v4/leads/notes', ticket, list),
        403,
        'not-yours',
      );
    assert.equal(written(world).length, 0);
  });

  test('is none at all where the grant names no card', async () => {
    const world = await createWorld();
    const ticket = await world.ticket();
    for (const [method, path] of [
      ['GET', '/api/v4/leads/7/files'],
      ['PUT', '/api/v4/leads/7/files'],
      ['POST', '/api/v4/leads/notes'],
    ] as const)
      await assertProblem(
        await ask(
          world,
          method,
          path,
          ticket,
          method === 'GET' ? undefined : [],
        ),
        403,
        'not-yours',
      );
  });
});

describe("somebody else's file", () => {
  test('is not linked, alone or among ours', async () => {
    const world = await createWorld();
    const ticket = await world.ticket(lead);
    const mine = await world.upload(makeBytes(5), {}, { ticket });
    const others = await world.upload(makeBytes(5));
    for (const list of [
      [{ file_uuid: others.uuid }],
      [{ file_uuid: mine.uuid }, { file_uuid: others.uuid }],
    ])
      await assertProblem(
        await ask(world, 'PUT', '/api/v4/leads/7/files', ticket, list),
        403,
        'not-yours',
      );
    const note = {
      ...{ entity_id: 7, note_type: 'attachment' },
      params: { file_uuid: others.uuid, file_name: 'a' },
    };
    await assertProblem(
      await ask(world, 'POST', '/api/v4/leads/notes', ticket, [note]),
      403,
      'not-yours',
    );
    assert.equal(written(world).length, 0);
  });
});

test('a file of the grant is linked to its card, and shown in its feed', async () => {
  const world = await createWorld();
  const ticket = await world.ticket(lead);
  const { uuid: file_uuid, version_uuid } = await world.upload(
    makeBytes(5),
    {},
    { ticket },
  );
  const linked = await ask(world, 'PUT', '/api/v4/leads/7/files', ticket, [
    { file_uuid, injected: { a: 1 } },
  ]);
  assert.equal(linked.status, 200);
  assert.equal(
    new TextDecoder().decode(written(world).at(-1)?.body),
    JSON.stringify([{ file_uuid }]),
  );
  const note = {
    ...{ entity_id: 7, note_type: 'attachment', created_by: 1 },
    params: { file_uuid, version_uuid, file_name: 'a.bin', text: '<b>' },
  };
  const noted = await ask(world, 'POST', '/api/v4/leads/notes', ticket, [note]);
  assert.equal(noted.status, 200);
  assert.deepEqual(world.crm.cards.notes('leads'), [
    {
      ...{ entity_id: 7, note_type: 'attachment' },
      params: { file_uuid, version_uuid, file_name: 'a.bin' },
    },
  ]);
  const listed = await jsonOf(
    await ask(world, 'GET', '/api/v4/leads/7/files', ticket),
    200,
  );
  assert.deepEqual(listed, { _embedded: { files: [{ file_uuid, id: 1 }] } });
});

test('a file that the grant names is linked', async () => {
  const world = await createWorld();
  const ticket = await world.ticket({ ...lead, fileUuid: uuid(3) });
  const answer = await ask(world, 'PUT', '/api/v4/leads/7/files', ticket, [
    { file_uuid: uuid(3) },
  ]);
  assert.equal(answer.status, 200);
});

test('what is no list of files or notes is 400', async () => {
  const world = await createWorld();
  const ticket = await world.ticket({ ...lead, fileUuid: uuid(3) });
  const many = Array.from({ length: 51 }, () => ({ file_uuid: uuid(3) }));
  for (const body of [{}, [], null, 'x', [1], [{ file_uuid: '../x' }], many])
    await assertProblem(
      await ask(world, 'PUT', '/api/v4/leads/7/files', ticket, body),
      400,
      'bad-request',
    );
  const params = { file_uuid: uuid(3), file_name: 'a' };
  for (const note of [
    { entity_id: 7, note_type: 'common', params },
    { entity_id: 7, note_type: 'attachment' },
    { entity_id: 7, note_type: 'attachment', params: { file_uuid: uuid(3) } },
    {
      ...{ entity_id: 7, note_type: 'attachment' },
      params: { ...params, version_uuid: 'x' },
    },
  ])
    await assertProblem(
      await ask(world, 'POST', '/api/v4/leads/notes', ticket, [note]),
      400,
      'bad-request',
    );
  assert.equal(written(world).length, 0);
});

test('a refusal of the CRM is passed on without its addresses', async () => {
  const world = await createWorld({
    upstream: ({ method }) =>
      method === 'PUT'
        ? Response.json(
            { title: 'Bad', detail: 'at https://acme.kommo.com/api' },
            { status: 422 },
          )
        : undefined,
  });
  const ticket = await world.ticket({ ...lead, fileUuid: uuid(3) });
  const answer = await ask(world, 'PUT', '/api/v4/leads/7/files', ticket, [
    { file_uuid: uuid(3) },
  ]);
  const body = await jsonOf(answer, 422);
  assert.equal(body.title, 'Bad');
  assert.doesNotMatch(JSON.stringify(body), /https:/);
});
