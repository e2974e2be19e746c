/** @jsxImportSource solid-js */
import type {} from 'kommo-uploader/types/solid';

export const view = (
  <kommo-uploader
    class="panel"
    session-url="/sessions"
    prop:maxFiles={3}
    multiple
    prop:accessToken={async () => 'token'}
    ref={(element) => element.addFiles([])}
    on:uploaded={({ detail }) => detail.uuid.length}
    on:upload-error={({ detail }) => detail.error.code === 'unauthorized'}
  />
);

export const wrong = {
  // @ts-expect-error a size is a number
  field: <kommo-uploader on:uploaded={({ detail }) => detail.size.trim()} />,
  // @ts-expect-error the error has the code
  code: <kommo-uploader on:upload-error={({ detail }) => detail.code} />,
  // @ts-expect-error there is no such option
  option: <kommo-uploader maxFils={3} />,
  // @ts-expect-error it is text or a number
  value: <kommo-uploader prop:maxFiles={true} />,
};
