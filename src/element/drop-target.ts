/**
 * The place beside the element where files may be dropped: what `drop-target` leads to.
 *
 * Knows: where a selector is looked up. Does not know: what is dropped. The page's own elements are left as they are.
 */

import { OptionError } from '../engine/index.js';
import type { UploaderOptions } from './uploader-options.js';

/** Throws an `OptionError` where it leads nowhere. An element that is not in a page has no such place. */
export const readDropTarget = (
  element: UploaderOptions,
): Element | undefined => {
  const { dropTarget } = element;
  if (!dropTarget || !element.isConnected) return undefined;
  const named = `received ${JSON.stringify(dropTarget)}`;
  const found = find(element, dropTarget, named);
  if (found === null)
    throw new OptionError(
      'drop-target',
      `drop-target is a selector of an element in the page such as "body"; ${named}, which matches nothing.`,
    );
  return found;
};

/** Nothing where it leads nowhere: that is told elsewhere. */
export const dropTargetOf = (element: UploaderOptions): Element | undefined => {
  try {
    return readDropTarget(element);
  } catch {
    return undefined;
  }
};

/** What the element stands in comes first, so that each of many cards can have its own. */
const find = (
  element: Element,
  selector: string,
  named: string,
): Element | null => {
  try {
    const root = element.getRootNode() as Document | ShadowRoot;
    return (
      element.parentElement?.closest(selector) ??
      root.querySelector(selector) ??
      document.querySelector(selector)
    );
  } catch {
    throw new OptionError(
      'drop-target',
      `drop-target is a selector such as "body"; ${named}, which is none.`,
    );
  }
};
