/**
 * CSS of messages: a wrong option, files that were not added.
 *
 * Knows: how a message and its list of reasons look. The custom properties it uses are made in `styles.ts`.
 */

import { css } from 'lit';

export const noticeStyles = css`
  .message {
    display: flex;
    gap: 0.625rem;
    align-items: start;
    margin: 0 0.5rem 0.5rem;
    padding: 0.5rem 0.75rem;
    background: var(--_raised);
    border: 1px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.75);
  }
  .bad {
    background: color-mix(in srgb, var(--_bad) 7%, var(--_surface));
    border-color: color-mix(in srgb, var(--_bad) 35%, var(--_surface));
  }
  .message > svg {
    margin-block-start: 0.0625rem;
    color: var(--_bad);
  }
  .message.mild > svg {
    color: var(--_muted);
  }
  .message > div {
    flex: 1;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .message p {
    font-weight: 500;
  }
  .reasons + p {
    margin-block-start: 0.25rem;
  }
  .message .icon {
    margin: -0.25rem;
    margin-inline-end: -0.375rem;
  }
  .message .code {
    font-weight: 400;
  }
  .code {
    color: var(--_muted);
    font: 0.75rem / 1.5 ui-monospace, monospace;
    overflow-wrap: anywhere;
  }
  .reasons {
    max-block-size: 9rem;
    margin-block-start: 0.25rem;
    overflow: auto;
  }
  .reasons li + li {
    margin-block-start: 0.25rem;
  }
  .reasons bdi {
    font-weight: 500;
  }
  .reasons span {
    color: var(--_muted);
  }
`;
