/**
 * `where.html`: the same as `WHERE.md` for the eye, as one file that asks nobody for anything.
 *
 * Knows: HTML, and bars. The numbers and words that both have are in `where-text.ts`.
 */

import type { Where } from './where.js';
import type { Split } from './where-page.js';
import {
  BUSY,
  coarse,
  fine,
  floorOf,
  gainOf,
  latenciesOf,
  partName,
  partsOf,
  smallestParts,
  stampOf,
  steps,
  ways,
} from './where-text.js';

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif;
  --ink: light-dark(#1b1f24, #e8eaed); --paper: light-dark(#fff, #16191d); --line: light-dark(#d5d9de, #3a4048);
  --own: light-dark(#c2410c, #fb923c); --handedOver: light-dark(#7c3aed, #a78bfa); --travels: light-dark(#8a94a0, #7d8894);
  --answer: light-dark(#047857, #34d399); --handedBack: light-dark(#1d4ed8, #60a5fa); --json: light-dark(#be185d, #f472b6); }
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem 1rem 4rem; color: var(--ink); background: var(--paper); }
h1 { line-height: 1.2; } h2 { margin-top: 2.5rem; } figure { margin: 1rem 0; }
figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
svg { display: block; inline-size: 100%; block-size: 1.75rem; border-radius: .25rem; }
.formula { padding: .75rem 1rem; border: 1px solid var(--line); border-radius: .5rem; font-size: 1.125rem; }
.table { overflow-x: auto; } table { border-collapse: collapse; inline-size: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .375rem .5rem; border-block-end: 1px solid var(--line); text-align: end; vertical-align: top; }
th:first-child, td:first-child { text-align: start; } td + td { white-space: nowrap; } td small { display: block; }
.busy { padding: .75rem 1rem; border: 2px solid currentColor; border-radius: .5rem; font-weight: 600; }
.key { display: inline-block; inline-size: .75rem; block-size: .75rem; border-radius: .125rem; }
${steps.map(([key]) => `.${key} { fill: var(--${key}); background: var(--${key}); }`).join('\n')}
.floor { fill: var(--travels); } .rest { fill: var(--own); }
@media (forced-colors: active) { svg, .key { forced-color-adjust: none; } }
`;

/** Text may hold `code`, as in Markdown. */
const html = (text: string): string =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/`([^`]+)`/g, '<code>$1</code>');

type Piece = readonly [name: string, ms: number];

/** `longest` is as long as the whole line. */
const bar = (
  label: string,
  value: string,
  pieces: readonly Piece[],
  longest: number,
): string => {
  let at = 0;
  const rects = pieces.map(([name, ms]) => {
    const x = at;
    at += Math.max(0, ms);
    const [from, width] = [x, Math.max(0, ms)].map((each) =>
      ((each / longest) * 1000).toFixed(2),
    );
    return `<rect class="${name}" x="${from}" width="${width}" height="28"/>`;
  });
  return `<figure><figcaption><span>${html(label)}</span><span>${value}</span></figcaption><svg viewBox="0 0 1000 28" preserveAspectRatio="none" aria-hidden="true">${rects.join('')}</svg></figure>`;
};

const table = (
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): string =>
  `<div class="table"><table><thead><tr>${heads.map((head) => `<th scope="col">${html(head)}</th>`).join('')}</tr></thead><tbody>${rows
    .map(
      (cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`,
    )
    .join('')}</tbody></table></div>`;

const splitSection = (where: Where, latency: number): string => {
  const one = smallestParts(where).find((each) => each.latency === latency);
  if (!one) return '';
  const longest = Math.max(...ways.map(([id]) => one.split[id].whole));
  const bars = ways.map(([id, name]) =>
    bar(
      name,
      fine(one.split[id].whole),
      steps.map(([key]) => [key, one.split[id][key]] as const),
      longest,
    ),
  );
  const row = (first: string, key: keyof Split) => [
    first,
    ...ways.map(([id]) => fine(one.split[id][key])),
  ];
  const rows = steps.map(([key, name, what]) =>
    row(
      `<span class="key ${key}"></span> ${name}<small>${html(what)}</small>`,
      key,
    ),
  );
  return `<h3>${heading(latency)}</h3>${bars.join('')}${table(
    ['', ...ways.map(([, name]) => name)],
    [
      ...rows,
      row('from one <code>fetch</code> to the next', 'whole'),
      row('reading ahead, meanwhile', 'read'),
    ],
  )}`;
};

const heading = (latency: number): string =>
  latency === 0 ? 'No latency' : `${latency} ms of latency`;

const sizeSection = (where: Where, latency: number): string => {
  const tried = where.tried.filter((each) => each.latency === latency);
  const longest = Math.max(...tried.map(({ ours }) => ours));
  const floor = (part: number) => floorOf(where.size, part, latency);
  const bars = tried.map(({ part, ours }) =>
    bar(
      partName(part),
      coarse(ours),
      [
        ['floor', Math.min(ours, floor(part))],
        ['rest', ours - floor(part)],
      ],
      longest,
    ),
  );
  const rows = tried.map((each) => [
    partName(each.part),
    `${partsOf(where.size, each.part)}`,
    coarse(floor(each.part)),
    coarse(each.bare),
    coarse(each.ours),
    `${gainOf(where, each).toFixed(1)} ×`,
  ]);
  return `<h3>${heading(latency)}</h3>${bars.join('')}${table(
    ['`max_part_size`', 'parts', 'floor', 'bare loop', 'ours', 'as fast'],
    rows,
  )}`;
};

export const whereHtml = (where: Where): string => {
  const part = partName(smallestParts(where)[0]?.part ?? 0);
  const size = partName(where.size);
  const latencies = latenciesOf(where);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Where time goes</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
<body>
<h1>Where time goes</h1>
<p>${html(`\`npm run bench -- where\` wrote this on ${stampOf(where)}`)}</p>
${where.on.busy ? `<p class="busy">${BUSY}</p>` : ''}
<p>Each answer of the drive names the address of the next part, so that the parts of a file travel one after another. No client can be faster than the sum of those answers:</p>
<p class="formula">floor = (1 session + size ∕ <code>max_part_size</code>) × latency</p>
<h2>One part</h2>
<p>${part} of ${size} by <code>fetch</code>, medians of all parts: they do not add up exactly. The browser tells when it began to send and when bytes came back; the rest is the page’s clock. What is on its way holds the drive’s latency.</p>
${latencies.map((latency) => splitSection(where, latency)).join('\n')}
<h2>Larger parts</h2>
<p>The same file, in the parts that a drive with a larger <code>max_part_size</code> would ask for. <span class="key travels"></span> is the floor, <span class="key own"></span> all that comes on top.</p>
${latencies.map((latency) => sizeSection(where, latency)).join('\n')}
</body>
</html>
`;
};
