/**
 * Who is signed in to the stand-in: users and the cookie that each browser has.
 *
 * Knows: users, and what they may do. Does not know: cards, tokens of integrations.
 */

export interface User {
  readonly id: number;
  readonly name: string;
  /** Whether they may change cards, and files on them. */
  readonly mayEdit: boolean;
  readonly isAdmin: boolean;
}

export const USERS: readonly User[] = [
  { id: 101, name: 'Ana', mayEdit: true, isAdmin: true },
  { id: 102, name: 'Bruno', mayEdit: false, isAdmin: false },
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

  /** Who sent this request. */
  of(request: Request): User | undefined {
    const cookie = request.headers.get('cookie') ?? '';
    const [, session = ''] =
      new RegExp(`(?:^|; )${NAME}=([\\w-]+)`).exec(cookie) ?? [];
    return this.#sessions.get(session);
  }
}
