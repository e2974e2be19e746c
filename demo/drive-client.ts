/**
 * What the page asks of its drive beside uploads: what it holds, and the switches behind `/_control/`.
 *
 * Knows: the drive's routes as any page could, over HTTP. Does not know: uploads (the element sends those), or anything
 * that is shown.
 */
import type { FileVersion } from '../src/engine/index.js';
import type { DrivePlace } from './place.js';

/** A switch's value as JSON carries it. */
export type SwitchValue = number | string | readonly string[];
export type Switches = Readonly<Record<string, SwitchValue>>;

/** What a switch accepts. The drive says it, so that this page cannot know it wrongly. */
export type SwitchRule =
  | { kind: 'number'; min: number; max: number; fallback: number; help: string }
  | {
      kind: 'choice';
      values: readonly string[];
      fallback: string;
      help: string;
    }
  | { kind: 'list'; fallback: readonly string[]; help: string };

/** A fault that the drive is to play. */
export interface Fault {
  readonly on: 'part' | 'session';
  readonly kind: string;
  readonly when?: 'before' | 'within' | 'after';
  readonly status?: number;
  readonly retryAfter?: number;
  readonly skip?: number;
  readonly times?: number;
}

export class DriveError extends Error {
  override readonly name = 'DriveError';
}

export class DriveClient {
  readonly #place: DrivePlace;

  constructor(place: DrivePlace) {
    this.#place = place;
  }

  /** The newest files first, and how many there are in all. */
  async files(
    limit: number,
  ): Promise<{ files: readonly FileVersion[]; count: number }> {
    const list = (await this.#ask(`/v1.0/files?limit=${limit}`)) as {
      _count: number;
      _embedded: { files: FileVersion[] };
    };
    return { files: list._embedded.files, count: list._count };
  }

  async versionCount(uuid: string): Promise<number> {
    const path = `/v1.0/files/${encodeURIComponent(uuid)}/versions`;
    return ((await this.#ask(path)) as { _count: number })._count;
  }

  /** Into the trash, from where it can come back. */
  async trash(uuid: string): Promise<void> {
    await this.#ask('/v1.0/files', 'DELETE', [{ uuid }]);
  }

  async restore(uuid: string): Promise<void> {
    await this.#ask('/v1.0/files/restore', 'POST', [{ uuid }]);
  }

  async switches(): Promise<{
    options: Switches;
    rules: Readonly<Record<string, SwitchRule>>;
  }> {
    return (await this.#ask('/_control/options')) as {
      options: Switches;
      rules: Record<string, SwitchRule>;
    };
  }

  async change(changes: Switches): Promise<Switches> {
    const answer = await this.#ask('/_control/options', 'PUT', changes);
    return (answer as { options: Switches }).options;
  }

  async faults(): Promise<readonly Fault[]> {
    return ((await this.#ask('/_control/faults')) as { faults: Fault[] })
      .faults;
  }

  async addFault(fault: Fault): Promise<readonly Fault[]> {
    const answer = await this.#ask('/_control/faults', 'POST', fault);
    return (answer as { faults: Fault[] }).faults;
  }

  /** Switches, faults and counters as at the start; files stay. */
  async reset(): Promise<Switches> {
    const answer = await this.#ask('/_control/reset', 'POST', {});
    return (answer as { options: Switches }).options;
  }

  async clearFaults(): Promise<void> {
    await this.#ask('/_control/faults', 'DELETE');
  }

  async #ask(path: string, method = 'GET', body?: unknown): Promise<unknown> {
    const headers: Record<string, string> = {
      Authorization: `Bearer ${this.#place.token}`,
    };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    let answer: Response;
    try {
      answer = await fetch(this.#place.url + path, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
    } catch (cause) {
      throw new DriveError(
        'No answer from the drive can be read: it is not running, or its CORS switch hides its answers from this page.',
        { cause },
      );
    }
    const text = await answer.text();
    if (!answer.ok) throw new DriveError(reasonIn(text, answer.status));
    return text === '' ? undefined : JSON.parse(text);
  }
}

/** The drive's own words. */
function reasonIn(text: string, status: number): string {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    if (typeof detail === 'string') return detail;
  } catch {
    // Plain text, as the vendor has it for 401 and 403.
  }
  return text.slice(0, 200).trim() || `The drive answered ${status}.`;
}
