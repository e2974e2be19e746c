import { KommoUploader } from 'kommo-uploader';
import { createBroker } from 'kommo-uploader/broker';
import { serveBroker } from 'kommo-uploader/broker/node';
import * as element from 'kommo-uploader/element';
import { UploadQueue } from 'kommo-uploader/engine';
import german from 'kommo-uploader/locales/de';

element.KommoUploader satisfies typeof KommoUploader;
KommoUploader.addMessages('de', german);
document.createElement('kommo-uploader').queue = new UploadQueue();
document.createElement('kommo-uploader').addEventListener(
  'uploaded',
  // @ts-expect-error a record has no such field
  ({ detail }) => detail.uid,
);
export const servers = [createBroker, serveBroker];
