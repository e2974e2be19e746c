/**
 * What the probe uploads, and that it goes away again.
 *
 * Knows: sessions, parts, records, and the uuid of everything that came about. Does not know: which question they are
 * for. Judges an answer by its body, as the vendor's own samples ask for.
 */
import { randomBytes } from 'node:crypto';
import type { Secrets } from './secrets.js';
import type { Answer, Sending, Wire } from './wire.js';

export interface Session {
  upload_url: string;
  max_part_size: number;
  max_file_size: number;
}

export interface StoredRecord {
  uuid: string;
  size: number;
  /** Everything that came. */
  readonly all: Readonly<Record<string, unknown>>;
}

export interface PartAnswer {
  readonly status: number;
  readonly next?: string;
  readonly record?: StoredRecord;
  readonly answer: Answer;
}

/** An answer that leaves a question without its ground, in words without secrets. */
export class Unexpected extends Error {
  override readonly name = 'Unexpected';
}

export interface DeskOptions {
  wire: Wire;
  /** The drive's address, without a slash at its end. */
  drive: string;
  token: string;
  secrets: Secrets;
}

/** What became of the files. */
export interface Cleared {
  deleted: number;
  /** Files that may still be there. */
  left: number;
}

export class Desk {
  readonly #options: DeskOptions;
  readonly #uuids = new Set<string>();
  /** Every file of this run is called like this, so that none can be missed. */
  readonly prefix = `kommo-probe-${randomBytes(6).toString('hex')}`;
  /** Found out early: whether parts need the token. */
  bearerOnParts = false;
  #count = 0;
  /** A part was sent and no answer came: there may be a file of which nobody told. */
  #isInDoubt = false;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  get drive(): string {
    return this.#options.drive;
  }

  get wire(): Wire {
    return this.#options.wire;
  }

  get bearer(): { Authorization: string } {
    return { Authorization: `Bearer ${this.#options.token}` };
  }

  /** A name that nothing else has. */
  name(extension = 'bin'): string {
    return `${this.prefix}-${++this.#count}.${extension}`;
  }

  /** Asks for a session; the answer, and the session if it is one. */
  async ask(
    body: Record<string, unknown>,
    headers: Record<string, string> = {},
  ): Promise<{ answer: Answer; session?: Session }> {
    const answer = await this.wire.send('POST', `${this.drive}/v1.0/sessions`, {
      headers: {
        'Content-Type': 'application/json',
        ...this.bearer,
        ...headers,
      },
      body: Buffer.from(JSON.stringify(body)),
    });
    const session = asSession(answer.json);
    if (!session) return { answer };
    this.#options.secrets.add(session.upload_url);
    return { answer, session };
  }

  async open(
    size: number,
    body: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<Session> {
    const { answer, session } = await this.ask(
      { file_name: this.name(), file_size: size, ...body },
      headers,
    );
    if (session) return session;
    throw new Unexpected(`a session was answered ${answer.status}`);
  }

  async part(
    url: string,
    bytes: Uint8Array,
    { headers, ...sending }: Omit<Sending, 'body'> = {},
  ): Promise<PartAnswer> {
    const answer = await this.wire
      .send('POST', url, {
        ...sending,
        headers: { ...(this.bearerOnParts && this.bearer), ...headers },
        body: bytes,
      })
      .catch((error: unknown) => {
        this.#isInDoubt = true;
        throw error;
      });
    const { status, json } = answer;
    if (status < 200 || status > 299) return { status, answer };
    const next = asObject(json)?.next_url;
    const record = asRecord(json);
    if (record) {
      this.#uuids.add(record.uuid);
      for (const link of linksOf(record)) this.#options.secrets.add(link);
      return { status, record, answer };
    }
    if (typeof next !== 'string') return { status, answer };
    this.#options.secrets.add(next);
    return { status, next, answer };
  }

  /** Sends parts one after another; the last answer, which may come before the last part. */
  async parts(url: string, pieces: readonly Uint8Array[]): Promise<PartAnswer> {
    let to = url;
    let last: PartAnswer | undefined;
    for (const piece of pieces) {
      last = await this.part(to, piece);
      if (last.next === undefined) return last;
      to = last.next;
    }
    if (last) return last;
    throw new Unexpected('there was nothing to send');
  }

  /** A whole file in one part. */
  async upload(
    bytes: Uint8Array,
    body: Record<string, unknown> = {},
  ): Promise<StoredRecord> {
    const session = await this.open(bytes.byteLength, body);
    const { status, record } = await this.part(session.upload_url, bytes);
    if (record) return record;
    throw new Unexpected(`a whole file was answered ${status}`);
  }

  /** Where a record's bytes are: of this version, if that is said. */
  linkOf({ all }: StoredRecord): string | undefined {
    const links = asObject(all._links);
    for (const name of ['download_version', 'download']) {
      const href = asObject(links?.[name])?.href;
      if (typeof href === 'string') return href;
    }
    return undefined;
  }

  /** Deletes one file; the status. */
  async remove(uuid: string, wire = this.wire): Promise<number> {
    const { status } = await wire.send('DELETE', `${this.drive}/v1.0/files`, {
      headers: { 'Content-Type': 'application/json', ...this.bearer },
      body: Buffer.from(JSON.stringify([{ uuid }])),
    });
    if (status < 300 || status === 404) this.#uuids.delete(uuid);
    return status;
  }

  /** Deletes what is known to be there, and what the list shows of this run. `wire` is one that nobody has stopped. */
  async clear(wire: Wire): Promise<Cleared> {
    const listed = await this.#listed(wire).catch(() => undefined);
    const uuids = new Set([...this.#uuids, ...(listed ?? [])]);
    let deleted = 0;
    let left = listed === undefined && this.#isInDoubt ? 1 : 0;
    for (const uuid of uuids) {
      const status = await this.remove(uuid, wire).catch(() => 0);
      if (status >= 200 && status < 300) deleted++;
      else if (status !== 404) left++;
    }
    return { deleted, left };
  }

  /** The files that this run named: one whose answer was lost is among them. Without such a doubt, one page is enough. */
  async #listed(wire: Wire): Promise<string[]> {
    const pages = this.#isInDoubt ? MOST_PAGES : 1;
    const found: string[] = [];
    for (let page = 1; page <= pages; page++) {
      const url = `${this.drive}/v1.0/files?limit=${PAGE}&page=${page}`;
      const { json, status } = await wire.send('GET', url, {
        headers: this.bearer,
      });
      if (status === 204) break;
      const files = asObject(asObject(json)?._embedded)?.files;
      if (!Array.isArray(files)) throw new Unexpected('the list is no list');
      for (const file of files.map(asObject))
        if (String(file?.name).startsWith(this.prefix))
          found.push(String(file?.uuid));
      if (files.length < PAGE) break;
    }
    return found;
  }
}

const PAGE = 250;
const MOST_PAGES = 40;

export function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function asSession(json: unknown): Session | undefined {
  const { upload_url, max_part_size, max_file_size } = asObject(json) ?? {};
  const isOne =
    typeof upload_url === 'string' &&
    typeof max_part_size === 'number' &&
    typeof max_file_size === 'number';
  return isOne ? { upload_url, max_part_size, max_file_size } : undefined;
}

function asRecord(json: unknown): StoredRecord | undefined {
  const all = asObject(json);
  const { uuid, size } = all ?? {};
  return all && typeof uuid === 'string' && typeof size === 'number'
    ? { uuid, size, all }
    : undefined;
}

function linksOf({ all }: StoredRecord): string[] {
  const previews = Array.isArray(all.previews) ? all.previews : [];
  const links = Object.values(asObject(all._links) ?? {});
  return [
    ...links.map((link) => asObject(link)?.href),
    ...previews.map((preview) => asObject(preview)?.download_link),
  ].filter((link) => typeof link === 'string');
}
