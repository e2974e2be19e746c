/**
 * `npm run bench`: how long the element takes, and how long a bare loop that does nothing else, in turns.
 *
 *     npm run bench                      all scenes, 9 turns each, and keeps what it found
 *     npm run bench -- --peers           the others of this field too, which are installed first
 *     npm run bench -- --all             scenes with the others, the list, and where time goes: about 20 minutes
 *     npm run bench -- many-6 --turns=3  one scene; only prints
 *     npm run bench -- list where        the list; where time goes
 *
 * `--keep` keeps what only some scenes found, `--anyway` measures on a busy machine, `--peer-turns=1` is for the others.
 * What is kept is written after each scene: `results.json`, and `RESULTS.md` made of it.
 *
 * Knows: what is asked for, and in which order it is done.
 */

import { parseArgs } from 'node:util';
import { bundle } from '../../src/bundle.js';
import { playPage } from './browser.js';
import { keepList, keepScene } from './kept.js';
import { listPlan, peerListPlan, playList, tellList } from './list.js';
import {
  installPeers,
  isBusy,
  loadNow,
  peerVersions,
  stampNow,
} from './machine.js';
import { type PeerId, peerIds, peers, playsOneFile } from './peers.js';
import type { SceneFound } from './play.js';
import { startRelay } from './relay.js';
import { type Scene, scenes } from './scenes.js';
import { startBenchDrive } from './server.js';
import { sceneRow } from './table.js';
import { benchWhere } from './where.js';

const TURNS = 9;
/** Of everything, in a time that somebody can leave a machine alone. */
const TURNS_OF_ALL = 5;
const PEER_TURNS = 3;
/** A page that says nothing for so long never will: a turn may take two minutes. */
const PATIENCE = 200_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    all: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    anyway: { type: 'boolean', default: false },
    turns: { type: 'string' },
    'peer-turns': { type: 'string' },
  },
});

/** Nothing is begun. */
function refuse(why: string): never {
  console.error(why);
  process.exit(1);
}

const others = ['list', 'where'];
const unknown = positionals.find(
  (name) => !(name in scenes) && !others.includes(name),
);
if (unknown !== undefined)
  refuse(
    `There is no ${unknown}: ${[...Object.keys(scenes), ...others].join(', ')}.`,
  );

const withPeers = values.all || values.peers;
const keeps = values.keep || positionals.length === 0;
const turnsAsked = Number(values.turns ?? (values.all ? TURNS_OF_ALL : TURNS));
const peerTurnsAsked = Number(values['peer-turns'] ?? PEER_TURNS);
if (!(turnsAsked >= 1 && peerTurnsAsked >= 1))
  refuse('Turns are whole numbers, at least 1.');

const isAsked = (name: string): boolean =>
  positionals.length > 0
    ? positionals.includes(name)
    : values.all || !others.includes(name);

const peersOf = ({ peers: set, sizes }: Scene): PeerId[] =>
  set === undefined || !withPeers
    ? []
    : peerIds.filter((id) => sizes.length > 1 || playsOneFile(id));

/** Plays one scene in a browser of its own, until the page has said what it found. */
const measure = async (
  id: string,
  scene: Scene,
  scripts: { own: string; withPeers: string },
): Promise<SceneFound> => {
  const drive = await startBenchDrive({ latency: scene.latency });
  const ends = [() => drive.close()];
  const ids = peersOf(scene);
  const asked = async (origin: string) => {
    const { port } = new URL(drive.url);
    const turns = Math.min(turnsAsked, scene.turns ?? turnsAsked);
    const peerTurns = Math.min(
      ...[turns, peerTurnsAsked, scene.peerTurns ?? turns],
    );
    const told = { scene: id, port, turns, peerTurns, peers: ids };
    if (!scene.relay) return told;
    const relay = await startRelay(`http://127.0.0.1:${port}`, origin);
    ends.push(() => void relay.server.stop());
    const { ticket } = relay;
    return { ...told, ticket, port: new URL(relay.server.url).port };
  };
  try {
    return await playPage<SceneFound>({
      name: id,
      script: ids.length > 0 ? scripts.withPeers : scripts.own,
      patience: PATIENCE,
      asked,
    });
  } finally {
    for (const end of ends) end();
  }
};

/** What fails does not take the rest along: of a long run something is left. */
const orSay = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    console.error(`Failed: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
    return undefined;
  }
};

const benchScenes = async (): Promise<void> => {
  const asked = Object.entries(scenes).filter(([id]) => isAsked(id));
  if (asked.length === 0) return;
  const own = await bundle('test/bench/page.ts');
  const needsPeers = asked.some(([, scene]) => peersOf(scene).length > 0);
  const scripts = {
    own,
    withPeers: needsPeers ? await bundle('test/bench/page-peers.ts') : own,
  };
  for (const [id, scene] of asked) {
    const found = await orSay(() => measure(id, scene, scripts));
    if (found === undefined) continue;
    const versions = Object.fromEntries(
      peersOf(scene).map((peer) => [peer, peerVersions(peers[peer].packages)]),
    );
    tell(id, scene, found, versions);
    if (keeps) keepScene(id, found, versions);
  }
};

const tell = (
  id: string,
  scene: Scene,
  found: SceneFound,
  versions: Readonly<Record<string, string>>,
): void => {
  const row = sceneRow(scene, { ...found, on: stampNow(), versions });
  const { visibility, timer } = found;
  console.log(
    `${id}, ${visibility}, a timer of 10 ms took ${timer.toFixed(0)} ms, load ${loadNow().toFixed(1)}`,
  );
  console.log(row);
  for (const [name, { took, received, failed }] of Object.entries(found.ways)) {
    const times = took.map((each) => each.toFixed(0)).join(' ');
    const counts = received
      ? `${received.requests} requests, ${received.preflights} preflights`
      : '';
    console.log(`    ${name}: ${times} ms; ${counts} ${failed ?? ''}`);
  }
};

if (isBusy()) {
  console.log(
    `Others work on this machine: its load is ${loadNow().toFixed(1)}.`,
  );
  if (keeps && !values.anyway)
    refuse(
      'What is measured now would be kept and say little. Try again when it is quiet, or with --anyway.',
    );
}
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => process.exit(1));
if (withPeers) installPeers();
await benchScenes();
if (isAsked('list'))
  for (const plan of [...listPlan, ...(withPeers ? peerListPlan : [])]) {
    const run = await orSay(() => playList(plan));
    if (run === undefined) continue;
    tellList(run);
    if (keeps) keepList(run);
  }
if (isAsked('where'))
  await orSay(() => benchWhere({ turns: turnsAsked, keeps }));
