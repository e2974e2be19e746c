/** Wrong bytes: seen by structure or read back, and replaced by a new version of what came. */
import { expect } from '@open-wc/testing';
import type { FaultRule } from '../../demo/drive/index.js';
import { bytesOf, difference, fileOf, world } from '../helpers/engine.js';
import { meet, PART, SIZE } from './meet.js';

describe('healing', () => {
  /** The drive numbers its sessions from here. */
  const FIRST = 1_000_001;
  const lostInSessions = (from: number, to: number): FaultRule[] =>
    Array.from({ length: to - from + 1 }, (_, n) => ({
      on: 'part',
      at: 4,
      session: FIRST - 1 + from + n,
      kind: 'lost-answer',
    }));
  const twice = { replay: 'append', over: 'grow' } as const;

  it('sends the whole file again as a new version of the wrong record', async () => {
    const { upload, drive, files, sent } = await meet(
      [{ on: 'part', at: 4, kind: 'lost-answer' }],
      twice,
    );
    expect(upload).to.include({ status: 'uploaded', verified: undefined });
    expect(files).to.have.length(1);
    const versions = await drive.versions(upload.record?.uuid ?? '');
    expect(versions.map(({ size }) => size)).to.deep.equal([SIZE + 5, SIZE]);
    const second = sent.filter(({ url }) => url.endsWith('/sessions'))[1];
    expect(JSON.parse(String(second?.body)).file_uuid).to.equal(
      upload.record?.uuid,
    );
    // Its own uuid is no leftover any more.
    expect(upload.leftovers).to.deep.equal([]);
  });

  it('names the wrong version where the drive gives each version a uuid', async () => {
    const { upload } = await meet(
      [{ on: 'part', at: 4, kind: 'lost-answer' }],
      { ...twice, uuid: 'version' },
    );
    expect(upload.status).to.equal('uploaded');
    expect(upload.leftovers.map(({ why }) => why)).to.deep.equal([
      'wrong-bytes',
    ]);
    expect(upload.leftovers[0]?.uuid).not.to.equal(upload.record?.uuid);
  });

  for (const status of [400, 404, 409, 413, 422])
    it(`goes on without the uuid where the drive refuses it with ${status}`, async () => {
      const { upload, files } = await meet(
        [
          { on: 'part', at: 4, kind: 'lost-answer' },
          { on: 'session', at: 2, kind: 'status', status },
        ],
        twice,
      );
      expect(upload.status).to.equal('uploaded');
      expect(files).to.have.length(2);
      const wrong = files.find(({ uuid }) => uuid !== upload.record?.uuid);
      expect(upload.leftovers).to.deep.equal([
        {
          uuid: wrong?.uuid,
          version_uuid: wrong?.version_uuid,
          why: 'wrong-bytes',
        },
      ]);
    });

  it('happens at most twice, then it is integrity, and every wrong file is named', async () => {
    const { upload, sessions } = await meet(lostInSessions(1, 3), {
      ...twice,
      uuid: 'version',
    });
    expect(upload.status).to.equal('failed');
    expect(upload.error).to.include({ code: 'integrity', retryable: false });
    expect(sessions).to.equal(3);
    expect(upload.leftovers.map(({ why }) => why)).to.deep.equal([
      'wrong-bytes',
      'wrong-bytes',
      'wrong-bytes',
    ]);
  });

  it('of a file that the page named says wrong-version, never wrong-bytes', async () => {
    for (const uuid of ['file', 'version'] as const) {
      const made = world({ maxPartSize: PART, ...twice, uuid });
      const before = made.add(fileOf(5, 'before'));
      await made.reaches(before, 'uploaded');
      for (const fault of lostInSessions(2, 4)) made.drive.faults.add(fault);
      const upload = made.add(fileOf(SIZE), { fileUuid: before.record?.uuid });
      await made.reaches(upload, 'failed');
      expect(upload.error?.code).to.equal('integrity');
      expect(
        new Set(upload.leftovers.map(({ why }) => why)),
        uuid,
      ).to.deep.equal(new Set(['wrong-version']));
    }
  });

  it('is done where the bytes read back differ, and twice in sessions without repetition it is the link that is wrong', async () => {
    const wrong = { on: 'download', kind: 'wrong-bytes', times: 99 } as const;
    const always = await meet([wrong], {}, { verify: 'always' });
    expect(always.upload).to.include({ status: 'uploaded', verified: false });
    expect(always.sessions).to.equal(2);
    const once = await meet([{ ...wrong, times: 1 }], {}, { verify: 'always' });
    expect(once.upload).to.include({ status: 'uploaded', verified: true });
    expect(once.sessions).to.equal(2);
  });
});

describe('verify', () => {
  const lost = [{ on: 'part', at: 2, kind: 'lost-answer' }] as const;
  for (const [verify, downloads, repeated, verified, reads] of [
    ['repeated', 'ranges', true, true, 1],
    ['repeated', 'ranges', false, undefined, 0],
    ['repeated', 'none', true, false, 1],
    ['repeated', 'whole', true, false, 1],
    ['always', 'ranges', false, true, 1],
    ['always', 'whole', false, true, 1],
    ['always', 'none', false, false, 1],
    ['never', 'ranges', true, false, 0],
    ['never', 'ranges', false, undefined, 0],
  ] as const)
    it(`${verify}, ${repeated ? 'a part sent twice' : 'nothing sent twice'}, downloads ${downloads}: verified is ${verified}`, async () => {
      const { upload, drive } = await meet(
        repeated ? lost : [],
        { downloads },
        { verify },
      );
      expect(upload).to.include({ status: 'uploaded', verified });
      expect(drive.journal.count('GET', 'download')).to.equal(reads);
      expect(drive.journal.count('OPTIONS', 'download')).to.equal(0);
    });

  it('a shift that starts more than 8 MiB before the end is seen, but not behind zeros', async () => {
    const part = 3 * 2 ** 20;
    for (const content of ['bytes', 'zeros'] as const) {
      const made = world({ maxPartSize: part, cut: 'keep', replay: 'same' });
      const bytes =
        content === 'bytes' ? bytesOf(4 * part) : new Uint8Array(4 * part);
      bytes.set(bytesOf(part, 3));
      made.drive.faults.add({
        on: 'part',
        at: 1,
        kind: 'reset',
        when: 'within',
      });
      const upload = made.add(new File([bytes], 'large', { lastModified: 1 }));
      await made.reaches(upload, 'uploaded');
      const stored = await made.stored(upload.record);
      if (content === 'bytes') expect(difference(stored, bytes)).to.equal('');
      else expect(upload.verified).to.equal(false);
      expect(upload.leftovers).to.deep.equal([]);
    }
  }).timeout(30_000);
});
