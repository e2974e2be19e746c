/** Which files come in: limits, types, duplicates, folders; and how rejected ones are told and shown. */

import { expect } from '@open-wc/testing';
import { isFile, isOfType, readAccept } from '../../src/element/acceptance.js';
import { OptionError } from '../../src/engine/index.js';
import {
  all,
  button,
  fileOf,
  nextTask,
  one,
  only,
  reaches,
  stage,
  textOf,
  tidy,
  until,
} from './stage.js';

afterEach(tidy);

describe('a type', () => {
  const fits = (name: string, type: string, accept: string) =>
    isOfType(fileOf(name, 1, type), readAccept(accept));

  it('is met by extension, MIME type or kind, in any case', () => {
    expect(fits('a.PDF', '', '.pdf')).to.equal(true);
    expect(fits('a', 'Image/PNG', 'image/*')).to.equal(true);
    expect(fits('a', 'image/png', 'IMAGE/PNG')).to.equal(true);
    expect(fits('a', 'text/plain;charset=utf-8', 'text/plain')).to.equal(true);
    expect(fits('a.tar.gz', 'application/gzip', '.tar.gz')).to.equal(true);
    expect(fits('a.pdf', 'application/pdf', 'image/*, .PDF ,')).to.equal(true);
    expect(fits('a.exe', '', '')).to.equal(true);
    expect(fits('a.exe', '', '*/*')).to.equal(true);
  });

  it('is not met by another one', () => {
    expect(fits('a.pdf.exe', '', '.pdf')).to.equal(false);
    expect(fits('a', 'imagex/png', 'image/*')).to.equal(false);
    expect(fits('pdf', '', '.pdf')).to.equal(false);
    expect(fits('a.png', '', 'image/*')).to.equal(false);
  });

  it('that browsers do not know is told by its extension', () => {
    expect(fits('photo.HEIC', '', 'image/*')).to.equal(true);
    expect(fits('photo.heic', '', 'image/heic')).to.equal(true);
    expect(fits('film.mkv', '', 'image/*')).to.equal(false);
  });

  it('that is none is a bad option', () => {
    expect(() => readAccept('pdf, .png')).to.throw(OptionError, 'pdf');
    expect(() => readAccept('.')).to.throw(OptionError);
  });
});

describe('a file of another window', () => {
  it('is a file, and text is none', () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const foreign = frame.contentWindow as Window & typeof globalThis;
    const file = new foreign.File(['a'], 'a');
    expect(file instanceof File).to.equal(false);
    expect(isFile(file)).to.equal(true);
    expect(isFile(new Blob(['a']))).to.equal(false);
    expect(isFile('a')).to.equal(false);
    frame.remove();
  });
});

describe('limits', () => {
  it('reject with a code and the limit, in this order', async () => {
    const { element, events, log } = await stage({
      multiple: '',
      accept: '.txt',
      'min-file-size': '2',
      'max-file-size': '1 kB',
      'max-files': '2',
      'max-total-size': '1.5 KB',
    });
    element.addFiles([
      fileOf('a.exe', 5000),
      fileOf('b.txt', 1),
      fileOf('c.txt', 1001),
      fileOf('d.txt', 1000),
      fileOf('e.txt', 501),
      fileOf('f.txt', 500),
      fileOf('g.txt', 2),
    ]);
    const rejected = log.filter((line) => line.startsWith('file-reject'));
    expect(rejected).to.deep.equal([
      'file-reject a.exe file-type',
      'file-reject b.txt file-too-small',
      'file-reject c.txt file-too-large',
      'file-reject e.txt total-too-large',
      'file-reject g.txt too-many-files',
    ]);
    const limits = events
      .filter(({ type }) => type === 'file-reject')
      .map(({ detail }) => (detail as { error: { limit?: number } }).error);
    expect(limits.map(({ limit }) => limit)).to.deep.equal([
      undefined,
      2,
      1000,
      1500,
      2,
    ]);
  });

  it('do not count what was aborted', async () => {
    const { element } = await stage({ multiple: '', 'max-files': '1' });
    element.abort(only(element.addFiles([fileOf('a')])));
    only(element.addFiles([fileOf('b')]));
  });

  it('are asked about before the page is', async () => {
    const { element, log } = await stage({ 'max-file-size': '5' });
    element.addFiles([fileOf()]);
    expect(log).to.deep.equal(['file-reject a.txt file-too-large']);
  });

  it('are said where files are dropped', async () => {
    const { element } = await stage({
      multiple: '',
      accept: '.pdf,image/*',
      'max-file-size': '10 MB',
      'max-files': '5',
    });
    const limits = textOf(element, '.limits');
    for (const words of ['PDF', 'images', '10 MB', '5 files'])
      expect(limits).to.contain(words);
  });
});

