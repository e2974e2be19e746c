/**
 * One schedule of trouble: a file, a drive of some kind, one or two faults, and what must be true at the end.
 *
 * Knows: the specification's drives and faults, and what "announced wrong" means. A schedule is made from one number,
 * so that a failure can be repeated.
 */
import type { Drive, FaultRule } from '../../demo/drive/index.js';
import type { Leftover, Upload } from '../../src/engine/index.js';
import { bytesOf, difference, SESSION_URL, world } from '../helpers/engine.js';
import type { SimClock } from '../helpers/sim-clock.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** Numbers that look random and are the same for the same seed. */
export const randomOf = (seed: number): (() => number) => {
  let state = (seed * 0x9e3779b9) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** A fault of the line between page and drive, on the nth request of all. */
interface LineFault {
  readonly kind: 'silent-before' | 'silent-after' | 'overtaken';
  readonly at: number;
}

export interface Schedule {
  readonly seed: number;
  readonly drive: {
    readonly replay: 'same' | 'append' | 'refuse' | 'missing';
    readonly cut: 'drop' | 'keep' | 'taken';
    readonly over: 'trim' | 'grow' | 'refuse';
    readonly downloads: 'ranges' | 'whole' | 'none';
    readonly uuid: 'file' | 'version';
    readonly maxPartSize: number;
  };
  readonly size: number;
  readonly content: 'random' | 'zero-tail' | 'zeros' | 'periodic';
  readonly verify: 'repeated' | 'always' | 'never';
  /** Whether it becomes a new version of a file of the page's own. */
  readonly ownFile: boolean;
  readonly faults: readonly FaultRule[];
  readonly line: readonly LineFault[];
}

const REPLAY = ['same', 'append', 'refuse', 'missing'] as const;
const CUT = ['drop', 'keep', 'taken'] as const;
const OVER = ['trim', 'grow', 'refuse'] as const;
const DOWNLOADS = ['ranges', 'whole', 'none'] as const;
const UUID = ['file', 'version'] as const;
/** How many kinds of drives there are; schedules go through all of them in turn. */
export const DRIVES = 4 * 3 * 3 * 3 * 2;

export const scheduleOf = (seed: number): Schedule => {
  const random = randomOf(seed);
  const below = (n: number) => Math.floor(random() * n);
  const one = <T>(list: readonly [T, ...T[]]): T =>
    list[below(list.length)] ?? list[0];
  let kind = seed % DRIVES;
  const turn = <T>(list: readonly [T, ...T[]]): T => {
    const chosen = list[kind % list.length] ?? list[0];
    kind = Math.floor(kind / list.length);
    return chosen;
  };
  // Small ones for speed, large ones so that the last 64 KiB are not the whole file.
  const maxPartSize = one([10, 10, 10, 10, 32_768]);
  const parts = below(6);
  const rest = one([0, 1, below(maxPartSize), maxPartSize - 1]);
  const steps = parts + 3;
  const fault = (): FaultRule => {
    const when = one<'before' | 'after'>(['before', 'after']);
    return {
      on: one(['part', 'part', 'part', 'part', 'session', 'download']),
      skip: below(steps),
      ...one<Partial<FaultRule> & Pick<FaultRule, 'kind'>>([
        { kind: 'lost-answer' },
        { kind: 'lost-answer' },
        { kind: 'reset', when },
        { kind: 'reset', when: 'within' },
        { kind: 'reset', when: 'within' },
        { kind: 'reset', when: 'within' },
        { kind: 'reset', when: 'within' },
        { kind: 'status', status: one([500, 502, 503, 408, 425]), when },
        { kind: 'status', status: 429, when, retryAfter: one([1, 5, 700]) },
        { kind: 'status', status: one([400, 401, 403, 404]), when },
        { kind: 'status', status: one([409, 410, 413, 422]), when },
        { kind: 'redirect', when },
        { kind: 'not-json', when },
        { kind: 'wrong-json', when },
      ]),
    };
  };
  const troubles = 1 + below(2);
  const faults: FaultRule[] = [];
  const line: LineFault[] = [];
  for (let n = 0; n < troubles; n++) {
    if (random() < 0.75) faults.push(fault());
    else
      line.push({
        kind: one(['silent-before', 'silent-after', 'overtaken']),
        at: below(steps),
      });
  }
  return {
    seed,
    drive: {
      replay: turn(REPLAY),
      cut: turn(CUT),
      over: turn(OVER),
      downloads: turn(DOWNLOADS),
      uuid: turn(UUID),
      maxPartSize,
    },
    size: parts * maxPartSize + rest,
    content: one([
      'random',
      'random',
      'zero-tail',
      'zero-tail',
      'zeros',
      'periodic',
    ]),
    verify: one([
      'repeated',
      'repeated',
      'repeated',
      'repeated',
      'always',
      'never',
    ]),
    ownFile: random() < 0.2,
    faults,
    line,
  };
};

const contentOf = ({ size, content, seed, drive }: Schedule): Bytes => {
  const bytes = bytesOf(size, seed);
  if (content === 'zeros') bytes.fill(0);
  if (content === 'zero-tail') bytes.fill(0, Math.floor(size / 3));
  if (content === 'periodic') {
    const period = [1, 5, drive.maxPartSize / 2, drive.maxPartSize][seed % 4];
    return bytes.map((_, at) => bytes[at % (period ?? 1)] ?? 0);
  }
  return bytes;
};

/** The drive behind a line that swallows answers, and brings a request too late. */
const lineTo =
  (troubles: readonly LineFault[]) =>
  (drive: Drive, clock: SimClock): typeof fetch => {
    let n = -1;
    let late: (() => Promise<unknown>) | undefined;
    return async (input, init) => {
      n += 1;
      const trouble = troubles.find(({ at }) => at === n);
      if (trouble === undefined) {
        const answer = await drive.fetch(input, init);
        const overtaken = late;
        late = undefined;
        await overtaken?.().catch(() => {});
        return answer;
      }
      const { signal, ...rest } = init ?? {};
      const send = () => drive.fetch(input, rest);
      if (trouble.kind === 'silent-after') await send().catch(() => {});
      if (trouble.kind === 'overtaken') late = send;
      return clock.nobodyAnswers(signal);
    };
  };

/** What came out of a schedule. */
export interface Outcome {
  /** What must never be, in words; empty where all is well. */
  readonly wrong: readonly string[];
  readonly status: string;
  readonly verified: boolean | undefined;
  readonly heals: number;
  readonly startOvers: number;
}

const PASSING = [408, 425, 429, 500, 502, 503];

/**
 * Whether every fault of a schedule is one that passes, so that the upload has to arrive. Thirty seconds of silence
 * before the first answer ever are an address that is not there.
 */
const isPassing = ({ faults, line }: Schedule): boolean =>
  line.every(({ at }) => at > faults.length) &&
  faults.every(
    ({ kind, status, on }) =>
      (kind === 'status' && PASSING.includes(status ?? 0)) ||
      (kind !== 'status' && !(kind === 'redirect' && on === 'session')),
  );

/** Whether the specification says that this may be wrong without anybody knowing. */
const isTolerated = ({ line, drive }: Schedule): boolean =>
  // A delayed request that lands after the record was announced, on a drive that then grows the file.
  line.some(({ kind }) => kind === 'overtaken') && drive.over === 'grow';

const inTime = <T>(task: Promise<T>): Promise<T | 'stuck'> => {
  let timer: number | undefined;
  const late = new Promise<'stuck'>((resolve) => {
    timer = window.setTimeout(() => resolve('stuck'), 10_000);
  });
  return Promise.race([task, late]).finally(() => clearTimeout(timer));
};

export const play = async (schedule: Schedule): Promise<Outcome> => {
  const { drive, queue, clock } = world({
    ...schedule.drive,
    publicUrl: 'http://localhost:8787',
    fetch: lineTo(schedule.line),
  });
  const own = schedule.ownFile ? await storeOwn(drive) : undefined;
  const bytes = contentOf(schedule);
  for (const fault of schedule.faults) drive.faults.add(fault);
  const wrong: string[] = [];
  const leftovers: Leftover[] = [];
  let ends = 0;
  const seen = { healing: 0, 'starting-over': 0 };
  queue.subscribe({
    changed: (upload, previous, state) => {
      if (previous.doing !== state.doing && state.doing in seen)
        seen[state.doing as keyof typeof seen] += 1;
      if (state.loaded > state.total) wrong.push('loaded passes total');
      if (previous.status === state.status) return;
      if (['uploaded', 'failed', 'aborted'].includes(state.status)) {
        ends += 1;
        leftovers.push(...upload.leftovers);
      }
    },
  });
  const upload = queue.add(new File([bytes], 'f.bin', { lastModified: 1 }), {
    sessionUrl: SESSION_URL,
    accessToken: () => 'token',
    verify: schedule.verify,
    fileUuid: own,
  });
  if ((await inTime(queue.done())) === 'stuck') wrong.push('never ends');
  if (ends !== 1) wrong.push(`${ends} ends`);
  clock.close();
  if (upload.status === 'failed' && isPassing(schedule))
    wrong.push(`failed as ${upload.error?.code} although every fault passes`);
  if (upload.error?.cause !== undefined && upload.error.code === 'bad-response')
    wrong.push(`broke: ${upload.error.cause}`);
  if (!isTolerated(schedule)) {
    wrong.push(...(await announcedWrong(drive, upload, bytes, schedule)));
    wrong.push(...(await notNamed(drive, upload, leftovers, own)));
  }
  return {
    wrong,
    status: upload.status,
    verified: upload.verified,
    heals: seen.healing,
    startOvers: seen['starting-over'],
  };
};

const OWN = 'the version before';

/** A file of the page's own, to which the upload adds a version. */
const storeOwn = async (drive: Drive): Promise<string> => {
  const opened = await drive.fetch(SESSION_URL, {
    method: 'POST',
    body: JSON.stringify({ file_name: 'own', file_size: OWN.length }),
  });
  let { upload_url: url } = await opened.json();
  for (let at = 0; url; at += drive.behaviour.maxPartSize) {
    const body = OWN.slice(at, at + drive.behaviour.maxPartSize);
    url = (await (await drive.fetch(url, { method: 'POST', body })).json())
      .next_url;
  }
  const [file] = await drive.files();
  // What names a file on either kind of drive is the way to its list of versions.
  return file?._links.download.href.split('/').at(-2) ?? '';
};

/** Whether a wrong byte could be seen by reading back, so that `verified: false` is no excuse. */
const couldBeSeen = ({ drive, verify, content, faults, line }: Schedule) =>
  drive.downloads === 'ranges' &&
  verify !== 'never' &&
  content === 'random' &&
  line.length === 0 &&
  faults.every(({ on }) => on !== 'download');

/** `uploaded` only for a record whose active version holds the file's bytes. */
const announcedWrong = async (
  drive: Drive,
  { status, record, verified }: Upload,
  bytes: Bytes,
  schedule: Schedule,
): Promise<string[]> => {
  if (status !== 'uploaded') return [];
  // A size is there for everybody to see.
  if (record?.size !== bytes.byteLength) return ['announced a wrong size'];
  if (verified === false && !couldBeSeen(schedule)) return [];
  const wrong = difference(await drive.readVersion(record?.uuid ?? ''), bytes);
  const active = (await drive.files()).some(
    ({ version_uuid }) => version_uuid === record?.version_uuid,
  );
  return [
    ...(wrong ? [`announced wrong: ${wrong}`] : []),
    ...(active ? [] : ['announced a version that is not active']),
  ];
};

/** Whatever else lies in the drive is named, or said to be possible. */
const notNamed = async (
  drive: Drive,
  { status, record }: Upload,
  leftovers: readonly Leftover[],
  own: string | undefined,
): Promise<string[]> => {
  const wrong: string[] = [];
  const unnamed = leftovers.filter(({ uuid }) => uuid === undefined).length;
  const named = leftovers.flatMap((each) => [each.uuid, each.version_uuid]);
  const announced = status === 'uploaded' ? record : undefined;
  const strays = (await drive.files()).filter(
    ({ version_uuid, _links }) =>
      version_uuid !== announced?.version_uuid &&
      !named.includes(version_uuid) &&
      !(own && _links.download.href.includes(own)),
  );
  if (strays.length > unnamed)
    wrong.push(`${strays.length} strays, ${unnamed} said to be possible`);
  if (announced && named.includes(announced.uuid))
    wrong.push('its own uuid among the leftovers');
  if (own !== undefined) {
    const active = new TextDecoder().decode(await drive.readVersion(own));
    if (announced === undefined && active !== OWN && leftovers.length === 0)
      wrong.push("the page's own file has another version, and nobody says so");
    if (leftovers.some(({ why }) => why === 'wrong-bytes'))
      wrong.push("says that the page's own file may be deleted");
  }
  return wrong;
};
