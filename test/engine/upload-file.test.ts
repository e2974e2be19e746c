/** The wire: which requests leave, in which order, with which bytes, and with nothing beside them. */
import { expect } from '@open-wc/testing';
import type { SessionRequest } from '../../src/engine/index.js';
import { bytesOf, fileOf, SESSION_URL, world } from '../helpers/engine.js';

const PART = 10;

/** What the drive received for each part: its bytes and its headers. */
const eavesdropped = (options = {}) => {
  const parts: { bytes: number[]; headers: string[]; open: number }[] = [];
  let open = 0;
  const made = world({
    maxPartSize: PART,
    ...options,
    fetch: (drive) => async (input, init) => {
      const request = new Request(input, init);
      if (!request.url.includes('/upload/')) return drive.fetch(request);
      open += 1;
      const bytes = [...new Uint8Array(await request.clone().arrayBuffer())];
      parts.push({ bytes, headers: [...request.headers.keys()], open });
      try {
        return await drive.fetch(request);
      } finally {
        open -= 1;
      }
    },
  });
  return { ...made, parts };
};

describe('the parts of a file', () => {
  for (const [size, lengths] of [
    [0, [0]],
    [1, [1]],
    [PART - 1, [PART - 1]],
    [PART, [PART]],
    [PART + 1, [PART, 1]],
    [2 * PART, [PART, PART]],
    [3 * PART + 5, [PART, PART, PART, 5]],
  ] as const)
    it(`of ${size} bytes are ${lengths.join(', ')}, one after another, in order`, async () => {
      const { add, reaches, parts, stored, sent } = eavesdropped();
      const upload = add(fileOf(size));
      await reaches(upload, 'uploaded');
      expect(parts.map(({ bytes }) => bytes.length)).to.deep.equal(lengths);
      expect(parts.flatMap(({ bytes }) => bytes)).to.deep.equal([
        ...bytesOf(size),
      ]);
      expect(parts.every(({ open }) => open === 1)).to.equal(true);
      expect(await stored(upload.record)).to.deep.equal(bytesOf(size));
      expect(sent).to.have.length(1 + lengths.length);
      expect(upload).to.include({
        loaded: size,
        total: size,
        verified: undefined,
      });
    });

  it('are bare bytes: no header of ours, no type, no cookie, no redirect', async () => {
    const { add, reaches, parts, sent } = eavesdropped();
    await reaches(
      add(new File([bytesOf(25)], 'a.png', { type: 'image/png' })),
      'uploaded',
    );
    for (const { headers } of parts) expect(headers).to.deep.equal([]);
    for (const { method, body, headers } of sent.slice(1)) {
      expect(method).to.equal('POST');
      expect(body).to.be.instanceOf(Uint8Array);
      expect([...headers]).to.deep.equal([]);
    }
  });

  it('are never asked about first: no OPTIONS but the one of the session', async () => {
    const { add, reaches, drive } = world({ maxPartSize: PART });
    await reaches(add(fileOf(55)), 'uploaded');
    expect(drive.journal.count('POST', 'part')).to.equal(6);
    expect(drive.journal.count('OPTIONS', 'part')).to.equal(0);
    expect(drive.journal.count('OPTIONS')).to.equal(1);
  });

  it('are as large as each session says', async () => {
    const { add, reaches, drive } = world({ maxPartSize: 10 });
    await reaches(add(fileOf(25)), 'uploaded');
    drive.set({ maxPartSize: 7 });
    await reaches(add(fileOf(25, 'b')), 'uploaded');
    const sizes = drive.journal.entries.flatMap(({ bytes }) => bytes ?? []);
    expect(sizes).to.deep.equal([10, 10, 5, 7, 7, 7, 4]);
  });

  it('the file is read only as far as it is sent, and one part ahead', async () => {
    const file = fileOf(95);
    let reads = 0;
    const { slice } = file;
    file.slice = (...range) => {
      reads += 1;
      return slice.apply(file, range);
    };
    const { add, reaches } = world({ maxPartSize: PART });
    const upload = add(file);
    await reaches(upload, 'uploading');
    upload.pause();
    await reaches(upload, 'paused');
    const before = reads;
    // Two of them are a look at both of its ends.
    expect(before).to.be.at.most(2 + 3);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(reads).to.equal(before);
  });
});

