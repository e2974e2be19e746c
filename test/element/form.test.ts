/** The element in a form: what is sent, what keeps the form from being sent, reset, and what comes back. */

import { expect } from '@open-wc/testing';
import type { KommoUploader } from '../../src/element/index.js';
import {
  type FileVersion,
  type Upload,
  UploadQueue,
} from '../../src/engine/index.js';
import { Cards } from '../helpers/cards.js';
import {
  all,
  answerAt,
  button,
  create,
  drag,
  fileOf,
  makeDrive,
  nextTask,
  one,
  only,
  reaches,
  record as recordEvents,
  type Stage,
  stage,
  tidy,
  until,
} from './stage.js';

const forms: HTMLElement[] = [];

afterEach(async () => {
  await tidy();
  for (const form of forms.splice(0)) form.remove();
});

/** A form in the page, with what is written here. */
const formOf = (inside = ''): HTMLFormElement => {
  const form = document.createElement('form');
  form.innerHTML = inside;
  // A test page must stay.
  form.addEventListener('submit', (event) => event.preventDefault());
  document.body.append(form);
  forms.push(form);
  return form;
};

interface InForm extends Stage {
  readonly form: HTMLFormElement;
  /** What the form would send under the name `files`. */
  readonly sent: () => FormDataEntryValue[];
}

/** An element called `files`, in a form. */
const inForm = async (
  attributes: Record<string, string> = {},
): Promise<InForm> => {
  const form = formOf();
  const made = await stage({ name: 'files', multiple: '', ...attributes });
  form.append(made.element);
  await made.element.updateComplete;
  return { ...made, form, sent: () => new FormData(form).getAll('files') };
};

const recordOf = (uuid: string, name = uuid): FileVersion => ({
  uuid,
  type: 'file',
  name,
  size: 3,
});

/** Uploads hang on their session until the test is over. */
const hang = ({ drive }: Stage, times = 9): void => {
  drive.faults.add({ on: 'session', kind: 'stall', delay: 60_000, times });
};

const fail = ({ drive }: Stage): void => {
  drive.faults.add({ on: 'session', kind: 'status', status: 403 });
};

// A failed comparison of nodes would be told with all that hangs on them.
const isOnBrowse = ({ shadowRoot }: KommoUploader): boolean =>
  shadowRoot?.activeElement?.matches('[part~=browse-button]') === true;

const isInvalid = (element: Element): boolean => element.matches(':invalid');

