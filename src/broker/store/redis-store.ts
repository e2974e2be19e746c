/**
 * A store in Redis, or in its cluster: many instances share it.
 *
 * Knows: five commands, as the client of the packages `redis` and `@redis/client` offers them. The client is given, and
 * with it address, password and TLS. Each command touches one key, so that a cluster can place it anywhere.
 */

import type { Store } from './store.js';

/** What is needed of a client, or of a cluster's client. */
export interface RedisClient {
  get(key: string): Promise<string | null | object>;
  set(
    key: string,
    value: string,
    options: {
      expiration: { type: 'EX'; value: number };
      condition?: 'NX';
    },
  ): Promise<string | null | object>;
  del(key: string): Promise<unknown>;
  eval(
    script: string,
    options: { keys: string[]; arguments: string[] },
  ): Promise<unknown>;
}

/** One step on the server: a key that ran out between two commands would never end again. */
const INCREMENT = `
local sum = redis.call('INCRBY', KEYS[1], ARGV[1])
if redis.call('TTL', KEYS[1]) < 0 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
return sum`;

/** A store in Redis or its cluster, by a client that is connected already. */
export const redisStore = (
  client: RedisClient,
  {
    prefix = 'kommo-uploader:',
  }: {
    /** Stands before each key, for a Redis that others use too. */
    prefix?: string;
  } = {},
): Store => {
  const seconds = (ttl: number) => ({
    expiration: { type: 'EX' as const, value: Math.max(1, Math.ceil(ttl)) },
  });
  return {
    isShared: true,
    async get(key) {
      const value = await client.get(prefix + key);
      return typeof value === 'string' ? value : undefined;
    },
    async put(key, value, ttl) {
      await client.set(prefix + key, value, seconds(ttl));
    },
    async putIfAbsent(key, value, ttl) {
      const answer = await client.set(prefix + key, value, {
        ...seconds(ttl),
        condition: 'NX',
      });
      return answer === 'OK';
    },
    async increment(key, by, ttl) {
      const sum = await client.eval(INCREMENT, {
        keys: [prefix + key],
        arguments: [String(by), String(Math.max(1, Math.ceil(ttl)))],
      });
      return Number(sum);
    },
    async remove(key) {
      await client.del(prefix + key);
    },
  };
};
