/**
 * The others as a page has them: each on the page, with what it shows, and set as `peers.ts` says.
 *
 * Knows: their own calls, and nothing of what is measured. Needs their packages, which are installed when they are asked
 * for.
 */

import Uppy from '@uppy/core';
import uppyStyles from '@uppy/core/css/style.min.css?inline';
import Dashboard from '@uppy/dashboard';
import dashboardStyles from '@uppy/dashboard/css/style.min.css?inline';
import Tus from '@uppy/tus';
import XHRUpload from '@uppy/xhr-upload';
import dropzoneStyles from 'dropzone/dist/dropzone.css?inline';
import filepondStyles from 'filepond/dist/filepond.min.css?inline';
import '@vaadin/upload';
import { Dropzone } from 'dropzone';
import * as filepond from 'filepond';
import { Upload } from 'tus-js-client';
import type { PeerId } from './peers.js';
import { PART } from './scenes.js';

export interface Widget {
  /** As if a person had chosen them. */
  add(files: readonly File[]): void;
  /** How many of them are in its list. */
  listed(): number;
  /** Resolves when so many have arrived; rejects when one has not. */
  arrived(count: number): Promise<void>;
  remove(): void;
}

export interface Wanted {
  /** The drive's origin. */
  readonly origin: string;
  /** `undefined` leaves it to its own number. */
  readonly connections: number | undefined;
  /** Whether it sends by itself what it gets; for a list alone it does not. */
  readonly sends: boolean;
}

/** Counts what arrives, for those that tell it file by file. */
class Arrivals {
  #count = 0;
  #failed: unknown;
  #changed = () => {};

  readonly one = () => {
    this.#count += 1;
    this.#changed();
  };

  readonly fail = (why: unknown) => {
    this.#failed ??= why;
    this.#changed();
  };

  of(count: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#changed = () => {
        if (this.#failed !== undefined) reject(this.#failed);
        else if (this.#count >= count) resolve();
      };
      this.#changed();
    });
  }
}

const style = (text: string) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets.push(sheet);
};

const place = (): HTMLElement =>
  document.body.appendChild(document.createElement('div'));

const tusOptions = ({ origin }: Wanted) => ({
  endpoint: `${origin}/peer/tus`,
  chunkSize: PART,
  uploadDataDuringCreation: true,
  removeFingerprintOnSuccess: true,
});

const tus = (wanted: Wanted): Widget => {
  const arrivals = new Arrivals();
  const send = (file: File) =>
    new Promise<void>((resolve) => {
      const settled = (settle: () => void) => () => {
        settle();
        resolve();
      };
      new Upload(file, {
        ...tusOptions(wanted),
        onSuccess: settled(arrivals.one),
        onError: (error: unknown) => settled(() => arrivals.fail(error))(),
      }).start();
    });
  return {
    add(files) {
      const left = [...files];
      const work = async () => {
        for (let file = left.shift(); file; file = left.shift())
          await send(file);
      };
      for (let loop = 0; loop < (wanted.connections ?? 6); loop++) void work();
    },
    listed: () => 0,
    arrived: (count) => arrivals.of(count),
    remove: () => {},
  };
};

const uppy = (
  { connections, sends }: Wanted,
  plugin: object,
  options: object,
): Widget => {
  style(uppyStyles);
  style(dashboardStyles);
  const target = place();
  const arrivals = new Arrivals();
  const one = new Uppy({ autoProceed: sends });
  one.use(Dashboard, { inline: true, target });
  if (sends) one.use(plugin, { ...options, ...limit(connections) });
  one.on('complete', ({ successful = [], failed = [] }) => {
    for (const _ of successful) arrivals.one();
    if (failed.length > 0) arrivals.fail(`${failed.length} failed.`);
  });
  return {
    add: (files) =>
      one.addFiles(
        files.map((data) => ({
          ...{ name: data.name, type: data.type, data, source: 'bench' },
        })),
      ),
    // Its list holds rows in sight only.
    listed: () =>
      target.querySelector('.uppy-Dashboard-Item') ? one.getFiles().length : 0,
    arrived: (count) => arrivals.of(count),
    remove: () => {
      one.destroy();
      target.remove();
      document.adoptedStyleSheets = [];
    },
  };
};

