/**
 * Questions that a session's request raises by itself: sizes at their limits, and names.
 *
 * Knows: odd values. Does not know: parts beyond the one that a tiny file has.
 */
import { asObject, type Desk } from './desk.js';
import type { LimitAnswers } from './profile.js';

export async function askLimits(
  desk: Desk,
  maxFileSize: number,
): Promise<LimitAnswers> {
  const sized = async (file_size: number) =>
    desk.ask({ file_name: desk.name(), file_size });
  const zero = await sized(0);
  const part =
    zero.session &&
    (await desk.part(zero.session.upload_url, new Uint8Array()));
  return {
    zero: {
      session: zero.answer.status,
      ...(part && { part: part.status }),
      stored: part?.record?.size === 0,
    },
    overTheLimit: (await sized(maxFileSize + 1)).answer.status,
    negative: (await sized(-1)).answer.status,
    names: await askNames(desk),
  };
}

/** Each starts with the run's own name, so that all of them can be found again. */
function namesOf(prefix: string): Record<string, string> {
  const long = (length: number) =>
    `${prefix}-${'x'.repeat(length - prefix.length - 5)}.bin`;
  return {
    letters: `${prefix}-Отчёт 文件 é.bin`,
    emoji: `${prefix}-🙂.bin`,
    quotes: `${prefix}-"a" 'b' <c> & d.bin`,
    slashes: `${prefix}-a/b\\c.bin`,
    dots: `${prefix}-..bin`,
    control: `${prefix}-a\u0007b.bin`,
    direction: `${prefix}-a\u202eb.bin`,
    decomposed: `${prefix}-e\u0301.bin`,
    'no extension': `${prefix}-none`,
    '255 characters': long(255),
    '256 characters': long(256),
  };
}

async function askNames(desk: Desk): Promise<LimitAnswers['names']> {
  const names: LimitAnswers['names'] = {};
  for (const [what, file_name] of Object.entries(namesOf(desk.prefix))) {
    const { answer, session } = await desk.ask({ file_name, file_size: 1 });
    const part =
      session && (await desk.part(session.upload_url, Uint8Array.of(1)));
    const { all } = part?.record ?? {};
    const extension = asObject(all?.metadata)?.extension;
    const shown = [all?.name, `${all?.name}.${extension}`];
    names[what] = {
      status: answer.status,
      kept: all ? shown.includes(file_name) : null,
    };
  }
  // Nothing is sent here: a file without a name could not be told from others.
  const { answer } = await desk.ask({ file_name: '', file_size: 1 });
  names.empty = { status: answer.status, kept: null };
  return names;
}
