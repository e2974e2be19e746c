/**
 * Questions about a part that comes twice, and about one that breaks off.
 *
 * Knows: what shows in the order of answers alone, since stored bytes may not be readable. All parts have one size, so
 * that a drive that takes one again is full a part early. Does not know: anything of the other groups, but what a
 * repeated part gets.
 */
import { type Desk, type PartAnswer, Unexpected } from './desk.js';
import type { CutAnswers, RepeatAnswers, Repeated, Replay } from './profile.js';

/** How many parts an upload has here. */
const COUNT = 4;

export async function askRepeats(
  desk: Desk,
  piece: Uint8Array,
): Promise<RepeatAnswers> {
  const session = await desk.open(piece.byteLength * COUNT);
  const both = await Promise.all([
    desk.part(session.upload_url, piece),
    desk.part(session.upload_url, piece),
  ]);
  return {
    first: await repeat(desk, piece, 0, 0),
    middle: await repeat(desk, piece, 1, 1),
    last: await repeat(desk, piece, COUNT - 1, COUNT - 1),
    earlier: await repeat(desk, piece, 0, 1),
    atOnce: [both[0].status, both[1].status],
  };
}

/** Sends the parts up to `after`, then the one at `again` once more, then what is left. */
async function repeat(
  desk: Desk,
  piece: Uint8Array,
  again: number,
  after: number,
): Promise<Repeated> {
  const size = piece.byteLength * COUNT;
  const urls = [(await desk.open(size)).upload_url];
  for (let at = 0; at <= after; at++) {
    const { next, record, status } = await desk.part(urls[at] ?? '', piece);
    if (next !== undefined) urls.push(next);
    else if (!record || at < COUNT - 1)
      throw new Unexpected(`part ${at + 1} was answered ${status}`);
  }
  const repeated = await desk.part(urls[again] ?? '', piece);
  const { status, record, next } = repeated;
  const refused = refusalOf(repeated);
  if (after === COUNT - 1) {
    const isSame = record?.size === size;
    if (refused) return { status, means: refused, endsWell: true };
    if (!record) return { status, means: 'other', endsWell: false };
    return { status, means: isSame ? 'same' : 'append', endsWell: isSame };
  }
  // As an uploader goes on: where the repeated part's answer leads, if it has the place of the lost one.
  let to = (again === after ? next : undefined) ?? urls[after + 1] ?? '';
  for (let at = after + 1; at < COUNT; at++) {
    const answer = await desk.part(to, piece);
    const isLast = at === COUNT - 1;
    if (answer.record) {
      const endsWell = isLast && answer.record.size === size;
      const means = endsWell ? 'same' : 'append';
      return { status, means: refused ?? means, endsWell };
    }
    if (answer.next === undefined || isLast) break;
    to = answer.next;
  }
  return { status, means: refused ?? 'other', endsWell: false };
}

function refusalOf({ status }: PartAnswer): Replay | undefined {
  if (status === 404) return 'missing';
  return status >= 400 && status < 500 ? 'refuse' : undefined;
}

/**
 * A part of two pieces breaks off after one, and comes again. Of the five pieces announced, a drive that kept the one
 * is full a piece early; one that took it for the whole part still waits at the end.
 */
export async function askCut(
  desk: Desk,
  piece: Uint8Array,
  replay: Repeated['means'] | undefined,
): Promise<CutAnswers> {
  const { upload_url } = await desk.open(piece.byteLength * 5);
  const twice = Buffer.concat([piece, piece]);
  const first = await desk.part(upload_url, piece);
  if (first.next === undefined)
    throw new Unexpected(`a first part was answered ${first.status}`);
  const headers = desk.bearerOnParts ? desk.bearer : {};
  // An upload takes the same way through the drive: when it is over, what came before it has arrived as well.
  await desk.wire.cut(first.next, twice, piece.byteLength, headers, () =>
    desk.upload(piece),
  );
  const again = await desk.part(first.next, twice);
  const answered = (means: CutAnswers['means']): CutAnswers => ({
    again: again.status,
    means,
  });
  // A drive that refuses what it has already taken says so here as well.
  if (refusalOf(again) && refusalOf(again) === replay) return answered('taken');
  if (again.next === undefined) return answered('other');
  const third = await desk.part(again.next, piece);
  if (third.record) return answered('keep');
  if (third.next === undefined) return answered('other');
  const fourth = await desk.part(third.next, piece);
  if (fourth.next !== undefined) return answered('taken');
  return answered(
    fourth.record?.size === piece.byteLength * 5 ? 'drop' : 'other',
  );
}
