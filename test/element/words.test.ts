/** Words: numbers, plurals, languages, own texts; what is said aloud; which change means which event. */

import { expect } from '@open-wc/testing';
import { Announcer } from '../../src/element/announcer.js';
import { Format } from '../../src/element/format.js';
import { KommoUploader } from '../../src/element/index.js';
import english from '../../src/element/locales/en.js';
import { eventsOf } from '../../src/element/run-events.js';
import { Words } from '../../src/element/words.js';
import type { Upload, UploadState } from '../../src/engine/index.js';
import {
  all,
  fileOf,
  nextTask,
  one,
  only,
  stage,
  textOf,
  tidy,
  until,
} from './stage.js';

afterEach(tidy);

describe('numbers', () => {
  const format = new Format('en');

  it('of bytes are in the unit that suits them', () => {
    const texts = [0, 1, 999, 1000, 1234, 99_949, 999_499, 999_500, 5e9, 7e15];
    expect(texts.map((bytes) => format.bytes(bytes))).to.deep.equal([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1 kB',
      '1.2 kB',
      '99.9 kB',
      '999 kB',
      '1 MB',
      '5 GB',
      '7,000 TB',
    ]);
    expect(format.speed(1_500_000)).to.equal('1.5 MB/s');
    expect(format.speed(10)).to.equal('0 kB/s');
  });

  it('of seconds too', () => {
    const texts = [0.2, 59, 60, 61, 3599, 3600, 5400];
    expect(texts.map((seconds) => format.duration(seconds))).to.deep.equal([
      '1 sec',
      '59 sec',
      '1 min',
      '2 min',
      '60 min',
      '1 hr',
      '1.5 hr',
    ]);
  });

  it('choose the form by the rules of their language', () => {
    const forms = { one: '# файл', few: '# файла', other: '# файлов' };
    const russian = new Format('ru');
    expect(
      [1, 2, 5, 21].map((count) => russian.plural(count, forms)),
    ).to.deep.equal(['1 файл', '2 файла', '5 файлов', '21 файл']);
  });
});

describe('a language', () => {
  it('is the closest one, its gaps are English, and the page’s own words come first', async () => {
    KommoUploader.addMessages('xx', { dismiss: 'Wegg', chooseFiles: 'Neem' });
    KommoUploader.addMessages('xx-YY', { dismiss: 'Weggg' });
    const values = { multiple: true };
    expect(new Words('xx-ZZ').say('dismiss', {})).to.equal('Wegg');
    expect(new Words('XX-yy-u-nu-latn').say('dismiss', {})).to.equal('Weggg');
    expect(new Words('xx').say('clear', {})).to.equal('Clear list');
    expect(new Words('q').say('chooseFiles', values)).to.equal('Choose files');
    const own = new Words('xx', { chooseFiles: () => 'Mine' });
    expect(own.say('chooseFiles', values)).to.equal('Mine');
  });

  it('is found through shadow trees, and may come later', async () => {
    const host = document.createElement('div');
    host.lang = 'zz';
    document.body.append(host);
    const { element } = await stage();
    host.attachShadow({ mode: 'open' }).append(element);
    await element.updateComplete;
    expect(textOf(element, '.browse')).to.equal('Choose a file');
    KommoUploader.addMessages('zz', { chooseFiles: 'Zz' });
    await until(() => textOf(element, '.browse') === 'Zz');
    element.messages = { chooseFiles: 'Own' };
    await element.updateComplete;
    expect(textOf(element, '.browse')).to.equal('Own');
    host.remove();
  });

  it('that is no language does no harm', async () => {
    const { element } = await stage({ lang: 'no_language!' });
    expect(textOf(element, '.browse')).to.equal('Choose a file');
  });

  it('with words has numbers of its own, without words English ones', () => {
    KommoUploader.addMessages('de', {});
    const values = { limit: 1500, subject: undefined };
    expect(new Words('de').say('file-too-large', values)).to.contain('1,5');
    expect(new Words('fr').say('file-too-large', values)).to.contain('1.5');
  });
});

describe('English', () => {
  it('says a whole sentence for each error, without its code', () => {
    for (const [code, message] of Object.entries(english))
      if (code.includes('-')) {
        const text =
          typeof message === 'function'
            ? (message as (...values: unknown[]) => string)(
                { limit: 2, subject: 'x' },
                new Format('en'),
              )
            : message;
        expect(text, code).to.match(/^[A-Z].*\.$/);
        expect(text).not.to.contain(code);
      }
  });
});

