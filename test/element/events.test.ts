/** The events of the element: which, in which order, how often, and what they carry. */

import { expect } from '@open-wc/testing';
import { isFileVersion } from '../../src/engine/index.js';
import {
  fileOf,
  nextTask,
  only,
  reaches,
  stage,
  tidy,
  until,
} from './stage.js';

afterEach(tidy);

describe('the events of an upload', () => {
  it('are these, from adding to idle', async () => {
    const { element, log } = await stage();
    only(element.addFiles([fileOf()]));
    await element.done();
    expect(log).to.deep.equal([
      'before-file-add a.txt',
      'file-add a.txt',
      'upload-start a.txt 0/10',
      'upload-progress a.txt 4/10',
      'upload-progress a.txt 8/10',
      'upload-progress a.txt 10/10',
      'uploaded a.txt',
      'uploads-idle',
    ]);
  });

  it('have no progress where a file has no bytes', async () => {
    const { element, log } = await stage();
    element.addFiles([fileOf('empty', 0)]);
    await element.done();
    expect(log.slice(2)).to.deep.equal([
      'upload-start empty 0/0',
      'uploaded empty',
      'uploads-idle',
    ]);
  });

  it('say when it is paused and when it goes on, and start only once', async () => {
    const { element, log } = await stage();
    const upload = only(element.addFiles([fileOf()]));
    element.addEventListener('upload-progress', () => element.pause(upload), {
      once: true,
    });
    await reaches(upload, 'paused');
    element.resume(upload);
    await element.done();
    expect(log.slice(2)).to.deep.equal([
      'upload-start a.txt 0/10',
      'upload-progress a.txt 4/10',
      'upload-pause a.txt 4/10',
      'upload-resume a.txt 4/10',
      'upload-progress a.txt 8/10',
      'upload-progress a.txt 10/10',
      'uploaded a.txt',
      'uploads-idle',
    ]);
  });

  it('say that it was aborted, and nothing after that', async () => {
    const { element, log } = await stage();
    const upload = only(element.addFiles([fileOf()]));
    element.addEventListener('upload-progress', () => element.abort(upload));
    await element.done();
    await nextTask();
    expect(log.slice(2)).to.deep.equal([
      'upload-start a.txt 0/10',
      'upload-progress a.txt 4/10',
      'upload-abort a.txt',
      'uploads-idle',
    ]);
  });

  it('begin a second run when it is tried again after an abort', async () => {
    const { element, log } = await stage();
    const upload = only(element.addFiles([fileOf()]));
    element.abort(upload);
    await nextTask();
    log.length = 0;
    element.retry(upload);
    await element.done();
    expect(log).to.deep.equal([
      'upload-retry a.txt 0/10',
      'upload-start a.txt 0/10',
      'upload-progress a.txt 4/10',
      'upload-progress a.txt 8/10',
      'upload-progress a.txt 10/10',
      'uploaded a.txt',
      'uploads-idle',
    ]);
  });

  it('say why it failed, and begin a second run when it is tried again', async () => {
    const { element, drive, log, events } = await stage();
    drive.faults.add({ on: 'session', kind: 'status', status: 403 });
    element.addFiles([fileOf()]);
    await element.done();
    expect(log.slice(2)).to.deep.equal([
      'upload-start a.txt 0/10',
      'upload-error a.txt forbidden',
      'uploads-idle',
    ]);
    expect(events[3]?.upload).to.equal(element.uploads[0]);
    log.length = 0;
    element.retry();
    await element.done();
    expect(log).to.deep.equal([
      'upload-retry a.txt 0/10',
      'upload-start a.txt 0/10',
      'upload-progress a.txt 4/10',
      'upload-progress a.txt 8/10',
      'upload-progress a.txt 10/10',
      'uploaded a.txt',
      'uploads-idle',
    ]);
  });

  it('say what it waits for, until when, and that it tries again', async () => {
    const { element, drive, log, events } = await stage();
    drive.faults.add({
      on: 'part',
      at: 2,
      kind: 'status',
      status: 503,
      retryAfter: 1,
    });
    element.addFiles([fileOf()]);
    await element.done();
    expect(log.slice(3)).to.deep.equal([
      'upload-progress a.txt 4/10',
      'upload-wait a.txt 4/10',
      'upload-retry a.txt 4/10',
      'upload-progress a.txt 8/10',
      'upload-progress a.txt 10/10',
      'uploaded a.txt',
      'uploads-idle',
    ]);
    const { detail } = events.find(({ type }) => type === 'upload-wait') ?? {};
    expect(detail).to.include({ waitingFor: 'drive' });
    expect(detail).to.have.property('until').a('number');
  });

  it('carry the record, the file and the upload', async () => {
    const { element } = await stage();
    const file = fileOf();
    const uploaded = new Promise<void>((resolve, reject) => {
      element.addEventListener('uploaded', (event) => {
        try {
          expect(isFileVersion(event.detail)).to.equal(true);
          expect(event.detail).to.equal(event.upload.record);
          expect(event.file).to.equal(file);
          expect(event.upload).to.equal(element.uploads[0]);
          expect(element.records).to.deep.equal([event.detail]);
          expect(element.value).to.equal(event.detail.uuid);
          resolve();
        } catch (error) {
          reject(error);
        }
      });
    });
    element.addFiles([file]);
    await uploaded;
  });

  it('bubble and leave shadow trees; only questions can be answered', async () => {
    const { element, events } = await stage();
    const upload = only(element.addFiles([fileOf()]));
    await element.done();
    element.remove(upload);
    const types = new Set(events.map(({ type }) => type));
    expect([...types]).to.include.members([
      'before-file-remove',
      'file-remove',
    ]);
    for (const { type, bubbles, composed, cancelable } of events)
      expect({ type, bubbles, composed, cancelable }).to.deep.equal({
        type,
        bubbles: true,
        composed: true,
        cancelable: type.startsWith('before-'),
      });
  });

  it('say how all ended when nothing is left to do', async () => {
    const { element, drive, events } = await stage({ multiple: '' });
    drive.faults.add({ on: 'session', kind: 'status', status: 403 });
    const [failed] = element.addFiles([fileOf('a')]);
    await element.done();
    const [aborted] = element.addFiles([fileOf('b')]);
    element.abort(aborted);
    const [uploaded] = element.addFiles([fileOf('c')]);
    await element.done();
    expect(events.at(-1)?.detail).to.deep.equal({
      uploaded: [uploaded],
      failed: [failed],
      aborted: [aborted],
      linked: [],
      unlinked: [],
    });
  });
});

