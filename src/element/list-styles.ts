/**
 * CSS of the list: rows, progress bars, the window with details.
 *
 * Knows: how a row looks in each status. The custom properties it uses are made in `styles.ts`.
 */

import { css } from 'lit';

export const listStyles = css`
  progress {
    display: block;
    inline-size: 100%;
    block-size: 0.25rem;
    overflow: hidden;
    appearance: none;
    color: var(--_accent);
    background: var(--_line);
    border: 0;
    border-radius: 1rem;
  }
  progress::-webkit-progress-bar {
    background: var(--_line);
  }
  progress::-webkit-progress-value {
    background: currentColor;
    border-radius: 1rem;
  }
  progress::-moz-progress-bar {
    background: currentColor;
    border-radius: 1rem;
  }
  progress:is([data-status='paused'], [data-status='waiting']) {
    color: var(--_muted);
  }

  ul {
    max-block-size: var(--kommo-uploader-list-height, none);
    overflow: hidden auto;
    list-style: none;
  }
  [data-long] {
    position: relative;
    max-block-size: var(--kommo-uploader-list-height, min(34rem, 80vb));
  }
  [data-long]:focus-visible {
    outline-offset: -2px;
  }
  /* Of a long list, each row that is there lies where it would lie among all. */
  [data-placed]::after {
    display: block;
    block-size: calc(var(--_rows) * var(--_row));
    content: '';
  }
  :host [data-long][data-placed] > [part='row'] {
    position: absolute;
    inset-block-start: calc(var(--_at) * var(--_row));
    inset-inline: 0;
  }
  [part='row'] {
    display: flex;
    gap: 0.75rem;
    align-items: center;
    block-size: var(--_row);
    /* Rows out of sight are neither laid out nor painted. */
    contain-intrinsic-block-size: var(--_row);
    content-visibility: auto;
    padding-inline: 0.75rem;
    border-block-start: 1px solid var(--_line);
  }
  .picture {
    display: grid;
    flex: none;
    place-items: center;
    inline-size: 2.5rem;
    block-size: 2.5rem;
    overflow: hidden;
    color: var(--_kind, var(--_muted));
    background: color-mix(
      in srgb,
      var(--_kind, var(--_muted)) 9%,
      var(--_surface)
    );
    border-radius: calc(var(--_radius) * 0.5);
  }
  .picture > * {
    grid-area: 1 / 1;
  }
  .picture svg {
    inline-size: 1.25rem;
    block-size: 1.25rem;
  }
  .picture :is(canvas, img) {
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    animation: appear 0.25s;
  }
  .picture img {
    background: var(--_raised);
  }
  .picture img:not([data-there]) {
    opacity: 0;
  }
  [data-kind='image'] {
    --_kind: light-dark(#7a3fc4, #c7a3ff);
  }
  [data-kind='video'] {
    --_kind: light-dark(#b52a72, #ff9ccb);
  }
  [data-kind='audio'] {
    --_kind: light-dark(#925700, #f0b95c);
  }
  [data-kind='pdf'] {
    --_kind: light-dark(#b3261e, #ff9d94);
  }
  [data-kind='archive'] {
    --_kind: light-dark(#6b5a2e, #d9c48a);
  }
  [data-kind='sheet'] {
    --_kind: light-dark(#14713c, #6fd394);
  }
  [data-kind='text'] {
    --_kind: light-dark(#2f5bd8, #8fb0ff);
  }
  [data-kind='code'] {
    --_kind: light-dark(#0b6b7a, #6fd0e0);
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  .about {
    display: grid;
    flex: 1;
    gap: 0.25rem;
    min-inline-size: 0;
  }
  .name {
    display: flex;
    gap: 0.375rem;
    min-inline-size: 0;
    color: inherit;
    font-weight: 500;
    line-height: 1.25rem;
    white-space: pre;
    text-decoration: none;
  }
  .name bdi {
    display: inline-flex;
    min-inline-size: 0;
  }
  .name span:first-child {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .name span + span {
    flex: none;
  }
  .name .folder {
    display: block;
    overflow: hidden;
    color: var(--_muted);
    font-size: 0.8125rem;
    font-weight: 400;
    text-overflow: ellipsis;
  }
  /* A target of 24 pixels that does not lie over the one below it. */
  a.name {
    margin-block-start: -0.25rem;
    padding-block-start: 0.25rem;
  }
  a.name:is(:hover, :focus-visible) {
    color: var(--_accent);
    text-decoration: underline;
  }
  .status {
    display: flex;
    gap: 0.375rem;
    align-items: center;
    color: var(--_muted);
    font-size: 0.8125rem;
    font-variant-numeric: tabular-nums;
    line-height: 1.125rem;
  }
  .status > svg {
    inline-size: 1rem;
    block-size: 1rem;
    stroke-width: 2.25;
  }
  .text {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 1;
    line-clamp: 1;
  }
  :is([data-status='uploaded'], [data-status='linked']) .status > svg {
    color: var(--_good);
    stroke-dasharray: 24;
  }
  /* Of many, one is always just done: then all the time is spent on drawing ticks. */
  ul:not([data-long])
    :is([data-status='uploaded'], [data-status='linked'])
    .status
    > svg {
    animation: tick 0.3s ease-out;
  }
  @keyframes tick {
    from {
      stroke-dashoffset: 24;
    }
  }
  [data-status='aborted'] .name {
    color: var(--_muted);
    text-decoration: line-through;
  }
  :is([data-status='failed'], [data-status='unlinked']) .text {
    -webkit-line-clamp: 2;
    line-clamp: 2;
  }
  :is([data-status='failed'], [data-status='unlinked'])
    :is(.status > svg, .text) {
    color: var(--_bad);
  }
  .status > button {
    flex: 0 1 auto;
    min-block-size: 1.5rem;
    margin-block: -0.1875rem;
    padding: 0;
    font-size: inherit;
    font-weight: inherit;
    text-align: start;
    text-decoration: underline dotted;
    text-underline-offset: 0.2em;
    background: none;
    border: 0;
  }
  .buttons {
    display: flex;
    gap: 0.125rem;
    margin-inline-end: -0.25rem;
  }

  .why {
    max-inline-size: min(26rem, 90vi);
    max-block-size: 80vb;
    padding: 1rem;
    overflow: auto;
    overflow-wrap: anywhere;
    color: var(--_text);
    font-size: 0.875rem;
    line-height: 1.4;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    box-shadow: 0 8px 32px #0003;
  }
  .why::backdrop {
    background: #0003;
  }
  /* What is isolated inside says nothing about the direction of its line. */
  .why :is(.code, .quote, p:first-child),
  .message .code {
    unicode-bidi: normal;
  }
  .why p + p {
    margin-block-start: 0.5rem;
  }
  .why button {
    margin-block-start: 0.75rem;
  }
  .quote {
    padding-inline-start: 0.75rem;
    color: var(--_muted);
    border-inline-start: 3px solid var(--_line);
  }

  @container (inline-size < 22rem) {
    [part='row'] {
      gap: 0.5rem;
      padding-inline: 0.5rem;
    }
    .picture {
      inline-size: 2rem;
      block-size: 2rem;
    }
  }
  @container (inline-size < 17rem) {
    .picture {
      display: none;
    }
  }
  @media (forced-colors: active) {
    progress,
    progress:is([data-status='paused'], [data-status='waiting']) {
      color: Highlight;
      border: 1px solid CanvasText;
      forced-color-adjust: none;
      background: Canvas;
    }
    progress::-webkit-progress-bar {
      background: Canvas;
    }
    .picture {
      border: 1px solid CanvasText;
    }
  }
`;
