/** How many parts travel at once, as a number that answers change. */
import { expect } from '@open-wc/testing';
import {
  FIRST_WIDTH,
  narrower,
  partsFor,
  type Tempo,
  tempoAfter,
  type Width,
  wider,
} from '../../src/engine/width.js';

/** What happened, one letter each: an answer, trouble, a late answer; `b` and `o`: with what left before the last trouble. */
const after = (course: string): Width => {
  let width = FIRST_WIDTH;
  let now = 0;
  for (const letter of course) {
    now += 10;
    const travelling = partsFor(width, undefined);
    const sent = 'ob'.includes(letter) ? width.since : now - 5;
    width =
      letter === 'a' || letter === 'b'
        ? wider(width, sent)
        : narrower(width, { sent, now, travelling, isLate: letter === 'l' });
  }
  return width;
};

describe('the number of parts at once', () => {
  for (const [what, course, parts] of [
    ['is two at first', '', 2],
    ['grows by one with each answer', 'aaa', 5],
    ['grows to six', 'aaaaaaaaa', 6],
    ['halves with trouble', 'aaaat', 3],
    ['halves once for all that left before', 'aaaatooo', 3],
    ['halves again for what left later', 'aaaatt', 1],
    ['is never less than one', 'ttt', 1],
    ['halves when answers come later and later', 'aaaal', 3],
    ['grows by one in a round after trouble, not at once', 'aaaataa', 3],
    ['does not grow with answers to what left before', 'aaaatbbbb', 3],
    ['has grown when a round is answered', 'aaaataaa', 4],
    ['grows from one to two with one answer', 'ta', 2],
    ['grows to six again', `aaaat${'a'.repeat(12)}`, 6],
  ] as const)
    it(what, () => {
      expect(partsFor(after(course), undefined)).to.equal(parts);
    });

  it('is what an upload asked for, whatever the pace has come to', () => {
    expect(partsFor(after(''), 6)).to.equal(6);
    expect(partsFor(after(''), 1)).to.equal(1);
    expect(partsFor(after('aaaa'), 12)).to.equal(12);
    expect(partsFor(after('aaaal'), 6)).to.equal(6);
  });

  it('is no more than the pace after trouble, until that is at its widest again', () => {
    expect(partsFor(after('aaaat'), 12)).to.equal(3);
    expect(partsFor(after('aaaat'), 2)).to.equal(2);
    expect(partsFor(after(`aaaat${'a'.repeat(12)}`), 12)).to.equal(12);
  });

  it('halves what travelled where more was asked for', () => {
    const trouble = { sent: 1, now: 2, travelling: 10 };
    expect(partsFor(narrower(FIRST_WIDTH, trouble), 10)).to.equal(5);
  });
});

describe('answers that take longer', () => {
  const lateAfter = (times: readonly number[]): number => {
    let tempo: Tempo | undefined;
    return times.filter((took) => {
      const next = tempoAfter(tempo, took);
      tempo = next.tempo;
      return next.isLate;
    }).length;
  };
  const some = (took: number, times = 20) => Array<number>(times).fill(took);

  for (const [what, times, late] of [
    ['are nothing while they stay as they are', some(300), 0],
    ['are nothing for one that is odd', [...some(300), 3000, ...some(300)], 0],
    [
      'are nothing where a busy page makes some of it',
      [...some(20), ...some(300)],
      0,
    ],
    [
      'are noticed when they stay twice as long',
      [...some(1000), ...some(4000, 10)],
      1,
    ],
    [
      'are noticed again while that lasts',
      [...some(1000), ...some(4000, 20)],
      2,
    ],
    ['are how it is after a while', [...some(1000), ...some(2400, 500)], 0],
  ] as const)
    it(what, () => {
      expect(lateAfter(times)).to.equal(late);
    });
});
