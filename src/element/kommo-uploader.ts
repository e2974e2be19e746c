/**
 * The element: what a page can read, do and hear.
 *
 * Knows: its queue, its options, and which module does what. Does not know: how it looks (`view.ts`), when an event is
 * due (`run-events.ts`), which file is fine (`acceptance.ts`), how files travel (the engine).
 */

import type { PropertyValues, TemplateResult } from 'lit';
import { isEnded, type OptionError, type Upload } from '../engine/index.js';
import { Announcer } from './announcer.js';
import { Arrivals } from './arrivals.js';
import { compactStyles } from './compact-styles.js';
import { DropController } from './drop-controller.js';
import { dropTargetOf } from './drop-target.js';
import type { Listen } from './events.js';
import { FocusKeeper } from './focus-keeper.js';
import { FormControl } from './form-control.js';
import type { Kept } from './form-value.js';
import { PersonGestures } from './gestures.js';
import { type Destination, mayRemove } from './intake.js';
import { Language } from './language.js';
import { listStyles } from './list-styles.js';
import { ListWindow } from './list-window.js';
import type { Messages } from './messages.js';
import { noticeStyles } from './notice-styles.js';
import { OptionCheck } from './option-check.js';
import { nextFrame } from './page-signals.js';
import { asPicked, chosenIn, inputsIn, type Picked } from './picked-files.js';
import { Previews } from './preview.js';
import {
  type AddOptions,
  readUploadOptions,
  uploadOptionsReader,
} from './read-options.js';
import { Resumption } from './resumption.js';
import { ShownRecords } from './shown-records.js';
import { showStates, statesOf } from './states.js';
import { styles } from './styles.js';
import { Ticker } from './ticker.js';
import { view } from './view.js';
import { Voice } from './voice.js';
import { watchOver } from './while-running.js';
import { addMessages, type Words } from './words.js';

