/**
 * CSS of `look="compact"`: a line for each file and one to drop on, for narrow panels.
 *
 * Knows: what differs from the default look, and nothing else. Where a panel is too narrow for words beside a name,
 * pictures say what happens; words stay for screen readers.
 */

import { css } from 'lit';

export const compactStyles = css`
  :host([look='compact']) {
    --_radius: var(--kommo-uploader-radius, 8px);
    --_row: var(--kommo-uploader-row-height, 2.25rem);
    font-size: 0.8125rem;

    .drop {
      flex-wrap: nowrap;
      gap: 0.125rem 0.5rem;
      margin: 0.375rem;
      padding: 0.1875rem;
      padding-inline-start: 0.5rem;
    }
    .drop:has(.limits) {
      flex-wrap: wrap;
      padding-block-end: 0.375rem;
    }
    .lead {
      inline-size: auto;
      block-size: auto;
      background: none;
    }
    .lead svg {
      inline-size: 1.25rem;
      block-size: 1.25rem;
    }
    .call {
      flex: 1;
      min-inline-size: 3rem;
      font-size: inherit;
    }
    .drop button {
      min-block-size: 1.75rem;
      padding-inline: 0.625rem;
    }
    .limits {
      gap: 0 0.625rem;
      justify-content: start;
      font-size: 0.75rem;
    }
    .message {
      gap: 0.5rem;
      margin: 0 0.375rem 0.375rem;
      padding: 0.375rem 0.5rem;
    }
    .header {
      gap: 0 0.5rem;
      padding: 0.125rem 0.75rem;
    }
    .header progress {
      margin-block: 0.25rem;
    }
    .all button {
      min-block-size: 1.75rem;
      font-size: 0.75rem;
    }
    .icon {
      inline-size: 1.75rem;
      min-block-size: 1.75rem;
    }

    [part='row'] {
      position: relative;
      gap: 0.5rem;
      padding-inline: 0.75rem;
    }
    .picture {
      display: grid;
      inline-size: 1.25rem;
      block-size: 1.25rem;
      background: none;
      border: 0;
      border-radius: 4px;
    }
    .about {
      display: flex;
      gap: 0.75rem;
      align-items: center;
    }
    .about progress {
      position: absolute;
      inset-block-end: 0;
      inset-inline: 0;
      inline-size: auto;
      block-size: 2px;
      background: none;
      border: 0;
      border-radius: 0;
    }
    .about progress::-webkit-progress-bar {
      background: none;
    }
    .name {
      flex: 1 1 auto;
    }
    /* The name gives way last. */
    .status {
      flex: 0 2 auto;
      min-inline-size: 0;
      font-size: 0.75rem;
    }
    .text {
      -webkit-line-clamp: 1;
      line-clamp: 1;
    }
    .status > button {
      min-block-size: 1.5rem;
    }
  }

  @container (inline-size < 26rem) {
    :host([look='compact']) {
      .text {
        position: absolute;
        inline-size: 1px;
        block-size: 1px;
        clip-path: inset(50%);
      }
      .status {
        position: relative;
        flex: none;
      }
      .status > button {
        position: absolute;
        inset: -0.25rem;
        margin: 0;
      }
    }
  }

  @container (inline-size < 15rem) {
    :host([look='compact']) {
      .lead {
        display: none;
      }
      .drop button {
        padding-inline: 0.5rem;
      }
    }
  }
`;
