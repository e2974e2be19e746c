/**
 * Tickets: a grant as a short-lived token for one page.
 *
 * Knows: how a ticket is issued and read. Does not know: who may have one: that is the host application's to decide,
 * on its own server. A ticket names the origin of its page and counts nowhere else.
 */

import type { JWTPayload } from 'jose';
import { copyOf, faultsOf, type Grant } from './grants.js';
import { Seals } from './seals.js';

/** A ticket's life in seconds, at most and unless said otherwise. */
const LONGEST_LIFE = 60 * 60;
const USUAL_LIFE = 15 * 60;

/** For whom a ticket is, and how long. */
export interface IssueOptions {
  /** The origin of the page that may use it, as `https://shop.example`. */
  origin: string;
  /** Seconds that it lives (900), 3600 at most, and never longer than its grant. */
  lifetime?: number;
}

/** The same without a broker in this process. */
export interface StandaloneIssueOptions extends IssueOptions {
  /** The broker's key (the environment's `BROKER_KEY`). */
  key?: string;
}

/**
 * Makes a ticket on the host application's own server. The page gives it to `accessToken`.
 * Throws a TypeError for a grant that is none, an origin that is none, or without a key.
 */
export const issueTicket = async (
  grant: Grant,
  { key = environmentKey(), ...options }: StandaloneIssueOptions,
): Promise<string> => {
  if (key === undefined)
    throw new TypeError('issueTicket needs the key of the broker.');
  return sealTicket(new Seals(key, undefined, Date.now), grant, options);
};

const environmentKey = (): string | undefined =>
  (globalThis as { process?: { env?: Record<string, string | undefined> } })
    .process?.env?.BROKER_KEY;

export const sealTicket = async (
  seals: Seals,
  grant: Grant,
  { origin, lifetime = USUAL_LIFE }: IssueOptions,
  now = Date.now(),
): Promise<string> => {
  const faults = faultsOf(grant);
  if (faults.length > 0)
    throw new TypeError(`This is no grant: see ${faults.join(', ')}.`);
  if (!URL.canParse(origin) || new URL(origin).origin !== origin)
    throw new TypeError('A ticket needs the origin of its page.');
  if (!(lifetime > 0 && lifetime <= LONGEST_LIFE))
    throw new TypeError(`A ticket lives 1 to ${LONGEST_LIFE} seconds.`);
  if (grant.expires <= now) throw new TypeError('This grant is over.');
  const until = Math.min(now + lifetime * 1000, grant.expires);
  const claims: JWTPayload = {
    origin,
    grant: { id: `ticket:${crypto.randomUUID()}`, ...copyOf(grant) },
  };
  return seals.seal('ticket', claims, until);
};

/** The grant of a ticket that comes from its own page. */
export const readTicket = async (
  seals: Seals,
  request: Request,
): Promise<Grant | null> => {
  const bearer = /^Bearer +([\w.-]+)$/i.exec(
    request.headers.get('Authorization') ?? '',
  )?.[1];
  if (bearer === undefined) return null;
  const claims = await seals.open('ticket', bearer);
  if (claims === undefined) return null;
  // A script that was handed a stolen ticket sends its own page's origin, and cannot send another one.
  if (claims.origin !== request.headers.get('Origin')) return null;
  const { grant } = claims;
  return faultsOf(grant).length === 0 ? copyOf(grant as Grant) : null;
};
