/** How fast bytes are acknowledged, without the time in which nothing was sent. */
import { expect } from '@open-wc/testing';
import { Speedometer } from '../../src/engine/speedometer.js';

const setUp = () => {
  let now = 1000;
  const clock = {
    now: () => now,
    setTimeout: () => 0,
    clearTimeout: () => {},
  };
  const speedometer = new Speedometer(clock);
  /** `bytes` are acknowledged after `ms` of sending. */
  const send = (bytes: number, ms: number) => {
    speedometer.going();
    now += ms;
    speedometer.moved(bytes);
  };
  const wait = (ms: number) => {
    speedometer.standing();
    now += ms;
  };
  return { speedometer, send, wait };
};

describe('the speed', () => {
  it('is nothing before anything moved', () => {
    expect(setUp().speedometer.speed).to.equal(0);
  });

  it('is bytes a second from the first acknowledgement on', () => {
    const { speedometer, send } = setUp();
    send(1000, 500);
    expect(speedometer.speed).to.equal(2000);
  });

  it('stays where it is while the drive is steady', () => {
    const { speedometer, send } = setUp();
    for (let n = 0; n < 50; n++) send(1000, 100);
    expect(speedometer.speed).to.be.closeTo(10_000, 1e-6);
  });

  it('follows a change within a few seconds', () => {
    const { speedometer, send } = setUp();
    for (let n = 0; n < 50; n++) send(1000, 100);
    for (let n = 0; n < 100; n++) send(100, 100);
    expect(speedometer.speed).to.be.within(1000, 1500);
  });

  it('does not count the time in which nothing was sent', () => {
    const { speedometer, send, wait } = setUp();
    send(1000, 100);
    wait(3_600_000);
    send(1000, 100);
    expect(speedometer.speed).to.be.closeTo(10_000, 1e-6);
  });

  it('stays a number when bytes come in no time', () => {
    const { speedometer, send } = setUp();
    send(1000, 0);
    send(0, 0);
    expect(Number.isFinite(speedometer.speed)).to.equal(true);
  });
});
