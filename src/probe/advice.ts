/**
 * What a profile means for a page: the settings to use, each with its reason.
 *
 * Knows: the element's options and the broker's variables by name. Does not know: the account.
 */
import type { CorsAnswers, KommoProfile } from './profile.js';

const NOTHING = '(nothing to set)';

/** Lines to print. */
export function adviceOf({
  behaviour,
  answers,
  limited,
}: KommoProfile): string[] {
  const lines: string[] = [];
  const add = (setting: string, why: string) =>
    lines.push(`  ${setting.padEnd(28)}${why}`);
  const { cut, over, replay, bearer, downloads, rate } = behaviour;
  const { cors } = answers;

  if (cors) add(...relayFor(cors));
  if (cors?.part.other && !cors.retryAfterExposed)
    add(NOTHING, 'pages cannot see how long to wait after 429');
  if (bearer === 'same')
    add('bearer-on-parts', 'parts need the token; not with a relay');
  if (behaviour.maxFileSize !== undefined)
    add(`max-file-size="${behaviour.maxFileSize}"`, 'the drive takes no more');
  if (behaviour.zero === 'refuse')
    add('min-file-size="1"', 'a file of no bytes is refused');

  // Through a relay, downloads come from the broker's own origin.
  const isHidden =
    cors?.part.other === true && answers.downloads?.readable.other === false;
  if (downloads === 'none' || isHidden)
    add('verify="never"', 'stored bytes cannot be read back');
  else if (cut === 'keep' && over === 'trim')
    add(
      'verify="always"',
      'a part that breaks off leaves bytes, and the end is cut off',
    );
  else add('verify="repeated"', 'the default');
  if (replay === 'append')
    add(NOTHING, 'a repeated part is stored twice; healing sees to it');

  const { atOnce } = answers.speed ?? {};
  const most = ([6, 4, 2] as const).find(
    (count) => atOnce?.[`${count}`].failed === 0,
  );
  if (atOnce && most !== 6)
    add(
      `concurrency="${most ?? 1}"`,
      'more uploads at once failed while it was asked',
    );
  if (rate !== undefined && rate > 0)
    add(NOTHING, `429 comes after ${rate} requests a second`);
  else if (limited > 0)
    add(NOTHING, `429 was met ${limited} times; --load finds the rate`);
  return lines;
}

/** A page's sessions come from the broker in any case; it is about parts. */
function relayFor({ part, partError }: CorsAnswers): [string, string] {
  if (part.other && partError.other)
    return ['RELAY=false', 'pages of any site may send parts to the drive'];
  if (part.other)
    return ['RELAY=true', 'pages cannot read the errors of the drive'];
  if (part.own)
    return ['RELAY=true', "only pages of the account's own origin need none"];
  return ['RELAY=true', 'no page may read what the drive answers'];
}