describe('what a form sends', () => {
  it('is one entry for each uploaded file, in the order of the list', async () => {
    const { element, sent } = await inForm();
    element.addFiles([fileOf('a', 40), fileOf('b', 4), fileOf('c', 8)]);
    await element.done();
    const uuids = element.uploads.map(({ record }) => record?.uuid);
    expect(sent()).to.deep.equal(uuids);
    expect(new Set(uuids).size).to.equal(3);
    expect(element.values).to.deep.equal(uuids);
    expect(element.value).to.equal(uuids[0]);
  });

  it('has no entry where nothing is uploaded', async () => {
    const made = await inForm();
    hang(made);
    made.element.addFiles([fileOf()]);
    expect(made.sent()).to.deep.equal([]);
    expect(made.element.value).to.equal('');
    expect(made.element.values).to.deep.equal([]);
  });

  it('counts records that the page gave', async () => {
    const { element, sent } = await inForm();
    element.initialRecords = [recordOf('one'), recordOf('two')];
    expect(sent()).to.deep.equal(['one', 'two']);
    element.initialRecords = [recordOf('two')];
    expect(sent()).to.deep.equal(['two']);
  });

  it('goes by the name of the moment', async () => {
    const { element, form } = await inForm();
    element.initialRecords = [recordOf('one')];
    element.name = 'others';
    expect([...new FormData(form)]).to.deep.equal([['others', 'one']]);
    element.removeAttribute('name');
    expect([...new FormData(form)]).to.deep.equal([]);
    element.setAttribute('name', 'again');
    expect([...new FormData(form)]).to.deep.equal([['again', 'one']]);
    element.name = '';
    expect([...new FormData(form)]).to.deep.equal([]);
  });

  it('is nothing of a disabled element, from the very next line on', async () => {
    const { element, sent } = await inForm();
    element.initialRecords = [recordOf('one')];
    element.disabled = true;
    expect(sent()).to.deep.equal([]);
    expect(element.matches(':disabled')).to.equal(true);
    element.disabled = false;
    expect(sent()).to.deep.equal(['one']);
    expect(element.matches(':disabled')).to.equal(false);
  });

  it('names a file once that is in the list twice', async () => {
    const { element, sent } = await inForm();
    const queue = new UploadQueue();
    element.queue = queue;
    for (const uuid of ['one', 'two', 'one']) queue.addRecord(recordOf(uuid));
    expect(sent()).to.deep.equal(['one', 'two']);
  });

  it('is complete where a listener hears of an upload, or of the last one', async () => {
    const { element, form, sent } = await inForm({ required: '' });
    const seen: unknown[] = [];
    for (const type of ['uploaded', 'uploads-idle'] as const)
      element.addEventListener(type, () =>
        seen.push([type, sent().length, form.checkValidity()]),
      );
    element.addFiles([fileOf('a', 4)]);
    await element.done();
    expect(seen).to.deep.equal([
      ['uploaded', 1, true],
      ['uploads-idle', 1, true],
    ]);
  });

  it('lacks what was taken from the list', async () => {
    const { element, sent } = await inForm();
    const [first, second] = element.addFiles([fileOf('a'), fileOf('b')]);
    await element.done();
    let during: unknown;
    element.addEventListener('file-remove', () => {
      during = sent();
    });
    element.remove(first as Upload);
    expect(sent()).to.deep.equal([second?.record?.uuid]);
    expect(during).to.deep.equal(sent());
  });

  it('is everything of a queue from outside, also what was there before', async () => {
    const { element, sent, sessionUrl } = await inForm();
    const queue = new UploadQueue();
    queue.add(fileOf('early'), { sessionUrl });
    const { uploaded } = await queue.done();
    element.queue = queue;
    expect(sent()).to.deep.equal([uploaded[0]?.record?.uuid]);
    element.queue = undefined;
    expect(sent()).to.deep.equal([]);
  });

  it('knows what a queue did while the element was away', async () => {
    const { element, form, sent, sessionUrl } = await inForm();
    const queue = new UploadQueue();
    element.queue = queue;
    element.remove();
    queue.add(fileOf(), { sessionUrl });
    await queue.done();
    form.append(element);
    expect(sent()).to.deep.equal(element.values);
    expect(sent().length).to.equal(1);
  });

  it('follows the element from form to form', async () => {
    const { element, form, sent } = await inForm();
    element.initialRecords = [recordOf('one')];
    const other = formOf();
    other.id = 'other-form';
    other.append(element);
    expect(element.form === other).to.equal(true);
    expect(new FormData(other).getAll('files')).to.deep.equal(['one']);
    expect(sent()).to.deep.equal([]);
    document.body.append(element);
    expect(element.form === null).to.equal(true);
    element.setAttribute('form', 'other-form');
    expect(element.form === other).to.equal(true);
    expect([...form.elements].includes(element)).to.equal(false);
  });

  it('is the sum of several elements with one name', async () => {
    const { element, form, sent } = await inForm();
    const second = create({ name: 'files' });
    form.append(second);
    element.initialRecords = [recordOf('one')];
    second.initialRecords = [recordOf('two')];
    expect(sent()).to.deep.equal(['one', 'two']);
  });

  it('is right for an element that was in its form before it was defined', async () => {
    const { sessionUrl } = makeDrive();
    const form = formOf(
      `<fieldset disabled><late-form-uploader name="files" required
        session-url="${sessionUrl}"></late-form-uploader></fieldset>`,
    );
    const element = form.querySelector(
      'late-form-uploader',
    ) as unknown as KommoUploader;
    element.initialRecords = [recordOf('one')];
    const { define } = await import('../../src/element/index.js');
    define('late-form-uploader');
    await element.updateComplete;
    expect(element.willValidate).to.equal(false);
    form.querySelector('fieldset')?.removeAttribute('disabled');
    expect(new FormData(form).getAll('files')).to.deep.equal(['one']);
    expect(form.checkValidity()).to.equal(true);
    element.remove();
  });
});

