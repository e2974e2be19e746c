/**
 * What a widget finds on `this`: the methods that the CRM's own class gives to each.
 *
 * Knows: the vendor's names and shapes. Does not know: when a widget is called (`widget-host.ts`).
 */
import type { WidgetInfo } from '../widgets.js';
import { make } from './dom.js';
import type { JQuery } from './vendor.js';

export type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface SelfOptions {
  readonly $: JQuery;
  readonly texts: Texts;
  readonly folder: string;
  readonly info: () => WidgetInfo;
  /** With what the manifest says about the right panel: `lcard-1`. */
  readonly area: () => string;
  readonly user: number;
  /** The right panel, where the area has one. */
  readonly panel: () => Element | null;
}

interface Template {
  readonly caption: { readonly class_name: string };
  readonly body: string;
  readonly render: string;
}

export const selfOf = (options: SelfOptions): Record<string, unknown> => {
  const { $, texts, folder, info, area, user, panel } = options;
  const set: Record<string, unknown> = {};
  const { code, version, integration } = info();
  const token = `/ajax/v2/integrations/${integration}/disposable_token`;
  return {
    langs: texts,
    params: { widget_code: code, version, path: folder },
    i18n: (section: string) => texts[section] ?? {},
    get_version: () => version,
    get_settings: () => ({ ...info().settings, ...set }),
    // Until the page is left: only the settings' window stores anything.
    set_settings: (given: object) => void Object.assign(set, given),
    system: () => ({ area: area(), amouser_id: user, subdomain: 'demo' }),
    render_template: ({ caption, body, render }: Template) => {
      const inner = make('div', { class: 'widget-body' });
      // The CRM's own way, and the widget's markup: an inline script or style in it is the policy's matter.
      inner.innerHTML = body + render;
      panel()?.append(
        make(
          'section',
          { class: `widget ${caption.class_name}`, 'data-code': code },
          make(
            'h2',
            { class: 'widget-caption' },
            make('img', { src: `${folder}/images/logo_min.png`, alt: '' }),
            texts.widget?.name ?? code,
          ),
          inner,
        ),
      );
    },
    // One token for each request, which works once.
    $authorizedAjax: (request: { headers?: object }) => {
      const asked = $.Deferred();
      const failed = (...why: unknown[]) => asked.reject(...why);
      $.getJSON(token).then(({ token }: { token: string }) => {
        const headers = { ...request.headers, 'X-Auth-Token': token };
        $.ajax({ ...request, headers }).then(
          (...answer: unknown[]) => asked.resolve(...answer),
          failed,
        );
      }, failed);
      return asked.promise();
    },
  };
};
