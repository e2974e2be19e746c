/**
 * The element's manifest, as the package has it: what the reference is made of.
 *
 * Knows: where the manifest comes from. Does not know: how it is shown.
 */
import type { CustomElement } from '../../src/build/manifest.js';

export type {
  Attribute,
  CustomElement,
  Member,
  Named,
  Typed,
} from '../../src/build/manifest.js';

/** Reads the sources below `root`, and writes nothing. */
export async function readElement(root: string): Promise<CustomElement> {
  // It brings a compiler along, which only the reference needs.
  const { readManifest } = await import('../../src/build/manifest.js');
  const { modules } = await readManifest(root);
  const [found] = modules.flatMap(({ declarations }) => declarations);
  if (found === undefined) throw new Error('The manifest has no element.');
  return found;
}
