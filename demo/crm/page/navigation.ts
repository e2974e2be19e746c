/**
 * The bar at the side: where one can go, who is signed in, light or dark.
 *
 * Knows: links. Does not know: what happens when one is followed.
 */
import { make } from './dom.js';
import { type Known, type Place, TITLES } from './place.js';

export interface Navigation {
  readonly node: HTMLElement;
  /** Marks the way that leads to where one is. */
  mark(place: Place): void;
}

export const navigation = ({ user }: Known): Navigation => {
  const to = (path: string, name: string) => make('a', { href: path }, name);
  const links = [
    to('/leads/', TITLES.leads.many),
    to('/contacts/', TITLES.contacts.many),
    to('/companies/', TITLES.companies.many),
    to('/settings/widgets/', 'Integrations'),
  ];
  const theme = make('button', { type: 'button', click: () => paint(!isDark) });
  let isDark = matchMedia('(prefers-color-scheme: dark)').matches;
  const paint = (dark: boolean) => {
    isDark = dark;
    document.documentElement.dataset.colorScheme = dark ? 'dark' : 'light';
    theme.textContent = dark ? 'Light' : 'Dark';
  };
  paint(isDark);
  const node = make(
    'nav',
    { 'aria-label': 'CRM' },
    make('p', { class: 'brand' }, 'CRM', make('small', {}, 'stand-in')),
    ...links,
    make(
      'div',
      { class: 'who' },
      make('strong', {}, user.name),
      make('small', {}, user.role),
      make(
        'form',
        { method: 'post', action: '/ajax/sign-out' },
        make('button', {}, 'Sign out'),
        theme,
      ),
    ),
  );
  return {
    node,
    mark(place) {
      const here =
        place.kind === 'settings' ? '/settings/widgets/' : `/${place.type}/`;
      for (const link of links)
        if (link.getAttribute('href') === here)
          link.setAttribute('aria-current', 'page');
        else link.removeAttribute('aria-current');
    },
  };
};
