/**
 * "Check connection": whether this account's CRM reaches the broker, and if not, why.
 *
 * Knows: what can stand between the two, in the order in which it shows. Does not know: words; it gives their keys.
 */

import type { WidgetSelf } from './crm.js';
import { askForTicket, TicketError } from './tickets.js';

/** Keys of the widget's own texts. */
export type Finding =
  | 'connected'
  | 'noAddress'
  | 'notSecure'
  | 'unreachable'
  | 'notAllowed'
  | 'notReady'
  | 'noBroker'
  | 'wrongIntegration'
  | 'wrongAccount'
  | 'brokerFailed';

/** The broker's address as it is used: without a slash at its end; nothing where it is none. */
export const brokerOf = (asked: unknown): string | undefined => {
  try {
    const { protocol, origin, pathname, username, search, hash } = new URL(
      String(asked ?? '').trim(),
    );
    if (!/^https?:$/.test(protocol) || username || search || hash)
      return undefined;
    return origin + pathname.replace(/\/+$/, '');
  } catch {
    return undefined;
  }
};

const isHere = (broker: string): boolean =>
  /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(broker).hostname);

export const checkConnection = async (
  self: WidgetSelf,
  asked: unknown,
): Promise<Finding> => {
  const broker = brokerOf(asked);
  if (broker === undefined) return 'noAddress';
  if (!broker.startsWith('https:') && !isHere(broker)) return 'notSecure';
  const health = `${broker}/healthz`;
  // An answer that cannot be read is one all the same: then only the list of origins is in the way.
  const answer = await fetch(health).catch(() => undefined);
  if (answer === undefined) {
    const isThere = await fetch(health, { mode: 'no-cors' }).then(
      () => true,
      () => false,
    );
    if (!isThere) return 'unreachable';
  } else if (answer.status === 503) return 'notReady';
  else if (!answer.ok) return 'noBroker';
  try {
    await askForTicket(self, broker);
    return 'connected';
  } catch (error) {
    return error instanceof TicketError
      ? findingOf(error, answer === undefined)
      : 'brokerFailed';
  }
};

const findingOf = (
  { status, code }: TicketError,
  isHidden: boolean,
): Finding => {
  if (status === 0 || code === 'forbidden-origin')
    return isHidden || code ? 'notAllowed' : 'unreachable';
  if (status === 401) return 'wrongIntegration';
  if (status === 403) return 'wrongAccount';
  if (status === 404) return 'noBroker';
  return status === 503 ? 'notReady' : 'brokerFailed';
};
