/** Where the keyboard is after something went. */

import { expect } from '@open-wc/testing';
import type { KommoUploader } from '../../src/element/index.js';
import {
  all,
  button,
  fileOf,
  only,
  reaches,
  stage,
  textOf,
  tidy,
  until,
} from './stage.js';

afterEach(tidy);

const focused = (element: KommoUploader): string => {
  const found = element.shadowRoot?.activeElement;
  return found?.getAttribute('aria-label') ?? found?.textContent?.trim() ?? '';
};

/** Three files that are there, and the focus on a button of one. */
const three = async (): Promise<KommoUploader> => {
  const { element } = await stage({ multiple: '' });
  element.addFiles(['a', 'b', 'c'].map((name) => fileOf(`${name}.txt`)));
  await element.done();
  await until(() => all(element, '[data-status=uploaded]').length === 3);
  return element;
};

const press = async (element: KommoUploader, name: string) => {
  const pressed = button(element, name);
  pressed.focus();
  pressed.click();
  await until(() => !pressed.isConnected, `${name} to be gone`);
};

describe('the focus', () => {
  it('goes to the row that takes the place of one that goes', async () => {
    const element = await three();
    await press(element, 'Remove b.txt from the list');
    expect(focused(element)).to.equal('Remove c.txt from the list');
  });

  it('goes to the row before when the last one goes', async () => {
    const element = await three();
    await press(element, 'Remove c.txt from the list');
    expect(focused(element)).to.equal('Remove b.txt from the list');
  });

  it('goes to the way in when no row is left', async () => {
    const element = await three();
    await press(element, 'Clear list');
    expect(focused(element)).to.equal('Choose files');
  });

  it('stays in its row when a button there has no meaning any more', async () => {
    const { element, drive } = await stage();
    drive.faults.add({ on: 'part', at: 2, kind: 'stall', delay: 60_000 });
    const upload = only(element.addFiles([fileOf()]));
    await until(() => upload.loaded > 0);
    await element.updateComplete;
    const pause = button(element, 'Pause a.txt');
    pause.focus();
    drive.reset();
    element.abort(upload);
    await reaches(upload, 'aborted');
    await element.updateComplete;
    expect(focused(element)).to.equal('Try a.txt again');
    element.retry(upload);
    await element.done();
    await until(() => focused(element) === 'Remove a.txt from the list');
  });

  it('goes on among the buttons for all', async () => {
    const { element, drive } = await stage({ multiple: '', manual: '' });
    drive.faults.add({
      on: 'session',
      kind: 'stall',
      delay: 60_000,
      times: 2,
    });
    element.addFiles([fileOf('a.txt'), fileOf('b.txt')]);
    await element.updateComplete;
    await press(element, 'Upload 2 files');
    expect(['Pause all', 'Cancel all']).to.include(focused(element));
    element.abort();
    await until(() => focused(element) === 'Clear list');
  });

  it('goes to the way in when a message is dismissed', async () => {
    const { element } = await stage({ multiple: '', accept: '.pdf' });
    element.addFiles([fileOf('a.txt')]);
    await until(() => textOf(element).includes('was not added'));
    await press(element, 'Dismiss');
    expect(focused(element)).to.equal('Choose files');
  });

  it('stays where the page put it', async () => {
    const element = await three();
    const own = document.createElement('button');
    document.body.append(own);
    element.addEventListener('file-remove', () => own.focus(), { once: true });
    await press(element, 'Remove b.txt from the list');
    expect(document.activeElement).to.equal(own);
    own.remove();
  });

  it('comes to no element that never had it', async () => {
    const element = await three();
    element.clear();
    await until(() => all(element, '[part=row]').length === 0);
    expect(focused(element)).to.equal('');
    expect(document.activeElement).to.equal(document.body);
  });
});
