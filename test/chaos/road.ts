/**
 * The road to a drive that listens on a port: what happens to a request before the drive has it, and to its answer.
 *
 * Knows: that the drive's server hands every request to `handle`. The drive's own faults are its own; here requests are
 * held, lost or brought too late, and somebody does something while one is held. Does not know: browsers.
 */

import type { Drive } from '../../demo/drive/node.js';
import type { Deed, Schedule } from './schedule.js';

export class Road {
  /** Line faults that were met, by kind. */
  readonly met: Record<string, number> = {};
  /** How often each address got a POST. */
  readonly posts = new Map<string, number>();
  cameLate = false;
  readonly #handle: Drive['handle'];
  readonly #line: Schedule['line'];
  readonly #due: Deed[];
  readonly #act: (deed: Deed) => Promise<void>;
  #requests = -1;
  #posts = 0;
  #late: (() => Promise<unknown>) | undefined;

  constructor(
    drive: Drive,
    { line, deeds }: Schedule,
    options: {
      /** Does what is due, while a request or its answer is held. */
      act: (deed: Deed) => Promise<void>;
      /** Whether connections are kept: on one that was kept a browser sends a POST again by itself, and says nothing. */
      isKept: boolean;
    },
  ) {
    this.#handle = drive.handle.bind(drive);
    this.#line = line;
    this.#due = [...deeds];
    this.#act = options.act;
    drive.handle = async (request, client) => {
      const answer = await this.#pass(request, client);
      if (!options.isKept) answer.headers.set('Connection', 'close');
      return answer;
    };
  }

  async #pass(
    ...[request, client]: Parameters<Drive['handle']>
  ): Promise<Response> {
    if (request.method === 'OPTIONS') return this.#handle(request, client);
    this.#requests += 1;
    const trouble = this.#line.find(({ at }) => at === this.#requests);
    const deed = request.method === 'POST' ? this.#deed(request) : undefined;
    if (deed?.unread === false) await this.#act(deed);
    if (trouble !== undefined) await this.#lose(trouble, request, client);
    const answer = await this.#handle(request, client);
    await this.#bringLate();
    if (deed?.unread) await this.#act(deed);
    return answer;
  }

  #deed({ url }: Request): Deed | undefined {
    this.#posts += 1;
    this.posts.set(url, (this.posts.get(url) ?? 0) + 1);
    const due = this.#due.findIndex(({ after }) => this.#posts >= after);
    return due === -1 ? undefined : this.#due.splice(due, 1)[0];
  }

  /** Nobody answers: ends when the browser gives the request up. */
  async #lose(
    { kind }: Schedule['line'][number],
    ...[request, client]: Parameters<Drive['handle']>
  ): Promise<void> {
    this.met[kind] = (this.met[kind] ?? 0) + 1;
    // A copy of its own, which nobody gives up.
    const { url, method, headers } = request;
    const body = method === 'POST' ? await request.arrayBuffer() : null;
    const send = () =>
      this.#handle(new Request(url, { method, headers, body }), client);
    if (kind === 'silent-after') await send().catch(() => {});
    if (!request.signal.aborted)
      await new Promise((resolve) => {
        request.signal.addEventListener('abort', resolve, { once: true });
      });
    if (kind === 'overtaken') this.#late = send;
    throw request.signal.reason;
  }

  async #bringLate(): Promise<void> {
    const late = this.#late;
    if (late === undefined) return;
    this.#late = undefined;
    this.cameLate = true;
    await late().catch(() => {});
  }
}
