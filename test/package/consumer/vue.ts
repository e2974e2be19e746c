import type {} from 'kommo-uploader/types/vue';
import type { GlobalComponents } from 'vue';

/** What a template checks `<kommo-uploader>` against. */
type Props = InstanceType<GlobalComponents['kommo-uploader']>['$props'];

export const view: Props = {
  class: 'panel',
  'session-url': '/sessions',
  maxFiles: 3,
  multiple: true,
  accessToken: async () => 'token',
  onUploaded: ({ detail }) => detail.uuid.length,
  onUploadError: ({ detail }) => detail.error.code === 'unauthorized',
};

export const wrong: Props[] = [
  // @ts-expect-error a size is a number
  { onUploaded: ({ detail }) => detail.size.trim() },
  // @ts-expect-error the error has the code
  { onUploadError: ({ detail }) => detail.code },
  // @ts-expect-error there is no such option
  { maxFils: 3 },
  // @ts-expect-error it is text or a number
  { 'max-files': true },
];