describe('a session request', () => {
  const requestOf = async (
    file: File,
    options = {},
  ): Promise<SessionRequest> => {
    const { add, reaches, sent } = world();
    await reaches(add(file, options), 'uploaded');
    return JSON.parse(String(sent[0]?.body));
  };

  it('names the file and its size, and nothing that is not known', async () => {
    expect(await requestOf(fileOf(25, 'a.bin'))).to.deep.equal({
      file_name: 'a.bin',
      file_size: 25,
    });
  });

  it('carries the type, the preview and the file to become a version of', async () => {
    const { add, reaches, drive, clock } = world();
    await reaches(add(fileOf(5)), 'uploaded');
    const [own] = await drive.files();
    const seen: SessionRequest[] = [];
    const upload = add(new File(['x'], 'a.png', { type: 'image/png' }), {
      withPreview: true,
      fileUuid: own?.uuid,
      sessionUrl: undefined,
      openSession: (request) =>
        clock.hold(async () => {
          seen.push(request);
          const answer = await drive.fetch(SESSION_URL, {
            method: 'POST',
            body: JSON.stringify(request),
          });
          return answer.json();
        }),
    });
    await reaches(upload, 'uploaded');
    expect(seen).to.deep.equal([
      {
        file_name: 'a.png',
        file_size: 1,
        content_type: 'image/png',
        file_uuid: own?.uuid,
        with_preview: true,
      },
    ]);
    expect(await drive.versions(own?.uuid ?? '')).to.have.length(2);
  });

  for (const [what, given, sent] of [
    ['in NFC', 'e\u0301.txt', 'é.txt'],
    ['without a path', 'a\\b/c.txt', 'c.txt'],
    ['without control characters', 'a\u0000b\n.txt', 'ab.txt'],
    ['without direction overrides', 'gpj\u202e.exe', 'gpj.exe'],
    ['never empty', '\u202e', 'file'],
  ] as const)
    it(`gives the name ${what}`, async () => {
      const file = new File(['x'], 'x');
      Object.defineProperty(file, 'name', { value: given });
      expect((await requestOf(file)).file_name).to.equal(sent);
      expect((await requestOf(fileOf(5), { name: given })).file_name).to.equal(
        sent,
      );
    });

  it('is JSON to the address of the page, with cookies only where asked', async () => {
    const inits: RequestInit[] = [];
    for (const withCredentials of [false, true]) {
      const { add, reaches } = world({
        fetch:
          (drive) =>
          (input, init = {}) => {
            inits.push(init);
            return drive.fetch(input, init);
          },
      });
      await reaches(add(fileOf(5), { withCredentials }), 'uploaded');
    }
    expect(inits.map(({ credentials }) => credentials)).to.deep.equal([
      'same-origin',
      'same-origin',
      'include',
      'same-origin',
    ]);
    expect(inits.every(({ redirect }) => redirect === 'manual')).to.equal(true);
    expect([...new Headers(inits[0]?.headers)]).to.deep.equal([
      ['content-type', 'application/json'],
    ]);
  });

  it('whose session takes no file of this size ends as file-too-large before any byte', async () => {
    const { add, reaches, sent, drive } = world({
      fetch: (drive) => async (input, init) => {
        const answer = await drive.fetch(input, init);
        return Response.json({ ...(await answer.json()), max_file_size: 24 });
      },
    });
    const upload = add(fileOf(25));
    await reaches(upload, 'failed');
    expect(upload.error).to.include({ code: 'file-too-large', limit: 24 });
    expect(sent).to.have.length(1);
    expect(drive.journal.count('POST', 'part')).to.equal(0);
    const fits = add(fileOf(24));
    await reaches(fits, 'uploading');
  });
});
