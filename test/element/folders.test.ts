/** Folders that are dropped: read to their ends, in order, and never silently incomplete. */

import { expect } from '@open-wc/testing';
import { contentsOf } from '../../src/element/folders.js';
import type { KommoUploader } from '../../src/element/index.js';
import { forOneFile } from '../../src/element/picked-files.js';
import { type Dropped, dropOf, files, folder } from './entries.js';
import {
  all,
  button,
  fileOf,
  one,
  stage,
  textOf,
  tidy,
  until,
} from './stage.js';

afterEach(tidy);

const pathsOf = ({ uploads }: KommoUploader) => uploads.map(({ path }) => path);

/** Nothing is read any more. */
const isRead = (element: KommoUploader) =>
  until(
    () => !textOf(element, '.call').startsWith('Reading'),
    'the folder to be read',
  );

const drop = async (element: KommoUploader, ...things: Dropped[]) => {
  element.dispatchEvent(dropOf(...things));
  await element.updateComplete;
  await isRead(element);
};

describe('what is in a folder', () => {
  it('is found to its end, files by name and before folders, however few come at a time', async () => {
    const root = folder(
      'Photos',
      {
        z: { 'in.txt': fileOf('in.txt') },
        'file 10.txt': fileOf(),
        a: { deep: { er: { 'b.txt': fileOf() } }, 'a.txt': fileOf() },
        'file 9.txt': fileOf(),
        nothing: {},
        'Ä.txt': fileOf(),
      },
      { perCall: 2 },
    );
    const found: string[] = [];
    for await (const { files: some } of contentsOf(root))
      found.push(...some.map(({ path }) => path));
    expect(found).to.deep.equal([
      'Photos/Ä.txt',
      'Photos/file 9.txt',
      'Photos/file 10.txt',
      'Photos/a/a.txt',
      'Photos/a/deep/er/b.txt',
      'Photos/z/in.txt',
    ]);
  });

  it('is handed on by the hundred', async () => {
    const root = folder(
      'Many',
      files(250, (at) => `${at}.txt`),
    );
    const sizes: number[] = [];
    for await (const { files: some } of contentsOf(root))
      if (some.length > 0) sizes.push(some.length);
    expect(sizes).to.deep.equal([100, 100, 50]);
  });

  it('may be very deep', async () => {
    let tree = { 'deep.txt': fileOf() } as Parameters<typeof folder>[1];
    for (let depth = 0; depth < 500; depth += 1) tree = { d: tree };
    const found: string[] = [];
    for await (const { files: some } of contentsOf(folder('D', tree)))
      found.push(...some.map(({ path }) => path));
    expect(found).to.deep.equal([`D/${'d/'.repeat(500)}deep.txt`]);
  }).timeout(30_000);
});

