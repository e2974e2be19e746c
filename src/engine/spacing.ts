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
  /** When the rate was measured last: what left before belongs to the same refusal. */
  readonly refusedAt: number;
}

export const NO_SPACING: Spacing = {
  rate: Number.POSITIVE_INFINITY,
  next: Number.NEGATIVE_INFINITY,
  refusedAt: Number.NEGATIVE_INFINITY,
};

/**
 * A request leaves. Where it waited for its time, a timer that fired late (in a hidden tab it does so once a second)
 * does not move the others back.
 */
export const afterLeaving = (
  spacing: Spacing,
  { now, hasWaited }: { now: number; hasWaited: boolean },
): Spacing => {
  const due = Math.max(spacing.next, hasWaited ? now - SECOND : now);
  return { ...spacing, next: due + (SECOND * MARGIN) / spacing.rate };
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
