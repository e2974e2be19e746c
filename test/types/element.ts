/**
 * That the element's types are what a page needs. Compiled, never run: a line that should not compile says so, and
 * fails the compilation if it does.
 */

import german from '../../src/element/locales/de.js';
import '../../src/index.js';
import { KommoUploader, type Upload, UploadError } from '../../src/index.js';

const element = document.createElement('kommo-uploader');
const typed: KommoUploader = element;

element.addEventListener('uploaded', (event) => {
  const uuid: string = event.detail.uuid;
  const name: string = event.file.name;
  const upload: Upload = event.upload;
  // @ts-expect-error a record has no such field of this type
  const size: string = event.detail.size;
  // @ts-expect-error nor one of this name
  event.detail.uid;
  void [uuid, name, upload, size];
});

element.addEventListener('upload-progress', function (event) {
  const share: number = event.detail.loaded / event.detail.total;
  // @ts-expect-error it is not the record
  event.detail.uuid;
  void [share, this];
});

element.addEventListener('upload-error', ({ detail, upload }) => {
  const { code } = detail.error;
  if (code === 'unauthorized') return;
  // @ts-expect-error there is no such code
  if (code === 'unautorized') return;
  // @ts-expect-error an error of the options has no upload
  upload.retry();
  upload?.retry();
});

element.addEventListener('upload-wait', ({ detail }) => {
  const until: number | undefined = detail.until;
  const isOffline = detail.waitingFor === 'network';
  void [until, isOffline];
});

element.addEventListener('before-file-add', (event) => {
  if (event.detail.file.size > 5) event.preventDefault();
  const none: undefined = event.upload;
  void none;
});

element.addEventListener('file-reject', ({ detail: { file, error } }) => {
  const limit: number | undefined = error.limit;
  void [file.name, limit, error instanceof UploadError];
});

element.addEventListener('uploads-idle', ({ detail }) => {
  const count: number = detail.uploaded.length + detail.failed.length;
  void count;
});

// Other events stay what they are.
element.addEventListener('click', (event) => event.clientX);
element.addEventListener('something-else', (event) => event.type);
element.removeEventListener('uploaded', (event) => event.detail.uuid);

element.sessionUrl = '/sessions';
element.maxFileSize = '10 MB';
element.maxFileSize = 10_000_000;
// @ts-expect-error it is text or a number
element.maxFileSize = true;
element.directory = true;
element.capture = 'environment';
element.dropTarget = 'body';
// @ts-expect-error it is a selector
element.dropTarget = document.body;
element.accessToken = async () => 'token';
element.prepare = (file, { signal }) => (signal.aborted ? file : file);
element.openSession = async (request) => ({
  upload_url: `https://drive.example/${request.file_name}`,
  max_part_size: 1,
});
// @ts-expect-error a session has an address
element.openSession = async () => ({ max_part_size: 1 });
element.messages = { dismiss: 'Weg', rejected: ({ count }) => `${count}` };
// @ts-expect-error there is no such text
element.messages = { dismis: 'Weg' };

const uploads: Upload[] = element.addFiles([new File([], 'a')], {
  name: 'b',
  meta: { deal: 1 },
});
element.remove();
element.remove(uploads[0] as Upload);
// @ts-expect-error there may be none
element.remove(uploads[0]);
element.clear({ all: true });
const values: readonly string[] = element.values;
const form: HTMLFormElement | null = element.form;
const flags: boolean[] = [element.checkValidity(), element.validity.valid];
element.addEventListener('change', (event) => event.target);
// @ts-expect-error what is sent is what was uploaded
element.value = 'a uuid';
void [values, form, flags, element.labels.length, element.willValidate];
KommoUploader.addMessages('de', { dismiss: 'Weg' });
void typed;

KommoUploader.addMessages('de', german);
element.messages = {
  chooseFiles: 'Pick a contract',
  startAll: ({ count }, format) => `Send ${format.number(count)}`,
};
// @ts-expect-error it has no such value
element.messages = { startAll: ({ name }) => name };
