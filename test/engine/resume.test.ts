/** After a reload, a crash, in a second tab: where an upload goes on, and where it must not. */

import { expect } from '@open-wc/testing';
import { createDrive, type Drive } from '../../demo/drive/index.js';
import type { Upload } from '../../src/engine/index.js';
import {
  bytesOf,
  difference,
  fileOf,
  SESSION_URL,
  world,
} from '../helpers/engine.js';
import {
  MemoryCheckpoints,
  MemoryLocks,
  type TabLocks,
} from '../helpers/memory-checkpoints.js';

const SIZE = 5500;
const PART = 1000;
const SCOPE = 'user-1';

interface Browser {
  readonly drive: Drive;
  readonly store: MemoryCheckpoints;
  readonly locks: MemoryLocks;
}

const browser = (options: Parameters<typeof createDrive>[0] = {}): Browser => ({
  drive: createDrive({ open: true, maxPartSize: PART, ...options }),
  store: new MemoryCheckpoints(),
  locks: new MemoryLocks(),
});

/** A tab of that browser; `cut` makes it vanish as a crash does. */
const tab = ({ drive, store, locks }: Browser) => {
  let isGone = false;
  const own: TabLocks = locks.tab();
  const fetchOf =
    (of: Drive): typeof fetch =>
    (input, init) =>
      isGone
        ? new Promise<Response>(() => {})
        : of.fetch(input as string, init);
  const here = world({ drive, fetch: fetchOf, env: { store, locks: own } });
  return {
    ...here,
    add: (file: File) => here.add(file, { resumeScope: SCOPE }),
    restore: () =>
      here.queue.restore({ sessionUrl: SESSION_URL, resumeScope: SCOPE }),
    /** What is in flight may arrive; nothing more leaves. */
    stop: () => {
      isGone = true;
    },
    cut: () => {
      isGone = true;
      own.close();
      here.clock.close();
    },
  };
};

type Tab = ReturnType<typeof tab>;

const parts = (drive: Drive): (number | undefined)[] =>
  drive.journal.entries
    .filter(({ route }) => route === 'part')
    .map(({ part }) => part);

const loads = (upload: Upload, loaded: number, { queue }: Tab): Promise<void> =>
  new Promise((resolve) => {
    const check = () => {
      if (upload.loaded >= loaded) resolve();
    };
    queue.subscribe({ changed: check });
    check();
  });

/** The same locks, given a moment later, as a browser's are. */
const givenLater = (locks: TabLocks): TabLocks => {
  const request = async (...asked: Parameters<TabLocks['request']>) => {
    await aMoment();
    return locks.request(...asked);
  };
  return { request } as TabLocks;
};

const aMoment = (): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, 1));

/** Uploads until so many bytes are acknowledged and written down, then the tab is gone. */
const crashAt = async (from: Browser, loaded: number): Promise<void> => {
  const first = tab(from);
  const upload = first.add(fileOf(SIZE));
  await loads(upload, loaded, first);
  first.stop();
  first.signals.hide();
  await aMoment();
  first.cut();
};

const restored = async (second: Tab): Promise<Upload> => {
  const [upload] = await second.restore();
  if (upload === undefined) throw new Error('nothing was restored');
  return upload;
};

const expectStored = async (upload: Upload, { stored }: Tab): Promise<void> => {
  expect(upload.status).to.equal('uploaded');
  expect(difference(await stored(upload.record), bytesOf(SIZE))).to.equal('');
};

