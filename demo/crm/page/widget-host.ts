/**
 * Loads a widget as the CRM does, and calls it in the vendor's order.
 *
 * Knows: AMD, the manifest's areas, the callbacks. Does not know: what the widget does, or what an area shows.
 */
import type { WidgetInfo } from '../widgets.js';
import { ask } from './dom.js';
import { type JQuery, load } from './vendor.js';
import { selfOf, type Texts } from './widget-self.js';

interface Widget {
  readonly callbacks?: Readonly<
    Record<string, ((given?: unknown) => unknown) | undefined>
  >;
}

type Constructor = new () => Widget;

export interface HostPage {
  readonly $: JQuery;
  readonly lang: string;
  readonly user: number;
  /** The area that is shown, such as `lcard`. */
  readonly area: () => string;
  readonly panel: () => Element | null;
}

export class WidgetHost {
  info: WidgetInfo;
  readonly #page: HostPage;
  #texts: Texts = {};
  #loaded: Promise<Constructor> | undefined;
  #widget: Widget | undefined;
  /** Whether `init` and `bind_actions` were called. */
  #isBound = false;
  /** Which entering of an area is the last: one that comes too late does nothing. */
  #visit = 0;
  #isIn = false;
  #entered: Promise<void> = Promise.resolve();

  constructor(info: WidgetInfo, page: HostPage) {
    this.info = info;
    this.#page = page;
  }

  get folder(): string {
    return `/widgets/${this.info.code}/${this.info.version}`;
  }

  /** A text by its `section.key`. */
  text(key: string): string {
    const [section = '', name = ''] = key.split('.');
    return this.#texts[section]?.[name] ?? key;
  }

  /** To be awaited before anything else. */
  async readTexts(): Promise<void> {
    const { locale } = this.info.manifest.widget;
    const { lang } = this.#page;
    const spoken = locale.includes(lang) ? lang : (locale[0] ?? 'en');
    this.#texts = await ask<Texts>(`${this.folder}/i18n/${spoken}.json`);
  }

  /** An area was entered: `render`, and only where that says yes the others. In the settings also what is switched off. */
  enter(): Promise<void> {
    this.#entered = this.#enter();
    return this.#entered;
  }

  async #enter(): Promise<void> {
    this.#visit += 1;
    const visit = this.#visit;
    const area = this.#page.area();
    const isWanted = this.info.active || area === 'settings';
    if (!isWanted || this.#location(area) === undefined) return;
    const Factory = await this.#load();
    if (visit !== this.#visit) return;
    const { init_once = false } = this.info.manifest.widget;
    if (!init_once || this.#widget === undefined) {
      this.#widget = new Factory();
      this.#isBound = false;
    }
    this.#isIn = true;
    // With `init_once` the last two are for the page's whole life.
    if (this.#call('render') !== true || this.#isBound) return;
    this.#isBound = true;
    if (this.#call('init') === true) this.#call('bind_actions');
  }

  /** The area is left. */
  leave(): void {
    this.#visit += 1;
    if (this.#isIn) this.#call('destroy');
    this.#isIn = false;
  }

  /** The window with the settings is about to be opened; its content is in it already. */
  async openSettings(modal: Element): Promise<void> {
    await this.#entered;
    this.#call('settings', this.#page.$(modal));
  }

  /** Whether the widget agrees that this is stored. */
  save(active: boolean, fields: Readonly<Record<string, string>>): boolean {
    const given = { active: active ? 'Y' : 'N', fields };
    return this.#call('onSave', given) === true;
  }

  /** With what the manifest says about the right panel; nothing where the widget is not for this area. */
  #location(area: string): string | undefined {
    return this.info.manifest.locations.find(
      (each) => each.replace(/-\d$/, '') === area || each === 'everywhere',
    );
  }

  #call(name: string, given?: unknown): unknown {
    return this.#widget?.callbacks?.[name]?.(given);
  }

  #load(): Promise<Constructor> {
    const { area, ...page } = this.#page;
    this.#loaded ??= load<Constructor>(`${this.folder.slice(1)}/script`).then(
      (Factory) => {
        Object.assign(
          Factory.prototype,
          selfOf({
            ...page,
            texts: this.#texts,
            folder: this.folder,
            info: () => this.info,
            area: () => this.#location(area()) ?? area(),
          }),
        );
        return Factory;
      },
    );
    return this.#loaded;
  }
}
