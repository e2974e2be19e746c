/**
 * How much may go through in a day: bytes and requests, for each ticket, client and account.
 *
 * Knows: counters in the store. Does not know: what is uploaded. What is over the limit is taken back from all
 * counters, so that one spent budget does not spend the others.
 */

import type { Admission } from './grants.js';
import type { Budget, Budgets } from './options.js';
import { Problem } from './problem.js';
import type { Store } from './store/store.js';

const DAY = 24 * 60 * 60;

export interface Charge {
  bytes?: number;
  requests?: number;
}

interface Counter {
  key: string;
  by: number;
  limit: number;
}

export class Budgeting {
  readonly #store: Store;
  readonly #budgets: { page: Budgets; user: Budgets };
  readonly #now: () => number;

  constructor(
    store: Store,
    budgets: { page: Budgets; user: Budgets },
    now: () => number,
  ) {
    this.#store = store;
    this.#budgets = budgets;
    this.#now = now;
  }

  /** Counts, or throws 429 with the time until the next day. */
  async charge(
    { grant, kind }: Admission,
    client: string | undefined,
    charge: Charge,
  ): Promise<void> {
    const budgets = this.#budgets[kind];
    await this.#count([
      ...(grant.id === undefined
        ? []
        : this.#counters('ticket', grant.id, budgets.ticket, charge)),
      ...(client === undefined
        ? []
        : this.#counters('client', client, budgets.client, charge)),
      ...this.#counters(
        `account-${kind}`,
        String(grant.account),
        budgets.account,
        charge,
      ),
    ]);
  }

  /** Counts a request of which nobody knows yet who sends it. */
  async chargeClient(client: string | undefined): Promise<void> {
    if (client === undefined) return;
    await this.#count(
      this.#counters('knock', client, this.#budgets.page.client, {
        requests: 1,
      }),
    );
  }

  #counters(
    scope: string,
    who: string,
    budget: Budget,
    { bytes = 0, requests = 0 }: Charge,
  ): Counter[] {
    const day = Math.floor(this.#now() / 1000 / DAY);
    return (
      [
        ['bytes', bytes, budget.bytes],
        ['requests', requests, budget.requests],
      ] as const
    )
      .filter(([, by, limit]) => by > 0 && Number.isFinite(limit))
      .map(([what, by, limit]) => ({
        key: `budget:${day}:${scope}:${what}:${who}`,
        by,
        limit,
      }));
  }

  async #count(counters: readonly Counter[]): Promise<void> {
    const counted: Counter[] = [];
    for (const counter of counters) {
      const { key, by, limit } = counter;
      counted.push(counter);
      if ((await this.#store.increment(key, by, 2 * DAY)) <= limit) continue;
      for (const each of counted)
        await this.#store.increment(each.key, -each.by, 2 * DAY);
      const left = DAY - (Math.floor(this.#now() / 1000) % DAY);
      throw new Problem(
        429,
        'budget-spent',
        'The budget of this day is spent.',
        {
          retryAfter: left,
        },
      );
    }
  }
}
