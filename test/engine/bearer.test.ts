/** The access token: where it goes, when it is asked for, and that nobody sees it. */
import { expect } from '@open-wc/testing';
import type { TokenRequest } from '../../src/engine/index.js';
import { bytesOf, fileOf, world } from '../helpers/engine.js';

const PART = 10;

describe('a bearer', () => {
  it('goes to the session and to nothing else', async () => {
    const { add, reaches, sent } = world({ maxPartSize: PART });
    await reaches(add(fileOf(25), { accessToken: 'abc' }), 'uploaded');
    expect(
      sent.map(({ headers }) => headers.get('Authorization')),
    ).to.deep.equal(['Bearer abc', null, null, null]);
  });

  it('goes with the parts where that is asked for, and only that', async () => {
    const { add, reaches, drive, sent } = world({
      maxPartSize: PART,
      bearer: 'same',
    });
    const upload = add(fileOf(25), { accessToken: 'abc', bearerOnParts: true });
    await reaches(upload, 'uploaded');
    expect(drive.journal.count('OPTIONS', 'part')).to.equal(3);
    for (const { headers } of sent.slice(1))
      expect([...headers]).to.deep.equal([['authorization', 'Bearer abc']]);
  });

  it('does not go to the place where stored bytes are read back', async () => {
    const { add, reaches, sent } = world({ maxPartSize: PART });
    const upload = add(fileOf(25), {
      accessToken: 'abc',
      bearerOnParts: true,
      verify: 'always',
    });
    await reaches(upload, 'uploaded');
    expect(upload.verified).to.equal(true);
    expect(sent.at(-1)?.method).to.equal('GET');
    expect(sent.at(-1)?.headers.has('Authorization')).to.equal(false);
  });

  it('given by a function is asked for before each session', async () => {
    const { add, reaches, sent } = world({ maxPartSize: PART });
    let n = 0;
    const accessToken = async () => {
      n += 1;
      return `token-${n}`;
    };
    await reaches(add(fileOf(25, 'a'), { accessToken }), 'uploaded');
    await reaches(add(fileOf(25, 'b'), { accessToken }), 'uploaded');
    expect(
      sent.flatMap(({ headers }) => headers.get('Authorization') ?? []),
    ).to.deep.equal(['Bearer token-1', 'Bearer token-2']);
  });

  const refused = (times: number) => {
    const made = world({ maxPartSize: PART });
    made.drive.faults.add({
      on: 'session',
      kind: 'status',
      status: 401,
      times,
    });
    let asked = 0;
    const told: (string | undefined)[] = [];
    const accessToken = ({ refused }: TokenRequest) => {
      asked += 1;
      told.push(refused);
      return `token-${asked}`;
    };
    return { ...made, accessToken, asked: () => asked, told };
  };

  it('that is not welcome is asked for once more, at once', async () => {
    const { add, reaches, accessToken, asked, told, clock, sent } = refused(1);
    const start = clock.now();
    await reaches(add(fileOf(25), { accessToken }), 'uploaded');
    expect(asked()).to.equal(2);
    expect(clock.now()).to.equal(start);
    expect(sent[1]?.headers.get('Authorization')).to.equal('Bearer token-2');
    expect(told).to.deep.equal([undefined, 'token-1']);
    // A page may keep one for many files: those after it are no reason for another one.
    await reaches(add(fileOf(25, 'b'), { accessToken }), 'uploaded');
    expect(told).to.deep.equal([undefined, 'token-1', undefined]);
  });

  it('that is not welcome twice is unauthorized', async () => {
    const { add, reaches, accessToken, asked, sent } = refused(9);
    const upload = add(fileOf(25), { accessToken });
    await reaches(upload, 'failed');
    expect(upload.error).to.include({ code: 'unauthorized', status: 401 });
    expect(asked()).to.equal(2);
    expect(sent).to.have.length(2);
  });

  it('that is text cannot be asked for again', async () => {
    const { add, reaches, sent } = refused(9);
    const upload = add(fileOf(25), { accessToken: 'abc' });
    await reaches(upload, 'failed');
    expect(upload.error?.code).to.equal('unauthorized');
    expect(sent).to.have.length(1);
  });

  it('on a part is asked for once more, and that makes no session repeated', async () => {
    const { add, reaches, drive, sent, stored } = world({ maxPartSize: PART });
    drive.faults.add({ on: 'part', at: 2, kind: 'status', status: 401 });
    let n = 0;
    const upload = add(fileOf(25), {
      bearerOnParts: true,
      accessToken: () => {
        n += 1;
        return `token-${n}`;
      },
    });
    await reaches(upload, 'uploaded');
    expect(upload.verified).to.equal(undefined);
    expect(
      sent.map(({ headers }) => headers.get('Authorization')),
    ).to.deep.equal([1, 1, 1, 2, 2].map((each) => `Bearer token-${each}`));
    expect(await stored(upload.record)).to.deep.equal(bytesOf(25));
  });

  for (const [what, accessToken, cause] of [
    ['that fails to come', () => Promise.reject(new Error('no')), 'no'],
    [
      'that is a mistake',
      () => {
        throw new TypeError('x is not a function');
      },
      'x is not a function',
    ],
    ['with a line break', () => 'a\r\nX-Evil: 1', undefined],
    ['that is no text', () => 42 as unknown as string, undefined],
    ['that is not ASCII', () => 'tökén', undefined],
  ] as const)
    it(`${what} ends as unauthorized, nothing leaves, and it stands in no message`, async () => {
      const { add, reaches, sent } = world();
      const upload = add(fileOf(25), { accessToken });
      await reaches(upload, 'failed');
      expect(upload.error?.code).to.equal('unauthorized');
      expect(sent).to.deep.equal([]);
      expect(upload.error?.message).not.to.match(/Evil|42|tökén/);
      expect((upload.error?.cause as Error | undefined)?.message).to.equal(
        cause,
      );
    });

  it('that cannot be fetched for lack of a network is tried again', async () => {
    const { add, reaches } = world({ maxPartSize: PART });
    let n = 0;
    const upload = add(fileOf(25), {
      accessToken: () => {
        n += 1;
        if (n < 3) throw new TypeError('Failed to fetch');
        return 'abc';
      },
    });
    await reaches(upload, 'uploaded');
    expect(n).to.equal(3);
  });

  it('of no text at all is no bearer', async () => {
    const { add, reaches, sent } = world();
    await reaches(add(fileOf(5), { accessToken: () => '' }), 'uploaded');
    expect(sent[0]?.headers.has('Authorization')).to.equal(false);
  });
});
