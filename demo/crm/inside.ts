/**
 * What the CRM's own page asks beside `/api/v4`: cards, widgets, one-time tokens, and what changed.
 *
 * Knows: who may ask what. Does not know: how it is shown. Of these paths the vendor names the token's alone; the
 * others are this stand-in's.
 */
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Crm } from './crm.js';
import type { User } from './people.js';
import { isCardType } from './sample-cards.js';
import type { Widgets } from './widgets.js';

/** A file as the Media tab shows it. */
export interface CrmFile {
  readonly uuid: string;
  readonly name: string;
  readonly size: number;
  readonly created_at: number;
  readonly download: string;
  readonly preview?: string;
}

interface InsideOptions {
  readonly account: number;
  readonly integration: string;
  readonly fileOf: (uuid: string) => Promise<CrmFile | undefined>;
}

interface WidgetChange {
  readonly active?: boolean;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Milliseconds between two signs of life to a page that waits for changes. */
const HEARTBEAT = 20_000;

export function insideRoutes(
  crm: Crm,
  widgets: Widgets,
  { account, integration, fileOf }: InsideOptions,
): Hono<{ Variables: { user: User } }> {
  const { records } = crm;
  const app = new Hono<{ Variables: { user: User } }>();

  app.use(async (c, next) => {
    const user = crm.people.of(c.req.raw.headers);
    if (user === undefined) return c.json({ title: 'Unauthorized' }, 401);
    c.set('user', user);
    await next();
    return undefined;
  });

  app.get('/v2/integrations/:uuid/disposable_token', async (c) => {
    if (c.req.param('uuid') !== integration)
      return c.json({ title: 'Not Found' }, 404);
    const { id, isAdmin } = c.get('user');
    const token = await crm.authToken(account, id, { is_admin: isAdmin });
    return c.json({ token });
  });

  app.get('/widgets', async (c) => c.json(await widgets.all()));
  app.post('/widgets/:code', async (c) => {
    if (!c.get('user').isAdmin) return c.json({ title: 'Forbidden' }, 403);
    const change = await c.req.json<WidgetChange>();
    const wasActive = widgets.isAnyActive;
    if (!widgets.change(c.req.param('code'), change))
      return c.json({ title: 'Not Found' }, 404);
    // The first one that is switched on is the installation, the last one that is switched off the end of it. What the
    // integration answers is of no interest to the CRM, and whether it does neither.
    if (!wasActive && widgets.isAnyActive)
      await crm.install(account).catch(() => {});
    if (wasActive && !widgets.isAnyActive)
      await crm.disconnect(account).catch(() => {});
    return c.json(await widgets.all());
  });

  app.get('/cards/:type', (c) => {
    const type = c.req.param('type');
    return isCardType(type) ? c.json(records.all(type)) : c.notFound();
  });
  app.post('/cards/:type', async (c) => {
    const type = c.req.param('type');
    if (!isCardType(type)) return c.notFound();
    const { id, mayEdit } = c.get('user');
    if (!mayEdit) return c.json({ title: 'Forbidden' }, 403);
    const { name } = await c.req.json<{ name: string }>();
    return c.json(records.add(type, name, id));
  });
  app.get('/cards/:type/:id', async (c) => {
    const { type, id } = c.req.param();
    const record = isCardType(type) && records.find(type, Number(id));
    if (!record) return c.json({ title: 'Not Found' }, 404);
    const linked = crm.cards.files(`${type}/${id}`);
    const files = await Promise.all(
      linked.map(({ file_uuid }) => fileOf(file_uuid)),
    );
    const notes = crm.cards
      .notes(type)
      .filter(({ entity_id }) => entity_id === record.id)
      .map(async ({ note_type, params }) => ({
        note_type,
        file: await fileOf(String(params.file_uuid)),
      }));
    return c.json({
      ...record,
      files: files.filter((file) => file !== undefined),
      notes: await Promise.all(notes),
    });
  });

  /** Tells the page of each card that changes, as `leads/1`. */
  app.get('/changes', (c) =>
    streamSSE(c, async (stream) => {
      const stop = crm.cards.subscribe(
        (card) => void stream.writeSSE({ data: card }),
      );
      stream.onAbort(() => {
        stop();
      });
      while (!stream.aborted) {
        await stream.writeSSE({ event: 'alive', data: '' });
        await stream.sleep(HEARTBEAT);
      }
    }),
  );
  return app;
}
