/**
 * Drag and drop, and paste: on the element, and on the place that `drop-target` names.
 *
 * Knows: drag events, and whether files are held over either. Does not know: what becomes of files. A drop that misses
 * both is `window-drags.ts`.
 */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { givenIn, holdsFiles, holdsText, type Picked } from './picked-files.js';
import { isOverFileInput, WindowDrags } from './window-drags.js';

/** What the element makes of it. */
export interface DropTarget {
  /** Whether it takes files now. */
  readonly takesFiles: () => boolean;
  readonly given: (picked: Picked) => void;
  /** Another place in the page whose drops are the element's. Asked again and again: it may come and go. */
  readonly place: () => Element | undefined;
  /** The place is another one than before. */
  readonly moved: () => void;
}

/** A drag tells that it is still there more often than this; that it left, not always. */
const GONE_AFTER = 800;

export class DropController implements ReactiveController {
  /** Whether files are held over the element or its place. */
  isOver = false;

  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #target: DropTarget;
  readonly #drags = new WindowDrags();
  #listening: AbortController | undefined;
  #place: Element | undefined;
  #atPlace: AbortController | undefined;
  #wasHeld = false;
  #gone: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, target: DropTarget) {
    this.#host = host;
    this.#target = target;
    host.addController(this);
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    this.#drags.watch(signal);
    this.#listenAt(this.#host, signal);
    // The window hears of each before the place does.
    for (const type of ['dragenter', 'dragover', 'drop', 'paste'])
      window.addEventListener(type, this.#aim, { signal, capture: true });
  }

  hostDisconnected(): void {
    this.#listening?.abort();
    this.#atPlace?.abort();
    this.#place = undefined;
    this.#over(false);
  }

  #listenAt(place: Element, signal: AbortSignal): void {
    const listen = <E extends Event>(
      type: string,
      listener: (event: E) => void,
    ) =>
      place.addEventListener(type, listener as (event: Event) => void, {
        signal,
      });
    listen('dragenter', this.#held);
    listen('dragover', this.#held);
    listen('dragleave', this.#left);
    listen('drop', this.#dropped);
    listen('paste', this.#pasted);
  }

  readonly #aim = ({ type }: Event): void => {
    if (type === 'dragover') {
      // Whoever took it since then, it was not this element.
      if (!this.#wasHeld) this.#over(false);
      this.#wasHeld = false;
    }
    const place = this.#target.place();
    if (place === this.#place) return;
    this.#atPlace?.abort();
    this.#atPlace = new AbortController();
    this.#place = place;
    if (place !== undefined && place !== this.#host)
      this.#listenAt(place, this.#atPlace.signal);
    this.#target.moved();
  };

  readonly #held = (event: DragEvent): void => {
    const { dataTransfer } = event;
    if (!this.#isOurs(event) || dataTransfer === null) return;
    event.preventDefault();
    event.stopPropagation();
    const takes = this.#target.takesFiles();
    dataTransfer.dropEffect = takes ? 'copy' : 'none';
    this.#wasHeld = true;
    this.#over(takes && holdsFiles(dataTransfer));
  };

  readonly #left = (event: DragEvent): void => {
    if (this.#isOurs(event)) event.stopPropagation();
    if (!this.#isInside(event)) this.#over(false);
  };

  #isInside({ relatedTarget, clientX, clientY }: DragEvent): boolean {
    return [this.#host, this.#place].some((place) => {
      if (place === undefined) return false;
      if (relatedTarget instanceof Node) return place.contains(relatedTarget);
      // Some browsers do not say where it went.
      const { left, right, top, bottom } = place.getBoundingClientRect();
      return (
        clientX > left && clientX < right && clientY > top && clientY < bottom
      );
    });
  }

  readonly #dropped = (event: DragEvent): void => {
    this.#over(false);
    if (!this.#isOurs(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (this.#target.takesFiles())
      this.#target.given(givenIn(event.dataTransfer));
  };

  readonly #pasted = (event: ClipboardEvent): void => {
    const { clipboardData } = event;
    if (event.defaultPrevented || !holdsFiles(clipboardData)) return;
    if (!this.#target.takesFiles() || isForField(event)) return;
    event.preventDefault();
    event.stopPropagation();
    this.#target.given(givenIn(clipboardData));
  };

  /**
   * On the element text too: a person who drops it is told that it is no file. At its place files alone, where it takes
   * them and no input of the page does. What the page drags within itself stays its own.
   */
  #isOurs(event: DragEvent): boolean {
    const { defaultPrevented, dataTransfer, currentTarget } = event;
    if (defaultPrevented || this.#drags.isOwn) return false;
    if (currentTarget === this.#host)
      return holdsFiles(dataTransfer) || holdsText(dataTransfer);
    return (
      holdsFiles(dataTransfer) &&
      this.#target.takesFiles() &&
      !isOverFileInput(event)
    );
  }

  #over(isOver: boolean): void {
    clearTimeout(this.#gone);
    if (isOver) this.#gone = setTimeout(() => this.#over(false), GONE_AFTER);
    if (isOver === this.isOver) return;
    this.isOver = isOver;
    this.#host.requestUpdate();
  }
}

/** Editors take pictures themselves, and a field takes the text that comes with them. */
const isForField = (event: ClipboardEvent): boolean => {
  const [target] = event.composedPath();
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || isOverFileInput(event)) return true;
  return target.matches('input, textarea') && holdsText(event.clipboardData);
};
