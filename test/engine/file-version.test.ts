/** Which answers are records and sessions, field by field of the documentation. */
import { expect } from '@open-wc/testing';
import {
  isFileVersion,
  isUploadSession,
  nextUrlOf,
} from '../../src/engine/file-version.js';
import { bytesOf, fileOf, world } from '../helpers/engine.js';

const author = { id: 1, type: 'internal' };
const full = {
  uuid: '5fa8ca56-5ae2-4d4a-8a4c-4d2f0c7a5b1e',
  version_uuid: '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed',
  id: 7,
  type: 'image',
  name: 'photo',
  sanitized_name: 'photo',
  size: 25,
  source_id: null,
  has_multiple_versions: false,
  is_trashed: false,
  session_id: 1_000_001,
  created_at: 1_700_000_000,
  created_by: author,
  updated_at: 1_700_000_000,
  updated_by: author,
  deleted_at: null,
  deleted_by: null,
  metadata: { extension: 'png', mime_type: 'image/png' },
  previews: null,
  _links: {
    download: { href: 'https://x.example/1' },
    download_version: { href: 'https://x.example/2' },
    self: { href: 'https://x.example/3' },
  },
};
const needed = ['uuid', 'type', 'name', 'size'];
const without = (field: string) =>
  Object.fromEntries(Object.entries(full).filter(([name]) => name !== field));

/** For each documented field: values it may have, and values it may not. */
const fields: Record<string, { may: unknown[]; mayNot: unknown[] }> = {
  uuid: { may: ['x'], mayNot: ['', 1, null, {}, ['x']] },
  version_uuid: { may: ['x', null], mayNot: [1, {}, true] },
  id: { may: [0, -1, 9e15, null], mayNot: ['7', 1.5, Number.NaN, {}] },
  type: { may: ['file', 'hologram'], mayNot: [1, null, {}] },
  name: { may: ['', '<b>', '__proto__'], mayNot: [1, null, {}] },
  sanitized_name: { may: ['', null], mayNot: [1, {}] },
  size: {
    may: [0, 1, Number.MAX_SAFE_INTEGER],
    mayNot: [-1, 1.5, '25', 2 ** 53, 1e300, null, Number.NaN],
  },
  source_id: { may: [null, 5], mayNot: ['5', {}, true] },
  has_multiple_versions: { may: [true, null], mayNot: ['true', 0, {}] },
  is_trashed: { may: [true, null], mayNot: ['no', 0] },
  session_id: { may: [5, null], mayNot: ['5', {}] },
  created_at: { may: [0, null], mayNot: ['2026-01-01', 1.5] },
  updated_at: { may: [0, null], mayNot: ['2026-01-01', {}] },
  created_by: {
    may: [null, { id: -1, type: 'client', more: 1 }, { id: null, type: null }],
    mayNot: [5, {}, { id: 1 }, { type: 'x' }, { id: '1', type: 'x' }, []],
  },
  updated_by: { may: [null, { id: 0, type: 'robot' }], mayNot: [5, {}, []] },
  deleted_at: { may: [null, 5], mayNot: ['5', {}] },
  deleted_by: { may: [null, author], mayNot: [5, {}] },
  metadata: {
    may: [
      null,
      {},
      { extension: 'x' },
      { mime_type: 'a/b', more: 1 },
      { extension: null, mime_type: null },
    ],
    mayNot: [5, 'x', [], { extension: 5 }, { mime_type: {} }],
  },
  previews: {
    may: [
      null,
      [],
      [null],
      [{ download_link: 'x', width: 1, height: 2, more: 1 }],
      [{ download_link: null, width: null, height: null }],
    ],
    mayNot: [
      {},
      'x',
      [5],
      [{}],
      [{ download_link: 'x', width: '1', height: 2 }],
      [{ download_link: 5, width: 1, height: 2 }],
    ],
  },
  _links: {
    may: [
      null,
      {},
      { self: { href: 'x', more: 1 } },
      { more: 1 },
      { self: null, download: { href: null }, download_version: null },
    ],
    mayNot: [
      5,
      'x',
      [],
      { self: 'x' },
      { download: {} },
      { download_version: { href: 5 } },
    ],
  },
};

