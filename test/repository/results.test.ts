/** That the totals of a run are true: nothing counted twice, nothing that went wrong counted as passed. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  audit,
  type BrowserSession,
  brokenOff,
  type NodeEvent,
  type Outcome,
  playedAgain,
  readBrowsers,
  readJourneys,
  readNodeEvents,
  summary,
} from '../helpers/results.js';

const lines = (outcomes: Outcome[]) =>
  outcomes.map(({ name, status }) => `${status}: ${name}`);

describe('the report of node:test', () => {
  const event = (changes: Partial<NodeEvent>): NodeEvent => ({
    name: 'a',
    file: '/p/test/a.test.ts',
    nesting: 0,
    passed: true,
    suite: false,
    skipped: false,
    ...changes,
  });
  const read = (...events: Partial<NodeEvent>[]) =>
    readNodeEvents(events.map(event), '/p');

  it('counts tests and not the suites around them', () => {
    const { outcomes, files } = read(
      { name: 'x', nesting: 2 },
      { name: 'y', nesting: 2, passed: false },
      { name: 'inner', nesting: 1, passed: false, suite: true },
      { name: 'z', nesting: 1, skipped: true },
      { name: 'outer', passed: false, suite: true },
      { name: 'alone' },
    );
    assert.deepEqual(lines(outcomes), [
      'passed: test/a.test.ts › outer › inner › x',
      'failed: test/a.test.ts › outer › inner › y',
      'skipped: test/a.test.ts › outer › z',
      'passed: test/a.test.ts › alone',
    ]);
    assert.deepEqual([...files], ['test/a.test.ts']);
  });

  it('counts a suite whose hook failed though its tests passed', () => {
    const { outcomes } = read(
      { name: 'x', nesting: 1 },
      { name: 'suite', passed: false, suite: true },
    );
    assert.deepEqual(lines(outcomes), [
      'passed: test/a.test.ts › suite › x',
      'failed: test/a.test.ts › suite',
    ]);
  });

  it('counts a skipped suite once', () => {
    const { outcomes } = read({ name: 'suite', suite: true, skipped: true });
    assert.deepEqual(lines(outcomes), ['skipped: test/a.test.ts › suite']);
  });

  it('does not take a file without tests for a test', () => {
    const report = read({ name: '/p/test/a.test.ts' });
    assert.deepEqual(report.outcomes, []);
    assert.deepEqual(lines(audit('node', ['test/a.test.ts'], report, 0)), [
      'failed: test/a.test.ts ran no test',
    ]);
  });

  it('counts a file that broke off beside the tests that it did run', () => {
    const { outcomes } = read(
      { name: 'x' },
      { name: 'test/a.test.ts', passed: false },
    );
    assert.deepEqual(lines(outcomes), [
      'passed: test/a.test.ts › x',
      'failed: test/a.test.ts did not run to its end',
    ]);
  });
});

describe('the report of the browsers', () => {
  const session = (changes: Partial<BrowserSession>): BrowserSession => ({
    browser: 'Chromium',
    file: 'test/engine/a.test.ts',
    passed: true,
    errors: [],
    ...changes,
  });
  const read = (...sessions: BrowserSession[]) =>
    readBrowsers({ missing: [], sessions });

  it('names browser, file and suites, and counts each browser', () => {
    const results = {
      name: '',
      tests: [{ name: 'x', passed: true }],
      suites: [
        {
          name: 'suite',
          suites: [],
          tests: [
            { name: 'y', passed: false, skipped: true },
            { name: 'z', passed: false },
          ],
        },
      ],
    };
    const { outcomes } = read(
      session({ results, passed: false }),
      session({ results, passed: false, browser: 'Firefox' }),
    );
    assert.deepEqual(lines(outcomes).slice(0, 4), [
      'passed: Chromium: test/engine/a.test.ts › x',
      'skipped: Chromium: test/engine/a.test.ts › suite › y',
      'failed: Chromium: test/engine/a.test.ts › suite › z',
      'passed: Firefox: test/engine/a.test.ts › x',
    ]);
    assert.equal(outcomes.length, 6);
  });

  it('counts a file that did not load, and a hook that threw after the last test', () => {
    const results = {
      name: '',
      suites: [],
      tests: [{ name: 'x', passed: true }],
    };
    const { outcomes } = read(
      session({ passed: false, errors: ['Could not import\nat once'] }),
      session({ passed: false, errors: ['hook'], results }),
      session({ passed: false }),
    );
    assert.deepEqual(lines(outcomes), [
      'failed: Chromium: test/engine/a.test.ts › Could not import',
      'passed: Chromium: test/engine/a.test.ts › x',
      'failed: Chromium: test/engine/a.test.ts › hook',
      'failed: Chromium: test/engine/a.test.ts › ended early',
    ]);
  });

  it('says what ended the runner before any test could say anything', () => {
    const report = readBrowsers({
      missing: [],
      sessions: [],
      crashed: 'WebDriverError: lost',
    });
    assert.deepEqual(report.outcomes, [
      {
        name: 'the runner crashed',
        status: 'failed',
        why: 'WebDriverError: lost',
      },
    ]);
  });

  it('plays once more what a browser broke off, and nothing of which a test has spoken', () => {
    const none = { name: '', suites: [], tests: [] };
    const report = {
      missing: [],
      sessions: [
        session({ passed: false, results: none }),
        session({ results: none, file: 'test/engine/b.test.ts' }),
        session({ passed: false, browser: 'WebKit' }),
        session({ passed: false, browser: 'WebKit', file: 'b' }),
      ],
    };
    assert.deepEqual(
      [...brokenOff(report)],
      [['WebKit', ['test/engine/a.test.ts', 'b']]],
    );
    const again = [session({ browser: 'WebKit', results: none })];
    assert.deepEqual(
      playedAgain(report, again).sessions.map(({ passed }) => passed),
      [false, true, true, false],
    );
  });

  it('does not let a file without tests pass, also where it ran some in another browser', () => {
    const none = { name: '', suites: [], tests: [] };
    const some = { ...none, tests: [{ name: 'x', passed: true }] };
    const report = read(
      session({ results: some }),
      session({ results: none, browser: 'Firefox' }),
    );
    assert.deepEqual(
      lines(audit('browser', ['test/engine/a.test.ts'], report, 0)),
      [
        'passed: Chromium: test/engine/a.test.ts › x',
        'failed: Firefox: test/engine/a.test.ts ran no test',
      ],
    );
  });

  it('names a browser that could not be had, once, and does not fail for it', () => {
    const results = { name: '', suites: [], tests: [] };
    const report = readBrowsers({
      missing: ['Firefox: not on this machine'],
      sessions: [
        session({
          results: { ...results, tests: [{ name: 'x', passed: true }] },
        }),
      ],
    });
    const outcomes = audit('browser', ['test/engine/a.test.ts'], report, 0);
    assert.match(
      summary(outcomes),
      /^Skipped:\n {2}Firefox: not on this machine\n\n1 passed, 0 failed, 1 skipped$/,
    );
  });
});

describe('the report of the journeys', () => {
  it('takes a flaky test for a failed one and an error of no test for a failure, and says why something was skipped', () => {
    const { outcomes, files } = readJourneys(
      {
        errors: [{ message: 'no server\n  at start' }],
        config: { metadata: { missing: ['Firefox: not on this machine'] } },
        suites: [
          {
            title: 'a.spec.ts',
            file: 'a.spec.ts',
            specs: [],
            suites: [
              {
                title: 'drop',
                file: 'a.spec.ts',
                specs: ['expected', 'unexpected', 'flaky', 'skipped'].map(
                  (status) => ({
                    title: status,
                    tests: [
                      {
                        projectName: 'Firefox',
                        status,
                        annotations:
                          status === 'skipped'
                            ? [{ type: 'skip', description: 'no handles' }]
                            : [],
                      },
                    ],
                  }),
                ),
              },
            ],
          },
        ],
      },
      'test/e2e',
    );
    assert.deepEqual(lines(outcomes), [
      'passed: Firefox › test/e2e/a.spec.ts › drop › expected',
      'failed: Firefox › test/e2e/a.spec.ts › drop › unexpected',
      'failed: Firefox › test/e2e/a.spec.ts › drop › flaky',
      'skipped: Firefox › test/e2e/a.spec.ts › drop › skipped (no handles)',
      'skipped: test/e2e › Firefox: not on this machine',
      'failed: test/e2e › no server',
    ]);
    assert.deepEqual([...files], ['test/e2e/a.spec.ts']);
  });
});

describe('a runner', () => {
  const passed: Outcome = { name: 'x', status: 'passed' };
  const report = (...outcomes: Outcome[]) => ({
    outcomes,
    files: new Set(['a']),
  });

  it('that left no results has failed, whatever its exit code', () => {
    assert.deepEqual(lines(audit('node', ['a'], undefined, 0)), [
      'failed: node: ended with code 0 and left no results',
    ]);
  });

  it('that ended with an error which no test explains has failed', () => {
    assert.deepEqual(lines(audit('node', ['a'], report(passed), 1)), [
      'passed: x',
      'failed: node: ended with code 1, though no test failed',
    ]);
    assert.deepEqual(lines(audit('node', ['a'], report(passed), null)), [
      'passed: x',
      'failed: node: was stopped',
    ]);
  });

  it('that ended well adds nothing to its tests', () => {
    assert.deepEqual(audit('node', ['a'], report(passed), 0), [passed]);
  });
});

describe('the last lines of a run', () => {
  it('name what was skipped and what failed, then give the totals', () => {
    const text = summary([
      { name: 'a', status: 'passed' },
      { name: 'b', status: 'skipped' },
      { name: 'c', status: 'failed' },
    ]);
    assert.equal(
      text,
      'Skipped:\n  b\n\nFailed:\n  c\n\n1 passed, 1 failed, 1 skipped',
    );
  });

  it('say why a test failed, in plain letters and in six lines at most', () => {
    const why = `\u001b[31mno\u001b[39m\n\n${'x'.repeat(400)}\n3\n4\n5\n6\n7`;
    assert.equal(
      summary([{ name: 'c', status: 'failed', why }]),
      `Failed:\n  c\n    no\n    ${'x'.repeat(300)}\n    3\n    4\n    5\n    6\n\n0 passed, 1 failed`,
    );
  });

  it('have the reason from each runner', () => {
    const node = readNodeEvents(
      [
        {
          name: 'a',
          file: '/p/a.ts',
          nesting: 0,
          passed: false,
          suite: false,
          skipped: false,
          why: 'node',
        },
      ],
      '/p',
    );
    const browser = readBrowsers({
      missing: [],
      sessions: [
        {
          browser: 'B',
          file: 'b.ts',
          passed: false,
          errors: [],
          results: {
            name: '',
            tests: [
              { name: 'b', passed: false, error: { message: 'browser' } },
            ],
            suites: [],
          },
        },
      ],
    });
    const journey = readJourneys(
      {
        suites: [
          {
            title: 'c.ts',
            file: 'c.ts',
            specs: [
              {
                title: 'c',
                tests: [
                  {
                    projectName: 'B',
                    status: 'unexpected',
                    results: [{ error: { message: 'journey' } }],
                  },
                ],
              },
            ],
          },
        ],
        errors: [],
      },
      'e2e',
    );
    assert.deepEqual(
      [node, browser, journey].flatMap(({ outcomes }) =>
        outcomes.map(({ why }) => why),
      ),
      ['node', 'browser', 'journey'],
    );
  });

  it('leave out what there is none of', () => {
    assert.equal(
      summary([{ name: 'a', status: 'passed' }]),
      '1 passed, 0 failed',
    );
  });
});
