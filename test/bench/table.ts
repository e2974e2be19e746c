/**
 * `RESULTS.md`: what was found, as tables that a person reads.
 *
 * Knows: how numbers are told, and what has to be said beside them. Does not know: where they come from, or are kept.
 */

import type { Kept, ListFound, SceneRun } from './kept.js';
import type { Stamp } from './machine.js';
import { type PeerId, peerIds, peers, playsOneFile } from './peers.js';
import type { WayFound } from './play.js';
import { type Scene, scenes } from './scenes.js';
import { median, ratioOf } from './stats.js';

const ms = (number: number) => `${number.toFixed(0)} ms`;

const nothing: WayFound = { took: [] };

const waysOf = ({ ways }: SceneRun) => ({
  bare: ways.bare ?? nothing,
  ours: ways.ours ?? nothing,
});

/** Busy numbers stay in sight, with their mark. */
const mark = ({ busy }: Stamp) => (busy ? ' †' : '');

export const sceneRow = ({ name, limit }: Scene, run: SceneRun): string => {
  const { bare, ours } = waysOf(run);
  const ratio = ratioOf(ours.took, bare.took);
  const spread = `${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)}`;
  return `| ${name}${mark(run.on)} | ${ms(median(bare.took))} | ${ms(median(ours.took))} | ${ratio.median.toFixed(3)} | ${spread} | ${limit.toFixed(2)} | ${ours.took.length} |`;
};

const peerCell = (id: PeerId, { sizes }: Scene, { ways }: SceneRun): string => {
  if (sizes.length === 1 && !playsOneFile(id)) return 'no parts';
  const found = ways[id];
  if (found === undefined) return '';
  if (found.failed !== undefined && found.took.length === 0) return 'failed';
  const { median: ratio } = ratioOf(found.took, ways.bare?.took ?? []);
  return `${ms(median(found.took))} (${ratio.toFixed(2)})`;
};

/** The scenes that were played, in their order. */
const runsOf = ({ scenes: runs }: Kept) =>
  Object.entries(scenes).flatMap(([id, scene]) => {
    const run = runs[id];
    return run === undefined ? [] : [{ id, scene, run }];
  });

const peerTable = (kept: Kept): string => {
  const runs = runsOf(kept).filter(({ run }) =>
    peerIds.some((id) => run.ways[id] !== undefined),
  );
  if (runs.length === 0) return '';
  const heads = peerIds.map((id) =>
    playsOneFile(id) ? peers[id].name : `${peers[id].name} (whole files)`,
  );
  const rows = runs.map(({ scene, run }) => {
    const { bare, ours } = waysOf(run);
    const turns = Math.max(
      ...peerIds.map((id) => run.ways[id]?.took.length ?? 0),
    );
    const cells = peerIds.map((id) => peerCell(id, scene, run));
    const { median: ratio } = ratioOf(ours.took, bare.took);
    const name = `${scene.name}${scene.peers === 'own' ? ', each with its own number of connections' : ''}`;
    return `| ${name}${mark(run.on)} | ${ms(median(bare.took))} | ${ms(median(ours.took))} (${ratio.toFixed(2)}) | ${cells.join(' | ')} | ${turns} |`;
  });
  const failed = runs.flatMap(({ scene, run }) =>
    peerIds.flatMap((id) => {
      const why = run.ways[id]?.failed;
      return why === undefined
        ? []
        : [`${peers[id].name} failed in “${scene.name}”: ${why}`];
    }),
  );
  return `
## Beside others

Each with the page that its documentation shows, in the same browser, turn by turn after the two above: median, and in
brackets the ratio to the bare loop of the same turn. Where a file can be cut, parts have 128 KiB as ours do; the drive
answers each in its own protocol, after the same time. What sends a file whole cannot be compared where one large file
is cut into parts, and among mixed files it has fewer requests to wait for. Ours opens a session for each file first, as
the vendor's API wants it: one request more than those that send a small file at once.

| scene | bare | ours | ${heads.join(' | ')} | turns of others |
| --- | --- | --- | ${heads.map(() => '---').join(' | ')} | --- |
${rows.join('\n')}
${failed.length > 0 ? `\n${failed.join('\n')}\n` : ''}
### How each was set

The drive answers every preflight with \`Access-Control-Max-Age: 7200\` and without latency; the time of the request itself
is the browser's. Each turn has an origin that the browser has not seen, so that none is spared by the turn before.

| | version | how | ${counted.map(({ head }) => head).join(' | ')} |
| --- | --- | --- | ${counted.map(() => '---').join(' | ')} |
${[
  setRow(kept, 'ours', 'kommo-uploader', '', 'As it is, on the page.'),
  ...peerIds.map((id) =>
    setRow(
      kept,
      id,
      peers[id].name,
      runs.map(({ run }) => run.versions[id]).find((found) => found) ?? '',
      peers[id].set,
    ),
  ),
].join('\n')}
`;
};

