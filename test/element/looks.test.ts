/** Looks: states, slots, parts, own rows, both looks, custom properties, and contrast in light and dark. */

import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { KommoUploader } from '../../src/element/index.js';
import { statesOf } from '../../src/element/states.js';
import {
  all,
  drag,
  fileOf,
  nextTask,
  one,
  only,
  reaches,
  type Stage,
  stage,
  textOf,
  tidy,
  until,
} from './stage.js';

afterEach(tidy);
afterEach(() => {
  document.documentElement.removeAttribute('style');
  for (const sheet of document.querySelectorAll('style[data-test]'))
    sheet.remove();
});

/** What a page writes into its own style sheet. */
const styled = (css: string): void => {
  const sheet = document.createElement('style');
  sheet.dataset.test = '';
  sheet.textContent = css;
  document.head.append(sheet);
};

describe('custom states', () => {
  const shown = (element: KommoUploader) =>
    [
      'empty',
      'dragging',
      'disabled',
      'bad-option',
      'held',
      'uploading',
      'waiting',
      'paused',
      'failed',
      'uploaded',
    ].filter((name) => element.matches(`:state(${name})`));

  it('say what happens, and stop when it is over', async () => {
    const { element, drive } = await stage({ multiple: '' });
    expect(shown(element)).to.deep.equal(['empty']);
    element.dispatchEvent(drag('dragover', [fileOf()]));
    await element.updateComplete;
    expect(shown(element)).to.deep.equal(['empty', 'dragging']);
    element.dispatchEvent(drag('drop', ['text']));
    await element.updateComplete;
    drive.faults.add({ on: 'part', at: 2, kind: 'stall', delay: 60_000 });
    const upload = only(element.addFiles([fileOf()]));
    // Not before: another upload would meet the fault.
    await until(() => drive.journal.entries.at(-1)?.fault === 'stall');
    await element.updateComplete;
    expect(upload.loaded).to.be.above(0);
    expect(shown(element)).to.deep.equal(['uploading']);
    element.abort(upload);
    drive.faults.add({ on: 'session', kind: 'status', status: 403 });
    element.addFiles([fileOf('b', 11)]);
    await element.done();
    await element.updateComplete;
    expect(shown(element)).to.deep.equal(['failed']);
    element.clear();
    element.addFiles([fileOf('c', 12)]);
    await element.done();
    await element.updateComplete;
    expect(shown(element)).to.deep.equal(['uploaded']);
    drive.faults.add({
      on: 'part',
      kind: 'status',
      status: 503,
      retryAfter: 60,
    });
    const waiting = only(element.addFiles([fileOf('d', 13)]));
    await reaches(waiting, 'waiting');
    await element.updateComplete;
    expect(shown(element)).to.deep.equal(['waiting']);
    element.pause(waiting);
    await element.updateComplete;
    expect(shown(element)).to.deep.equal(['paused']);
    element.clear({ all: true });
    element.disabled = true;
    element.maxFiles = 'many';
    await until(() => all(element, '.message').length > 0);
    expect(shown(element)).to.deep.equal(['empty', 'disabled', 'bad-option']);
  });

  it('can be asked by the page’s style sheet', async () => {
    styled('kommo-uploader:state(dragging) { outline: 3px solid red; }');
    const { element } = await stage();
    element.dispatchEvent(drag('dragover', [fileOf()]));
    await element.updateComplete;
    expect(getComputedStyle(element).outlineWidth).to.equal('3px');
  });

  it('of a queue in which all were aborted are not that they are uploaded', () => {
    const states = statesOf({
      queue: {
        size: 1,
        count: (status) => (status === 'aborted' ? 1 : 0),
        held: 0,
      },
      isOver: false,
      disabled: false,
      isWrong: false,
    });
    expect(states.uploaded).to.equal(false);
    expect(states.empty).to.equal(false);
  });
});

