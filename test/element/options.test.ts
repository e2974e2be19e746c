/** Options: what is wrong is shown and told, once, in time, until it is mended; and where the good ones go. */

import { expect } from '@open-wc/testing';
import {
  all,
  create,
  fileOf,
  makeDrive,
  nextTask,
  record,
  stage,
  textOf,
  tidy,
  until,
} from './stage.js';

afterEach(tidy);

describe('an option that cannot be read', () => {
  for (const [attribute, value] of [
    ['session-url', 'ftp://example.com'],
    ['max-files', 'many'],
    ['max-file-size', '10 apples'],
    ['min-file-size', '-1'],
    ['max-total-size', 'x'],
    ['concurrency', '0'],
    ['retry-for', 'ever'],
    ['allowed-origins', 'example.com'],
    ['accept', 'pdf'],
    ['leave-warning', 'maybe'],
  ] as const)
    it(`is shown and told: ${attribute}`, async () => {
      const { element, log, events } = await stage({ [attribute]: value });
      await until(() => log.length > 0);
      await element.updateComplete;
      expect(log).to.deep.equal(['upload-error bad-option']);
      expect(events[0]?.upload).to.equal(undefined);
      expect(events[0]?.file).to.equal(undefined);
      expect(textOf(element, '.message')).to.contain(attribute);
    });

  it('is told once, goes when it is mended, and is told again', async () => {
    const { element, log } = await stage({ 'max-files': 'many' });
    await until(() => log.length > 0);
    element.multiple = true;
    element.name = 'files';
    await nextTask();
    await nextTask();
    expect(log.length).to.equal(1);
    // Drawn, or that it goes would say nothing.
    await until(() => all(element, '.message').length === 1);
    element.setAttribute('max-files', '3');
    await until(() => all(element, '.message').length === 0);
    element.maxFiles = 'many';
    await until(() => log.length === 2);
  });

  it('is told one after the other when there are several', async () => {
    const { element, events } = await stage({
      'max-files': 'many',
      'session-url': '',
    });
    await until(() => events.length === 1);
    element.maxFiles = 3;
    await until(() => events.length === 2);
    const subjects = events.map(
      ({ detail }) => (detail as { error: { subject: string } }).error.subject,
    );
    expect(subjects).to.deep.equal(['max-files', 'session-url']);
  });

  it('rejects files instead of losing them, at once', async () => {
    const { element, log } = await stage({ 'max-files': 'many' });
    expect(element.addFiles([fileOf('a'), fileOf('b')])).to.deep.equal([]);
    expect(log).to.deep.equal([
      'upload-error bad-option',
      'file-reject a bad-option',
      'file-reject b bad-option',
    ]);
    await element.updateComplete;
    expect(all(element, '.message').length).to.equal(1);
    // Who cannot see the message hears it, once.
    await until(() => textOf(element, '.aloud') !== '', 'words aloud');
    expect(textOf(element, '.aloud')).to.equal(
      'Files cannot be uploaded here: “max-files” is missing or cannot be read.',
    );
  });
});

describe('an element without an address', () => {
  it('says so', async () => {
    const element = create();
    const { log } = record(element);
    document.body.append(element);
    await until(() => log.length > 0);
    await element.updateComplete;
    expect(log).to.deep.equal(['upload-error bad-option']);
    expect(textOf(element, '.message')).to.contain('session-url');
  });

  it('says nothing while the page still sets it up', async () => {
    const element = create();
    const { log } = record(element);
    document.body.append(element);
    await element.updateComplete;
    expect(log).to.deep.equal([]);
    expect(all(element, '.message').length).to.equal(0);
    const { sessionUrl } = makeDrive();
    element.openSession = async (request, { signal }) => {
      const answer = await fetch(sessionUrl, {
        method: 'POST',
        body: JSON.stringify(request),
        signal,
      });
      return answer.json();
    };
    await nextTask();
    expect(log).to.deep.equal([]);
    element.addFiles([fileOf('a', 4)]);
    await element.done();
    expect(log.at(-2)).to.equal('uploaded a');
  });

  it('says nothing when it was never in the page', async () => {
    const element = create();
    const { log } = record(element);
    await nextTask();
    expect(log).to.deep.equal([]);
  });
});

