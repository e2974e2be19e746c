/** Waiting that can be ended, and a switch that holds a loop. */
import { expect } from '@open-wc/testing';
import { delay, Pauser, timeLimit } from '../../src/engine/pauser.js';
import { SimClock } from '../helpers/sim-clock.js';

const tick = () => new Promise((resolve) => setTimeout(resolve));

/** A clock that only moves by hand, and counts what is set. */
const handClock = () => {
  const timers = new Map<number, { due: number; callback: () => void }>();
  let now = 0;
  let id = 0;
  return {
    timers,
    now: () => now,
    setTimeout: (callback: () => void, ms: number) => {
      id += 1;
      timers.set(id, { due: now + ms, callback });
      return id;
    },
    clearTimeout: (timer: unknown) => void timers.delete(timer as number),
    advance: (ms: number) => {
      now += ms;
      for (const [key, { due, callback }] of [...timers])
        if (due <= now && timers.delete(key)) callback();
    },
  };
};

const stateOf = async (task: Promise<unknown>): Promise<string> => {
  let state = 'pending';
  task.then(
    () => {
      state = 'done';
    },
    () => {
      state = 'ended';
    },
  );
  await tick();
  return state;
};

describe('a delay', () => {
  const { signal } = new AbortController();

  it('lasts as long as it was asked to, and leaves no timer behind', async () => {
    const clock = handClock();
    const waiting = delay(1000, { clock, signal });
    clock.advance(999);
    expect(await stateOf(waiting)).to.equal('pending');
    clock.advance(1);
    expect(await stateOf(waiting)).to.equal('done');
    expect(clock.timers.size).to.equal(0);
  });

  it('ends early when it is woken, unregisters every waker, once', async () => {
    const clock = handClock();
    const registered = new Set<() => void>();
    const waker = (wake: () => void) => {
      registered.add(wake);
      return () => void registered.delete(wake);
    };
    const waiting = delay(1000, { clock, signal, wakers: [waker, waker] });
    expect(registered.size).to.equal(1);
    for (const wake of [...registered]) wake();
    expect(await stateOf(waiting)).to.equal('done');
    expect(registered.size).to.equal(0);
    expect(clock.timers.size).to.equal(0);
  });

  it('ends with the reason of its signal, before or during the waiting', async () => {
    const clock = handClock();
    const during = new AbortController();
    const waiting = delay(1000, { clock, signal: during.signal });
    during.abort('enough');
    expect(await waiting.catch((reason) => reason)).to.equal('enough');
    expect(clock.timers.size).to.equal(0);
    const before = delay(0, { clock, signal: AbortSignal.abort('early') });
    expect(await before.catch((reason) => reason)).to.equal('early');
  });

  it('without end sets no timer, and can be woken', async () => {
    const clock = handClock();
    const pauser = new Pauser();
    const waiting = delay(Number.POSITIVE_INFINITY, {
      clock,
      signal,
      wakers: [pauser.changed],
    });
    expect(clock.timers.size).to.equal(0);
    expect(await stateOf(waiting)).to.equal('pending');
    pauser.pause();
    expect(await stateOf(waiting)).to.equal('done');
  });

  it('is never longer than a timer can be, and never shorter than nothing', () => {
    const clock = handClock();
    void delay(1e15, { clock, signal });
    void delay(-5, { clock, signal });
    expect([...clock.timers.values()].map(({ due }) => due)).to.deep.equal([
      2 ** 31 - 1,
      0,
    ]);
  });
});

describe('a time limit', () => {
  it('ends its signal when the time is over, and says so', () => {
    const clock = handClock();
    const limit = timeLimit(1000, {
      clock,
      signal: new AbortController().signal,
    });
    clock.advance(999);
    expect(limit.signal.aborted).to.equal(false);
    clock.advance(1);
    expect(limit.signal.aborted).to.equal(true);
    expect(limit.isOver).to.equal(true);
  });

  it('ends with the other signal, for its reason, also where that ended before', () => {
    const clock = handClock();
    const outer = new AbortController();
    const limit = timeLimit(1000, { clock, signal: outer.signal });
    outer.abort('enough');
    expect(limit.signal.reason).to.equal('enough');
    expect(limit.isOver).to.equal(false);
    const late = timeLimit(1000, { clock, signal: outer.signal });
    expect(late.signal.reason).to.equal('enough');
  });

  it('leaves nothing behind once it is ended', () => {
    const clock = handClock();
    const outer = new AbortController();
    const limit = timeLimit(1000, { clock, signal: outer.signal });
    limit.end();
    expect(clock.timers.size).to.equal(0);
    outer.abort();
    expect(limit.signal.aborted).to.equal(false);
  });
});

describe('a pauser', () => {
  it('tells each change once, and nothing where nothing changes', () => {
    const pauser = new Pauser();
    const seen: boolean[] = [];
    const stop = pauser.changed(() => seen.push(pauser.paused));
    pauser.resume();
    pauser.pause();
    pauser.pause();
    pauser.resume();
    expect(seen).to.deep.equal([true, false]);
    stop();
    pauser.pause();
    expect(seen).to.have.length(2);
    expect(pauser.paused).to.equal(true);
  });

  it('lets a listener that leaves while it is told not disturb the others', () => {
    const pauser = new Pauser();
    const seen: string[] = [];
    const stop = pauser.changed(() => {
      seen.push('first');
      stop();
    });
    pauser.changed(() => seen.push('second'));
    pauser.pause();
    pauser.resume();
    expect(seen).to.deep.equal(['first', 'second', 'second']);
  });
});

describe("the tests' own clock", () => {
  it('lets minutes pass when nothing else happens, in order', async () => {
    const clock = new SimClock();
    const start = clock.now();
    const fired: number[] = [];
    await Promise.all(
      [60_000, 1000, 900_000].map(
        (ms) =>
          new Promise<void>((resolve) =>
            clock.setTimeout(() => {
              fired.push(clock.now() - start);
              resolve();
            }, ms),
          ),
      ),
    );
    expect(fired).to.deep.equal([1000, 60_000, 900_000]);
  });

  it('stands still while a request is on its way', async () => {
    const clock = new SimClock();
    const start = clock.now();
    const fetch = clock.watch(async () => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return new Response();
    });
    let fired = false;
    clock.setTimeout(() => {
      fired = true;
    }, 1000);
    await fetch('http://x.example/');
    expect(fired).to.equal(false);
    expect(clock.now()).to.equal(start);
  });
});
