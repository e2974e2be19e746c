/**
 * How whole journeys run: Playwright's own runner in the browsers that `npm test` found. BROWSERS names those to run
 * in, with a comma between: all of them unless it is set. Does not know: servers; each journey starts what it needs.
 */
import { defineConfig } from 'playwright/test';
import { ensureBrowser, launchOptions } from '../helpers/browser.js';
import { ensureFirefox, firefoxOptions } from '../helpers/firefox.js';

/** Each worker reads this file too: what was found must not be looked for again. */
const foundFirefox = async (): Promise<{ path?: string; missing?: string }> => {
  process.env.JOURNEYS_FIREFOX ??= JSON.stringify(await ensureFirefox());
  return JSON.parse(process.env.JOURNEYS_FIREFOX);
};

const asked = process.env.BROWSERS?.split(',') ?? ['chromium', 'firefox'];
const firefox = asked.includes('firefox') ? await foundFirefox() : {};
const missing = firefox.missing ? [`Firefox: ${firefox.missing}`] : [];

export default defineConfig({
  testDir: '.',
  outputDir: '../.results/e2e',
  timeout: 60_000,
  reporter: [['list'], ['json', { outputFile: '../.results/e2e.json' }]],
  // What never comes is told by its name, and not by the end of the test's time.
  use: { actionTimeout: 20_000 },
  expect: { timeout: 20_000 },
  // `test/run.ts` lists them as skipped.
  metadata: { missing },
  projects: [
    ...(asked.includes('chromium')
      ? [
          {
            name: 'Chromium',
            use: { launchOptions: launchOptions(ensureBrowser()) },
          },
        ]
      : []),
    ...(firefox.path
      ? [
          {
            name: 'Firefox',
            // The ways of bytes; how the demo's page looks and works is the same in both.
            testMatch: ['upload.spec.ts', 'resume.spec.ts', 'crm.spec.ts'],
            use: {
              browserName: 'firefox' as const,
              ...firefoxOptions(firefox.path),
              launchOptions: firefoxOptions(firefox.path),
            },
          },
        ]
      : []),
  ],
});
