/**
 * The list of widgets, and the window with a widget's settings.
 *
 * Knows: the manifest's fields, which it draws. Does not know: what a widget makes of them.
 */

import { make } from './known.js';
import type { WidgetHost } from './widget-host.js';

interface Manifest {
  settings?: Record<string, { name: string; type: string }>;
}

export const settingsView = (
  hosts: readonly WidgetHost[],
  saved: (
    host: WidgetHost,
    change: { active: boolean; settings: Record<string, string> },
  ) => Promise<void>,
): HTMLElement =>
  make(
    'main',
    { class: 'card' },
    make('header', {}, make('h1', {}, 'Installed integrations')),
    ...hosts.map((host) => {
      const item = make('section', { 'data-code': host.info.code });
      const draw = () =>
        item.replaceChildren(
          make('h2', {}, `${host.text('widget.name')} ${host.info.version}`),
          make('p', { class: 'quiet' }, host.text('widget.short_description')),
          make(
            'button',
            { click: () => void openModal(item, host, saved, draw) },
            'Settings',
          ),
        );
      draw();
      return item;
    }),
  );

const openModal = async (
  item: HTMLElement,
  host: WidgetHost,
  saved: Parameters<typeof settingsView>[1],
  close: () => void,
): Promise<void> => {
  const answer = await fetch(`${host.folder}/manifest.json`);
  const { settings = {} }: Manifest = await answer.json();
  const form = make('div', { class: 'widget_settings_block' });
  for (const [name, { name: key }] of Object.entries(settings)) {
    const id = `field-${host.info.code}-${name}`;
    form.append(
      make('label', { for: id }, host.text(key)),
      make('input', { name, id, value: host.settings[name] ?? '' }),
    );
  }
  const store = async (active: boolean) => {
    const fields: Record<string, string> = {};
    for (const field of form.querySelectorAll<HTMLInputElement>('[name]'))
      fields[field.name] = field.value;
    if (!host.save(active, fields)) return;
    await saved(host, { active, settings: fields });
    close();
  };
  const modal = make(
    'div',
    { class: 'modal', role: 'dialog', 'aria-label': host.text('widget.name') },
    make('h2', {}, host.text('widget.name')),
    make('p', {}, host.text('widget.description')),
    form,
    make(
      'footer',
      {},
      make('button', { click: () => void store(true) }, 'Save'),
      make('button', { click: () => void store(false) }, 'Disable'),
    ),
  );
  item.replaceChildren(modal);
  host.openSettings(modal);
};
