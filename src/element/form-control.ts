/**
 * The element as a form control: what a form, a label and the page's style sheet see of it.
 *
 * Knows: when value and validity are due, and that a listener may send the form in the very event that it hears. Does
 * not know: how files get in or travel, or what a value is made of (`form-value.ts`).
 *
 * It has no `delegatesFocus`: with it, a click on a row's text would jump to the first button and select nothing.
 */

import type { PropertyValues } from 'lit';
import type { Upload, UploadStatus } from '../engine/index.js';
import {
  entriesOf,
  hasValue,
  type Kept,
  KeptRecords,
  type Problem,
  problemOf,
  readState,
  sayProblem,
} from './form-value.js';
import { UploadControls } from './upload-controls.js';
import type { Words } from './words.js';

/** So many values may be written again for each one that comes. */
const FEW = 100;
/** Milliseconds. */
const WRITING_PAUSE = 1000;

export abstract class FormControl extends UploadControls {
  /** Makes the browser treat the element as a form control. */
  static readonly formAssociated = true;

  /** Form value, validity and custom states. */
  protected readonly internals = this.attachInternals();

  readonly #kept = new KeptRecords();
  #isBarred = false;
  #ownMessage = '';
  /** What was said of it last. */
  #problem: Problem | undefined;
  #said = '';
  #anchor: HTMLElement | undefined;
  #isQuiet = false;
  /** While many go at once, what is left of them is written when all are gone. */
  #isHeld = false;
  #later: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    // Its label names the whole, so that a button in it is heard as one of this group.
    this.internals.role = 'group';
    // A label's click comes as one on the element itself.
    this.addEventListener('click', (event) => {
      if (event.composedPath()[0] === this) this.focus();
    });
  }

  /** The form that it belongs to: the one around it, or that of its `form` attribute. */
  get form(): HTMLFormElement | null {
    return this.internals.form;
  }

  /** The labels that name it. A click on one focuses the button that opens the picker. */
  get labels(): NodeList {
    return this.internals.labels;
  }

  /**
   * What keeps its form from being sent. `valueMissing`: it is `required`, and nothing is uploaded. `customError`: an
   * upload has not ended yet, or one failed under `required`, or the page said so.
   */
  get validity(): ValidityState {
    this.#judge();
    return this.internals.validity;
  }

  /** The same as a sentence, in the element's language; `''` where nothing is wrong. */
  get validationMessage(): string {
    this.#judge();
    return this.internals.validationMessage;
  }

  /** Whether it is asked at all when its form is sent. A disabled one is not. */
  get willValidate(): boolean {
    return this.internals.willValidate;
  }

  /** Whether its form may be sent as far as it is concerned. If not, it gets an `invalid` event. */
  checkValidity(): boolean {
    this.#judge();
    return this.internals.checkValidity();
  }

  /** The same, and the browser shows the person what is wrong. */
  reportValidity(): boolean {
    this.#judge();
    return this.internals.reportValidity();
  }

  /** Says that something is wrong, before anything that the element itself finds. `''` takes it back. */
  setCustomValidity(message: string): void {
    this.#ownMessage = `${message}`;
    this.#judge();
  }

  /** Focuses the button that opens the picker. */
  override focus(options?: FocusOptions): void {
    const focus = () => this.#browseButton?.focus(options);
    if (this.hasUpdated || !this.isConnected) focus();
    else void this.updateComplete.then(focus);
  }

  /** @internal */
  formDisabledCallback(isDisabled: boolean): void {
    this.#isBarred = isDisabled;
    this.requestUpdate();
  }

  /** @internal Back to what the page gave, as a native input is emptied. */
  formResetCallback(): void {
    const given = new Set(this.initialRecords?.map(({ uuid }) => uuid));
    const goes = this.uploads.filter(
      ({ file, record }) => file !== undefined || !given.has(`${record?.uuid}`),
    );
    this.quietly(() => {
      this.removeAll(goes);
      this.showRecords();
    });
  }

  /** @internal The page is back, by the browser's own buttons. */
  formStateRestoreCallback(state: unknown, mode: string): void {
    const kept = mode === 'restore' ? readState(state) : undefined;
    if (kept !== undefined) this.quietly(() => this.showRecords(kept));
  }

  /** Runs at once where a page may look in its next line, as it can with an input. */
  override requestUpdate(
    ...change: Parameters<UploadControls['requestUpdate']>
  ): void {
    super.requestUpdate(...change);
    // Defaults are set before the rest of the element is there.
    if (this.internals === undefined) return;
    const [option] = change;
    if (option === 'disabled') this.toggleAttribute('disabled', this.disabled);
    if (option === 'required') this.#judge();
    if (option === 'name') this.#write();
  }

  protected abstract get words(): Words;

  /** Shows the records that the page gave, and those that the browser kept. */
  protected abstract showRecords(kept?: Kept): void;

  /** By its own attribute or by a fieldset. */
  protected get isDisabled(): boolean {
    return this.disabled || this.#isBarred;
  }

  /** Something happened to an upload, and nobody was told yet. */
  protected noteUpload(upload: Upload): void {
    const isNew = this.#kept.note(upload, this.shownQueue.has(upload));
    this.#judge({ isWorded: false });
    if (isNew) this.#writeInTime();
  }

  /** It was told: now the page hears that the value is another. */
  protected tellValue(): void {
    if (this.#isQuiet || !this.#kept.areOthers()) return;
    for (const type of ['input', 'change'])
      this.dispatchEvent(new Event(type, { bubbles: true }));
  }

  protected override removeAll(uploads: readonly Upload[]): void {
    this.#isHeld = true;
    try {
      super.removeAll(uploads);
    } finally {
      this.#isHeld = false;
      this.#write();
    }
  }

  /** Something that the page or the browser does to the value: no event tells it what it knows. */
  protected quietly(work: () => void): void {
    this.tellValue();
    this.#isQuiet = true;
    try {
      work();
    } finally {
      this.#isQuiet = false;
    }
    this.#kept.show(this.uploads);
    this.#kept.areOthers();
    this.#write();
    this.#judge();
  }

  protected override firstUpdated(changed: PropertyValues): void {
    super.firstUpdated(changed);
    if (this.autofocus && document.activeElement === document.body)
      this.focus();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#judge();
  }

  get #browseButton(): HTMLElement | null {
    return (
      this.shadowRoot?.querySelector<HTMLElement>('[part~=browse-button]') ??
      null
    );
  }

  /** The browser takes all values or none: of many, it gets them once a second while the form may not be sent. */
  #writeInTime(): void {
    if (this.#isHeld) return;
    if (this.#problem !== 'pending' || this.#kept.size <= FEW) this.#write();
    else this.#later ??= setTimeout(() => this.#write(), WRITING_PAUSE);
  }

  #write(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    const { name, values, initialRecords = [] } = this;
    this.internals.setFormValue(
      name ? entriesOf(name, values) : null,
      this.#kept.stateBeside(initialRecords),
    );
  }

  /** Whether something is wrong is known at once; the words for it follow what is painted, once a frame. */
  #judge({ isWorded = true } = {}): void {
    const { required, multiple, shownQueue } = this;
    const count = (status: UploadStatus) => shownQueue.count(status);
    const problem = problemOf(count, required);
    if (!isWorded && problem === this.#problem) return;
    this.#problem = problem;
    const own = this.#ownMessage;
    const found =
      problem &&
      sayProblem(problem, this.words, {
        count,
        held: shownQueue.held,
        multiple,
      });
    // A page's own text may be empty, and the browser needs one.
    const message = own || found || problem || '';
    const valueMissing =
      problem === 'missing' || (problem === 'failed' && !hasValue(count));
    const customError =
      own !== '' || problem === 'pending' || problem === 'failed';
    const anchor = this.#browseButton ?? undefined;
    const said = `${valueMissing} ${customError} ${message}`;
    if (said === this.#said && anchor === this.#anchor) return;
    this.#said = said;
    this.#anchor = anchor;
    this.internals.setValidity({ valueMissing, customError }, message, anchor);
  }
}