describe('an upload whose page is gone', () => {
  it('is back in the list, paused, with what was acknowledged, and waits for its file', async () => {
    const here = browser();
    await crashAt(here, 2000);
    const upload = await restored(tab(here));
    expect(upload.status).to.equal('paused');
    expect(upload.waitingFor).to.equal('file');
    expect(upload.file).to.equal(undefined);
    expect(upload.name).to.equal('file.bin');
    expect(upload.total).to.equal(SIZE);
    expect(upload.loaded).to.be.at.least(2000);
  });

  it("goes on with the same file, in the same session, and the stored bytes are the file's", async () => {
    const here = browser();
    await crashAt(here, 3000);
    const second = tab(here);
    const upload = await restored(second);
    expect(await upload.attach(fileOf(SIZE))).to.equal(true);
    await second.queue.done();
    await expectStored(upload, second);
    expect(upload.verified).to.equal(true);
    expect(here.drive.journal.count('POST', 'session')).to.equal(1);
  });

  it('sends at most one part twice', async () => {
    const here = browser();
    await crashAt(here, 3000);
    const second = tab(here);
    const upload = await restored(second);
    await upload.attach(fileOf(SIZE));
    await second.queue.done();
    const sent = parts(here.drive);
    expect(sent.length - new Set(sent).size).to.be.at.most(1);
  });

  it('takes a file that comes before the checkpoint was read again', async () => {
    const here = browser();
    await crashAt(here, 2000);
    const find = here.store.find.bind(here.store);
    here.store.find = async (key) => {
      const found = await find(key);
      for (let turn = 0; turn < 5; turn++) await aMoment();
      return found;
    };
    const second = tab(here);
    const upload = await restored(second);
    expect(await upload.attach(fileOf(SIZE))).to.equal(true);
    await second.queue.done();
    await expectStored(upload, second);
  });

  it('refuses another file that only looks the same, says so, and waits on', async () => {
    const here = browser();
    await crashAt(here, 2000);
    const second = tab(here);
    const upload = await restored(second);
    expect(await upload.attach(fileOf(SIZE, 'file.bin', 2))).to.equal(false);
    expect(upload.status).to.equal('paused');
    expect(upload.error?.code).to.equal('file-changed');
    expect(await upload.attach(fileOf(SIZE))).to.equal(true);
    await second.queue.done();
    await expectStored(upload, second);
  });

  it('is not there for somebody else at the same computer', async () => {
    const here = browser();
    await crashAt(here, 2000);
    const other = { sessionUrl: SESSION_URL, resumeScope: 'user-2' };
    expect(await tab(here).queue.restore(other)).to.deep.equal([]);
  });

  it('with a record written down only has to be read back', async () => {
    const here = browser();
    const first = tab(here);
    const save = here.store.save.bind(here.store);
    let isCut = false;
    here.store.save = async (checkpoint) => {
      await save(checkpoint);
      if (!checkpoint.standing.session?.record || isCut) return;
      isCut = true;
      first.cut();
      await new Promise(() => {});
    };
    first.add(fileOf(SIZE));
    while (!isCut) await aMoment();
    const before = parts(here.drive).length;
    const second = tab(here);
    const upload = await restored(second);
    await upload.attach(fileOf(SIZE));
    await second.queue.done();
    await expectStored(upload, second);
    expect(upload.verified).to.equal(true);
    expect(parts(here.drive).length).to.equal(before);
  });

  it('leaves nothing written down once it is uploaded, aborted or taken from the list', async () => {
    const here = browser();
    const first = tab(here);
    first.add(fileOf(SIZE));
    await first.queue.done();
    const second = first.add(fileOf(SIZE, 'b.bin'));
    await loads(second, 2000, first);
    second.abort();
    const third = first.add(fileOf(SIZE, 'c.bin'));
    await loads(third, 2000, first);
    first.queue.remove(third);
    await aMoment();
    expect([...here.store.kept.keys()]).to.deep.equal([]);
    expect(here.store.saves).to.be.above(3);
  });

  it('of a file in one part is written down once, before it leaves', async () => {
    const here = browser();
    const first = tab(here);
    const upload = first.add(fileOf(PART));
    await first.queue.done();
    await aMoment();
    const { uuid = '' } = upload.record ?? {};
    const stored = await here.drive.readVersion(uuid);
    expect(difference(stored, bytesOf(PART))).to.equal('');
    expect(here.store.saves).to.equal(1);
    expect(here.store.kept.size).to.equal(0);
  });

  it('uploads as well where nothing can be stored', async () => {
    const here = browser();
    here.store.fails = true;
    const first = tab(here);
    const upload = first.add(fileOf(SIZE));
    await first.queue.done();
    await expectStored(upload, first);
  });

  it('is forgotten on demand, with the rows that wait for a file', async () => {
    const here = browser();
    await crashAt(here, 2000);
    const second = tab(here);
    await second.restore();
    await second.queue.forget();
    expect(second.queue.size).to.equal(0);
    expect(here.store.kept.size).to.equal(0);
  });

  for (const replay of ['same', 'append', 'refuse', 'missing'] as const)
    it(`ends with the file's bytes on a drive that plays replay ${replay}`, async () => {
      const here = browser({ replay });
      await crashAt(here, 3000);
      const second = tab(here);
      const upload = await restored(second);
      await upload.attach(fileOf(SIZE));
      await second.queue.done();
      await expectStored(upload, second);
    });
});

