/**
 * One class of event, and one map that types both who dispatches and who listens.
 *
 * Knows: the name and the detail of every event. Does not know: when one is due (`run-events.ts`) or who speaks
 * (`voice.ts`). No detail ever holds an address of a session or of a part, or a token.
 */

import type {
  Entity,
  FileVersion,
  IdleDetail,
  Upload,
  UploadError,
  WaitingFor,
} from '../engine/index.js';

/** What an event is about. */
export interface About<D, U, F> {
  detail: D;
  upload: U;
  file: F;
}

/** Every event of the element: it bubbles, leaves shadow trees, and names the upload and the file that it is about. */
export class UploadEvent<
  D = unknown,
  U extends Upload | undefined = Upload | undefined,
  F extends File | undefined = File | undefined,
> extends CustomEvent<D> {
  /** The upload, if there is one. */
  readonly upload: U;
  /** The local file; what was there before has none. */
  readonly file: F;

  constructor(
    type: keyof UploaderEventMap,
    { detail, upload, file }: About<D, U, F>,
    { cancelable = false }: { cancelable?: boolean } = {},
  ) {
    super(type, { detail, bubbles: true, composed: true, cancelable });
    this.upload = upload;
    this.file = file;
  }
}

/** How far an upload is. */
export interface ProgressDetail {
  /** Bytes that the drive acknowledged. */
  readonly loaded: number;
  /** Bytes of the file as it is sent. */
  readonly total: number;
}

/** What an upload waits for. */
export interface WaitDetail extends ProgressDetail {
  /** The network, the drive, another tab, its file, the right to read it, or its card. */
  readonly waitingFor: WaitingFor | undefined;
  /** When it tries again, in milliseconds since 1970, where that is known. */
  readonly until: number | undefined;
}

type OfUpload<D> = UploadEvent<D, Upload, File>;

/** The events of `<kommo-uploader>`. */
export interface UploaderEventMap {
  /** A question: `preventDefault()` and the file is not added. */
  'before-file-add': UploadEvent<{ readonly file: File }, undefined, File>;
  /** A question: `preventDefault()` and the upload stays in the list. */
  'before-file-remove': UploadEvent<
    { readonly upload: Upload },
    Upload,
    File | undefined
  >;
  /** A file was added. */
  'file-add': OfUpload<{ readonly upload: Upload }>;
  /** An upload is no longer in the list. */
  'file-remove': UploadEvent<
    { readonly upload: Upload },
    Upload,
    File | undefined
  >;
  /** A file was not added; `error.code` says why. */
  'file-reject': UploadEvent<
    { readonly file: File; readonly error: UploadError },
    undefined,
    File
  >;
  /** An upload begins, once for each run. */
  'upload-start': OfUpload<ProgressDetail>;
  /** The drive acknowledged more bytes. */
  'upload-progress': OfUpload<ProgressDetail>;
  /** An upload is paused: nothing of it is on its way any more. */
  'upload-pause': OfUpload<ProgressDetail>;
  /** A paused upload goes on. */
  'upload-resume': OfUpload<ProgressDetail>;
  /** An upload waits, and goes on by itself. */
  'upload-wait': OfUpload<WaitDetail>;
  /** Something that failed is tried again, by itself or because somebody asked. */
  'upload-retry': OfUpload<ProgressDetail>;
  /** The file is in Kommo; the detail is its file-version record. */
  uploaded: OfUpload<FileVersion>;
  /** An upload failed. Without an upload: an option is missing or cannot be read. */
  'upload-error': UploadEvent<
    { readonly error: UploadError },
    Upload | undefined,
    File | undefined
  >;
  /** An upload was aborted. */
  'upload-abort': OfUpload<Readonly<Record<never, never>>>;
  /** An uploaded file is on its card; exactly one of this and `link-error` follows where a link was asked for. */
  linked: UploadEvent<
    { readonly entity: Entity | undefined },
    Upload,
    File | undefined
  >;
  /** An uploaded file could not be linked to its card. It stays in Kommo. */
  'link-error': UploadEvent<
    { readonly error: UploadError },
    Upload,
    File | undefined
  >;
  /** Nothing is left to do. */
  'uploads-idle': UploadEvent<IdleDetail, undefined, undefined>;
}

/** `addEventListener` and `removeEventListener` of an element with these events. */
export interface Listen<Target> {
  <K extends keyof UploaderEventMap>(
    type: K,
    listener: (this: Target, event: UploaderEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  <K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: Target, event: HTMLElementEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  (
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}
