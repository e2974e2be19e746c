/**
 * `kommo-profile.json`: what the probe found out about an account's drive, read to be played back.
 *
 * Knows: the file's format, version 1, of which it needs the part `behaviour`: options of this drive by their own
 * names. Does not know: disks, or the command line.
 */
import { type Behaviour, checkBehaviour, OptionError } from './options.js';

/** The options that a profile sets; what was not found out is missing. Throws `OptionError` for any other text. */
export function readProfile(text: string): Partial<Behaviour> {
  const profile = parse(text);
  if (profile.format !== 'kommo-profile') {
    throw new OptionError('it is no kommo-profile');
  }
  if (profile.version !== 1) {
    throw new OptionError(
      `it has version ${JSON.stringify(profile.version)}, and this drive reads version 1`,
    );
  }
  try {
    return checkBehaviour(profile.behaviour);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    throw new OptionError(`in behaviour, ${error.message}`);
  }
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Told below, in the same words.
  }
  throw new OptionError('it is no JSON object');
}
