/**
 * A server that renders the element, as a process of its own: writes HTML for the tag on its command line's options.
 *
 * Knows: `@lit-labs/ssr`. There is no DOM here, which is the point.
 */
import { render } from '@lit-labs/ssr';
import { collectResult } from '@lit-labs/ssr/lib/render-result.js';
import { html } from 'lit';
import '../../src/index.js';

const [sessionUrl = ''] = process.argv.slice(2);

process.stdout.write(
  await collectResult(
    render(
      html`<kommo-uploader session-url=${sessionUrl} multiple max-file-size="10 MB"><input type="file" /></kommo-uploader>`,
    ),
  ),
);
