/**
 * Too many requests: 429, and after ten of those within a minute 403 for five minutes, as the vendor blocks an IP
 * address.
 *
 * Knows: addresses and times. Does not know: routes.
 */
import { Refusal } from './refusal.js';

interface Client {
  /** Times of the requests that were let through in the last second. */
  recent: number[];
  /** Times of the refusals of the last minute. */
  refused: number[];
  blockedUntil: number;
}

export class RateLimit {
  readonly #now: () => number;
  #clients = new Map<string, Client>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Throws 429 or 403 when this address asks too often; `perSecond` 0 is no limit. */
  admit(address: string, perSecond: number): void {
    if (perSecond === 0) return;
    const now = this.#now();
    const client = this.#client(address);
    if (client.blockedUntil > now) {
      throw new Refusal(403, 'This address is blocked for some minutes.');
    }
    client.recent = client.recent.filter((time) => time > now - 1000);
    if (client.recent.length < perSecond) {
      client.recent.push(now);
      return;
    }
    client.refused = client.refused.filter((time) => time > now - 60_000);
    client.refused.push(now);
    if (client.refused.length > 10) {
      client.blockedUntil = now + 5 * 60_000;
      client.refused = [];
      throw new Refusal(403, 'This address is blocked for some minutes.');
    }
    throw new Refusal(429, 'Too many requests.', {
      headers: { 'Retry-After': '1' },
    });
  }

  clear(): void {
    this.#clients.clear();
  }

  #client(address: string): Client {
    let client = this.#clients.get(address);
    if (!client) {
      // Bounded: the oldest address is forgotten first.
      const oldest = this.#clients.keys().next();
      if (this.#clients.size >= 10_000 && !oldest.done) {
        this.#clients.delete(oldest.value);
      }
      client = { recent: [], refused: [], blockedUntil: 0 };
      this.#clients.set(address, client);
    }
    return client;
  }
}
