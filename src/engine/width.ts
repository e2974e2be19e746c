/**
 * How many parts travel at once to a drive whose limit nobody knows: more for each good answer, half after trouble.
 *
 * Knows: numbers, and how long answers take. Does not know: requests, who waits, or what trouble is.
 */

/** With the first files two parts travel. */
const FIRST = 2;
/** More than a browser opens connections to one host would only wait in the browser. */
const MOST = 6;
/** Answers that are later than usual by less than this tell nothing: a busy page is as slow. */
const PATIENCE = 500;

/** How many at once. A change makes another one. */
export interface Width {
  /** Not whole while it grows slowly. */
  readonly parts: number;
  /** Whether there was trouble before: then it grows by one in a round, not with each answer. */
  readonly isCareful: boolean;
  /** Whether trouble made it narrow, so that whoever asked for a number of parts gets fewer as well. */
  readonly isNarrow: boolean;
  /** When it became narrower last. */
  readonly since: number;
}

export const FIRST_WIDTH: Width = {
  parts: FIRST,
  isCareful: false,
  isNarrow: false,
  since: Number.NEGATIVE_INFINITY,
};

/** After an answer without trouble to what left then. What left before the trouble says nothing of what is now. */
export const wider = (width: Width, sent: number): Width => {
  const { parts, isCareful, isNarrow, since } = width;
  if (sent <= since) return width;
  const more = isCareful ? 1 / Math.floor(parts) : 1;
  const grown = Math.min(MOST, parts + more);
  return { ...width, parts: grown, isNarrow: isNarrow && grown < MOST };
};

/** After trouble with a request of `sent`, while so many parts travelled. What left before is the same trouble. */
export const narrower = (
  width: Width,
  {
    sent,
    now,
    travelling,
    isLate = false,
  }: {
    sent: number;
    now: number;
    travelling: number;
    /** Answers only take longer: who asked for a number of parts keeps it. */
    isLate?: boolean;
  },
): Width =>
  sent <= width.since
    ? width
    : {
        parts: Math.min(
          MOST,
          Math.max(1, Math.floor(Math.max(travelling, width.parts) / 2)),
        ),
        isCareful: true,
        isNarrow: width.isNarrow || !isLate,
        since: now,
      };

/** Parts that may travel, for an upload that asked for a number of them or leaves it to the pace. */
export const partsFor = (
  { parts, isNarrow }: Width,
  asked: number | undefined,
): number => {
  const own = Math.floor(parts);
  if (asked === undefined) return own;
  return isNarrow ? Math.min(asked, own) : asked;
};

/** How long answers to parts of one size take, in milliseconds. */
export interface Tempo {
  readonly best: number;
  readonly usual: number;
}

/** After another answer. What stays slow is the new best, after a while: a person changed the network. */
export const tempoAfter = (
  before: Tempo | undefined,
  took: number,
): { tempo: Tempo; isLate: boolean } => {
  if (before === undefined)
    return { tempo: { best: took, usual: took }, isLate: false };
  const usual = before.usual + (took - before.usual) / 8;
  const best = Math.min(took, before.best + (usual - before.best) / 64);
  const isLate = usual > 2 * best + PATIENCE;
  // It was said; to say it again, it has to grow again.
  return { tempo: { best, usual: isLate ? best : usual }, isLate };
};