describe('rejected files', () => {
  it('are shown in one message, each with its reason, until it is dismissed', async () => {
    const { element } = await stage({ multiple: '', accept: '.txt' });
    element.addFiles([fileOf('a.exe'), fileOf('b.png'), fileOf('c.txt')]);
    await element.updateComplete;
    expect(all(element, '.message').length).to.equal(1);
    expect(textOf(element, '.message')).to.contain('2 files were not added');
    const reasons = all(element, '.reasons li').map(
      ({ textContent }) => textContent,
    );
    expect(reasons.length).to.equal(2);
    expect(reasons[0]).to.contain('a.exe');
    expect(reasons[0]).to.contain('type');
    button(element, 'Dismiss').click();
    await element.updateComplete;
    expect(all(element, '.message').length).to.equal(0);
  });

  it('are forgotten when other files come', async () => {
    const { element } = await stage({ accept: '.txt' });
    element.addFiles([fileOf('a.exe')]);
    element.addFiles([fileOf('a.txt')]);
    await element.updateComplete;
    expect(all(element, '.message').length).to.equal(0);
  });

  it('are not all listed when there are thousands', async () => {
    const { element } = await stage({ multiple: '', accept: '.txt' });
    element.addFiles(
      Array.from({ length: 1234 }, (_, at) => fileOf(`${at}.exe`, 0)),
    );
    await element.updateComplete;
    expect(all(element, '.reasons li').length).to.equal(51);
    expect(textOf(element, '.message')).to.contain('1,234 files');
    expect(textOf(element, '.message')).to.contain('1,184 more');
  });
});

describe('the same file again', () => {
  it('is a duplicate of an upload that runs or is done', async () => {
    const { element, drive, log } = await stage({ multiple: '' });
    drive.faults.add({ on: 'session', kind: 'late', delay: 50 });
    element.addFiles([fileOf()]);
    expect(element.addFiles([fileOf()])).to.deep.equal([]);
    await element.done();
    expect(element.addFiles([fileOf()])).to.deep.equal([]);
    expect(log.filter((line) => line.endsWith('duplicate')).length).to.equal(2);
    expect(element.uploads.length).to.equal(1);
  });

  it('is another one if it changed since', async () => {
    const { element } = await stage({ multiple: '' });
    element.addFiles([fileOf('a', 4, '', 1), fileOf('a', 4, '', 2)]);
    expect(element.uploads.length).to.equal(2);
  });

  it('goes on with its paused upload', async () => {
    const { element, log } = await stage({ multiple: '' });
    const upload = only(element.addFiles([fileOf()]));
    element.pause(upload);
    await reaches(upload, 'paused');
    log.length = 0;
    expect(element.addFiles([fileOf()])).to.deep.equal([upload]);
    await element.done();
    expect(log[0]).to.equal('upload-resume a.txt 0/10');
    expect(log.at(-2)).to.equal('uploaded a.txt');
  });

  it('tries its failed upload again, with what was picked now', async () => {
    const { element, drive, log } = await stage();
    drive.faults.add({ on: 'session', kind: 'status', status: 403 });
    const upload = only(element.addFiles([fileOf()]));
    await element.done();
    const again = fileOf();
    expect(element.addFiles([again])).to.deep.equal([upload]);
    await element.done();
    expect(log).to.contain('upload-retry a.txt 0/10');
    expect(upload.file).to.equal(again);
    expect(upload.status).to.equal('uploaded');
  });

  it('is a new one after an abort', async () => {
    const { element } = await stage({ multiple: '' });
    const first = only(element.addFiles([fileOf()]));
    element.abort(first);
    const second = only(element.addFiles([fileOf()]));
    expect(second).not.to.equal(first);
  });
});

describe('manual', () => {
  it('holds files until somebody starts them, by hand or by code', async () => {
    const { element, log } = await stage({ multiple: '', manual: '' });
    element.addFiles([fileOf('a', 4), fileOf('b', 4)]);
    await nextTask(50);
    expect(log.some((line) => line.startsWith('upload-start'))).to.equal(false);
    await element.updateComplete;
    button(element, 'Upload 2 files').click();
    await element.done();
    expect(log.filter((line) => line.startsWith('uploaded')).length).to.equal(
      2,
    );
    const third = only(element.addFiles([fileOf('c', 4)]));
    element.start();
    await reaches(third, 'uploaded');
  });
});