describe('slots', () => {
  it('put the page’s own label, icon and actions in their places', async () => {
    const { element } = await stage();
    element.innerHTML =
      '<b slot="label">Attach</b><i slot="icon">+</i><button slot="actions">Other</button>';
    await element.updateComplete;
    for (const node of element.children) {
      expect(node.assignedSlot?.closest('.drop'), node.outerHTML).to.not.equal(
        null,
      );
      expect((node as HTMLElement).offsetWidth).to.be.greaterThan(0);
    }
    await expect(element).to.be.accessible();
  });

  it('leave the built-in label and icon where nothing is given', async () => {
    const { element } = await stage();
    expect(one(element, '.call').innerText.trim()).to.equal('Drop a file here');
    expect(all(element, '.lead svg').length).to.equal(1);
  });

  it('do not open the picker when their own buttons are pressed', async () => {
    const { element } = await stage();
    element.innerHTML =
      '<span slot="label">Attach</span><button slot="actions"><b>Other</b></button>';
    let opened = 0;
    one(element, 'input').addEventListener('click', (event) => {
      event.preventDefault();
      opened += 1;
    });
    const press = (selector: string) =>
      element.querySelector<HTMLElement>(selector)?.click();
    press('button');
    press('button b');
    await nextTask(100);
    expect(opened).to.equal(0);
    press('span');
    await until(() => opened === 1);
    one(element, '.browse').click();
    await until(() => opened === 2);
  });
});

describe('own rows', () => {
  it('stand in the list, are told each change of their upload, and of no other', async () => {
    const { element } = await stage({ multiple: '' });
    const asked: string[] = [];
    element.renderRow = (upload) => {
      asked.push(upload.name);
      return html`<b part="mine">${upload.name}: ${upload.status}</b>`;
    };
    element.addFiles([fileOf('a')]);
    await element.done();
    await element.updateComplete;
    expect(textOf(element, 'li > b')).to.equal('a: uploaded');
    expect(one(element, 'ul').children.length).to.equal(1);
    asked.length = 0;
    element.addFiles([fileOf('b', 11)]);
    await element.done();
    await element.updateComplete;
    expect(asked).not.to.contain('a');
    expect(textOf(element, 'li > b')).to.equal('a: uploaded | b: uploaded');
    await expect(element).to.be.accessible();
  });

  it('may be nodes or text, and go when the function goes', async () => {
    const { element } = await stage();
    const node = document.createElement('em');
    element.renderRow = () => node;
    element.addFiles([fileOf('a')]);
    await element.updateComplete;
    expect(all(element, 'li > em')).to.deep.equal([node]);
    element.renderRow = () => '<i>text</i>';
    await element.updateComplete;
    expect(textOf(element, 'li')).to.equal('<i>text</i>');
    element.renderRow = undefined;
    await element.updateComplete;
    expect(all(element, 'li .name').length).to.equal(1);
  });

  it('that throw are built-in ones, and that is told once', async () => {
    const { element } = await stage({ multiple: '' });
    const told: unknown[][] = [];
    const { error } = console;
    console.error = (...words) => told.push(words);
    try {
      const mistake = new Error('a mistake');
      element.renderRow = () => {
        throw mistake;
      };
      element.addFiles([fileOf('a'), fileOf('b', 11)]);
      await element.done();
      await element.updateComplete;
      expect(all(element, 'li .name').length).to.equal(2);
      expect(told.length).to.equal(1);
      expect(told[0]?.[1]).to.equal(mistake);
    } finally {
      console.error = error;
    }
  });

  it('keep the height that the page sets', async () => {
    const { element } = await stage();
    element.style.setProperty('--kommo-uploader-row-height', '90px');
    element.renderRow = ({ name }) => html`<p>${name}</p>`;
    element.addFiles([fileOf('a')]);
    await element.updateComplete;
    expect(one(element, 'li').offsetHeight).to.equal(90);
  });
});

/** Files in each state that a row shows differently. */
const rows = async (attributes: Record<string, string>): Promise<Stage> => {
  const made = await stage({ multiple: '', ...attributes });
  const { element, drive } = made;
  element.addFiles([fileOf('A file with quite a long name.pdf')]);
  await element.done();
  drive.faults.add({ on: 'session', kind: 'status', status: 403 });
  element.addFiles([fileOf('Prices of this year and the next.xlsx', 11)]);
  await element.done();
  drive.faults.add({ on: 'part', at: 2, kind: 'stall', delay: 60_000 });
  const running = only(element.addFiles([fileOf('tour.mp4', 15)]));
  await until(() => running.loaded > 0);
  const paused = only(element.addFiles([fileOf('b.zip', 12)]));
  element.pause(paused);
  element.abort(only(element.addFiles([fileOf('c.txt', 13)])));
  await element.updateComplete;
  return made;
};

