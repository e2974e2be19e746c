/**
 * Which language an element speaks, while it is on the page.
 *
 * Knows: when that may have changed: a `lang` around it, the page's own texts, a language that has come. Does not know:
 * what is said, or what the words are for.
 */

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Messages } from './messages.js';
import { langOf, loadMessages, onMessages, Words } from './words.js';

type Host = ReactiveControllerHost &
  Element & { messages?: Partial<Messages> | undefined };

const LANG = { attributes: true, attributeFilter: ['lang'], subtree: true };

export class Language implements ReactiveController {
  readonly #host: Host;
  #words = new Words('en');
  /** What `#words` was made for. */
  #asked: string | undefined;
  #own: Partial<Messages> | undefined;
  #observer: MutationObserver | undefined;
  #stopWatching: (() => void) | undefined;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  /** The words as they are due now. Until a language has come, those of the last one. */
  get words(): Words {
    const lang = langOf(this.#host);
    const { messages } = this.#host;
    if (lang !== this.#asked || messages !== this.#own) {
      this.#asked = lang;
      this.#own = messages;
      const spoken = loadMessages(lang) ? this.#words.lang : lang;
      this.#words = new Words(spoken, messages);
    }
    return this.#words;
  }

  hostConnected(): void {
    this.#stopWatching = onMessages(() => this.#again());
    this.#observer = new MutationObserver(() => {
      if (langOf(this.#host) !== this.#asked) this.#host.requestUpdate();
    });
    // Nothing that happens in a tree is seen from outside of it.
    let root: Node | undefined = this.#host.getRootNode();
    while (root !== undefined) {
      this.#observer.observe(root, LANG);
      root = (root as Partial<ShadowRoot>).host?.getRootNode();
    }
    this.#again();
  }

  hostDisconnected(): void {
    this.#stopWatching?.();
    this.#observer?.disconnect();
  }

  #again(): void {
    this.#asked = undefined;
    this.#host.requestUpdate();
  }
}
