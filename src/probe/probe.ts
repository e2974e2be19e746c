/**
 * The probe: all questions one after another, and then everything that was uploaded is deleted.
 *
 * Knows: their order, and what to do when one finds no answer. Does not know: the command line.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { isAllowed } from './addresses.js';
import { askCors } from './ask-cors.js';
import { askLimits } from './ask-limits.js';
import { askBearer, askParts, askUrls } from './ask-parts.js';
import { askDownloads, askRecord, DeleteRefused } from './ask-record.js';
import { askCut, askRepeats } from './ask-repeats.js';
import { askLoad, askSpeed, smallUrl } from './ask-speed.js';
import { behaviourOf, type Limits } from './behaviour.js';
import { type CardQuestions, Crm } from './crm.js';
import { type Cleared, Desk, Unexpected } from './desk.js';
import { originsOf } from './origins.js';
import type { Answers, KommoProfile } from './profile.js';
import type { Secrets } from './secrets.js';
import { ForeignAddress, NoAnswer, Wire } from './wire.js';

export interface ProbeOptions {
  token: string;
  /** The account: `https://example.kommo.com`. */
  crm: string;
  /** The drive, where the account is not asked for it. */
  drive?: string | undefined;
  /** The site that asks as another one (one that nobody has). */
  origin?: string | undefined;
  /** Addresses of this computer are allowed, and asked without a pause. */
  local: boolean;
  /** Asks for the rate at which 429 comes. */
  load: boolean;
  card?: CardQuestions | undefined;
  /** Ends the questions; what was uploaded is still deleted. */
  signal: AbortSignal;
  secrets: Secrets;
  say: (line: string) => void;
}

export interface Outcome {
  /** Missing where the probe could not end. */
  profile?: KommoProfile;
  /** Why it could not. */
  error?: unknown;
  cleared: Cleared & { prefix: string; card: boolean };
}

/** The CRM allows seven requests a second; nobody knows about the drive. */
const GAP = 220;
/** Bytes of a part, where nothing asks for more. */
const PIECE = 1024;
const MINUTE = 60_000;
const ON_ITS_WAY = 1000;

export async function probe(options: ProbeOptions): Promise<Outcome> {
  const { token, secrets, local, say } = options;
  secrets.add(token);
  const wireFor = (signal: AbortSignal) =>
    new Wire({
      signal,
      gap: local ? 0 : GAP,
      isAllowed: (url) => isAllowed(url, local),
    });
  const wire = wireFor(options.signal);
  const crm = new Crm(wire, options.crm, token);
  let desk: Desk | undefined;
  const outcome: Outcome = {
    cleared: { deleted: 0, left: 0, prefix: '', card: true },
  };
  try {
    const drive = options.drive ?? (await crm.driveUrl());
    desk = new Desk({ wire, drive, token, secrets });
    outcome.profile = await askAll(desk, crm, options);
  } catch (error) {
    outcome.error = error;
  }
  wire.close();
  if (!desk) return outcome;
  say('deleting what was uploaded');
  // What was on its way when the probe was stopped may still be taken.
  if (options.signal.aborted) await pause(ON_ITS_WAY);
  const sweeper = wireFor(AbortSignal.timeout(2 * MINUTE));
  outcome.cleared = {
    card: await crm.clear(sweeper),
    ...(await desk.clear(sweeper)),
    prefix: desk.prefix,
  };
  sweeper.close();
  return outcome;
}

