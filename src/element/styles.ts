/**
 * CSS, and nothing else.
 *
 * Knows: how things look in light and dark, narrow and wide, left and right, plain and forced colours. Colours follow
 * the page's `color-scheme`. What a page may change are the custom properties at the top, and the parts.
 */

import { css } from 'lit';

export const styles = css`
  :host {
    --_accent: var(--kommo-uploader-accent, light-dark(#2f5bd8, #8fb0ff));
    --_on-accent: var(--kommo-uploader-on-accent, light-dark(#fff, #0d1730));
    --_text: var(--kommo-uploader-text, light-dark(#1c2430, #e7eaf0));
    --_muted: var(--kommo-uploader-muted, light-dark(#5a6474, #a3adbd));
    --_surface: var(--kommo-uploader-surface, light-dark(#fff, #181c23));
    --_raised: var(--kommo-uploader-raised, light-dark(#f5f7fa, #212732));
    --_line: var(--kommo-uploader-line, light-dark(#d9dfe8, #38414f));
    --_edge: color-mix(in srgb, var(--_line), var(--_muted) 35%);
    --_good: var(--kommo-uploader-good, light-dark(#14713c, #6fd394));
    --_bad: var(--kommo-uploader-bad, light-dark(#b3261e, #ff9d94));
    --_radius: var(--kommo-uploader-radius, 12px);
    --_row: var(--kommo-uploader-row-height, 4.25rem);
    display: block;
    min-inline-size: 0;
    color: var(--_text);
    font: 0.875rem / 1.4 var(--kommo-uploader-font, system-ui, sans-serif);
    text-align: start;
  }
  /* Words may be of another direction than the page. */
  :is(p, .call, .limits span, .totals, .text, .reasons span, button) {
    unicode-bidi: plaintext;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  p,
  ul {
    margin: 0;
    padding: 0;
  }
  svg {
    flex: none;
    inline-size: 1.25em;
    block-size: 1.25em;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  /* Its width never depends on what is in it: names come and go. */
  .base {
    container-type: inline-size;
    contain-intrinsic-inline-size: 30rem;
    overflow: hidden;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }

  button {
    flex: none;
    min-block-size: 2rem;
    padding: 0.25rem 0.75rem;
    font: inherit;
    font-weight: 500;
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.6);
    cursor: pointer;
    transition:
      background-color 0.15s,
      border-color 0.15s;
  }
  button:hover:enabled {
    background: var(--_raised);
    border-color: var(--_muted);
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .icon {
    display: grid;
    place-items: center;
    inline-size: 2rem;
    padding: 0;
    font-size: 1rem;
    color: var(--_muted);
    background: none;
    border-color: transparent;
  }
  .icon:hover:enabled {
    color: var(--_text);
    border-color: var(--_line);
  }
  .main,
  .main:hover:enabled {
    color: var(--_on-accent);
    background: var(--_accent);
    border-color: var(--_accent);
  }
  .main:hover:enabled {
    filter: brightness(1.08);
  }

  .drop {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem 0.75rem;
    align-items: center;
    justify-content: center;
    margin: 0.5rem;
    padding: 1.5rem 1rem;
    border: 1.5px dashed var(--_edge);
    border-radius: calc(var(--_radius) * 0.75);
    cursor: pointer;
    transition:
      background-color 0.15s,
      border-color 0.15s;
  }
  .drop:hover {
    border-color: var(--_muted);
  }
  .lead {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 2.5rem;
    block-size: 2.5rem;
    color: var(--_accent);
    background: color-mix(in srgb, var(--_accent) 9%, transparent);
    border-radius: 50%;
  }
  .lead svg {
    inline-size: 1.375rem;
    block-size: 1.375rem;
    transition: translate 0.15s;
  }
  .call {
    font-size: 1rem;
    font-weight: 500;
  }
  .limits {
    display: flex;
    flex-basis: 100%;
    flex-wrap: wrap;
    gap: 0 1rem;
    justify-content: center;
    color: var(--_muted);
    font-size: 0.8125rem;
    text-align: center;
  }
  .drop[data-over] {
    background: color-mix(in srgb, var(--_accent) 10%, var(--_surface));
    border-color: var(--_accent);
    border-style: solid;
  }
  .drop[data-over] .call {
    color: var(--_accent);
  }
  .drop[data-over] .lead svg {
    translate: 0 -2px;
  }
  .drop[data-disabled] {
    color: var(--_muted);
    border-color: var(--_line);
    cursor: default;
  }
  .drop[data-disabled] .lead {
    opacity: 0.5;
    filter: grayscale(1);
  }

  .header {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
    align-items: center;
    justify-content: space-between;
    padding: 0.5rem 0.75rem;
    border-block-start: 1px solid var(--_line);
  }
  .totals {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .all {
    display: flex;
    flex-wrap: wrap;
    gap: 0.125rem;
    margin-inline: -0.5rem;
  }
  .all button {
    padding-inline: 0.5rem;
    font-size: 0.8125rem;
  }
  .all button:not(.main, :hover) {
    background: none;
    border-color: transparent;
  }
  .all .main {
    margin-inline: 0.5rem 0.125rem;
    padding-inline: 0.75rem;
  }

  .aloud {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @container (inline-size < 22rem) {
    .drop {
      padding: 1rem 0.5rem;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      transition: none !important;
      animation: none !important;
    }
  }
  @media (prefers-contrast: more) {
    .base,
    .drop,
    button:not(.icon) {
      border-color: var(--_muted);
    }
  }
  @media (forced-colors: active) {
    svg {
      color: inherit !important;
    }
    .drop[data-over] {
      border-color: Highlight;
    }
    .icon,
    .all button {
      border-color: ButtonBorder !important;
    }
  }
`;
