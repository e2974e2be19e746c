/**
 * `npm test`: every check that decides whether main is good, one after another, and their true totals. Knows: which
 * checks there are and how each is started. What their reports mean is in `helpers/results.ts`.
 *
 *     tsx test/run.ts                  everything
 *     tsx test/run.ts --quick          without journeys and build
 *     tsx test/run.ts lint engine      only these runners or folders
 *     tsx test/run.ts test/engine/x.test.ts --browser=firefox
 *                                      only this file, in this browser
 */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser } from './helpers/browser.js';
import { BrowserMissing } from './helpers/machine.js';
import {
  audit,
  type BrowserReport,
  brokenOff,
  type Outcome,
  playedAgain,
  type Report,
  readBrowsers,
  readJourneys,
  readNodeEvents,
  summary,
} from './helpers/results.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const resultsFolder = path.join(root, 'test/.results');
const timeLimit = 20 * 60_000;

/** The program that a package installs as a command, to be run by this very Node. */
function command(packageName: string, name = packageName): string {
  // Not by `require.resolve`: not every package lets its manifest out.
  const folder = path.join(root, 'node_modules', packageName);
  const manifest = readFileSync(path.join(folder, 'package.json'), 'utf8');
  const { bin } = JSON.parse(manifest);
  return path.join(folder, typeof bin === 'string' ? bin : bin[name]);
}

/** Runs one program in the project's folder with its output passed on. Its exit code, or null where it was stopped. */
function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  return new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    let stopped = false;
    const stop = () => {
      console.error(`Stopped after ${timeLimit / 60_000} minutes.`);
      stopped = true;
      child.kill('SIGTERM');
      // A runner that hangs may not heed that either.
      timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    };
    let timer = setTimeout(stop, timeLimit);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearTimeout(timer);
      resolve(stopped ? null : code);
    });
  });
}

async function check(name: string, args: string[]): Promise<Outcome> {
  const code = await run(args);
  return { name, status: code === 0 ? 'passed' : 'failed' };
}

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(path.join(root, folder), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter((file) => file.endsWith(ending))
    .map((file) => path.posix.join(folder, file.replaceAll(path.sep, '/')))
    .sort();
}

/** A runner of test files: it writes a report of its own, which is read after it has ended. */
interface FileRunner {
  name: string;
  ending: string;
  start: (files: string[]) => Promise<number | null>;
  resultsFile: string;
  read: (text: string) => Report;
}

async function runFiles(runner: FileRunner, places: string[]) {
  const outcomes: Outcome[] = [];
  const files: string[] = [];
  for (const folder of places) {
    if (folder.endsWith(runner.ending)) {
      files.push(folder);
      continue;
    }
    if (!existsSync(path.join(root, folder))) {
      console.log(`${folder}: no tests yet`);
      continue;
    }
    const found = filesIn(folder, runner.ending);
    files.push(...found);
    if (found.length === 0)
      outcomes.push({ name: `${folder} holds no test file`, status: 'failed' });
  }
  if (files.length === 0) return outcomes;
  const resultsFile = path.join(resultsFolder, runner.resultsFile);
  // An old report must not stand in for a runner that did not get as far as writing one.
  rmSync(resultsFile, { force: true });
  const code = await runner.start(files);
  const report = existsSync(resultsFile)
    ? runner.read(readFileSync(resultsFile, 'utf8'))
    : undefined;
  return [...outcomes, ...audit(runner.name, files, report, code)];
}

const nodeTests = (name: string): FileRunner => ({
  name,
  ending: '.test.ts',
  resultsFile: `${name}.jsonl`,
  start: (files) =>
    run([
      ...['--import', 'tsx', '--test'],
      ...['--test-reporter', 'spec', '--test-reporter-destination', 'stdout'],
      ...['--test-reporter', './test/helpers/node-reporter.mjs'],
      ...['--test-reporter-destination', `test/.results/${name}.jsonl`],
      ...files,
    ]),
  read: (text) =>
    readNodeEvents(
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
      root,
    ),
});

