/**
 * When a card that was never saved gets its id.
 *
 * Knows: that the CRM tells nobody, and that nobody has written down whether the card on the page becomes the saved one
 * or gives way to it. Does not know: files. Another card that happens to be opened next is never taken for it.
 */

import type { Card } from './card.js';
import { app } from './crm.js';

/** Milliseconds between two looks. */
const LOOK = 500;
/** Milliseconds in which a card that was saved is shown again. */
const PATIENCE = 10_000;

/** Resolves with the id once the card has one; rejected with `reason` where it is left before. */
export const savedId = async (
  { type, shown }: Card,
  { reason }: { reason: Error },
): Promise<number> => {
  const openedAt = Date.now();
  let leftAt: number | undefined;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK));
    const id = Number((shown as { id?: unknown }).id);
    // Saved and left at once is saved.
    if (id > 0) return id;
    const now = app().data?.current_card;
    if (now === shown) continue;
    leftAt ??= Date.now();
    if (now) {
      const next = Number(now.id);
      const isIt = next > 0 && (await isMadeSince(type, next, openedAt));
      if (isIt) return next;
      throw reason;
    }
    if (Date.now() - leftAt > PATIENCE) throw reason;
  }
};

/** Whether this person made a card after the empty one was opened, by the CRM's own clock. */
const isMadeSince = async (
  type: string,
  id: number,
  openedAt: number,
): Promise<boolean> => {
  try {
    const answer = await fetch(`/api/v4/${type}/${id}`);
    const { created_at, created_by } = (await answer.json()) as Record<
      string,
      unknown
    >;
    const age =
      Date.parse(answer.headers.get('Date') ?? '') - Number(created_at) * 1000;
    const isTheirs =
      created_by !== undefined && created_by === app().constant?.('user')?.id;
    return answer.ok && isTheirs && age <= Date.now() - openedAt;
  } catch {
    return false;
  }
};
