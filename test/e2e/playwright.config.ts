/**
 * How whole journeys run: Playwright's own runner in the browser that `npm test` found.
 * Knows no server: each journey starts what it needs.
 */
import { defineConfig } from 'playwright/test';
import { ensureBrowser, launchOptions } from '../helpers/browser.js';

export default defineConfig({
  testDir: '.',
  outputDir: '../.results/e2e',
  timeout: 60_000,
  reporter: [['list'], ['json', { outputFile: '../.results/e2e.json' }]],
  use: {
    launchOptions: launchOptions(ensureBrowser()),
    // What never comes is told by its name, and not by the end of the test's time.
    actionTimeout: 20_000,
  },
});