describe('a fieldset that is disabled', () => {
  it('disables the element as its own attribute does, and leaves that alone', async () => {
    const form = formOf('<fieldset disabled></fieldset>');
    const fieldset = form.querySelector('fieldset') as HTMLFieldSetElement;
    const { element } = await stage({ name: 'files', required: '' });
    element.initialRecords = [recordOf('one')];
    fieldset.append(element);
    await element.updateComplete;
    const browse = one(element, '[part=browse-button]') as HTMLButtonElement;
    await until(() => browse.disabled, 'the button to be disabled');
    expect(element.disabled).to.equal(false);
    expect(element.hasAttribute('disabled')).to.equal(false);
    expect(element.matches(':disabled')).to.equal(true);
    expect(element.willValidate).to.equal(false);
    expect([...new FormData(form)]).to.deep.equal([]);
    for (const found of all(element, 'button, input'))
      expect((found as HTMLButtonElement).disabled).to.equal(true);
    const drop = drag('drop', [fileOf('dropped')]);
    one(element, '[part=drop-area]').dispatchEvent(drop);
    expect(drop.defaultPrevented).to.equal(true);
    expect(element.uploads.length).to.equal(1);

    fieldset.disabled = false;
    await until(() => !browse.disabled, 'the button to be enabled');
    expect(element.matches(':disabled')).to.equal(false);
    expect(new FormData(form).getAll('files')).to.deep.equal(['one']);
  });

  it('leaves an element disabled that is so by itself', async () => {
    const form = formOf('<fieldset disabled></fieldset>');
    const fieldset = form.querySelector('fieldset') as HTMLFieldSetElement;
    const { element } = await stage({ disabled: '' });
    fieldset.append(element);
    fieldset.disabled = false;
    await element.updateComplete;
    expect(element.disabled).to.equal(true);
    expect(element.matches(':disabled')).to.equal(true);
    const browse = one(element, '[part=browse-button]') as HTMLButtonElement;
    expect(browse.disabled).to.equal(true);
  });

  it('lets uploads go on', async () => {
    const form = formOf('<fieldset></fieldset>');
    const fieldset = form.querySelector('fieldset') as HTMLFieldSetElement;
    const { element } = await stage();
    fieldset.append(element);
    const upload = only(element.addFiles([fileOf()]));
    fieldset.disabled = true;
    await reaches(upload, 'uploaded');
  });
});

