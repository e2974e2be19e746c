/**
 * Measures what the budget is about.
 *
 * Knows: what a page can load: the bundles, the engine alone, the modules in `dist/` by way of a bundler, the widget's
 * archive. Does not know: how large they may be (`budget.ts`).
 */
import { widgetZip } from '../../demo/widget/build.js';
import { type Bundles, bundle } from '../bundle.js';
import { type Budget, sizeOf } from './budget.js';
import { npmPage } from './npm-page.js';

/** With the bundles as they were just made, and the modules of `dist/` in their place. */
export async function measure(bundles: Bundles): Promise<Budget> {
  const [main = '', ...languages] = Object.values(bundles);
  const { first, pictures } = await npmPage();
  const largest = languages
    .map((code) => sizeOf(code))
    .reduce((one, other) =>
      (other.brotli ?? 0) > (one.brotli ?? 0) ? other : one,
    );
  // A release has another version, and is not another widget.
  const widget = await widgetZip('0.0.0');
  return {
    'kommo-uploader.min.js': sizeOf(main),
    'the largest language': largest,
    'the engine alone': sizeOf(await bundle('src/engine/index.ts')),
    'npm, without Lit': sizeOf(...first),
    'npm, small pictures': sizeOf(...pictures),
    'widget.zip': { bytes: widget.length },
  };
}
