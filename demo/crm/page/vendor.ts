/**
 * RequireJS and the old jQuery, as far as the page needs them: both are scripts of their own.
 *
 * Knows: their types and where they are. Does nothing at import.
 */

/** jQuery's promises, before they were like others: an exception goes through, a failure has three values. */
export interface Deferred {
  resolve(...values: unknown[]): void;
  reject(...values: unknown[]): void;
  promise(): unknown;
}

interface Asked {
  then(
    done: (...values: never[]) => unknown,
    failed: (...values: unknown[]) => unknown,
  ): unknown;
}

export interface JQuery {
  (target: unknown): ArrayLike<Element> & { trigger(event: string): unknown };
  ajax(options: object): Asked;
  getJSON(url: string): Asked;
  Deferred(): Deferred;
}

interface Require {
  (
    names: readonly string[],
    done: (...found: never[]) => void,
    failed: (error: Error) => void,
  ): void;
  config(options: object): void;
}

const requireJs = (): Require =>
  (globalThis as unknown as { require: Require }).require;

/** The value of an AMD module. */
export const load = <T>(name: string): Promise<T> =>
  new Promise((resolve, reject) => {
    requireJs()([name], (found: T) => resolve(found), reject);
  });

/** To be called once, before anything is loaded. */
export const loadJQuery = async (): Promise<JQuery> => {
  // Modules of a widget may name each other with `.js` at the end.
  requireJs().config({
    ...{ baseUrl: '/', waitSeconds: 60, nodeIdCompat: true },
    paths: { jquery: 'assets/jquery' },
  });
  return load<JQuery>('jquery');
};