describe('the compact look', () => {
  it('has one line for each file and one to drop on', async () => {
    const { element } = await rows({ look: 'compact' });
    for (const width of [320, 520]) {
      element.style.width = `${width}px`;
      await nextTask();
      expect(one(element, '.drop').offsetHeight).to.be.at.most(44);
      for (const row of all(element, 'li')) {
        expect(row.offsetHeight).to.equal(36);
        const boxes = [...row.querySelectorAll('.name, .status, .buttons')];
        row.style.contentVisibility = 'visible';
        const middles = boxes.map((box) => {
          const { top, bottom } = box.getBoundingClientRect();
          return (top + bottom) / 2;
        });
        expect(
          Math.max(...middles) - Math.min(...middles),
          row.textContent ?? '',
        ).to.be.at.most(2);
      }
    }
  });

  it('fits 240 pixels, and nothing lies over anything else', async () => {
    const { element } = await rows({ look: 'compact' });
    element.style.width = '240px';
    await nextTask();
    const base = one(element, '.base');
    expect(base.scrollWidth).to.be.at.most(240);
    for (const row of all(element, 'li')) {
      row.style.contentVisibility = 'visible';
      const name = row.querySelector('.name')?.getBoundingClientRect();
      const buttons = row.querySelector('.buttons')?.getBoundingClientRect();
      expect(name?.width).to.be.greaterThan(50);
      expect(name?.right).to.be.at.most(buttons?.left ?? 0);
    }
    for (const target of all(element, 'li button:not(.why button)')) {
      const { width, height } = target.getBoundingClientRect();
      expect(Math.min(width, height), target.outerHTML).to.be.at.least(24);
    }
  });

  it('tells why a file failed, even where there is no room for words', async () => {
    const { element } = await rows({ look: 'compact' });
    element.style.width = '240px';
    const reason = one(element, 'button[part=status]');
    expect(reason.textContent).to.contain('Access to files');
    reason.click();
    expect(one(element, '.why').matches(':popover-open')).to.equal(true);
  });

  it('is accessible in light and dark', async () => {
    const { element } = await rows({ look: 'compact' });
    element.style.width = '280px';
    await expect(element).to.be.accessible();
    document.documentElement.style.colorScheme = 'dark';
    await nextTask(300);
    await expect(element).to.be.accessible();
  });

  it('is one of two: another word is a wrong option', async () => {
    const { element, log } = await stage({ look: 'tiny' });
    await until(() => log.length > 0);
    await element.updateComplete;
    expect(log).to.deep.equal(['upload-error bad-option']);
    expect(textOf(element, '.message')).to.contain('look');
    element.look = 'default';
    await until(() => all(element, '.message').length === 0);
  });
});

/** A colour as the browser paints it, over what lies behind it. */
const painted = (...colours: string[]): number[] => {
  const pen = new OffscreenCanvas(1, 1).getContext('2d');
  if (pen === null) throw new Error('There is no canvas.');
  for (const colour of colours) {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
  }
  return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
};

const luminance = (colour: number[]): number => {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: number[], other: number[]): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort(
    (a, b) => a - b,
  );
  return (light + 0.05) / (dark + 0.05);
};

/** The background of an element and of all that it stands in. */
const behind = (start: Element): string[] => {
  const found: string[] = [];
  for (let at: Element | null = start; at; at = at.parentElement)
    found.unshift(getComputedStyle(at).backgroundColor);
  return found;
};