/**
 * Uploads files into Kommo: a place to drop them, a list of what becomes of them, and events for the page.
 *
 * @slot - What a person sees before the script has loaded, such as an `<input type=file>`. Then it is hidden, and
 *   files that were chosen in it are uploaded.
 * @slot label - Text of the place where files are dropped, instead of "Drop files here".
 * @slot icon - A picture beside it, instead of the arrow.
 * @slot actions - Further buttons or links beside the one that opens the picker.
 *
 * @fires {UploadEvent<{file: File}>} before-file-add - A question: `preventDefault()` and the file is not added.
 * @fires {UploadEvent<{upload: Upload}>} before-file-remove - A question: `preventDefault()` and the upload
 *   stays in the list.
 * @fires {UploadEvent<{upload: Upload}>} file-add - A file was added.
 * @fires {UploadEvent<{upload: Upload}>} file-remove - An upload is no longer in the list.
 * @fires {UploadEvent<{file: File, error: UploadError}>} file-reject - A file was not added; `error.code` says why.
 * @fires {UploadEvent<ProgressDetail>} upload-start - An upload begins, once for each run.
 * @fires {UploadEvent<ProgressDetail>} upload-progress - The drive acknowledged more bytes.
 * @fires {UploadEvent<ProgressDetail>} upload-pause - An upload is paused.
 * @fires {UploadEvent<ProgressDetail>} upload-resume - A paused upload goes on.
 * @fires {UploadEvent<WaitDetail>} upload-wait - An upload waits, and goes on by itself.
 * @fires {UploadEvent<ProgressDetail>} upload-retry - Something that failed is tried again.
 * @fires {UploadEvent<FileVersion>} uploaded - The file is in Kommo; the detail is its file-version record.
 * @fires {UploadEvent<{error: UploadError}>} upload-error - An upload failed. Without an upload: an option is
 *   missing or cannot be read.
 * @fires {UploadEvent<{}>} upload-abort - An upload was aborted.
 * @fires {UploadEvent<{entity: Entity | undefined}>} linked - An uploaded file is on its card (`link-url`).
 * @fires {UploadEvent<{error: UploadError}>} link-error - An uploaded file could not be linked to its card. It
 *   stays in Kommo.
 * @fires {UploadEvent<IdleDetail>} uploads-idle - Nothing is left to do.
 * @fires {Event} input - `value` or `values` changed, as when a person chooses in a file input. Not when the page sets
 *   records or a queue, or its form is reset.
 * @fires {Event} change - The same, right after.
 *
 * @csspart base - Everything.
 * @csspart drop-area - Where files can be dropped.
 * @csspart label - The text in it.
 * @csspart browse-button - Opens the picker.
 * @csspart limits - Which files are taken.
 * @csspart message - What is wrong: an option, or files that were not added.
 * @csspart header - Totals and the buttons for all.
 * @csspart list - The list of uploads.
 * @csspart row - One upload.
 * @csspart thumbnail - Its picture, or an icon of its type.
 * @csspart name - Its name; a link once it is uploaded.
 * @csspart status - What happens to it.
 * @csspart progress - A progress bar.
 * @csspart button - A button of a row, a message or the header.
 * @csspart details - Why an upload failed, in full.
 *
 * @cssstate empty - No upload is in the list.
 * @cssstate dragging - Files are held over it.
 * @cssstate disabled - It takes no files from people.
 * @cssstate bad-option - An option is missing or cannot be read.
 * @cssstate held - At least one waits for `start()`.
 * @cssstate uploading - At least one upload is on its way.
 * @cssstate waiting - At least one waits, and goes on by itself.
 * @cssstate paused - At least one is paused.
 * @cssstate linking - At least one is being linked to its card.
 * @cssstate failed - At least one failed, or could not be linked to its card.
 * @cssstate uploaded - All in the list are in Kommo, and linked where that was asked for; aborted ones do not count.
 *
 * @cssprop --kommo-uploader-accent - Colour of progress, focus and the main button.
 * @cssprop --kommo-uploader-on-accent - Text on that colour.
 * @cssprop --kommo-uploader-text - Text.
 * @cssprop --kommo-uploader-muted - Text of less weight, and icons.
 * @cssprop --kommo-uploader-surface - Background.
 * @cssprop --kommo-uploader-raised - Background of what stands out.
 * @cssprop --kommo-uploader-line - Borders.
 * @cssprop --kommo-uploader-good - What went well.
 * @cssprop --kommo-uploader-bad - What failed.
 * @cssprop --kommo-uploader-radius - Roundness of corners; all others follow.
 * @cssprop --kommo-uploader-font - Font family.
 * @cssprop --kommo-uploader-row-height - Height of a row, a length.
 * @cssprop --kommo-uploader-list-height - Height of the list at most; then it scrolls. By default one of more than 50
 *   files is at most 34rem high, and no higher than the window.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface only says which events listeners may get.
export class KommoUploader extends FormControl {
  static override readonly styles = [
    styles,
    noticeStyles,
    listStyles,
    compactStyles,
  ];

  /**
   * Adds a language, or changes texts of one, for all elements at once. `lang` is a tag as in HTML, such as `pt-BR`; it
   * serves what is closest to it, too. What the table lacks is said in the next closest language, at last in English.
   * @throws {RangeError} if `lang` is not a tag.
   */
  static addMessages(lang: string, table: Partial<Messages>): void {
    addMessages(lang, table);
  }

  readonly #voice = new Voice(this, {
    happened: (upload) => this.noteUpload(upload),
    heard: (isProgress) => {
      this.tellValue();
      this.#ticker.happened(isProgress);
    },
    gone: (upload) => this.#previews.free(upload),
    spoke: (...change) => this.#announcer.changed(...change, this),
    finished: (detail) => this.#announcer.finished(detail),
  });
  readonly #announcer = new Announcer(
    () => this.#words,
    () => this.requestUpdate(),
  );
  readonly #options = new OptionCheck(this, {
    found: (error) => this.#voice.complain(error),
    fine: () => {
      for (const input of inputsIn(this))
        if (input.files?.length) this.#take(asPicked(chosenIn(input)));
      void this.#resumption.restore(this.shownQueue, readUploadOptions(this));
    },
  });
  readonly #resumption = new Resumption();
  readonly #ticker = new Ticker(this, () => this.shownQueue);
  readonly #records = new ShownRecords();
  readonly #previews = new Previews(this);
  readonly #rows = new ListWindow(this);
  readonly #drop = new DropController(this, {
    takesFiles: () => !this.isDisabled,
    given: (picked) => {
      const { files, folders } = picked;
      if (files.length + folders.length > 0) this.#take(picked);
      else this.#arrivals.hint();
    },
    place: () => dropTargetOf(this),
    moved: () => this.#options.soon(),
  });
  readonly #arrivals = new Arrivals({
    destination: (options) => this.#destination(options),
    isThere: () => this.isConnected,
    takesFolders: () => this.isConnected && !this.isDisabled && this.#takesMany,
    reject: (file, error) =>
      this.#voice.say('file-reject', {
        detail: { file, error },
        file,
        upload: undefined,
      }),
    say: (...sentence) => this.#announcer.say(this.#words.say(...sentence)),
    changed: () => this.requestUpdate(),
  });
  readonly #language = new Language(this);
  #frame: Promise<void> | undefined;

  constructor() {
    super();
    this.#voice.listenTo(this.ownQueue);
    new FocusKeeper(this);
  }

  /**
   * Adds files, as if they had been dropped. Each is either in the list then, or rejected (`file-reject`), or refused
   * by the page itself (`before-file-add`). A file whose upload is paused, waits or failed goes on with that one.
   * @returns {Upload[]} the uploads of the files that were taken.
   */
  addFiles(files: Iterable<File>, options?: AddOptions): Upload[] {
    return this.#arrivals.take({ files: [...files], folders: [] }, options);
  }

  /** Takes the element itself from the page, as with any element. */
  override remove(): void;
  /** Takes an upload from the list, and aborts it first if it runs. Nothing is deleted in Kommo. */
  override remove(upload: Upload): void;
  override remove(...given: [] | [Upload]): void {
    const [upload] = given;
    if (given.length === 0) super.remove();
    else if (
      upload !== undefined &&
      this.shownQueue.has(upload) &&
      mayRemove(upload, this.#voice)
    )
      this.shownQueue.remove(upload);
  }

  /** Takes finished, failed and aborted uploads from the list; with `all`, aborts and takes the rest too. */
  clear(options: { all?: boolean } = {}): void {
    const goes = this.uploads.filter(
      (upload) =>
        (options.all || isEnded(upload.status)) &&
        mayRemove(upload, this.#voice),
    );
    this.removeAll(goes);
  }

  /**
   * Opens the picker, in a click or after a key.
   * @throws {DOMException} `NotAllowedError` where no person did anything, `InvalidStateError` while `disabled`.
   */
  showPicker(): void {
    if (navigator.userActivation?.isActive && !this.isDisabled)
      this.#gestures.browse();
    else this.renderRoot.querySelector('input')?.showPicker();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#listen();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#announcer.stop();
    this.#listen();
    // A node that only moves is back before the next task.
    setTimeout(() => {
      if (this.isConnected) return;
      this.#previews.clear();
      if (this.queue === undefined) this.ownQueue.abort();
    });
  }

  /** Runs at once where order matters: a page may set a queue and add to it in its next line. */
  override requestUpdate(
    ...change: Parameters<FormControl['requestUpdate']>
  ): void {
    super.requestUpdate(...change);
    const [name] = change;
    if (name === 'queue' || name === 'leaveWarning') this.#listen();
    if (name === 'queue' || name === 'initialRecords')
      this.quietly(() => this.showRecords());
  }

  /** @internal */
  override formResetCallback(): void {
    super.formResetCallback();
    this.#arrivals.dismiss();
  }

  protected override get words(): Words {
    return this.#words;
  }

  protected override showRecords(kept?: Kept): void {
    const { shownQueue, initialRecords } = this;
    if (kept !== undefined)
      this.#records.bringBack(kept, shownQueue, this.#voice);
    else this.#records.show(initialRecords ?? [], shownQueue, this.#voice);
  }

  /** At most once a frame. Where no frames come, as in a hidden tab, at most four times a second. */
  protected override async scheduleUpdate(): Promise<void> {
    await this.#frame;
    super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.size > 0) this.#options.glance();
  }

  protected override firstUpdated(changed: PropertyValues<this>): void {
    super.firstUpdated(changed);
    // Of a tree that came from a server, the slot has told nobody.
    this.#adopt();
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this.#frame = nextFrame().then(() => {
      this.#frame = undefined;
    });
    if (changed.size > 0) this.#options.soon();
  }

  protected override render(): TemplateResult {
    const queue = this.shownQueue;
    const disabled = this.isDisabled;
    const { isOver } = this.#drop;
    const { problem } = this.#options;
    showStates(
      this.internals,
      statesOf({
        queue,
        isOver,
        disabled,
        isWrong: problem !== undefined,
      }),
    );
    return view({
      words: this.#words,
      queue,
      disabled,
      multiple: this.#takesMany,
      directory: this.directory,
      capture: this.capture,
      accept: this.accept,
      rules: this.#options.rules,
      isOver,
      problem,
      isReading: this.#arrivals.isReading,
      notice: this.#arrivals.notice,
      aloud: this.#announcer.text,
      tick: this.#ticker.now,
      picture: (upload) => this.#previews.of(upload),
      inSight: (upload) => this.#previews.want(upload),
      renderRow: this.renderRow,
      rows: this.#rows,
      actions: this,
      gestures: this.#gestures,
    });
  }

  readonly #gestures = new PersonGestures({
    input: () => this.renderRoot.querySelector('input'),
    add: (picked) => this.#take(picked),
    uploads: () => this.uploads,
    resume: () => this.resume(),
    adopt: () => this.#adopt(),
    dismiss: () => this.#arrivals.dismiss(),
    copied: () => this.#announcer.say(this.#words.say('copiedAloud', {})),
  });

  get #words(): Words {
    return this.#language.words;
  }

  #listen(): void {
    const { queue } = this;
    // What was added before belongs to nobody any more.
    if (queue !== undefined) this.ownQueue.abort();
    // A queue that outlives the element must not hold it.
    const heard = this.isConnected ? queue : undefined;
    this.#voice.listenTo(queue === undefined ? this.ownQueue : heard);
    watchOver(this.shownQueue, { leaveWarning: this.leaveWarning !== 'off' });
    // What happened while nobody listened, or to another queue, is no news.
    this.quietly(() => {});
  }

  get #takesMany(): boolean {
    return this.multiple || this.directory;
  }

  #take(picked: Picked): void {
    void this.#arrivals.takeInSlices(picked);
  }

  #destination(options?: AddOptions): Destination | OptionError {
    this.#options.now();
    return (
      this.#options.problem ?? {
        queue: this.shownQueue,
        voice: this.#voice,
        rules: this.#options.rules,
        multiple: this.#takesMany,
        options: uploadOptionsReader(this, options),
      }
    );
  }

  /** Files may have been chosen before the script was there. */
  #adopt(): void {
    for (const input of inputsIn(this)) {
      input.disabled = true;
      input.hidden = true;
    }
    this.#options.soon();
  }
}

// Types only.
export interface KommoUploader {
  addEventListener: Listen<KommoUploader>;
  removeEventListener: Listen<KommoUploader>;
}

declare global {
  interface HTMLElementTagNameMap {
    'kommo-uploader': KommoUploader;
  }
}
