/**
 * Says as events of an element what happens in a queue.
 *
 * Knows: which queue is listened to, who speaks for it, and which uploads have started in their run. Does not know:
 * what is shown. Of several elements with one queue, only the one that came last speaks; the others fall silent.
 */

import {
  type IdleDetail,
  isEnded,
  type Upload,
  type UploadError,
  type UploadQueue,
  type UploadState,
} from '../engine/index.js';
import { type About, UploadEvent, type UploaderEventMap } from './events.js';
import { detailOf, eventsOf } from './run-events.js';

const speakers = new WeakMap<UploadQueue, Voice[]>();

/** Whom a voice tells beside those who listen to its events. */
export interface Hearer {
  /** An upload came, changed or went; no listener heard of it yet. */
  happened?(upload: Upload): void;
  /** Something in the queue changed, and was said; maybe nothing but how much of an upload is there. */
  heard(isProgress: boolean): void;
  /** An upload changed, and this voice speaks for it. */
  spoke?(upload: Upload, previous: UploadState, state: UploadState): void;
  /** An upload is no longer in the list. */
  gone?(upload: Upload): void;
  /** Nothing is left to do, and this voice speaks. */
  finished?(detail: IdleDetail): void;
}

export class Voice {
  readonly #element: EventTarget;
  readonly #hearer: Hearer;
  readonly #started = new WeakSet<Upload>();
  readonly #unspoken = new WeakSet<Upload>();
  #queue: UploadQueue | undefined;
  #stop: (() => void) | undefined;
  #isReplacing = false;

  constructor(element: EventTarget, hearer: Hearer) {
    this.#element = element;
    this.#hearer = hearer;
  }

  /** Listens to this queue and speaks for it, until it is told another one. */
  listenTo(queue: UploadQueue | undefined): void {
    if (queue === this.#queue) return;
    this.#stop?.();
    this.#stop = undefined;
    this.#queue = queue;
    if (queue === undefined) return;
    for (const upload of queue.uploads)
      if (!isEnded(upload.status) && isUnderWay(upload))
        this.#started.add(upload);
    const others = speakers.get(queue) ?? [];
    speakers.set(queue, others);
    others.push(this);
    const unsubscribe = queue.subscribe({
      added: (upload) => {
        this.#hearer.happened?.(upload);
        if (upload.file !== undefined)
          this.#tell('file-add', this.#about(upload, { upload }));
        this.#hearer.heard(false);
      },
      changed: (...change) => this.#changed(...change),
      removed: (upload) => {
        this.#hearer.happened?.(upload);
        if (!this.#unspoken.delete(upload))
          this.#tell('file-remove', this.#about(upload, { upload }));
        this.#hearer.gone?.(upload);
        this.#hearer.heard(false);
      },
      idle: (detail) => {
        if (this.#isReplacing || !this.#speaks) return;
        this.#hearer.finished?.(detail);
        this.#tell('uploads-idle', {
          detail,
          upload: undefined,
          file: undefined,
        });
      },
    });
    this.#stop = () => {
      unsubscribe();
      others.splice(others.indexOf(this), 1);
    };
  }

  /** Dispatches an event. Returns `false` when it was a question and the answer was no. */
  say<K extends keyof UploaderEventMap>(
    type: K,
    about: Pick<UploaderEventMap[K], 'detail' | 'upload' | 'file'>,
  ): boolean {
    const cancelable = type.startsWith('before-');
    return this.#element.dispatchEvent(
      new UploadEvent(type, about as About<unknown, Upload, File>, {
        cancelable,
      }),
    );
  }

  /** Something is wrong that is no upload's fault. */
  complain(error: UploadError): void {
    this.say('upload-error', {
      detail: { error },
      upload: undefined,
      file: undefined,
    });
  }

  /** Takes an upload from the list without saying so. */
  quietly(upload: Upload, remove: () => void): void {
    this.#unspoken.add(upload);
    remove();
  }

  /** One upload takes the place of others: that nothing is left to do for a moment is not worth a word. */
  replace(work: () => void): void {
    this.#isReplacing = true;
    try {
      work();
    } finally {
      this.#isReplacing = false;
    }
  }

  get #speaks(): boolean {
    return (
      this.#queue !== undefined && this === speakers.get(this.#queue)?.at(-1)
    );
  }

  #changed(upload: Upload, previous: UploadState, state: UploadState): void {
    this.#hearer.happened?.(upload);
    const events = eventsOf(previous, state, this.#started.has(upload));
    if (events.includes('upload-start')) this.#started.add(upload);
    if (isEnded(state.status)) this.#started.delete(upload);
    for (const event of events) {
      const detail = detailOf(event, state);
      if (detail !== undefined) this.#tell(event, this.#about(upload, detail));
    }
    if (this.#speaks) this.#hearer.spoke?.(upload, previous, state);
    this.#hearer.heard(
      previous.status === state.status && previous.loaded < state.loaded,
    );
  }

  #tell(
    type: keyof UploaderEventMap,
    about: About<unknown, Upload | undefined, File | undefined>,
  ): void {
    if (this.#speaks) this.#element.dispatchEvent(new UploadEvent(type, about));
  }

  #about<D>(upload: Upload, detail: D): About<D, Upload, File | undefined> {
    return { detail, upload, file: upload.file };
  }
}

/** Paused and resumed, an upload is back in the line. */
const isUnderWay = ({ status, loaded }: Upload): boolean =>
  status !== 'queued' || loaded > 0;