describe('options of uploads', () => {
  it('reach the session request', async () => {
    const { element, drive } = await stage({ 'with-preview': '' });
    element.accessToken = async () => 'abc';
    element.addFiles([fileOf('a.txt', 4, 'text/plain')]);
    await element.done();
    const { entries } = drive.journal;
    const session = entries.find(({ route }) => route === 'session');
    expect(session).not.to.equal(undefined);
    expect(element.records[0]?.size).to.equal(4);
  });

  it('prepare changes the file, and its failure is shown in its own words', async () => {
    const { element, drive, log } = await stage({ multiple: '' });
    element.prepare = (file) => new File(['xy'], file.name);
    element.addFiles([fileOf('a', 4)]);
    await element.done();
    expect((await drive.files())[0]?.size).to.equal(2);
    element.prepare = () => {
      throw new Error('Too blurred.');
    };
    element.addFiles([fileOf('b', 4)]);
    await element.done();
    expect(log).to.contain('upload-error b prepare-failed');
    await element.updateComplete;
    expect(textOf(element, '.why')).to.contain('Too blurred.');
  });

  it('stay with a file that was added before they changed', async () => {
    const { element, log } = await stage({ multiple: '', manual: '' });
    element.addFiles([fileOf('a', 4)]);
    element.setAttribute('session-url', 'http://localhost:1/gone');
    element.start();
    await element.done();
    expect(log).to.contain('uploaded a');
  });
});

describe('initial records', () => {
  const record_ = (uuid: string, size = 5) => ({
    uuid,
    type: 'file',
    name: `${uuid}.pdf`,
    size,
  });

  it('are shown as uploaded, without an event', async () => {
    const { element, log } = await stage({ multiple: '' });
    element.initialRecords = [record_('one'), record_('two')];
    expect(element.records.map(({ uuid }) => uuid)).to.deep.equal([
      'one',
      'two',
    ]);
    expect(element.value).to.equal('one');
    await element.updateComplete;
    expect(all(element, '[data-status=uploaded]').length).to.equal(2);
    expect(log).to.deep.equal([]);
  });

  it('count as files', async () => {
    const { element, log } = await stage({ multiple: '', 'max-files': '1' });
    element.initialRecords = [record_('one')];
    element.addFiles([fileOf()]);
    expect(log).to.deep.equal(['file-reject a.txt too-many-files']);
  });

  it('are what the page says last, and go without an event', async () => {
    const { element, log } = await stage({ multiple: '' });
    element.initialRecords = [record_('one'), record_('two')];
    const [, second] = element.uploads;
    element.initialRecords = [record_('two'), record_('three')];
    expect(element.records.map(({ uuid }) => uuid)).to.deep.equal([
      'two',
      'three',
    ]);
    expect(element.uploads[0]).to.equal(second);
    expect(log).to.deep.equal([]);
  });

  it('go with an event when a person takes them away', async () => {
    const { element, log } = await stage({ multiple: '' });
    element.initialRecords = [record_('one')];
    const [upload] = element.uploads;
    if (upload) element.remove(upload);
    expect(log).to.deep.equal(['before-file-remove', 'file-remove']);
  });

  it('find the queue that is set after them', async () => {
    const { UploadQueue } = await import('../../src/engine/index.js');
    const { element } = await stage({ multiple: '' });
    element.initialRecords = [record_('one')];
    element.queue = new UploadQueue();
    expect(element.queue.uploads.length).to.equal(1);
    const again = create();
    again.initialRecords = [record_('one')];
    again.queue = element.queue;
    expect(again.uploads.length).to.equal(1);
  });
});
