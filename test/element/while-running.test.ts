/** While uploads run: the page asks before it is left, and the screen stays on. Afterwards it does neither. */

import { expect } from '@open-wc/testing';
import { UploadQueue } from '../../src/engine/index.js';
import {
  answerAt,
  create,
  fileOf,
  makeDrive,
  only,
  reaches,
  type Stage,
  stage,
  tidy,
  until,
} from './stage.js';

/** Whether the browser would ask. A page cannot send this event with effect, but its listeners hear it. */
const asks = (): boolean =>
  !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

/** An element with an upload that does not come to its end by itself. */
const hanging = async (
  attributes: Record<string, string> = {},
): Promise<Stage> => {
  const staged = await stage(attributes);
  staged.drive.faults.add({ on: 'session', kind: 'stall', delay: 60_000 });
  return staged;
};

afterEach(tidy);

describe('leaving the page', () => {
  it('is asked about while uploads run, and at no other time', async () => {
    const { element } = await hanging();
    expect(asks()).to.equal(false);
    element.addFiles([fileOf()]);
    expect(asks()).to.equal(true);
    element.abort();
    expect(asks()).to.equal(false);
  });

  it('listens only while uploads run: else no quick way back', async () => {
    const { addEventListener, removeEventListener } = window;
    const heard: string[] = [];
    const listening =
      (note: string, original: (...given: unknown[]) => void) =>
      (...given: unknown[]): void => {
        if (given[0] === 'beforeunload') heard.push(note);
        original.apply(window, given);
      };
    Object.assign(window, {
      addEventListener: listening('on', addEventListener as never),
      removeEventListener: listening('off', removeEventListener as never),
    });
    try {
      const { element } = await stage({ multiple: '', concurrency: '1' });
      expect(heard).to.deep.equal([]);
      element.addFiles([fileOf('a'), fileOf('b'), fileOf('c')]);
      expect(heard).to.deep.equal(['on']);
      await element.done();
      expect(heard).to.deep.equal(['on', 'off']);
    } finally {
      Object.assign(window, { addEventListener, removeEventListener });
    }
  });

  it('is not asked about what is paused or waits for a start', async () => {
    const { element } = await stage({ multiple: '', manual: '' });
    const upload = only(element.addFiles([fileOf('a')]));
    expect(asks()).to.equal(false);
    element.start();
    expect(asks()).to.equal(true);
    element.pause(upload);
    await reaches(upload, 'paused');
    expect(asks()).to.equal(false);
    element.resume();
    expect(asks()).to.equal(true);
    await element.done();
    expect(asks()).to.equal(false);
  });

  it('is not asked about with leave-warning="off", from that moment on', async () => {
    const { element } = await hanging({ 'leave-warning': 'off' });
    element.addFiles([fileOf()]);
    expect(asks()).to.equal(false);
    element.leaveWarning = 'on';
    expect(asks()).to.equal(true);
    element.setAttribute('leave-warning', 'off');
    expect(asks()).to.equal(false);
    element.removeAttribute('leave-warning');
    expect(asks()).to.equal(true);
  });

  it('is asked about by the one element that has reason to', async () => {
    const { element: silent } = await hanging({ 'leave-warning': 'off' });
    const { element } = await hanging();
    silent.addFiles([fileOf('a')]);
    expect(asks()).to.equal(false);
    element.addFiles([fileOf('b')]);
    expect(asks()).to.equal(true);
    silent.abort();
    expect(asks()).to.equal(true);
    element.abort();
    expect(asks()).to.equal(false);
  });

  it('is asked about while a queue from outside runs, with its element or without', async () => {
    const queue = new UploadQueue();
    const { sessionUrl, drive } = makeDrive();
    drive.faults.add({ on: 'session', kind: 'stall', delay: 60_000 });
    queue.add(fileOf(), { sessionUrl });
    expect(asks()).to.equal(false);
    const element = create({ 'session-url': sessionUrl });
    element.queue = queue;
    expect(asks()).to.equal(true);
    document.body.append(element);
    await element.updateComplete;
    element.remove();
    expect(asks()).to.equal(true);
    queue.abort();
    expect(asks()).to.equal(false);
  });

  it('is asked about until a file is on its card', async () => {
    answerAt('https://links.kommo.com', () => new Promise(() => {}));
    const { element } = await stage({
      'link-url': 'https://links.kommo.com/api/v4/leads/5/files',
    });
    const upload = only(element.addFiles([fileOf()]));
    await reaches(upload, 'linking');
    expect(asks()).to.equal(true);
    element.abort();
    expect(upload.status).to.equal('unlinked');
    expect(asks()).to.equal(false);
  });

  it('is not asked about what was aborted with its element', async () => {
    const { element } = await hanging();
    const upload = only(element.addFiles([fileOf()]));
    element.remove();
    expect(asks()).to.equal(true);
    await reaches(upload, 'aborted');
    expect(asks()).to.equal(false);
  });
});

