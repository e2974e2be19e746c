/**
 * From answers to the local drive's options, and what those cannot say.
 *
 * Knows: which answer belongs to which option. Does not know: how it was asked. Where an answer fits no option, the
 * option is left out and a sentence says so, so that a profile never claims more than was seen.
 */
import { ORIGIN_NAMES } from './origins.js';
import type {
  Answers,
  CorsAnswers,
  DownloadAnswers,
  Origins,
  ProfiledBehaviour,
} from './profile.js';

interface Found {
  behaviour: ProfiledBehaviour;
  unplayable: string[];
}

export interface Limits {
  maxPartSize: number;
  maxFileSize: number;
}

export function behaviourOf(
  answers: Answers,
  limits: Limits,
  origins: Origins<string>,
): Found {
  const { record, urls, limits: limit, speed, load, downloads } = answers;
  const found: Found = { behaviour: { ...limits }, unplayable: [] };
  const { behaviour } = found;
  if (speed) behaviour.latency = Math.floor(speed.quickest / 10) * 10;
  if (urls?.lifetime !== undefined) behaviour.sessionTtl = urls.lifetime;
  // 0 is no limit.
  if (load) behaviour.rate = load.accepted ?? 0;
  if (record) behaviour.uuid = record.uuidStays ? 'file' : 'version';
  if (answers.cors) addCors(found, answers.cors, origins);
  addRepeats(found, answers);
  addExcess(found, answers);
  if (limit)
    if (limit.zero.stored) behaviour.zero = 'ok';
    else if (limit.zero.session >= 400) behaviour.zero = 'refuse';
    else
      found.unplayable.push(
        'A session for a file of no bytes is opened, but its empty part leaves no file.',
      );
  addBearer(found, answers);
  if (downloads) addDownloads(found, downloads, answers.cors);
  return found;
}

function addCors(
  { behaviour, unplayable }: Found,
  cors: CorsAnswers,
  origins: Origins<string>,
): void {
  const { session, part, sessionError, partError } = cors;
  const may = ORIGIN_NAMES.filter((name) => session[name] && part[name]);
  const mayErrors = may.filter((name) => sessionError[name] && partError[name]);
  const mixed = ORIGIN_NAMES.filter((name) => session[name] !== part[name]);
  for (const name of mixed)
    unplayable.push(
      `The origin "${name}" may read the answer to a ${session[name] ? 'session and not that to a part' : 'part and not that to a session'}.`,
    );
  if (may.length === 0) behaviour.cors = 'none';
  else if (may.length < ORIGIN_NAMES.length) {
    behaviour.cors = 'account';
    behaviour.origins = may.map((name) => origins[name]);
    if (mayErrors.length < may.length)
      unplayable.push('Not even the origins that may read may read errors.');
  } else if (mayErrors.length < may.length) behaviour.cors = 'bare-errors';
  else behaviour.cors = cors.retryAfterExposed ? 'open' : 'hidden-retry-after';
}

function addRepeats(
  { behaviour, unplayable }: Found,
  { repeats, cut }: Answers,
): void {
  if (repeats) {
    const { first, middle, last, earlier } = repeats;
    if (first.means === 'other')
      unplayable.push(
        `A part that was already taken is answered ${first.status}, and the upload has no right end.`,
      );
    else behaviour.replay = first.means;
    if (middle.means !== first.means || earlier.means !== first.means)
      unplayable.push(
        `A repeated part means ${first.means} at the first, ${middle.means} at a middle one, ${earlier.means} out of order.`,
      );
    // After the end, bytes that are taken again are cut off or refused without a trace.
    if (first.means !== 'append' && last.means !== first.means)
      unplayable.push(
        `A repeated part means ${first.means}, but ${last.means} at the last one.`,
      );
    if (first.means !== 'append' && !first.endsWell)
      unplayable.push('After a repeated part, the upload cannot be finished.');
  }
  if (cut?.means === 'other')
    unplayable.push(
      `After a part that broke off, the same part is answered ${cut.again}, and the upload has no right end.`,
    );
  else if (cut) behaviour.cut = cut.means;
}

function addExcess({ behaviour, unplayable }: Found, { parts }: Answers): void {
  if (!parts) return;
  const { status, size } = parts.excess;
  if (size === 'announced') behaviour.over = 'trim';
  else if (size === 'larger') behaviour.over = 'grow';
  else if (status >= 400) behaviour.over = 'refuse';
  else
    unplayable.push(
      'Bytes past the end are neither cut off, nor kept, nor refused.',
    );
  const refused = Object.entries(parts.types).filter(([, one]) => one >= 300);
  for (const [type, one] of refused)
    unplayable.push(`A part with the type ${type} is answered ${one}.`);
  if (parts.chunked.status >= 300)
    unplayable.push(
      `A part in chunks, without its length, is answered ${parts.chunked.status}.`,
    );
  if (parts.chunked.intact === false)
    unplayable.push('A part in chunks does not keep its bytes.');
  if (parts.oversize && parts.oversize.status < 300)
    unplayable.push('A part larger than max_part_size is taken.');
}

function addDownloads(
  { behaviour, unplayable }: Found,
  { whole, range, withBearer, intact, readable }: DownloadAnswers,
  cors: CorsAnswers | undefined,
): void {
  if (whole >= 300 && whole < 400) {
    unplayable.push(`A download is redirected (${whole}).`);
    return;
  }
  if (whole !== 200) behaviour.downloads = 'none';
  else behaviour.downloads = range === 206 ? 'ranges' : 'whole';
  if (whole === 200 && !intact)
    unplayable.push('A download has other bytes than were uploaded.');
  if (withBearer === 200) unplayable.push('Downloads need the access token.');
  const odd = ORIGIN_NAMES.filter(
    (name) => whole === 200 && cors && cors.part[name] !== readable[name],
  );
  for (const name of odd)
    unplayable.push(
      `The origin "${name}" may ${readable[name] ? '' : 'not '}read downloads, unlike the answers to parts.`,
    );
}

function addBearer(
  { behaviour, unplayable }: Found,
  { bearer }: Answers,
): void {
  if (!bearer) return;
  const { none, same, wrong } = bearer;
  if (none < 300) behaviour.bearer = 'none';
  else if (none === 401 || none === 403) behaviour.bearer = 'same';
  else unplayable.push(`A part without a token is answered ${none}.`);
  if (same >= 300)
    unplayable.push(`A part with its session's token is answered ${same}.`);
  if (none < 300 && wrong >= 300)
    unplayable.push(
      `A part needs no token, but one with a wrong token is answered ${wrong}.`,
    );
  if (none >= 300 && wrong < 300)
    unplayable.push('A part needs a token, but any will do.');
}