const limit = (connections: number | undefined) =>
  connections === undefined ? {} : { limit: connections };

const dropzone = ({ origin, connections, sends }: Wanted): Widget => {
  style(dropzoneStyles);
  const target = place();
  target.className = 'dropzone';
  const arrivals = new Arrivals();
  const zone = new Dropzone(target, {
    url: `${origin}/peer/post`,
    autoProcessQueue: sends,
    chunking: true,
    chunkSize: PART,
    // MiB; its own would refuse the large file.
    maxFilesize: 1024,
    ...(connections && { parallelUploads: connections }),
  });
  zone.on('success', arrivals.one);
  zone.on('error', (_, why) => arrivals.fail(why));
  return {
    add: (files) => {
      for (const file of files) zone.addFile(file);
    },
    listed: () => target.querySelectorAll('.dz-preview').length,
    arrived: (count) => arrivals.of(count),
    remove: () => {
      zone.destroy();
      target.remove();
      document.adoptedStyleSheets = [];
    },
  };
};

const pond = ({ origin, connections, sends }: Wanted): Widget => {
  style(filepondStyles);
  const target = place();
  const arrivals = new Arrivals();
  const one = filepond.create(target, {
    allowMultiple: true,
    instantUpload: sends,
    // It would make each file seem to take a second.
    allowMinimumUploadDuration: false,
    chunkUploads: true,
    chunkSize: PART,
    ...(connections && { maxParallelUploads: connections }),
    server: {
      url: `${origin}/peer`,
      process: '/filepond',
      patch: '/filepond/',
    },
    onprocessfile: (error: unknown) =>
      error ? arrivals.fail(error) : arrivals.one(),
  });
  return {
    add: (files) => void one.addFiles(files).catch(arrivals.fail),
    listed: () => document.querySelectorAll('.filepond--item').length,
    arrived: (count) => arrivals.of(count),
    remove: () => {
      one.destroy();
      target.remove();
      document.adoptedStyleSheets = [];
    },
  };
};

interface VaadinUpload extends HTMLElement {
  target: string;
  noAuto: boolean;
  maxConcurrentUploads: number;
}

const vaadin = ({ origin, connections, sends }: Wanted): Widget => {
  const arrivals = new Arrivals();
  const one = document.createElement('vaadin-upload') as VaadinUpload;
  one.target = `${origin}/peer/post`;
  one.noAuto = !sends;
  if (connections) one.maxConcurrentUploads = connections;
  one.addEventListener('upload-success', arrivals.one);
  one.addEventListener('upload-error', () => arrivals.fail('An error.'));
  document.body.append(one);
  return {
    // It has no call for this: files come through its input.
    add: (files) => {
      const input = one.shadowRoot?.querySelector('input[type=file]');
      const transfer = new DataTransfer();
      for (const file of files) transfer.items.add(file);
      (input as HTMLInputElement).files = transfer.files;
      input?.dispatchEvent(new Event('change'));
    },
    listed: () => one.querySelectorAll('vaadin-upload-file').length,
    arrived: (count) => arrivals.of(count),
    remove: () => one.remove(),
  };
};

export const widgets: Readonly<Record<PeerId, (wanted: Wanted) => Widget>> = {
  tus,
  'uppy-tus': (wanted) => uppy(wanted, Tus, tusOptions(wanted)),
  'uppy-xhr': (wanted) =>
    uppy(wanted, XHRUpload, {
      endpoint: `${wanted.origin}/peer/post`,
      formData: false,
    }),
  dropzone,
  filepond: pond,
  vaadin,
};
