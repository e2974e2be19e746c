/**
 * The widget's uploads: one queue for each card, whatever the page shows.
 *
 * Knows: that uploads outlive the panel, and that files of one card are of no interest on another one. Does not know:
 * the panel. The pace is the drive's, so that many queues are no faster than one.
 */

import { pageSignals } from '../../src/element/index.js';
import { type FileVersion, UploadQueue } from '../../src/engine/index.js';

/** Told of each file that is on its card. */
type Linked = (type: string, id: number, record: FileVersion) => void;

export class CardQueues {
  readonly #queues = new Map<string, UploadQueue>();
  readonly #linked: Linked;
  readonly #watching = new Set<(key: string) => void>();

  constructor(linked: Linked) {
    this.#linked = linked;
  }

  /** The queue of a card; where a card just got its id, the one that its files wait in. */
  of(key: string): UploadQueue {
    const found = this.#queues.get(key);
    if (found !== undefined) return found;
    const queue = new UploadQueue({ signals: pageSignals });
    queue.subscribe({
      changed: (_, previous, { status, entity, record }) => {
        const isNow = status === 'linked' && previous.status !== 'linked';
        if (isNow && entity && record)
          this.#linked(entity.type, entity.id, record);
      },
    });
    this.#queues.set(key, queue);
    return queue;
  }

  /**
   * A card was saved: what was its queue without an id is its queue with one, also for a panel that shows it already.
   * Where files came to that one meanwhile, both stay as they are, and the earlier ones have no rows.
   */
  rename(from: string, to: string): void {
    const queue = this.#queues.get(from);
    const isTaken = (this.#queues.get(to)?.uploads.length ?? 0) > 0;
    if (queue === undefined || isTaken) return;
    this.#queues.delete(from);
    this.#queues.set(to, queue);
    for (const renamed of this.#watching) renamed(to);
  }

  /** Told of each key whose queue is another one now. Returns how to stop. */
  watch(renamed: (key: string) => void): () => void {
    this.#watching.add(renamed);
    return () => this.#watching.delete(renamed);
  }

  /** Nobody looks at this card any more: a queue without uploads is not kept. */
  left(key: string): void {
    if (this.#queues.get(key)?.uploads.length === 0) this.#queues.delete(key);
  }

  /** The widget was disabled. */
  abort(): void {
    for (const queue of this.#queues.values()) queue.abort();
    this.#queues.clear();
  }
}
