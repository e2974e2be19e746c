/** A list of 10,000 files, and what becomes of it. Most tests share it: it takes a moment to come about. */

import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { KommoUploader } from '../../src/element/index.js';
import type { Upload } from '../../src/engine/index.js';
import {
  all,
  create,
  drag,
  fileOf,
  one,
  stage,
  textOf,
  tidy,
  until,
} from './stage.js';

const MANY = 10_000;

const rows = (element: KommoUploader): HTMLElement[] =>
  all(element, '[part=row]');

const list = (element: KommoUploader): HTMLElement =>
  one(element, '[part=list]');

/** The row at a position counted from 1, if it is there. */
const rowAt = (
  element: KommoUploader,
  position: number,
): HTMLElement | undefined =>
  all(element, `[part=row][aria-posinset="${position}"]`)[0];

/** Whether it is there, and in sight. */
const isInSight = (element: KommoUploader, position: number): boolean => {
  const row = rowAt(element, position)?.getBoundingClientRect();
  const box = list(element).getBoundingClientRect();
  return (
    row !== undefined && row.top >= box.top - 1 && row.bottom <= box.bottom + 1
  );
};

const nameIn = (row: Element | undefined): string =>
  row?.querySelector('[part=name]')?.getAttribute('title') ?? '';

const placed = (element: KommoUploader): Promise<void> =>
  until(() => all(element, '[data-placed]').length === 1, 'rows to be placed');

/** WebKit shows what was just focused a moment later, and scrolls back for that. */
const scrollTo = async (element: KommoUploader, position: number) => {
  const box = list(element);
  const wanted = (box.scrollHeight / element.uploads.length) * (position - 1);
  await until(() => {
    if (Math.abs(box.scrollTop - wanted) > 1) box.scrollTop = wanted;
    return isInSight(element, position);
  }, `row ${position}`);
};

/** The row that has the focus, counted from 1. */
const focusedRow = ({ shadowRoot }: KommoUploader): number =>
  Number(shadowRoot?.activeElement?.closest('[part=row]')?.ariaPosInSet ?? 0);

const focusAt = (element: KommoUploader, position: number): HTMLElement => {
  const buttons = rowAt(element, position)?.querySelectorAll('button');
  const last = [...(buttons ?? [])].at(-1) as HTMLElement;
  last.focus();
  return last;
};

const filesTo = (count: number): File[] =>
  Array.from({ length: count }, (_, at) => fileOf(`${at + 1}.txt`));

