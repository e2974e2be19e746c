/**
 * Where an upload stands: plain data that survives a run, so that another run can go on.
 *
 * Knows: what has to be remembered to be right under every answer, what is left behind in Kommo, and how often a
 * file may be started over or healed. Does not know: requests, answers, or where the data is kept.
 */

import type { AddressRules } from './addresses.js';
import type { FileVersion } from './file-version.js';

/** Something in Kommo that is not the file that was announced, so that a page can clean up. */
export interface Leftover {
  uuid?: string;
  version_uuid?: string;
  /**
   * `wrong-bytes`: a file with other bytes: delete it. `wrong-version`: a wrong version of the file that the page
   * named: restore the version before, never delete. `maybe-duplicate`: a session was given up after all bytes were
   * sent; there may be a file that nobody can name.
   */
  why: 'wrong-bytes' | 'maybe-duplicate' | 'wrong-version';
}

/** One session, as far as it got. */
export interface SessionStanding {
  /** Where the next part goes. A capability: never shown, never logged. */
  url: string;
  /** The origin of the first part: the others go there too. */
  origin: string;
  /** Where its parts may go. */
  rules: AddressRules;
  partSize: number;
  /** Bytes that were acknowledged. */
  offset: number;
  /** Where the part started that was sent last; -1 before the first. */
  lastSent: number;
  /** Whether a part was sent twice, or the session goes on from a checkpoint. */
  repeated: boolean;
  /** Where the first part started that was sent twice. */
  firstRepeated: number | undefined;
  /** Bytes sent, counting each sending. */
  bytesSent: number;
  /** The record, once it came. */
  record: FileVersion | undefined;
}

/** One file's run, over all its sessions. */
export interface Standing {
  session: SessionStanding | undefined;
  /** The uuid of the wrong record that the next session is to become a new version of. */
  healing: string | undefined;
  heals: number;
  startOvers: number;
  /** The most bytes that any session had acknowledged. */
  farthest: number;
  farthestAtStartOver: number;
  /** Offsets at which sessions that were not repeated were given up. */
  gaveUpAt: number[];
  /** Sessions that were not repeated, whose stored bytes read back wrong. */
  differed: number;
  leftovers: Leftover[];
  /** Whether the record was announced: then only its link is left to do. */
  announced: boolean;
}

/** No answer makes us hold more than this of a file in memory. */
const LARGEST_PART = 64 * 2 ** 20;

export const newStanding = (): Standing => ({
  session: undefined,
  healing: undefined,
  heals: 0,
  startOvers: 0,
  farthest: 0,
  farthestAtStartOver: 0,
  gaveUpAt: [],
  differed: 0,
  leftovers: [],
  announced: false,
});

export const openedSession = (
  { href, origin }: URL,
  rules: AddressRules,
  maxPartSize: number,
): SessionStanding => ({
  url: href,
  origin,
  rules,
  partSize: Math.min(maxPartSize, LARGEST_PART),
  offset: 0,
  lastSent: -1,
  repeated: false,
  firstRepeated: undefined,
  bytesSent: 0,
  record: undefined,
});

const MOST_START_OVERS = 3;
const MOST_HEALS = 2;

/** At most three in a run, unless the last try got farther than any before by an eighth of the file. */
export const canStartOver = (standing: Standing, size: number): boolean =>
  standing.startOvers < MOST_START_OVERS ||
  (size > 0 && standing.farthest - standing.farthestAtStartOver >= size / 8);

export const canHealAgain = (standing: Standing): boolean =>
  standing.heals < MOST_HEALS;

/** Somebody asked to go on after a failure: what is limited in a run is counted from the beginning. */
export const newRun = (standing: Standing): void => {
  standing.heals = 0;
  standing.startOvers = 0;
  standing.farthestAtStartOver = standing.farthest;
};

/** From the first byte again; remembers where, because a second time at the same place means something. */
export const startOver = (standing: Standing, size: number): void => {
  if (standing.session?.repeated === false)
    standing.gaveUpAt.push(standing.session.offset);
  giveUpSession(standing, size);
  standing.startOvers += 1;
  standing.farthestAtStartOver = standing.farthest;
};

/** Forgets the session; what it may have left behind is kept. */
export const giveUpSession = (
  standing: Standing,
  size: number,
  pagesFile?: string,
): void => {
  standing.leftovers.push(...leftoversOf(standing.session, size, pagesFile));
  standing.session = undefined;
};

/** What is left behind when a run ends now, whichever way. What was announced is no leftover. */
export const endLeftovers = (
  standing: Standing,
  size: number,
  pagesFile: string | undefined,
  announced?: FileVersion,
): readonly Leftover[] => {
  const open =
    announced === undefined
      ? leftoversOf(standing.session, size, pagesFile)
      : [];
  return [...standing.leftovers, ...open].filter(
    ({ uuid }) => uuid === undefined || uuid !== announced?.uuid,
  );
};

const leftoversOf = (
  session: SessionStanding | undefined,
  size: number,
  pagesFile: string | undefined,
): Leftover[] => {
  if (session === undefined) return [];
  const { record } = session;
  if (record !== undefined) {
    // Whichever uuid it carries: what was sent for the page's own file became a version of it.
    const why = pagesFile === undefined ? 'wrong-bytes' : 'wrong-version';
    const { version_uuid } = record;
    const version = typeof version_uuid === 'string' ? { version_uuid } : {};
    return [{ uuid: record.uuid, ...version, why }];
  }
  return session.lastSent >= 0 && session.bytesSent >= size
    ? [{ why: 'maybe-duplicate' }]
    : [];
};
