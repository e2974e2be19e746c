import type {} from 'kommo-uploader/types/svelte';
import type { SvelteHTMLElements } from 'svelte/elements';

/** What a template checks `<kommo-uploader>` against. */
type Props = SvelteHTMLElements['kommo-uploader'];

export const view: Props = {
  class: 'panel',
  'session-url': '/sessions',
  maxFiles: 3,
  multiple: true,
  accessToken: async () => 'token',
  onuploaded: ({ detail }) => detail.uuid.length,
  'onupload-error': ({ detail }) => detail.error.code === 'unauthorized',
  'on:upload-error': ({ detail }) => detail.error.code === 'unauthorized',
};

export const wrong: Props[] = [
  // @ts-expect-error a size is a number
  { onuploaded: ({ detail }) => detail.size.trim() },
  // @ts-expect-error the error has the code
  { 'onupload-error': ({ detail }) => detail.code },
  // @ts-expect-error there is no such option
  { maxFils: 3 },
  // @ts-expect-error it is text or a number
  { 'max-files': true },
];