describe('what addFiles is given', () => {
  it('belongs to these files and to no other', async () => {
    const { element, drive } = await stage({
      multiple: '',
      'with-preview': '',
    });
    const meta = { deal: 7 };
    const [upload] = element.addFiles([fileOf('a', 4)], {
      name: 'renamed.txt',
      meta,
    });
    element.addFiles([fileOf('b', 4)]);
    await element.done();
    expect(upload?.meta).to.equal(meta);
    expect(upload?.name).to.equal('renamed.txt');
    expect(element.uploads[1]?.meta).to.equal(undefined);
    expect((await drive.files()).map(({ name }) => name)).to.include.members([
      'renamed',
      'b',
    ]);
  });

  it('can name the file of which it becomes a version', async () => {
    const { element, drive } = await stage({ multiple: '' });
    element.addFiles([fileOf('a', 4)]);
    await element.done();
    const uuid = element.value;
    element.addFiles([fileOf('b', 5)], { fileUuid: uuid });
    await element.done();
    expect((await drive.versions(uuid)).length).to.equal(2);
  });
});

describe('files that were chosen before the script was there', () => {
  it('are uploaded, and the input in the page steps back', async () => {
    const { element, log } = await stage();
    const input = document.createElement('input');
    input.type = 'file';
    const transfer = new DataTransfer();
    transfer.items.add(fileOf('early.txt', 4));
    input.files = transfer.files;
    element.append(input);
    await until(() => log.includes('uploaded early.txt'));
    expect(input.disabled).to.equal(true);
    expect(input.hidden).to.equal(true);
    expect(input.files?.length).to.equal(0);
    expect(input.getBoundingClientRect().width).to.equal(0);
    expect(log.filter((line) => line.startsWith('file-add')).length).to.equal(
      1,
    );
  });

  it('stay where they are as long as an option is wrong', async () => {
    const { element, log, sessionUrl } = await stage({ 'session-url': '' });
    const input = document.createElement('input');
    input.type = 'file';
    const transfer = new DataTransfer();
    transfer.items.add(fileOf('early.txt', 4));
    input.files = transfer.files;
    element.append(input);
    await until(() => log.includes('upload-error bad-option'));
    expect(input.files?.length).to.equal(1);
    element.sessionUrl = sessionUrl;
    await until(() => log.includes('uploaded early.txt'));
  });
});

describe('the picker', () => {
  it('gives its files and can give the same one again', async () => {
    const { element, log } = await stage();
    const input = one(element, 'input') as HTMLInputElement;
    const choose = () => {
      const transfer = new DataTransfer();
      transfer.items.add(fileOf('chosen.txt', 4));
      input.files = transfer.files;
      input.dispatchEvent(
        new Event('input', { bubbles: true, composed: true }),
      );
      input.dispatchEvent(new Event('change', { bubbles: true }));
    };
    let leaked = 0;
    element.addEventListener('input', (event) => {
      // The element's own, for a new value, is not composed.
      if (event.composed) leaked += 1;
    });
    choose();
    expect(input.value).to.equal('');
    await element.done();
    choose();
    expect(log).to.include.members([
      'uploaded chosen.txt',
      'file-reject chosen.txt duplicate',
    ]);
    expect(leaked).to.equal(0);
  });

  it('is opened by the button and by the area around it, once each, but not when disabled', async () => {
    const { element } = await stage({ multiple: '', accept: '.pdf' });
    const input = one(element, 'input') as HTMLInputElement;
    expect(input.multiple).to.equal(true);
    expect(input.accept).to.equal('.pdf');
    let opened = 0;
    input.addEventListener('click', (event) => {
      opened += 1;
      event.preventDefault();
    });
    // A picker that gives handles may be asked before, and refuses without a person: then it is the input's turn.
    button(element, 'Choose files').click();
    await until(() => opened === 1);
    one(element, '.call').click();
    await until(() => opened === 2);
    element.disabled = true;
    await element.updateComplete;
    button(element, 'Choose files').click();
    one(element, '.call').click();
    await nextTask(100);
    expect(opened).to.equal(2);
  });

  it('is opened by code where the browser allows it', async () => {
    const { element } = await stage();
    const input = one(element, 'input') as HTMLInputElement;
    let opened = 0;
    input.showPicker = () => {
      opened += 1;
    };
    // Where somebody just did something, it is the same as the button.
    input.addEventListener('click', (event) => {
      opened += 1;
      event.preventDefault();
    });
    element.showPicker();
    await until(() => opened > 0);
    expect(opened).to.equal(1);
  });
});
