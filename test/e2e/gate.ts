/**
 * Holds requests in front of the drive, so that a journey can look at a state for as long as it wants and no clock
 * decides about it.
 *
 * Knows: that the drive's server hands every request to `handle`. The drive answers as ever, only later; faults and
 * latency are its own.
 */
import type { Drive } from '../../demo/drive/node.js';

export class Gate {
  readonly #drive: Drive;
  readonly #handle: Drive['handle'];
  #waiting = 0;
  #release: (() => void)[] = [];
  #isHeld: ((path: string) => boolean) | undefined;
  #letBy = 0;

  constructor(drive: Drive) {
    this.#drive = drive;
    this.#handle = drive.handle;
    drive.handle = async (request, client) => {
      const isHeld =
        request.method === 'POST' &&
        this.#isHeld?.(new URL(request.url).pathname);
      if (isHeld && this.#letBy > 0) this.#letBy -= 1;
      else if (isHeld) {
        this.#waiting += 1;
        await new Promise<void>((resolve) => {
          this.#release.push(resolve);
          request.signal.addEventListener('abort', () => resolve());
        });
        this.#waiting -= 1;
      }
      return this.#handle.call(drive, request, client);
    };
  }

  /** How many requests stand in front of it; one whose client has gone does not. */
  get waiting(): number {
    return this.#waiting;
  }

  /** From now on these requests wait, after the first few. */
  close(kind: 'sessions' | 'parts', after = 0): void {
    this.#letBy = after;
    this.#isHeld = (path) =>
      path.includes(kind === 'sessions' ? '/v1.0/sessions' : '/upload/');
  }

  /** Lets some of those through that wait. */
  letThrough(count: number): void {
    for (const release of this.#release.splice(0, count)) release();
  }

  open(): void {
    this.#isHeld = undefined;
    this.letThrough(this.#release.length);
  }

  /** The drive as it was. */
  remove(): void {
    this.open();
    this.#drive.handle = this.#handle;
  }
}
