/**
 * The drive's own switches over HTTP, for the demo's fault panel and for tests.
 *
 * Knows: who may use them: pages of this computer only, with the access token, unless the drive is open. Everything is
 * under `/_control/`, which the vendor does not have. Does not know: what a switch does.
 */
import type { Hono } from 'hono';
import { readJson } from './body.js';
import { type DriveEnv, type House, requireBearer } from './context.js';
import { isLocalOrigin } from './cors.js';
import { checkRule, type Faults } from './faults.js';
import type { Journal } from './journal.js';
import { type Behaviour, behaviourRules, OptionError } from './options.js';
import { Refusal } from './refusal.js';

const bodyLimit = 16 * 1024;

/** What can be turned from here. */
export interface Controls {
  readonly behaviour: Readonly<Behaviour>;
  readonly faults: Faults;
  readonly journal: Journal;
  set(changes: Partial<Behaviour>): void;
  reset(): void;
}

export function controlRoutes(
  app: Hono<DriveEnv>,
  house: House,
  drive: Controls,
): void {
  app.use('/_control/*', async (c, next) => {
    const origin = c.req.header('origin');
    // Any page may send a simple request to an open drive: refuse it here.
    if (origin !== undefined && !isLocalOrigin(origin)) {
      throw new Refusal(403, 'The control routes are for local pages.');
    }
    await requireBearer(c, house);
    await next();
  });

  app.get('/_control/options', (c) =>
    c.json({ options: drive.behaviour, rules: behaviourRules }),
  );
  app.put('/_control/options', async (c) => {
    const changes = await readJson(c.req.raw, bodyLimit);
    explain(() => drive.set(changes as Partial<Behaviour>));
    return c.json({ options: drive.behaviour });
  });
  app.get('/_control/faults', (c) => c.json({ faults: drive.faults.pending }));
  app.post('/_control/faults', async (c) => {
    const body = await readJson(c.req.raw, bodyLimit);
    // All or none of a list.
    const rules = explain(() =>
      (Array.isArray(body) ? body : [body]).map(checkRule),
    );
    for (const rule of rules) drive.faults.add(rule);
    return c.json({ faults: drive.faults.pending }, 201);
  });
  app.delete('/_control/faults', (c) => {
    drive.faults.clear();
    return c.body(null, 204);
  });
  app.get('/_control/journal', (c) =>
    c.json({ counts: drive.journal.counts, entries: drive.journal.entries }),
  );
  app.delete('/_control/journal', (c) => {
    drive.journal.clear();
    return c.body(null, 204);
  });
  app.post('/_control/reset', (c) => {
    drive.reset();
    return c.json({ options: drive.behaviour });
  });
}

function explain<T>(task: () => T): T {
  try {
    return task();
  } catch (error) {
    if (error instanceof OptionError)
      throw new Refusal(400, `${error.message}.`);
    throw error;
  }
}
