/** Drag and drop: on the element, beside it, of files and of what is none. */

import { expect } from '@open-wc/testing';
import {
  all,
  drag,
  fileOf,
  nextTask,
  one,
  stage,
  textOf,
  tidy,
} from './stage.js';

afterEach(tidy);

const isLit = (element: Parameters<typeof one>[0]) =>
  one(element, '.drop').hasAttribute('data-over');

describe('files that are dropped on the element', () => {
  it('are uploaded', async () => {
    const { element, log } = await stage({ multiple: '' });
    const over = drag('dragover', [fileOf()]);
    one(element, '.drop').dispatchEvent(over);
    expect(over.defaultPrevented).to.equal(true);
    expect(over.dataTransfer?.dropEffect).to.equal('copy');
    const drop = drag('drop', [fileOf('a', 4), fileOf('b', 4)]);
    one(element, '.call').dispatchEvent(drop);
    expect(drop.defaultPrevented).to.equal(true);
    await element.done();
    expect(log).to.include.members(['uploaded a', 'uploaded b']);
  });

  it('are not taken, and do not leave the page, when it is disabled', async () => {
    const { element, log } = await stage({ disabled: '' });
    const over = drag('dragover', [fileOf()]);
    element.dispatchEvent(over);
    expect(over.defaultPrevented).to.equal(true);
    expect(over.dataTransfer?.dropEffect).to.equal('none');
    await element.updateComplete;
    expect(isLit(element)).to.equal(false);
    const drop = drag('drop', [fileOf()]);
    element.dispatchEvent(drop);
    expect(drop.defaultPrevented).to.equal(true);
    expect(log).to.deep.equal([]);
  });

  it('do not reach what the page makes of drops around it', async () => {
    const { element } = await stage();
    const reached: string[] = [];
    const note = ({ type }: Event) => reached.push(type);
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'])
      document.body.addEventListener(type, note);
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'])
      element.dispatchEvent(drag(type, [fileOf()]));
    for (const type of ['dragenter', 'dragover', 'dragleave', 'drop'])
      document.body.removeEventListener(type, note);
    expect(reached).to.deep.equal([]);
  });
});

describe('what is dropped but no file', () => {
  it('gets a hint that can be dismissed', async () => {
    const { element, log } = await stage();
    const drop = drag('drop', ['https://example.com']);
    element.dispatchEvent(drop);
    expect(drop.defaultPrevented).to.equal(true);
    await element.updateComplete;
    expect(textOf(element, '.message')).to.contain('Only files');
    expect(log).to.deep.equal([]);
    one(element, '.message button').click();
    await element.updateComplete;
    expect(all(element, '.message').length).to.equal(0);
  });

  it('is left to the page if it is its own', async () => {
    const { element } = await stage();
    const own = new DragEvent('dragover', {
      dataTransfer: new DataTransfer(),
      bubbles: true,
      cancelable: true,
    });
    own.dataTransfer?.items.add('1', 'application/x-card');
    element.dispatchEvent(own);
    expect(own.defaultPrevented).to.equal(false);
  });
});

describe('the highlight', () => {
  it('is there while files are held over it and does not flicker over what is in it', async () => {
    const { element } = await stage();
    const seen: boolean[] = [];
    const send = async (type: string, init: DragEventInit = {}) => {
      element.dispatchEvent(drag(type, [fileOf()], init));
      await element.updateComplete;
      seen.push(isLit(element));
    };
    await send('dragenter');
    await send('dragover');
    await send('dragleave', { relatedTarget: element });
    const { left, top } = element.getBoundingClientRect();
    await send('dragleave', { clientX: left + 9, clientY: top + 9 });
    await send('dragover');
    expect(seen).to.deep.equal([true, true, true, true, true]);
    await send('dragleave', { relatedTarget: document.body });
    expect(seen.at(-1)).to.equal(false);
  });

  it('goes when the files left the window, or nobody holds them any more', async () => {
    const { element } = await stage();
    element.dispatchEvent(drag('dragover', [fileOf()]));
    element.dispatchEvent(drag('dragleave', [fileOf()], { clientX: -1 }));
    await element.updateComplete;
    expect(isLit(element)).to.equal(false);
    element.dispatchEvent(drag('dragover', [fileOf()]));
    await element.updateComplete;
    expect(isLit(element)).to.equal(true);
    await nextTask(1000);
    await element.updateComplete;
    expect(isLit(element)).to.equal(false);
  });

  it('is not there for text', async () => {
    const { element } = await stage();
    element.dispatchEvent(drag('dragover', ['text']));
    await element.updateComplete;
    expect(isLit(element)).to.equal(false);
  });
});

describe('a drop beside the element', () => {
  const beside = (event: DragEvent, target: EventTarget = document.body) => {
    target.dispatchEvent(event);
    return event;
  };

  it('does not make the browser leave the page', async () => {
    const { element, log } = await stage();
    const over = beside(drag('dragover', [fileOf()]));
    expect(over.defaultPrevented).to.equal(true);
    expect(over.dataTransfer?.dropEffect).to.equal('none');
    expect(beside(drag('drop', [fileOf()])).defaultPrevented).to.equal(true);
    expect(log).to.deep.equal([]);
    element.remove();
    expect(beside(drag('drop', [fileOf()])).defaultPrevented).to.equal(false);
  });

  it('is left to an input for files, and text to any field', async () => {
    await stage();
    const input = document.createElement('input');
    input.type = 'file';
    const area = document.createElement('textarea');
    document.body.append(input, area);
    const prevented = (
      type: string,
      things: (File | string)[],
      at: Element,
    ) => {
      const event = drag(type, things);
      event.dataTransfer?.items.add('https://a.example', 'text/uri-list');
      return beside(event, at).defaultPrevented;
    };
    expect(prevented('drop', [fileOf()], input)).to.equal(false);
    expect(prevented('drop', [fileOf()], area)).to.equal(true);
    expect(prevented('drop', [], area)).to.equal(false);
    expect(prevented('drop', [], document.body)).to.equal(true);
    input.remove();
    area.remove();
  });

  it('is left to a page that handles it, however late it listens', async () => {
    await stage();
    const handle = (event: DragEvent) => {
      expect(event.defaultPrevented).to.equal(false);
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'move';
    };
    beside(drag('dragover', [fileOf()]));
    window.addEventListener('dragover', handle);
    const over = beside(drag('dragover', [fileOf()]));
    window.removeEventListener('dragover', handle);
    expect(over.dataTransfer?.dropEffect).to.equal('move');
  });
});
