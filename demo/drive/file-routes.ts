/**
 * Everything about finished files: list, read, change, trash, download.
 *
 * Knows: the routes and their answers. The vendor does not document paging or the shape of lists in full; this follows
 * its other collections.
 */
import type { Hono } from 'hono';
import { readJson } from './body.js';
import {
  type DriveContext,
  type DriveEnv,
  type House,
  originOf,
  requireBearer,
} from './context.js';
import { deliver, parseRange } from './download.js';
import type { Found, StoredFile } from './library.js';
import { attachment, joinName } from './naming.js';
import { playFault } from './play-fault.js';
import { toRecord } from './records.js';
import { Refusal } from './refusal.js';

const bodyLimit = 64 * 1024;
const largestPage = 250;

export function fileRoutes(app: Hono<DriveEnv>, house: House): void {
  const record = (c: DriveContext, found: Found) =>
    toRecord(found, house.behaviour.uuid, originOf(c, house));
  const uuidOf = (c: DriveContext): string =>
    (c.req.param('uuid') ?? '').toLowerCase();

  app.use('/v1.0/files/*', async (c, next) => {
    await requireBearer(c, house);
    const fault = house.faults.next('files');
    if (fault) c.env.entry.fault = fault.kind;
    c.res = await playFault(fault, c.req.raw, async () => {
      await next();
      return c.res;
    });
  });

  app.get('/v1.0/files', async (c) => {
    const limit = pageNumber(c, 'limit', 50, largestPage);
    const page = pageNumber(c, 'page', 1, 1_000_000);
    const trashed = c.req.query('is_trashed') === '1';
    const all = (await house.library.all())
      .filter((file) => (file.trashed_at !== null) === trashed)
      .reverse();
    const files = all.slice((page - 1) * limit, page * limit);
    const link = (page: number) => ({
      href: `${originOf(c, house)}/v1.0/files?page=${page}&limit=${limit}${trashed ? '&is_trashed=1' : ''}`,
    });
    return c.json({
      _count: all.length,
      _links: {
        self: link(page),
        ...(page > 1 && { prev: link(page - 1) }),
        ...(page * limit < all.length && { next: link(page + 1) }),
      },
      _embedded: { files: files.map((file) => record(c, activeOf(file))) },
    });
  });

  app.get('/v1.0/files/:uuid', async (c) =>
    c.json(record(c, await house.library.get(uuidOf(c)))),
  );

  app.get('/v1.0/files/:uuid/versions', async (c) => {
    const { file } = await house.library.get(uuidOf(c));
    const versions = file.versions.map((version) =>
      record(c, { file, version }),
    );
    return c.json({
      _count: versions.length,
      _embedded: { versions: versions.reverse() },
    });
  });

  app.patch('/v1.0/files/:uuid', async (c) => {
    const found = await house.library.get(uuidOf(c));
    const { name, version_uuid } = asObject(
      await readJson(c.req.raw, bodyLimit),
    );
    if (name === undefined && version_uuid === undefined) {
      throw new Refusal(400, 'Give a name or a version_uuid.');
    }
    if (name !== undefined) {
      if (typeof name !== 'string' || !/^.{1,255}$/su.test(name)) {
        throw new Refusal(400, 'name must be a text of 1 to 255 characters.');
      }
      await house.library.updateVersion(found.version.uuid, (version) => ({
        ...version,
        name,
        updated_at: Math.floor(house.now() / 1000),
      }));
    }
    if (version_uuid !== undefined) {
      const { versions } = found.file;
      if (!versions.some((version) => version.uuid === version_uuid)) {
        throw new Refusal(400, 'version_uuid names no version of this file.');
      }
      await house.library.updateFile(found.file.uuid, (file) => ({
        ...file,
        active: version_uuid as string,
      }));
    }
    return c.json(record(c, await house.library.get(uuidOf(c))));
  });

  const setTrashed = async (
    c: DriveContext,
    trashed: boolean,
  ): Promise<void> => {
    const uuids = uuidList(await readJson(c.req.raw, bodyLimit));
    // All or none: a wrong one in the list must not leave half of it done.
    for (const uuid of uuids) await house.library.get(uuid);
    for (const uuid of uuids) {
      await house.library.updateFile(uuid, (file) => ({
        ...file,
        trashed_at: trashed ? Math.floor(house.now() / 1000) : null,
      }));
    }
  };

  app.delete('/v1.0/files', async (c) => {
    await setTrashed(c, true);
    return c.body(null, 204);
  });

  app.post('/v1.0/files/restore', async (c) => {
    await setTrashed(c, false);
    return c.json({});
  });

  app.get('/download/:uuid/:name?', async (c) => {
    if (house.behaviour.downloads === 'none') {
      throw new Refusal(403, 'Downloads need a session of the CRM.');
    }
    const ranges = house.behaviour.downloads === 'ranges';
    const { file, version } = await house.library.get(uuidOf(c));
    if (file.trashed_at !== null) {
      throw new Refusal(404, 'The file is in the trash.');
    }
    const header = ranges ? c.req.raw.headers.get('range') : null;
    const range = parseRange(header, version.size);
    const fault = house.faults.next('download');
    if (fault) c.env.entry.fault = fault.kind;
    return playFault(fault, c.req.raw, () =>
      deliver(
        house.storage,
        {
          ...version,
          disposition: attachment(joinName(version.name, version.extension)),
        },
        range,
        ranges,
      ),
    );
  });

  app.get('/preview/:uuid/:index{[0-9]}', async (c) => {
    const { version } = await house.library.get(uuidOf(c));
    const preview = version.previews?.[Number(c.req.param('index'))];
    if (!preview) throw new Refusal(404, 'There is no such preview.');
    return deliver(
      house.storage,
      {
        ...preview,
        disposition: attachment(`preview-${preview.width}.webp`),
      },
      undefined,
      false,
    );
  });
}

/** A file by its active version; each file has one. */
export function activeOf(file: StoredFile): Found {
  const version = file.versions.find((each) => each.uuid === file.active);
  if (!version) throw new Error('a file without an active version');
  return { file, version };
}

function pageNumber(
  c: DriveContext,
  name: string,
  fallback: number,
  max: number,
): number {
  const text = c.req.query(name);
  if (text === undefined) return fallback;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > max) {
    throw new Refusal(400, `${name} must be a number from 1 to ${max}.`);
  }
  return number;
}

function asObject(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Refusal(400, 'The body must be a JSON object.');
  }
  return body as Record<string, unknown>;
}

function uuidList(body: unknown): string[] {
  const list = Array.isArray(body) ? body : [];
  const uuids = list.map((item) => (item as { uuid?: unknown } | null)?.uuid);
  if (
    uuids.length === 0 ||
    uuids.length > 500 ||
    !uuids.every((uuid): uuid is string => typeof uuid === 'string')
  ) {
    throw new Refusal(400, 'The body must be a list of {uuid}, 1 to 500.');
  }
  return uuids.map((uuid) => uuid.toLowerCase());
}