describe('a file-version record', () => {
  it('is what the documentation shows', () => {
    expect(isFileVersion(full)).to.equal(true);
    expect(Object.keys(fields).sort()).to.deep.equal(Object.keys(full).sort());
  });

  for (const [field, { may, mayNot }] of Object.entries(fields)) {
    it(`${field}: has its documented type`, () => {
      for (const value of may)
        expect(
          isFileVersion({ ...full, [field]: value }),
          JSON.stringify(value),
        ).to.equal(true);
      for (const value of mayNot)
        expect(
          isFileVersion({ ...full, [field]: value }),
          JSON.stringify(value),
        ).to.equal(false);
    });

    const isNeeded = needed.includes(field);
    it(`${field}: ${isNeeded ? 'is never missing' : 'may be missing'}`, () =>
      expect(isFileVersion(without(field))).to.equal(!isNeeded));
  }

  it('needs nothing but what cannot be done without', () => {
    expect(
      isFileVersion({ uuid: 'u', type: 'file', name: '', size: 0 }),
    ).to.equal(true);
  });

  it('with every other field null on every level is stored, shown and read back', async () => {
    const open = Object.fromEntries(
      Object.keys(full)
        .filter((field) => !needed.includes(field))
        .map((field) => [field, null]),
    );
    for (const odd of [
      open,
      { ...open, _links: { download: null, download_version: { href: null } } },
    ]) {
      const { add, queue } = world({
        maxPartSize: 10,
        fetch: (drive) => async (input, init) => {
          const answer = await drive.fetch(input, init);
          const body = await answer.json();
          return Response.json('uuid' in body ? { ...body, ...odd } : body);
        },
      });
      const upload = add(fileOf(25), { verify: 'always' });
      await queue.done();
      expect(upload.status).to.equal('uploaded');
      expect(upload.record).to.deep.include(odd);
      // Nothing names where its bytes could be read.
      expect(upload.verified).to.equal(false);
    }
  });

  it('is an object of its own, not what a prototype lends', () => {
    expect(isFileVersion(Object.create(full))).to.equal(false);
    expect(
      isFileVersion(JSON.parse(`{"__proto__":${JSON.stringify(full)}}`)),
    ).to.equal(false);
    for (const value of [null, undefined, 5, 'x', true, [], [full], () => full])
      expect(isFileVersion(value), String(value)).to.equal(false);
  });

  it('with a __proto__ of its own passes and poisons nothing', () => {
    const text = JSON.stringify(full).replace(
      '{',
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    );
    expect(isFileVersion(JSON.parse(text))).to.equal(true);
    expect(({} as { polluted?: true }).polluted).to.equal(undefined);
  });

  it('comes to the page as the drive sent it, unknown fields too', async () => {
    const more = { surprise: { deep: [1, null, 'x'] }, deletled_by: null };
    const { add, reaches, stored } = world({
      maxPartSize: 10,
      fetch: (drive) => async (input, init) => {
        const answer = await drive.fetch(input, init);
        const body = await answer.json();
        return Response.json('uuid' in body ? { ...body, ...more } : body);
      },
    });
    const upload = add(fileOf(25));
    await reaches(upload, 'uploaded');
    expect(upload.record).to.deep.include(more);
    expect(await stored(upload.record)).to.deep.equal(bytesOf(25));
  });
});

describe('a session', () => {
  const session = {
    upload_url: 'https://x.example/1',
    max_part_size: 131_072,
    max_file_size: 314_572_800,
    session_id: 5,
  };
  it('needs an address and a part size', () => {
    expect(isUploadSession(session)).to.equal(true);
    expect(isUploadSession({ upload_url: 'x', max_part_size: 1 })).to.equal(
      true,
    );
    for (const change of [
      { upload_url: '' },
      { upload_url: 5 },
      { upload_url: undefined },
      { max_part_size: 0 },
      { max_part_size: -1 },
      { max_part_size: 1.5 },
      { max_part_size: '131072' },
      { max_part_size: 1e300 },
      { max_part_size: undefined },
      { max_file_size: -1 },
      { max_file_size: '5' },
    ])
      expect(
        isUploadSession({ ...session, ...change }),
        JSON.stringify(change),
      ).to.equal(false);
    expect(isUploadSession(Object.create(session))).to.equal(false);
    expect(isUploadSession(null)).to.equal(false);
    expect(isUploadSession([session])).to.equal(false);
  });
});

describe('an answer that names the next part', () => {
  it('has a filled next_url of its own', () => {
    expect(nextUrlOf({ next_url: 'x', session_id: 1 })).to.equal('x');
    for (const body of [
      {},
      null,
      [],
      'x',
      { next_url: '' },
      { next_url: null },
      { next_url: 5 },
      { next_url: ['x'] },
      Object.create({ next_url: 'x' }),
      JSON.parse('{"__proto__":{"next_url":"x"}}'),
    ])
      expect(nextUrlOf(body), JSON.stringify(body)).to.equal(undefined);
  });
});
