/**
 * What the stand-in keeps of cards: linked files and notes. In memory.
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

export class Cards {
  readonly #files = new Map<string, { file_uuid: string; id: number }[]>();
  readonly #notes = new Map<string, Note[]>();
  #nextId = 1;

  /** The files of a card, as `leads/1`. */
  files(card: string): readonly { file_uuid: string; id: number }[] {
    return this.#files.get(card) ?? [];
  }

  /** The notes of all cards of a type. */
  notes(type: string): readonly Note[] {
    return this.#notes.get(type) ?? [];
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
      return c.json({}, 200);
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
