/** The picker: the browser's own where it gives handles, the input everywhere else; and what handles are good for. */

import { expect } from '@open-wc/testing';
import { typesOf } from '../../src/element/picker.js';
import {
  type Checkpoint,
  Pace,
  type Upload,
  UploadQueue,
} from '../../src/engine/index.js';
import type { KommoUploader } from '../../src/index.js';
import {
  MemoryCheckpoints,
  MemoryLocks,
} from '../helpers/memory-checkpoints.js';
import {
  button,
  create,
  fileOf,
  makeDrive,
  nextTask,
  one,
  only,
  reaches,
  record,
  stage,
  textOf,
  tidy,
  until,
} from './stage.js';

interface Asked {
  multiple: boolean;
  types: { accept: Record<string, string[]> }[];
}

/** A handle that is asked for its file, and for the right to read it. */
class Handle {
  asked = 0;
  readonly #file: File | Error;
  readonly #permission: PermissionState;

  constructor(file: File | Error, permission: PermissionState = 'granted') {
    this.#file = file;
    this.#permission = permission;
  }

  async getFile(): Promise<File> {
    if (this.#file instanceof File) return this.#file;
    throw this.#file;
  }

  async requestPermission(): Promise<PermissionState> {
    this.asked += 1;
    return this.#permission;
  }
}

const page = window as { showOpenFilePicker?: unknown };
const browsers = page.showOpenFilePicker;

/** Puts a picker into the page; the list grows with what it is asked for. */
const withPicker = (
  pick: () => Promise<readonly { getFile(): Promise<File> }[]>,
): Asked[] => {
  const asked: Asked[] = [];
  page.showOpenFilePicker = (options: Asked) => {
    asked.push(options);
    return pick();
  };
  return asked;
};

/** How often the input was opened instead; it stays closed. */
const opensOf = (element: KommoUploader): { count: number } => {
  const opens = { count: 0 };
  element.shadowRoot?.addEventListener(
    'click',
    (event) => {
      if (!(event.target instanceof HTMLInputElement)) return;
      event.preventDefault();
      opens.count += 1;
    },
    { capture: true },
  );
  return opens;
};

const browse = (element: KommoUploader) => one(element, '.browse').click();

const refuses = (name: string) => async () => {
  throw name === 'TypeError'
    ? new TypeError('No.')
    : new DOMException('No.', name);
};

afterEach(async () => {
  await tidy();
  if (browsers === undefined) delete page.showOpenFilePicker;
  else page.showOpenFilePicker = browsers;
});

describe('the types that a picker is asked for', () => {
  for (const [accept, expected] of [
    ['', []],
    ['*/*', []],
    ['image/*, */*', []],
    ['image/*', [{ accept: { 'image/*': [] } }]],
    ['.pdf', [{ accept: { 'application/x-listed': ['.pdf'] } }]],
    [
      'image/*, application/pdf,.tar.gz,  .DOCX',
      [
        {
          accept: {
            'image/*': [],
            'application/pdf': [],
            'application/x-listed': ['.tar.gz', '.DOCX'],
          },
        },
      ],
    ],
  ] as const)
    it(`for accept="${accept}" are one choice, as in an input`, () =>
      expect(typesOf(accept)).to.deep.equal(expected));
});

describe('the button that chooses files', () => {
  it('keeps a handle of each file where the browser gives one', async () => {
    const { element, log } = await stage({ multiple: '', accept: '.txt' });
    const handles = ['a.txt', 'b.txt'].map((name) => new Handle(fileOf(name)));
    const asked = withPicker(async () => handles);
    const opens = opensOf(element);
    browse(element);
    await until(() => element.records.length === 2, 'two records');
    expect(element.uploads.map(({ handle }) => handle)).to.deep.equal(handles);
    expect(asked).to.deep.equal([{ multiple: true, types: typesOf('.txt') }]);
    expect(opens.count).to.equal(0);
    expect(log.filter((line) => line.startsWith('file-add'))).to.have.length(2);
  });

  it('judges what was chosen as anything else: the picker offers all files too', async () => {
    const { element, log } = await stage({ accept: '.pdf' });
    withPicker(async () => [new Handle(fileOf('a.txt'))]);
    browse(element);
    await until(() => log.length > 0, 'a rejection');
    expect(log).to.deep.equal(['file-reject a.txt file-type']);
  });

  it('does nothing where the person chose nothing', async () => {
    const { element, log } = await stage();
    const asked = withPicker(refuses('AbortError'));
    const opens = opensOf(element);
    browse(element);
    await nextTask();
    browse(element);
    await nextTask();
    expect([asked.length, opens.count, log.length]).to.deep.equal([2, 0, 0]);
  });

  for (const name of ['TypeError', 'SecurityError'])
    it(`opens the input where the browser answers with a ${name}`, async () => {
      const { element } = await stage();
      withPicker(refuses(name));
      const opens = opensOf(element);
      browse(element);
      await until(() => opens.count === 1, 'the input');
    });

  it('asks no more where handles are not allowed', async () => {
    const { element } = await stage();
    const asked = withPicker(refuses('NotAllowedError'));
    const opens = opensOf(element);
    browse(element);
    await until(() => opens.count === 1, 'the input');
    browse(element);
    // In the click itself: a later one would open nothing.
    expect([asked.length, opens.count]).to.deep.equal([1, 2]);
  });

  it('opens the input, in the click itself, where there is no such picker', async () => {
    const { element } = await stage();
    delete page.showOpenFilePicker;
    page.showOpenFilePicker = undefined;
    const opens = opensOf(element);
    browse(element);
    expect(opens.count).to.equal(1);
  });

  for (const attribute of ['capture', 'webkitdirectory'])
    it(`opens the input where that has ${attribute}`, async () => {
      const { element } = await stage();
      const asked = withPicker(async () => []);
      const opens = opensOf(element);
      one(element, 'input').setAttribute(attribute, '');
      browse(element);
      expect([asked.length, opens.count]).to.deep.equal([0, 1]);
    });

  it('opens one picker at a time', async () => {
    const { element } = await stage();
    let choose = (_: Handle[]) => {};
    const asked = withPicker(
      () =>
        new Promise((resolve) => {
          choose = resolve;
        }),
    );
    const opens = opensOf(element);
    browse(element);
    browse(element);
    expect([asked.length, opens.count]).to.deep.equal([1, 0]);
    choose([]);
    await nextTask();
    browse(element);
    expect(asked.length).to.equal(2);
  });

  it('takes what can be read where one of the files is gone already', async () => {
    const { element, log } = await stage({ multiple: '' });
    withPicker(async () => [
      new Handle(new DOMException('Gone.', 'NotFoundError')),
      new Handle(fileOf('b.txt')),
    ]);
    browse(element);
    await until(() => log.length > 0, 'a file');
    expect(only(element.uploads).name).to.equal('b.txt');
  });

  it('is what showPicker() presses; where no person did anything, the input says so', async () => {
    const { element } = await stage();
    const asked = withPicker(async () => []);
    const input = one(element, 'input') as HTMLInputElement;
    input.showPicker = () => {
      throw new DOMException('No click.', 'NotAllowedError');
    };
    const activation = (isActive: boolean) =>
      Object.defineProperty(navigator, 'userActivation', {
        value: { isActive },
        configurable: true,
      });
    try {
      activation(false);
      expect(() => element.showPicker()).to.throw('No click.');
      expect(asked.length).to.equal(0);
      activation(true);
      element.showPicker();
      expect(asked.length).to.equal(1);
    } finally {
      delete (navigator as { userActivation?: unknown }).userActivation;
    }
  });
});

/** An element with rows that are back after a crash, each with this handle. */
const backWith = async (handles: readonly (Handle | undefined)[]) => {
  const { drive, sessionUrl } = makeDrive();
  const store = new MemoryCheckpoints();
  const locks = new MemoryLocks();
  const options = { sessionUrl, resumeScope: 'by 7' };
  const first = locks.tab();
  const gonePace = new Pace();
  let parts = 0;
  const held = new UploadQueue({
    store,
    locks: first,
    // That page is gone: it takes no places from this one.
    paceOf: () => gonePace,
    fetch: (input, init) =>
      String(input).includes('/upload/') && ++parts > handles.length
        ? new Promise<Response>(() => {})
        : fetch(input, init),
  });
  for (const at of handles.keys())
    held.add(fileOf(`${at}.txt`, 10, '', at + 1), options);
  await until(() => parts === 2 * handles.length, 'the second parts');
  first.close();
  const load = store.load.bind(store);
  store.load = async (scope) =>
    (await load(scope)).map((each: Checkpoint) => ({
      ...each,
      handle: handles[Number.parseInt(each.file.name, 10)],
    }));
  // A handle is no value that could be copied.
  store.save = async () => {};
  const element = create({ 'session-url': sessionUrl, multiple: '' });
  element.resumeScope = '7';
  element.queue = new UploadQueue({ store, locks: locks.tab() });
  const { log } = record(element);
  document.body.append(element);
  await until(() => element.uploads.length === handles.length, 'the rows');
  for (const upload of element.uploads) await reaches(upload, 'paused');
  await element.updateComplete;
  const named = (name: string): Upload => {
    const found = element.uploads.find((upload) => upload.name === name);
    if (found === undefined) throw new Error(`There is no ${name}.`);
    return found;
  };
  return { element, drive, log, named };
};

const again = (at: number) => fileOf(`${at}.txt`, 10, '', at + 1);

describe('rows that are back after a reload', () => {
  it('all go on with one click, where the browser kept their files', async () => {
    const handles = [0, 1, 2].map((at) => new Handle(again(at)));
    const { element, drive } = await backWith(handles);
    button(element, 'Resume all').click();
    await until(() => element.records.length === 3, 'three records');
    expect(handles.map(({ asked }) => asked)).to.deep.equal([1, 1, 1]);
    // No file was begun again.
    expect(drive.journal.count('POST', 'session')).to.equal(3);
  });

  it('that need their file chosen are left alone by the button for all', async () => {
    const { element, named } = await backWith([
      new Handle(again(0)),
      undefined,
    ]);
    button(element, 'Resume all').click();
    await reaches(named('0.txt'), 'uploaded');
    await element.updateComplete;
    expect(named('1.txt').status).to.equal('paused');
    expect(textOf(element, '.header')).not.to.contain('Resume all');
  });

  it('stay where the person does not allow it', async () => {
    const refused = new Handle(again(0), 'denied');
    const { element, named } = await backWith([refused, undefined]);
    button(element, 'Resume all').click();
    await until(() => refused.asked === 1, 'the question');
    await nextTask();
    expect(named('0.txt').waitingFor).to.equal('permission');
  });

  it('ask for the file where its handle leads nowhere', async () => {
    const gone = new Handle(new DOMException('Gone.', 'NotFoundError'));
    const { element, named } = await backWith([gone, undefined]);
    button(element, 'Resume all').click();
    await until(() => named('0.txt').waitingFor === 'file', 'the question');
    await element.updateComplete;
    expect(textOf(element, '.header')).not.to.contain('Resume all');
  });

  it('refuse another file from the picker, keep no handle of it, and go on with the right one', async () => {
    const { element, named } = await backWith([undefined]);
    const other = new Handle(fileOf('other.txt'));
    const right = new Handle(again(0));
    let chosen = other;
    withPicker(async () => [chosen]);
    const label = 'Choose 0.txt again';
    button(element, label).click();
    await until(() => textOf(element).includes('another file'), 'a refusal');
    const upload = named('0.txt');
    expect([upload.status, upload.handle]).to.deep.equal(['paused', undefined]);
    chosen = right;
    button(element, label).click();
    await reaches(upload, 'uploaded');
    expect(upload.handle).to.equal(right);
    expect(element.uploads).to.have.length(1);
  });

  it('refuse another file from the input as well', async () => {
    const { element, log } = await backWith([undefined]);
    page.showOpenFilePicker = undefined;
    opensOf(element);
    button(element, 'Choose 0.txt again').click();
    await nextTask();
    const input = one(element, 'input') as HTMLInputElement;
    const files = new DataTransfer();
    files.items.add(fileOf('other.txt'));
    input.files = files.files;
    input.dispatchEvent(new Event('change'));
    await until(() => textOf(element).includes('another file'), 'a refusal');
    await until(
      () => textOf(element, '.aloud').includes('another file'),
      'the refusal aloud',
    );
    expect(log.filter((line) => line.startsWith('file-add'))).to.deep.equal([]);
    expect(element.uploads).to.have.length(1);
  });
});
