/**
 * What the stand-in keeps of cards: linked files, notes and custom fields. In memory.
 *
 * Knows: the answers' shapes, and who wants to be told of a change. Does not know: who asks.
 */
import { Hono } from 'hono';

export interface Note {
  entity_id: number;
  note_type: string;
  params: Record<string, unknown>;
}

export interface Field {
  field_id: number;
  values: unknown[];
}

interface CardFile {
  file_uuid: string;
  id: number;
}

/** What else the CRM says of a card. */
type About = (type: string, id: number) => object | undefined;

const TYPES = ':type{leads|contacts|companies|customers}';
const CARD = `/api/v4/${TYPES}/:id{[0-9]+}` as const;

export class Cards {
  readonly #files = new Map<string, readonly CardFile[]>();
  readonly #notes = new Map<string, readonly Note[]>();
  readonly #fields = new Map<string, Field[]>();
  readonly #listeners = new Set<(card: string) => void>();
  readonly #linkStatus: 200 | 202;
  readonly #about: About;
  #nextId = 1;

  constructor(linkStatus: 200 | 202 = 200, about: About = () => undefined) {
    this.#linkStatus = linkStatus;
    this.#about = about;
  }

  /** The files of a card, as `leads/1`. */
  files(card: string): readonly CardFile[] {
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

  /** Tells of each card that gets or loses something. Returns how to stop. */
  subscribe(listener: (card: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  routes(): Hono {
    const app = new Hono();
    app.get(`${CARD}/files`, (c) => {
      const files = this.files(`${c.req.param('type')}/${c.req.param('id')}`);
      return c.json({ _embedded: { files } });
    });
    app.put(`${CARD}/files`, async (c) => {
      const card = `${c.req.param('type')}/${c.req.param('id')}`;
      const uuids = uuidsIn(await c.req.json());
      if (uuids === undefined) return c.json({ title: 'Bad Request' }, 400);
      const files = [...this.files(card)];
      for (const file_uuid of uuids)
        if (!files.some((file) => file.file_uuid === file_uuid))
          files.push({ file_uuid, id: this.#nextId++ });
      this.#files.set(card, files);
      this.#tell(card);
      return c.json({}, this.#linkStatus);
    });
    app.delete(`${CARD}/files`, async (c) => {
      const card = `${c.req.param('type')}/${c.req.param('id')}`;
      const uuids = uuidsIn(await c.req.json());
      if (uuids === undefined) return c.json({ title: 'Bad Request' }, 400);
      const left = this.files(card).filter(
        ({ file_uuid }) => !uuids.includes(file_uuid),
      );
      this.#files.set(card, left);
      this.#tell(card);
      return c.body(null, 202);
    });
    app.get(CARD, (c) => {
      const type = c.req.param('type');
      const id = Number(c.req.param('id'));
      const fields = this.fields(`${type}/${id}`);
      // An empty list of fields is `null` in the vendor's answers.
      const custom_fields_values = fields.length > 0 ? fields : null;
      return c.json({ id, ...this.#about(type, id), custom_fields_values });
    });
    app.patch(CARD, async (c) => {
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
      for (const { entity_id } of list) this.#tell(`${type}/${entity_id}`);
      return c.json({ _embedded: { notes } });
    });
    return app;
  }

  #tell(card: string): void {
    for (const listener of this.#listeners) listener(card);
  }
}

/** Of `[{file_uuid}]`; nothing where it is something else. */
const uuidsIn = (body: unknown): string[] | undefined => {
  if (!Array.isArray(body)) return undefined;
  const uuids = body.map((each: { file_uuid?: unknown }) => each?.file_uuid);
  return uuids.every((uuid) => typeof uuid === 'string') ? uuids : undefined;
};
