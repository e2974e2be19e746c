/**
 * What the CRM gives to a widget: types of the vendor's own names, as far as this widget uses them.
 *
 * Knows: the vendor's page on widgets. Does nothing.
 * @see https://developers.kommo.com/docs/js-widget
 */

/** A request of the CRM that carries the integration's one-time token: a jQuery promise. */
export interface AuthorizedRequest {
  then(
    done: (answer: unknown) => void,
    failed: (answer: { status?: number; responseJSON?: unknown }) => void,
  ): unknown;
}

/** `this` of a widget. */
export interface WidgetSelf {
  callbacks?: Callbacks;
  i18n(section: string): Record<string, string>;
  get_settings(): Record<string, unknown>;
  system(): { area?: string };
  render_template(
    template: {
      caption: { class_name: string };
      body: string;
      render: string;
    },
    params: object,
  ): unknown;
  $authorizedAjax(request: {
    url: string;
    method: 'POST';
    dataType: 'json';
  }): AuthorizedRequest;
}

/** What the CRM calls, in this order. */
export interface Callbacks {
  render(): boolean;
  init(): boolean;
  bind_actions(): boolean;
  /** The modal window of the widget's settings: a jQuery object. */
  settings(modal: ArrayLike<Element>): boolean;
  onSave(saved: { active?: string; fields?: Record<string, unknown> }): boolean;
  destroy(): boolean;
}

/** The CRM's page, as far as it can be asked. */
export interface App {
  isCard?(): boolean;
  getBaseEntity?(): unknown;
  constant?(name: 'user' | 'account'): { id?: unknown } | undefined;
  data?: { current_card?: { id?: unknown } | false };
  lang_id?: unknown;
}

/** Read anew each time: the CRM is one page that changes under the widget. */
export const app = (): App => (globalThis as { APP?: App }).APP ?? {};
