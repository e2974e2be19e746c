/**
 * The signed tokens: one in each part URL, and the development bearer.
 *
 * Knows: claims and the signing key, which is kept in the storage so that part URLs stay valid over a restart. Does not
 * know: routes, or the state of a session.
 */
import { errors, jwtVerify, SignJWT } from 'jose';
import { Refusal } from './refusal.js';
import type { DriveStorage } from './storage.js';

/** The account and user that everything here belongs to. */
export const owner = {
  account_id: 31_415_926,
  user_id: 2_718_281,
  user_type: 'internal',
} as const;

/** What a part URL says. */
export interface PartClaims {
  session_id: number;
  part_num: number;
}

export class Tokens {
  readonly #storage: DriveStorage;
  readonly #now: () => number;
  #key: Promise<CryptoKey> | undefined;
  #development: Promise<string> | undefined;

  constructor(storage: DriveStorage, now: () => number) {
    this.#storage = storage;
    this.#now = now;
  }

  /**
   * Signs a part's URL token. All times are the session's, so the same part
   * always gets the same token: a repeated answer is the same answer.
   */
  async signPart(
    claims: PartClaims,
    session: { created_at: number; expires_at: number },
  ): Promise<string> {
    return new SignJWT({ ...owner, ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt(session.created_at)
      .setNotBefore(session.created_at)
      .setExpirationTime(session.expires_at)
      .sign(await this.#secret());
  }

  /** Reads a part's URL token: 401 if it is none, 403 for wrong claims, 410 after its time. */
  async readPart(token: string): Promise<PartClaims> {
    if (token.length > 2048) throw new Refusal(401, 'The token is not valid.');
    let payload: Record<string, unknown>;
    try {
      ({ payload } = await jwtVerify(token, await this.#secret(), {
        algorithms: ['HS256'],
        currentDate: new Date(this.#now()),
        clockTolerance: 2,
        requiredClaims: ['exp', 'iat', 'nbf'],
      }));
    } catch (error) {
      if (error instanceof errors.JWTExpired) {
        throw new Refusal(410, 'The session has expired.');
      }
      if (error instanceof errors.JWTClaimValidationFailed) {
        throw new Refusal(403, 'The token is not for this.');
      }
      if (error instanceof errors.JOSEError || error instanceof TypeError) {
        throw new Refusal(401, 'The token is not valid.');
      }
      throw error;
    }
    const { session_id, part_num } = payload;
    const foreign = Object.entries(owner).some(
      ([name, value]) => payload[name] !== value,
    );
    if (foreign || !isCount(session_id) || !isCount(part_num)) {
      throw new Refusal(403, 'The token is not for this.');
    }
    return { session_id, part_num };
  }

  /** A bearer for development, the same as long as the key is the same. */
  development(): Promise<string> {
    this.#development ??= this.#secret().then((key) =>
      new SignJWT({ ...owner, scopes: ['files', 'files_delete'] })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .sign(key),
    );
    return this.#development;
  }

  #secret(): Promise<CryptoKey> {
    // Imported once: given as bytes, it would be for each token.
    this.#key ??= this.#loadSecret()
      .then(keyOf)
      .catch((error: unknown) => {
        this.#key = undefined; // a full disk must not be remembered
        throw error;
      });
    return this.#key;
  }

  async #loadSecret(): Promise<Uint8Array<ArrayBuffer>> {
    const stored = await this.#storage.readDocument('drive', 'key');
    const hex = (stored as { key?: unknown } | undefined)?.key;
    if (typeof hex === 'string' && /^[0-9a-f]{64}$/.test(hex)) {
      return Uint8Array.from({ length: 32 }, (_, i) =>
        Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16),
      );
    }
    const key = crypto.getRandomValues(new Uint8Array(32));
    await this.#storage.writeDocument('drive', 'key', { key: toHex(key) });
    return key;
  }
}

const keyOf = (secret: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey(
    'raw',
    secret,
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign', 'verify'],
  );

/** SHA-256 as hexadecimal text: a bearer is remembered only like this. */
export async function digest(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
