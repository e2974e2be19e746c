/**
 * When the next request may leave, once a drive said that there were too many: spaced by the rate that it took.
 *
 * Knows: times and a rate. Does not know: requests, or how long the drive wants quiet first.
 */

const SECOND = 1000;
/** After so long without a 429 the rate is tried upwards again. Kommo forgets refusals in the same time. */
const MINUTE = 60 * SECOND;
/** Requests on their way come closer together: so much is left for that. */
const MARGIN = 1.06;
/** No timer of a tab that somebody sees is so late. */
const LATE = SECOND / 4;
/** Fewer that were taken in a second measure nothing: others may have used up what the drive allows. */
const FEWEST = 2;
/** However often it refuses, it is asked this often. */
const SLOWEST = 0.5;

/** The rhythm of one drive. A change makes another one. */
export interface Spacing {
  /** Requests a second; infinite until the drive refused one. */
  readonly rate: number;
  /** When the next one may leave. */
  readonly next: number;
  /** Until when requests may catch up with a timer that was late. */
  readonly lateUntil: number;
  /** When the rate was measured last: what left before belongs to the same refusal. */
  readonly refusedAt: number;
}

export const NO_SPACING: Spacing = {
  rate: Number.POSITIVE_INFINITY,
  next: Number.NEGATIVE_INFINITY,
  lateUntil: Number.NEGATIVE_INFINITY,
  refusedAt: Number.NEGATIVE_INFINITY,
};

/** When the next one may leave, however late a timer was: never more in a second than the rate. */
export const dueAt = (
  { rate, next }: Spacing,
  left: readonly { readonly sent: number }[],
): number => {
  const before = left.at(-Math.max(1, Math.floor(rate)));
  return before === undefined ? next : Math.max(next, before.sent + SECOND);
};

/**
 * A request leaves. Time in which nobody asked is not owed to anybody; time by which a timer was late is: in a hidden
 * tab they fire once a second.
 */
export const afterLeaving = (
  spacing: Spacing,
  { now, hasWaited }: { now: number; hasWaited: boolean },
): Spacing => {
  const { rate, next } = spacing;
  const isLate = hasWaited && now > next + LATE;
  const lateUntil = isLate ? now + SECOND : spacing.lateUntil;
  const isOwed = hasWaited || now < lateUntil;
  const due = Math.max(next, isOwed ? now - SECOND : now);
  return { ...spacing, lateUntil, next: due + (SECOND * MARGIN) / rate };
};

/** The most that left within a second. */
const mostInASecond = (times: readonly number[]): number =>
  Math.max(0, ...times.map((end) => countIn(times, end, SECOND)));

const countIn = (times: readonly number[], end: number, span: number): number =>
  times.filter((time) => time > end - span && time <= end).length;

/**
 * The drive refused a request of `sent`. What it had taken in a second before is its rate the first time; later ones
 * only correct that, by half at most.
 * @param taken when those left that it took in the last two seconds before.
 */
export const afterRefusal = (
  spacing: Spacing,
  { sent, now, taken }: { sent: number; now: number; taken: readonly number[] },
): Spacing => {
  const { rate } = spacing;
  const slower =
    rate === Number.POSITIVE_INFINITY
      ? Math.max(FEWEST, mostInASecond(taken))
      : Math.max(
          SLOWEST,
          rate / 2,
          Math.min(0.95 * rate, countIn(taken, sent, 1.1 * SECOND)),
        );
  return { ...spacing, rate: slower, refusedAt: now };
};

/** A good answer: after a minute without a refusal it may be a little more. */
export const afterAnswer = (spacing: Spacing, now: number): Spacing =>
  now - spacing.refusedAt > MINUTE
    ? { ...spacing, rate: spacing.rate + 0.1 }
    : spacing;
