/**
 * A page of the documentation: its search, its theme, its copy buttons, and what is live on it.
 *
 * Knows: who is told what. A page works without any of it: the texts are there before this runs.
 */
import { render } from 'lit';
import { copyButton } from '../copy-button.js';
import { startSettings } from '../page-settings.js';
import { startSearch } from './search.js';

const byId = (id: string): HTMLElement | null => document.getElementById(id);

const settings = byId('settings');
if (settings) startSettings(settings);
const search = byId('search');
if (search) startSearch(search);

for (const snippet of document.querySelectorAll<HTMLElement>('.snippet')) {
  const code = snippet.querySelector('code')?.textContent ?? '';
  const tools = document.createElement('div');
  tools.className = 'tools';
  render(
    copyButton('this code', () => code),
    tools,
  );
  snippet.append(tools);
}

// A page without anything live does not load the element.
const live = [...document.querySelectorAll<HTMLElement>('[data-live]')];
if (live.length > 0) {
  const { startLive } = await import('./live.js');
  startLive(live);
}
