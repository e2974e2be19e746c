/**
 * The one secret of the broker and what is made from it: a key for each purpose.
 *
 * Knows: `BROKER_KEY`, HKDF. Does not know: what is sealed with a key.
 */

/** What a key is for. Each purpose has a key of its own, so that no token can pass for another kind. */
export type Purpose = 'ticket' | 'part' | 'download' | 'pair' | 'install';

export const PURPOSES: readonly Purpose[] = [
  'ticket',
  'part',
  'download',
  'pair',
  'install',
];

/** All keys that come from one secret. */
export interface KeyRing {
  /** Names the secret without telling it. */
  readonly kid: string;
  key(purpose: Purpose): Uint8Array<ArrayBuffer>;
}

/** The bytes of a key as text: 64 hexadecimal digits, or 32 bytes in base64 or base64url. `undefined` for all else. */
export const keyBytes = (
  text: unknown,
): Uint8Array<ArrayBuffer> | undefined => {
  if (typeof text !== 'string') return undefined;
  if (/^[0-9a-f]{64}$/i.test(text))
    return Uint8Array.from({ length: 32 }, (_, at) =>
      Number.parseInt(text.slice(2 * at, 2 * at + 2), 16),
    );
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return undefined;
  const binary = atob(
    text.replaceAll('-', '+').replaceAll('_', '/').slice(0, 43),
  );
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
};

/** A text that somebody typed or copied from an example is no key, whatever its length. */
export const looksRandom = (bytes: Uint8Array): boolean =>
  new Set(bytes).size >= 12;

export const deriveKeys = async (text: string): Promise<KeyRing> => {
  const bytes = keyBytes(text);
  if (bytes === undefined) throw new TypeError('The key has no 32 bytes.');
  const secret = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, [
    'deriveBits',
  ]);
  const derive = async (info: string, bits: number) =>
    new Uint8Array(
      await crypto.subtle.deriveBits(
        {
          name: 'HKDF',
          hash: 'SHA-256',
          salt: new Uint8Array(),
          info: new TextEncoder().encode(`kommo-uploader broker ${info}`),
        },
        secret,
        bits,
      ),
    );
  const keys = new Map<Purpose, Uint8Array<ArrayBuffer>>();
  for (const purpose of PURPOSES)
    keys.set(purpose, await derive(`key for ${purpose}`, 256));
  const name = await derive('name', 64);
  return {
    kid: Array.from(name, (byte) => byte.toString(16).padStart(2, '0')).join(
      '',
    ),
    key(purpose) {
      const key = keys.get(purpose);
      if (key === undefined) throw new TypeError(`No key for ${purpose}.`);
      return key;
    },
  };
};
