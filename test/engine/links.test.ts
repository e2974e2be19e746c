/** Finished files on their way to a card: gathered, few requests, never a byte twice, and one end each. */

import { expect } from '@open-wc/testing';
import { createDrive } from '../../demo/drive/index.js';
import {
  attachmentNoteParams,
  type FileOptions,
  fileFieldValue,
  type Upload,
} from '../../src/engine/index.js';
import { Cards } from '../helpers/cards.js';
import { fileOf, SESSION_URL, type World, world } from '../helpers/engine.js';
import {
  MemoryCheckpoints,
  MemoryLocks,
} from '../helpers/memory-checkpoints.js';
import type { SimClock } from '../helpers/sim-clock.js';
import { failOnUnhandled } from './unhandled.js';

failOnUnhandled();

const CRM = 'https://company.kommo.com';
const LEAD = '/api/v4/leads/123/files';

/** A drive and a CRM beside it. */
const linking = (options: Parameters<typeof world>[0] = {}) => {
  let cards = new Cards();
  const made = world({
    maxPartSize: 10,
    ...options,
    fetch: (drive, clock: SimClock) => {
      cards = new Cards(clock.now);
      return cards.before((...request) =>
        drive.fetch(...(request as [string])),
      );
    },
  });
  return {
    ...made,
    cards,
    link: (name = 'a', given: FileOptions = {}): Upload =>
      made.add(fileOf(25, name), { linkUrl: CRM + LEAD, ...given }),
  };
};

const statuses = ({ log }: World, name = 'a') =>
  log.filter((line) => line.startsWith(`${name}:`)).slice(2);

const partsSent = ({ drive }: World): number =>
  drive.journal.entries.filter(({ route }) => route === 'part').length;

const ended = async (upload: Upload, made: World): Promise<void> => {
  await made.queue.done();
  expect(['linked', 'unlinked']).to.include(upload.status);
};

describe('a file with a card to go to', () => {
  it('is uploaded, then linked, and only then is nothing left to do', async () => {
    const made = linking();
    const upload = made.link();
    await ended(upload, made);
    expect(statuses(made)).to.deep.equal([
      'a: uploading',
      'a: uploaded',
      'a: linking',
      'a: linked',
    ]);
    expect(made.log.at(-1)).to.equal('idle');
    expect(made.log.filter((line) => line === 'idle').length).to.equal(1);
    expect(upload.entity).to.deep.equal({ type: 'leads', id: 123 });
    expect(made.cards.filesOf(LEAD)).to.deep.equal([upload.record?.uuid]);
    expect((await made.queue.done()).linked).to.deep.equal([upload]);
    expect(upload.loaded).to.equal(25);
  });

  it('goes with the others of its half second, fifty at most', async () => {
    const made = linking();
    for (let at = 0; at < 60; at++)
      made.link(`${at}`, { concurrency: 60, name: `${at}` });
    await made.queue.done();
    expect(made.queue.count('linked')).to.equal(60);
    expect(made.cards.puts.map(({ uuids }) => uuids.length)).to.deep.equal([
      50, 10,
    ]);
  });

  it('leaves the CRM at fewer than five requests a second, for however many cards', async () => {
    const made = linking();
    for (let at = 0; at < 12; at++)
      made.link(`${at}`, {
        concurrency: 12,
        linkUrl: `${CRM}/api/v4/contacts/${at + 1}/files`,
      });
    await made.queue.done();
    const times = made.cards.asked.map(({ at }) => at);
    expect(times.length).to.equal(12);
    for (const [at, time] of times.entries()) {
      const after = times.slice(at).filter((other) => other < time + 1000);
      expect(after.length).to.be.lessThan(5);
    }
  });

  it('never travels with the link of somebody else', async () => {
    const made = linking();
    const linkUrl = `http://localhost:8787${LEAD}`;
    const tokens = ['one', 'two'].map((token) => () => token);
    for (const [at, accessToken] of tokens.entries())
      made.link(`${at}`, { linkUrl, accessToken });
    await made.queue.done();
    expect(
      made.cards.puts.map(({ authorization }) => authorization).sort(),
    ).to.deep.equal(['Bearer one', 'Bearer two']);
  });

  it('carries the token only to where sessions are opened', async () => {
    const made = linking();
    made.link('a', { accessToken: () => 'secret' });
    await made.queue.done();
    expect(made.cards.asked.map((one) => one.authorization)).to.deep.equal([
      null,
    ]);
  });

  it('asks for the token once more when it is not accepted', async () => {
    const made = linking();
    made.cards.faults.push(401);
    let asked = 0;
    const accessToken = () => `token-${++asked}`;
    const linkUrl = `http://localhost:8787${LEAD}`;
    const upload = made.link('a', { linkUrl, accessToken });
    await ended(upload, made);
    expect(upload.status).to.equal('linked');
    expect(
      new Set(made.cards.asked.map((one) => one.authorization)).size,
    ).to.be.greaterThan(1);
  });
});

