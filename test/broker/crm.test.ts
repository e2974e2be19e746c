/** The CRM stand-in's `/api/v4`: who may ask what, how often, and what becomes of files on a card. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCrm } from '../../demo/crm/index.js';
import { USERS } from '../../demo/crm/people.js';
import { account, createClock, crmOrigin, driveUrl, uuid } from './world.js';

const [admin, viewer] = USERS.map(({ id }) => id) as [number, number];

function createStandIn() {
  const clock = createClock();
  const crm = createCrm({
    accounts: [{ id: account, subdomain: 'acme', drive_url: driveUrl }],
    integration: {
      client_id: 'id',
      client_secret: 'secret',
      redirect_uri: 'https://broker.test/oauth/callback',
    },
    now: clock.now,
  });
  const cookieOf = (user: number) =>
    crm.people.signIn(user)?.split(';')[0] ?? '';
  return {
    ...{ crm, clock, cookieOf },
    /** A request of somebody's page, or of an integration. */
    async ask(
      path: string,
      headers: Record<string, string>,
      init: { method?: string; body?: unknown; address?: string } = {},
    ): Promise<Response> {
      const { method = 'GET', body, address } = init;
      const request = new Request(`${crmOrigin}/api/v4/${path}`, {
        ...{ method, headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return crm.fetch(request, address);
    },
    bearer() {
      const answer = crm.oauth.exchange({
        client_id: 'id',
        client_secret: 'secret',
        redirect_uri: 'https://broker.test/oauth/callback',
        grant_type: 'authorization_code',
        code: crm.oauth.code(account),
      });
      return { Authorization: `Bearer ${answer?.access_token}` };
    },
  };
}

const files = [{ file_uuid: uuid(1) }, { file_uuid: uuid(2) }];

describe('the stand-in’s /api/v4', () => {
  it('keeps the files of a card: linked once, listed, and taken off', async () => {
    const { ask, cookieOf } = createStandIn();
    const headers = { Cookie: cookieOf(admin) };
    const path = 'leads/1/files';
    for (const body of [files, files])
      assert.equal(
        (await ask(path, headers, { method: 'PUT', body })).status,
        200,
      );
    const listed = async () =>
      (await (await ask(path, headers)).json())._embedded.files.map(
        ({ file_uuid }: { file_uuid: string }) => file_uuid,
      );
    assert.deepEqual(await listed(), [uuid(1), uuid(2)]);
    const off = { method: 'DELETE', body: [files[0]] };
    assert.equal((await ask(path, headers, off)).status, 202);
    assert.deepEqual(await listed(), [uuid(2)]);
    const wrong = { method: 'PUT', body: [{ uuid: uuid(3) }] };
    assert.equal((await ask(path, headers, wrong)).status, 400);
  });

  it('tells the drive’s address to an integration, and nothing to a stranger', async () => {
    const { ask, bearer } = createStandIn();
    const known = await ask('account?with=drive_url', bearer());
    assert.equal((await known.json()).drive_url, driveUrl);
    const unknown = { Authorization: 'Bearer none', Cookie: 'crm_session=1' };
    assert.equal((await ask('account', unknown)).status, 401);
    assert.equal((await ask('account', {})).status, 401);
  });

  it('lets a user without rights look, and nobody write from another page', async () => {
    const { ask, cookieOf, crm } = createStandIn();
    const path = 'leads/1/files';
    const put = { method: 'PUT', body: files };
    const looking = { Cookie: cookieOf(viewer) };
    assert.equal((await ask(path, looking)).status, 200);
    assert.equal((await ask(path, looking, put)).status, 403);
    const note = [{ entity_id: 1, note_type: 'attachment', params: {} }];
    const noted = { method: 'POST', body: note };
    assert.equal((await ask('leads/notes', looking, noted)).status, 403);
    const elsewhere = { Cookie: cookieOf(admin), Origin: 'http://other.test' };
    assert.equal((await ask(path, elsewhere, put)).status, 401);
    assert.deepEqual(crm.cards.files('leads/1'), []);
  });

  it('takes seven requests a second, answers 429, and then 403 to the whole address for five minutes', async () => {
    const { ask, bearer, cookieOf, clock } = createStandIn();
    const token: Record<string, string> = bearer();
    const statuses = async (count: number, headers = token) => {
      const found: number[] = [];
      for (let at = 0; at < count; at += 1)
        found.push((await ask('account', headers)).status);
      return found;
    };
    const seven = Array(7).fill(200);
    assert.deepEqual(await statuses(8), [...seven, 429]);
    // The page is counted by itself.
    const own = { Cookie: cookieOf(admin) };
    assert.deepEqual(await statuses(1, own), [200]);
    clock.pass(1000);
    assert.deepEqual(await statuses(16), [...seven, ...Array(9).fill(429)]);
    assert.deepEqual(await statuses(1), [403]);
    assert.deepEqual(await statuses(1, own), [403]);
    const fromElsewhere = { address: '192.0.2.7' };
    assert.equal((await ask('account', own, fromElsewhere)).status, 200);
    clock.pass(5 * 60_000);
    assert.deepEqual(await statuses(1), [200]);
  });
});
