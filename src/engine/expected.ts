/**
 * That more files are to come, and when no more are.
 *
 * Knows: how many have announced themselves. Does not know: what they bring. Imports nothing.
 */

export class Expected {
  readonly #open = new Set<Promise<void>>();
  readonly #came: () => void;

  /** @param came called each time that something is no longer expected. */
  constructor(came: () => void) {
    this.#came = came;
  }

  get isAny(): boolean {
    return this.#open.size > 0;
  }

  /** Something is expected, until the returned function is called. */
  more(): () => void {
    let resolve = () => {};
    const promise = new Promise<void>((done) => {
      resolve = done;
    });
    this.#open.add(promise);
    return () => {
      if (!this.#open.delete(promise)) return;
      resolve();
      this.#came();
    };
  }

  /** Resolves when all that is expected now has come. */
  async all(): Promise<void> {
    await Promise.all(this.#open);
  }
}
