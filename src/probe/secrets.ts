/**
 * What must never be printed or written: the token, and every address that is signed.
 *
 * Knows: how to take them out of a text. Does not know: where they came from. Answers are made without them in the
 * first place; this is the second lock on the same door.
 */

export class Secrets {
  readonly #known = new Set<string>();

  /** A token, or a URL of which all but the origin is secret. */
  add(secret: string | undefined): void {
    if (secret === undefined || secret.length < 8) return;
    this.#known.add(secret);
    if (!URL.canParse(secret)) return;
    const { pathname, search } = new URL(secret);
    for (const piece of [...pathname.split('/'), search])
      if (piece.length >= 24) this.#known.add(piece);
  }

  /** The text without them. */
  scrub(text: string): string {
    // The longest first: a URL before its own token.
    const longestFirst = [...this.#known].sort((a, b) => b.length - a.length);
    return longestFirst.reduce(
      (clean, secret) => clean.replaceAll(secret, '[secret]'),
      text,
    );
  }
}
