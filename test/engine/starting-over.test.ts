/** A new session from the first byte: when, how often, what it leaves behind; and what no trying again can help. */
import { expect } from '@open-wc/testing';
import { fileOf, world } from '../helpers/engine.js';
import { meet, PART, SIZE } from './meet.js';

describe('starting over', () => {
  it('happens three times in a run at most', async () => {
    const { upload, sessions } = await meet([
      { on: 'part', at: 1, kind: 'status', status: 404, times: 99 },
    ]);
    expect(upload.status).to.equal('failed');
    expect(upload.error).to.include({ code: 'refused', status: 404 });
    expect(sessions).to.equal(4);
  });

  it('is said until the drive has more than before, and then no longer', async () => {
    const made = world({ maxPartSize: PART });
    made.drive.faults.add({ on: 'part', at: 3, kind: 'status', status: 404 });
    const said: string[] = [];
    made.queue.subscribe({
      changed: (_, { doing: before }, { doing, loaded }) => {
        if (doing !== before) said.push(`${doing} at ${loaded}`);
      },
    });
    made.add(fileOf(SIZE));
    await made.queue.done();
    expect(said).to.deep.equal([
      `starting-over at ${2 * PART}`,
      `sending at ${3 * PART}`,
    ]);
  });

  it('is more often where each try gets an eighth of the file farther', async () => {
    const made = world({ maxPartSize: 1 });
    let reach = 2;
    // Each session dies two parts later than the one before it.
    made.drive.faults.add({
      on: 'part',
      at: reach,
      kind: 'status',
      status: 410,
    });
    made.queue.subscribe({
      changed: (_, previous, { doing, status }) => {
        const isNext = status === 'opening' && previous.status !== 'opening';
        if (doing !== 'starting-over' || !isNext) return;
        reach += 2;
        if (reach <= 16)
          made.drive.faults.add({
            on: 'part',
            at: reach,
            kind: 'status',
            status: 410,
          });
      },
    });
    const upload = made.add(fileOf(16));
    await made.queue.done();
    expect(upload.status).to.equal('uploaded');
    expect(made.drive.journal.count('POST', 'session')).to.equal(9);
  });

  for (const [status, code] of [
    [400, 'refused'],
    [403, 'refused'],
    [409, 'refused'],
    [413, 'part-too-large'],
    [422, 'refused'],
  ] as const)
    it(`at the same place a second time is ${code} for ${status}, with the vendor's words`, async () => {
      const { upload, sessions } = await meet([
        {
          on: 'part',
          at: 2,
          kind: 'status',
          status,
          times: 99,
          body: '<b>No</b>\u202e way',
        },
      ]);
      expect(upload.error).to.include({ code, status });
      expect(upload.error?.serverText).to.equal(undefined);
      expect(sessions).to.equal(2);
      const other = await meet([
        {
          on: 'part',
          at: 2,
          kind: 'status',
          status,
          times: 99,
          body: 'No\nway',
        },
      ]);
      expect(other.upload.error?.serverText).to.equal('No way');
    });

  it('says what may be left behind only where all bytes had been sent', async () => {
    const early = await meet([
      { on: 'part', at: 3, kind: 'status', status: 410 },
    ]);
    expect(early.upload.leftovers).to.deep.equal([]);
    const late = await meet([
      { on: 'part', at: 4, kind: 'status', status: 410, when: 'after' },
    ]);
    expect(late.upload.leftovers).to.deep.equal([{ why: 'maybe-duplicate' }]);
    expect(late.files).to.have.length(2);
  });

  it('is what an expired session leads to, by itself', async () => {
    const made = world({ maxPartSize: PART, sessionTtl: 3600 });
    const upload = made.add(fileOf(SIZE));
    await made.reaches(upload, 'uploading');
    upload.pause();
    await made.reaches(upload, 'paused');
    made.clock.advance(3_700_000);
    upload.resume();
    await made.reaches(upload, 'uploaded');
    expect(made.drive.journal.count('POST', 'session')).to.equal(2);
  });
});

describe('what no trying again can help', () => {
  for (const [status, code] of [
    [400, 'session-refused'],
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'session-refused'],
    [409, 'session-refused'],
    [413, 'session-refused'],
    [422, 'session-refused'],
  ] as const)
    it(`${status} at the session is ${code}, with the server's words`, async () => {
      const { upload, parts } = await meet([
        {
          on: 'session',
          at: 1,
          kind: 'status',
          status,
          times: 99,
          body: 'No.',
        },
      ]);
      expect(upload.error).to.include({ code, status, serverText: 'No.' });
      expect(upload.error?.requestId).to.match(/^[0-9a-f-]{36}$/);
      expect(parts).to.equal(0);
    });

  it('a redirect at the session is redirected', async () => {
    const { upload, sessions } = await meet([
      { on: 'session', at: 1, kind: 'redirect' },
    ]);
    expect(upload.error?.code).to.equal('redirected');
    expect(sessions).to.equal(1);
  });

  for (const [kind, code] of [
    ['redirect', 'redirected'],
    ['not-json', 'bad-response'],
    ['wrong-json', 'bad-response'],
    ['huge', 'bad-response'],
  ] as const)
    it(`${kind} four times in a row at a part is ${code}; three times is not`, async () => {
      const four = await meet([{ on: 'part', at: 2, kind, times: 4 }]);
      expect(four.upload.error?.code).to.equal(code);
      const three = await meet([{ on: 'part', at: 2, kind, times: 3 }]);
      expect(three.upload.status).to.equal('uploaded');
    });

  it('a drive that refuses a file of no bytes says so', async () => {
    const made = world({ zero: 'refuse' });
    const upload = made.add(fileOf(0));
    await made.reaches(upload, 'failed');
    expect(upload.error?.code).to.equal('session-refused');
  });
});
