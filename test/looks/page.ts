/**
 * Brings one element into the state that the address names, and says when it is there.
 *
 * Knows: the page. What a state is made of is in `states.ts`.
 */

import { all } from '../element/stage.js';
import { pictures } from './pictures.js';
import { states } from './states.js';

const name = decodeURIComponent(location.hash.slice(1));
const picture = pictures[name];
if (picture === undefined) throw new Error(`There is no picture "${name}".`);
const { state, look, scheme, dir, zoom = 100, on } = picture;

const page = document.documentElement;
page.dir = dir ?? 'ltr';
page.dataset.scheme = scheme ?? 'light';
page.style.fontSize = `${zoom}%`;

// What is random elsewhere is counted here.
let count = 0;
crypto.randomUUID = () => {
  count += 1;
  return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
};

const letters = ['Aa', 'Жж', '→'].map((text) =>
  document.fonts.load('500 16px "Inter Variable"', text),
);
await Promise.all([...letters, document.fonts.load('12px ui-monospace')]);
const { element } = await states[state]();
if (look) element.look = look;
// The clock stands still, and numbers that would flicker with it: once more, with those of the end.
const end = Date.now() + 1000;
Date.now = () => end;
element.requestUpdate();
await element.updateComplete;
if (on?.focus)
  all(element, on.focus)[0]?.focus({ focusVisible: true } as FocusOptions);
await document.fonts.ready;
page.dataset.ready = '';
