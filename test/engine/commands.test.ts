/** Every command in every state, twice, and two in any order: the table of what follows, and one loop whatever happens. */
import { expect } from '@open-wc/testing';
import { bytesOf } from '../helpers/engine.js';
import { gated, into, type Sent, tick } from './gated.js';
import { failOnUnhandled } from './unhandled.js';

failOnUnhandled();

type Command = 'pause' | 'resume' | 'abort' | 'retry';

/** The status right after a command. */
const after: Record<Sent, Record<Command, Sent>> = {
  queued: {
    pause: 'paused',
    resume: 'queued',
    abort: 'aborted',
    retry: 'queued',
  },
  opening: {
    pause: 'pausing',
    resume: 'opening',
    abort: 'aborted',
    retry: 'opening',
  },
  uploading: {
    pause: 'pausing',
    resume: 'uploading',
    abort: 'aborted',
    retry: 'uploading',
  },
  pausing: {
    pause: 'pausing',
    resume: 'uploading',
    abort: 'aborted',
    retry: 'pausing',
  },
  // There is a place for it, so it goes on at once.
  paused: {
    pause: 'paused',
    resume: 'uploading',
    abort: 'aborted',
    retry: 'paused',
  },
  waiting: {
    pause: 'paused',
    resume: 'waiting',
    abort: 'aborted',
    retry: 'waiting',
  },
  uploaded: {
    pause: 'uploaded',
    resume: 'uploaded',
    abort: 'uploaded',
    retry: 'uploaded',
  },
  failed: {
    pause: 'failed',
    resume: 'failed',
    abort: 'failed',
    retry: 'opening',
  },
  aborted: {
    pause: 'aborted',
    resume: 'aborted',
    abort: 'aborted',
    retry: 'opening',
  },
};
const COMMANDS: readonly Command[] = ['pause', 'resume', 'abort', 'retry'];
const STATUSES = Object.keys(after) as Sent[];

describe('a command in every state', () => {
  for (const status of STATUSES)
    for (const command of COMMANDS)
      it(`${command} while ${status}: ${after[status][command]}, and twice is like once`, async () => {
        const made = gated();
        const upload = await into[status](made);
        expect(upload.status).to.equal(status);
        upload[command]();
        expect(upload.status).to.equal(after[status][command]);
        const changes: string[] = [];
        made.queue.subscribe({ changed: () => changes.push('changed') });
        upload[command]();
        expect(changes).to.deep.equal([]);
        upload.abort();
        made.open();
      });

  for (const status of STATUSES)
    for (const first of COMMANDS)
      for (const second of COMMANDS)
        it(`${first} and ${second} while ${status}: it can still be brought to its end, in one loop`, async () => {
          const made = gated();
          const upload = await into[status](made);
          upload[first]();
          upload[second]();
          await tick(1);
          made.open();
          made.queue.start();
          upload.resume();
          await tick(1);
          upload.resume();
          upload.retry();
          await made.reaches(upload, 'uploaded');
          expect(await made.stored(upload.record)).to.deep.equal(bytesOf(45));
          expect(made.pace.active).to.equal(0);
          // Each session got its parts in order, from the first on, and none twice.
          const sessions = new Map<number, (number | undefined)[]>();
          for (const { route, taken, session = 0, part } of made.drive.journal
            .entries)
            if (route === 'part' && taken)
              sessions.set(session, [...(sessions.get(session) ?? []), part]);
          for (const parts of sessions.values())
            expect(parts).to.deep.equal(parts.map((_, index) => index + 1));
          expect([...sessions.values()].at(-1)).to.have.length(5);
        });
});
