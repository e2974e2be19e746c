/**
 * The page of `list.ts` for the others: one widget that sends nothing, and many files into its list.
 *
 * Knows: widgets by what they have in common. Does not know: how long anybody waits for it.
 */

import type { Measured } from './list-page.js';
import { widgets } from './peer-widgets.js';
import type { PeerId } from './peers.js';

const { who, count } = (await (await fetch('/asked')).json()) as {
  who: PeerId;
  count: number;
};

const pause = (ms: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, ms));
const painted = () =>
  new Promise<void>((resolve) =>
    requestAnimationFrame(() => setTimeout(resolve)),
  );

/** Shadow trees too. */
const nodesIn = (root: ParentNode): number => {
  let nodes = 0;
  for (const element of root.querySelectorAll('*'))
    nodes += 1 + (element.shadowRoot ? nodesIn(element.shadowRoot) : 0);
  return nodes;
};

const files = Array.from(
  { length: count },
  (_, at) =>
    new File(['0123456789'], `file ${at + 1}.txt`, { lastModified: 1 }),
);

const longTasks: number[] = [];
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) longTasks.push(duration);
}).observe({ type: 'longtask' });

const result: Measured & { error?: string } = {};
try {
  const widget = widgets[who]({
    ...{ origin: location.origin, connections: undefined, sends: false },
  });
  await pause(500);
  longTasks.length = 0;
  const start = performance.now();
  widget.add(files);
  result.call = performance.now() - start;
  while (widget.listed() < count) await pause(0);
  await painted();
  result.inList = performance.now() - start;
  await pause(300);
  result.longestTask = Math.max(0, ...longTasks);
  result.nodes = nodesIn(document.body);
} catch (error) {
  result.error = String(error);
}
await fetch('/found', { method: 'POST', body: JSON.stringify(result) });