describe('validity', () => {
  it('is fine for an empty element that is not required', async () => {
    const { element, form } = await inForm();
    expect(element.checkValidity()).to.equal(true);
    expect(element.validationMessage).to.equal('');
    expect(element.validity.valid).to.equal(true);
    expect(element.willValidate).to.equal(true);
    expect(form.matches(':valid')).to.equal(true);
  });

  it('misses a file where one is required, until it is there', async () => {
    const { element, form } = await inForm({ required: '' });
    expect(element.validity.valueMissing).to.equal(true);
    expect(element.validity.customError).to.equal(false);
    expect(element.validationMessage).to.equal('Add at least one file.');
    expect(isInvalid(element)).to.equal(true);
    expect(form.checkValidity()).to.equal(false);
    element.addFiles([fileOf()]);
    await element.done();
    expect(element.validity.valid).to.equal(true);
    expect(isInvalid(element)).to.equal(false);
    element.clear();
    expect(element.validity.valueMissing).to.equal(true);
  });

  it('follows `required` at once, and asks for one file where one is all', async () => {
    const { element } = await stage();
    element.required = true;
    expect(isInvalid(element)).to.equal(true);
    expect(element.validationMessage).to.equal('Add a file.');
    element.required = false;
    expect(isInvalid(element)).to.equal(false);
  });

  it('is satisfied by a record that the page gave', async () => {
    const { element } = await stage({ required: '' });
    element.initialRecords = [recordOf('one')];
    expect(isInvalid(element)).to.equal(false);
  });

  it('says how many files are still uploading, required or not', async () => {
    const made = await inForm();
    const { element, form } = made;
    hang(made);
    const [first, second] = element.addFiles([fileOf('a'), fileOf('b')]);
    expect(element.validity.customError).to.equal(true);
    expect(element.validity.valueMissing).to.equal(false);
    expect(element.validationMessage).to.equal('2 files are still uploading.');
    expect(form.checkValidity()).to.equal(false);
    element.abort(first);
    expect(element.validationMessage).to.equal('1 file is still uploading.');
    element.abort(second);
    expect(element.validationMessage).to.equal('');
    expect(form.checkValidity()).to.equal(true);
  });

  it('counts what waits in the line, and what waits for a better time', async () => {
    const made = await inForm({ concurrency: '1' });
    const { element, drive } = made;
    drive.faults.add({
      on: 'session',
      kind: 'status',
      status: 503,
      retryAfter: 60,
      times: 9,
    });
    const [first] = element.addFiles([fileOf('a'), fileOf('b'), fileOf('c')]);
    await reaches(first as Upload, 'waiting');
    expect(element.uploads.map(({ status }) => status)).to.include('queued');
    expect(element.validationMessage).to.equal('3 files are still uploading.');
  });

  it('asks to upload or cancel what does not go on by itself', async () => {
    const made = await inForm({ manual: '' });
    const { element, form } = made;
    hang(made);
    element.addFiles([fileOf('a'), fileOf('b')]);
    expect(form.checkValidity()).to.equal(false);
    expect(element.validity.customError).to.equal(true);
    expect(element.validationMessage).to.equal(
      '2 files are not uploaded yet. Upload them, or cancel them.',
    );
    element.start();
    expect(element.validationMessage).to.equal('2 files are still uploading.');
    element.pause();
    await Promise.all(
      element.uploads.map((upload) => reaches(upload, 'paused')),
    );
    expect(element.validationMessage).to.equal(
      '2 files are not uploaded yet. Upload them, or cancel them.',
    );
    element.resume(element.uploads[0]);
    expect(element.validationMessage).to.equal('1 file is still uploading.');
  });

  it('lets a failed upload hold the form only where a file is required', async () => {
    const made = await inForm({ required: '' });
    const { element } = made;
    element.initialRecords = [recordOf('one')];
    fail(made);
    const upload = only(element.addFiles([fileOf()]));
    await reaches(upload, 'failed');
    expect(element.validity.customError).to.equal(true);
    expect(element.validationMessage).to.equal(
      '1 file was not uploaded. Try it again, or remove it from the list.',
    );
    element.required = false;
    expect(element.validity.valid).to.equal(true);
    element.required = true;
    element.remove(upload);
    expect(element.validity.valid).to.equal(true);
  });

  it('waits for a card too, and has the uuid whatever becomes of that', async () => {
    const cards = new Cards();
    answerAt(
      'https://links.kommo.com',
      cards.before(() => Promise.reject(new TypeError('Failed to fetch'))),
    );
    const { element, sent } = await inForm({
      required: '',
      'link-url': 'https://links.kommo.com/api/v4/leads/5/files',
    });
    const upload = only(element.addFiles([fileOf()]));
    await reaches(upload, 'linking');
    expect(element.validity.customError).to.equal(true);
    expect(element.validationMessage).to.contain('Adding it to the card');
    expect(sent()).to.deep.equal(element.values);
    await reaches(upload, 'linked');
    expect(element.checkValidity()).to.equal(true);
    expect(sent()).to.deep.equal([upload.record?.uuid]);
  });

  it('does not count what a person cancelled', async () => {
    const made = await inForm({ required: '' });
    hang(made);
    made.element.abort(only(made.element.addFiles([fileOf()])));
    expect(made.element.validity.customError).to.equal(false);
    expect(made.element.validity.valueMissing).to.equal(true);
  });

  it('gives the page’s own message first, and its own back', async () => {
    const made = await inForm({ required: '' });
    const { element } = made;
    element.setCustomValidity('Not today.');
    expect(element.validationMessage).to.equal('Not today.');
    expect(element.validity.customError).to.equal(true);
    expect(element.validity.valueMissing).to.equal(true);
    hang(made);
    element.addFiles([fileOf()]);
    await element.updateComplete;
    expect(element.validationMessage).to.equal('Not today.');
    element.setCustomValidity('');
    expect(element.validationMessage).to.equal('1 file is still uploading.');
    element.clear({ all: true });
    element.required = false;
    element.setCustomValidity('Not ever.');
    expect(isInvalid(element)).to.equal(true);
    element.setCustomValidity('');
    expect(isInvalid(element)).to.equal(false);
  });

  it('does not ask a disabled element', async () => {
    const { element, form } = await inForm({ required: '', disabled: '' });
    expect(element.willValidate).to.equal(false);
    expect(form.checkValidity()).to.equal(true);
    expect(isInvalid(element)).to.equal(false);
  });

  it('tells the element with an `invalid` event, and shows the button to it', async () => {
    const { element, form } = await inForm({ required: '' });
    let count = 0;
    element.addEventListener('invalid', () => {
      count += 1;
    });
    expect(element.checkValidity()).to.equal(false);
    expect(count).to.equal(1);
    expect(element.reportValidity()).to.equal(false);
    expect(document.activeElement === element).to.equal(true);
    expect(isOnBrowse(element)).to.equal(true);
    let isSent = false;
    form.addEventListener('submit', () => {
      isSent = true;
    });
    form.requestSubmit();
    expect(count).to.equal(3);
    expect(isSent).to.equal(false);
  });

  it('speaks the language of the moment', async () => {
    const { KommoUploader } = await import('../../src/element/index.js');
    KommoUploader.addMessages('eo', { valueMissing: 'Mankas dosiero.' });
    const { element } = await stage({ required: '' });
    element.setAttribute('lang', 'eo');
    element.requestUpdate();
    await until(
      () => element.validationMessage === 'Mankas dosiero.',
      'the other language',
    );
    element.messages = { valueMissing: '' };
    await until(
      () => element.validationMessage !== 'Mankas dosiero.',
      'the page’s own text',
    );
    expect(isInvalid(element)).to.equal(true);
  });

  it('has the words for a listener that asks in the middle of things', async () => {
    const made = await inForm();
    const { element } = made;
    hang(made);
    const said: string[] = [];
    element.addEventListener('file-add', () =>
      said.push(element.validationMessage),
    );
    element.addFiles([fileOf('a'), fileOf('b')]);
    expect(said).to.deep.equal([
      '1 file is still uploading.',
      '2 files are still uploading.',
    ]);
  });
});

