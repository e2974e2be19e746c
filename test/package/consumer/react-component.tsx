/** @jsxImportSource react */
import { KommoUploader } from 'kommo-uploader/react';

export const view = (
  <KommoUploader
    className="panel"
    sessionUrl="/sessions"
    maxFiles={3}
    multiple
    accessToken={async () => 'token'}
    ref={(element) => {
      element?.addFiles([]);
    }}
    onClick={({ clientX }) => clientX}
    onUploaded={({ detail, file }) => `${detail.uuid} ${file.name}`}
    onUploadError={({ detail }) => detail.error.code === 'unauthorized'}
  />
);

export const wrong = [
  // @ts-expect-error a size is a number
  <KommoUploader key="1" onUploaded={({ detail }) => detail.size.trim()} />,
  // @ts-expect-error the error has the code
  <KommoUploader key="2" onUploadError={({ detail }) => detail.code} />,
  // @ts-expect-error there is no such option
  <KommoUploader key="3" maxFils={3} />,
  // @ts-expect-error it is text or a number
  <KommoUploader key="4" maxFiles={true} />,
];
