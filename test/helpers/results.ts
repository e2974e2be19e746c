/**
 * Reads what each test runner left behind as one plain list: name and outcome of every test. Knows: the shapes of three
 * runners' reports. Starts no runner and reads no file.
 */
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Outcome {
  name: string;
  status: 'passed' | 'failed' | 'skipped';
  /** What a test that failed said. Of a run elsewhere often no more is kept than its last lines. */
  why?: string | undefined;
}

/** What a runner's report says: its outcomes, and which test files they came from (relative to the project). */
export interface Report {
  outcomes: Outcome[];
  files: Set<string>;
}

const titled = (...parts: string[]) => parts.filter(Boolean).join(' › ');
const firstLine = (text: string) => text.split('\n', 1)[0] ?? '';

const result = (name: string, passed: boolean, why?: string): Outcome =>
  passed ? { name, status: 'passed' } : { name, status: 'failed', why };

/** One finished test or suite, as `node-reporter.mjs` writes it. A parent comes after its children. */
export interface NodeEvent {
  name: string;
  file: string;
  nesting: number;
  passed: boolean;
  why?: string;
  suite: boolean;
  /** Skipped, or marked as still to do: either way nobody relies on it. */
  skipped: boolean;
}

interface NodeEntry extends NodeEvent {
  children: NodeEntry[];
}

export function readNodeEvents(events: NodeEvent[], root: string): Report {
  const report: Report = { outcomes: [], files: new Set() };
  let waiting: NodeEntry[] = [];
  for (const event of events) {
    const children = waiting.filter(({ nesting }) => nesting > event.nesting);
    waiting = waiting.filter(({ nesting }) => nesting <= event.nesting);
    waiting.push({ ...event, children });
  }
  for (const entry of waiting) {
    const file = path.relative(root, entry.file);
    const isFile = path.resolve(root, entry.name) === entry.file;
    // Node counts a file without any test as one that passed.
    if (isFile && entry.passed) continue;
    const outcomes = isFile
      ? [{ name: `${file} did not run to its end`, status: 'failed' } as const]
      : nodeOutcomes(entry, file);
    report.outcomes.push(...outcomes);
    if (outcomes.length > 0) report.files.add(file);
  }
  return report;
}

function nodeOutcomes(entry: NodeEntry, prefix: string): Outcome[] {
  const name = titled(prefix, entry.name);
  if (entry.skipped) return [{ name, status: 'skipped' }];
  const below = entry.children.flatMap((child) => nodeOutcomes(child, name));
  const isGroup = entry.suite || entry.children.length > 0;
  if (!isGroup) return [result(name, entry.passed, entry.why)];
  // A group counts only where it failed by itself, in a hook for instance; else it would count twice.
  const ownFailure =
    !entry.passed && !below.some(({ status }) => status === 'failed');
  return ownFailure ? [...below, result(name, false, entry.why)] : below;
}

interface BrowserSuite {
  name: string;
  tests: {
    name: string;
    passed: boolean;
    skipped?: boolean;
    error?: { message: string };
  }[];
  suites: BrowserSuite[];
}

/** One test file in one browser, as `web-test-runner.config.mjs` writes it. */
export interface BrowserSession {
  browser: string;
  file: string;
  passed: boolean;
  errors: string[];
  results?: BrowserSuite;
}

/** What the tests in browsers left behind: all that ran, and the browsers that could not be had, by name and reason. */
export interface BrowserReport {
  missing: string[];
  sessions: BrowserSession[];
  /** What ended the runner before it could say anything of a test. */
  crashed?: string;
}

/**
 * The files that a browser broke off, by browser: it crashed, or was lost to its driver. No test of theirs has said
 * anything, so playing them once more hides nothing.
 */
export function brokenOff({ sessions }: BrowserReport): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { browser, file, passed, results } of sessions)
    if (!passed && results === undefined)
      found.set(browser, [...(found.get(browser) ?? []), file]);
  return found;
}

/** The report with what these files said when they were played once more. */
export function playedAgain(
  report: BrowserReport,
  again: readonly BrowserSession[],
): BrowserReport {
  const isSame = (one: BrowserSession) => (other: BrowserSession) =>
    one.browser === other.browser && one.file === other.file;
  return {
    ...report,
    sessions: report.sessions.map((one) => again.find(isSame(one)) ?? one),
  };
}

export function readBrowsers({
  missing,
  sessions,
  crashed,
}: BrowserReport): Report {
  const report: Report = {
    outcomes: missing.map((name) => ({ name, status: 'skipped' })),
    files: new Set(),
  };
  if (crashed !== undefined)
    report.outcomes.push(result('the runner crashed', false, crashed));
  for (const session of sessions) {
    const title = `${session.browser}: ${session.file}`;
    const outcomes = session.results
      ? browserOutcomes(session.results, title)
      : [];
    // An import or a hook that throws belongs to no test, and must not go under.
    if (!session.passed && !outcomes.some(({ status }) => status === 'failed'))
      outcomes.push({
        name: titled(title, firstLine(session.errors[0] ?? 'ended early')),
        status: 'failed',
      });
    // That it ran in one browser says nothing about another.
    if (outcomes.length === 0)
      outcomes.push({ name: `${title} ran no test`, status: 'failed' });
    report.files.add(session.file);
    report.outcomes.push(...outcomes);
  }
  return report;
}

