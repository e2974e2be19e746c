/**
 * Loads widgets as the CRM does, and calls them in the vendor's order.
 *
 * Knows: RequireJS, the callbacks, and what a widget finds on `this`. Does not know: any single widget, or cards.
 */

import type { WidgetInfo } from './known.js';

interface Widget {
  callbacks?: Record<string, (given?: unknown) => unknown>;
}

type Constructor = new () => Widget;

/** The parts of jQuery that are used here. */
interface JQuery {
  (target: unknown): ArrayLike<Element>;
  getJSON(url: string): PromiseLike<{ token: string }>;
  ajax(request: Record<string, unknown>): PromiseLike<unknown>;
  Deferred(): {
    resolve(value: unknown): void;
    reject(value: unknown): void;
    promise(): unknown;
  };
}

declare const require: {
  (names: string[], done: (...found: never[]) => void): void;
  config(options: object): void;
};

export class WidgetHost {
  readonly #info: WidgetInfo;
  readonly #panel: () => Element | null;
  readonly #area: () => string;
  #widget: Widget | undefined;
  #texts: Record<string, Record<string, string>> = {};
  /** Whether `render` said yes since the area was entered. */
  #isShown = false;
  settings: Record<string, string>;

  constructor(
    info: WidgetInfo,
    page: { panel: () => Element | null; area: () => string },
  ) {
    this.#info = info;
    this.#panel = page.panel;
    this.#area = page.area;
    this.settings = { ...info.settings };
  }

  get info(): WidgetInfo {
    return this.#info;
  }

  /** A text by its `section.key`. */
  text(key: string): string {
    const [section = '', name = ''] = key.split('.');
    return this.#texts[section]?.[name] ?? key;
  }

  get folder(): string {
    return `/widgets/${this.#info.code}/${this.#info.version}`;
  }

  async load(lang: string): Promise<void> {
    const texts = await fetch(`${this.folder}/i18n/${lang}.json`);
    this.#texts = await texts.json();
    const Factory = await new Promise<Constructor>((resolve) => {
      require([`${this.folder}/script.js`], (found: never) => resolve(found));
    });
    // What the CRM's base class gives stands on the prototype of each widget.
    Object.assign(Factory.prototype, this.#self());
    this.#widget = new Factory();
  }

  /** The area was entered: `render`, and only where that says yes the others. */
  enter(): void {
    this.#isShown = this.#call('render') === true;
    if (!this.#isShown) return;
    this.#call('init');
    this.#call('bind_actions');
  }

  /** The area is left. */
  leave(): void {
    if (this.#widget) this.#call('destroy');
    this.#isShown = false;
  }

  openSettings(modal: Element): void {
    this.#call('settings', jQuery()(modal));
  }

  /** Whether the widget takes its new settings. */
  save(active: boolean, fields: Record<string, string>): boolean {
    const taken = this.#call('onSave', { active: active ? 'Y' : 'N', fields });
    if (taken !== true) return false;
    this.settings = { ...fields };
    return true;
  }

  #call(name: string, given?: unknown): unknown {
    return this.#widget?.callbacks?.[name]?.(given);
  }

  #self(): Record<string, unknown> {
    const $ = jQuery();
    const { code, version, integration } = this.#info;
    return {
      params: { widget_code: code, version, path: this.folder },
      i18n: (section: string) => this.#texts[section] ?? {},
      get_settings: () => ({ ...this.settings }),
      set_settings: (changed: Record<string, string>) =>
        Object.assign(this.settings, changed),
      system: () => ({ area: this.#area() }),
      render_template: ({
        caption,
        body,
        render,
      }: {
        caption: { class_name: string };
        body: string;
        render: string;
      }) => {
        const box = document.createElement('section');
        box.className = `card_widgets__item ${caption.class_name}`;
        box.dataset.code = code;
        const title = document.createElement('h2');
        const logo = document.createElement('img');
        logo.src = `${this.folder}/images/logo_min.png`;
        logo.alt = '';
        title.append(logo, this.text('widget.name'));
        const inner = document.createElement('div');
        inner.innerHTML = body + render;
        box.append(title, inner);
        this.#panel()?.append(box);
      },
      // A token for each request, which works once.
      $authorizedAjax: (request: Record<string, unknown>) => {
        const done = $.Deferred();
        $.getJSON(`/ajax/v2/integrations/${integration}/disposable_token`).then(
          ({ token }) =>
            $.ajax({ ...request, headers: { 'X-Auth-Token': token } }).then(
              done.resolve,
              done.reject,
            ),
          done.reject,
        );
        return done.promise();
      },
    };
  }
}

const jQuery = (): JQuery =>
  (globalThis as unknown as { jQuery: JQuery }).jQuery;
