/**
 * The table of what can go wrong, as pure functions: what came back, and what is known, decide the next step.
 *
 * Knows: the meaning of every answer. Does not know: requests, clocks, files; the loop in `upload-file.ts` obeys what
 * is said here and adds nothing. Whether an answer was lost is the one thing that nobody can see; so a session in
 * which a part was sent twice ("repeated") is believed less than one in which none was.
 */

import type { UploadErrorCode } from './errors.js';
import type { FileVersion, UploadSession } from './file-version.js';
import type { Answer, Refusal, Traces } from './wire.js';

/** What to do next. */
export type Step =
  /** The part was taken: go on at this address. */
  | { readonly do: 'next-part'; readonly url: string }
  /** The session is open. */
  | { readonly do: 'send'; readonly session: UploadSession }
  /** The file is there; structure shows nothing wrong. */
  | { readonly do: 'finish'; readonly record: FileVersion }
  /** The file seems to be there, but a part was sent twice: read it back. */
  | { readonly do: 'check-tail'; readonly record: FileVersion }
  /** The record shows that other bytes were stored: send the whole file again as its new version. */
  | { readonly do: 'heal'; readonly record: FileVersion }
  /** A new session, from the first byte. `because` is the failure it would be otherwise. */
  | { readonly do: 'start-over'; readonly because: UploadErrorCode }
  /** The file is on the card. */
  | { readonly do: 'linked' }
  /** For a heal: the same again without naming the file that was to be healed. */
  | { readonly do: 'without-uuid' }
  /** At once, with a fresh access token. */
  | { readonly do: 'ask-token' }
  /** The same request again, later. */
  | {
      readonly do: 'again';
      readonly because: UploadErrorCode;
      readonly retryAfter?: number | undefined;
    }
  /** Kommo blocks this address: everybody waits, then one tries. */
  | { readonly do: 'blocked' }
  | { readonly do: 'fail'; readonly code: UploadErrorCode };

/** What both kinds of request are judged by. */
export interface Known {
  /** Whether an access token travelled that can be asked for once more. */
  readonly canAskToken: boolean;
  /** Whether a 403 may be Kommo's block of an address: there was a 429 within the last minute. */
  readonly limitedRecently: boolean;
  /** Answers in a row, before this one, that were neither yes nor no. */
  readonly oddBefore: number;
}

export interface KnownOfPart extends Known {
  /** Whether the part that was answered ends at the file's last byte. */
  readonly atEnd: boolean;
  /** Bytes of the file. */
  readonly size: number;
  /** Whether any part of this session was sent twice, or the session goes on from a checkpoint. */
  readonly repeated: boolean;
  /** Whether an earlier session, not repeated, was given up at this very offset. */
  readonly gaveUpHere: boolean;
  /** Whether another start over is allowed in this run. */
  readonly mayStartOver: boolean;
  /** Whether another heal is allowed in this run. */
  readonly mayHeal: boolean;
}

export interface KnownOfSession extends Known {
  /** Whether the session was asked to become a new version of a wrong record. */
  readonly healing: boolean;
}

/** The same odd answer so many times in a row, after the first, is final. */
const ODD_AGAIN = 3;

/** What to do after the answer to a part. */
export const afterPart = (answer: Answer, known: KnownOfPart): Step => {
  switch (answer.kind) {
    case 'next':
      return known.atEnd
        ? startOver('integrity', known, true)
        : { do: 'next-part', url: answer.nextUrl };
    case 'record':
      return afterRecord(answer.record, known);
    case 'refused':
      return afterRefusedPart(answer, known);
    default:
      return afterNothing(answer, known);
  }
};

/** What to do after the answer to a session request. */
export const afterSession = (answer: Answer, known: KnownOfSession): Step => {
  switch (answer.kind) {
    case 'session':
      return { do: 'send', session: answer.session };
    case 'refused':
      return afterRefusedSession(answer, known);
    case 'redirected':
      return { do: 'fail', code: 'redirected' };
    default:
      return afterNothing(answer, known);
  }
};

/** What to do after a card was asked to take a file. */
export const afterLink = (answer: Answer, known: Known): Step => {
  switch (answer.kind) {
    case 'linked':
      return { do: 'linked' };
    case 'refused':
      return (
        afterAnyRefusal(answer, known) ?? { do: 'fail', code: 'link-refused' }
      );
    case 'none':
      return { do: 'again', because: 'timeout' };
    default:
      return { do: 'fail', code: 'link-refused' };
  }
};

/** What to do when the stored bytes are known to differ from the file's. */
export const afterDifference = (
  record: FileVersion,
  known: { mayHeal: boolean },
): Step =>
  known.mayHeal ? { do: 'heal', record } : { do: 'fail', code: 'integrity' };

const afterRecord = (record: FileVersion, known: KnownOfPart): Step => {
  if (!known.atEnd || record.size !== known.size)
    return afterDifference(record, known);
  return known.repeated
    ? { do: 'check-tail', record }
    : { do: 'finish', record };
};

const afterRefusedPart = (refusal: Refusal, known: KnownOfPart): Step => {
  const step = afterAnyRefusal(refusal, known);
  if (step !== undefined) return step;
  const { status } = refusal;
  if (status === 404 || status === 410)
    return startOver('refused', known, false);
  return startOver(status === 413 ? 'part-too-large' : 'refused', known, true);
};

const afterRefusedSession = (refusal: Refusal, known: KnownOfSession): Step => {
  const step = afterAnyRefusal(refusal, known);
  if (step !== undefined) return step;
  const { status } = refusal;
  if (status === 401) return { do: 'fail', code: 'unauthorized' };
  if (status === 403) return { do: 'fail', code: 'forbidden' };
  if (known.healing && [400, 404, 409, 413, 422].includes(status))
    return { do: 'without-uuid' };
  return { do: 'fail', code: 'session-refused' };
};

/** What a refusal means wherever it comes from; `undefined` where that depends. */
const afterAnyRefusal = (
  { status, retryAfter }: Refusal,
  known: Known,
): Step | undefined => {
  if (status === 403 && known.limitedRecently) return { do: 'blocked' };
  if (isPassing(status))
    return { do: 'again', because: passingCode(status), retryAfter };
  return status === 401 && known.canAskToken ? { do: 'ask-token' } : undefined;
};

/** No answer, or one that is neither yes nor no. */
const afterNothing = (answer: Answer, known: Known): Step => {
  if (answer.kind === 'none') return { do: 'again', because: 'timeout' };
  const code = answer.kind === 'redirected' ? 'redirected' : 'bad-response';
  return known.oddBefore < ODD_AGAIN
    ? { do: 'again', because: code }
    : { do: 'fail', code };
};

/**
 * A new session from the first byte. `onceHere`: in a session that is not repeated, a second one at the same offset
 * proves that the drive means it.
 */
const startOver = (
  code: UploadErrorCode,
  known: KnownOfPart,
  onceHere: boolean,
): Step =>
  known.mayStartOver && !(onceHere && !known.repeated && known.gaveUpHere)
    ? { do: 'start-over', because: code }
    : { do: 'fail', code };

/** A status that says "later", not "no". */
const isPassing = (status: number): boolean =>
  status === 408 || status === 425 || status === 429 || status >= 500;

const passingCode = (status: number): UploadErrorCode => {
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'server-error' : 'timeout';
};

/** What a support ticket may know of an answer. */
export const tracesOf = (answer: Answer): Traces =>
  answer.kind === 'refused' ||
  answer.kind === 'odd' ||
  answer.kind === 'redirected'
    ? answer
    : {};