function browserOutcomes(suite: BrowserSuite, prefix: string): Outcome[] {
  const name = titled(prefix, suite.name);
  return [
    ...suite.tests.map((test): Outcome => {
      const title = titled(name, test.name);
      return test.skipped
        ? { name: title, status: 'skipped' }
        : result(title, test.passed, test.error?.message);
    }),
    ...suite.suites.flatMap((inner) => browserOutcomes(inner, name)),
  ];
}

interface JourneySuite {
  title: string;
  file: string;
  specs: {
    title: string;
    tests: {
      projectName: string;
      status: string;
      annotations?: { type: string; description?: string }[];
      results?: { error?: { message?: string } }[];
    }[];
  }[];
  suites?: JourneySuite[];
}

/** The part that counts of what Playwright's json reporter writes. */
export interface JourneyReport {
  /** Browsers that could not be had, by name and reason. */
  config?: { metadata?: { missing?: string[] } };
  suites: JourneySuite[];
  errors: { message?: string }[];
}

export function readJourneys(report: JourneyReport, folder: string): Report {
  const files = new Set<string>();
  const outcomes = report.suites.flatMap((suite) => {
    const file = path.posix.join(folder, suite.file);
    files.add(file);
    return journeyOutcomes({ ...suite, title: '' }, file);
  });
  for (const name of report.config?.metadata?.missing ?? [])
    outcomes.push({ name: titled(folder, name), status: 'skipped' });
  // Errors outside of any test: a file that does not load, a server that does not start.
  for (const { message } of report.errors)
    outcomes.push({
      name: titled(folder, firstLine(message ?? 'ended early')),
      status: 'failed',
    });
  return { outcomes, files };
}

/** Why a journey was skipped. */
const reasons = (annotations: { type: string; description?: string }[]) =>
  annotations
    .filter(({ type, description }) => type === 'skip' && description)
    .map(({ description }) => `(${description})`);

function journeyOutcomes(suite: JourneySuite, prefix: string): Outcome[] {
  const name = titled(prefix, suite.title);
  return [
    ...suite.specs.flatMap((spec) =>
      spec.tests.map(
        ({ projectName, status, annotations = [], results }): Outcome => {
          const title = titled(
            projectName,
            name,
            [spec.title, ...reasons(annotations)].join(' '),
          );
          // A test that passes only when tried again is "flaky" to Playwright. Here it has failed.
          return status === 'skipped'
            ? { name: title, status }
            : result(
                title,
                status === 'expected',
                results?.find(({ error }) => error)?.error?.message,
              );
        },
      ),
    ),
    ...(suite.suites ?? []).flatMap((inner) => journeyOutcomes(inner, name)),
  ];
}

/**
 * The report of a runner, made honest: a file that ran no test, a runner that left no report,
 * and one that ended with an error which no test explains are failures of their own.
 */
export function audit(
  runner: string,
  expectedFiles: string[],
  report: Report | undefined,
  exitCode: number | null,
): Outcome[] {
  const ending =
    exitCode === null ? 'was stopped' : `ended with code ${exitCode}`;
  if (!report)
    return [
      {
        name: `${runner}: ${ending} and left no results`,
        status: 'failed',
      },
    ];
  const outcomes = [...report.outcomes];
  for (const file of expectedFiles)
    if (!report.files.has(file))
      outcomes.push({ name: `${file} ran no test`, status: 'failed' });
  const explained = outcomes.some(({ status }) => status === 'failed');
  // Of a runner that was stopped nobody knows what else it would have found.
  if (exitCode === null)
    outcomes.push({ name: `${runner}: ${ending}`, status: 'failed' });
  else if (exitCode !== 0 && !explained)
    outcomes.push({
      name: `${runner}: ${ending}, though no test failed`,
      status: 'failed',
    });
  return outcomes;
}

/** A message may be a whole page, or coloured. */
const indented = (message: string): string =>
  stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, 6)
    .map((line) => `    ${line.slice(0, 300)}`)
    .join('\n');

/** The last lines of a run: what was skipped and what failed by name, then the totals. */
export function summary(outcomes: Outcome[]): string {
  const names = (status: Outcome['status']) =>
    outcomes.filter((one) => one.status === status).map(({ name }) => name);
  const [passed, failed, skipped] = [
    names('passed'),
    names('failed'),
    names('skipped'),
  ];
  const list = (title: string, items: string[]) =>
    items.length > 0 ? [title, ...items.map((item) => `  ${item}`), ''] : [];
  const explained = outcomes
    .filter(({ status }) => status === 'failed')
    .map(({ name, why }) => (why ? `${name}\n${indented(why)}` : name));
  const totals = [`${passed.length} passed`, `${failed.length} failed`];
  if (skipped.length > 0) totals.push(`${skipped.length} skipped`);
  return [
    ...list('Skipped:', skipped),
    ...list('Failed:', explained),
    totals.join(', '),
  ].join('\n');
}