describe('questions', () => {
  it('keep a file out', async () => {
    const { element, log } = await stage();
    element.addEventListener('before-file-add', (event) =>
      event.preventDefault(),
    );
    expect(element.addFiles([fileOf()])).to.deep.equal([]);
    expect(log).to.deep.equal(['before-file-add a.txt']);
    expect(element.uploads).to.deep.equal([]);
  });

  it('keep an upload in the list', async () => {
    const { element, log } = await stage();
    const upload = only(element.addFiles([fileOf()]));
    await element.done();
    log.length = 0;
    element.addEventListener('before-file-remove', (event) => {
      expect(event.upload).to.equal(upload);
      event.preventDefault();
    });
    element.remove(upload);
    element.clear();
    expect(log).to.deep.equal([
      'before-file-remove a.txt',
      'before-file-remove a.txt',
    ]);
    expect(element.uploads).to.deep.equal([upload]);
  });

  it('come before a running upload is aborted and taken from the list', async () => {
    const { element, drive, log } = await stage();
    drive.faults.add({ on: 'session', kind: 'stall', delay: 60_000 });
    const upload = only(element.addFiles([fileOf()]));
    element.remove(upload);
    expect(log.slice(3)).to.deep.equal([
      'before-file-remove a.txt',
      'upload-abort a.txt',
      'file-remove a.txt',
      'uploads-idle',
    ]);
    element.remove(upload);
    expect(log.length).to.equal(7);
  });
});

