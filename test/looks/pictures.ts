/**
 * Which pictures there are, and how the page stands in each.
 *
 * Knows: names, widths, schemes. How an element gets into a state is in `states.ts`. Runs in Node and in the page.
 */

export type State =
  | 'idle'
  | 'limits'
  | 'dragging'
  | 'disabled'
  | 'option'
  | 'rejected'
  | 'details'
  | 'single'
  | 'held'
  | 'statuses'
  | 'kinds'
  | 'own';

export interface Picture {
  readonly state: State;
  /** CSS pixels of the window. */
  readonly width: number;
  /** And its height at least, where something stands over the page. */
  readonly least?: number;
  readonly look?: 'compact';
  readonly scheme?: 'dark';
  readonly dir?: 'rtl';
  readonly forcedColors?: 'active';
  /** Percent: the text of the whole page is as large. */
  readonly zoom?: number;
  /** What the pointer or the focus is on. */
  readonly on?: { readonly hover?: string; readonly focus?: string };
}

const width = 520;
const compact = { look: 'compact', width: 320 } as const;
const dark = { scheme: 'dark' } as const;
const rtl = { dir: 'rtl' } as const;
const forced = { forcedColors: 'active' } as const;

export const pictures: Readonly<Record<string, Picture>> = {
  idle: { state: 'idle', width },
  'idle-dark': { state: 'idle', width, ...dark },
  'idle-focus': {
    state: 'limits',
    width,
    on: { focus: '[part=browse-button]' },
  },
  'idle-240': { state: 'limits', width: 240 },
  'idle-forced': { state: 'limits', width, ...forced },
  dragging: { state: 'dragging', width },
  'dragging-dark': { state: 'dragging', width, ...dark },
  'dragging-forced': { state: 'dragging', width, ...forced },
  disabled: { state: 'disabled', width },
  option: { state: 'option', width },
  rejected: { state: 'rejected', width },
  'rejected-dark-320': { state: 'rejected', width: 320, ...dark },
  details: { state: 'details', width, least: 420 },
  'details-dark-320': { state: 'details', width: 320, least: 480, ...dark },
  single: { state: 'single', width },
  held: { state: 'held', width, on: { hover: '.main' } },
  statuses: {
    state: 'statuses',
    width: 640,
    on: {
      focus: '[data-status=failed] .icon',
      hover: '[data-status=paused] .icon',
    },
  },
  'statuses-dark': { state: 'statuses', width: 640, ...dark },
  'statuses-rtl': { state: 'statuses', width, ...rtl },
  'statuses-forced': { state: 'statuses', width, ...forced },
  'statuses-320': { state: 'statuses', width: 320 },
  'statuses-240': { state: 'statuses', width: 240 },
  'statuses-200-percent': { state: 'statuses', width: 640, zoom: 200 },
  kinds: { state: 'kinds', width: 360 },
  'kinds-dark': { state: 'kinds', width: 360, ...dark },
  own: { state: 'own', width },
  'compact-idle': { state: 'idle', ...compact },
  'compact-limits-240': { state: 'limits', ...compact, width: 240 },
  'compact-dragging': { state: 'dragging', ...compact },
  'compact-disabled-dark': { state: 'disabled', ...compact, ...dark },
  'compact-rejected': { state: 'rejected', ...compact },
  'compact-statuses': { state: 'statuses', ...compact },
  'compact-statuses-dark': { state: 'statuses', ...compact, ...dark },
  'compact-statuses-rtl': { state: 'statuses', ...compact, ...rtl },
  'compact-statuses-forced': { state: 'statuses', ...compact, ...forced },
  'compact-statuses-240': { state: 'statuses', ...compact, width: 240 },
  'compact-statuses-520': { state: 'statuses', ...compact, width },
};
