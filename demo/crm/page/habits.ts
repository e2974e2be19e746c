/**
 * What old code of the CRM does to the page that a widget comes into, and what stands on its globals.
 *
 * Knows: the vendor's names. Does not know: widgets.
 */
import { areaOf, type Known, type Place } from './place.js';

/** The CRM's own object for a card: a new one each time that one is opened, the same one when it is saved. */
export interface CurrentCard {
  id: number;
}

export interface App {
  readonly lang_id: string;
  readonly data: { current_card: CurrentCard | false };
  isCard(): boolean;
  getBaseEntity(): string;
  constant(name: string): unknown;
}

/** Who walks over an array with `for in` meets what others hung onto all of them. */
export const extendArrays = (): void => {
  Object.assign(Array.prototype, {
    contains(this: readonly unknown[], one: unknown) {
      return this.indexOf(one) >= 0;
    },
    last(this: readonly unknown[]) {
      return this[this.length - 1];
    },
  });
};

/** Puts `APP` onto the window. */
export const installApp = (
  { account, user }: Known,
  lang: string,
  here: () => Place,
): App => {
  const constants: Record<string, unknown> = {
    account: { id: account, subdomain: 'demo', language: lang },
    user: { id: user.id, name: user.name },
  };
  const app: App = {
    lang_id: lang,
    data: { current_card: false },
    isCard: () => here().kind === 'card',
    getBaseEntity: () => {
      const place = here();
      return place.kind === 'settings' ? areaOf(place) : place.type;
    },
    constant: (name) => constants[name],
  };
  Object.assign(globalThis, { APP: app });
  return app;
};
