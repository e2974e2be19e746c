/**
 * What is live on a page: an uploader to try, with the controls that the page is about.
 *
 * Knows: which of them there are, and gives each its drive. What a control does, its own module knows.
 */
import '../../src/index.js';
import { html, render } from 'lit';
import { connect, findPlace } from '../place.js';
import { showLanguages } from './live-languages.js';
import { showStyling } from './live-styling.js';

/** Puts something into a place, and gives the uploader that stands there. */
export type Live = (place: HTMLElement) => HTMLElement;

const kinds: Readonly<Record<string, Live>> = {
  upload: showUpload,
  styling: showStyling,
  languages: showLanguages,
};

export function startLive(places: readonly HTMLElement[]): void {
  const drive = findPlace();
  for (const place of places) {
    const { live = '' } = place.dataset;
    const show = kinds[live];
    if (!show) throw new Error(`Nothing live is called “${live}”.`);
    const inner = document.createElement('div');
    const where = document.createElement('p');
    where.className = 'muted';
    where.textContent = drive.isHere
      ? 'It uploads to a drive inside this page: nothing leaves your browser.'
      : 'It uploads to the drive of this computer.';
    place.append(inner, where);
    connect(show(inner), drive);
  }
}

function showUpload(place: HTMLElement): HTMLElement {
  render(html`<kommo-uploader multiple></kommo-uploader>`, place);
  return uploaderIn(place);
}

function uploaderIn(place: HTMLElement): HTMLElement {
  const uploader = place.querySelector('kommo-uploader');
  if (!uploader) throw new Error('No uploader was drawn.');
  return uploader;
}
