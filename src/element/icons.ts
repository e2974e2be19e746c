/**
 * The pictures on buttons and rows, drawn with one pen.
 *
 * Knows: paths. Does not know: what they stand for in a list. Hidden from screen readers: words stand beside them.
 */

import { html, type TemplateResult } from 'lit';

/** A sheet of paper with a corner folded, and room for what is on it. */
const PAPER =
  'M14 3.5H7.5A1.5 1.5 0 0 0 6 5v14a1.5 1.5 0 0 0 1.5 1.5h9A1.5 1.5 0 0 0 18 19V7.5zm0 0v4h4';
const FRAME =
  'M6 4.5h12A1.5 1.5 0 0 1 19.5 6v12a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 18V6A1.5 1.5 0 0 1 6 4.5z';

const PATHS = {
  add: 'M12 16V4.5M7 9l5-5 5 5M4 15v3.5A1.5 1.5 0 0 0 5.5 20h13a1.5 1.5 0 0 0 1.5-1.5V15',
  alert: 'M12 7.5v5.5m0 3v.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  clock: 'M12 7v5l3 2m-3-11a9 9 0 1 0 0 18 9 9 0 0 0 0-18z',
  close: 'm6.5 6.5 11 11m0-11-11 11',
  pause: 'M9 6v12m6-12v12',
  play: 'M8 5.5v13l10.5-6.5z',
  retry: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9m0-4.5V9H15',
  // Kinds of files.
  archive:
    'M4 8.5h16V18a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 18zm-.5-4h17v4h-17zm6.5 8h4',
  audio:
    'M9 17.5V6.5l10-2v11M9 17.5a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zm10-2a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z',
  code: 'm7.5 7.5-4.5 4.5 4.5 4.5m9-9 4.5 4.5-4.5 4.5M13.5 5l-3 14',
  image: `${FRAME}m3.5 4v.01M4.5 16l4-4 6.5 7m-2-4.5 2.5-2.5 4 4`,
  other: PAPER,
  pdf: `${PAPER}M9 17c1.8-1.3 3.2-4.3 3-6.5.3 2.3 1.5 4 3.2 4.7-2-.2-4.7.5-6.2 1.8z`,
  sheet: `${FRAME}m-1.5 5h15m-15 5h15m-9.5-5v10`,
  text: `${PAPER}M9 12h6m-6 4h6`,
  video:
    'M5 5.5h14A1.5 1.5 0 0 1 20.5 7v10a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 17V7A1.5 1.5 0 0 1 5 5.5zm5 3.5v6l5-3z',
};

export type Icon = keyof typeof PATHS;

export const icon = (name: Icon): TemplateResult =>
  html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d=${PATHS[name]} /></svg>`;