describe('what is said aloud', () => {
  const files = (count: number) =>
    Array.from({ length: count }, (_, at) => fileOf(`${at}.txt`, 4));

  const heard = async (element: KommoUploader, ms: number) => {
    const texts: string[] = [];
    const region = one(element, '[role=status]');
    const observer = new MutationObserver(() =>
      texts.push(region.textContent ?? ''),
    );
    observer.observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    await nextTask(ms);
    observer.disconnect();
    return texts;
  };

  it('is one sentence for a hundred files', async () => {
    const { element } = await stage({ multiple: '' });
    expect(all(element, '[aria-live]').length).to.equal(1);
    element.addFiles(files(100));
    const started = performance.now();
    const texts: string[] = [];
    while (!texts.at(-1)?.startsWith('All done'))
      texts.push(...(await heard(element, 300)));
    // News of a second is one sentence, however much of it there is.
    const seconds = (performance.now() - started) / 1000;
    expect(texts.length).to.be.at.most(Math.ceil(seconds));
    expect(texts.at(-1)).to.equal('All done: 100 files uploaded');
  });

  it('names a single file', async () => {
    const { element, drive } = await stage();
    drive.faults.add({ on: 'session', kind: 'status', status: 403 });
    element.addFiles(files(1));
    expect(await heard(element, 1400)).to.deep.equal([
      'Upload of 0.txt started. Upload of 0.txt failed.',
    ]);
  });

  it('counts rejected files', async () => {
    const { element } = await stage({ multiple: '', accept: '.pdf' });
    element.addFiles(files(3));
    expect(await heard(element, 1400)).to.deep.equal([
      '3 files were not added',
    ]);
  });

  it('has quarters, each at most once', async () => {
    const texts: string[] = [];
    const words = new Words('en');
    const announcer: Announcer = new Announcer(
      () => words,
      () => texts.push(announcer.text),
    );
    const state = (loaded: number) =>
      ({ status: 'uploading', loaded, total: 100 }) as UploadState;
    const upload = { name: 'a' } as Upload;
    const reach = async (loaded: number) => {
      announcer.changed(upload, state(loaded - 1), state(loaded), {
        loaded,
        total: 100,
      });
      await nextTask(1100);
    };
    await reach(10);
    await reach(26);
    await reach(30);
    await reach(51);
    expect(texts).to.deep.equal(['25% uploaded.', '50% uploaded.']);
  }).timeout(8000);
});

describe('a change of state', () => {
  const state = (change: Partial<UploadState>): UploadState =>
    ({
      status: 'uploading',
      loaded: 0,
      total: 10,
      retries: 0,
      ...change,
    }) as UploadState;
  const events = (
    before: Partial<UploadState>,
    after: Partial<UploadState>,
    hasStarted = true,
  ) => eventsOf(state(before), state(after), hasStarted).join();

  it('means these events', () => {
    const queued = { status: 'queued' } as const;
    expect(events(queued, { status: 'opening' }, false)).to.equal(
      'upload-start',
    );
    expect(events(queued, {}, false)).to.equal('upload-start');
    expect(events(queued, {})).to.equal('');
    expect(events({ status: 'paused' }, queued)).to.equal('upload-resume');
    expect(events({ status: 'failed' }, { ...queued, loaded: 4 })).to.equal(
      'upload-retry',
    );
    expect(events({ status: 'aborted' }, queued)).to.equal('upload-retry');
    expect(events({ status: 'pausing' }, { status: 'paused' })).to.equal(
      'upload-pause',
    );
    expect(events(queued, { status: 'paused' })).to.equal('upload-pause');
    expect(events({}, { status: 'pausing' })).to.equal('');
    expect(events({ status: 'pausing' }, {})).to.equal('');
    expect(events({ status: 'paused' }, { status: 'aborted' })).to.equal(
      'upload-abort',
    );
    expect(events({ status: 'waiting' }, { retries: 1 })).to.equal(
      'upload-retry',
    );
    expect(events({ loaded: 4 }, { loaded: 8 })).to.equal('upload-progress');
    expect(events({ loaded: 4 }, { loaded: 0 })).to.equal('');
    expect(events({ loaded: 4 }, { loaded: 10, status: 'uploaded' })).to.equal(
      'upload-progress,uploaded',
    );
    expect(events({}, { status: 'failed' })).to.equal('upload-error');
  });

  it('while waiting counts only if the wait is another one', () => {
    const waiting = (until: number) =>
      ({ status: 'waiting', waitingFor: 'drive', until }) as const;
    expect(events({}, waiting(1))).to.equal('upload-wait');
    expect(events(waiting(1), waiting(1))).to.equal('');
    expect(events(waiting(1), waiting(2))).to.equal('upload-wait');
  });
});

describe('numbers in a row', () => {
  it('stand still for a moment, however fast the parts go', async () => {
    const { element } = await stage({}, { maxPartSize: 1, latency: 2 });
    const upload = only(element.addFiles([fileOf('a', 200)]));
    await until(() => upload.loaded > 0);
    await element.updateComplete;
    let changes = 0;
    const observer = new MutationObserver(() => {
      changes += 1;
    });
    observer.observe(one(element, '[part=status]'), {
      childList: true,
      characterData: true,
      subtree: true,
    });
    const begin = performance.now();
    await nextTask(700);
    observer.disconnect();
    const seconds = (performance.now() - begin) / 1000;
    expect(upload.loaded).to.be.greaterThan(20);
    expect(changes).to.be.at.most(Math.ceil(seconds * 2) + 1);
  });
});
