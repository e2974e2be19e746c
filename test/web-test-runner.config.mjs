/**
 * How the tests of the engine and of the element run in a real browser.
 * Works from `npm test` and by itself: `npx web-test-runner --config test/web-test-runner.config.mjs --files test/engine/x.test.ts`.
 * Node runs this file as it is, so it may use no TypeScript of its own.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { tsImport } from 'tsx/esm/api';

const root = fileURLToPath(new URL('..', import.meta.url));
const { BrowserMissing, ensureBrowser, launchOptions } = await tsImport(
  './helpers/browser.ts',
  import.meta.url,
);

function chromium() {
  try {
    return ensureBrowser();
  } catch (error) {
    if (!(error instanceof BrowserMissing)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/** Another browser is another launcher here; its name goes before the name of each of its tests. */
const browsers = [
  playwrightLauncher({
    product: 'chromium',
    launchOptions: launchOptions(chromium()),
  }),
];

/** Writes what ran to `test/.results/browser.json`, where `test/run.ts` counts it. */
function resultsReporter() {
  return {
    stop({ sessions }) {
      const results = sessions.map((session) => ({
        browser: session.browser.name,
        file: path.relative(root, session.testFile),
        passed: session.passed === true,
        errors: session.errors.map(({ message }) => message),
        results: session.testResults,
      }));
      const folder = path.join(root, 'test/.results');
      mkdirSync(folder, { recursive: true });
      writeFileSync(
        path.join(folder, 'browser.json'),
        JSON.stringify(results, null, 2),
      );
    },
  };
}

export default {
  rootDir: root,
  files: ['test/engine/**/*.test.ts', 'test/element/**/*.test.ts'],
  browsers,
  // Lit's development build warns about mistakes that its production build passes over.
  nodeResolve: { exportConditions: ['development'] },
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      // Lit's decorators need this project's compiler options.
      tsconfig: path.join(root, 'tsconfig.json'),
    }),
  ],
  testFramework: { config: { ui: 'bdd', timeout: 5_000 } },
  testsFinishTimeout: 240_000,
  filterBrowserLogs: ({ args }) =>
    !String(args[0]).includes('Lit is in dev mode'),
  reporters: [defaultReporter(), resultsReporter()],
};
