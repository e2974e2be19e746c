/** Checkpoints in the browser's own storage: how long they are kept, and what happens when that is full. */

import { expect } from '@open-wc/testing';
import type { Checkpoint } from '../../src/engine/checkpoint.js';
import { indexedDbStore } from '../../src/engine/checkpoint-store.js';
import { Keeper } from '../../src/engine/keeper.js';
import { realClock } from '../../src/engine/pauser.js';
import { newStanding } from '../../src/engine/standing.js';
import { TestSignals } from '../helpers/engine.js';

const DAY = 24 * 60 * 60_000;
const NOW = 1_800_000_000_000;
const { put } = IDBObjectStore.prototype;
const names: string[] = [];
let made = 0;

const fresh = () => {
  made += 1;
  const name = `checkpoints of a test ${made}`;
  names.push(name);
  return indexedDbStore(name);
};

const checkpoint = (
  key: string,
  { since = NOW, scope = 'by 7' }: { since?: number; scope?: string } = {},
): Checkpoint => ({
  key,
  scope,
  since,
  file: { name: key, path: key, size: 10, lastModified: 1 },
  name: key,
  fileUuid: undefined,
  linkUrl: undefined,
  fingerprint: 'f',
  total: 10,
  standing: newStanding(),
  handle: undefined,
});

const keysOf = async (
  store: ReturnType<typeof fresh>,
  now = NOW,
): Promise<string[]> =>
  (await store.load('by 7', now)).map(({ key }) => key).sort();

/** All that is due before anything new can happen. */
const microtasks = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

/** Every write from now on fails like this. */
const writesFail = (how: (store: IDBObjectStore) => never): void => {
  IDBObjectStore.prototype.put = function () {
    return how(this);
  };
};

afterEach(() => {
  IDBObjectStore.prototype.put = put;
  for (const name of names.splice(0)) indexedDB.deleteDatabase(name);
});

describe('what is written down', () => {
  it('is there for whom it was written, oldest first, and for nobody else', async () => {
    const store = fresh();
    await store.save(checkpoint('b', { since: NOW - 1 }));
    await store.save(checkpoint('a', { since: NOW - 2 }));
    await store.save(checkpoint('c', { scope: 'by 8' }));
    const found = await store.load('by 7', NOW);
    expect(found.map(({ key }) => key)).to.deep.equal(['a', 'b']);
    expect(await store.find('b')).to.deep.include({ since: NOW - 1 });
    expect(await store.find('d')).to.equal(undefined);
  });

  it('lasts 24 hours from the start of the upload, however often it is written again', async () => {
    const store = fresh();
    await store.save(checkpoint('young', { since: NOW - DAY }));
    await store.save(checkpoint('old', { since: NOW - DAY - 1 }));
    await store.save(checkpoint('old', { since: NOW - DAY - 1 }));
    expect(await keysOf(store)).to.deep.equal(['young']);
  });

  it('is taken from the disk when it is too old, whoever looks', async () => {
    const store = fresh();
    await store.save(checkpoint('old', { since: NOW - DAY - 1 }));
    await store.save(
      checkpoint('other', { since: NOW - DAY - 1, scope: 'by 8' }),
    );
    await store.load('by 7', NOW);
    expect(await store.find('old')).to.equal(undefined);
    expect(await store.find('other')).to.equal(undefined);
  });
});

describe('many writes at once', () => {
  const { transaction } = IDBDatabase.prototype;
  let transactions = 0;

  beforeEach(() => {
    transactions = 0;
    IDBDatabase.prototype.transaction = function (...asked) {
      transactions += 1;
      return transaction.apply(this, asked);
    };
  });

  afterEach(() => {
    IDBDatabase.prototype.transaction = transaction;
  });

  it('share a transaction while another one is under way, and the last word on each counts', async () => {
    const store = fresh();
    const written = [store.save(checkpoint('a'))];
    // Each a moment after the other, in which nothing can have ended yet.
    for (const write of [
      () => store.save(checkpoint('b')),
      () => store.save(checkpoint('c')),
      () => store.remove('a'),
      () => store.save(checkpoint('d')),
      () => store.remove('c'),
    ]) {
      await microtasks();
      written.push(write());
    }
    await Promise.all(written);
    expect(transactions).to.equal(2);
    expect(await keysOf(store)).to.deep.equal(['b', 'd']);
  });

  it('wait for nothing where the page may go', async () => {
    const store = fresh();
    const first = store.save(checkpoint('a'));
    await Promise.resolve();
    const second = store.save(checkpoint('b'));
    store.flush?.();
    await first;
    expect(transactions).to.equal(2);
    await second;
    expect(await keysOf(store)).to.deep.equal(['a', 'b']);
  });

  it('wait for nothing where the page goes just when they would be due', async () => {
    const store = fresh();
    const signals = new TestSignals();
    const ports = { store, signals, clock: realClock, locks: undefined };
    const keeper = new Keeper('a', ports, () => checkpoint('a'));
    await keeper.claim();
    await keeper.now();
    keeper.soon();
    transactions = 0;
    const first = store.save(checkpoint('b'));
    await Promise.resolve();
    signals.hide();
    // No task comes in between: the first one cannot be through by then.
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    expect(transactions).to.equal(2);
    await first;
    await keeper.end();
  });

  it('do not fail together where one of them has a handle that cannot be kept', async () => {
    const store = fresh();
    await Promise.all([
      store.save(checkpoint('a')),
      store.save({ ...checkpoint('b'), handle: () => {} }),
    ]);
    expect(await keysOf(store)).to.deep.equal(['a', 'b']);
  });
});

describe('a storage that is full', () => {
  const full = (): never => {
    throw new DOMException('Full.', 'QuotaExceededError');
  };

  it('is left to the page: everything is taken from it, and nothing fails', async () => {
    const store = fresh();
    await store.save(checkpoint('a'));
    await store.save(checkpoint('b', { scope: 'by 8' }));
    writesFail(full);
    await store.save(checkpoint('c'));
    IDBObjectStore.prototype.put = put;
    for (const key of ['a', 'b', 'c'])
      expect(await store.find(key), key).to.equal(undefined);
  });

  it('is written to again as soon as there is room', async () => {
    const store = fresh();
    writesFail(full);
    await store.save(checkpoint('a'));
    IDBObjectStore.prototype.put = put;
    await store.save(checkpoint('a'));
    expect(await keysOf(store)).to.deep.equal(['a']);
  });

  it('is not what any other failure is: what is there stays', async () => {
    const store = fresh();
    await store.save(checkpoint('a'));
    writesFail(() => {
      throw new DOMException('Broken.', 'UnknownError');
    });
    const failure = await store.save(checkpoint('b')).then(
      () => undefined,
      (error: unknown) => error,
    );
    IDBObjectStore.prototype.put = put;
    expect((failure as Error | undefined)?.name).to.equal('UnknownError');
    expect(await keysOf(store)).to.deep.equal(['a']);
  });
});

describe('a browser that refuses the handle of a file', () => {
  it('keeps the rest', async () => {
    const store = fresh();
    // No browser keeps a function; a driven WebKit not even a file.
    await store.save({ ...checkpoint('a'), handle: () => {} });
    expect(await store.find('a')).to.deep.equal(checkpoint('a'));
  });
});
