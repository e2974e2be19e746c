/** Files that come by another place of the page, and by the clipboard. */

import { expect } from '@open-wc/testing';
import type { KommoUploader } from '../../src/element/index.js';
import { dropOf, folder } from './entries.js';
import {
  create,
  drag,
  fileOf,
  makeDrive,
  nextTask,
  one,
  stage,
  textOf,
  tidy,
  until,
} from './stage.js';

const strangers: Element[] = [];

afterEach(async () => {
  for (const stranger of strangers.splice(0)) stranger.remove();
  await tidy();
});

/** Something of the page's own. */
const stranger = (tag: string, id = '', into: Node = document.body) => {
  const made = document.createElement(tag);
  made.id = id;
  into.appendChild(made);
  strangers.push(made);
  return made;
};

const isLit = (element: KommoUploader) =>
  one(element, '.drop').hasAttribute('data-over');

const send = (event: Event, at: EventTarget) => {
  at.dispatchEvent(event);
  return event;
};

describe('a drop target', () => {
  it('takes files for the element, which lights up, and is left as it was', async () => {
    const page = stranger('section', 'page');
    const inner = stranger('p', '', page);
    const before = page.outerHTML;
    const { element, log } = await stage({ 'drop-target': '#page' });
    const over = drag('dragover', [fileOf()]);
    send(over, inner);
    expect(over.defaultPrevented).to.equal(true);
    expect(over.dataTransfer?.dropEffect).to.equal('copy');
    await element.updateComplete;
    expect(isLit(element)).to.equal(true);
    // Over to what is in the element, and back again.
    send(drag('dragleave', [fileOf()], { relatedTarget: element }), inner);
    send(drag('dragover', [fileOf()]), one(element, '.call'));
    send(drag('dragleave', [fileOf()], { relatedTarget: page }), element);
    await element.updateComplete;
    expect(isLit(element)).to.equal(true);
    send(drag('dragleave', [fileOf()], { relatedTarget: document.body }), page);
    await element.updateComplete;
    expect(isLit(element)).to.equal(false);
    expect(
      send(drag('drop', [fileOf('a', 4)]), inner).defaultPrevented,
    ).to.equal(true);
    await element.done();
    expect(log).to.include('uploaded a');
    expect(page.outerHTML).to.equal(before);
  });

  it('takes folders too, and hides its drags from the page behind it', async () => {
    const { element } = await stage({ multiple: '', 'drop-target': 'body' });
    let reached = 0;
    const note = () => {
      reached += 1;
    };
    document.documentElement.addEventListener('drop', note);
    send(dropOf(folder('One', { 'a.txt': fileOf() })), document.body);
    document.documentElement.removeEventListener('drop', note);
    await until(() => element.uploads.length === 1, 'the file');
    expect(element.uploads[0]?.path).to.equal('One/a.txt');
    expect(reached).to.equal(0);
  });

  it('leaves alone what the page takes itself: text, its own inputs, its own places', async () => {
    const { element, log } = await stage({ 'drop-target': 'body' });
    const input = stranger('input') as HTMLInputElement;
    input.type = 'file';
    const own = stranger('div');
    own.addEventListener('drop', (event) => event.preventDefault());
    expect(
      send(drag('drop', ['text']), document.body).defaultPrevented,
    ).to.equal(false);
    expect(send(drag('drop', [fileOf()]), input).defaultPrevented).to.equal(
      false,
    );
    send(drag('drop', [fileOf()]), own);
    await element.updateComplete;
    expect(log).to.deep.equal([]);
    expect(textOf(element, '.message')).to.equal('');
  });

  it('stops lighting up when somebody else holds the files', async () => {
    const { element } = await stage({ 'drop-target': 'body' });
    const other = await stage();
    send(drag('dragover', [fileOf()]), document.body);
    await element.updateComplete;
    expect(isLit(element)).to.equal(true);
    send(drag('dragover', [fileOf()]), other.element);
    send(drag('dragover', [fileOf()]), other.element);
    await element.updateComplete;
    await other.element.updateComplete;
    expect(isLit(element)).to.equal(false);
    expect(isLit(other.element)).to.equal(true);
  });

  it('of several elements gives files to one, and to the next where that is disabled', async () => {
    const first = await stage({ 'drop-target': 'body' });
    const second = await stage({ 'drop-target': 'body' });
    send(drag('dragover', [fileOf()]), document.body);
    send(drag('drop', [fileOf('a', 4)]), document.body);
    expect(first.element.uploads.length).to.equal(1);
    expect(second.element.uploads.length).to.equal(0);
    first.element.disabled = true;
    send(drag('dragover', [fileOf()]), document.body);
    send(drag('drop', [fileOf('b', 4)]), document.body);
    expect(first.element.uploads.length).to.equal(1);
    expect(second.element.uploads.length).to.equal(1);
  });

  it('is looked for around the element first, then in its shadow tree, then in the page', async () => {
    const host = stranger('div');
    const root = host.attachShadow({ mode: 'open' });
    const near = stranger('div', 'zone', root);
    const far = stranger('div', 'zone');
    const { element } = await stage({ multiple: '', 'drop-target': '#zone' });
    // Not in the tree of the element, but in another one.
    send(drag('drop', [fileOf('far')]), far);
    root.append(element);
    send(drag('drop', [fileOf('near')]), near);
    send(drag('drop', [fileOf('gone')]), far);
    const around = stranger('div', 'zone', root);
    around.append(element);
    send(drag('drop', [fileOf('around')]), around);
    expect(element.uploads.map(({ name }) => name)).to.deep.equal([
      'far',
      'near',
      'around',
    ]);
  });

  it('may come later, change, and be taken away', async () => {
    const { element, log } = await stage({
      multiple: '',
      'drop-target': '#late',
    });
    const says = (text: string) =>
      until(() => textOf(element, '.message').includes(text), text);
    await says('“drop-target”');
    await says('"#late", which matches nothing');
    expect(log).to.deep.equal(['upload-error bad-option']);
    const late = stranger('div', 'late');
    send(drag('dragenter', [fileOf()]), late);
    await until(
      () => textOf(element, '.message') === '',
      'the complaint to be gone',
    );
    send(drag('drop', [fileOf('a')]), late);
    const next = stranger('div', 'next');
    element.dropTarget = '#next';
    send(drag('drop', [fileOf('b')]), late);
    send(drag('drop', [fileOf('c')]), next);
    element.dropTarget = null;
    send(drag('drop', [fileOf('d')]), next);
    element.dropTarget = '#next';
    element.remove();
    send(drag('drop', [fileOf('e')]), next);
    expect(element.uploads.map(({ name }) => name)).to.deep.equal(['a', 'c']);
  });

  it('that cannot be read as a selector is a bad option', async () => {
    const { element } = await stage({ 'drop-target': 'div[' });
    await until(
      () => textOf(element, '.message').includes('"div[", which is none'),
      'the complaint',
    );
    expect(
      send(drag('dragover', [fileOf()]), document.body).defaultPrevented,
    ).to.equal(true);
  });

  it('is not needed by an element that is in no page', () => {
    const { sessionUrl } = makeDrive();
    const element = create({
      'session-url': sessionUrl,
      'drop-target': '#nowhere',
    });
    expect(element.addFiles([fileOf()]).length).to.equal(1);
  });
});

