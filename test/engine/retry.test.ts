/** When to try again: what a server asks for, how long a crowd spreads, and what counts as time spent trying. */
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { Retry, retryAfterOf, stallTime } from '../../src/engine/retry.js';

const NOW = Date.UTC(2026, 6, 1, 12, 0, 0);
const after = (header: string | null | undefined) => retryAfterOf(header, NOW);

describe('Retry-After', () => {
  it('is seconds', () => {
    expect(after('1')).to.equal(1000);
    expect(after('120')).to.equal(120_000);
    expect(after(' 7 ')).to.equal(7000);
    expect(after('1.5')).to.equal(1500);
  });

  it('is a date as HTTP writes it', () => {
    expect(after('Wed, 01 Jul 2026 12:00:05 GMT')).to.equal(5000);
    expect(after('Wed, 01 Jul 2026 12:02:00 GMT')).to.equal(120_000);
  });

  it('is ten minutes at most', () => {
    expect(after('601')).to.equal(600_000);
    expect(after('99999999999999999999')).to.equal(600_000);
    expect(after('Wed, 01 Jul 2099 12:00:00 GMT')).to.equal(600_000);
  });

  it('asks for nothing when it is missing, empty, past, zero, negative or no time at all', () => {
    for (const header of [
      null,
      undefined,
      '',
      '  ',
      'soon',
      '-5',
      '0',
      '0.0',
      'Wed, 01 Jul 2026 11:59:00 GMT',
      'Thu, 01 Jan 1970 00:00:00 GMT',
      'Wed, 99 Foo 2026 12:00:00 GMT',
      'Infinity',
      'NaN',
    ])
      expect(after(header), String(header)).to.equal(undefined);
  });

  it('never is longer than ten minutes or shorter than a moment, whatever it says', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const ms = after(header);
        expect(ms === undefined || (ms > 0 && ms <= 600_000)).to.equal(true);
      }),
      { seed: 1 },
    );
  });
});

describe('a stall', () => {
  it('is 30 seconds, and the time of the part at 8 KiB a second', () => {
    expect(stallTime(0)).to.equal(30_000);
    expect(stallTime(8192)).to.equal(31_000);
    expect(stallTime(131_072)).to.equal(46_000);
    expect(stallTime(524_288)).to.equal(94_000);
  });
});

describe('the back-off', () => {
  const stepsWith = (random: number, tries: number) => {
    const retry = new Retry(1e9, () => random);
    return Array.from({ length: tries }, () => {
      retry.failed(0);
      return retry.backOff();
    });
  };

  it('doubles from one second up to thirty', () => {
    expect(stepsWith(1, 8)).to.deep.equal([
      1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });

  it('is any time from nothing to the whole step, so that a crowd spreads', () => {
    expect(stepsWith(0, 3)).to.deep.equal([0, 0, 0]);
    expect(stepsWith(0.5, 3)).to.deep.equal([500, 1000, 2000]);
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (random) => {
        const steps = stepsWith(random, 9);
        steps.forEach((ms, index) => {
          expect(ms).to.be.within(0, Math.min(30_000, 1000 * 2 ** index));
        });
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('does not overflow after a very long time', () => {
    expect(stepsWith(1, 2000).at(-1)).to.equal(30_000);
  });

  it('begins anew after progress', () => {
    const retry = new Retry(1e9, () => 1);
    for (let n = 0; n < 5; n++) retry.failed(0);
    expect(retry.backOff()).to.equal(16_000);
    retry.progress();
    expect(retry.tries).to.equal(0);
    retry.failed(0);
    expect(retry.backOff()).to.equal(1000);
  });
});

describe('the clock of time spent trying', () => {
  it('counts tries and planned waits, and is over when retry-for is reached', () => {
    const retry = new Retry(10_000);
    retry.failed(4000);
    retry.waits(5999);
    expect(retry.spent).to.equal(9999);
    expect(retry.isOver).to.equal(false);
    retry.failed(1);
    expect(retry.isOver).to.equal(true);
  });

  it('begins anew after progress', () => {
    const retry = new Retry(10_000);
    retry.failed(10_000);
    retry.progress();
    expect(retry.spent).to.equal(0);
    expect(retry.isOver).to.equal(false);
  });

  it('retry-for 0 is over after the first failure, however short', () => {
    const retry = new Retry(0);
    retry.failed(0);
    expect(retry.isOver).to.equal(true);
  });
});
