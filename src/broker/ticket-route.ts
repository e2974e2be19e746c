/**
 * `POST /ticket`: a widget's one-time token becomes a page ticket, good for its origin and a few minutes.
 *
 * Knows: the answer's shape. Does not know: how tokens and tickets are made.
 */

import type { Hono } from 'hono';
import { admit, widgetToken } from './authorize.js';
import type { BrokerEnv, House } from './house.js';
import { Problem } from './problem.js';
import { sealTicket } from './tickets.js';

export function ticketRoutes(app: Hono<BrokerEnv>, house: House): void {
  app.post('/ticket', async (c) => {
    c.env.visit.route = 'ticket';
    const client = house.options.clientAddress(c.req.raw);
    await house.budgets.chargeClient(client);
    const origin = c.req.header('origin');
    if (origin === undefined)
      throw new Problem(403, 'forbidden-origin', 'Only a page may ask this.');
    const admission = await admit(house, c.req.raw, widgetToken());
    const { grant } = admission;
    c.env.visit.account = grant.account;
    await house.budgets.charge(admission, client, { requests: 1 });
    const { lifetime } = house.options.widget;
    const ticket = await sealTicket(
      house.seals,
      grant,
      { origin, lifetime },
      house.now(),
    );
    c.header('Cache-Control', 'no-store');
    return c.json({ ticket, expires_in: lifetime });
  });
}