describe('a drag that began in the page', () => {
  it('stays the page’s own, text and pictures alike, until it ends', async () => {
    const { element } = await stage({ 'drop-target': 'body' });
    const card = stranger('div');
    const prevented = (type: string, things: (File | string)[]) =>
      send(drag(type, things), element).defaultPrevented;
    const over = ['dragover', 'drop'] as const;
    send(drag('dragstart', ['text']), card);
    for (const type of over) expect(prevented(type, ['text'])).to.equal(false);
    await element.updateComplete;
    expect(textOf(element, '.message')).to.equal('');
    const picture = drag('dragover', [fileOf()]);
    let heard = 0;
    const note = () => {
      heard += 1;
    };
    document.body.addEventListener('dragover', note);
    send(picture, element);
    document.body.removeEventListener('dragover', note);
    expect(heard).to.equal(1);
    await element.updateComplete;
    expect(isLit(element)).to.equal(false);
    send(drag('dragend', []), card);
    for (const type of over) expect(prevented(type, ['text'])).to.equal(true);
    // What was dragged is gone, and nobody hears its end; but a pointer moves.
    send(drag('dragstart', ['text']), card);
    send(new PointerEvent('pointermove', { bubbles: true }), document.body);
    expect(prevented('dragover', ['text'])).to.equal(true);
  });
});

describe('a paste', () => {
  const paste = (things: readonly (File | string)[]) => {
    const { dataTransfer } = drag('paste', things);
    const event = new ClipboardEvent('paste', {
      bubbles: true,
      cancelable: true,
      composed: true,
    });
    // Not every browser takes files from a script.
    Object.defineProperty(event, 'clipboardData', { value: dataTransfer });
    return event;
  };
  const isTaken = (things: readonly (File | string)[], at: EventTarget) =>
    send(paste(things), at).defaultPrevented;
  const picture = () => fileOf('image.png', 4, 'image/png');

  it('of files within the element adds them, and of text does nothing', async () => {
    const { element, log } = await stage();
    const button = one(element, '.browse');
    expect(isTaken(['text'], button)).to.equal(false);
    expect(isTaken([picture()], document.body)).to.equal(false);
    let reached = 0;
    const note = () => {
      reached += 1;
    };
    document.body.addEventListener('paste', note);
    expect(isTaken([picture()], button)).to.equal(true);
    document.body.removeEventListener('paste', note);
    expect(reached).to.equal(0);
    await element.done();
    expect(log).to.include('uploaded image.png');
  });

  it('is not taken when the element is disabled, or somebody else took it', async () => {
    const { element, log } = await stage({ disabled: '' });
    expect(isTaken([picture()], element)).to.equal(false);
    element.disabled = false;
    const taken = paste([picture()]);
    taken.preventDefault();
    send(taken, element);
    await nextTask();
    expect(log).to.deep.equal([]);
  });

  it('anywhere on the drop target is the element’s, unless a field wants it', async () => {
    const { element } = await stage({ multiple: '', 'drop-target': 'body' });
    const area = stranger('textarea');
    const editor = stranger('div');
    editor.contentEditable = 'true';
    const input = stranger('input') as HTMLInputElement;
    input.type = 'file';
    expect(isTaken(['text'], area)).to.equal(false);
    expect(isTaken(['text', picture()], area)).to.equal(false);
    expect(isTaken([picture()], editor)).to.equal(false);
    expect(isTaken([picture()], input)).to.equal(false);
    expect(element.uploads.length).to.equal(0);
    expect(isTaken([picture()], area)).to.equal(true);
    expect(isTaken(['text', picture()], document.body)).to.equal(true);
  });
});
