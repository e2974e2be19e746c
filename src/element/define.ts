/**
 * The tag: the only way it comes to be.
 *
 * Knows: the page's registry of elements. Does not know: anything about uploads.
 */

import { KommoUploader } from './kommo-uploader.js';

let isUsed = false;
let isWarned = false;

/**
 * Defines the element, as `<kommo-uploader>` or under another tag. A tag that is taken stays what it is: a page that
 * loads this twice, or in two versions, is warned once and works on.
 */
export const define = (tag = 'kommo-uploader'): void => {
  // A server that renders may have no registry.
  const registry = globalThis.customElements;
  const taken = registry?.get(tag);
  if (taken === undefined) {
    // A registry takes a class for one tag only.
    registry?.define(
      tag,
      isUsed ? class extends KommoUploader {} : KommoUploader,
    );
    isUsed = true;
  } else if (
    !isWarned &&
    taken !== KommoUploader &&
    !(taken.prototype instanceof KommoUploader)
  ) {
    isWarned = true;
    console.warn(
      `kommo-uploader: <${tag}> is defined already, by another copy or version. That one stays.`,
    );
  }
};
