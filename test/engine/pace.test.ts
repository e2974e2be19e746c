/** How many at once, and who may send while the drive asks for quiet. */
import { expect } from '@open-wc/testing';
import { Pace } from '../../src/engine/index.js';
import { paceOf } from '../../src/engine/pace.js';
import { Turn } from '../../src/engine/turns.js';

const MINUTE = 60_000;
const T = 1_800_000_000_000;

describe('places', () => {
  it('are given while fewer than the limit are taken', () => {
    const pace = new Pace();
    expect([1, 2, 3].map(() => pace.enter(2))).to.deep.equal([
      true,
      true,
      false,
    ]);
    expect(pace.active).to.equal(2);
    pace.leave();
    expect(pace.enter(2)).to.equal(true);
  });

  it('may be counted by each with a limit of its own', () => {
    const pace = new Pace();
    expect(pace.enter(3)).to.equal(true);
    expect(pace.enter(1)).to.equal(false);
    expect(pace.enter(3)).to.equal(true);
  });

  it('are two at first where nobody asked for a number', () => {
    const pace = new Pace();
    expect([1, 2, 3].map(() => pace.enter())).to.deep.equal([
      true,
      true,
      false,
    ]);
  });

  it('are more with each answer, and whoever listens hears of it', () => {
    const pace = new Pace();
    let heard = 0;
    pace.onFree(() => {
      heard += 1;
    });
    const answer = () => {
      const turn = new Turn(undefined, 10);
      pace.turns.take(turn, T);
      pace.turns.lands(turn, T, 'right');
    };
    answer();
    expect(heard).to.equal(1);
    for (const _ of [1, 2, 3, 4, 5, 6]) answer();
    expect([1, 2, 3, 4, 5, 6, 7].filter(() => pace.enter())).to.have.length(6);
  });

  it('tell whoever listens when one is given back, until it stops', () => {
    const pace = new Pace();
    const heard: string[] = [];
    const stop = pace.onFree(() => heard.push('a'));
    pace.onFree(() => heard.push('b'));
    pace.enter(1);
    pace.leave();
    stop();
    pace.enter(1);
    pace.leave();
    expect(heard).to.deep.equal(['a', 'b', 'b']);
  });

  it('are one set for each drive, whoever asks', () => {
    expect(paceOf('https://a.example')).to.equal(paceOf('https://a.example'));
    expect(paceOf('https://a.example')).not.to.equal(
      paceOf('https://b.example'),
    );
  });
});

describe('quiet after a 429', () => {
  it('is not there at first', () => {
    expect(new Pace().hold(T)).to.equal(0);
  });

  it('lasts as long as the drive asked, for everybody', () => {
    const pace = new Pace();
    pace.limited(T, 5000);
    expect(pace.hold(T)).to.equal(5000);
    expect(pace.hold(T + 4999)).to.equal(1);
    expect(pace.hold(T + 5000)).to.equal(0);
  });

  it('is not made shorter by another 429', () => {
    const pace = new Pace();
    pace.limited(T, 5000);
    pace.limited(T + 1000, 10);
    expect(pace.hold(T + 1000)).to.equal(4000);
  });

  it('is not ended by an answer to somebody else', () => {
    const pace = new Pace();
    pace.limited(T, 5000);
    pace.answered(T + 1);
    expect(pace.hold(T + 1000)).to.equal(4000);
  });

  it('is remembered for a minute', () => {
    const pace = new Pace();
    expect(pace.wasLimited(T)).to.equal(false);
    pace.limited(T, 0);
    expect(pace.wasLimited(T)).to.equal(true);
    expect(pace.wasLimited(T + MINUTE)).to.equal(true);
    expect(pace.wasLimited(T + MINUTE + 1)).to.equal(false);
  });
});