describe('a link that goes wrong', () => {
  it('with an answer that was lost is found on the card, and not sent again', async () => {
    const made = linking();
    made.cards.faults.push('lost');
    const upload = made.link();
    await ended(upload, made);
    expect(upload.status).to.equal('linked');
    expect(made.cards.asked.map(({ method }) => method)).to.deep.equal([
      'PUT',
      'GET',
    ]);
  });

  it('with a server that fails for a while is tried again, and says that it waits', async () => {
    const made = linking();
    made.cards.faults.push(503, 503, 503);
    const upload = made.link();
    const waits: unknown[] = [];
    made.queue.subscribe({
      changed: (_, __, { status, waitingFor }) =>
        waits.push(`${status} ${waitingFor ?? ''}`),
    });
    await ended(upload, made);
    expect(upload.status).to.equal('linked');
    expect(waits).to.include('linking drive');
    expect(upload.waitingFor).to.equal(undefined);
  });

  it('because there are too many requests waits as long as it is asked to', async () => {
    const made = linking();
    made.cards.faults.push({ status: 429, retryAfter: 90 });
    const upload = made.link();
    await ended(upload, made);
    const [first, second] = made.cards.asked.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).to.be.at.least(90_000);
    expect(upload.status).to.equal('linked');
  });

  for (const status of [400, 403, 404, 422])
    it(`with ${status} is unlinked; tried again it asks the card first, and sends no byte`, async () => {
      const made = linking();
      made.cards.faults.push(status);
      const upload = made.link();
      await ended(upload, made);
      expect(upload.status).to.equal('unlinked');
      expect(upload.error?.code).to.equal('link-refused');
      expect(upload.error?.serverText).to.equal(`No: ${status}`);
      expect(upload.record).not.to.equal(undefined);
      const sent = partsSent(made);
      made.cards.asked.length = 0;
      upload.retry();
      expect(upload.status).to.equal('linking');
      expect(upload.error).to.equal(undefined);
      await ended(upload, made);
      expect(upload.status).to.equal('linked');
      expect(made.cards.asked.map(({ method }) => method)).to.deep.equal([
        'GET',
        'PUT',
      ]);
      expect(partsSent(made)).to.equal(sent);
    });

  it('because of one file leaves the others on the card', async () => {
    const made = linking();
    const uploads = ['a', 'b', 'c'].map((name) => made.link(name));
    const [, bad] = uploads;
    made.queue.subscribe({
      changed: (upload, _, { status, record }) => {
        if (upload === bad && status === 'linking' && record)
          made.cards.refused.add(record.uuid);
      },
    });
    await made.queue.done();
    expect(uploads.map(({ status }) => status)).to.deep.equal([
      'linked',
      'unlinked',
      'linked',
    ]);
  });

  it('for longer than retry-for is unlinked, and can be tried again', async () => {
    const made = linking();
    made.cards.faults.push(...Array.from({ length: 500 }, () => 500));
    const upload = made.link('a', { retryFor: 60 });
    await ended(upload, made);
    expect(upload.status).to.equal('unlinked');
    expect(upload.error?.retryable).to.equal(true);
    made.cards.faults.length = 0;
    made.queue.retry();
    await ended(upload, made);
    expect(upload.status).to.equal('linked');
  });
});

