/**
 * The pictures on buttons and rows, drawn with one pen.
 *
 * Knows: paths. Does not know: what they stand for in a list. Hidden from screen readers: words stand beside them.
 */

import { html, type TemplateResult } from 'lit';

const PATHS = {
  add: 'M12 16V4.5M7 9l5-5 5 5M4 15v3.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V15',
  alert: 'M12 7.5v5.5m0 3v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  clock: 'M12 7v5l3 2m-3-11a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  close: 'm6.5 6.5 11 11m0-11-11 11',
  file: 'M14 3.5H7.5A1.5 1.5 0 0 0 6 5v14a1.5 1.5 0 0 0 1.5 1.5h9A1.5 1.5 0 0 0 18 19V7.5zm0 0v4h4',
  pause: 'M9 6v12m6-12v12',
  play: 'M8 5.5v13l10.5-6.5z',
  retry: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9m0-4.5V9H15',
};

export type Icon = keyof typeof PATHS;

export const icon = (name: Icon): TemplateResult =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