describe('a folder that is dropped', () => {
  it('is uploaded, each file with its path, beside files that were dropped with it', async () => {
    const { element, log } = await stage({ multiple: '' });
    const same = fileOf('same.txt', 4);
    await drop(
      element,
      folder('One', { 'same.txt': same, sub: { 'same.txt': same } }),
      fileOf('alone.txt', 4),
    );
    await element.done();
    expect(pathsOf(element)).to.deep.equal([
      'alone.txt',
      'One/same.txt',
      'One/sub/same.txt',
    ]);
    expect(element.records.length).to.equal(3);
    expect(log.filter((line) => line === 'uploads-idle').length).to.equal(1);
    expect(log.some((line) => line.startsWith('file-reject'))).to.equal(false);
  });

  it('shows where files of one name belong, and its buttons say it', async () => {
    const { element } = await stage({ multiple: '', manual: '' });
    const same = fileOf('same.txt', 4);
    await drop(
      element,
      folder('One', { 'same.txt': same, sub: { 'same.txt': same } }),
    );
    element.addFiles([fileOf('same.txt', 5)]);
    await element.updateComplete;
    const names = all(element, '.name').map(({ textContent, title }) => [
      textContent?.replace(/\s+/g, ' ').trim(),
      title,
    ]);
    expect(names).to.deep.equal([
      ['same.txt One', 'One/same.txt'],
      ['same.txt One/sub', 'One/sub/same.txt'],
      ['same.txt', 'same.txt'],
    ]);
    button(element, 'Cancel One/sub/same.txt').click();
    expect(element.uploads[1]?.status).to.equal('aborted');
  });

  it('is a duplicate when it is dropped again, and so is none of another folder', async () => {
    const { element, log } = await stage({ multiple: '', manual: '' });
    const tree = { 'a.txt': fileOf('a.txt', 4), 'b.txt': fileOf('b.txt', 4) };
    await drop(element, folder('One', tree));
    await drop(element, folder('One', tree), folder('Two', tree));
    expect(pathsOf(element)).to.deep.equal([
      'One/a.txt',
      'One/b.txt',
      'Two/a.txt',
      'Two/b.txt',
    ]);
    expect(log.filter((line) => line.endsWith('duplicate')).length).to.equal(2);
    expect(textOf(element, '.message')).to.contain('One/a.txt');
  });

  it('says that it is being read, to the ear too, and that nothing is done before', async () => {
    const { element, log } = await stage({ multiple: '' });
    element.dispatchEvent(
      dropOf(
        folder(
          'Slow',
          files(150, (at) => `${at}.txt`),
          { perCall: 1 },
        ),
      ),
    );
    await element.updateComplete;
    expect(textOf(element, '.call')).to.contain('Reading the folder');
    expect(element.uploads.length).to.equal(0);
    const done = element.done();
    await until(
      () => textOf(element, '.aloud').includes('Reading the folder'),
      'it to be said',
    );
    await isRead(element);
    const { uploaded } = await done;
    expect(uploaded.length).to.equal(150);
    expect(log.filter((line) => line === 'uploads-idle').length).to.equal(1);
    expect(textOf(element, '.call')).to.equal('Drop files here');
  });

  it('waits for the folder before it', async () => {
    const { element } = await stage({ multiple: '', manual: '' });
    element.dispatchEvent(
      dropOf(
        folder(
          'One',
          files(5, (at) => `${at}.txt`),
          { perCall: 1 },
        ),
      ),
    );
    element.dispatchEvent(dropOf(folder('Two', { 'a.txt': fileOf() })));
    await element.updateComplete;
    await isRead(element);
    expect(pathsOf(element)).to.deep.equal([
      ...[0, 1, 2, 3, 4].map((at) => `One/${at}.txt`),
      'Two/a.txt',
    ]);
  });

  it('has its rejected files in one message, whatever else was dropped with it', async () => {
    const { element, log } = await stage({
      multiple: '',
      manual: '',
      accept: '.txt',
    });
    await drop(
      element,
      fileOf('alone.exe'),
      folder('Mixed', {
        ...files(120, (at) => `${at}.txt`),
        sub: { ...files(36, (at) => `${at}.exe`) },
      }),
    );
    expect(element.uploads.length).to.equal(120);
    expect(all(element, '.message').length).to.equal(1);
    expect(textOf(element, '.message')).to.contain('37 files were not added');
    expect(textOf(element, '.reasons li')).to.contain('Mixed/sub/35.exe');
    expect(
      log.filter((line) => line.startsWith('file-reject')).length,
    ).to.equal(37);
    await until(
      () => textOf(element, '.aloud').includes('37 files were not added'),
      'it to be said',
    );
    // The next one begins a message of its own.
    await drop(element, fileOf('other.exe'));
    expect(textOf(element, '.message')).to.contain('1 file was not added');
  });

  it('leaves out what systems keep in folders, and says how many; dropped alone they are files', async () => {
    const { element, log } = await stage({ multiple: '', manual: '' });
    await drop(
      element,
      folder('Mac', {
        '.DS_Store': fileOf('.DS_Store'),
        'a.txt': fileOf(),
        sub: { 'thumbs.db': fileOf(), 'Desktop.ini': fileOf() },
      }),
    );
    expect(pathsOf(element)).to.deep.equal(['Mac/a.txt']);
    expect(textOf(element, '.message')).to.contain('3 system files');
    expect(log.some((line) => line.startsWith('file-reject'))).to.equal(false);
    button(element, 'Dismiss').click();
    await element.updateComplete;
    expect(all(element, '.message').length).to.equal(0);
    await drop(element, fileOf('Thumbs.db'));
    expect(pathsOf(element)).to.include('Thumbs.db');
  });

  it('names what cannot be read, and takes the rest', async () => {
    const { element, events } = await stage({ multiple: '', manual: '' });
    await drop(
      element,
      folder(
        'Disk',
        {
          'good.txt': fileOf(),
          'bad.txt': 'unreadable',
          locked: { 'half.txt': fileOf() },
        },
        { broken: ['Disk/locked'] },
      ),
    );
    expect(pathsOf(element)).to.deep.equal([
      'Disk/good.txt',
      'Disk/locked/half.txt',
    ]);
    const message = textOf(element, '.message');
    expect(message).to.contain('1 file was not added');
    expect(message).to.contain('Disk/bad.txt');
    expect(message).to.contain('The folder “Disk/locked” cannot be read');
    const rejected = events.filter(({ type }) => type === 'file-reject');
    expect(
      rejected.map(({ file, detail }) => [
        file?.name,
        (detail as { error: { code: string } }).error.code,
      ]),
    ).to.deep.equal([
      ['bad.txt', 'file-unreadable'],
      ['locked', 'file-unreadable'],
    ]);
  });

  it('that is empty is named', async () => {
    const { element, log } = await stage({ multiple: '' });
    await drop(element, folder('Empty', { sub: { deeper: {} } }));
    expect(textOf(element, '.message')).to.contain(
      'The folder “Empty” is empty.',
    );
    expect(textOf(element, '.message')).not.to.contain('0 files');
    expect(log).to.deep.equal(['file-reject Empty not-a-file']);
    await until(
      () => textOf(element, '.aloud').includes('“Empty” is empty'),
      'it to be said',
    );
  });

  it('is refused with a reason where only one file is taken', async () => {
    const { element, log } = await stage();
    let opened = 0;
    const taken = folder(
      'Photos',
      { 'a.txt': fileOf() },
      {
        opened: () => {
          opened += 1;
        },
      },
    );
    await drop(element, taken);
    expect(textOf(element, '.message')).to.contain(
      'Only one file can be added here. Open the folder “Photos”',
    );
    expect(log).to.deep.equal(['file-reject Photos not-a-file']);
    expect(opened).to.equal(0);
  });

  it('is not read where an option is wrong', async () => {
    const { element, log } = await stage({
      multiple: '',
      'max-files': 'many',
    });
    await drop(element, folder('Photos', { 'a.txt': fileOf() }));
    expect(log).to.include('file-reject Photos bad-option');
    expect(element.uploads.length).to.equal(0);
  });
});