const browserTests: FileRunner = {
  name: 'browser',
  ending: '.test.ts',
  resultsFile: 'browser.json',
  start: (files) => withBrowser((env) => playInBrowsers(files, env)),
  read: (text) => readBrowsers(JSON.parse(text)),
};

/**
 * Plays the files, and those that a browser broke off once more: a browser crashes now and then, and that says nothing
 * about what is tested. Each that is played again is named.
 */
async function playInBrowsers(files: string[], env: NodeJS.ProcessEnv) {
  const resultsFile = path.join(resultsFolder, browserTests.resultsFile);
  const play = async (files: string[], more: NodeJS.ProcessEnv = {}) => {
    rmSync(resultsFile, { force: true });
    const code = await run(
      [
        command('@web/test-runner', 'web-test-runner'),
        ...['--config', 'test/web-test-runner.config.mjs'],
        ...['--files', ...files],
      ],
      { ...env, ...more },
    );
    const report = existsSync(resultsFile)
      ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as BrowserReport)
      : undefined;
    return { code, report };
  };
  const first = await play(files);
  if (first.code === null || !first.report) return first.code;
  let { report } = first;
  for (const [browser, broken] of brokenOff(first.report)) {
    console.log(`\nOnce more, for ${browser} broke them off: ${broken}`);
    const again = await play(broken, { BROWSERS: browser.toLowerCase() });
    if (again.report) report = playedAgain(report, again.report.sessions);
  }
  writeFileSync(resultsFile, JSON.stringify(report, null, 2));
  return report.sessions.every(({ passed }) => passed) ? 0 : first.code;
}

const journeys: FileRunner = {
  name: 'e2e',
  ending: '.spec.ts',
  resultsFile: 'e2e.json',
  start: (files) =>
    withBrowser((env) =>
      run(
        [
          command('playwright'),
          'test',
          ...['--config', 'test/e2e/playwright.config.ts'],
          ...files,
        ],
        env,
      ),
    ),
  read: (text) => readJourneys(JSON.parse(text), 'test/e2e'),
};

/** The browsers that tests and journeys run in, with a comma between. Unless it is set: all there are. */
let inBrowsers: string | undefined;

let browser: string | undefined;

/** The browser is looked for once; the runners find it by CHROME_PATH, and by BROWSERS which ones to run in. */
function withBrowser(
  start: (env: NodeJS.ProcessEnv) => Promise<number | null>,
) {
  try {
    browser ??= ensureBrowser();
  } catch (error) {
    if (!(error instanceof BrowserMissing)) throw error;
    console.error(error.message);
    return Promise.resolve(1);
  }
  return start({
    CHROME_PATH: browser,
    ...(inBrowsers === undefined ? {} : { BROWSERS: inBrowsers }),
  });
}

/** The apps that need no minute; the others are a command of their own. */
async function consumers(): Promise<Outcome> {
  const code = await withBrowser((env) =>
    run([command('tsx'), 'test/consumers/run.ts', '--built', '--light'], env),
  );
  return {
    name: 'apps that use the package',
    status: code === 0 ? 'passed' : 'failed',
  };
}

/** One step of the run. A runner of test files can be asked for by the name of each of its folders, too. */
interface Step {
  name: string;
  folders?: string[];
  quick: boolean;
  go: (places: string[]) => Promise<Outcome[]>;
}

const tsc = command('typescript', 'tsc');

