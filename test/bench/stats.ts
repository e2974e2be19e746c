/**
 * The little that is calculated: medians, ratios turn by turn, and whether a machine was too busy to believe them.
 *
 * Knows: numbers. Does not know: what was measured, or how it is told.
 */

export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const upper = sorted[Math.floor(half)] ?? Number.NaN;
  const lower = sorted[Math.ceil(half) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
};

export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Each turn is compared with the one of the same round, so that a busy machine is busy for both. */
export const ratioOf = (
  took: readonly number[],
  beside: readonly number[],
): Ratio => {
  const ratios = took.map((each, turn) => each / (beside[turn] ?? Number.NaN));
  return {
    median: median(ratios),
    least: Math.min(...ratios),
    most: Math.max(...ratios),
  };
};

/** The machine's load over the last minute, as a run began and as it ended. */
export interface Loads {
  readonly before: number;
  readonly after: number;
}

/** A bench makes a load of about two by itself; one more before it begins is anybody's shell. */
export const wasBusy = ({ before, after }: Loads, cores: number): boolean =>
  Math.max(before - 1, after - 2) > cores;
