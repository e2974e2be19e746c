/** What is seen: rows, buttons, links, pictures; and that it is accessible. */

import { expect } from '@open-wc/testing';
import type { KommoUploader } from '../../src/element/index.js';
import type { FileVersion } from '../../src/engine/index.js';
import { mixed } from './mixed.js';
import {
  all,
  button,
  fileOf,
  nextTask,
  one,
  stage,
  textOf,
  tidy,
  until,
} from './stage.js';

afterEach(tidy);

const rowOf = (element: KommoUploader, name: string): HTMLElement => {
  const row = all(element, '[part=row]').find(({ textContent }) =>
    textContent?.includes(name),
  );
  if (row === undefined) throw new Error(`There is no row of ${name}.`);
  return row;
};

describe('a row', () => {
  it('is there for each upload, with name, status, progress and buttons, all of one height', async () => {
    const { element } = await mixed();
    const rows = all(element, '[part=row]');
    expect(rows.map(({ dataset }) => dataset.status)).to.deep.equal([
      'uploaded',
      'failed',
      'aborted',
      'paused',
      'waiting',
      'uploading',
      'opening',
      'queued',
    ]);
    const heights = new Set(rows.map(({ offsetHeight }) => offsetHeight));
    expect(heights.size).to.equal(1);
    const names = rows.map((row) =>
      [...row.querySelectorAll('button[aria-label]')].map((found) =>
        found.getAttribute('aria-label'),
      ),
    );
    expect(names).to.deep.equal([
      ['Remove uploaded.txt from the list'],
      ['Try failed.txt again', 'Remove failed.txt from the list'],
      ['Try aborted.txt again', 'Remove aborted.txt from the list'],
      ['Resume paused.txt', 'Cancel paused.txt'],
      ['Pause waiting.txt', 'Cancel waiting.txt'],
      ['Pause running.txt', 'Cancel running.txt'],
      ['Pause opening.txt', 'Cancel opening.txt'],
      ['Pause queued.txt', 'Cancel queued.txt'],
    ]);
    const bar = rowOf(element, 'running.txt').querySelector('progress');
    expect(bar?.value).to.equal(4);
    expect(bar?.max).to.equal(15);
    expect(textOf(element, '[data-status=waiting] .text')).to.match(
      /busy.*(59|60|1) (sec|min)/,
    );
    expect(textOf(element, '[data-status=failed] .text')).to.contain(
      'Access to files',
    );
  });

  it('does what its buttons say', async () => {
    const { element, log } = await mixed();
    const press = async (name: string) => {
      button(element, name).click();
      await element.updateComplete;
    };
    log.length = 0;
    await press('Pause queued.txt');
    await press('Resume queued.txt');
    await press('Cancel opening.txt');
    await press('Remove opening.txt from the list');
    await press('Try failed.txt again');
    expect(log.filter((line) => !line.includes('queued.txt'))).to.deep.equal([
      'upload-abort opening.txt',
      'before-file-remove opening.txt',
      'file-remove opening.txt',
      'upload-retry failed.txt 0/11',
    ]);
    expect(log.slice(0, 2)).to.deep.equal([
      'upload-pause queued.txt 0/17',
      'upload-resume queued.txt 0/17',
    ]);
  });

  it('keeps the focus on a button whose meaning changes', async () => {
    const { element } = await mixed();
    button(element, 'Pause waiting.txt').focus();
    button(element, 'Pause waiting.txt').click();
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement).to.equal(
      button(element, 'Resume waiting.txt'),
    );
  });

  it('is not touched when another one changes', async () => {
    const { element } = await mixed();
    const still = rowOf(element, 'paused.txt');
    let touched = 0;
    const observer = new MutationObserver((changes) => {
      touched += changes.length;
    });
    observer.observe(still, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    const nodes = [...still.querySelectorAll('*')];
    button(element, 'Try aborted.txt again').click();
    await element.updateComplete;
    await nextTask(600);
    await element.updateComplete;
    expect(touched).to.equal(0);
    expect([...still.querySelectorAll('*')]).to.deep.equal(nodes);
  });

  it('is not even worked out again when another one changes', async () => {
    const { element } = await mixed();
    const asked: string[] = [];
    element.messages = {
      resumeFile: ({ name }) => {
        asked.push(name);
        return `Resume ${name}`;
      },
    };
    await element.updateComplete;
    expect(asked).to.deep.equal(['paused.txt']);
    button(element, 'Try aborted.txt again').click();
    await nextTask(600);
    await element.updateComplete;
    expect(asked).to.deep.equal(['paused.txt']);
  });

  it('shows a name as text, isolated, with all of it in the title', async () => {
    const { element } = await stage();
    const name = '<img src=x onerror=alert(1)>\u202egnp.exe';
    element.addFiles([fileOf(name)]);
    await element.updateComplete;
    expect(all(element, 'img').length).to.equal(0);
    const shown = one(element, '[part=name] bdi');
    expect(shown.textContent).to.equal(name);
    expect(one(element, '[part=name]').title).to.equal(name);
    expect(getComputedStyle(shown).unicodeBidi).to.equal('isolate');
  });

  it('keeps the end of a long name in sight', async () => {
    const { element } = await stage();
    element.style.width = '280px';
    element.addFiles([fileOf(`${'long '.repeat(30)}.pdf`)]);
    await element.updateComplete;
    const [stem, extension] = all(element, '.name span');
    expect(extension?.textContent).to.equal('.pdf');
    expect(stem?.scrollWidth).to.be.greaterThan(stem?.clientWidth ?? 0);
    const { right } = (extension as HTMLElement).getBoundingClientRect();
    const first = one(element, '.buttons button').getBoundingClientRect();
    expect(right).to.be.at.most(first.left);
  });

  it('tells in full why it failed, with the words of the server as text', async () => {
    const { element, drive } = await stage();
    drive.faults.add({
      on: 'session',
      kind: 'status',
      status: 422,
      contentType: 'application/json',
      body: JSON.stringify({
        detail: `\u202e<b>No</b><img src=x onerror=alert(1)>\u0000 ${'x'.repeat(400)}`,
      }),
    });
    element.addFiles([fileOf()]);
    await element.done();
    await element.updateComplete;
    const details = one(element, '.why');
    expect(details.matches(':popover-open')).to.equal(false);
    one(element, 'button[part=status]').click();
    expect(details.matches(':popover-open')).to.equal(true);
    expect(details.textContent).to.contain('<b>No</b><img src=x');
    expect(all(element, 'img').length).to.equal(0);
    expect(details.textContent).to.contain('session-refused');
    const words = details.querySelector('.quote bdi')?.textContent ?? '';
    expect(words.length).to.be.at.most(300);
    expect(words).not.to.match(/[\u202e\p{Cc}]/u);
  });

  it('copies its details also where the page may not write to the clipboard', async () => {
    const { element, drive } = await stage();
    drive.faults.add({ on: 'session', kind: 'status', status: 403 });
    element.addFiles([fileOf()]);
    await element.done();
    await element.updateComplete;
    const { execCommand } = document;
    let copied = '';
    document.execCommand = () => {
      const clipboardData = new DataTransfer();
      const event = new ClipboardEvent('copy', { clipboardData });
      window.dispatchEvent(event);
      copied = event.clipboardData?.getData('text/plain') ?? '';
      return true;
    };
    const { clipboard } = navigator;
    Object.defineProperty(navigator, 'clipboard', {
      value: undefined,
      configurable: true,
    });
    try {
      one(element, 'button[part=status]').click();
      one(element, '.why button').click();
      await until(() => textOf(element, '[role=status]').includes('Copied'));
      expect(JSON.parse(copied).httpStatus).to.equal(403);
    } finally {
      document.execCommand = execCommand;
      Object.defineProperty(navigator, 'clipboard', {
        value: clipboard,
        configurable: true,
      });
    }
  });

  it('keeps its text away from its buttons, however long and narrow', async () => {
    const { element } = await mixed();
    for (const width of ['280px', '640px', '1200px']) {
      element.style.width = width;
      for (const row of all(element, '[part=row]')) {
        // Firefox gives no rectangles of this moment for what is out of sight.
        row.style.contentVisibility = 'visible';
        const about = row.querySelector('.about')?.getBoundingClientRect();
        for (const part of row.querySelectorAll('[part=status], [part=name]')) {
          const { right, bottom } = part.getBoundingClientRect();
          expect(right, part.outerHTML).to.be.at.most((about?.right ?? 0) + 1);
          expect(bottom).to.be.at.most(row.getBoundingClientRect().bottom);
        }
      }
    }
  });

  it('has targets of at least 24 pixels', async () => {
    const { element } = await mixed();
    for (const target of all(element, 'button')) {
      const popover = target.closest<HTMLElement>('[popover]');
      popover?.showPopover();
      const { width, height } = target.getBoundingClientRect();
      expect(Math.min(width, height), target.outerHTML).to.be.at.least(24);
      popover?.hidePopover();
    }
  });
});

