/**
 * Asks before the page is left while something in it would be lost.
 *
 * Knows: the window's question, and who wants it asked. Does not know: uploads. Listens only while somebody wants it: a
 * page with such a listener is not kept for a quick way back. Browsers ask in their own words, and only in a page that
 * the person has touched; however many want it, they ask once.
 */

const wanted = new Set<object>();

const ask = (event: BeforeUnloadEvent): void => {
  event.preventDefault();
  // What older browsers heed instead.
  event.returnValue = true;
};

/** From now on somebody wants the question asked, or does not want it any more. */
export const guardLeaving = (by: object, isWanted: boolean): void => {
  if (isWanted) wanted.add(by);
  else wanted.delete(by);
  // The same listener is there once at most.
  if (wanted.size > 0) window.addEventListener('beforeunload', ask);
  else window.removeEventListener('beforeunload', ask);
};
