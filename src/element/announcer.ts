/**
 * What is said aloud, to those who cannot see the list: little, and never the same thing file by file.
 *
 * Knows: what happened since it spoke last. Does not know: how it is made heard; the view has the live region.
 */

import {
  type IdleDetail,
  isActive,
  type Upload,
  type UploadState,
} from '../engine/index.js';
import { waitingText } from './waiting.js';
import type { Words } from './words.js';

/** Milliseconds in which news is gathered into one announcement. */
const GATHER = 1000;

type Kind = 'startedAloud' | 'uploadedAloud' | 'failedAloud' | 'unlinkedAloud';

export class Announcer {
  /** What the live region holds. */
  text = '';

  readonly #words: () => Words;
  readonly #spoken: () => void;
  readonly #news = new Map<Kind, { name: string; count: number }>();
  #sentences: string[] = [];
  #quarter = 0;
  #isQuarterNew = false;
  #share = 0;
  /** It began to wait, and since then nothing of any upload has arrived. */
  #waiting: Upload | undefined;
  #isWaitTold = false;
  #goesOn = false;
  #idle: IdleDetail | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param spoken called when `text` changed. */
  constructor(words: () => Words, spoken: () => void) {
    this.#words = words;
    this.#spoken = spoken;
  }

  /** An upload changed; so many of all bytes are there. */
  changed(
    upload: Upload,
    previous: UploadState,
    state: UploadState,
    { loaded, total }: { loaded: number; total: number },
  ): void {
    const { status } = state;
    if (previous.status === 'queued' && isActive(status) && state.loaded === 0)
      this.#add('startedAloud', upload);
    if (previous.status !== status) {
      if (status === 'uploaded') this.#add('uploadedAloud', upload);
      if (status === 'failed') this.#add('failedAloud', upload);
      if (status === 'unlinked') this.#add('unlinkedAloud', upload);
      if (status === 'waiting') this.#waits(upload, previous);
    }
    // The row that a file was chosen for says that it is another one.
    if (status === 'paused' && state.error && state.error !== previous.error)
      this.say(this.#words().say('otherFile', {}));
    this.#share = total > 0 ? loaded / total : 0;
    if (state.loaded > previous.loaded) this.#moves();
    const quarter = total > 0 ? Math.floor((loaded / total) * 4) : 0;
    if (quarter === this.#quarter) return;
    this.#quarter = quarter;
    this.#isQuarterNew = state.loaded > previous.loaded;
    if (this.#isQuarterNew) this.#soon();
  }

  /** Nothing is left to do. */
  finished(detail: IdleDetail): void {
    this.#idle = detail;
    this.#waiting = undefined;
    this.#isWaitTold = false;
    this.#soon();
  }

  #waits(upload: Upload, previous: UploadState): void {
    this.#waiting = upload;
    // Whoever adds another file hears of that one too.
    if (previous.status === 'queued') this.#isWaitTold = false;
    if (!this.#isWaitTold) this.#soon();
  }

  #moves(): void {
    this.#waiting = undefined;
    if (!this.#isWaitTold) return;
    this.#isWaitTold = false;
    this.#goesOn = true;
    this.#soon();
  }

  /** Says a sentence with the next announcement. */
  say(sentence: string): void {
    if (!this.#sentences.includes(sentence)) this.#sentences.push(sentence);
    this.#soon();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#news.clear();
    this.#isQuarterNew = false;
    this.#goesOn = false;
    this.#idle = undefined;
  }

  #add(kind: Kind, upload: Upload): void {
    const count = (this.#news.get(kind)?.count ?? 0) + 1;
    this.#news.set(kind, { name: upload.name, count });
    this.#soon();
  }

  #soon(): void {
    this.#timer ??= setTimeout(() => this.#speak(), GATHER);
  }

  #speak(): void {
    const words = this.#words();
    const sentences = this.#sentences;
    const idle = this.#idle;
    const [uploaded, failed, aborted] = [
      idle
        ? idle.uploaded.length + idle.linked.length + idle.unlinked.length
        : 0,
      idle?.failed.length ?? 0,
      idle?.aborted.length ?? 0,
    ];
    if (uploaded + failed + aborted > 1) {
      // Which one failed cannot be heard from a number.
      for (const kind of ['failedAloud', 'unlinkedAloud'] as const) {
        const failures = this.#news.get(kind);
        if (failures) sentences.push(words.say(kind, failures));
      }
      sentences.push(words.say('doneAloud', { uploaded, failed, aborted }));
    } else {
      for (const [kind, values] of this.#news)
        sentences.push(words.say(kind, values));
      const isOnItsWay = this.#quarter > 0 && this.#quarter < 4;
      // That it goes on after a wait is said by how far it is.
      if (this.#goesOn && this.#share < 1 && idle === undefined)
        sentences.push(words.say('quarterAloud', { share: this.#share }));
      else if (this.#isQuarterNew && isOnItsWay && idle === undefined)
        sentences.push(words.say('quarterAloud', { share: this.#quarter / 4 }));
    }
    // A wait that was over before its second was, or beside which others went on, is not worth a word.
    const { status, state } = this.#waiting ?? {};
    if (status === 'waiting' && state && !this.#isWaitTold) {
      sentences.push(waitingText(state, words));
      this.#isWaitTold = true;
    }
    this.stop();
    this.#sentences = [];
    // Nothing to say after all: the last news stays as it is.
    if (sentences.length === 0) return;
    this.text = sentences
      // Some are titles elsewhere, and end without a stop: aloud they would run into the next one.
      .map((text, at) => (at < sentences.length - 1 ? ended(text) : text))
      .join(' ');
    this.#spoken();
  }
}

const ended = (sentence: string): string =>
  /[.!?…。！？؟]$/u.test(sentence) ? sentence : `${sentence}.`;
