/**
 * What the broker needs to remember things: a port of five.
 *
 * Knows: the promises of a store. Does not know: where it keeps anything. Two of the five are atomic, which is why a
 * general key-value wrapper is not enough: of two instances that ask at once, one gets `true`, and each its own count.
 */

export interface Store {
  /**
   * Whether several instances can share it. With one that cannot, the broker starts only when it is told that it is
   * alone (`singleInstance`).
   */
  readonly isShared: boolean;
  get(key: string): Promise<string | undefined>;
  /** Times to live are in seconds. */
  put(key: string, value: string, ttl: number): Promise<void>;
  /** Whether the value was put: `false` where there is one already. Atomic. */
  putIfAbsent(key: string, value: string, ttl: number): Promise<boolean>;
  /** The sum after adding `by`; the time to live counts from the first. Atomic. */
  increment(key: string, by: number, ttl: number): Promise<number>;
  remove(key: string): Promise<void>;
}
