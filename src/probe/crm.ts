/**
 * The CRM's side: where the account's drive is, and a file on a card.
 *
 * Knows: the paths of `/api/v4`. A card is touched only when it is named, and left as it was but for the note, which no
 * call takes away. Does not know: the drive.
 */
import { asObject, type StoredRecord, Unexpected } from './desk.js';
import type { CardAnswers } from './profile.js';
import type { Answer, Wire } from './wire.js';

export interface CardQuestions {
  /** `leads/123` */
  card: string;
  note: boolean;
  /** The id of a custom field of type file. */
  field?: number | undefined;
}

export class Crm {
  readonly #wire: Wire;
  readonly #base: string;
  readonly #token: string;
  /** What has to be sent so that the card is as it was. */
  readonly #undo: { method: string; path: string; body: unknown }[] = [];

  constructor(wire: Wire, base: string, token: string) {
    this.#wire = wire;
    this.#base = base;
    this.#token = token;
  }

  async driveUrl(): Promise<string> {
    const { status, json } = await this.#send(
      'GET',
      '/api/v4/account?with=drive_url',
    );
    const { drive_url } = asObject(json) ?? {};
    if (typeof drive_url === 'string') return drive_url.replace(/\/+$/, '');
    if (status === 401)
      throw new Unexpected('The account does not take this token (401).');
    throw new Unexpected(`The account names no drive (${status}).`);
  }

  async askCard(
    record: StoredRecord,
    name: string,
    { card, note, field }: CardQuestions,
  ): Promise<CardAnswers> {
    const [type = '', id = ''] = card.split('/');
    const files = `/api/v4/${card}/files`;
    const ours = [{ file_uuid: record.uuid }];
    this.#undo.push({ method: 'DELETE', path: files, body: ours });
    const link = await this.#send('PUT', files, ours);
    if (!isOk(link.status)) {
      this.#undo.pop();
      throw new Unexpected(`a link was answered ${link.status}`);
    }
    const listed = await this.#send('GET', files);
    const version_uuid = record.all.version_uuid;
    const params = { file_uuid: record.uuid, version_uuid, file_name: name };
    const notes = note
      ? await this.#send('POST', `/api/v4/${type}/notes`, [
          { entity_id: Number(id), note_type: 'attachment', params },
        ])
      : undefined;
    const value = { ...params, file_size: record.size };
    const set =
      field === undefined
        ? undefined
        : await this.#askField(`/api/v4/${card}`, field, value);
    return {
      link: link.status,
      listed: listed.body.toString('utf8').includes(record.uuid),
      unlink: await this.#undoLast(),
      ...(notes && { note: notes.status }),
      ...(set && { field: set }),
    };
  }

  /** Leaves the card as it was, where a question did not get that far. `wire` is one that nobody has stopped. */
  async clear(wire: Wire): Promise<boolean> {
    let isClear = true;
    while (this.#undo.length > 0)
      if (!isOk(await this.#undoLast(wire).catch(() => 0))) isClear = false;
    return isClear;
  }

  async #undoLast(wire?: Wire): Promise<number> {
    const step = this.#undo.pop();
    if (step === undefined) return 0;
    const { method, path, body } = step;
    return (await this.#send(method, path, body, wire)).status;
  }

  /** Only an empty field is filled, and it is emptied again. */
  async #askField(
    path: string,
    field_id: number,
    value: { file_uuid: string },
  ): Promise<CardAnswers['field']> {
    const fieldIn = async () => {
      const { json, status } = await this.#send('GET', path);
      if (status !== 200)
        throw new Unexpected(`the card was answered ${status}`);
      const fields = asObject(json)?.custom_fields_values;
      const list = Array.isArray(fields) ? fields.map(asObject) : [];
      return list.find((field) => field?.field_id === field_id);
    };
    const filled = (values: unknown) => ({
      custom_fields_values: [{ field_id, values }],
    });
    if (await fieldIn())
      throw new Unexpected('the field is not empty and was left alone');
    this.#undo.push({ method: 'PATCH', path, body: filled(null) });
    const set = await this.#send('PATCH', path, filled([{ value }]));
    const shown = JSON.stringify((await fieldIn()) ?? '');
    return {
      set: set.status,
      shown: shown.includes(value.file_uuid),
      cleared: await this.#undoLast(),
    };
  }

  #send(
    method: string,
    path: string,
    body?: unknown,
    wire = this.#wire,
  ): Promise<Answer> {
    return wire.send(method, `${this.#base}${path}`, {
      headers: {
        Authorization: `Bearer ${this.#token}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: Buffer.from(JSON.stringify(body)) }),
    });
  }
}

const isOk = (status: number) => status >= 200 && status < 300;
