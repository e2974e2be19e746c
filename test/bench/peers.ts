/**
 * The others of this field: what they are called, what is measured of each, and how each is set.
 *
 * Knows names and words only, for the page and for the table. Their code is in `peer-widgets.ts`, and is installed only
 * when it is asked for.
 */

export interface Peer {
  readonly name: string;
  readonly packages: readonly string[];
  /** It sends a file whole, in one request: there are no parts to compare. */
  readonly whole?: true;
  /** Whether it has a list of its own that people see. */
  readonly list: boolean;
  /** How it speaks to the drive, and what it is told: the best that its documentation offers. */
  readonly set: string;
}

export const peers = {
  tus: {
    name: 'tus-js-client',
    packages: ['tus-js-client'],
    list: false,
    set: 'tus 1.0. `chunkSize` 128 KiB; `uploadDataDuringCreation`, so that the first part travels with the creation; `removeFingerprintOnSuccess`. It has no queue: a loop of six starts the files, also where each has its own default. No list, no interface.',
  },
  'uppy-tus': {
    name: 'Uppy, tus',
    packages: ['@uppy/core', '@uppy/dashboard', '@uppy/tus'],
    list: true,
    set: 'Dashboard on the page, `autoProceed`. tus 1.0 as above, `limit` 6 (its own: 20).',
  },
  'uppy-xhr': {
    name: 'Uppy, XHR',
    packages: ['@uppy/core', '@uppy/dashboard', '@uppy/xhr-upload'],
    whole: true,
    list: false,
    set: 'Dashboard on the page, `autoProceed`. The bare file in one POST (`formData: false`), `limit` 6 (its own: 5).',
  },
  dropzone: {
    name: 'Dropzone',
    packages: ['dropzone'],
    list: true,
    set: 'A multipart form for each part: `chunking`, `chunkSize` 128 KiB, `parallelUploads` 6 (its own: 2). `parallelChunkUploads` stays off, since parts of one file follow each other here.',
  },
  filepond: {
    name: 'FilePond',
    packages: ['filepond'],
    list: true,
    set: 'A POST for the transfer, a PATCH for each part: `chunkUploads`, `chunkSize` 128 KiB, `maxParallelUploads` 6 (its own: 2), `allowMinimumUploadDuration` off. Files of one part go in one multipart form. A file that is a multiple of the part gets one empty PATCH more.',
  },
  vaadin: {
    name: 'Vaadin Upload',
    packages: ['@vaadin/upload'],
    whole: true,
    list: true,
    set: 'The bare file in one POST (`uploadFormat` "raw", its own), `maxConcurrentUploads` 6 (its own: 3). Without a theme.',
  },
} as const satisfies Readonly<Record<string, Peer>>;

export type PeerId = keyof typeof peers;

export const peerIds = Object.keys(peers) as PeerId[];

/** Whether it can play a scene of one file, where parts are what is measured. */
export const playsOneFile = (id: PeerId): boolean => !('whole' in peers[id]);
