/**
 * Whose file is it? Remembered for 24 hours, by the session that it came with.
 *
 * Knows: which grant opened which session, and with relay which file came of it. Does not know: grants from elsewhere.
 * What nobody can tell is a no.
 */

import type { Admission, Grant } from './grants.js';
import type { Store } from './store/store.js';

const DAY = 24 * 60 * 60;

/** Asks the drive for the session that a file's record names. */
export type AskSession = (
  account: number,
  uuid: string,
) => Promise<number | string | undefined>;

export class Ownership {
  readonly #store: Store;
  readonly #askSession: AskSession | undefined;

  /** `askSession` only without relay: with it the records came through here. */
  constructor(store: Store, askSession: AskSession | undefined) {
    this.#store = store;
    this.#askSession = askSession;
  }

  async sessionOpened(
    { id, account }: Grant,
    session: number | string,
  ): Promise<void> {
    if (id === undefined) return;
    await this.#store.put(`session:${account}:${session}`, id, DAY);
  }

  /** A record came back through the relay. */
  async fileCame(
    { id, account }: Pick<Grant, 'id' | 'account'>,
    uuids: readonly string[],
  ): Promise<void> {
    if (id === undefined) return;
    for (const uuid of uuids)
      await this.#store.put(fileKey(account, uuid), id, DAY);
  }

  async owns(grant: Grant, uuid: string): Promise<boolean> {
    const wanted = uuid.toLowerCase();
    if (grant.fileUuid?.toLowerCase() === wanted) return true;
    const { id, account } = grant;
    if (id === undefined) return false;
    if ((await this.#store.get(fileKey(account, wanted))) === id) return true;
    if (this.#askSession === undefined) return false;
    const session = await this.#askSession(account, wanted);
    return (
      session !== undefined &&
      (await this.#store.get(`session:${account}:${session}`)) === id
    );
  }

  /** Counts a session of a grant; `false` where it has had all of its own. */
  async countFile({ grant }: Admission, now: number): Promise<boolean> {
    if (grant.id === undefined) return true;
    const day = Math.floor(now / 1000 / DAY);
    const opened = await this.#store.increment(
      `files:${day}:${grant.account}:${grant.id}`,
      1,
      2 * DAY,
    );
    return opened <= grant.maxFiles;
  }
}

const fileKey = (account: number, uuid: string) =>
  `file:${account}:${uuid.toLowerCase()}`;