async function askAll(
  desk: Desk,
  crm: Crm,
  options: ProbeOptions,
): Promise<KommoProfile> {
  const { wire } = desk;
  const answers: Answers = {};
  const unanswered: string[] = [];
  const origins = originsOf(options.crm, options.origin);

  /** Asks a group, once more if the line broke. What one group does not find out keeps no other from being asked. */
  const ask = async <K extends keyof Answers>(
    name: K,
    question: () => Promise<Answers[K]>,
  ): Promise<void> => {
    options.say(TITLES[name]);
    for (let tries = 1; ; tries++)
      try {
        const answer = await question();
        await checkBlocked(desk);
        if (answer !== undefined) answers[name] = answer;
        return;
      } catch (error) {
        wire.signal.throwIfAborted();
        if (error instanceof DeleteRefused || error instanceof Blocked)
          throw error;
        if (error instanceof NoAnswer && tries === 1) continue;
        if (!isKnown(error)) throw error;
        unanswered.push(`${name}: ${error.message}`);
        return;
      }
  };

  const limits = await limitsOf(desk);
  if (options.load) {
    await ask('load', () => askLoad(desk));
    const { accepted } = answers.load ?? {};
    if (accepted) wire.slowTo(accepted);
  }
  const size = Math.floor(
    Math.min(PIECE, limits.maxPartSize / 2, limits.maxFileSize / 8),
  );
  if (size < 1)
    throw new Unexpected('The drive takes too little to be asked anything.');
  const piece = pattern(size);

  // The vendor's own client sends it on parts, so that no drive refuses it.
  desk.bearerOnParts = true;
  await ask('record', () => askRecord(desk, piece));
  if (!answers.record)
    throw new Unexpected(`No file can be uploaded (${unanswered.join('')}).`);
  await ask('bearer', () => askBearer(desk, piece));
  desk.bearerOnParts = !((answers.bearer?.none ?? 400) < 300);
  await ask('urls', () => askUrls(desk, piece));
  await ask('repeats', () => askRepeats(desk, piece));
  await ask('cut', () => askCut(desk, piece, answers.repeats?.first.means));
  await ask('parts', () => askParts(desk, piece));
  await ask('limits', () => askLimits(desk, limits.maxFileSize));
  await ask('cors', () => askCors(desk, piece, origins));
  await ask('downloads', () => askDownloads(desk, piece, origins));
  await ask('speed', () =>
    askSpeed(desk, limits.maxPartSize, limits.maxFileSize),
  );
  const { card } = options;
  if (card)
    await ask('card', async () => {
      const name = desk.name();
      const record = await desk.upload(piece, { file_name: name });
      return crm.askCard(record, name, card);
    });

  const { behaviour, unplayable } = behaviourOf(answers, limits, origins);
  return {
    format: 'kommo-profile',
    version: 1,
    probedAt: new Date().toISOString(),
    behaviour,
    unplayable,
    unanswered,
    limited: options.load ? 0 : wire.count429,
    answers,
  };
}

const TITLES: Record<keyof Answers, string> = {
  load: 'how fast 429 comes',
  record: 'a record, its versions, and deleting',
  bearer: 'the token on parts',
  urls: 'how long URLs live',
  repeats: 'the same part twice',
  cut: 'a part that breaks off',
  parts: 'sizes and types of parts',
  limits: 'sizes and names of files',
  cors: 'other origins',
  downloads: 'downloads',
  speed: 'how fast, and several at once',
  card: 'a card of the CRM',
};

/** The CRM's block of an address would answer every other question wrongly. */
class Blocked extends Error {}

async function checkBlocked(desk: Desk): Promise<void> {
  const { wire } = desk;
  if (wire.last429 === 0 || Date.now() - wire.last429 > MINUTE) return;
  const { status } = await wire.send('GET', smallUrl(desk), {
    headers: desk.bearer,
  });
  if (status === 403)
    throw new Blocked('Kommo blocks this address for some minutes (403).');
}

/** The first session: what the drive says of itself, and whether it takes the token at all. */
async function limitsOf(desk: Desk): Promise<Limits> {
  const { session, answer } = await desk.ask({
    file_name: desk.name(),
    file_size: 1,
  });
  if (session)
    return {
      maxPartSize: session.max_part_size,
      maxFileSize: session.max_file_size,
    };
  const { status } = answer;
  const why =
    status === 401
      ? 'it does not take the token'
      : status === 403
        ? 'the token lacks the scope "Access to files"'
        : 'it opens no session';
  throw new Unexpected(`The drive answered ${status}: ${why}.`);
}

/** Bytes of which no part looks like another place of it. */
function pattern(size: number): Uint8Array {
  let state = 2463534242;
  return Uint8Array.from({ length: size }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  });
}

export const isKnown = (error: unknown): error is Error =>
  error instanceof Unexpected ||
  error instanceof NoAnswer ||
  error instanceof ForeignAddress ||
  error instanceof Blocked;
