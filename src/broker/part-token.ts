/**
 * The sealed addresses of parts and downloads: `/relay/<token>`.
 *
 * Knows: what such a token carries. Instances share no memory, so everything that a part needs is in it, and nobody
 * but a broker with the same key can read it. Whoever has one may use it: it is a capability, like the drive's own.
 */

import type { House } from './house.js';

/** One part of one session. */
export interface PartToken {
  /** The drive's own address of this part. */
  url: string;
  account: number;
  session: number | string;
  kind: 'user' | 'page';
  /** The page that opened the session; `null` where no page did. */
  origin: string | null;
  /** The grant's id. */
  id: string | null;
  client: string | null;
  maxPart: number;
  /** Bytes of the file. */
  size: number;
  /** When the session ends: milliseconds since 1970. */
  until: number;
  /** What the host's `inspect` is told; with the first part only. */
  first?: { file_name: string; content_type?: string };
}

/** The stored bytes of one version. */
export interface DownloadToken {
  url: string;
  account: number;
  kind: 'user' | 'page';
  origin: string | null;
  id: string | null;
  client: string | null;
}

/** Milliseconds: long enough for a tail check and a click. */
const DOWNLOAD_LIFE = 15 * 60 * 1000;

type Sealing = Pick<House, 'seals' | 'options' | 'now'>;

export const partAddress = async (
  house: Sealing,
  request: Request,
  token: PartToken,
): Promise<string> =>
  addressOf(
    house,
    request,
    await house.seals.seal('part', { part: token }, token.until),
  );

export const downloadAddress = async (
  house: Sealing,
  request: Request,
  token: DownloadToken,
): Promise<string> =>
  addressOf(
    house,
    request,
    await house.seals.seal(
      'download',
      { download: token },
      house.now() + DOWNLOAD_LIFE,
    ),
  );

export const readPart = async (
  { seals }: Pick<House, 'seals'>,
  token: string,
): Promise<PartToken | undefined> =>
  (await seals.open('part', token))?.part as PartToken | undefined;

export const readDownload = async (
  { seals }: Pick<House, 'seals'>,
  token: string,
): Promise<DownloadToken | undefined> =>
  (await seals.open('download', token))?.download as DownloadToken | undefined;

const addressOf = (
  { options }: Sealing,
  request: Request,
  token: string,
): string =>
  `${options.publicUrl ?? new URL(request.url).origin}/relay/${token}`;