describe('input and change', () => {
  const noted = (target: EventTarget): Event[] => {
    const events: Event[] = [];
    for (const each of ['input', 'change'])
      target.addEventListener(each, (event) => events.push(event));
    return events;
  };

  it('come in this order when a file is uploaded, bubble, and stay in the tree', async () => {
    const { element, form, log } = await inForm();
    const events = noted(form);
    const values: string[] = [];
    form.addEventListener('change', ({ target }) =>
      values.push((target as KommoUploader).value),
    );
    element.addEventListener('change', () => log.push('change'));
    element.addFiles([fileOf('a', 4)]);
    expect(events).to.deep.equal([]);
    await element.done();
    expect(events.map(({ type }) => type)).to.deep.equal(['input', 'change']);
    for (const event of events) {
      expect(event.target === element).to.equal(true);
      expect(event.bubbles).to.equal(true);
      expect(event.composed).to.equal(false);
      expect(event.cancelable).to.equal(false);
    }
    expect(values).to.deep.equal([element.value]);
    expect(log.slice(-3)).to.deep.equal([
      'uploaded a',
      'change',
      'uploads-idle',
    ]);
  });

  it('come once for each file more or less, and for nothing else', async () => {
    const { element } = await inForm();
    element.addFiles([fileOf('a'), fileOf('b')]);
    const events = noted(element);
    await element.done();
    expect(events.length).to.equal(4);
    element.remove(element.uploads[1] as Upload);
    expect(events.length).to.equal(6);
    element.setCustomValidity('no');
    element.name = 'other';
    element.abort(only(element.addFiles([fileOf('c')])));
    element.clear();
    expect(events.length).to.equal(8);
  });

  it('do not come for what the page itself does to the value', async () => {
    const { element, form } = await inForm();
    const events = noted(form);
    element.initialRecords = [recordOf('one')];
    element.initialRecords = [];
    const queue = new UploadQueue();
    queue.addRecord(recordOf('two'));
    element.queue = queue;
    form.reset();
    await element.updateComplete;
    expect(events).to.deep.equal([]);
  });

  it('of an upload are not lost when the page sets records meanwhile', async () => {
    const { element } = await inForm();
    const events = noted(element);
    element.addEventListener('uploaded', ({ detail }) => {
      element.initialRecords = [detail];
    });
    element.addFiles([fileOf()]);
    await element.done();
    expect(events.map(({ type }) => type)).to.deep.equal(['input', 'change']);
  });

  it('of the picker inside do not leave the element', async () => {
    const { element, form } = await inForm();
    const made = noted(form);
    const input = one(element, 'input');
    input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    input.dispatchEvent(new Event('change', { bubbles: true }));
    expect(made).to.deep.equal([]);
  });
});

