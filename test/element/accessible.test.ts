/** That everyone can use it: judged by axe, by measure and by what is said aloud. */

import { expect } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import type { KommoUploader } from '../../src/element/index.js';
import type { Axe } from '../helpers/axe.js';
import { loadAxe } from '../helpers/axe.js';
import { Cards } from '../helpers/cards.js';
import { itUnless } from '../helpers/engines.js';
import { mixed } from './mixed.js';
import {
  all,
  answerAt,
  button,
  drag,
  fileOf,
  nextTask,
  one,
  stage,
  textOf,
  tidy,
  until,
} from './stage.js';

const root = document.documentElement;

afterEach(async () => {
  await tidy();
  root.removeAttribute('style');
  root.removeAttribute('dir');
});

let axe: Axe;
before(async () => {
  axe = await loadAxe();
});

/** What axe finds, by rule and place: nothing. */
const expectNoFindings = async (element: KommoUploader): Promise<void> => {
  await element.updateComplete;
  // Colours on their way from one to another are of neither.
  await Promise.all(
    element.shadowRoot?.getAnimations?.().map(({ finished }) => finished) ?? [],
  );
  const { violations } = await axe.run(element, {
    // Off unless it is asked for.
    rules: { 'target-size': { enabled: true } },
  });
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
  ).to.deep.equal([]);
};

/** Its states, each with how it comes about. */
const STATES: Record<string, () => Promise<KommoUploader>> = {
  idle: async () =>
    (await stage({ multiple: '', accept: '.pdf,image/*', 'max-files': '3' }))
      .element,
  dragging: async () => {
    const { element } = await stage();
    element.dispatchEvent(drag('dragover', [fileOf()]));
    await element.updateComplete;
    expect(all(element, '[data-over]').length).to.equal(1);
    return element;
  },
  'more files than there are rows': async () => {
    const { element } = await stage({ multiple: '', manual: '' });
    element.addFiles(
      Array.from({ length: 60 }, (_, at) => fileOf(`${at}.txt`)),
    );
    await until(() => all(element, '[data-placed]').length === 1);
    return element;
  },
  'three files in each status': async () => (await mixed({}, 3)).element,
  'three files in each status on the way to a card': async () => {
    const origin = 'https://cards-for-axe.kommo.com';
    const cards = new Cards();
    // What is on its way to this one stays so.
    const isSlow = (url: unknown) => String(url).includes('/leads/9/');
    answerAt(origin, (url, init) =>
      isSlow(url)
        ? new Promise<Response>(() => {})
        : cards.before(fetch)(url, init),
    );
    const { element } = await stage({ multiple: '' });
    const add = (card: number, size: number) =>
      element.addFiles(
        ['a', 'b', 'c'].map((name) => fileOf(`${name}${card}.txt`, size)),
        { linkUrl: `${origin}/api/v4/leads/${card}/files` },
      );
    add(1, 10);
    await element.done();
    // One for the three together, and one for each alone.
    cards.faults.push(404, 404, 404, 404);
    add(2, 11);
    await element.done();
    add(9, 12);
    const count = (status: string) =>
      all(element, `[part=row][data-status=${status}]`).length;
    await until(() => count('linking') === 3, 'links on their way');
    expect([count('linked'), count('unlinked')]).to.deep.equal([3, 3]);
    return element;
  },
  'a wrong option': async () => {
    const { element } = await stage({ 'max-files': 'many' });
    await until(() => textOf(element).includes('max-files'));
    return element;
  },
  'rejected files': async () => {
    const { element } = await stage({ multiple: '', accept: '.txt' });
    element.addFiles(
      Array.from({ length: 12 }, (_, at) => fileOf(`${at}.pdf`)),
    );
    return element;
  },
  'details of a failure': async () => {
    const { element, drive } = await stage();
    drive.faults.add({ on: 'session', kind: 'status', status: 403 });
    element.addFiles([fileOf()]);
    await element.done();
    await element.updateComplete;
    one(element, 'button[part=status]').click();
    return element;
  },
  disabled: async () => {
    const { element } = await mixed();
    element.disabled = true;
    return element;
  },
};

describe('axe finds nothing', () => {
  for (const [name, make] of Object.entries(STATES)) {
    it(`with ${name}, in light and dark, left and right, wide and narrow`, async () => {
      const element = await make();
      await expectNoFindings(element);
      root.style.colorScheme = 'dark';
      root.style.background = '#111';
      await nextTask(200);
      await expectNoFindings(element);
      root.dir = 'rtl';
      element.style.width = '320px';
      await nextTask(50);
      await expectNoFindings(element);
    }).timeout(60_000);
  }

  itUnless(
    {
      firefox: 'forced colours cannot be set from outside here',
      webkit: 'forced colours cannot be set from outside here',
    },
    'with forced colours',
    async function () {
      this.timeout(60_000);
      await emulateMedia({ forcedColors: 'active' });
      try {
        for (const make of Object.values(STATES)) {
          await expectNoFindings(await make());
          await tidy();
        }
      } finally {
        await emulateMedia({ forcedColors: 'none' });
      }
    },
  );
});

