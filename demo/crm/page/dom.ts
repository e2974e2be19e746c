/**
 * Shorthand of the page's modules: an element with what belongs to it, and a question to the server.
 *
 * Does not know: what is shown or asked.
 */

/** An element with attributes, listeners (functions) and children; what is `undefined` is left out. */
export const make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Readonly<Record<string, unknown>> = {},
  ...children: readonly (Node | string | undefined)[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given))
    if (typeof value === 'function')
      element.addEventListener(name, value as EventListener);
    else if (value !== undefined) element.setAttribute(name, String(value));
  element.append(...children.filter((each) => each !== undefined));
  return element;
};

/** The answer's JSON; with a body it is a POST. Throws where the answer is a no. */
export const ask = async <T>(path: string, body?: unknown): Promise<T> => {
  const answer = await fetch(
    path,
    body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        },
  );
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
};