describe('a finished row', () => {
  const withLink = (href: string): FileVersion => ({
    uuid: href,
    type: 'file',
    name: 'a.pdf',
    size: 1,
    _links: { download: { href } },
  });

  it('links to the download, without telling where from', async () => {
    const { element } = await stage();
    element.initialRecords = [withLink('https://drive.example/download/1')];
    await element.updateComplete;
    const link = one(element, 'a') as HTMLAnchorElement;
    expect(link.href).to.equal('https://drive.example/download/1');
    expect(link.rel).to.equal('noopener noreferrer');
    expect(link.referrerPolicy).to.equal('no-referrer');
    expect(link.target).to.equal('_blank');
  });

  it('does not link to anything that is not https', async () => {
    const { element } = await stage({ multiple: '' });
    element.initialRecords = [
      withLink('javascript:alert(1)'),
      withLink('http://drive.example/1'),
      withLink('data:text/html,x'),
      withLink('blob:https://drive.example/1'),
    ];
    await element.updateComplete;
    expect(all(element, '[part=row]').length).to.equal(4);
    expect(all(element, 'a').length).to.equal(0);
  });
});

describe('the header', () => {
  it('has totals and a button for all where it makes sense', async () => {
    const { element } = await mixed();
    const labels = all(element, '.header button').map(({ textContent }) =>
      textContent?.trim(),
    );
    expect(labels).to.deep.equal([
      'Pause all',
      'Resume all',
      'Try failed ones again',
      'Cancel all',
      'Clear list',
    ]);
    expect(textOf(element, '.totals')).to.contain('1 of 8 files uploaded');
    button(element, 'Cancel all').click();
    await element.updateComplete;
    expect(element.status).to.equal('failed');
    button(element, 'Clear list').click();
    await element.updateComplete;
    expect(all(element, '.header').length).to.equal(0);
    expect(all(element, '[part=row]').length).to.equal(0);
  });

  it('is not there for a single file', async () => {
    const { element } = await stage({ multiple: '' });
    element.addFiles([fileOf()]);
    await element.updateComplete;
    expect(all(element, '.header').length).to.equal(0);
  });
});

describe('the markup', () => {
  it('has no style attribute, no handler attribute and no markup from outside', async () => {
    const { element } = await mixed();
    element.addFiles([fileOf('uploaded.txt')]);
    await element.updateComplete;
    for (const node of all(element, '*'))
      for (const { name } of node.attributes)
        expect(name).not.to.match(/^(style|on.*)$/);
    expect(all(element, 'style, script').length).to.equal(0);
  });
});