describe('a form that is reset', () => {
  it('leaves what the page gave, and aborts what runs', async () => {
    const made = await inForm({ concurrency: '1' });
    const { element, form, sent, log } = made;
    element.initialRecords = [recordOf('one'), recordOf('two')];
    const [given] = element.uploads;
    element.addFiles([fileOf('done')]);
    await element.done();
    element.remove(element.uploads[1] as Upload);
    hang(made);
    const [running, queued] = element.addFiles([fileOf('a'), fileOf('b')]);
    await reaches(running as Upload, 'opening');
    log.length = 0;
    form.reset();
    expect(running?.status).to.equal('aborted');
    expect(queued?.status).to.equal('aborted');
    expect(log.filter((line) => line.startsWith('upload-start'))).to.deep.equal(
      [],
    );
    expect(sent()).to.deep.equal(['one', 'two']);
    expect(element.uploads[0] === given).to.equal(true);
    expect(element.uploads.length).to.equal(2);
    expect(form.checkValidity()).to.equal(true);
  });

  it('asks nobody whether a file may go, and says which went', async () => {
    const { element, form, log } = await inForm();
    element.addFiles([fileOf('a')]);
    await element.done();
    log.length = 0;
    form.reset();
    expect(log).to.deep.equal(['file-remove a']);
    expect(element.value).to.equal('');
  });

  it('forgets which files were not added, and keeps the page’s own message', async () => {
    const { element, form } = await inForm({ accept: '.pdf' });
    element.addFiles([fileOf('a.txt')]);
    await element.updateComplete;
    expect(all(element, '.reasons').length).to.equal(1);
    element.setCustomValidity('Still wrong.');
    form.reset();
    await until(() => all(element, '.reasons').length === 0, 'no message');
    expect(element.validationMessage).to.equal('Still wrong.');
  });

  it('may be reset by whoever hears of an upload', async () => {
    const { element, form, sent } = await inForm();
    let changes = 0;
    element.addEventListener('change', () => {
      changes += 1;
    });
    element.addEventListener('uploaded', () => form.reset());
    element.addFiles([fileOf()]);
    await element.done();
    await nextTask();
    expect(sent()).to.deep.equal([]);
    expect(element.values).to.deep.equal([]);
    // For the file that came. Of the reset nobody has to be told.
    expect(changes).to.equal(1);
  });
});

