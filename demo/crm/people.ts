/**
 * Who is signed in to the stand-in: users, what they may do, and the cookie that each browser has.
 *
 * Does not know: cards, tokens of integrations.
 */

export interface User {
  readonly id: number;
  readonly name: string;
  readonly role: string;
  /** Whether they may change cards, and files on them. */
  readonly mayEdit: boolean;
  /** Whether they may install widgets. */
  readonly isAdmin: boolean;
}

export const USERS: readonly User[] = [
  {
    ...{ id: 2_718_281, name: 'Ana Duarte', role: 'Administrator' },
    ...{ mayEdit: true, isAdmin: true },
  },
  {
    ...{ id: 2_718_282, name: 'Bruno Keller', role: 'May look, not change' },
    ...{ mayEdit: false, isAdmin: false },
  },
];

const NAME = 'crm_session';

export class People {
  readonly #sessions = new Map<string, User>();

  /** Signs somebody in: the value of a `Set-Cookie`, or nothing where there is no such user. */
  signIn(id: number): string | undefined {
    const user = USERS.find((each) => each.id === id);
    if (user === undefined) return undefined;
    const session = crypto.randomUUID();
    this.#sessions.set(session, user);
    return `${NAME}=${session}; Path=/; HttpOnly; SameSite=Lax`;
  }

  /** The value of the `Set-Cookie` that ends it. */
  signOut(headers: Headers): string {
    this.#sessions.delete(sessionIn(headers));
    return `${NAME}=; Path=/; Max-Age=0`;
  }

  /** Who sent a request with these headers. */
  of(headers: Headers): User | undefined {
    return this.#sessions.get(sessionIn(headers));
  }
}

const sessionIn = (headers: Headers): string => {
  const cookie = headers.get('cookie') ?? '';
  return new RegExp(`(?:^|; )${NAME}=([\\w-]+)`).exec(cookie)?.[1] ?? '';
};
