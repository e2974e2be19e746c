/**
 * The CRM's page as small as the widget needs it: what the vendor says that a widget finds there, and buttons' work as
 * functions.
 *
 * Knows: AMD, `APP`, a widget's callbacks and their order. It runs in the page, before anything of a widget: it is
 * turned into text, and uses nothing from outside of it.
 */

/** A widget's own object, as far as this page uses it. */
interface Widget {
  callbacks: Record<string, (given?: unknown) => unknown>;
  [given: string]: unknown;
}

interface Shown {
  type: 'leads' | 'contacts' | 'companies';
  /** 0: never saved. */
  id: number;
}

/** What a journey can do in the page. */
export interface WidgetHost {
  /** Loads a version of the widget, as an account that installed it with these settings. */
  load(version: string, settings: Record<string, unknown>): Promise<void>;
  /** Opens a card, after leaving what is shown. */
  open(card: Shown): void;
  leave(): void;
  /** Only what `APP` says changes: nobody tells the widgets. */
  become(card: Shown): void;
  /** The card that is shown gets an id; with `anew`, it makes way for the saved one. */
  save(id: number, anew?: boolean): void;
  /** The modal window of a widget's settings. */
  settings(): void;
  onSave(saved: { active: string; fields?: Record<string, unknown> }): void;
}

declare global {
  interface Window {
    host: WidgetHost;
  }
}

export const widgetHost = (account: number, user: number): void => {
  const widgets: Widget[] = [];
  const page = window as unknown as Record<string, unknown>;
  let factory: (() => new () => Widget) | undefined;
  let shown: Shown | undefined;
  const areas = {
    leads: 'lcard-1',
    contacts: 'ccard-1',
    companies: 'comcard-1',
  };

  page.define = (_: string[], made: typeof factory) => {
    factory = made;
  };
  const app = {
    data: { current_card: false as false | { id: number } },
    lang_id: document.documentElement.lang,
    isCard: () => shown !== undefined,
    getBaseEntity: () => shown?.type ?? '',
    constant: (name: string) => ({ id: name === 'user' ? user : account }),
  };
  page.APP = app;

  const panel = () => document.querySelector('#panel') as HTMLElement;
  const call = (widget: Widget, ...names: string[]) =>
    names.every((name) => widget.callbacks[name]?.() === true);
  const show = (widget: Widget) =>
    call(widget, 'render', 'init', 'bind_actions');
  const become = (card: Shown) => {
    shown = card;
    app.data.current_card = { id: card.id };
  };
  const leave = () => {
    for (const widget of widgets) widget.callbacks.destroy?.();
    panel().replaceChildren();
    shown = undefined;
    app.data.current_card = false;
  };

  const open = (card: Shown) => {
    leave();
    become(card);
    for (const widget of widgets) show(widget);
  };

  window.host = {
    async load(version, settings) {
      const base = `/widgets/${version}`;
      const lang = app.lang_id;
      const texts = await (await fetch(`${base}/i18n/${lang}.json`)).json();
      await new Promise((resolve, reject) => {
        const script = document.createElement('script');
        Object.assign(script, { onload: resolve, onerror: reject });
        script.src = `${base}/script.js`;
        document.head.append(script);
      });
      if (factory === undefined) throw new Error('Nothing was defined.');
      const Made = factory();
      Object.assign(Made.prototype, {
        i18n: (section: string) => texts[section],
        get_settings: () => settings,
        set_settings: (given: object) => Object.assign(settings, given),
        system: () => ({ area: shown ? areas[shown.type] : 'settings' }),
        render_template(
          { render }: { render: string },
          _: Record<string, unknown>,
        ) {
          panel().insertAdjacentHTML('beforeend', render);
        },
        async $authorizedAjax({
          url,
          method,
        }: {
          url: string;
          method: string;
        }) {
          const token = await (await fetch('/ajax/token')).text();
          const answer = await fetch(url, {
            method,
            headers: { 'X-Auth-Token': token },
          }).catch(() => undefined);
          const json = await answer?.json().catch(() => undefined);
          if (answer?.ok) return json;
          throw { status: answer?.status ?? 0, responseJSON: json };
        },
      });
      const widget = new Made();
      widgets.push(widget);
      if (shown) show(widget);
    },
    open,
    leave,
    become,
    save(id, anew) {
      if (shown && anew) {
        open({ ...shown, id });
        return;
      }
      if (app.data.current_card) app.data.current_card.id = id;
      if (shown) shown = { ...shown, id };
    },
    settings() {
      for (const widget of widgets)
        widget.callbacks.settings?.([document.querySelector('#modal')]);
    },
    onSave(saved) {
      for (const widget of widgets) widget.callbacks.onSave?.(saved);
    },
  };
};
