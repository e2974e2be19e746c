/**
 * What the CRM's page is told by its server, and how it asks for more.
 *
 * Knows: shapes. Does nothing at import.
 */

export interface KnownUser {
  readonly id: number;
  readonly name: string;
  readonly mayEdit: boolean;
  readonly isAdmin: boolean;
}

export interface Known {
  readonly account: number;
  readonly user: KnownUser;
}

/** A widget of the account. */
export interface WidgetInfo {
  readonly code: string;
  readonly version: string;
  readonly integration: string;
  readonly active: boolean;
  readonly settings: Record<string, string>;
}

/** `/leads/detail/1`, `/leads/add/`, `/settings/widgets/`. */
export interface Place {
  readonly area: 'leads' | 'contacts' | 'companies' | 'settings';
  /** 0 for a card that was never saved. */
  readonly id: number;
}

export const placeOf = (path: string): Place => {
  const [, area, id] =
    /^\/(leads|contacts|companies)\/(?:detail\/(\d+)|add)\/?$/.exec(path) ?? [];
  return area === undefined
    ? { area: 'settings', id: 0 }
    : { area: area as Place['area'], id: Number(id ?? 0) };
};

export const readKnown = (): Known =>
  JSON.parse(document.getElementById('known')?.textContent ?? '{}');

export const getJson = async <T>(url: string): Promise<T> => {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
};

/** The markup's shorthand: an element with properties and children. */
export const make = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Record<string, unknown> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given))
    if (typeof value === 'function')
      element.addEventListener(name, value as EventListener);
    else if (value !== undefined && value !== false)
      element.setAttribute(name, String(value));
  element.append(...children);
  return element;
};