describe('a block of the address', () => {
  const blocked = () => {
    const pace = new Pace();
    pace.limited(T, 1000);
    pace.block(T + 2000);
    return pace;
  };
  const OVER = T + 2000 + 5 * MINUTE;

  it('holds everybody for five minutes', () => {
    const pace = blocked();
    expect(pace.hold(T + 2000)).to.equal(5 * MINUTE);
    expect(pace.hold(OVER - 1)).to.equal(1);
    expect(pace.hold(OVER)).to.equal(0);
  });

  it('lets one try alone then, the others wait for its answer', () => {
    const pace = blocked();
    expect(pace.hold(OVER)).to.equal(0);
    pace.sends(OVER);
    expect(pace.hold(OVER)).to.equal(MINUTE);
    expect(pace.hold(OVER + MINUTE)).to.equal(0);
  });

  it('asking whether one may try does not take the turn', () => {
    const pace = blocked();
    expect(pace.hold(OVER)).to.equal(0);
    expect(pace.hold(OVER)).to.equal(0);
  });

  it('is over with the answer to that one, and everybody is woken', () => {
    const pace = blocked();
    let woken = 0;
    pace.opened(() => {
      woken += 1;
    });
    pace.sends(OVER);
    pace.answered(OVER);
    expect(pace.hold(OVER)).to.equal(0);
    expect(woken).to.equal(1);
    pace.sends(OVER + 1);
    expect(pace.hold(OVER + 1)).to.equal(0);
  });

  it('is not over with an answer to what was sent before it', () => {
    const pace = blocked();
    pace.answered(T + 1999);
    pace.answered(T + 2000);
    expect(pace.hold(T + 2001)).to.equal(5 * MINUTE - 1);
  });

  it('lasts five minutes more when that one is refused as well', () => {
    const pace = blocked();
    pace.sends(OVER);
    expect(pace.wasLimited(OVER)).to.equal(true);
    pace.block(OVER + 10);
    expect(pace.hold(OVER + 10)).to.equal(5 * MINUTE);
  });

  it('wakes nobody who has left', () => {
    const pace = blocked();
    let woken = 0;
    pace.opened(() => {
      woken += 1;
    })();
    pace.sends(OVER);
    pace.answered(OVER);
    expect(woken).to.equal(0);
  });
});

describe('turns', () => {
  const part = (asked?: number) => new Turn(asked, 10);
  const session = (asked?: number) => new Turn(asked, undefined);
  const LATER = Number.POSITIVE_INFINITY;

  it('are taken in order, and given on to who is next when an answer comes', () => {
    const { turns } = new Pace();
    const [first, second, third] = [part(1), part(1), part(1)];
    expect(turns.take(first, T)).to.equal(0);
    const woken: string[] = [];
    for (const [name, turn] of Object.entries({ second, third })) {
      expect(turns.take(turn, T)).to.equal(LATER);
      turn.comes(() => woken.push(name));
    }
    turns.lands(first, T + 1, 'right');
    expect(woken).to.deep.equal(['second']);
    // Who comes now does not push in.
    expect(turns.take(part(1), T + 1)).to.equal(LATER);
    expect(turns.take(second, T + 1)).to.equal(0);
  });

  it('of one who waits no more go to the next', () => {
    const { turns } = new Pace();
    const [first, second, third] = [part(1), part(1), part(1)];
    turns.take(first, T);
    turns.take(second, T);
    turns.take(third, T);
    turns.lands(first, T + 1);
    expect(turns.take(third, T + 1)).to.equal(LATER);
    turns.leave(second);
    expect(turns.take(third, T + 1)).to.equal(0);
  });

  it('of one session are beside the parts, of two are not', () => {
    const { turns } = new Pace();
    turns.take(part(1), T);
    expect(turns.take(session(1), T)).to.equal(0);
    expect(turns.take(session(1), T)).to.equal(LATER);
  });

  it('of one that wants fewer parts to travel come, however many others have', () => {
    const { turns } = new Pace();
    const [first, narrow, next] = [part(2), part(1), part(2)];
    turns.take(first, T);
    turns.take(narrow, T);
    expect(turns.take(next, T)).to.equal(LATER);
    expect(turns.take(session(2), T)).to.equal(0);
    turns.lands(first, T + 1);
    expect(turns.take(narrow, T + 1)).to.equal(0);
    expect(turns.take(next, T + 1)).to.equal(0);
  });

  it('after a 429 come one after another, at the rate that was taken', () => {
    const { turns } = new Pace();
    const burst = Array.from({ length: 8 }, () => part(20));
    for (const turn of burst) turns.take(turn, T);
    for (const [at, turn] of burst.entries())
      turns.lands(turn, T + 20, at < 7 ? 'right' : 'too-fast');
    expect(turns.take(part(), T + 2000)).to.equal(0);
    expect(turns.take(session(), T + 2000)).to.be.closeTo(1060 / 7, 0.01);
  });
});
