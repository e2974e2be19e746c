/**
 * The question of who may, asked and judged.
 *
 * Knows: the host application's `authorize`, and the two that are ready. Does not know: routes. Whatever it gives is
 * checked; whatever it throws, and silence for 10 seconds, is a no.
 */

import {
  type Admission,
  type Authorize,
  type Doorman,
  faultsOf,
  type Grant,
  kindOf,
  markAsUser,
} from './grants.js';
import type { House } from './house.js';
import { Problem } from './problem.js';
import { readTicket } from './tickets.js';
import { readWidgetToken } from './widget-token.js';

/** Lets a widget in by the CRM's one-time token in `X-Auth-Token`. */
export const widgetToken = (): Authorize => (request, doorman) =>
  doorman.widgetToken(request);

/** Lets a page in by a ticket of `issueTicket`, as a Bearer. */
export const pageTicket = (): Authorize => (request, doorman) =>
  doorman.pageTicket(request);

/** Lets in whom the first of several lets in. */
export const anyOf =
  (...ways: readonly Authorize[]): Authorize =>
  async (request, doorman) => {
    for (const way of ways) {
      const grant = await way(request, doorman);
      if (grant !== null) return grant;
    }
    return null;
  };

export const doormanOf = (house: House): Doorman => ({
  pageTicket: (request) => readTicket(house.seals, request),
  async widgetToken(request) {
    const { options, now } = house;
    const user = await readWidgetToken(
      { ...options, store: house.store, now, hosts: house.hosts },
      request,
    );
    if (user === null) return null;
    const { maxFileSize, maxFiles, types, lifetime } = options.widget;
    return markAsUser({
      account: user.account,
      id: `user:${user.account}:${user.user}`,
      maxFileSize,
      maxFiles,
      types,
      expires: now() + lifetime * 1000,
      createdBy: { id: user.user, type: 'user' },
    });
  },
});

/** Asks `authorize`, or another way in that a route has. 401 without a grant, 403 for everything that went wrong. */
export const admit = async (
  house: House,
  request: Request,
  authorize: Authorize = house.options.authorize,
): Promise<Admission> => {
  const headers = new Headers(request.headers);
  if (!house.options.credentials) headers.delete('Cookie');
  const asked = new Request(request.url, { method: request.method, headers });
  let grant: Grant | null;
  try {
    grant = await withinTime(
      Promise.resolve().then(() => authorize(asked, house.doorman)),
      house.options.limits.authorizeMs,
    );
  } catch (error) {
    house.log.trouble('authorize-failed', error);
    throw new Problem(403, 'forbidden', 'Nobody could say whether you may.');
  }
  if (grant === null || grant === undefined)
    throw new Problem(
      401,
      'unauthorized',
      'The ticket is missing, not valid or over.',
    );
  const faults = faultsOf(grant);
  if (faults.length > 0) {
    house.log.trouble('bad-grant', undefined, { fields: faults.join(' ') });
    throw new Problem(403, 'forbidden', 'Nobody could say what you may.');
  }
  if (!house.options.accounts.some(({ id }) => id === grant.account))
    throw new Problem(403, 'forbidden', 'This account is not served here.');
  if (grant.expires <= house.now())
    throw new Problem(401, 'unauthorized', 'The permission is over.');
  return { grant, kind: kindOf(grant) };
};

const withinTime = <T>(promise: Promise<T>, milliseconds: number): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error('no answer in time')),
      milliseconds,
    );
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
