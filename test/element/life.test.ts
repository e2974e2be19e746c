/** The element's life: defined, upgraded, moved, removed, its queue exchanged; how often it paints. */

import { expect } from '@open-wc/testing';
import { define, KommoUploader } from '../../src/element/index.js';
import { UploadQueue } from '../../src/engine/index.js';
import { itUnless } from '../helpers/engines.js';
import {
  all,
  create,
  fileOf,
  makeDrive,
  nextTask,
  only,
  reaches,
  record,
  stage,
  tidy,
} from './stage.js';

afterEach(tidy);

describe('the tag', () => {
  let warnings: unknown[][] = [];
  const { warn } = console;

  beforeEach(() => {
    warnings = [];
    console.warn = (...words) => warnings.push(words);
  });

  afterEach(() => {
    console.warn = warn;
  });

  it('is defined as often as anybody likes', () => {
    define();
    define();
    expect(customElements.get('kommo-uploader')).to.equal(KommoUploader);
    expect(warnings).to.deep.equal([]);
  });

  it('can be another one, beside the first', () => {
    define();
    define('my-uploader');
    define('my-uploader');
    const element = document.createElement('my-uploader');
    expect(element).to.be.instanceOf(KommoUploader);
    expect(warnings).to.deep.equal([]);
  });

  it('stays what it is when it is taken, with one warning', () => {
    const other = class extends HTMLElement {};
    customElements.define('taken-uploader', other);
    define('taken-uploader');
    define('taken-uploader');
    expect(customElements.get('taken-uploader')).to.equal(other);
    expect(warnings.length).to.equal(1);
    expect(String(warnings[0])).to.contain('<taken-uploader>');
  });

  it('takes over what was set before it was defined', async () => {
    const { sessionUrl } = makeDrive();
    const element = document.createElement('late-uploader');
    Object.assign(element, { sessionUrl, maxFiles: 3, multiple: true });
    document.body.append(element);
    define('late-uploader');
    const late = element as KommoUploader;
    await late.updateComplete;
    expect(Object.hasOwn(late, 'sessionUrl')).to.equal(false);
    expect(late.multiple).to.equal(true);
    late.addFiles([fileOf('a', 4)]);
    await late.done();
    expect(late.records.length).to.equal(1);
    late.remove();
  });
});

describe('remove', () => {
  it('without an upload takes the element itself away', async () => {
    const { element } = await stage();
    element.remove();
    expect(element.isConnected).to.equal(false);
  });
});

describe('an element that leaves the page', () => {
  it('aborts its uploads one task later, and says so', async () => {
    const { element, drive, log } = await stage();
    drive.faults.add({ on: 'session', kind: 'stall', delay: 60_000 });
    const upload = only(element.addFiles([fileOf()]));
    element.remove();
    expect(upload.status).to.equal('opening');
    await nextTask();
    expect(upload.status).to.equal('aborted');
    expect(log.slice(-2)).to.deep.equal(['upload-abort a.txt', 'uploads-idle']);
  });

  it('keeps them when it only moves', async () => {
    const { element, log } = await stage();
    element.addFiles([fileOf()]);
    const other = document.createElement('div');
    document.body.append(other);
    other.append(element);
    await element.done();
    expect(log.at(-2)).to.equal('uploaded a.txt');
    expect(log.filter((line) => line === 'uploads-idle').length).to.equal(1);
    other.remove();
  });

  itUnless(
    { webkit: 'it has no moveBefore' },
    'keeps them when it is moved without leaving',
    async () => {
      const { element, log } = await stage();
      const picture = all(element, '.base')[0];
      element.addFiles([fileOf()]);
      const other = document.createElement('div');
      document.body.append(other);
      const { moveBefore } = other as unknown as {
        moveBefore(node: Node, before: Node | null): void;
      };
      moveBefore.call(other, element, null);
      expect(element.parentElement).to.equal(other);
      expect(all(element, '.base')[0]).to.equal(picture);
      await element.done();
      expect(log.at(-2)).to.equal('uploaded a.txt');
      expect(log).not.to.include('upload-abort a.txt');
      other.remove();
    },
  );

  it('takes files again when it comes back', async () => {
    const { element, log } = await stage();
    element.remove();
    await nextTask();
    document.body.append(element);
    element.addFiles([fileOf()]);
    await element.done();
    expect(log.at(-2)).to.equal('uploaded a.txt');
  });

  it('leaves uploads of a queue from outside alone', async () => {
    const { element, log } = await stage();
    const queue = new UploadQueue();
    element.queue = queue;
    const upload = only(element.addFiles([fileOf()]));
    element.remove();
    log.length = 0;
    await reaches(upload, 'uploaded');
    expect(log).to.deep.equal([]);
    const again = create();
    again.queue = queue;
    document.body.append(again);
    await again.updateComplete;
    expect(again.records.length).to.equal(1);
  });
});

