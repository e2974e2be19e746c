/**
 * Encrypted tokens: tickets, part addresses, downloads, stored pairs.
 *
 * Knows: jose, which key seals what, how long an old key is still read. Does not know: what the claims mean.
 * Each token says its kind (`typ`) and its key (`kid`), and is read with the key of its purpose only.
 */

import {
  type CryptoKey,
  decodeProtectedHeader,
  EncryptJWT,
  type JWTPayload,
  jwtDecrypt,
} from 'jose';
import { deriveKeys, type KeyRing, type Purpose } from './keys.js';

/** How long what an old key sealed can still be used, in seconds. */
const OLD_KEY_READS = 24 * 60 * 60;

const LONGEST = 16 * 1024;

/** Keys that are ready for use: as bytes, each would be made ready for each token. */
const ready = new WeakMap<Uint8Array, Promise<CryptoKey>>();

const readyKey = (bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> => {
  const known = ready.get(bytes);
  if (known !== undefined) return known;
  const key = crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  ready.set(bytes, key);
  return key;
};

export class Seals {
  readonly #rings: Promise<readonly [KeyRing, ...KeyRing[]]>;
  readonly #now: () => number;

  constructor(key: string, oldKey: string | undefined, now: () => number) {
    this.#rings = Promise.all([
      deriveKeys(key),
      ...(oldKey === undefined ? [] : [deriveKeys(oldKey)]),
    ]) as Promise<[KeyRing, ...KeyRing[]]>;
    // Whoever asks for a key hears of the failure.
    this.#rings.catch(() => {});
    this.#now = now;
  }

  /** `until` in milliseconds since 1970; without it the token does not end by itself. */
  async seal(
    purpose: Purpose,
    claims: JWTPayload,
    until?: number,
  ): Promise<string> {
    const [ring] = await this.#rings;
    const token = new EncryptJWT(claims)
      .setProtectedHeader({
        alg: 'dir',
        enc: 'A256GCM',
        typ: purpose,
        kid: ring.kid,
      })
      .setIssuedAt(Math.floor(this.#now() / 1000));
    if (until !== undefined) token.setExpirationTime(Math.floor(until / 1000));
    return token.encrypt(await readyKey(ring.key(purpose)));
  }

  /** The claims of a token of this purpose; `undefined` for one that is forged, of another kind, or over. */
  async open(
    purpose: Purpose,
    token: unknown,
  ): Promise<JWTPayload | undefined> {
    const found = await this.#decrypt(purpose, token);
    if (found === undefined) return undefined;
    const { payload, isOld } = found;
    const { exp, iat } = payload;
    if (exp === undefined || iat === undefined) return undefined;
    const age = this.#now() / 1000 - iat;
    return isOld && age > OLD_KEY_READS ? undefined : payload;
  }

  /**
   * The claims of a value that was kept. Here an old key is read as long as it is given: the values are sealed anew
   * (`isOld`), and a pair that nobody used for a day must not be lost.
   */
  async openKept(
    purpose: Purpose,
    token: unknown,
  ): Promise<{ payload: JWTPayload; isOld: boolean } | undefined> {
    return this.#decrypt(purpose, token);
  }

  async #decrypt(purpose: Purpose, token: unknown) {
    if (typeof token !== 'string' || token.length > LONGEST) return undefined;
    const rings = await this.#rings;
    try {
      const { kid } = decodeProtectedHeader(token);
      const ring = rings.find((each) => each.kid === kid);
      if (ring === undefined) return undefined;
      const key = await readyKey(ring.key(purpose));
      const { payload } = await jwtDecrypt(token, key, {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
        typ: purpose,
        currentDate: new Date(this.#now()),
      });
      return { payload, isOld: ring !== rings[0] };
    } catch {
      return undefined;
    }
  }
}