describe('a list of 10,000 files', () => {
  let element: KommoUploader;
  let uploads: readonly Upload[];

  before(async function () {
    this.timeout(60_000);
    ({ element } = await stage({ multiple: '', manual: '' }));
    uploads = element.addFiles(filesTo(MANY));
    await placed(element);
  });

  after(tidy);

  it('holds at most 600 elements', () => {
    expect(rows(element).length).to.be.within(8, 30);
    expect(all(element, '*').length).to.be.at.most(600);
  });

  it('does not grow with the page', () => {
    expect(element.offsetHeight).to.be.below(1000);
    expect(list(element).scrollHeight).to.be.closeTo(MANY * 68, 1);
  });

  it('knows all totals', () => {
    expect(element.total).to.equal(MANY * 10);
    expect(one(element, '.totals').textContent).to.match(/10[,.\s]000/);
  });

  it('says where row 7,431 is among all', async () => {
    await scrollTo(element, 7431);
    const row = rowAt(element, 7431);
    expect(row?.getAttribute('aria-setsize')).to.equal('10000');
    expect(nameIn(row)).to.equal('7431.txt');
    const positions = rows(element).map(({ ariaPosInSet }) =>
      Number(ariaPosInSet),
    );
    expect(positions).to.deep.equal(
      [...positions].sort((one, other) => one - other),
    );
  });

  it('shows the last row at its end', async () => {
    list(element).scrollTop = list(element).scrollHeight;
    await until(() => isInSight(element, MANY));
    expect(nameIn(rows(element).at(-1))).to.equal('10000.txt');
    expect(all(element, '*').length).to.be.at.most(600);
  });

  it('touches one row for one change', async () => {
    await scrollTo(element, 100);
    const touched = new Set<string>();
    const observer = new MutationObserver((changes) => {
      for (const { target } of changes) {
        const within =
          target instanceof Element ? target : target.parentElement;
        const row = within?.closest('[part=row]');
        if (row) touched.add(row.getAttribute('aria-posinset') ?? '');
        else if (within?.matches('[part=list]')) touched.add('the list');
      }
    });
    observer.observe(list(element), {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    element.pause(uploads[101]);
    await until(() => rowAt(element, 102)?.dataset.status === 'paused');
    observer.disconnect();
    expect([...touched]).to.deep.equal(['102']);
  });

  it('takes the keyboard from row to row, and to both ends', async () => {
    await scrollTo(element, 1);
    focusAt(element, 1);
    await sendKeys({ press: 'ArrowDown' });
    await until(() => focusedRow(element) === 2);
    await sendKeys({ press: 'PageDown' });
    await until(() => focusedRow(element) > 5);
    await sendKeys({ press: 'End' });
    await until(() => focusedRow(element) === MANY && isInSight(element, MANY));
    await sendKeys({ press: 'ArrowUp' });
    await until(() => focusedRow(element) === MANY - 1);
    await sendKeys({ press: 'Home' });
    await until(() => focusedRow(element) === 1 && isInSight(element, 1));
  });

  it('lets a person scroll with the keyboard and go on into row 7,431', async () => {
    list(element).focus();
    expect(element.shadowRoot?.activeElement).to.equal(list(element));
    await scrollTo(element, 7431);
    await sendKeys({ press: 'Tab' });
    await until(() => focusedRow(element) === 7431);
  });

  it('keeps the focus in a row that is scrolled out of sight', async () => {
    await scrollTo(element, 50);
    const focused = focusAt(element, 50);
    await scrollTo(element, 5000);
    expect(element.shadowRoot?.activeElement).to.equal(focused);
    expect(rowAt(element, 49)).to.not.equal(undefined);
    expect(rowAt(element, 51)).to.not.equal(undefined);
    expect(isInSight(element, 50)).to.equal(false);
    await sendKeys({ press: 'Tab' });
    await until(() => focusedRow(element) === 51 && isInSight(element, 51));
    focused.blur();
  });

  it('gives the focus of a row that is removed to the one that takes its place', async () => {
    await scrollTo(element, 300);
    focusAt(element, 300);
    await scrollTo(element, 9000);
    const heir = uploads[300] as Upload;
    element.remove(uploads[299] as Upload);
    await until(() => nameIn(rowAt(element, 300)) === heir.name);
    await element.updateComplete;
    expect(focusedRow(element)).to.equal(300);
    expect(element.uploads.length).to.equal(MANY - 1);
    expect(element.total).to.equal((MANY - 1) * 10);
    expect(rowAt(element, 300)?.getAttribute('aria-setsize')).to.equal('9999');
  });
});

describe('a list that is long', () => {
  afterEach(tidy);

  it('is there as a whole up to 50 files, and tells no positions', async () => {
    const { element } = await stage({ multiple: '', manual: '' });
    element.addFiles(filesTo(50));
    await until(() => rows(element).length === 50);
    expect(list(element).matches('[data-placed], [tabindex]')).to.equal(false);
    expect(rows(element)[0]?.hasAttribute('aria-posinset')).to.equal(false);
    element.addFiles([fileOf('51.txt')]);
    await placed(element);
    await until(() => rows(element).length < 50);
    element.clear({ all: true });
    await until(() => rows(element).length === 0);
  });

  it('has row on row in the compact look, too', async () => {
    const { element } = await stage({
      multiple: '',
      manual: '',
      look: 'compact',
    });
    element.addFiles(filesTo(200));
    await placed(element);
    await scrollTo(element, 150);
    const places = rows(element).map((row) => row.getBoundingClientRect());
    for (const [at, { top }] of places.entries())
      if (at > 0) expect(top).to.be.closeTo(places[at - 1]?.bottom ?? 0, 0.1);
    expect(list(element).scrollHeight).to.be.closeTo(200 * 36, 1);
  });

  it('holds what a page puts into its rows', async () => {
    const { element } = await stage({ multiple: '', manual: '' });
    element.style.setProperty('--kommo-uploader-row-height', '31.7px');
    element.renderRow = ({ name }) => `Own ${name}`;
    element.addFiles(filesTo(1000));
    await placed(element);
    await until(() => list(element).scrollHeight === 31_700);
    await scrollTo(element, 800);
    expect(rowAt(element, 800)?.textContent?.trim()).to.equal('Own 800.txt');
    expect(rows(element).length).to.be.below(40);
  });

  it('follows the page where the page lets it grow', async () => {
    const { element } = await stage({ multiple: '', manual: '' });
    element.style.setProperty('--kommo-uploader-list-height', 'none');
    element.addFiles(filesTo(1000));
    await until(() => element.offsetHeight > 60_000);
    const root = document.documentElement;
    root.scrollTop = 0;
    await until(() => rows(element).length < 40);
    root.scrollTop = root.scrollHeight;
    await until(() => rowAt(element, 1000) !== undefined);
    expect(rows(element).length).to.be.below(40);
    root.scrollTop = 0;
  });

  it('comes in slices from a person, with one notice about the rest', async () => {
    const { element, log } = await stage({
      multiple: '',
      manual: '',
      accept: '.txt',
    });
    element.addEventListener('before-file-add', () => {
      for (const end = performance.now() + 1; performance.now() < end; );
    });
    const files = [...filesTo(400), fileOf('a.exe'), fileOf('b.exe')];
    element.dispatchEvent(drag('drop', files));
    expect(element.uploads.length).to.be.within(1, 399);
    const end = element.done();
    await until(() => log.includes('file-reject b.exe file-type'));
    expect(element.uploads.map(({ name }) => name)).to.deep.equal(
      files.slice(0, 400).map(({ name }) => name),
    );
    await until(() => textOf(element).includes('were not added'));
    expect(textOf(element, '[part=message]')).to.match(/2 files/);
    element.start();
    element.abort();
    await end;
    expect(log.filter((line) => line === 'uploads-idle').length).to.equal(1);
  });

  it('is there before it was ever seen', async () => {
    const element = create({
      multiple: '',
      manual: '',
      'session-url': 'https://drive.test/',
    });
    element.hidden = true;
    document.body.append(element);
    element.addFiles(filesTo(100));
    await element.updateComplete;
    expect(rows(element).length).to.be.below(30);
    element.hidden = false;
    await placed(element);
  });
});
