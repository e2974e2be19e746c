/**
 * Telling many listeners, in the order in which things happened.
 *
 * Knows: that a listener may change what is told about (that is told after the news it heard), and that it may throw.
 * Does not know: what the news is.
 */

type News<Observer> = (observer: Observer) => void;

export class Observers<Observer extends object> {
  readonly #observers = new Set<Observer>();
  readonly #news: News<Observer>[] = [];
  readonly #whenTold: () => News<Observer> | undefined;
  #isTelling = false;

  /** @param whenTold what there is to tell once all the rest was told. */
  constructor(whenTold: () => News<Observer> | undefined) {
    this.#whenTold = whenTold;
  }

  add(observer: Observer): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** Something happened; it is told with `tell`, when what belongs to it is in order. */
  note(news: News<Observer>): void {
    this.#news.push(news);
  }

  /** Does several things as one deed: what is noted meanwhile is told afterwards. */
  asOne<Result>(deed: () => Result): Result {
    const wasTelling = this.#isTelling;
    this.#isTelling = true;
    try {
      return deed();
    } finally {
      this.#isTelling = wasTelling;
    }
  }

  /** Tells what was noted, and what is noted meanwhile. */
  tell(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    for (;;) {
      const news = this.#news.shift() ?? this.#whenTold();
      if (news === undefined) break;
      for (const observer of [...this.#observers]) tellSafely(news, observer);
    }
    this.#isTelling = false;
  }
}

/** A mistake in a listener is reported as such, and neither stops an upload nor keeps others from hearing. */
const tellSafely = <Observer>(
  news: News<Observer>,
  observer: Observer,
): void => {
  try {
    news(observer);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
};