describe('contrast', () => {
  for (const scheme of ['light', 'dark'])
    for (const look of ['default', 'compact'])
      it(`is enough for text, icons, bars and the focus: ${look}, ${scheme}`, async () => {
        document.documentElement.style.colorScheme = scheme;
        const { element } = await rows({
          look,
          accept: '.pdf,.xlsx,.mp4,.zip,.txt',
        });
        element.addFiles([fileOf('x.exe')]);
        element.style.width = '560px';
        await element.updateComplete;
        await nextTask(350);
        const check = (selector: string, least: number, on?: string) => {
          const found = all(element, selector);
          expect(found.length, selector).to.be.greaterThan(0);
          for (const node of found) {
            const back = behind(on ? one(element, on) : node);
            const value = contrast(
              painted(...back, getComputedStyle(node).color),
              painted(...back),
            );
            expect(value, `${selector} ${node.className}`).to.be.at.least(
              least,
            );
          }
        };
        for (const text of [
          '.call',
          '.limits span',
          '.totals',
          '.all button',
          '.browse',
          '.name',
          '.text',
          '.message p',
          '.reasons span',
        ])
          check(text, 4.5);
        for (const sign of ['.picture', '.lead', '.icon', '.status > svg'])
          check(sign, 3);
        // The bar against its track, or against the row where it has none.
        for (const bar of all(element, 'progress')) {
          const track = behind(bar);
          const { color } = getComputedStyle(bar);
          expect(
            contrast(painted(...track, color), painted(...track)),
          ).to.be.at.least(3);
        }
        one(element, '.browse').focus({ focusVisible: true } as FocusOptions);
        const { outlineColor, outlineStyle } = getComputedStyle(
          one(element, '.browse'),
        );
        expect(outlineStyle).to.equal('solid');
        const around = behind(one(element, '.drop'));
        expect(
          contrast(painted(...around, outlineColor), painted(...around)),
        ).to.be.at.least(3);
      });
});

describe('a theme', () => {
  it('follows the color-scheme of whatever the element stands in', async () => {
    const { element } = await stage();
    const colour = () =>
      getComputedStyle(one(element, '.base')).backgroundColor;
    const light = colour();
    const dark = document.createElement('div');
    dark.style.colorScheme = 'dark';
    document.body.append(dark);
    dark.append(element);
    expect(colour()).not.to.equal(light);
    dark.remove();
  });

  it('can be made of each custom property', async () => {
    const { element } = await rows({ accept: '.pdf,.xlsx,.mp4,.zip,.txt' });
    element.addFiles([fileOf('x.exe')]);
    await element.updateComplete;
    const red = 'rgb(200, 0, 1)';
    for (const [name, selector, property] of [
      ['accent', 'progress[data-status=uploading]', 'color'],
      ['text', '.name', 'color'],
      ['muted', '.totals', 'color'],
      ['surface', '.base', 'backgroundColor'],
      ['raised', '.message', 'backgroundColor'],
      ['line', '.base', 'borderTopColor'],
      ['good', '[data-status=uploaded] .status > svg', 'color'],
      ['bad', '[data-status=failed] .text', 'color'],
    ] as const) {
      const before = getComputedStyle(one(element, selector))[property];
      styled(`kommo-uploader { --kommo-uploader-${name}: ${red}; }`);
      const after = getComputedStyle(one(element, selector))[property];
      expect(before, name).not.to.equal(red);
      expect(after, name).to.equal(red);
    }
    styled(
      `kommo-uploader { --kommo-uploader-radius: 3px; --kommo-uploader-font: serif; --kommo-uploader-row-height: 80px; }`,
    );
    expect(getComputedStyle(one(element, '.base')).borderRadius).to.equal(
      '3px',
    );
    expect(getComputedStyle(one(element, '.name')).fontFamily).to.equal(
      'serif',
    );
    expect(one(element, '[part=row]').offsetHeight).to.equal(80);
    element.clear({ all: true });
    element.manual = true;
    styled(`kommo-uploader { --kommo-uploader-on-accent: ${red}; }`);
    element.addFiles([fileOf('d.pdf')]);
    await element.updateComplete;
    expect(getComputedStyle(one(element, '.main')).color).to.equal(red);
  });

  it('can be made of each part', async () => {
    const { element } = await rows({ accept: '.pdf,.xlsx,.mp4,.zip,.txt' });
    element.addFiles([fileOf('x.exe')]);
    await element.updateComplete;
    const parts = [
      'base',
      'drop-area',
      'label',
      'browse-button',
      'limits',
      'message',
      'header',
      'list',
      'row',
      'thumbnail',
      'name',
      'status',
      'progress',
      'button',
      'details',
    ];
    for (const part of parts) {
      styled(`kommo-uploader::part(${part}) { letter-spacing: 1.5px; }`);
      const found = all(element, `[part=${part}]`);
      expect(found.length, part).to.be.greaterThan(0);
      for (const node of found)
        expect(getComputedStyle(node).letterSpacing, part).to.equal('1.5px');
    }
    const used = new Set(
      all(element, '[part]').map((node) => node.getAttribute('part')),
    );
    expect([...used].sort()).to.deep.equal([...parts].sort());
  });
});
