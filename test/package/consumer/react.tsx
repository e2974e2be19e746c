/** @jsxImportSource react */
import type {} from 'kommo-uploader/types/react';

export const view = (
  <kommo-uploader
    className="panel"
    session-url="/sessions"
    maxFiles={3}
    multiple
    with-credentials
    accessToken={async () => 'token'}
    ref={(element) => {
      element?.addFiles([]);
    }}
    onuploaded={({ detail }) => detail.uuid.length}
    onupload-error={({ detail }) => detail.error.code === 'unauthorized'}
    onuploads-idle={({ detail }) => detail.uploaded.length}
  />
);

export const wrong = [
  // @ts-expect-error a size is a number
  <kommo-uploader key="1" onuploaded={({ detail }) => detail.size.trim()} />,
  // @ts-expect-error the error has the code
  <kommo-uploader key="2" onupload-error={({ detail }) => detail.code} />,
  // @ts-expect-error there is no such option
  <kommo-uploader key="3" maxFils={3} />,
  // @ts-expect-error it is text or a number
  <kommo-uploader key="4" max-files={true} />,
];