const counted = [
  { scene: 'one-20', head: 'requests and preflights for 16 MiB' },
  { scene: 'many-6', head: 'for 100 files' },
];

const setRow = (
  { scenes: runs }: Kept,
  id: PeerId | 'ours',
  name: string,
  versions: string,
  set: string,
): string => {
  const cells = counted.map(({ scene }) => {
    const received = runs[scene]?.ways[id]?.received;
    return received ? `${received.requests} + ${received.preflights}` : '';
  });
  return `| ${name} | ${versions} | ${set} | ${cells.join(' | ')} |`;
};

/** Ours in a tab that nobody sees, beside ours in one that is seen. */
const hiddenText = ({ scenes: runs }: Kept): string => {
  const told = [
    ['one-20', 'hidden-one', 'the large file'],
    ['many-default', 'hidden-many', 'the 100 files'],
  ].flatMap(([visible = '', hidden = '', what]) => {
    const [seen, unseen] = [runs[visible]?.ways.ours, runs[hidden]?.ways.ours];
    const timer = runs[hidden]?.timer;
    if (!seen || !unseen || timer === undefined) return [];
    const ratio = median(unseen.took) / median(seen.took);
    return [
      `${what} took ${ratio.toFixed(2)} of the time in sight (a timer of 10 ms took ${ms(timer)})`,
    ];
  });
  return told.length === 0
    ? ''
    : `\nIn a hidden tab, where timers are held back and no frame is drawn, ${told.join(', ')}.\n`;
};

const listNames: Readonly<Record<string, string>> = {
  pick: 'chosen',
  add: 'added',
  scroll: 'scrolled to the end',
  remove: 'removed',
  finish: 'finished',
};

const listRow = (run: ListFound): string => {
  const who = run.who === undefined ? 'ours' : peers[run.who].name;
  const cell = (number: number | undefined, unit = ' ms') =>
    number === undefined ? '' : `${number.toFixed(0)}${unit}`;
  const inList =
    run.over === undefined
      ? cell(run.inList)
      : `not after ${(run.over / 1000).toFixed(0)} s`;
  const free = run.free === undefined ? '' : cell(run.free * 100, ' %');
  const files = run.count.toLocaleString('en');
  return `| ${who} | ${files} ${listNames[run.task]}${mark(run.on)} | ${inList} | ${cell(run.nodes, '')} | ${cell(run.longestTask)} | ${cell(run.longestFrame)} | ${cell(run.removing)} | ${cell(run.clearing)} | ${cell(run.finishing)} | ${free} |`;
};

const listTable = ({ list }: Kept): string =>
  list.length === 0
    ? ''
    : `
## The list

Files of ten bytes that are not sent until they are asked for. Until they are in the list: from the choice, or the call,
until the list has them all and that is painted. Nodes are all elements of the widget, in its shadow trees too. Of a list
that draws only what is in sight, the count of its files is asked for. What is removed or finished is timed until that is
painted; of twenty that are removed one by one, the median. Free is the share of the time in which the page's
main thread had nothing to do while all files finished.

| | files | in the list | nodes | longest task | longest frame | one removed | the rest removed | all finished | free |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${list.map(listRow).join('\n')}
`;

/** Runs of one day on one machine are told once. */
const stampText = (stamps: readonly Stamp[]): string => {
  const lines = new Map<string, Stamp[]>();
  for (const stamp of stamps) {
    const line = `${stamp.date}: ${stamp.machine}`;
    lines.set(line, [...(lines.get(line) ?? []), stamp]);
  }
  return [...lines]
    .map(([line, of]) => {
      const loads = of.map(({ load }) => load.after.toFixed(1)).join(' ');
      return `\`npm run bench\` wrote this on ${line}. Load of the machine before: ${of[0]?.load.before.toFixed(1)}, and after each scene: ${loads}.`;
    })
    .join('\n\n');
};

export const resultsText = (kept: Kept): string => {
  const runs = runsOf(kept);
  const stamps = [...runs.map(({ run }) => run.on), ...kept.list].map((each) =>
    'on' in each ? each.on : each,
  );
  const isBusy = stamps.some(({ busy }) => busy);
  return `# How fast it is

${stampText(stamps)}
${
  isBusy
    ? '\n**Others worked on this machine meanwhile: what has a † says little, play it again on a quiet one.**\n'
    : ''
}
The element on a page, with its rows, checkpoints and all else that is on by default, against a loop written by hand
that only fetches; one after the other, turn by turn, in a headless browser without its tools attached. A turn's ratio is
its time over that of the bare turn right before it. Parts have 128 KiB; the bare loop has one connection for one file
and six for many.

| scene | bare, median | ours, median | ratio, median | ratios | at most | turns |
| --- | --- | --- | --- | --- | --- | --- |
${runs.map(({ scene, run }) => sceneRow(scene, run)).join('\n')}
${hiddenText(kept)}${peerTable(kept)}${listTable(kept)}`;
};
