/** When the next request may leave, once a drive refused some. */
import { expect } from '@open-wc/testing';
import {
  afterAnswer,
  afterLeaving,
  afterRefusal,
  NO_SPACING,
  type Spacing,
} from '../../src/engine/spacing.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const T = 1_800_000_000_000;

const refused = (taken: readonly number[], before: Spacing = NO_SPACING) =>
  afterRefusal(before, { sent: T, now: T + 10, taken });

/** So many within a second before, all at about the same distance. */
const spread = (many: number, span = SECOND) =>
  Array.from({ length: many }, (_, at) => T - ((at + 1) * span) / (many + 1));

describe('the rate', () => {
  it('is without a limit until the drive refused something', () => {
    const spacing = afterLeaving(NO_SPACING, { now: T, hasWaited: false });
    expect(spacing.next).to.equal(T);
  });

  for (const [what, taken, rate] of [
    ['what it took in a second', spread(7), 7],
    [
      'the most that it took in any second',
      [T - 1900, T - 1800, T - 1700, T - 100],
      3,
    ],
    ['not measured by a single one', [T - 100], 2],
    ['not measured by nothing', [], 2],
  ] as const)
    it(`at first is ${what}`, () => {
      expect(refused(taken).rate).to.equal(rate);
    });

  for (const [what, rate, taken, next] of [
    ['a little lower', 7, spread(9), 6.65],
    ['what it took', 9, spread(7), 7],
    ['not less than half', 8, spread(1), 4],
    ['not less than one in two seconds', 0.6, [], 0.5],
  ] as const)
    it(`with another refusal is ${what}`, () => {
      expect(refused(taken, { ...NO_SPACING, rate }).rate).to.be.closeTo(
        next,
        1e-9,
      );
    });

  it('grows with answers, but only a minute after it was measured', () => {
    const spacing = refused(spread(7));
    expect(afterAnswer(spacing, T + MINUTE).rate).to.equal(7);
    expect(afterAnswer(spacing, T + 2 * MINUTE).rate).to.be.closeTo(7.1, 1e-9);
  });
});

describe('the next request', () => {
  const seven = { ...refused(spread(7)), next: T };
  const GAP = (1.06 * SECOND) / 7;

  it('keeps its distance, with a little to spare', () => {
    const { next } = afterLeaving(seven, { now: T, hasWaited: false });
    expect(next - T).to.be.closeTo(GAP, 0.01);
  });

  it('is not owed the time in which nobody asked', () => {
    const now = T + 5 * SECOND;
    const { next } = afterLeaving(seven, { now, hasWaited: false });
    expect(next - now).to.be.closeTo(GAP, 0.01);
  });

  it('is owed the time by which a timer was late, a second at most', () => {
    const late = (by: number) =>
      afterLeaving(seven, { now: T + by, hasWaited: true }).next - T;
    expect(late(400)).to.be.closeTo(GAP, 0.01);
    expect(late(5 * SECOND)).to.be.closeTo(4 * SECOND + GAP, 0.01);
  });
});