describe('without multiple', () => {
  it('a new file takes the place of the one before, and nothing is idle between', async () => {
    const { element, drive, log } = await stage();
    drive.faults.add({ on: 'session', kind: 'stall', delay: 60_000 });
    element.addFiles([fileOf('old', 2)]);
    await until(() => drive.faults.pending.length === 0);
    const upload = only(element.addFiles([fileOf('new', 4)]));
    await element.done();
    expect(log).to.deep.equal([
      'before-file-add old',
      'file-add old',
      'upload-start old 0/2',
      'before-file-add new',
      'before-file-remove old',
      'upload-abort old',
      'file-remove old',
      'file-add new',
      'upload-start new 0/4',
      'upload-progress new 4/4',
      'uploaded new',
      'uploads-idle',
    ]);
    expect(element.uploads).to.deep.equal([upload]);
  });

  it('a file that may not go keeps the new one out', async () => {
    const { element, log } = await stage();
    const upload = only(element.addFiles([fileOf('old', 2)]));
    await element.done();
    log.length = 0;
    element.addEventListener('before-file-remove', (event) =>
      event.preventDefault(),
    );
    expect(element.addFiles([fileOf('new', 4)])).to.deep.equal([]);
    expect(log).to.deep.equal([
      'before-file-add new',
      'before-file-remove old',
      'file-reject new too-many-files',
    ]);
    expect(element.uploads).to.deep.equal([upload]);
  });

  it('only the first of several files is taken', async () => {
    const { element, log } = await stage();
    only(element.addFiles([fileOf('a', 1), fileOf('b', 2), fileOf('c', 3)]));
    expect(log).to.include.members([
      'file-add a',
      'file-reject b too-many-files',
      'file-reject c too-many-files',
    ]);
  });
});

describe('an upload with a queue that is shared', () => {
  it('is told by the element that came last, and by the other when that one goes', async () => {
    const { element: first, log: firstLog, sessionUrl } = await stage();
    const { element: second, log: secondLog } = await stage({
      'session-url': sessionUrl,
    });
    const { UploadQueue } = await import('../../src/engine/index.js');
    const queue = new UploadQueue();
    first.queue = queue;
    second.queue = queue;
    queue.add(fileOf('a', 4), { sessionUrl });
    await queue.done();
    expect(firstLog).to.deep.equal([]);
    expect(secondLog).to.deep.equal([
      'file-add a',
      'upload-start a 0/4',
      'upload-progress a 4/4',
      'uploaded a',
      'uploads-idle',
    ]);
    await second.updateComplete;
    second.remove();
    queue.add(fileOf('b', 0), { sessionUrl });
    await queue.done();
    expect(firstLog).to.deep.equal([
      'file-add b',
      'upload-start b 0/0',
      'uploaded b',
      'uploads-idle',
    ]);
    expect(secondLog.length).to.equal(5);
  });

  it('starts once, although the element came in the middle of it', async () => {
    const { element, drive, sessionUrl, log } = await stage();
    const { UploadQueue } = await import('../../src/engine/index.js');
    const queue = new UploadQueue();
    drive.faults.add({ on: 'part', at: 2, kind: 'late', delay: 100 });
    const upload = queue.add(fileOf(), { sessionUrl });
    await until(() => drive.journal.entries.some(({ part }) => part === 2));
    upload.pause();
    await reaches(upload, 'paused');
    element.queue = queue;
    element.resume();
    await element.done();
    expect(log).to.deep.equal([
      'upload-resume a.txt 8/10',
      'upload-progress a.txt 10/10',
      'uploaded a.txt',
      'uploads-idle',
    ]);
  });
});
