/**
 * Finished files become files of a card: gathered for a moment, and sent together.
 *
 * Knows: the requests to a card, and how many of them a page may make. Does not know: when to try again (`trying.ts`),
 * or uploads. The CRM blocks whoever asks too often, and it is asked by other code of the page as well.
 */

import { filesIn } from './card.js';
import { type Clock, delay } from './pauser.js';
import { type Answer, ask, type Wire } from './wire.js';

/** Milliseconds in which links of one card come together. */
const GATHER = 500;
/** Files in one request. */
const MOST = 50;
/** Milliseconds between two requests of this page: four a second at most. */
const SPACING = 250;
/** Answers about what was asked for: one file among them may be the only one that is not wanted. */
const ABOUT_FILES = [400, 404, 409, 413, 422];

/** Where files are linked, and as whom. */
export interface Card {
  readonly url: string;
  readonly withCredentials: boolean;
  /** What the batch is gathered by beside its address: links of different people never travel together. */
  readonly identity: unknown;
  readonly bearer: () => Promise<string | undefined>;
}

interface Member {
  readonly uuid: string;
  readonly settle: (answer: Promise<Answer> | Answer) => void;
}

interface Batch {
  readonly card: Card;
  readonly members: Set<Member>;
  readonly cut: AbortController;
  /** Whether one of them was asked for before: it may be there already. */
  isAgain: boolean;
}

/** What a page links: files of one moment travel together, and all of them keep to one rate. */
export class Links {
  #gathering: Batch[] = [];
  #freeAt = 0;

  /**
   * Links a file with the others of this moment. `isAgain`: it was tried before, so the card is asked first whether it
   * has the file.
   */
  link(
    uuid: string,
    card: Card,
    wire: Wire,
    isAgain: boolean,
  ): Promise<Answer> {
    const { signal } = wire;
    const batch = this.#batchFor(card, wire);
    batch.isAgain ||= isAgain;
    return new Promise((resolve, reject) => {
      const member: Member = {
        uuid,
        settle: (answer) => {
          signal.removeEventListener('abort', leave);
          resolve(answer);
        },
      };
      const leave = () => {
        batch.members.delete(member);
        if (batch.members.size === 0) {
          this.#close(batch);
          batch.cut.abort();
        }
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      batch.members.add(member);
      if (batch.members.size === MOST) this.#close(batch);
    });
  }

  #batchFor(card: Card, wire: Wire): Batch {
    const { url, identity, withCredentials } = card;
    const found = this.#gathering.find(
      ({ card: other }) =>
        other.url === url &&
        other.identity === identity &&
        other.withCredentials === withCredentials,
    );
    if (found !== undefined) return found;
    const batch: Batch = {
      card,
      members: new Set(),
      cut: new AbortController(),
      isAgain: false,
    };
    this.#gathering.push(batch);
    wire.clock.setTimeout(() => {
      this.#close(batch);
      void this.#send(batch, { ...wire, signal: batch.cut.signal });
    }, GATHER);
    return batch;
  }

  /** Who comes later goes with the next one. */
  #close(batch: Batch): void {
    this.#gathering = this.#gathering.filter((each) => each !== batch);
  }

  async #send(batch: Batch, wire: Wire): Promise<void> {
    const members = [...batch.members];
    try {
      const rest = batch.isAgain
        ? await this.#ask(batch.card, members, wire)
        : members;
      await this.#put(batch.card, rest, wire);
    } catch (error) {
      const failed = Promise.reject(error);
      // Who left in the meantime hears of it no more.
      failed.catch(() => {});
      for (const member of members) member.settle(failed);
    }
  }

  /** Settles those that the card has already, or all where it cannot be asked now; gives the others. */
  async #ask(
    card: Card,
    members: readonly Member[],
    wire: Wire,
  ): Promise<readonly Member[]> {
    let there: ReadonlySet<string> = new Set();
    const answer = await this.#request(
      card,
      wire,
      { method: 'GET' },
      (body) => {
        there = filesIn(body);
      },
    );
    // Where a card may be written but not read, the file is linked a second time, which changes nothing.
    const isLater =
      answer.kind === 'none' ||
      (answer.kind === 'refused' && !ABOUT_FILES.includes(answer.status));
    for (const { uuid, settle } of members)
      if (isLater) settle(answer);
      else if (there.has(uuid)) settle({ kind: 'linked' });
    return isLater ? [] : members.filter(({ uuid }) => !there.has(uuid));
  }

  async #put(
    card: Card,
    members: readonly Member[],
    wire: Wire,
  ): Promise<void> {
    if (members.length === 0) return;
    const body = JSON.stringify(
      members.map(({ uuid }) => ({ file_uuid: uuid })),
    );
    const answer = await this.#request(card, wire, { method: 'PUT', body });
    const isAboutOne =
      answer.kind === 'refused' && ABOUT_FILES.includes(answer.status);
    if (isAboutOne && members.length > 1)
      for (const member of members) await this.#put(card, [member], wire);
    else for (const { settle } of members) settle(answer);
  }

  async #request(
    { url, bearer, withCredentials }: Card,
    wire: Wire,
    { method, body }: { method: string; body?: string },
    read: (body: unknown) => void = () => {},
  ): Promise<Answer> {
    await this.#turn(wire);
    const recognise = (answer: unknown): Answer => {
      read(answer);
      return { kind: 'linked' };
    };
    return ask(wire, recognise, async (signal) => {
      const token = await bearer();
      return wire.fetch(url, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body }),
        credentials: withCredentials ? 'include' : 'same-origin',
        redirect: 'manual',
        signal,
      });
    });
  }

  async #turn({ clock, signal }: { clock: Clock; signal: AbortSignal }) {
    const now = clock.now();
    const at = Math.max(now, this.#freeAt);
    this.#freeAt = at + SPACING;
    if (at > now) await delay(at - now, { clock, signal });
  }
}

/** All links of this page. */
export const pageLinks = new Links();
