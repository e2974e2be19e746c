/**
 * What must be true when a schedule is over: the drive's bytes against what was announced, and nothing forgotten.
 *
 * Knows: the specification's promises and its open cases, and what the drive really holds. Does not know: how the
 * schedule was played; the engine's player and the browser's both ask here.
 */

import type { Drive, FileRecord } from '../../demo/drive/index.js';
import type { Leftover, UploadStatus } from '../../src/engine/index.js';
import { difference } from '../helpers/engine.js';
import { couldBeSeen, isUsual, mustArrive, type Schedule } from './schedule.js';

/** What must never be. */
export interface Wrong {
  /** Lost: no end, or not said what is left. Announced: a record without the file's bytes. Events: all the rest. */
  readonly kind: 'lost' | 'announced' | 'events';
  readonly what: string;
}

export const lost = (what: string): Wrong => ({ kind: 'lost', what });
export const announced = (what: string): Wrong => ({ kind: 'announced', what });
export const events = (what: string): Wrong => ({ kind: 'events', what });

/** How an upload ended, as a page can know it. */
export interface End {
  readonly status: UploadStatus;
  readonly verified: boolean | undefined;
  readonly code: string | undefined;
  readonly record:
    | Pick<FileRecord, 'uuid' | 'size'>
    | { uuid: string; size: number; version_uuid?: string }
    | undefined;
  /** Of all its runs: what one tells, the next one need not. */
  readonly leftovers: readonly Leftover[];
  /** Of its last run. */
  readonly lastLeftovers: readonly Leftover[];
}

/** What only the player knows of its playing. */
export interface Course {
  /** The file of the page's own, to which the upload added a version. */
  readonly own: string | undefined;
  readonly reloads: number;
  readonly crashes: number;
  readonly heals: number;
  readonly startOvers: number;
  /** Whether a request came to the drive after the page had given it up. */
  readonly cameLate: boolean;
  /** Whether the drive was sent a part that the page did not send: the browser did, by itself. */
  readonly wasResent: boolean;
  /** Whether a request was given up because this machine was too slow for the faster clock: one trouble more. */
  readonly wasSlow: boolean;
}

export interface Judged {
  /** Empty is good. */
  readonly wrongs: readonly Wrong[];
  /** Other bytes under an honest `verified: false`. */
  readonly isDoubted: boolean;
  /** Other bytes in a case that nobody can see, as the documentation says. */
  readonly isOpen: boolean;
}

export const judge = async (
  schedule: Schedule,
  bytes: Uint8Array,
  { drive, end, course }: { drive: Drive; end: End; course: Course },
): Promise<Judged> => {
  const wrongs: Wrong[] = [...needless(schedule, drive, course)];
  // A part that the browser sends again is one trouble more.
  const isSure = mustArrive(schedule) && !course.wasResent && !course.wasSlow;
  if (end.status === 'failed' && isSure)
    wrongs.push(lost(`failed as ${end.code} although every trouble passes`));
  const { differs, isActive } = await whatIsStored(drive, bytes, end);
  const isWrong = differs !== '' || !isActive;
  const isOpen =
    isWrong && isOpenCase(schedule, course, differs) && !end.verified;
  const isDoubted =
    isWrong && !isOpen && end.verified === false && !couldBeSeen(schedule);
  if (end.status === 'uploaded' && end.record?.size !== bytes.byteLength)
    wrongs.push(announced('announced a wrong size'));
  if (isWrong && !isOpen && !isDoubted)
    wrongs.push(announced(differs || 'announced a version that is not active'));
  if (!isOpen) wrongs.push(...(await notNamed(drive, end, course.own)));
  return { wrongs, isDoubted, isOpen };
};

/** How what was announced differs from the file; nothing where nothing was announced. */
const whatIsStored = async (
  drive: Drive,
  bytes: Uint8Array,
  { status, record }: End,
): Promise<{ differs: string; isActive: boolean }> => {
  if (status !== 'uploaded') return { differs: '', isActive: true };
  if (record === undefined)
    return { differs: 'no record was announced', isActive: true };
  const version = versionOf(record);
  const active = (await drive.files()).find(
    ({ uuid, version_uuid }) =>
      version_uuid === version || uuid === record.uuid,
  );
  return {
    differs: difference(await drive.readVersion(version), bytes),
    isActive: active?.version_uuid === version,
  };
};

const versionOf = (record: NonNullable<End['record']>): string =>
  ('version_uuid' in record && record.version_uuid) || record.uuid;

