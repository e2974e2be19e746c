/**
 * Tickets of the broker: one for all files of a drop, a new one where the broker takes it no more.
 *
 * Knows: the broker's `/ticket` and the CRM's way to ask there. Does not know: files. A ticket is in no message.
 */

import type { TokenRequest } from '../../src/engine/index.js';
import type { WidgetSelf } from './crm.js';

/** A ticket this close to its end, in milliseconds, is not given to a file any more. */
const MARGIN = 30_000;

interface Ticket {
  readonly value: string;
  readonly until: number;
}

/** Asks the broker once. Throws the answer's status and code, and nothing else of it. */
export const askForTicket = (
  self: WidgetSelf,
  broker: string,
): Promise<Ticket> =>
  new Promise((resolve, reject) => {
    const request = { url: `${broker}/ticket`, method: 'POST' } as const;
    self.$authorizedAjax({ ...request, dataType: 'json' }).then(
      (answer) => {
        const { ticket, expires_in } = (answer ?? {}) as Record<
          string,
          unknown
        >;
        const seconds = Number(expires_in);
        if (typeof ticket === 'string' && seconds > 0)
          resolve({ value: ticket, until: Date.now() + seconds * 1000 });
        else reject(new TicketError(200, 'bad-response'));
      },
      ({ status = 0, responseJSON }) => {
        const { code } = (responseJSON ?? {}) as { code?: unknown };
        reject(new TicketError(status, typeof code === 'string' ? code : ''));
      },
    );
  });

/** That there is no ticket, and why, as far as the broker says. */
export class TicketError extends Error {
  constructor(
    /** 0 where no answer came. */
    readonly status: number,
    readonly code: string,
  ) {
    super(`No ticket: ${status} ${code}`.trim());
    this.name = 'TicketError';
  }

  /** Whether the next try may well succeed: no network, too much at once, or a server that is not ready. */
  get isPassing(): boolean {
    return [0, 408, 425, 429].includes(this.status) || this.status >= 500;
  }
}

/** `accessToken` for the files of one drop. */
export const ticketsOfDrop = (
  ask: () => Promise<Ticket>,
): ((request: TokenRequest) => Promise<string>) => {
  let asked: Promise<Ticket> | undefined;
  return async ({ refused }) => {
    const before = asked;
    const kept = await before?.catch(() => undefined);
    const isGood =
      kept !== undefined &&
      kept.value !== refused &&
      kept.until - MARGIN > Date.now();
    // Many files find out together: only the first of them asks.
    if (!isGood && asked === before) asked = ask();
    try {
      return (await (asked ?? ask())).value;
    } catch (error) {
      // Said as a failed `fetch` would be: the file waits, and asks again.
      if (error instanceof TicketError && error.isPassing)
        throw new DOMException(error.message, 'NetworkError');
      throw error;
    }
  };
};