describe('reading a folder', () => {
  const slow = (opened: string[]) =>
    folder(
      'Slow',
      Object.fromEntries(
        Array.from({ length: 50 }, (_, at) => [
          `${at}`,
          { 'a.txt': fileOf('a.txt', 4, '', at) },
        ]),
      ),
      { opened: (path) => opened.push(path) },
    );

  const stops = async (
    act: (element: KommoUploader) => void,
  ): Promise<KommoUploader> => {
    const { element } = await stage({ multiple: '', manual: '' });
    const opened: string[] = [];
    element.dispatchEvent(dropOf(slow(opened)));
    await until(() => element.uploads.length > 2, 'the first files');
    act(element);
    await isRead(element);
    expect(opened.length).to.be.lessThan(100);
    return element;
  };

  it('stops when the element is disabled', async () => {
    const element = await stops((each) => {
      each.disabled = true;
    });
    expect(textOf(element, '.call')).to.equal('Drop files here');
  });

  it('stops when the element is removed', async () => {
    await stops((element) => element.remove());
  });

  it('goes on when the element only moves', async () => {
    const { element } = await stage({ multiple: '', manual: '' });
    element.dispatchEvent(dropOf(slow([])));
    await until(() => element.uploads.length > 2, 'the first files');
    const section = document.createElement('section');
    document.body.append(section);
    section.append(element);
    await isRead(element);
    expect(element.uploads.length).to.equal(50);
    section.remove();
  });
});

describe('an element for folders', () => {
  it('has a picker for a folder, and takes all files in it', async () => {
    const { element } = await stage({ directory: '', manual: '' });
    const input = one(element, 'input') as HTMLInputElement;
    expect(input.webkitdirectory).to.equal(true);
    expect(textOf(element, '.browse')).to.equal('Choose a folder');
    const inFolder = (path: string) => {
      const file = fileOf(path.slice(path.lastIndexOf('/') + 1), 4);
      Object.defineProperty(file, 'webkitRelativePath', { value: path });
      return file;
    };
    Object.defineProperty(input, 'files', {
      value: [
        inFolder('One/a.txt'),
        inFolder('One/sub/a.txt'),
        inFolder('One/.DS_Store'),
      ],
      configurable: true,
    });
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await element.updateComplete;
    expect(pathsOf(element)).to.deep.equal(['One/a.txt', 'One/sub/a.txt']);
    expect(textOf(element, '.message')).to.contain('1 system file');
    await drop(element, fileOf('b.txt', 4));
    expect(element.uploads.length).to.equal(3);
    element.directory = false;
    await element.updateComplete;
    expect(input.webkitdirectory).to.equal(false);
  });
});

describe('an element with a camera', () => {
  it('hands on what a phone needs to know', async () => {
    const { element } = await stage({ capture: 'environment' });
    const input = one(element, 'input');
    expect(input.getAttribute('capture')).to.equal('environment');
    element.setAttribute('capture', '');
    await element.updateComplete;
    expect(input.getAttribute('capture')).to.equal('');
    element.removeAttribute('capture');
    await element.updateComplete;
    expect(input.hasAttribute('capture')).to.equal(false);
  });
});

describe('a row that wants its file back', () => {
  it('gets a picker for files, where the button chooses folders or a camera', () => {
    const input = document.createElement('input');
    input.type = 'file';
    input.webkitdirectory = true;
    input.setAttribute('capture', 'user');
    const restore = forOneFile(input);
    expect(input.webkitdirectory).to.equal(false);
    expect(input.hasAttribute('capture')).to.equal(false);
    restore();
    expect(input.webkitdirectory).to.equal(true);
    expect(input.getAttribute('capture')).to.equal('user');
  });
});
