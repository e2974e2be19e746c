/**
 * `WHERE.md`: where the time of a part goes, in words and tables; and the few formulas, for the page too.
 *
 * Knows: how many parts a file has, and how long they take at least. Does not know: how anything was measured.
 */

import type { Tried, Where } from './where.js';
import type { Split } from './where-page.js';

export const KIB = 1024;
export const MIB = KIB * KIB;

export const partsOf = (size: number, part: number): number =>
  Math.ceil(size / part);

/** One answer after another: that of the session, and that of each part. */
export const floorOf = (size: number, part: number, latency: number): number =>
  (partsOf(size, part) + 1) * latency;

/** The steps of one part in their order, each with what it is. */
export const steps = [
  [
    'own',
    'own code of the page',
    'from the text of an answer to the next `fetch`',
  ],
  ['handedOver', 'handed to the network', 'until the browser begins to send'],
  [
    'travels',
    'on its way, and the drive',
    'bytes there, latency, the first byte back',
  ],
  ['answer', 'answer', 'from its first byte to its last'],
  ['handedBack', 'handed to the page', 'from the last byte to the text'],
  ['json', 'JSON', 'the text becomes a value'],
] as const satisfies readonly (readonly [keyof Split, string, string])[];

export const ways = [
  ['bare', 'bare loop'],
  ['ours', 'kommo-uploader'],
] as const;

export const partName = (part: number): string =>
  part < MIB ? `${part / KIB} KiB` : `${part / MIB} MiB`;

export const fine = (ms: number | undefined): string =>
  ms === undefined ? '' : `${ms.toFixed(2)} ms`;

export const coarse = (ms: number): string =>
  `${Math.round(ms).toLocaleString('en')} ms`;

/** The parts that the vendor's drive has today, and so the first of each latency. */
export const smallestParts = ({ tried }: Where): readonly Tried[] => {
  const least = Math.min(...tried.map(({ part }) => part));
  return tried.filter(({ part }) => part === least);
};

/** How many times as fast it is as with the smallest parts. */
export const gainOf = (where: Where, { latency, ours }: Tried): number =>
  (smallestParts(where).find((each) => each.latency === latency)?.ours ??
    Number.NaN) / ours;

export const latenciesOf = ({ tried }: Where): readonly number[] => [
  ...new Set(tried.map(({ latency }) => latency)),
];

/** Said wherever the numbers are shown. */
export const stampOf = ({ on }: Where): string =>
  `${on.date}: ${on.machine}. Load of the machine before and after: ${on.load.before.toFixed(1)}, ${on.load.after.toFixed(1)}.`;

export const BUSY =
  'Others worked on this machine meanwhile: these numbers say little, measure again on a quiet one.';

const splitTable = (where: Where): string => {
  const columns = smallestParts(where).flatMap(({ latency, split }) =>
    ways.map(([id, name]) => ({
      head: `${name}, ${latency} ms`,
      split: split[id],
    })),
  );
  const row = (name: string, key: keyof Split) =>
    `| ${name} | ${columns.map(({ split }) => fine(split[key])).join(' | ')} |`;
  return [
    `| of one part | ${columns.map(({ head }) => head).join(' | ')} |`,
    `| --- | ${columns.map(() => '---:').join(' | ')} |`,
    ...steps.map(([key, name, what]) => row(`${name}: ${what}`, key)),
    row('**from one `fetch` to the next**', 'whole'),
    row('reading ahead, meanwhile', 'read'),
  ].join('\n');
};

const sizeTable = (where: Where, latency: number): string =>
  [
    '| `max_part_size` | parts | floor | bare loop | kommo-uploader | as fast |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...where.tried
      .filter((each) => each.latency === latency)
      .map((each) => {
        const { part, bare, ours } = each;
        const floor = floorOf(where.size, part, latency);
        return `| ${partName(part)} | ${partsOf(where.size, part)} | ${coarse(floor)} | ${coarse(bare)} | ${coarse(ours)} | ${gainOf(where, each).toFixed(1)} × |`;
      }),
  ].join('\n');

export const whereText = (where: Where): string => `# Where time goes

\`npm run bench -- where\` wrote this on ${stampOf(where)}
${where.on.busy ? `\n**${BUSY}**\n` : ''}
Each answer of the drive names the address of the next part, so that the parts of a file travel one after another. No
client can be faster than the sum of those answers:

\`\`\`text
floor = (1 session + size / max_part_size) × latency
\`\`\`

## One part

${partName(smallestParts(where)[0]?.part ?? 0)} of ${partName(where.size)} by \`fetch\`, medians of all parts: they do not add up exactly. The browser tells when it
began to send and when bytes came back; the rest is the page's clock. What is on its way holds the drive's latency.

${splitTable(where)}

## Larger parts

The same file, in the parts that a drive with a larger \`max_part_size\` would ask for.
${latenciesOf(where)
  .map(
    (latency) => `
### ${latency === 0 ? 'No latency' : `${latency} ms of latency`}

${sizeTable(where, latency)}
`,
  )
  .join('')}`;
