/**
 * One upload's place at its drive.
 *
 * Knows: whether it has one, and that it is lent while its last part travels, so that the next file's session is open
 * when that part is answered. Does not know: who comes next.
 */

import type { Pace } from './pace.js';

export class Place {
  readonly pace: Pace;
  #state: 'none' | 'taken' | 'lent' = 'none';

  constructor(pace: Pace) {
    this.pace = pace;
  }

  /** Takes it, where one is free for an upload that wants so many parts to travel at once. */
  enter(asked: number | undefined): boolean {
    if (!this.pace.enter(asked)) return false;
    this.#state = 'taken';
    return true;
  }

  /** The last part is on its way: the next one may come in. */
  lend(): void {
    if (this.#state !== 'taken') return;
    this.#state = 'lent';
    this.pace.leave();
  }

  /** It is answered: what there may be left to do counts again, whoever came in. */
  takeBack(): void {
    if (this.#state !== 'lent') return;
    this.#state = 'taken';
    this.pace.comeBack();
  }

  leave(): void {
    const wasTaken = this.#state === 'taken';
    this.#state = 'none';
    if (wasTaken) this.pace.leave();
  }
}