const steps: Step[] = [
  {
    name: 'lint',
    quick: true,
    go: async () => [
      await check('format and lint', [
        command('@biomejs/biome', 'biome'),
        'ci',
        '--colors=off',
        // A warning that need not be heeded teaches to overlook them.
        '--error-on-warnings',
      ]),
    ],
  },
  {
    name: 'types',
    quick: true,
    go: async () => {
      const outcomes: Outcome[] = [];
      for (const [place, project] of [
        ['the sources', 'tsconfig.json'],
        ['the engine without a DOM', 'src/engine/tsconfig.json'],
        ['the broker without Node', 'src/broker/tsconfig.json'],
        ['the broker in Node', 'src/broker/node/tsconfig.json'],
        ['the probe', 'src/probe/tsconfig.json'],
        ['the demo', 'demo/tsconfig.json'],
        ['the tests', 'test/tsconfig.json'],
      ] as const)
        outcomes.push(await check(`types of ${place}`, [tsc, '-p', project]));
      return outcomes;
    },
  },
  {
    name: 'node',
    folders: ['repository', 'drive', 'broker', 'probe', 'chaos'],
    quick: true,
    go: (places) => runFiles(nodeTests('node'), places),
  },
  {
    name: 'browser',
    folders: ['engine', 'element'],
    quick: true,
    go: (places) => runFiles(browserTests, places),
  },
  {
    name: 'e2e',
    folders: ['e2e'],
    quick: false,
    go: (places) => runFiles(journeys, places),
  },
  {
    name: 'build',
    folders: ['package', 'consumers'],
    quick: false,
    go: async (places) => {
      const built = await check('build', [command('tsx'), 'src/build.ts']);
      if (built.status === 'failed') return [built];
      const isApp = (place: string) => place.startsWith('test/consumers');
      const outcomes = await runFiles(
        nodeTests('package'),
        places.filter((place) => !isApp(place)),
      );
      if (places.some(isApp)) outcomes.push(await consumers());
      return [built, ...outcomes];
    },
  },
];

/** The folder below `test` that a file lies in, or nothing that is the name of one. */
const folderOf = (file: string) =>
  /^test\/([^/]+)\/.+\.ts$/.exec(file)?.[1] ?? '';

async function main(args: string[]) {
  const quick = args.includes('--quick');
  const given = args.find((arg) => arg.startsWith('--browser='));
  // Engines differ seldom, and a second one takes as long as the first.
  inBrowsers =
    given?.slice('--browser='.length) ?? (quick ? 'chromium' : undefined);
  const asked = args.filter((arg) => arg !== '--quick' && arg !== given);
  const known = new Set(
    steps.flatMap(({ name, folders = [] }) => [name, ...folders]),
  );
  const isFile = (name: string) =>
    existsSync(path.join(root, name)) && known.has(folderOf(name));
  const unknown = asked.find((name) => !known.has(name) && !isFile(name));
  if (unknown !== undefined) {
    console.error(
      `No runner "${unknown}": there are ${[...known].join(', ')}.`,
    );
    process.exitCode = 1;
    return;
  }
  mkdirSync(resultsFolder, { recursive: true });
  const outcomes: Outcome[] = [];
  const took: string[] = [];
  for (const { name, folders = [], quick: isQuick, go } of steps) {
    const wanted = [
      ...folders
        .filter((folder) => asked.includes(folder))
        .map((folder) => `test/${folder}`),
      ...asked.filter((name) => folders.includes(folderOf(name))),
    ];
    const chosen =
      asked.length > 0
        ? asked.includes(name) || wanted.length > 0
        : isQuick || !quick;
    if (!chosen) continue;
    console.log(`\n── ${name} ──`);
    const places =
      wanted.length > 0 ? wanted : folders.map((folder) => `test/${folder}`);
    const from = performance.now();
    try {
      outcomes.push(...(await go(places)));
    } catch (error) {
      console.error(error);
      outcomes.push({ name: `${name} could not be run`, status: 'failed' });
    }
    took.push(`${name} ${Math.round((performance.now() - from) / 1000)} s`);
  }
  console.log(`\nTook: ${took.join(', ')}`);
  console.log(`\n${summary(outcomes)}`);
  if (outcomes.some(({ status }) => status === 'failed')) process.exitCode = 1;
}

await main(process.argv.slice(2));
