/**
 * The command line of the probe: what may be said, and what is wrong with it.
 *
 * Knows: flags. Does not know: the token, which is never one of them.
 */
import { parseArgs } from 'node:util';
import { isAllowed, isLocalBase } from './addresses.js';
import type { CardQuestions } from './crm.js';
import type { ProbeOptions } from './probe.js';

/** What is asked, and of whom. */
export interface Arguments
  extends Pick<
    ProbeOptions,
    'crm' | 'drive' | 'origin' | 'local' | 'load' | 'card'
  > {
  /** The file for the answers. */
  out: string;
}

/** Told in a sentence. */
export class ArgumentError extends Error {
  override readonly name = 'ArgumentError';
}

export type Command =
  | { kind: 'help' }
  | { kind: 'snippet' }
  | { kind: 'probe'; probe: Arguments };

export function readArguments(args: readonly string[]): Command {
  const values = parse(args);
  if (values.help) return { kind: 'help' };
  if (values.snippet) return { kind: 'snippet' };
  const { subdomain, crm, drive, load, out } = values;
  const origin = originOf(values.origin);
  for (const [name, url] of Object.entries({ crm, drive }))
    if (url !== undefined && !isLocalBase(url))
      throw new ArgumentError(
        `--${name} is for this computer only, as http://localhost:8787. An account is named by --subdomain.`,
      );
  if (subdomain !== undefined && (crm ?? drive) !== undefined)
    throw new ArgumentError('Give --subdomain, or --crm and --drive.');
  const base = crm ?? drive;
  if (base !== undefined)
    return {
      kind: 'probe',
      probe: {
        crm: new URL(base).origin,
        drive: drive && new URL(drive).origin,
        ...{ local: true, load, out, origin },
        card: cardOf(values, crm !== undefined),
      },
    };
  if (subdomain === undefined)
    throw new ArgumentError(
      'Give the account: --subdomain example, for example.kommo.com.',
    );
  const host = subdomain.includes('.') ? subdomain : `${subdomain}.kommo.com`;
  const isHost = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(host);
  if (!isHost || !isAllowed(`https://${host}`, false))
    throw new ArgumentError(
      '--subdomain is the first word of the address of the account, or all of its host name.',
    );
  return {
    kind: 'probe',
    probe: {
      crm: `https://${host.toLowerCase()}`,
      ...{ local: false, load, out, origin },
      card: cardOf(values, true),
    },
  };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        subdomain: { type: 'string' },
        crm: { type: 'string' },
        drive: { type: 'string' },
        origin: { type: 'string' },
        card: { type: 'string' },
        field: { type: 'string' },
        note: { type: 'boolean', default: false },
        load: { type: 'boolean', default: false },
        out: { type: 'string', default: 'kommo-profile.json' },
        snippet: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    // A stray value could be a token in the wrong place: it is not repeated.
    const { code } = error as NodeJS.ErrnoException;
    throw new ArgumentError(
      code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL'
        ? 'There is a word without a flag. The token comes from KOMMO_TOKEN or the standard input.'
        : 'There is a flag that the probe does not know, or one without its value.',
    );
  }
}

function originOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (!/^https?:/.test(text) || !URL.canParse(text))
    throw new ArgumentError('--origin is a site, as https://example.com.');
  return new URL(text).origin;
}

function cardOf(
  { card, field, note }: { card?: string; field?: string; note: boolean },
  hasCrm: boolean,
): CardQuestions | undefined {
  if (card === undefined) {
    if (note || field !== undefined)
      throw new ArgumentError('--note and --field need a --card.');
    return undefined;
  }
  if (!hasCrm) throw new ArgumentError('--card needs --crm as well.');
  if (!/^(leads|contacts|companies|customers)\/\d{1,15}$/.test(card))
    throw new ArgumentError('--card is a type and a number, as leads/123.');
  if (field !== undefined && !/^\d{1,15}$/.test(field))
    throw new ArgumentError('--field is the number of a field.');
  return { card, note, field: field === undefined ? undefined : Number(field) };
}

export const helpText = `kommo-uploader probe --subdomain NAME [options]

Asks an account what nobody has written down about its drive, writes the answers
to a file, and prints the settings to use. What it uploads is deleted again, when
it is stopped as well. The access token, with the scopes "Access to files" and
"Delete files", comes from KOMMO_TOKEN or from the standard input.

  --subdomain NAME  the account NAME.kommo.com, or a whole host name
  --out FILE        where the answers go (kommo-profile.json)
  --origin ORIGIN   the site that asks as another one, such as your own
  --load            also asks how many requests a second are too many
  --card TYPE/ID    also links a file to this card, as leads/123, and unlinks it
  --note            with --card: also adds a note, which stays in the card's feed
  --field ID        with --card: also fills this empty file field, and empties it
  --snippet         prints what to paste into the console of a CRM page instead
  --crm URL         instead of an account, on this computer only
  --drive URL       a drive on this computer, which --crm is not asked for
  --help`;
