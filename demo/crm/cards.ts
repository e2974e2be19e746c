/**
 * What the stand-in keeps of cards: linked files, notes and custom fields. In memory.
 *
 * Knows: the answers' shapes. Does not know: who asks.
 */
import type { Hono } from 'hono';

export interface Note {
  entity_id: number;
  note_type: string;
  params: Record<string, unknown>;
}

const TYPES = ':type{leads|contacts|companies|customers}';

export interface Field {
  field_id: number;
  values: unknown[];
}

export class Cards {
  readonly #files = new Map<string, { file_uuid: string; id: number }[]>();
  readonly #notes = new Map<string, Note[]>();
  readonly #fields = new Map<string, Field[]>();
  readonly #linkStatus: 200 | 202;
  #nextId = 1;

  constructor(linkStatus: 200 | 202 = 200) {
    this.#linkStatus = linkStatus;
  }

  /** The files of a card, as `leads/1`. */
  files(card: string): readonly { file_uuid: string; id: number }[] {
    return this.#files.get(card) ?? [];
  }

  /** The notes of all cards of a type. */
  notes(type: string): readonly Note[] {
    return this.#notes.get(type) ?? [];
  }

  /** The custom fields of a card that have a value. */
  fields(card: string): readonly Field[] {
    return this.#fields.get(card) ?? [];
  }

  routes(app: Hono): void {
    app.get(`/api/v4/${TYPES}/:id{[0-9]+}/files`, (c) => {
      const files = this.files(`${c.req.param('type')}/${c.req.param('id')}`);
      return c.json({ _embedded: { files } });
    });
    app.put(`/api/v4/${TYPES}/:id{[0-9]+}/files`, async (c) => {
      const card = `${c.req.param('type')}/${c.req.param('id')}`;
      const list = await c.req.json<{ file_uuid?: unknown }[]>();
      if (!Array.isArray(list)) return c.json({ title: 'Bad Request' }, 400);
      const files = [...this.files(card)];
      for (const { file_uuid } of list)
        if (typeof file_uuid !== 'string')
          return c.json({ title: 'Bad Request' }, 400);
        else if (!files.some((file) => file.file_uuid === file_uuid))
          files.push({ file_uuid, id: this.#nextId++ });
      this.#files.set(card, files);
      return c.json({}, this.#linkStatus);
    });
    app.delete(`/api/v4/${TYPES}/:id{[0-9]+}/files`, async (c) => {
      const card = `${c.req.param('type')}/${c.req.param('id')}`;
      const list = await c.req.json<{ file_uuid?: unknown }[]>();
      if (!Array.isArray(list)) return c.json({ title: 'Bad Request' }, 400);
      const left = this.files(card).filter(
        (file) => !list.some(({ file_uuid }) => file_uuid === file.file_uuid),
      );
      this.#files.set(card, left);
      return c.body(null, 202);
    });
    app.get(`/api/v4/${TYPES}/:id{[0-9]+}`, (c) => {
      const id = Number(c.req.param('id'));
      const fields = this.fields(`${c.req.param('type')}/${id}`);
      // An empty list of fields is `null` in the vendor's answers.
      const custom_fields_values = fields.length > 0 ? fields : null;
      return c.json({ id, custom_fields_values });
    });
    app.patch(`/api/v4/${TYPES}/:id{[0-9]+}`, async (c) => {
      const id = Number(c.req.param('id'));
      const card = `${c.req.param('type')}/${id}`;
      const { custom_fields_values: changes } = await c.req.json<{
        custom_fields_values?: { field_id: number; values: unknown }[];
      }>();
      if (!Array.isArray(changes)) return c.json({ title: 'Bad Request' }, 400);
      const fields = new Map(
        this.fields(card).map((field) => [field.field_id, field]),
      );
      for (const { field_id, values } of changes)
        if (Array.isArray(values)) fields.set(field_id, { field_id, values });
        else fields.delete(field_id);
      this.#fields.set(card, [...fields.values()]);
      return c.json({ id, updated_at: 0 });
    });
    app.post(`/api/v4/${TYPES}/notes`, async (c) => {
      const type = c.req.param('type');
      const list = await c.req.json<Note[]>();
      if (!Array.isArray(list)) return c.json({ title: 'Bad Request' }, 400);
      this.#notes.set(type, [...this.notes(type), ...list]);
      const notes = list.map(({ entity_id }) => ({
        id: this.#nextId++,
        entity_id,
      }));
      return c.json({ _embedded: { notes } });
    });
  }
}