describe('the screen', () => {
  /** What the browser gives out. */
  class FakeLock extends EventTarget {
    released = false;
    async release(): Promise<void> {
      this.released = true;
    }
  }

  const own = Object.getOwnPropertyDescriptor(navigator, 'wakeLock');
  let locks: FakeLock[] = [];
  let asked = 0;
  let isHidden = false;

  const held = () => locks.filter(({ released }) => !released).length;

  const setHidden = (hidden: boolean) => {
    isHidden = hidden;
    // As browsers do.
    if (hidden) for (const lock of locks) lock.released = true;
    document.dispatchEvent(new Event('visibilitychange'));
  };

  const provide = (wakeLock: unknown) =>
    Object.defineProperty(navigator, 'wakeLock', {
      value: wakeLock,
      configurable: true,
    });

  const give = async (type: string): Promise<FakeLock> => {
    asked += 1;
    expect(type).to.equal('screen');
    const lock = new FakeLock();
    locks.push(lock);
    return lock;
  };

  beforeEach(() => {
    locks = [];
    asked = 0;
    isHidden = false;
    provide({ request: give });
    Object.defineProperty(document, 'hidden', {
      get: () => isHidden,
      configurable: true,
    });
  });

  afterEach(() => {
    if (own === undefined) Reflect.deleteProperty(navigator, 'wakeLock');
    else Object.defineProperty(navigator, 'wakeLock', own);
    Reflect.deleteProperty(document, 'hidden');
  });

  it('stays on while uploads run, with one lock for all', async () => {
    const { element } = await hanging({ multiple: '' });
    expect(asked).to.equal(0);
    element.addFiles([fileOf('a'), fileOf('b')]);
    await until(() => held() === 1);
    const { element: other } = await hanging();
    other.addFiles([fileOf('c')]);
    element.abort();
    expect(held()).to.equal(1);
    other.abort();
    await until(() => held() === 0);
    expect(asked).to.equal(1);
  });

  it('may go off while everything is paused', async () => {
    const { element } = await stage();
    const upload = only(element.addFiles([fileOf()]));
    element.pause();
    await reaches(upload, 'paused');
    await until(() => asked === 1 && held() === 0);
    element.resume();
    await until(() => asked === 2);
    await element.done();
    await until(() => held() === 0);
  });

  it('may go off while a file waits for its card, though it would be lost with the page', async () => {
    const { element } = await stage();
    element.linkUrl = new Promise(() => {});
    const upload = only(element.addFiles([fileOf()]));
    await until(() => upload.waitingFor === 'card' && held() === 0);
    expect(asks()).to.equal(true);
    element.abort();
    expect(asks()).to.equal(false);
  });

  it('is held again when the page is seen again', async () => {
    const { element } = await hanging();
    element.addFiles([fileOf()]);
    await until(() => held() === 1);
    setHidden(true);
    expect(held()).to.equal(0);
    expect(asked).to.equal(1);
    setHidden(false);
    await until(() => held() === 1);
    element.abort();
    await until(() => held() === 0);
    setHidden(true);
    setHidden(false);
    expect(asked).to.equal(2);
  });

  it('is not held by a page that nobody sees', async () => {
    isHidden = true;
    const { element } = await stage();
    element.addFiles([fileOf()]);
    await element.done();
    expect(asked).to.equal(0);
  });

  it('is let go when all was over before the browser gave the lock', async () => {
    let answer = (_: FakeLock) => {};
    provide({
      request: () =>
        new Promise<FakeLock>((resolve) => {
          asked += 1;
          answer = resolve;
        }),
    });
    const { element } = await hanging();
    element.addFiles([fileOf()]);
    await until(() => asked === 1);
    element.abort();
    const late = new FakeLock();
    locks.push(late);
    answer(late);
    await until(() => late.released);
  });

  it('stays on from one file to the next', async () => {
    const { element } = await stage({ multiple: '', concurrency: '1' });
    element.addFiles([fileOf('a'), fileOf('b'), fileOf('c')]);
    await element.done();
    await until(() => held() === 0);
    expect(asked).to.equal(1);
  });

  it('has no say in whether files arrive: no lock in this browser', async () => {
    provide(undefined);
    const { element, log } = await stage();
    element.addFiles([fileOf()]);
    await element.done();
    expect(log.at(-2)).to.equal('uploaded a.txt');
  });

  it('has no say in whether files arrive: the browser refuses, and may agree the next time', async () => {
    provide({
      request: async () => {
        asked += 1;
        throw new DOMException('Not now.', 'NotAllowedError');
      },
    });
    const { element, log } = await stage({ multiple: '' });
    element.addFiles([fileOf('a')]);
    await element.done();
    expect(log.at(-2)).to.equal('uploaded a');
    expect(asked).to.equal(1);
    provide({ request: give });
    element.addFiles([fileOf('b')]);
    await element.done();
    await until(() => locks.length === 1 && held() === 0);
  });

  it('is not asked for in a frame that may not have it, where the browser tells', async () => {
    Object.defineProperty(document, 'featurePolicy', {
      value: { allowsFeature: (name: string) => name !== 'screen-wake-lock' },
      configurable: true,
    });
    try {
      const { element } = await stage();
      element.addFiles([fileOf()]);
      await element.done();
      expect(asked).to.equal(0);
    } finally {
      Reflect.deleteProperty(document, 'featurePolicy');
    }
  });
});
