/**
 * One file: a session, its parts one after another, the record. A straight loop that obeys `next-step.ts`.
 *
 * Knows: where the file stands (`Standing`), and what to do for each step. Does not know: rows, queues, the status
 * that others see, or how long to wait (`trying.ts`). Whoever runs it again with the same `Standing` goes on where
 * it stopped.
 */

import { partAddress } from './addresses.js';
import { Bearer } from './bearer.js';
import { sendPart } from './drive.js';
import { failure } from './failure.js';
import type { FileVersion } from './file-version.js';
import {
  afterDifference,
  afterPart,
  type Known,
  type KnownOfPart,
} from './next-step.js';
import { openFor } from './open-session.js';
import type { CheckedOptions } from './options.js';
import type { PartReader } from './part-reader.js';
import type { Pauser } from './pauser.js';
import type { Place } from './place.js';
import { Retry, type Tries } from './retry.js';
import {
  canHealAgain,
  canStartOver,
  endLeftovers,
  giveUpSession,
  type Leftover,
  type SessionStanding,
  type Standing,
  startOver,
} from './standing.js';
import {
  type Decision,
  type Environment,
  type RunEvents,
  Trying,
} from './trying.js';
import { checkTail } from './verify.js';

/** What an upload came to. */
export interface Uploaded {
  readonly record: FileVersion;
  /** `true`: read back and equal. `undefined`: right by structure. `false`: nobody could tell. */
  readonly verified: boolean | undefined;
  readonly leftovers: readonly Leftover[];
}

/** What others may see of a file on its way. */
export interface FileEvents extends RunEvents {
  /** Bytes that the drive acknowledged. */
  progress(loaded: number): void;
  /** What is being done beside sending, for the row. */
  doing(what: Doing): void;
}

/** Sending the file for the first time, again from the start, again over wrong bytes, or reading it back. */
export type Doing = 'sending' | 'starting-over' | 'healing' | 'checking';

/** All that one file's way needs. */
export interface FileRun {
  file: File;
  reader: PartReader;
  name: string;
  options: CheckedOptions;
  standing: Standing;
  env: Environment;
  place: Place;
  pauser: Pauser;
  signal: AbortSignal;
  events: FileEvents;
  tries: Tries;
  /** Of a file in parts: looks at it before the first one, and throws before the last one where it is another now. */
  recognise?: ((isEnd: boolean) => Promise<void>) | undefined;
  /** Writes down where it stands, where anybody keeps that. */
  keep?: Keep | undefined;
}

/** Writing down where an upload stands: before going on, or within a second. */
export interface Keep {
  now(): Promise<void>;
  soon(): void;
}

type Ending = Extract<
  Decision,
  { do: 'finish' | 'check-tail' | 'heal' | 'start-over' }
>;

/** Uploads one file to its end: the record, or an error. */
export const uploadFile = (run: FileRun): Promise<Uploaded> =>
  new Way(run).toTheEnd();

class Way {
  readonly #run: FileRun;
  readonly #trying: Trying;
  readonly #retry: Retry;
  readonly #bearer: Bearer;