describe('a queue from outside', () => {
  it('is heard from the very next line on', async () => {
    const { element, log, sessionUrl } = await stage();
    const queue = new UploadQueue();
    element.queue = queue;
    queue.add(fileOf('a', 0), { sessionUrl });
    expect(log).to.deep.equal(['file-add a', 'upload-start a 0/0']);
    await queue.done();
  });

  it('takes the place of the element’s own, whose uploads are aborted', async () => {
    const { element, log } = await stage();
    const upload = only(element.addFiles([fileOf()]));
    element.queue = new UploadQueue();
    expect(upload.status).to.equal('aborted');
    expect(log.at(-2)).to.equal('upload-abort a.txt');
    expect(element.uploads).to.deep.equal([]);
  });
});

describe('methods for all', () => {
  it('pause, resume, abort and clear what is there', async () => {
    const { element } = await stage({ multiple: '' });
    const uploads = element.addFiles(
      ['a', 'b', 'c', 'd', 'e'].map((name) => fileOf(name)),
    );
    const statuses = () => uploads.map(({ status }) => status);
    element.pause();
    await Promise.all(uploads.map((upload) => reaches(upload, 'paused')));
    expect(element.status).to.equal('paused');
    element.resume();
    expect(statuses()).not.to.include('paused');
    element.abort();
    expect(new Set(statuses())).to.deep.equal(new Set(['aborted']));
    element.clear();
    expect(element.uploads).to.deep.equal([]);
    element.addFiles([fileOf()]);
    element.clear();
    expect(element.uploads.length).to.equal(1);
    element.clear({ all: true });
    expect(element.uploads).to.deep.equal([]);
  });

  it('clear starts none of those that wait in the line', async () => {
    const { element, log } = await stage({ multiple: '', concurrency: '1' });
    element.addFiles([fileOf('a'), fileOf('b'), fileOf('c')]);
    element.clear({ all: true });
    expect(log.filter((line) => line.startsWith('upload-start'))).to.deep.equal(
      ['upload-start a 0/10'],
    );
  });

  it('done resolves at once when there is nothing to do', async () => {
    const { element } = await stage();
    expect((await element.done()).uploaded).to.deep.equal([]);
  });

  it('loaded and total are sums', async () => {
    const { element } = await stage({ multiple: '' });
    element.addFiles([fileOf('a', 10), fileOf('b', 20)]);
    expect(element.total).to.equal(30);
    await element.done();
    expect(element.loaded).to.equal(30);
    expect(element.status).to.equal('uploaded');
  });
});

describe('painting', () => {
  it('happens once a frame at most, and no upload waits for it', async () => {
    const { element, sessionUrl } = await stage(
      { multiple: '' },
      { maxPartSize: 1 },
    );
    expect(sessionUrl).to.contain('localhost');
    let paints = 0;
    let frames = 0;
    let isOver = false;
    const count = () => {
      frames += 1;
      if (!isOver) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    const observer = new MutationObserver(() => {
      paints += 1;
    });
    if (element.shadowRoot)
      observer.observe(element.shadowRoot, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
    const { log } = record(element);
    element.addFiles([fileOf('a', 250), fileOf('b', 250)]);
    await element.done();
    isOver = true;
    const progress = log.filter((line) => line.startsWith('upload-progress'));
    expect(progress.length).to.equal(500);
    expect(paints).to.be.greaterThan(0);
    expect(paints).to.be.at.most(frames + 2);
  });

  it('of bytes that arrive happens ten times a second at most', async () => {
    const { element } = await stage({}, { maxPartSize: 1 });
    const bar = () => all(element, '.about progress')[0];
    const shown = new Set<number>();
    let isOver = false;
    const look = () => {
      const value = (bar() as HTMLProgressElement | undefined)?.value;
      if (value !== undefined) shown.add(value);
      if (!isOver) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    const began = performance.now();
    element.addFiles([fileOf('a', 400)]);
    await element.done();
    isOver = true;
    expect(shown.size).to.be.greaterThan(1);
    const most = (performance.now() - began) / 100 + 3;
    expect(shown.size).to.be.at.most(most);
  });

  it('does not stop an upload where there are no frames', async () => {
    const { requestAnimationFrame: frames } = window;
    window.requestAnimationFrame = () => 0;
    try {
      const { element, log } = await stage();
      element.addFiles([fileOf()]);
      await element.done();
      expect(log.at(-2)).to.equal('uploaded a.txt');
      await element.updateComplete;
    } finally {
      window.requestAnimationFrame = frames;
    }
  });
});
