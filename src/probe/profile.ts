/**
 * `kommo-profile.json`: what an account's drive answered. Types, and how the file is written.
 *
 * Knows: the shape of the file, in its version 1. Does not know: how anything was found out. Statuses, counts, names of
 * fields and words of its own are in it; no address, no token, no text of the drive.
 */

/** As the options of the local drive are called; what was not found out is missing. */
export interface ProfiledBehaviour {
  maxPartSize?: number;
  maxFileSize?: number;
  latency?: number;
  sessionTtl?: number;
  rate?: number;
  uuid?: 'file' | 'version';
  cors?: 'open' | 'account' | 'none' | 'bare-errors' | 'hidden-retry-after';
  origins?: readonly string[];
  replay?: Replay;
  cut?: 'drop' | 'keep' | 'taken';
  over?: 'trim' | 'grow' | 'refuse';
  zero?: 'ok' | 'refuse';
  bearer?: 'none' | 'same';
  downloads?: 'ranges' | 'whole' | 'none';
}

export type Replay = 'same' | 'append' | 'refuse' | 'missing';

/** `own` is the account's, `other` another site's, `null` that of a sandboxed frame or a file. */
export type Origins<T> = Record<'own' | 'other' | 'null', T>;

/** What a preflight allows. */
export interface Preflight {
  status: number;
  allowed: boolean;
  /** Seconds that a browser may keep it. */
  maxAge?: number;
}

export interface CorsAnswers {
  /** Whether a page may read the answer to: a session, a part, a refused session, a refused part. */
  session: Origins<boolean>;
  part: Origins<boolean>;
  sessionError: Origins<boolean>;
  partError: Origins<boolean>;
  retryAfterExposed: boolean;
  credentials: boolean;
  sessionPreflight: Origins<Preflight>;
  partPreflight: Origins<Preflight>;
}

export interface BearerAnswers {
  /** The status of a part with no token, with that of its session, with a wrong one. */
  none: number;
  same: number;
  wrong: number;
}

/** What a repeated part got: its status, what that means, and whether the upload could go on to the right end. */
export interface Repeated {
  status: number;
  means: Replay | 'other';
  endsWell: boolean;
}

export interface RepeatAnswers {
  first: Repeated;
  middle: Repeated;
  last: Repeated;
  /** The first part again after the second one: out of order. */
  earlier: Repeated;
  /** The first part twice at the same time: the two statuses. */
  atOnce: readonly [number, number];
}

export interface CutAnswers {
  /** The status of the same part, sent again. */
  again: number;
  means: 'drop' | 'keep' | 'taken' | 'other';
}

export interface PartAnswers {
  /** Status of a part of one byte more than `max_part_size`; whether it can be sent again, as it should be. */
  oversize?: { status: number; goesOn: boolean };
  short: { status: number };
  empty: { status: number };
  chunked: { status: number; intact: boolean | null };
  /** Bytes past the end: the status, and the size of the record in relation to what was announced. */
  excess: { status: number; size: 'announced' | 'larger' | 'other' | null };
  /** Content-Type of a part, to its status. */
  types: Record<string, number>;
}

export interface LimitAnswers {
  zero: { session: number; part?: number; stored: boolean };
  overTheLimit: number;
  negative: number;
  /** What a name is like, to the status of its session and what the record made of it. */
  names: Record<string, { status: number; kept: boolean | null }>;
}

export interface UrlAnswers {
  /** Whether each part has a URL of its own. */
  differs: boolean;
  /** Seconds from beginning to end, as the token in a part's URL says, and that in a download's link. */
  lifetime?: number;
  downloadLifetime?: number;
  /** The status of a part's URL that is not right. */
  wrong: number;
}

export interface RecordAnswers {
  /** Each field's type. */
  fields: Record<string, string>;
  missing: readonly string[];
  undocumented: readonly string[];
  links: readonly string[];
  /** A second version: whether `uuid` stayed. */
  uuidStays: boolean;
  read: number;
  /** Deleting, and reading what is deleted. */
  delete: number;
  readDeleted: number;
}

export interface DownloadAnswers {
  whole: number;
  range: number;
  oneByte: number;
  /** Only where it is refused without: with the token. */
  withBearer?: number;
  intact: boolean;
  readable: Origins<boolean>;
}

export interface SpeedAnswers {
  httpVersion: '1.1' | '2';
  /** Milliseconds of a small request: the quickest, and the middle one. */
  quickest: number;
  median: number;
  /** One upload alone, in milliseconds, and its bytes; then 2, 4 and 6 at once. */
  bytes: number;
  alone: number;
  atOnce: Record<'2' | '4' | '6', { ms: number; failed: number }>;
}

export interface LoadAnswers {
  /** Requests that were answered in the second before the first 429; `null` where none came. */
  accepted: number | null;
  sent: number;
  ms: number;
  retryAfter: string | null;
}

export interface CardAnswers {
  link: number;
  listed: boolean;
  unlink: number;
  note?: number;
  field?: { set: number; shown: boolean; cleared: number };
}

export interface Answers {
  record?: RecordAnswers;
  bearer?: BearerAnswers;
  urls?: UrlAnswers;
  repeats?: RepeatAnswers;
  cut?: CutAnswers;
  parts?: PartAnswers;
  limits?: LimitAnswers;
  cors?: CorsAnswers;
  downloads?: DownloadAnswers;
  speed?: SpeedAnswers;
  load?: LoadAnswers;
  card?: CardAnswers;
}

export interface KommoProfile {
  format: 'kommo-profile';
  version: 1;
  /** When it was asked, in UTC. */
  probedAt: string;
  /** For `demo/drive --profile`. */
  behaviour: ProfiledBehaviour;
  /** What was answered and the local drive cannot play, a sentence each. */
  unplayable: readonly string[];
  /** Groups of questions that found no answer, and why. */
  unanswered: readonly string[];
  /** How often 429 was answered without `--load`. */
  limited: number;
  answers: Answers;
}

export const profileText = (profile: KommoProfile): string =>
  `${JSON.stringify(profile, null, 2)}\n`;
