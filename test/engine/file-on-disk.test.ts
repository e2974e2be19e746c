/**
 * A real file that changes or goes on the disk after it was picked: the upload ends with an error that says so, and
 * whatever the drive announces is what was picked. Chromium refuses to read such a file, WebKit as well. Firefox reads what
 * is there now, and only a comparison of both ends shows that.
 */
import { expect } from '@open-wc/testing';
import type { Deed } from '../helpers/disk-files.js';
import { bytesOf, difference, world } from '../helpers/engine.js';
import { itUnless, type Lacks } from '../helpers/engines.js';
import { pickFile, undoableDeeds } from '../helpers/picked-file.js';

const PART = 2 ** 17;
const SIZE = 5 * PART + 17;
const picked = bytesOf(SIZE, 1);
const other = bytesOf(SIZE, 2);

const cannot = await undoableDeeds();

/** Where a deed cannot be done, no engine can be tested with it. */
const lacksFor = (deed: Deed): Lacks => {
  const why = cannot[deed];
  return why === undefined ? {} : { chromium: why, firefox: why, webkit: why };
};

/** What becomes of the file, and the content that is then on the disk. */
const deeds: {
  what: string;
  deed: Deed;
  change?: { content?: Uint8Array; size?: number };
}[] = [
  { what: 'deleted', deed: 'delete' },
  { what: 'no longer allowed to be read', deed: 'forbid' },
  { what: 'on a drive that is pulled', deed: 'pull' },
  { what: 'cut off', deed: 'truncate', change: { size: PART } },
  { what: 'emptied', deed: 'truncate', change: { size: 0 } },
  {
    what: 'written over, as long as before',
    deed: 'rewrite',
    change: { content: other },
  },
  {
    what: 'replaced by one as long',
    deed: 'replace',
    change: { content: other },
  },
  {
    what: 'replaced by a longer one',
    deed: 'replace',
    change: { content: bytesOf(SIZE + 1000, 3) },
  },
];

/** A world in which something happens while the answer to a part is on its way. */
const during = (part: number, happens: () => Promise<void>) => {
  let parts = 0;
  return world({
    maxPartSize: PART,
    fetch: (drive) => async (input, init) => {
      const answer = await drive.fetch(input, init);
      if (String(input).includes('/upload/') && ++parts === part)
        await happens();
      return answer;
    },
  });
};

describe('a file that reads as another one, as long as before', () => {
  for (const [what, from] of [
    ['from its start', 0],
    ['at its very end', SIZE - 1],
  ] as const)
    it(`${what}, is file-changed before its last part is sent`, async () => {
      const content = picked.slice();
      content.set(other.subarray(from), from);
      content[SIZE - 1] = (picked[SIZE - 1] ?? 0) ^ 1;
      const changed = new Blob([content]);
      const file = new File([picked], 'a.bin');
      const made = during(2, async () => {
        file.slice = (...range) => changed.slice(...range);
      });
      const upload = made.add(file);
      await made.queue.done();
      expect(upload.error).to.include({
        code: 'file-changed',
        retryable: false,
      });
      expect(await made.drive.files()).to.deep.equal([]);
      expect(made.drive.journal.count('POST', 'part')).to.equal(5);
    });
});

describe('a file that a browser no longer reads', () => {
  for (const name of [
    'NotAllowedError',
    'NotFoundError',
    'NotReadableError',
    'SecurityError',
  ])
    it(`because of a ${name} is file-unreadable, at once and for good`, async () => {
      const file = new File([picked], 'a.bin');
      const made = during(2, async () => {
        const refused = new Blob();
        refused.arrayBuffer = async () => {
          throw new DOMException('No.', name);
        };
        file.slice = () => refused;
      });
      const upload = made.add(file);
      await made.queue.done();
      expect(upload.error).to.include({
        code: 'file-unreadable',
        retryable: false,
      });
      expect(upload.state.retries).to.equal(0);
      expect(await made.drive.files()).to.deep.equal([]);
    });
});

describe('a file on the disk', () => {
  it('that nobody touches is stored as it was picked', async () => {
    const { file } = await pickFile(picked);
    const made = world({ maxPartSize: PART });
    const upload = made.add(file);
    await made.reaches(upload, 'uploaded');
    expect(difference(await made.stored(upload.record), picked)).to.equal('');
  });

  for (const { what, deed, change } of deeds) {
    itUnless(
      lacksFor(deed),
      `that is ${what} before its first part is never announced`,
      async () => {
        const { file, spoil } = await pickFile(picked, {
          onDrive: deed === 'pull',
        });
        const made = world({ maxPartSize: PART });
        await spoil(deed, change);
        const upload = made.add(file);
        await made.queue.done();
        // Nobody has read it before: where the engine cannot tell, that is the file.
        if (upload.status === 'uploaded') {
          const now = change?.content?.subarray(0, SIZE);
          expect(now).not.to.equal(undefined);
          expect(
            difference(await made.stored(upload.record), now ?? picked),
          ).to.equal('');
          return;
        }
        expect(upload.error?.code).to.be.oneOf([
          'file-changed',
          'file-unreadable',
        ]);
        expect(await made.drive.files()).to.deep.equal([]);
      },
    );

    for (const part of [1, 3, 5])
      itUnless(
        lacksFor(deed),
        `that is ${what} while part ${part} is under way ends so, and nothing is stored`,
        async () => {
          const { file, spoil } = await pickFile(picked, {
            onDrive: deed === 'pull',
          });
          const made = during(part, () => spoil(deed, change));
          const upload = made.add(file);
          await made.queue.done();
          // The last part is read by then: what was picked is what arrived.
          if (part === 5 && upload.status === 'uploaded') {
            expect(
              difference(await made.stored(upload.record), picked),
            ).to.equal('');
            return;
          }
          expect(upload.status).to.equal('failed');
          expect(upload.error?.code).to.be.oneOf([
            'file-changed',
            'file-unreadable',
          ]);
          expect(upload.record).to.equal(undefined);
          expect(await made.drive.files()).to.deep.equal([]);
        },
      );
  }

  it('that grows is stored as it was picked, or not at all', async () => {
    const { file, spoil } = await pickFile(picked);
    const made = during(2, () =>
      spoil('append', { content: new Uint8Array(99) }),
    );
    const upload = made.add(file);
    await made.queue.done();
    if (upload.status === 'uploaded')
      expect(difference(await made.stored(upload.record), picked)).to.equal('');
    else {
      expect(upload.error?.code).to.equal('file-unreadable');
      expect(await made.drive.files()).to.deep.equal([]);
    }
  });

  itUnless(
    {
      firefox:
        'Firefox reads a changed file without a word, and only its ends are compared',
    },
    'whose middle changes alone is never announced',
    async () => {
      const { file, spoil } = await pickFile(picked);
      const content = picked.slice();
      content[3 * PART] = (content[3 * PART] ?? 0) ^ 1;
      const made = during(1, () => spoil('rewrite', { content }));
      const upload = made.add(file);
      await made.queue.done();
      expect(upload.error?.code).to.equal('file-unreadable');
      expect(await made.drive.files()).to.deep.equal([]);
    },
  );
});
