/**
 * `npm run bench:throughput`: the drive and the broker's relay beside plain Node servers that do the same without them.
 *
 *     npm run bench:throughput                         measures, and prints a table
 *     npm run bench:throughput -- --rounds 9           more rounds (5)
 *     npm run bench:throughput -- --shape large        one of the two shapes, `large` or `many`
 *     npm run bench:throughput -- --profile drive      a CPU profile of `drive` or `relay` in test/.results/profile/
 *
 * Knows: what is compared, in which order, and how it is told. Each pair runs in turn, A B A B, and the median of the
 * rounds' ratios counts, so that other work on the machine meets both. Processor time is told beside the clock: it says
 * what a server costs even where the machine is busy. Everything is on loopback, bounded, and ends by itself. Linux only.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { JobResult } from './load.js';
import { type Server, startLoad, startServer } from './processes.js';
import { startRelay } from './relay.js';
import { median } from './stats.js';

const MIB = 2 ** 20;
const page = 'https://shop.example';

interface Shape {
  name: string;
  files: number;
  size: number;
  atOnce: number;
  partSize: number;
}

const shapes: readonly Shape[] = [
  {
    name: 'large: 12 files of 32 MiB, 4 at once, parts of 4 MiB',
    ...{ files: 12, size: 32 * MIB, atOnce: 4, partSize: 4 * MIB },
  },
  {
    name: 'many: 500 files of 512 KiB, 500 at once, parts of 256 KiB',
    ...{ files: 500, size: MIB / 2, atOnce: 500, partSize: MIB / 4 },
  },
];

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    profile: { type: 'string', default: '' },
    shape: { type: 'string', default: '' },
  },
});
const rounds = Math.min(30, Math.max(1, Number(values.rounds)));

interface Side {
  server: Server;
  headers: Record<string, string>;
}

interface Pair {
  name: string;
  plain: Side;
  ours: Side;
}

const folder = mkdtempSync(join(tmpdir(), 'throughput-'));
const servers: Server[] = [];
const load = startLoad();
try {
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}, load before ${loadNow()}`,
  );
  for (const shape of shapes.filter(({ name }) =>
    name.startsWith(values.shape),
  )) {
    console.log(`\n${shape.name}`);
    for (const pair of await pairsFor(shape)) await compare(pair, shape);
    for (const server of servers.splice(0)) await server.stop();
  }
} finally {
  for (const server of servers) await server.stop();
  load.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function pairsFor({ partSize }: Shape): Promise<Pair[]> {
  const data = mkdtempSync(join(folder, 'run-'));
  const PART_SIZE = String(partSize);
  const start = async (...args: Parameters<typeof startServer>) => {
    const server = await startServer(...args);
    servers.push(server);
    return server;
  };
  const bare = await start('test/bench/bare.ts', ['server', join(data, 'a')], {
    PART_SIZE,
  });
  const proxy = await start('test/bench/bare.ts', ['proxy', bare.url], {
    PART_SIZE,
  });
  const drive = await start(
    'demo/drive/main.ts',
    [
      ...['--port', '0', '--open', '--data', join(data, 'b')],
      ...['--max-part-size', PART_SIZE],
    ],
    {},
    profiled('drive'),
  );
  const { server: relay, ticket } = await startRelay(
    bare.url,
    page,
    profiled('relay'),
  );
  servers.push(relay);
  const headers = { Origin: page, Authorization: `Bearer ${ticket}` };
  return [
    {
      name: 'drive',
      plain: { server: bare, headers: {} },
      ours: { server: drive, headers: {} },
    },
    {
      name: 'relay',
      plain: { server: proxy, headers: {} },
      ours: { server: relay, headers },
    },
  ];
}

function profiled(name: string): string[] {
  return values.profile === name
    ? ['--cpu-prof', '--cpu-prof-dir=test/.results/profile']
    : [];
}

interface Measured extends JobResult {
  /** Seconds of the server's processor time for each GiB. */
  cpu: number;
  /** MiB a second. */
  speed: number;
  /** The most memory of its own, in MiB, that the server was seen with. */
  most: number;
}

async function measure(
  { server, headers }: Side,
  { files, size, atOnce }: Shape,
): Promise<Measured> {
  const before = server.cpu();
  let most = 0;
  const watch = setInterval(() => {
    most = Math.max(most, server.memory());
  }, 50);
  const { url: base } = server;
  try {
    const result = await load.run({ base, headers, files, size, atOnce });
    return {
      ...result,
      cpu: (server.cpu() - before) / (result.bytes / 2 ** 30),
      speed: result.bytes / MIB / result.seconds,
      most: Math.max(most, server.memory()),
    };
  } finally {
    clearInterval(watch);
  }
}

async function compare(
  { name, plain, ours }: Pair,
  shape: Shape,
): Promise<void> {
  // Once unmeasured: code is compiled, connections are there.
  const few = { ...shape, files: Math.ceil(shape.files / 4) };
  await measure(plain, few);
  await measure(ours, few);
  const all: { plain: Measured; ours: Measured }[] = [];
  for (let round = 0; round < rounds; round += 1)
    all.push({
      plain: await measure(plain, shape),
      ours: await measure(ours, shape),
    });
  const middle = (pick: (each: (typeof all)[number]) => number) =>
    median(all.map(pick));
  const [ratio, cheapness] = [
    middle((each) => each.ours.speed / each.plain.speed),
    middle((each) => each.plain.cpu / each.ours.cpu),
  ];
  const row = (side: 'plain' | 'ours') =>
    [
      `${middle((each) => each[side].speed).toFixed(0)} MiB/s`,
      `${middle((each) => each[side].cpu).toFixed(2)} s of processor a GiB`,
      `memory ${all.map((each) => each[side].most.toFixed(0)).join(' ')} MiB`,
      `sent again ${middle((each) => each[side].again)}`,
    ].join(', ');
  console.log(`  ${name}: ${percent(ratio)} of the throughput`);
  console.log(
    `    rounds ${all.map(({ plain, ours }) => percent(ours.speed / plain.speed)).join(' ')}`,
  );
  console.log(`    processor time: plain needs ${percent(cheapness)} of ours`);
  console.log(`    plain ${row('plain')}`);
  console.log(`    ours  ${row('ours')}`);
  console.log(`    load ${loadNow()}`);
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}

function loadNow(): string {
  return loadavg()
    .map((each) => each.toFixed(1))
    .join(' ');
}