describe('while a file is on its way to its card', () => {
  it('pause does nothing, and abort leaves it unlinked', async () => {
    const made = linking();
    const upload = made.link();
    await made.clock.hold(() => made.reaches(upload, 'linking'));
    upload.pause();
    expect(upload.status).to.equal('linking');
    upload.abort();
    expect(upload.status).to.equal('unlinked');
    expect(upload.error?.code).to.equal('link-refused');
    await made.queue.done();
    expect(made.cards.asked).to.deep.equal([]);
  });

  it('abort by whoever hears of it leaves it unlinked, and so it does when it is tried again', async () => {
    const made = linking();
    const upload = made.link();
    made.queue.subscribe({
      changed: ({ status }) => {
        if (status === 'linking') upload.abort();
      },
    });
    await made.queue.done();
    upload.retry();
    await made.queue.done();
    await made.clock.hold(() => new Promise((resolve) => setTimeout(resolve)));
    expect(upload.status).to.equal('unlinked');
    await new Promise<void>((resolve) => made.clock.setTimeout(resolve, 2000));
    expect(made.cards.asked).to.deep.equal([]);
  });

  it('abort while the card is asked cuts the request, and nothing is left unhandled', async () => {
    const made = linking();
    made.cards.faults.push('silence');
    const upload = made.link();
    while (made.cards.asked.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 1));
    upload.abort();
    await made.queue.done();
    expect(upload.status).to.equal('unlinked');
  });

  it('the abort of one does not hold the others', async () => {
    const made = linking();
    const [one, other] = ['a', 'b'].map((name) => made.link(name));
    // The half second begins with the first one, and must not be over before the second one is there.
    await made.clock.hold(async () => {
      await made.reaches(one as Upload, 'linking');
      await made.reaches(other as Upload, 'linking');
    });
    one?.abort();
    await made.queue.done();
    expect(other?.status).to.equal('linked');
    expect(made.cards.puts.map(({ uuids }) => uuids)).to.deep.equal([
      [other?.record?.uuid],
    ]);
  });

  it('abort and another try while that is being written down send it once', async () => {
    const store = new MemoryCheckpoints();
    const made = linking({ env: { store } });
    const upload = made.link('a', { resumeScope: 'user-7' });
    await made.clock.hold(async () => {
      await made.reaches(upload, 'linking');
      upload.abort();
      upload.retry();
    });
    await made.queue.done();
    expect(upload.status).to.equal('linked');
    expect(made.cards.puts.map(({ uuids }) => uuids)).to.deep.equal([
      [upload.record?.uuid],
    ]);
  });

  const scope = { resumeScope: 'user-7' };
  /** Tabs of a browser, and in the first of them an upload of which only the link is left to do. */
  const linkingIn = async () => {
    const drive = createDrive({ open: true, maxPartSize: 10 });
    const store = new MemoryCheckpoints();
    const locks = new MemoryLocks();
    const tab = () => {
      const own = locks.tab();
      return { own, made: linking({ drive, env: { store, locks: own } }) };
    };
    const first = tab();
    const upload = first.made.link('a', scope);
    let release = () => {};
    void first.made.clock.hold(
      () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    );
    await first.made.reaches(upload, 'linking');
    const isWritten = () =>
      [...store.kept.values()].some(({ standing }) => standing.announced);
    while (!isWritten()) await new Promise((resolve) => setTimeout(resolve));
    const close = () => {
      first.own.close();
      first.made.clock.close();
      release();
    };
    return { tab, store, upload, close };
  };

  it('its tab may close, and another one that waited for it links it', async () => {
    const { tab, upload, close } = await linkingIn();
    const second = tab();
    const [back] = await second.made.queue.restore({
      sessionUrl: SESSION_URL,
      ...scope,
    });
    await second.made.reaches(back as Upload, 'waiting');
    expect(back?.waitingFor).to.equal('other-tab');
    close();
    await second.made.queue.done();
    expect(back?.status).to.equal('linked');
    expect(second.made.cards.filesOf(LEAD)).to.deep.equal([
      upload.record?.uuid,
    ]);
  });

  it('a reload lets it go on to its own card, whatever card the page shows by then', async () => {
    const { tab, store, upload, close } = await linkingIn();
    close();
    const second = tab();
    const [back] = await second.made.queue.restore({
      sessionUrl: SESSION_URL,
      linkUrl: `${CRM}/api/v4/leads/999/files`,
      ...scope,
    });
    await second.made.queue.done();
    expect(back?.status).to.equal('linked');
    expect(back?.entity).to.deep.equal({ type: 'leads', id: 123 });
    expect(second.made.cards.filesOf(LEAD)).to.deep.equal([back?.record?.uuid]);
    expect(back?.record?.uuid).to.equal(upload.record?.uuid);
    expect(store.kept.size).to.equal(0);
  });
});

