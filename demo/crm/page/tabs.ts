/**
 * Tabs, as the pattern for them has it: one stop for Tab, arrows between them.
 *
 * Does not know: what a tab shows.
 */
import { make } from './dom.js';

export interface Tab {
  readonly name: string;
  readonly content: Node;
}

export interface Tabs {
  readonly list: HTMLElement;
  readonly panel: HTMLElement;
  /** A number beside a tab's name; 0 for none. */
  count(name: string, count: number): void;
}

export const tabsOf = (label: string, tabs: readonly Tab[]): Tabs => {
  const panel = make('div', { role: 'tabpanel', id: 'panel', tabindex: 0 });
  const counts = tabs.map(() => make('span', { class: 'count' }));
  const buttons = tabs.map(({ name }, at) =>
    make(
      'button',
      {
        ...{ role: 'tab', id: `tab-${at}`, 'aria-controls': 'panel' },
        click: () => open(at),
      },
      name,
      counts[at],
    ),
  );
  const open = (chosen: number) => {
    for (const [at, button] of buttons.entries()) {
      button.setAttribute('aria-selected', String(at === chosen));
      button.tabIndex = at === chosen ? 0 : -1;
    }
    panel.setAttribute('aria-labelledby', `tab-${chosen}`);
    panel.replaceChildren(tabs[chosen]?.content ?? '');
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    if (by === undefined || at < 0) return;
    const next = (at + by + buttons.length) % buttons.length;
    open(next);
    buttons[next]?.focus();
  };
  open(0);
  return {
    list: make(
      'div',
      { role: 'tablist', 'aria-label': label, keydown: step },
      ...buttons,
    ),
    panel,
    count(name, count) {
      const shown = counts[tabs.findIndex((tab) => tab.name === name)];
      if (shown) shown.textContent = count > 0 ? String(count) : '';
    },
  };
};