/** The two cases that the specification leaves open, by what really happened and not by what might have. */
const isOpenCase = (
  { behaviour: { over, cut } }: Schedule,
  { cameLate, wasResent }: Course,
  differs: string,
): boolean => {
  // A delayed request that lands after the record was announced, on a drive that then grows the file.
  if (cameLate && over === 'grow') return true;
  // The browser sent a part again by itself, to a drive that keeps cut-off bytes and trims: the size is right.
  return (
    wasResent &&
    cut !== 'drop' &&
    over === 'trim' &&
    differs.startsWith('different')
  );
};

/** Whatever else lies in the drive is named, or said to be possible. */
const notNamed = async (
  drive: Drive,
  { status, record, leftovers, lastLeftovers }: End,
  own: string | undefined,
): Promise<Wrong[]> => {
  const wrongs: Wrong[] = [];
  const unnamed = leftovers.filter(({ uuid }) => uuid === undefined).length;
  const named = leftovers.flatMap((each) => [each.uuid, each.version_uuid]);
  const isAnnounced = status === 'uploaded' && record !== undefined;
  const strays = (await drive.files()).filter(
    ({ version_uuid, _links }) =>
      !(isAnnounced && version_uuid === versionOf(record)) &&
      !named.includes(version_uuid) &&
      !(own && _links.download.href.includes(own)),
  );
  if (strays.length > unnamed)
    wrongs.push(
      lost(`${strays.length} strays, ${unnamed} said to be possible`),
    );
  if (isAnnounced && lastLeftovers.some(({ uuid }) => uuid === record.uuid))
    wrongs.push(events('its own uuid is among the leftovers'));
  if (own === undefined) return wrongs;
  const active = new TextDecoder().decode(await drive.readVersion(own));
  if (!isAnnounced && active !== OWN && leftovers.length === 0)
    wrongs.push(
      lost("the page's own file has another version, and nobody says so"),
    );
  if (leftovers.some(({ why }) => why === 'wrong-bytes'))
    wrongs.push(lost("says that the page's own file may be deleted"));
  return wrongs;
};

/** Where nothing went wrong, nothing is begun anew, and going on after a reload costs one part. */
const needless = (
  schedule: Schedule,
  drive: Drive,
  { reloads, crashes, heals, startOvers, wasResent, wasSlow }: Course,
): Wrong[] => {
  const { faults, line, behaviour, deeds } = schedule;
  if (faults.length + line.length > 0 || !isUsual(schedule)) return [];
  if (wasResent || wasSlow) return [];
  // What was sent twice may rightly have to be begun anew by such a drive.
  const pages = reloads + crashes;
  if (pages > 0 && behaviour.replay !== 'same') return [];
  if (
    deeds.some(({ what }) => what === 'abort-and-retry' || what === 'offline')
  )
    return [];
  const wrongs: Wrong[] = [];
  if (startOvers + heals > 0) wrongs.push(events('begun anew without need'));
  const { partsTwice } = countedIn(drive);
  // After a crash it is up to a second of parts.
  if (partsTwice > reloads && crashes === 0)
    wrongs.push(
      events(`${partsTwice} parts sent twice after ${reloads} reloads`),
    );
  return wrongs;
};

const OWN = 'the version before';

/** Stores a file of the page's own, to which the upload adds a version. Gives what names it on either kind of drive. */
export const storeOwn = async (
  drive: Drive,
  sessionUrl: string,
): Promise<string> => {
  const opened = await drive.fetch(sessionUrl, {
    method: 'POST',
    body: JSON.stringify({ file_name: 'own', file_size: OWN.length }),
  });
  const { upload_url } = await opened.json();
  await drive.fetch(upload_url, { method: 'POST', body: OWN });
  const [file] = await drive.files();
  drive.journal.clear();
  return file?._links.download.href.split('/').at(-2) ?? '';
};

/** What the drive counted. */
export const countedIn = (
  drive: Drive,
): { faults: Record<string, number>; parts: number; partsTwice: number } => {
  const faults: Record<string, number> = {};
  const sent = new Map<string, number>();
  let parts = 0;
  for (const { fault, route, session, part, method } of drive.journal.entries) {
    if (fault !== undefined) faults[fault] = (faults[fault] ?? 0) + 1;
    // A part whose number nobody knows was refused before it was looked at.
    if (route !== 'part' || method !== 'POST' || part === undefined) continue;
    parts += 1;
    const key = `${session} ${part}`;
    sent.set(key, (sent.get(key) ?? 0) + 1);
  }
  let partsTwice = 0;
  for (const times of sent.values()) partsTwice += times - 1;
  return { faults, parts, partsTwice };
};