describe('what the CRM takes of a record', () => {
  it('is the value of a file field, and the params of a note', async () => {
    const made = linking();
    const upload = made.add(fileOf(25, 'a.txt'));
    await made.queue.done();
    const { record } = upload;
    if (record === undefined) throw new Error('no record');
    const { uuid, version_uuid, name } = record;
    const note = { file_uuid: uuid, version_uuid, file_name: name };
    expect(attachmentNoteParams(record)).to.deep.equal(note);
    expect(fileFieldValue(record)).to.deep.equal({ ...note, file_size: 25 });
  });
});

describe('a file for a card that was never saved', () => {
  const unsaved = () => {
    const made = linking();
    let save: (linkUrl: string) => void = () => {};
    let giveUp: (reason: Error) => void = () => {};
    const linkUrl = new Promise<string>((resolve, reject) => {
      save = resolve;
      giveUp = reject;
    });
    const upload = made.link('a', { linkUrl, concurrency: 1 });
    return { ...made, upload, linkUrl, save, giveUp };
  };
  const waits = (upload: Upload) =>
    upload.status === 'waiting' && upload.waitingFor === 'card';
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
  };

  it('waits for the card’s id, sends nothing before, and is linked to it', async () => {
    const { upload, save, drive, queue, cards } = unsaved();
    await until(() => waits(upload));
    expect(drive.journal.entries).to.deep.equal([]);
    save(CRM + LEAD);
    await queue.done();
    expect(upload.status).to.equal('linked');
    expect(upload.entity).to.deep.equal({ type: 'leads', id: 123 });
    expect(cards.filesOf(LEAD)).to.deep.equal([upload.record?.uuid]);
  });

  it('keeps no place of others', async () => {
    const made = unsaved();
    await until(() => waits(made.upload));
    const other = made.link('b', { concurrency: 1 });
    await until(() => other.status === 'linked');
    expect(waits(made.upload)).to.equal(true);
    made.save(CRM + LEAD);
    await made.queue.done();
    expect(made.upload.status).to.equal('linked');
  });

  it('can be paused, and goes on when the card is saved and it is resumed', async () => {
    const { upload, save, queue, drive } = unsaved();
    await until(() => waits(upload));
    upload.pause();
    expect(upload.status).to.equal('paused');
    save(CRM + LEAD);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(upload.status).to.equal('paused');
    expect(drive.journal.entries).to.deep.equal([]);
    upload.resume();
    await queue.done();
    expect(upload.status).to.equal('linked');
  });

  it('fails where the card is given up while it is paused', async () => {
    const { upload, giveUp, queue } = unsaved();
    await until(() => waits(upload));
    upload.pause();
    giveUp(new Error('The card was closed.'));
    await queue.done();
    expect(upload.status).to.equal('failed');
  });

  it('is read and prepared only when it has a place again', async () => {
    const made = unsaved();
    await until(() => waits(made.upload));
    let asked = 0;
    const later = made.link('c', {
      linkUrl: made.linkUrl,
      concurrency: 1,
      prepare: async (file) => {
        asked += 1;
        return file;
      },
    });
    await until(() => waits(later));
    made.upload.abort();
    const busy = made.add(fileOf(25, 'b'), {
      concurrency: 1,
      prepare: () => new Promise(() => {}),
    });
    made.save(CRM + LEAD);
    await until(() => later.status === 'queued');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(asked).to.equal(0);
    busy.abort();
    await made.queue.done();
    expect(later.status).to.equal('linked');
  });

  it('can be aborted, and nothing of it was sent', async () => {
    const { upload, save, queue, drive } = unsaved();
    await until(() => waits(upload));
    upload.abort();
    save(CRM + LEAD);
    await queue.done();
    expect(upload.status).to.equal('aborted');
    expect(drive.journal.entries).to.deep.equal([]);
  });

  it('fails where the card is given up, or has no usable address, and nothing of it was sent', async () => {
    const { upload, giveUp, queue, drive } = unsaved();
    giveUp(new Error('closed without saving'));
    await queue.done();
    expect(upload.status).to.equal('failed');
    expect(upload.error?.code).to.equal('prepare-failed');
    expect(upload.error?.serverText).to.equal('closed without saving');
    expect(drive.journal.entries).to.deep.equal([]);
    const other = unsaved();
    other.save('http://');
    await other.queue.done();
    expect(other.upload.error?.code).to.equal('bad-option');
  });
});
