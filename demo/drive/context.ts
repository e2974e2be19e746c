/**
 * What the routes share, and what each request carries through them.
 *
 * Knows: types, and the two questions that several routes ask: who is it, and what is our address. Does not know: what a
 * route does.
 */
import type { Context } from 'hono';
import type { Faults } from './faults.js';
import type { Journal, OpenEntry } from './journal.js';
import type { Library } from './library.js';
import type { Behaviour } from './options.js';
import { Refusal } from './refusal.js';
import type { Sessions } from './sessions.js';
import type { DriveStorage } from './storage.js';
import type { Tokens } from './tokens.js';

/** Everything a route may need of the drive. */
export interface House {
  readonly behaviour: Readonly<Behaviour>;
  readonly storage: DriveStorage;
  readonly tokens: Tokens;
  readonly library: Library;
  readonly sessions: Sessions;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly publicUrl: string | undefined;
  mimeOfName(fileName: string): string | undefined;
  /** Whether this access token is taken. */
  isWelcome(bearer: string | undefined): Promise<boolean>;
  now(): number;
}

export interface DriveEnv {
  Bindings: { entry: OpenEntry };
}

export type DriveContext = Context<DriveEnv>;

export function bearerOf(c: DriveContext): string | undefined {
  const match = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '');
  return match?.[1];
}

/** The bearer of a request that must have one; 401 without a valid one. */
export async function requireBearer(
  c: DriveContext,
  house: House,
): Promise<string | undefined> {
  const bearer = bearerOf(c);
  if (!(await house.isWelcome(bearer))) {
    throw new Refusal(401, 'The access token is missing or not valid.', {
      headers: { 'WWW-Authenticate': 'Bearer' },
    });
  }
  return bearer;
}

/** Where this drive is, as the client sees it: the Host was checked before. */
export function originOf(c: DriveContext, house: House): string {
  return house.publicUrl ?? new URL(c.req.url).origin;
}