describe('what comes back with the page', () => {
  const { setFormValue } = ElementInternals.prototype;
  const states: unknown[] = [];

  beforeEach(() => {
    states.length = 0;
    ElementInternals.prototype.setFormValue = function (value, state) {
      states.push(state);
      setFormValue.call(this, value, state);
    };
  });

  afterEach(() => {
    ElementInternals.prototype.setFormValue = setFormValue;
  });

  const left = async (
    initial: readonly FileVersion[] = [],
  ): Promise<{ state: unknown; records: readonly FileVersion[] }> => {
    const { element, drive } = await inForm({ concurrency: '2' });
    if (initial.length > 0) element.initialRecords = initial;
    drive.faults.add({ on: 'part', at: 1, kind: 'late', delay: 150 });
    element.addFiles([fileOf('slow', 4), fileOf('fast', 4)]);
    await element.done();
    const { records } = element;
    const state = states.at(-1);
    element.remove();
    return { state, records };
  };

  it('are the records as they were, in their order, as uploaded rows', async () => {
    const { state, records } = await left();
    const { element, sent } = await inForm({ required: '' });
    let changes = 0;
    element.addEventListener('change', () => {
      changes += 1;
    });
    element.formStateRestoreCallback(state, 'restore');
    expect(records.length).to.equal(2);
    expect(element.records).to.deep.equal(records);
    expect(sent()).to.deep.equal(records.map(({ uuid }) => uuid));
    expect(element.checkValidity()).to.equal(true);
    expect(element.uploads.every(({ status }) => status === 'uploaded')).to.be
      .true;
    expect(changes).to.equal(0);
  });

  it('is written at once where it is little or may be sent, and of hundreds not for each', async () => {
    const { element, sent } = await inForm();
    const queue = new UploadQueue();
    element.queue = queue;
    const held = queue.add(fileOf(), {
      sessionUrl: element.sessionUrl ?? '',
      manual: true,
    });
    const heard: string[] = [];
    element.addEventListener('change', () => heard.push(element.value));
    const before = states.length;
    for (let at = 0; at < 300; at += 1) {
      queue.addRecord(recordOf(`${at}`));
      if (at < 100) expect(sent().length).to.equal(at + 1);
    }
    expect(heard.length).to.equal(300);
    expect(element.values.length).to.equal(300);
    expect(states.length - before).to.be.within(100, 105);
    queue.abort(held);
    element.remove(held);
    queue.addRecord(recordOf('last'));
    expect(sent().length).to.equal(301);
    const full = states.length;
    element.clear();
    expect(sent()).to.deep.equal([]);
    expect(states.length - full).to.equal(1);
  });

  it('stays in the browser’s keeping when it is back', async () => {
    const { state } = await left();
    const { element } = await inForm();
    element.formStateRestoreCallback(state, 'restore');
    const texts = (kept: unknown) =>
      [...(kept as FormData)].map(([, text]) => text);
    expect(states.at(-1)).not.to.equal(state);
    expect(new Set(texts(states.at(-1)))).to.deep.equal(new Set(texts(state)));
  });

  it('is nothing where the list is the one that the page gave', async () => {
    const { element } = await inForm();
    expect(states.at(-1)).to.equal(null);
    element.initialRecords = [recordOf('one')];
    expect(states.at(-1)).to.equal(null);
    element.addFiles([fileOf()]);
    await element.done();
    expect(states.at(-1)).to.be.instanceOf(FormData);
    element.remove(element.uploads[1] as Upload);
    expect(states.at(-1)).to.equal(null);
  });

  it('goes before the page’s own records, in whichever order they come', async () => {
    const one = recordOf('one');
    const two = recordOf('two');
    const { element } = await inForm();
    element.initialRecords = [one, two];
    element.remove(element.uploads[0] as Upload);
    const state = states.at(-1);
    element.remove();

    const late = (await inForm()).element;
    late.formStateRestoreCallback(state, 'restore');
    expect(late.values).to.deep.equal(['two']);
    late.initialRecords = [one, two, recordOf('three')];
    expect(late.values).to.deep.equal(['two', 'three']);

    const early = (await inForm()).element;
    early.initialRecords = [one, two, recordOf('three')];
    early.formStateRestoreCallback(state, 'restore');
    expect(early.values).to.deep.equal(['two', 'three']);
    early.form?.reset();
    expect(early.values).to.deep.equal(['two', 'three', 'one']);
    early.initialRecords = [two];
    expect(early.values).to.deep.equal(['two']);
  });

  it('goes when the form is reset', async () => {
    const { state } = await left();
    const { element, form, sent } = await inForm();
    element.formStateRestoreCallback(state, 'restore');
    form.reset();
    expect(sent()).to.deep.equal([]);
  });

  it('is nothing where what was kept is something else', async () => {
    const { state } = await left();
    const { element, sent } = await inForm();
    const odd = new FormData();
    odd.append('1', '{"uuid":"x"}');
    const broken = new FormData();
    broken.append('1', '{"uuid":');
    const file = new FormData();
    file.append('1', fileOf());
    const half = new FormData();
    for (const [name, text] of state as FormData) half.append(name, text);
    half.append('99', 'null');
    for (const other of ['[]', 'x', null, odd, broken, file, half, fileOf()])
      element.formStateRestoreCallback(other, 'restore');
    element.formStateRestoreCallback(state, 'autocomplete');
    expect(element.uploads).to.deep.equal([]);
    expect(sent()).to.deep.equal([]);
  });
});