  constructor(run: FileRun) {
    this.#run = run;
    this.#retry = new Retry(run.options.retryFor, run.env.random);
    this.#trying = new Trying(run.env, {
      ...run,
      pace: run.place.pace,
      asked: run.options.concurrency,
      retry: this.#retry,
    });
    this.#bearer = new Bearer(run.options.accessToken);
  }

  async toTheEnd(): Promise<Uploaded> {
    const { standing, events } = this.#run;
    for (;;) {
      if (standing.session === undefined) {
        standing.session = await openFor({
          ...this.#run,
          trying: this.#trying,
          bearer: this.#bearer,
        });
        // Before anything was acknowledged an open session is progress; afterwards only new bytes are.
        if (standing.farthest === 0 && standing.startOvers === 0)
          this.#retry.progress();
      }
      const session = standing.session;
      const step = session.record
        ? this.#afterReload(session, session.record)
        : await this.#send(session);
      switch (step.do) {
        case 'start-over':
          startOver(standing, this.#run.file.size);
          events.doing('starting-over');
          break;
        case 'heal':
          await this.#heal(step.record);
          break;
        default: {
          const uploaded = await this.#judgeRecord(step, session);
          if (uploaded !== undefined) return uploaded;
        }
      }
    }
  }

  /** The record was there when the page went: it is believed no more than it would have been then. */
  #afterReload(session: SessionStanding, record: FileVersion): Ending {
    const end = session.lastSent + session.partSize;
    const step = afterPart(
      { kind: 'record', record },
      {
        ...this.#known(session, Math.min(end, this.#run.file.size)),
        canAskToken: false,
        limitedRecently: false,
        oddBefore: 0,
      },
    );
    if (step.do === 'finish' || step.do === 'check-tail' || step.do === 'heal')
      return step;
    throw failure(step.do === 'fail' ? step.code : 'bad-response');
  }

  /** What the table has to know of a part that ends at `end`. */
  #known(
    session: SessionStanding,
    end: number,
  ): Omit<KnownOfPart, keyof Known> {
    const { standing, file } = this.#run;
    return {
      atEnd: end === file.size,
      size: file.size,
      repeated: session.repeated,
      gaveUpHere: standing.gaveUpAt.includes(session.offset),
      mayStartOver: canStartOver(standing, file.size),
      mayHeal: canHealAgain(standing),
    };
  }

  /** Sends parts until the session ends, one way or another. */
  async #send(session: SessionStanding): Promise<Ending> {
    const { file, reader, standing, events, keep, recognise } = this.#run;
    for (;;) {
      // Paused or told to be quiet: then nothing is read from the disk either.
      await this.#trying.ready();
      const end = Math.min(session.offset + session.partSize, file.size);
      const isEnd = end === file.size;
      if (session.offset === 0 && !isEnd) await recognise?.(false);
      const part = await reader.read(session.offset, end);
      // All is read, and the drive does not have the last bytes yet: now a mixture can still be prevented.
      if (session.offset > 0 && isEnd) await recognise?.(true);
      // Not while it has the turn that others wait for.
      const isKept = session.lastSent < 0;
      if (isKept) await this.#keepAsSent(session, part.byteLength);
      const decision = await this.#sendPart(session, part, { end, isKept });
      // Others have their turn already.
      if (session.record && !this.#isAllDone(decision, session))
        await keep?.now();
      // What only answers to other requests can mean.
      if (
        decision.do === 'send' ||
        decision.do === 'without-uuid' ||
        decision.do === 'linked'
      )
        throw failure('bad-response');
      if (decision.do === 'finish' || decision.do === 'check-tail') {
        this.#acknowledged(end);
        return decision;
      }
      if (decision.do !== 'next-part') return decision;
      const next = partAddress(decision.url, session.rules, session.origin);
      session.url = next.href;
      session.offset = end;
      keep?.soon();
      if (this.#acknowledged(end)) events.progress(standing.farthest);
    }
  }

  /**
   * Whether nothing comes after the record of a file in one part: neither a look at what was stored, nor a card. What
   * is written down of it is taken away in the same breath; of many small files, writing the record would be half of
   * all writing.
   */
  #isAllDone({ do: what }: Decision, { partSize }: SessionStanding): boolean {
    const { file, options } = this.#run;
    return (
      what === 'finish' &&
      file.size <= partSize &&
      options.verify !== 'always' &&
      options.linkUrl === undefined
    );
  }

  /** Writes down that the first part is on its way, which it may be at any moment from now on. */
  async #keepAsSent(session: SessionStanding, bytes: number): Promise<void> {
    const { lastSent, bytesSent } = session;
    session.lastSent = session.offset;
    session.bytesSent += bytes;
    const kept = this.#run.keep?.now();
    session.lastSent = lastSent;
    session.bytesSent = bytesSent;
    await kept;
  }

  #sendPart(
    session: SessionStanding,
    part: Uint8Array<ArrayBuffer>,
    { end, isKept }: { end: number; isKept: boolean },
  ): Promise<Decision> {
    const { file, reader, options, keep, place } = this.#run;
    let isFirst = true;
    return this.#trying.decide({
      phase: 'uploading',
      origin: session.origin,
      bytes: part.byteLength,
      hasToken: options.bearerOnParts && this.#bearer.canChange,
      send: async (wire, askTokenAgain) => {
        // A 401 said that nothing was taken: then this is no repetition.
        if (session.lastSent >= session.offset && !askTokenAgain) {
          session.repeated = true;
          session.firstRepeated ??= session.offset;
        }
        const before = session.bytesSent;
        session.lastSent = session.offset;
        session.bytesSent += part.byteLength;
        // From here on the drive may have all of it: whoever goes on has to know.
        const isAll = before < file.size && session.bytesSent >= file.size;
        if (keep && isAll && !(isKept && isFirst)) await keep.now();
        const { fresh, last } = this.#bearer;
        const bearer = askTokenAgain ? () => fresh(true) : last;
        const answering = sendPart(
          session.url,
          part,
          options.bearerOnParts ? bearer : undefined,
          wire,
        );
        // Once: a last part that has to be sent again lets no further file in.
        if (isFirst && end === file.size) place.lend();
        if (isFirst) reader.readAhead(end, session.partSize);
        isFirst = false;
        const answer = await answering;
        place.takeBack();
        // Whatever becomes of it: a record that is known can be named to whoever cleans up.
        if (answer.kind === 'record') session.record = answer.record;
        return answer;
      },
      judge: (answer, known) =>
        afterPart(answer, { ...known, ...this.#known(session, end) }),
    });
  }

  /** Notes how far the drive has the file, and whether that is farther than ever: only that is progress. */
  #acknowledged(end: number): boolean {
    const { standing, env } = this.#run;
    if (standing.session)
      env.reachability.acknowledged(standing.session.origin);
    if (end <= standing.farthest) return false;
    standing.farthest = end;
    this.#retry.progress();
    return true;
  }

  /** The record is there: by structure, or read back where that is asked for. `undefined`: it has to be healed. */
  async #judgeRecord(
    step: Extract<Ending, { do: 'finish' | 'check-tail' }>,
    session: SessionStanding,
  ): Promise<Uploaded | undefined> {
    const { file, options, standing, env, signal, events } = this.#run;
    const { record } = step;
    if (step.do === 'finish' && options.verify !== 'always')
      return this.#uploaded(record, undefined);
    if (options.verify === 'never') return this.#uploaded(record, false);
    events.doing('checking');
    const finding = await this.#trying.beside(() =>
      checkTail({
        file,
        record,
        firstRepeated: session.firstRepeated,
        sentAgain: Math.max(0, session.bytesSent - file.size),
        fetch: env.fetch,
        clock: env.clock,
        signal,
      }),
    );
    if (finding === 'same') return this.#uploaded(record, true);
    if (finding === 'unknown') return this.#uploaded(record, false);
    // Two sessions in which nothing was sent twice, and both read back wrong: it is the link that is wrong.
    if (!session.repeated) standing.differed += 1;
    if (standing.differed >= 2) return this.#uploaded(record, false);
    const next = afterDifference(record, { mayHeal: canHealAgain(standing) });
    if (next.do !== 'heal') throw failure('integrity');
    await this.#heal(record);
    return undefined;
  }

  #uploaded(record: FileVersion, verified: boolean | undefined): Uploaded {
    const { standing, file, options } = this.#run;
    standing.farthest = file.size;
    return {
      record,
      verified,
      leftovers: endLeftovers(standing, file.size, options.fileUuid, record),
    };
  }

  /** Other bytes were stored: the whole file again, as a new version of what came. */
  async #heal(record: FileVersion): Promise<void> {
    const { standing, options, events, file } = this.#run;
    giveUpSession(standing, file.size, options.fileUuid);
    standing.heals += 1;
    standing.healing = record.uuid;
    events.doing('healing');
    await this.#run.keep?.now();
  }
}