describe('an upload that is taken from the list as soon as it is back', () => {
  const slowTab = ({ drive, store, locks }: Browser) =>
    world({ drive, env: { store, locks: givenLater(locks.tab()) } });
  const options = { sessionUrl: SESSION_URL, resumeScope: SCOPE };

  const expectNothing = async (here: Browser, key = ''): Promise<void> => {
    while (here.store.kept.size > 0) await aMoment();
    await aMoment();
    expect(here.locks.isHeld(`kommo-uploader ${key}`)).to.equal(false);
  };

  it('before its lock is there does not come back', async () => {
    const here = browser();
    await crashAt(here, 2000);
    const [key] = here.store.kept.keys();
    const { queue } = slowTab(here);
    await queue.restore(options);
    queue.clear({ all: true });
    await expectNothing(here, key);
  });

  it('by whoever hears of it does not come back', async () => {
    const here = browser();
    await crashAt(here, 2000);
    const [key] = here.store.kept.keys();
    const { queue, log } = slowTab(here);
    queue.subscribe({ added: () => queue.clear({ all: true }) });
    await queue.restore(options);
    await expectNothing(here, key);
    expect(queue.isBusy).to.equal(false);
    expect(log.at(-2)).to.equal('file.bin: removed');
  });
});

describe('an upload in two tabs', () => {
  /** A first tab that holds it, paused in the middle. */
  const pausedIn = async (here: Browser): Promise<Tab> => {
    const first = tab(here);
    const running = first.add(fileOf(SIZE));
    await loads(running, 2000, first);
    first.queue.pause();
    await first.reaches(running, 'paused');
    return first;
  };

  it('is shown as running elsewhere, and taken over when the first tab closes', async () => {
    const here = browser();
    const first = await pausedIn(here);
    const second = tab(here);
    const upload = await restored(second);
    await second.reaches(upload, 'waiting');
    expect(upload.waitingFor).to.equal('other-tab');
    first.cut();
    await second.reaches(upload, 'paused');
    await upload.attach(fileOf(SIZE));
    await second.queue.done();
    await expectStored(upload, second);
  });

  it('is gone from the second tab when the first one finishes it', async () => {
    const here = browser();
    const first = await pausedIn(here);
    const second = tab(here);
    const upload = await restored(second);
    await second.reaches(upload, 'waiting');
    first.queue.resume();
    await first.queue.done();
    while (second.queue.has(upload)) await aMoment();
    expect(here.store.kept.size).to.equal(0);
  });

  it('that is added in both waits in the second, without a place there', async () => {
    const here = browser();
    const first = await pausedIn(here);
    const second = tab(here);
    const same = second.add(fileOf(SIZE));
    await second.reaches(same, 'waiting');
    expect(same.waitingFor).to.equal('other-tab');
    expect(second.pace.active).to.equal(0);
    first.cut();
    await second.queue.done();
    await expectStored(same, second);
    expect(here.drive.journal.count('POST', 'session')).to.equal(1);
  });

  it('is not elsewhere for a second run that begins while the first still asked for its lock', async () => {
    const made = world({
      drive: createDrive({ open: true, maxPartSize: PART }),
      env: {
        store: new MemoryCheckpoints(),
        locks: givenLater(new MemoryLocks().tab()),
      },
    });
    const upload = made.add(fileOf(SIZE), { resumeScope: SCOPE });
    upload.abort();
    upload.retry();
    await made.queue.done();
    expect(upload.status).to.equal('uploaded');
    expect(made.log.filter((line) => line.includes('waiting'))).to.deep.equal(
      [],
    );
  });

  it('that is paused before anybody knows that it is elsewhere is paused, and goes on when told', async () => {
    const here = browser();
    const first = await pausedIn(here);
    const second = tab(here);
    const same = second.add(fileOf(SIZE));
    same.pause();
    await second.reaches(same, 'paused');
    first.cut();
    await aMoment();
    expect(same.status).to.equal('paused');
    same.resume();
    await second.queue.done();
    await expectStored(same, second);
  });

  it('that is paused and resumed in the second waits there as before, without a place', async () => {
    const here = browser();
    const first = await pausedIn(here);
    const second = tab(here);
    const same = second.add(fileOf(SIZE));
    await second.reaches(same, 'waiting');
    second.queue.pause();
    expect(same.status).to.equal('paused');
    second.queue.resume();
    await aMoment();
    expect(same.status).to.equal('waiting');
    expect(same.waitingFor).to.equal('other-tab');
    expect(second.pace.active).to.equal(0);
    first.cut();
    await second.queue.done();
    await expectStored(same, second);
  });

  it('that is taken from the list of the second goes on in the first', async () => {
    const here = browser();
    const first = await pausedIn(here);
    const second = tab(here);
    const upload = await restored(second);
    await second.reaches(upload, 'waiting');
    second.queue.remove(upload);
    await aMoment();
    expect(here.store.kept.size).to.equal(1);
    first.queue.resume();
    const { uploaded } = await first.queue.done();
    expect(uploaded.length).to.equal(1);
  });
});
