/**
 * The account's widgets, and the window with a widget's settings.
 *
 * Knows: the manifest's fields, which it draws. Does not know: what a widget makes of them.
 */
import { make } from './dom.js';
import type { WidgetHost } from './widget-host.js';

export type Store = (
  host: WidgetHost,
  change: { active: boolean; settings: Record<string, string> },
) => Promise<void>;

export const settingsView = (
  hosts: readonly WidgetHost[],
  isAdmin: boolean,
  store: Store,
): HTMLElement => {
  const list = make('ul', { class: 'integrations' });
  const draw = () =>
    list.replaceChildren(
      ...hosts.map((host) =>
        make(
          'li',
          { 'data-code': host.info.code },
          make('img', { src: `${host.folder}/images/logo.png`, alt: '' }),
          make(
            'div',
            {},
            make('h2', {}, host.text('widget.name')),
            make('p', {}, host.text('widget.short_description')),
            make(
              'p',
              { class: 'quiet' },
              `Version ${host.info.version} · ${host.info.active ? 'installed' : 'not installed'}`,
            ),
          ),
          isAdmin
            ? make(
                'button',
                { click: () => void openWindow(host, store, draw) },
                host.info.active ? 'Settings' : 'Install',
              )
            : undefined,
        ),
      ),
    );
  draw();
  return make(
    'main',
    { class: 'plain' },
    make('header', {}, make('h1', {}, 'Integrations')),
    isAdmin
      ? undefined
      : make('p', { class: 'quiet' }, 'Only administrators change them.'),
    list,
  );
};

const openWindow = async (
  host: WidgetHost,
  store: Store,
  redraw: () => void,
): Promise<void> => {
  const { code, active, settings, manifest } = host.info;
  const fields = make('div', { class: 'widget_settings_block' });
  for (const [name, field] of Object.entries(manifest.settings ?? {})) {
    const id = `${code}-${name}`;
    const type = field.type === 'pass' ? 'password' : 'text';
    fields.append(
      make('label', { for: id }, host.text(field.name)),
      make('input', { ...{ id, name, type }, value: settings[name] ?? '' }),
    );
  }
  const save = async (isOn: boolean) => {
    const given: Record<string, string> = {};
    for (const field of fields.querySelectorAll<HTMLInputElement>('[name]'))
      given[field.name] = field.value;
    // The widget may say no, and says by itself why.
    if (!host.save(isOn, given)) return;
    await store(host, { active: isOn, settings: given });
    window.close();
    redraw();
  };
  const body = make(
    'div',
    { class: 'modal-body' },
    make('h2', { id: 'settings-title' }, host.text('widget.name')),
    make('p', {}, host.text('widget.description')),
    fields,
    make(
      'footer',
      {},
      make(
        'button',
        { class: 'primary', click: () => void save(true) },
        active ? 'Save' : 'Install',
      ),
      active
        ? make('button', { click: () => void save(false) }, 'Switch off')
        : undefined,
      make('button', { click: () => window.close() }, 'Cancel'),
    ),
  );
  const window = make(
    'dialog',
    {
      'aria-labelledby': 'settings-title',
      close: () => window.remove(),
    },
    body,
  );
  document.body.append(window);
  await host.openSettings(body);
  window.showModal();
};