describe('a label', () => {
  it('leads to the button that opens the picker', async () => {
    const { element, form } = await inForm();
    element.id = 'contract';
    const label = document.createElement('label');
    label.htmlFor = 'contract';
    label.textContent = 'Contract';
    form.prepend(label);
    expect([...element.labels].map((each) => each === label)).to.deep.equal([
      true,
    ]);
    label.click();
    expect(document.activeElement === element).to.equal(true);
    expect(isOnBrowse(element)).to.equal(true);
  });
});

describe('focus', () => {
  it('goes to the button that opens the picker, also before the first paint', async () => {
    const { element } = await stage();
    element.focus();
    expect(isOnBrowse(element)).to.equal(true);
    const fresh = create();
    document.body.append(fresh);
    fresh.focus();
    await until(
      () => document.activeElement === fresh,
      'the new element to have the focus',
    );
    expect(isOnBrowse(fresh)).to.equal(true);
  });

  it('is there by `autofocus`, unless somebody has it', async () => {
    (document.activeElement as HTMLElement | null)?.blur();
    const { element } = await stage({ autofocus: '' });
    await until(() => document.activeElement === element, 'the focus');
    const second = await stage({ autofocus: '' });
    await second.element.updateComplete;
    expect(document.activeElement === element).to.equal(true);
  });

  it('stays where it is when a person clicks on text, which can be selected', async () => {
    const { element } = await stage();
    element.addFiles([fileOf()]);
    await element.done();
    (document.activeElement as HTMLElement | null)?.blur();
    await element.updateComplete;
    one(element, '[part=name]').click();
    expect(document.activeElement === element).to.equal(false);
    expect(element.shadowRoot?.delegatesFocus).to.equal(false);
  });
});

describe('buttons in a form', () => {
  it('send nothing', async () => {
    const made = await inForm();
    const { element, form } = made;
    let isSent = false;
    form.addEventListener('submit', () => {
      isSent = true;
    });
    const input = one(element, 'input') as HTMLInputElement;
    input.click = () => {};
    hang(made);
    element.addFiles([fileOf('a.txt'), fileOf('b.txt')]);
    await element.updateComplete;
    for (const found of all(element, 'button') as HTMLButtonElement[])
      expect(found.form === null).to.equal(true);
    one(element, '[part=browse-button]').click();
    button(element, 'Pause a.txt').click();
    button(element, 'Cancel all').click();
    expect(isSent).to.equal(false);
  });
});

describe('an element without a form', () => {
  it('says the same of itself', async () => {
    const { element } = await stage({ required: '' });
    const { log } = recordEvents(element);
    expect(element.form === null).to.equal(true);
    expect(element.labels.length).to.equal(0);
    expect(element.checkValidity()).to.equal(false);
    element.addFiles([fileOf('a', 4)]);
    await element.done();
    expect(element.checkValidity()).to.equal(true);
    expect(log).to.include('uploaded a');
  });
});