describe('without loss', () => {
  /** Buttons and texts that stick out of the element or lie over each other. */
  const lost = (element: KommoUploader): string[] => {
    const frame = element.getBoundingClientRect();
    const seen = all(element, 'button, .name, .status, .call, .totals').filter(
      (each) => each.checkVisibility() && each.closest('.why') === null,
    );
    const out = seen.filter((each) => {
      const { left, right, width } = each.getBoundingClientRect();
      return (
        width > 0 && (left < frame.left - 0.5 || right > frame.right + 0.5)
      );
    });
    const buttons = seen.filter(({ localName }) => localName === 'button');
    const covered = buttons.filter((each) => {
      const a = each.getBoundingClientRect();
      return seen.some((other) => {
        if (other.contains(each) || each.contains(other)) return false;
        const b = other.getBoundingClientRect();
        return (
          a.left < b.right - 1 &&
          b.left < a.right - 1 &&
          a.top < b.bottom - 1 &&
          b.top < a.bottom - 1
        );
      });
    });
    return [...out, ...covered].map(({ outerHTML }) => outerHTML.slice(0, 120));
  };

  for (const [name, width] of [
    ['at 320 pixels', 320],
    ['in a panel of 240 pixels', 240],
  ] as const)
    it(`${name}, in both directions`, async () => {
      const { element } = await mixed();
      element.style.width = `${width}px`;
      await nextTask(100);
      expect(lost(element)).to.deep.equal([]);
      root.dir = 'rtl';
      await nextTask(100);
      expect(lost(element)).to.deep.equal([]);
    });

  it('at twice the size of letters, in half of the room', async () => {
    const { element } = await mixed();
    root.style.fontSize = '200%';
    element.style.width = '640px';
    await nextTask(100);
    expect(lost(element)).to.deep.equal([]);
  });
});

describe('reduced motion', () => {
  itUnless(
    {
      firefox: 'it cannot be asked for from outside here',
      webkit: 'it cannot be asked for from outside here',
    },
    'moves nothing',
    async () => {
      await emulateMedia({ reducedMotion: 'reduce' });
      try {
        const { element } = await mixed();
        for (const each of all(element, '*')) {
          const { transitionProperty, transitionDuration, animationName } =
            getComputedStyle(each);
          expect(
            transitionProperty === 'none' || transitionDuration === '0s',
            each.outerHTML.slice(0, 80),
          ).to.equal(true);
          expect(animationName).to.equal('none');
        }
      } finally {
        await emulateMedia({ reducedMotion: 'no-preference' });
      }
    },
  );
});

describe('by keyboard', () => {
  it('everything that can be pressed can be reached, in the order in which it stands', async () => {
    const { element } = await mixed();
    const order = all(element, 'button, a, [tabindex], input, summary').filter(
      (each) => each.checkVisibility() && each.closest('.why') === null,
    );
    expect(order.length).to.be.greaterThan(10);
    for (const each of order) {
      expect(each.tabIndex, each.outerHTML.slice(0, 80)).to.equal(0);
      each.focus();
      expect(element.shadowRoot?.activeElement).to.equal(each);
    }
    // Nothing else listens to a click alone but the area around the button that does the same.
    expect(all(element, '[role=button], [onclick]').length).to.equal(0);
  });

  it('what has the focus is seen', async () => {
    const { element } = await mixed();
    for (const each of all(element, 'button')) {
      if (!each.checkVisibility()) continue;
      each.focus({ focusVisible: true } as FocusOptions);
      if (!each.matches(':focus-visible')) continue;
      const { outlineStyle, outlineWidth } = getComputedStyle(each);
      expect(`${outlineStyle} ${outlineWidth}`).to.equal('solid 2px');
    }
  });
});

describe('said aloud from the first file to the last', () => {
  it('is what matters, once, in one polite region', async () => {
    const { element, drive } = await stage({ multiple: '', concurrency: '1' });
    const texts: string[] = [];
    const region = one(element, '[role=status]');
    new MutationObserver(() => texts.push(region.textContent ?? '')).observe(
      region,
      { childList: true, characterData: true, subtree: true },
    );
    const said = (text: string) =>
      until(() => texts.join(' ').includes(text), text);
    expect(all(element, '[aria-live], [role=alert]').length).to.equal(1);
    for (const at of [3, 4])
      drive.faults.add({ on: 'part', at, kind: 'late', delay: 2500 });
    element.addFiles([fileOf('long.txt', 16)]);
    await element.done();
    await said('long.txt uploaded');
    drive.faults.add({ on: 'session', kind: 'status', status: 403 });
    element.addFiles([fileOf('bad.txt', 11)]);
    await said('failed');
    element.clear();
    element.addFiles(['a', 'b', 'c'].map((name) => fileOf(name, 5)));
    await said('All done');
    button(element, 'Clear list').click();
    await nextTask(1200);
    expect(texts).to.deep.equal([
      'Upload of long.txt started. 50% uploaded.',
      '75% uploaded.',
      'long.txt uploaded.',
      'Upload of bad.txt failed. All done: 1 file uploaded, 1 failed',
      'All done: 3 files uploaded',
    ]);
  }).timeout(30_000);

  it('says why nothing goes on, once, and how far it is when it does again', async () => {
    const { element, drive } = await stage({ multiple: '', concurrency: '1' });
    const texts: string[] = [];
    const region = one(element, '[role=status]');
    new MutationObserver(() => texts.push(region.textContent ?? '')).observe(
      region,
      { childList: true, characterData: true, subtree: true },
    );
    drive.faults.add({
      on: 'part',
      at: 2,
      kind: 'status',
      status: 503,
      retryAfter: 2,
      times: 2,
    });
    drive.faults.add({ on: 'part', at: 3, kind: 'late', delay: 2500 });
    element.addFiles([fileOf('long.txt', 16)]);
    await element.done();
    await until(() => texts.join(' ').includes('long.txt uploaded'), 'the end');
    expect(texts.join(' ')).to.equal(
      'Upload of long.txt started. 25% uploaded. The server is busy. Goes on by itself. 50% uploaded. long.txt uploaded.',
    );
  }).timeout(30_000);
});
