/** A world that knows when each request left, and drives that fail a few times or take a little time. */
import { type Drive, pageFetch } from '../../demo/drive/index.js';
import { type World, type WorldOptions, world } from '../helpers/engine.js';

/** A world that notes when each request left, in milliseconds from the start. */
export const timed = (options: WorldOptions = {}) => {
  const made = world({ maxPartSize: 10, ...options });
  const start = made.clock.now();
  const { sent } = made;
  const times: number[] = [];
  const push = sent.push.bind(sent);
  sent.push = (...requests) => {
    times.push(made.clock.now() - start);
    return push(...requests);
  };
  return { ...made, times, passed: () => made.clock.now() - start };
};

/** A drive that leaves time for others to send before it answers. */
export const unhurried = (drive: Drive): typeof fetch => {
  const fetch = pageFetch(drive);
  return async (...request) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return fetch(...request);
  };
};

/** A drive that answers no part from this one on before so many were sent: they are all on their way at once. */
export const atOnce =
  (first: number, last: number) =>
  (drive: Drive): typeof fetch => {
    const fetch = unhurried(drive);
    let parts = 0;
    let go = () => {};
    const all = new Promise<void>((resolve) => {
      go = resolve;
    });
    return async (...request) => {
      if (String(request[0]).includes('/upload/')) {
        parts += 1;
        if (parts === last) go();
        if (parts >= first) await all;
      }
      return fetch(...request);
    };
  };

export const failing = (
  made: World,
  times: number,
  rule: Partial<Parameters<World['drive']['faults']['add']>[0]> = {},
) =>
  made.drive.faults.add({
    on: 'part',
    at: 2,
    kind: 'status',
    status: 503,
    times,
    ...rule,
  });
