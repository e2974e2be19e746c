/**
 * The widget: what the CRM calls, and what is done then.
 *
 * Knows: the CRM's callbacks and their order. Does not know: how anything is done. The build makes one AMD module of it,
 * whose value is this constructor.
 */

import { define, KommoUploader } from '../../src/element/index.js';
import es from '../../src/element/locales/es.js';
import pt from '../../src/element/locales/pt-br.js';
import { cardOnPage } from './card.js';
import { app, type WidgetSelf } from './crm.js';
import { Notes } from './notes.js';
import { mountPanel } from './panel.js';
import { fillSettings, settingsOf } from './settings.js';
import { askForTicket, ticketsOfDrop } from './tickets.js';
import { CardQueues } from './uploads.js';

/** The package's version, put here by the build. */
declare const VERSION: string;

/** With the version in it: another widget may bring another version of the element to this page. */
const TAG = `kommo-uploader-${VERSION.replace(/[^a-z\d]+/gi, '-')}`;
const LANGUAGES = ['en', 'es', 'pt'];

/** Where the panel goes: found again by its class, as the CRM makes the markup. */
const PLACE = `${TAG}-place`;

export default function Widget(this: WidgetSelf): void {
  const self = this;
  const notes = new Notes();
  const queues = new CardQueues((type, id, record) => {
    if (settingsOf(self).place === 'feed') notes.add(type, id, record);
  });
  const words = () => self.i18n('texts');
  let unmount: (() => void) | undefined;

  const leave = () => {
    unmount?.();
    unmount = undefined;
  };

  /** Shows the uploader in the panel that `render` asked for, if it is there. */
  const show = () => {
    const card = cardOnPage(self.system().area);
    const { broker } = settingsOf(self);
    const place = [...document.querySelectorAll<HTMLElement>(`.${PLACE}`)].at(
      -1,
    );
    if (unmount || card === undefined || place === undefined) return;
    if (broker === undefined) {
      place.textContent = words().noBrokerYet ?? '';
      return;
    }
    KommoUploader.addMessages('es', es);
    KommoUploader.addMessages('pt', pt);
    define(TAG);
    const lang = String(app().lang_id ?? '').slice(0, 2);
    unmount = mountPanel(place, {
      tag: TAG,
      lang: LANGUAGES.includes(lang) ? lang : 'en',
      ...{ broker, card, queues },
      cardNow: () => cardOnPage(self.system().area),
      ticketsOfDrop: () => ticketsOfDrop(() => askForTicket(self, broker)),
      notSaved: words().notSaved ?? '',
    });
  };

  self.callbacks = {
    render() {
      leave();
      if (cardOnPage(self.system().area) === undefined) return true;
      self.render_template(
        {
          caption: { class_name: `${TAG}-caption` },
          body: '',
          render: `<div class="${PLACE}"></div>`,
        },
        {},
      );
      // Of all callbacks this alone is called on each card: with `init_once` the other two come once, perhaps in the
      // settings, and without it a new card would get a new widget, which knows nothing of what is under way.
      show();
      return true;
    },

    init: () => true,

    // Where the panel came later than `render`.
    bind_actions() {
      show();
      return true;
    },

    settings(modal) {
      const { place = '' } = self.i18n('settings');
      fillSettings(self, modal[0], { ...words(), place });
      return true;
    },

    onSave({ active }) {
      // Switched off: only now does anything stop that was under way.
      if (active === 'N') queues.abort();
      return true;
    },

    // Called each time the area changes: uploads go on.
    destroy() {
      leave();
      return true;
    },
  };
}
